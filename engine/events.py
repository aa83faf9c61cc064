"""Events as imported, kept as columns: a sequence that makes an ``Event`` when one is asked for.

Every engine takes a sequence of events. One that reckons by columns takes them from ``table``; to
all others this is a sequence like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np
import pyarrow as pa

from kaohe.engine.event import Event
from kaohe.engine.event_table import EventColumns, event_columns
from kaohe.rules.vocabulary import Vocabulary

PIECE = 65_536
"""Rows from which events are made at a time."""
DISTINCT = ("id", "at", "recorded_at", "case", "amends", "voids")
"""Columns of which nearly every value differs: a dictionary of them would only cost."""


def packed(table: pa.Table) -> pa.Table:
    """Texts that repeat as numbers and a dictionary."""
    columns = [
        column.combine_chunks().dictionary_encode() if pa.types.is_string(column.type) and name not in DISTINCT else column
        for name, column in zip(table.column_names, table.columns, strict=True)
    ]
    return pa.table(columns, table.column_names)


class NoColumn(Exception):  # noqa: N818 - not a fault: whoever can do without columns goes on
    """A value that no canonical column holds exactly."""


class Events(Sequence[Event]):
    """The rows of canonical columns (``event_table``). ``made``: the events the rows came from, if any."""

    def __init__(self, table: pa.Table, columns: EventColumns, made: Sequence[Event] | None = None) -> None:
        self.table, self.columns, self._made = table, columns, made

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @overload
    def __getitem__(self, place: int) -> Event: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Event]: ...
    def __getitem__(self, place: int | slice) -> Event | Sequence[Event]:
        rows = np.arange(len(self), dtype=np.int64)[place]
        return self.at(np.atleast_1d(rows))[0] if isinstance(place, int) else tuple(self.at(rows))

    def __iter__(self) -> Iterator[Event]:
        if self._made is not None:
            yield from self._made
            return
        for start in range(0, len(self), PIECE):
            yield from self.columns.events(self.table.slice(start, PIECE))

    def at(self, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[Event]:
        """The events of those rows, in the order asked for."""
        if self._made is not None:
            return [self._made[row] for row in rows.tolist()]
        return self.columns.events(self.table.take(pa.array(rows)))


def as_columns(events: Sequence[Event], vocabulary: Vocabulary) -> Events:
    """The events as columns. ``NoColumn``: a value that no column holds exactly."""
    if isinstance(events, Events):
        return events
    columns = event_columns(vocabulary)
    try:
        return Events(packed(columns.table(events)), columns, tuple(events))
    except (AssertionError, AttributeError, OverflowError, TypeError, pa.ArrowException) as lost:
        raise NoColumn(str(lost)) from lost
