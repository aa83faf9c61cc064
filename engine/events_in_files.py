"""Events that stay in their files: what a run has of them when it reads them another way than one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import overload

from kaohe.engine.event import Event
from kaohe.engine.event_file import event_tables
from kaohe.engine.event_table import event_columns
from kaohe.rules.policy import Policy


class InFiles(Sequence[Event]):
    """The ``rows`` events of ``paths``. Whoever wants the events themselves gets them from the files, at that price."""

    __slots__ = ()
    paths: tuple[Path, ...]
    policy: Policy
    rows: int

    def __len__(self) -> int:
        return self.rows

    def __iter__(self) -> Iterator[Event]:
        columns = event_columns(self.policy.vocabulary)
        for table, _ in event_tables(self.paths, self.policy.vocabulary, self.policy.timezone):
            yield from columns.events(table)

    @overload
    def __getitem__(self, place: int) -> Event: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Event]: ...
    def __getitem__(self, place: int | slice) -> Event | Sequence[Event]:
        places = range(self.rows)[place]
        if isinstance(places, int):
            return next(islice(self, places, None))
        wanted = {row: event for row, event in enumerate(self) if row in places}
        return [wanted[row] for row in places]
