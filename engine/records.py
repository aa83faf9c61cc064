"""Records kept as columns: a sequence that makes a record when one is asked for.

What an engine writes by columns stays columns until a file holds it; whoever wants records reads it
like any sequence, and it equals any sequence of equal records.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, overload

import pyarrow as pa

from kaohe.engine.record_table import Layout

R = TypeVar("R")
A = TypeVar("A")
PIECE = 65_536
"""Rows from which records are made at a time."""


class Columns(Sequence[R]):
    """Records kept as columns, in one table or in several. A ledger's tables hold whole subjects, in order."""

    tables: int
    """How many tables."""

    @abstractmethod
    def parts(self) -> Iterator[Records[R]]:
        """Table after table."""

    @abstractmethod
    def asked(self, question: Callable[[Records[R]], A]) -> list[A]:
        """The answer of each table to a question about it. Where tables are looked at by several processes, only
        the answers come back.
        """

    @abstractmethod
    def lasts(self) -> Sequence[R | None]:
        """The last record of each table (None: it has none)."""

    @abstractmethod
    def each(self, name: str, change: Callable[[int, Records[R]], Records[R]]) -> Columns[R]:
        """The tables changed one by one; ``change`` is told their number. ``name`` says what they become."""


class Records(Columns[R]):
    """The rows of a table with the columns of ``layout``."""

    tables = 1

    def __init__(self, layout: Layout[R], table: pa.Table) -> None:
        self.layout, self.table = layout, table

    def parts(self) -> Iterator[Records[R]]:
        yield self

    def asked(self, question: Callable[[Records[R]], A]) -> list[A]:
        return [question(self)]

    def lasts(self) -> Sequence[R | None]:
        return [last_of(self)]

    def each(self, name: str, change: Callable[[int, Records[R]], Records[R]]) -> Records[R]:  # noqa: ARG002 - one table needs no name
        return change(0, self)

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @overload
    def __getitem__(self, place: int) -> R: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[R]: ...
    def __getitem__(self, place: int | slice) -> R | Sequence[R]:
        if isinstance(place, slice):
            first, end, step = place.indices(len(self))
            assert step == 1, "rows are taken in pieces"
            return Records(self.layout, self.table.slice(first, max(end - first, 0)))
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self.layout.records(self.table.slice(place % len(self), 1))[0]

    def __iter__(self) -> Iterator[R]:
        for start in range(0, len(self), PIECE):
            yield from self.layout.records(self.table.slice(start, PIECE))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]


def last_of(records: Records[R]) -> R | None:
    """The last of the records; None: there is none."""
    return records[len(records) - 1] if len(records) else None


def table_of(layout: Layout[R], records: Sequence[R]) -> pa.Table:
    """The records as a table, whether they are one already or not."""
    return records.table if isinstance(records, Records) else layout.table(records)
