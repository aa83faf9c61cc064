"""Events as imported, kept as columns: a sequence that makes an ``Event`` when one is asked for.

Every engine takes a sequence of events. One that reckons by columns takes them from ``table``; to
all others this is a sequence like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import overload

import numpy as np
import pyarrow as pa

from kaohe.engine.event import Event
from kaohe.engine.event_table import EventColumns, event_columns
from kaohe.rules.vocabulary import Vocabulary

PIECE = 65_536
"""Rows from which events are made at a time."""
Rows = np.ndarray[tuple[int], np.dtype[np.int64]]
DISTINCT = ("id", "at", "recorded_at", "case", "amends", "voids")
"""Columns of which nearly every value differs: a dictionary of them would only cost."""


def packed(table: pa.Table) -> pa.Table:
    """Texts that repeat as numbers and a dictionary."""
    columns = [
        _packed(column) if pa.types.is_string(column.type) and name not in DISTINCT else column
        for name, column in zip(table.column_names, table.columns, strict=True)
    ]
    return pa.table(columns, table.column_names)


def _packed(column: pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    if column.null_count == len(column):
        return nothing(len(column), _PACKED)
    return column.combine_chunks().dictionary_encode()


_PACKED = pa.dictionary(pa.int32(), pa.string())


@lru_cache(maxsize=512)
def nothing(rows: int, type_: pa.DataType) -> pa.Array:
    """A column that says nothing: one in memory for all that say nothing of so many rows."""
    return pa.nulls(rows, type_)


class NoColumn(Exception):  # noqa: N818 - not a fault: whoever can do without columns goes on
    """A value that no canonical column holds exactly."""


class Events(Sequence[Event]):
    """Rows of canonical columns (``event_table``) in pieces. ``made``: the events they came from, if any.

    A whole column is put together when one asks for it; most are never asked for.
    """

    def __init__(self, pieces: Sequence[pa.Table], columns: EventColumns, made: Sequence[Event] | None = None) -> None:
        self.pieces, self.columns, self._made = tuple(pieces), columns, made
        self._begins = np.cumsum([0, *(piece.num_rows for piece in pieces)])
        self._whole: dict[str, pa.Array] = {}

    def __len__(self) -> int:
        return int(self._begins[-1])

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
        for piece in self.pieces:
            for start in range(0, piece.num_rows, PIECE):
                yield from self.columns.events(piece.slice(start, PIECE))

    def at(self, rows: Rows) -> list[Event]:
        """The events of those rows, in the order asked for."""
        if self._made is not None:
            return [self._made[row] for row in rows.tolist()]
        which = np.searchsorted(self._begins, rows, side="right") - 1
        found: dict[int, Event] = {}
        for number in np.unique(which).tolist():
            mine = rows[which == number]
            piece = self.pieces[number].take(pa.array(mine - self._begins[number]))
            found.update(zip(mine.tolist(), self.columns.events(piece), strict=True))
        return [found[row] for row in rows.tolist()]

    def column(self, name: str) -> pa.Array:
        """A whole column in one piece, packed texts under one dictionary."""
        if name not in self._whole:
            chunks = pa.chunked_array([chunk for piece in self.pieces for chunk in piece[name].chunks], self._type(name))
            self._whole[name] = one_array(chunks)
        return self._whole[name]

    def _type(self, name: str) -> pa.DataType:
        return self.pieces[0][name].type

    def with_more(self, events: Sequence[Event], vocabulary: Vocabulary) -> Events:
        """These rows and further ones after them."""
        more = as_columns(events, vocabulary)
        return Events((*self.pieces, *more.pieces), self.columns)


def one_array(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """A column in one piece."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    return column.combine_chunks() if column.num_chunks else pa.array([], column.type)


def as_columns(events: Sequence[Event], vocabulary: Vocabulary) -> Events:
    """The events as columns. ``NoColumn``: a value that no column holds exactly."""
    if isinstance(events, Events):
        return events
    columns = event_columns(vocabulary)
    try:
        return Events((packed(columns.table(events)),), columns, tuple(events))
    except (AssertionError, AttributeError, OverflowError, TypeError, pa.ArrowException) as lost:
        raise NoColumn(str(lost)) from lost
