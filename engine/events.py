"""Events as imported, kept as columns: a sequence that makes an ``Event`` when one is asked for.

Every engine takes a sequence of events. One that reckons by columns takes headers row by row
(``column``, ``kind``) and fields kind by kind (``said``); to all others this is a sequence like any other.

    row          0           1          2             3
    kind         registered  closed     registered    closed        headers: a value for every row
    nth          0           0          1             1             its place among the rows of its kind
    said("closed", "result")  -> [value of row 1, value of row 3]   fields: no room for what no kind says
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, cast, overload

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kaohe.engine.event import Event
from kaohe.engine.event_table import HEADS, KEPT, EventColumns, FieldColumn, event_columns, listed
from kaohe.rules.vocabulary import Vocabulary

PIECE = 65_536
"""Rows from which events are made at a time."""
Rows = np.ndarray[tuple[int], np.dtype[np.int64]]
Kinds = NDArray[np.int16]
Said = tuple[int, str]
"""A kind's number, and a column of its fields."""
DISTINCT = ("id", "at", "recorded_at", "case", "amends", "voids")
"""Columns of which nearly every value differs: a dictionary of them would only cost."""
SELDOM = ("recorded_at", "amends", "voids")
"""Headers that few rows have."""
PACKED = pa.dictionary(pa.int32(), pa.string())
"""Texts as numbers and a dictionary."""


@lru_cache(maxsize=512)
def nothing(rows: int, type_: pa.DataType) -> pa.Array:
    """A column that says nothing: one in memory for all that say nothing of so many rows."""
    return pa.nulls(rows, type_)


class NoColumn(Exception):  # noqa: N818 - not a fault: whoever can do without columns goes on
    """A value that no canonical column holds exactly."""


def packed(table: pa.Table) -> pa.Table:
    """Canonical columns with texts that repeat as numbers and a dictionary."""
    return pa.table([_packed(name, table.column(name)) for name in table.column_names], table.column_names)


# --- pieces -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seldom:
    """A header that few rows have: ``rows``, ascending, and what they say."""

    rows: NDArray[np.signedinteger]
    values: pa.Array

    def take(self, rows: Rows) -> pa.Array:
        """What those rows say."""
        if not len(self.rows):
            return pa.nulls(len(rows), self.values.type)
        place = np.minimum(np.searchsorted(self.rows, rows), len(self.rows) - 1)
        return self.values.take(pa.array(place, mask=self.rows[place] != rows))


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows. ``kind`` numbers the kinds in ``EventColumns.kinds``; ``said`` holds for a kind and a
    column what the kind's rows say there, in their order; what is not in it is missing.
    """

    heads: dict[str, pa.Array]
    seldom: Mapping[str, Seldom]
    kind: Kinds
    said: Mapping[Said, pa.Array]


def piece_of(table: pa.Table, columns: EventColumns) -> Piece:
    """Rows of the canonical table, texts that repeat as numbers and a dictionary. A column that is not there says nothing."""
    there = frozenset(table.column_names)
    heads = {name: _packed(name, table.column(name) if name in there else nothing(len(table), HEADS[name])) for name in HEADS}
    kind = _numbered(heads.pop("kind"), columns)
    rows = _rows_by_kind(kind, len(columns.kinds))
    said: dict[Said, pa.Array] = {}
    for column in (each for each in columns.fields if each.name in there):
        array = one_array(table.column(column.name))
        if array.null_count < len(array):
            for number in (columns.kinds[name] for name in column.kinds):
                mine = array.take(rows[number]) if len(rows[number]) else None
                if mine is not None and mine.null_count < len(mine):
                    said[number, column.name] = _packed(column.name, mine)
    return Piece(heads, {name: _seldom(heads.pop(name)) for name in SELDOM}, kind, said)


def _seldom(array: pa.Array) -> Seldom:
    there = array.is_valid().to_numpy(zero_copy_only=False)
    return Seldom(np.flatnonzero(there).astype(np.int32), array.drop_null())


def _numbered(names: pa.DictionaryArray, columns: EventColumns) -> Kinds:
    """Kinds by number."""
    numbers = np.array([columns.kinds[name] for name in names.dictionary.to_pylist()] or [0], np.int16)
    return cast("Kinds", numbers[names.indices.to_numpy()])


def _rows_by_kind(kind: Kinds, kinds: int) -> list[pa.Array]:
    """For each kind its rows, ascending."""
    turn = np.argsort(kind, kind="stable").astype(np.int32)
    ends = np.cumsum(np.bincount(kind, minlength=kinds))
    return [pa.array(mine) for mine in np.split(turn, ends[:-1])]


def _packed(name: str, column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Texts that repeat as numbers and a dictionary, others as they are."""
    whole = one_array(column)
    if name in DISTINCT:
        return whole.cast(HEADS[name])
    if not pa.types.is_string(whole.type):
        return whole
    return nothing(len(whole), PACKED) if whole.null_count == len(whole) else whole.dictionary_encode()




def one_array(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """A column in one piece."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    if column.num_chunks == 1:
        return column.chunk(0)
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    return column.combine_chunks() if column.num_chunks else pa.array([], column.type)


# --- the sequence -------------------------------------------------------------------------------


class Events(Sequence[Event]):
    """Rows in pieces, or canonical columns (``event_table``). ``made``: the events they came from, if any.

    A whole column is put together when one asks for it; most are never asked for.
    """

    def __init__(
        self, pieces: Sequence[Piece | pa.Table], columns: EventColumns, made: Sequence[Event] | None = None
    ) -> None:
        self.pieces = tuple(each if isinstance(each, Piece) else piece_of(each, columns) for each in pieces)
        self.columns, self._made = columns, made
        self._begins = np.cumsum([0, *(len(piece.kind) for piece in self.pieces)])
        self._heads: dict[str, pa.Array] = {}
        self._seldom: dict[str, Seldom] = {}
        self._said: dict[tuple[str, str], pa.Array | None] = {}

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
        for start in range(0, len(self), PIECE):
            yield from self.at(np.arange(start, min(start + PIECE, len(self)), dtype=np.int64))

    def at(self, rows: Rows, matters: Sequence[str | None] | None = None) -> list[Event]:
        """The events of those rows, in the order asked for; ``matters``: of each its matter, if they are made with it."""
        if self._made is not None:
            return [self._made[row] for row in rows.tolist()]
        return self._events(rows, self._fields(rows), matters)

    def headers_at(self, rows: Rows) -> list[Event]:
        """The events of those rows without what they say in fields."""
        return self._events(rows, [{} for _ in range(len(rows))])

    def _events(self, rows: Rows, fields: Sequence[dict[str, Any]], matters: Sequence[str | None] | None = None) -> list[Event]:
        names = list(self.columns.kinds)
        kinds = [names[number] for number in self.kind[rows].tolist()]
        heads = [kinds if name == "kind" else listed(self.take(name, rows)) for name in HEADS]
        return [
            Event(id_, kind, at, dated, recorded_at, seq, case, unit, leader, said, amends, voids, matter if case is not None else None)
            for id_, kind, at, dated, recorded_at, seq, case, unit, leader, amends, voids, said, matter in zip(
                *heads, fields, matters or [None] * len(rows), strict=True
            )
        ]

    def _fields(self, rows: Rows) -> list[dict[str, Any]]:
        """What the rows say in fields, in the order of the columns."""
        found: list[dict[str, Any]] = [{} for _ in range(len(rows))]
        kind, names = self.kind[rows], list(self.columns.kinds)
        for number in np.unique(kind).tolist():
            places = np.flatnonzero(kind == number)
            among, mine = pa.array(self.nth[rows[places]]), [found[place] for place in places.tolist()]
            for column in self.columns.of(names[number]).values():
                said, get = self.said(names[number], column.name), KEPT[column.storage].get
                for own, value in zip(mine, listed(said.take(among)), strict=True) if said is not None else ():
                    if value is not None:
                        own[column.field] = get(value)
        return found

    # --- headers --------------------------------------------------------------------------------

    def column(self, name: str) -> pa.Array:
        """What every row says in a canonical column, in one piece; packed texts under one dictionary."""
        if name in SELDOM:
            return self.bearing(name).take(np.arange(len(self), dtype=np.int64))
        if name == "kind":
            return pa.DictionaryArray.from_arrays(pa.array(self.kind.astype(np.int32)), pa.array(list(self.columns.kinds)))
        if name not in HEADS:
            return self._spread(next(each for each in self.columns.fields if each.name == name))
        if name not in self._heads:
            whole = one_array(pa.chunked_array(self._chunks(name), self._type(name)))
            for piece, begin in zip(self.pieces, self._begins.tolist(), strict=False):
                piece.heads[name] = whole.slice(begin, len(piece.kind))  # a view: what it held before can go
            self._heads[name] = whole
        return self._heads[name]

    def table(self) -> pa.Table:
        """All rows as canonical columns."""
        names = self.columns.schema.names
        return pa.table([self.column(name) for name in names], names)

    def _spread(self, column: FieldColumn) -> pa.Array:
        """A column of a field, row by row."""
        said = [(self.columns.kinds[kind], self.said(kind, column.name)) for kind in column.kinds]
        spoken = [(number, array) for number, array in said if array is not None]
        if not spoken:
            return pa.nulls(len(self), KEPT[column.storage].type)
        place, begin = np.full(len(self), -1, np.int64), 0
        for number, array in spoken:
            rows = np.flatnonzero(self.kind == number)
            place[rows] = begin + self.nth[rows]
            begin += len(array)
        return one_array(pa.chunked_array([array for _, array in spoken])).take(pa.array(place, mask=place < 0))

    def _chunks(self, name: str) -> list[pa.Array]:
        return [piece.heads[name] for piece in self.pieces if len(piece.kind)]

    def _type(self, name: str) -> pa.DataType:
        return next((chunk.type for chunk in self._chunks(name)), HEADS[name])

    def take(self, name: str, rows: Rows) -> pa.Array:
        """A header of a few rows; the column need not be whole."""
        if name in SELDOM:
            return self.bearing(name).take(rows)
        if name in self._heads or not len(rows):
            return self.column(name).take(pa.array(rows))
        which = (np.searchsorted(self._begins, rows, side="right") - 1).astype(np.int16)
        turn = np.argsort(which, kind="stable")
        mine = np.split(rows[turn], np.cumsum(np.bincount(which))[:-1])
        taken = [
            self.pieces[number].heads[name].take(pa.array(own - self._begins[number]))
            for number, own in enumerate(mine)
            if len(own)
        ]
        back = np.empty(len(turn), np.int64)
        back[turn] = np.arange(len(turn))
        return one_array(pa.chunked_array(taken, self._type(name))).take(pa.array(back))

    def bearing(self, name: str) -> Seldom:
        """A header that few rows have."""
        if name not in self._seldom:
            own = [piece.seldom[name] for piece in self.pieces]
            rows = [begin + each.rows for begin, each in zip(self._begins.tolist(), own, strict=False)]
            values = [pa.array([], HEADS[name]), *(each.values for each in own)]
            self._seldom[name] = Seldom(np.concatenate([np.zeros(0, np.int64), *rows]), pa.concat_arrays(values))
        return self._seldom[name]

    def ids(self) -> Iterator[pa.Array]:
        """The ids of all rows, piece by piece."""
        yield from self._chunks("id")

    @cached_property
    def instants(self) -> Rows:
        """When each event happened, in µs."""
        return cast("Rows", self.column("at").cast(pa.int64()).to_numpy(zero_copy_only=False))

    @cached_property
    def seq(self) -> Rows:
        """The upstream number of each row."""
        found = np.zeros(len(self), np.int64)  # takes no room until something else than 0 is written
        for piece, begin in zip(self.pieces, self._begins.tolist(), strict=False):
            if piece.heads["seq"].null_count < len(piece.kind):
                found[begin : begin + len(piece.kind)] = piece.heads["seq"].fill_null(0)
        return found

    # --- kinds and fields -----------------------------------------------------------------------

    @cached_property
    def kind(self) -> Kinds:
        """The number of each row's kind in ``EventColumns.kinds``."""
        return np.concatenate([np.zeros(0, np.int16), *(piece.kind for piece in self.pieces)])

    @cached_property
    def nth(self) -> NDArray[np.int32]:
        """The place of each row among the rows of its kind."""
        nth, before = np.empty(len(self), np.int32), np.zeros(len(self.columns.kinds), np.int64)
        for piece, begin in zip(self.pieces, self._begins.tolist(), strict=False):
            counts = np.bincount(piece.kind, minlength=len(before))
            turn = np.argsort(piece.kind, kind="stable")
            own = np.arange(len(turn)) + np.repeat(before - np.cumsum(counts) + counts, counts)
            nth[begin + turn] = own
            before += counts
        return nth

    def said(self, kind: str, column: str) -> pa.Array | None:
        """What the rows of a kind say in a column of its fields, by ``nth``; None: nothing at all."""
        key = (kind, column)
        if key not in self._said:
            self._said[key] = self._together(self.columns.kinds[kind], column)
        return self._said[key]

    def _together(self, number: int, column: str) -> pa.Array | None:
        own = [piece.said.get((number, column)) for piece in self.pieces]
        spoken = next((each for each in own if each is not None), None)
        if spoken is None:
            return None
        chunks = [
            nothing(int(np.count_nonzero(piece.kind == number)), spoken.type) if said is None else said
            for piece, said in zip(self.pieces, own, strict=True)
        ]
        return one_array(pa.chunked_array(chunks, spoken.type))

    def with_again(self, rows: Rows, ids: Sequence[str]) -> Events:
        """These rows and after them some of them again, as original events under other ids."""
        kind = self.kind[rows]
        heads = {name: self.take(name, rows) for name in HEADS if name not in (*SELDOM, "kind")}
        heads["id"] = pa.array(ids, pa.string())
        none = Seldom(np.zeros(0, np.int32), pa.array([], pa.string()))
        seldom = {"recorded_at": _seldom(self.take("recorded_at", rows)), "amends": none, "voids": none}
        said: dict[Said, pa.Array] = {}
        for name, number in self.columns.kinds.items():
            mine = pa.array(self.nth[rows[kind == number]])
            for column in self.columns.of(name).values() if len(mine) else ():
                array = self.said(name, column.name)
                if array is not None:
                    said[number, column.name] = array.take(mine)
        made = None
        if self._made is not None:
            again = zip(rows.tolist(), ids, strict=True)
            made = (*self._made, *(replace(self._made[row], id=id_, amends=None) for row, id_ in again))
        return Events((*self.pieces, Piece(heads, seldom, kind, said)), self.columns, made)


def as_columns(events: Sequence[Event], vocabulary: Vocabulary) -> Events:
    """The events as columns. ``NoColumn``: a value that no column holds exactly."""
    if isinstance(events, Events):
        return events
    columns = event_columns(vocabulary)
    try:
        return Events((columns.table(events),), columns, tuple(events))
    except (AssertionError, AttributeError, OverflowError, TypeError, pa.ArrowException, KeyError) as lost:
        raise NoColumn(str(lost)) from lost


def texts_in(column: pa.Array) -> set[str]:
    """The different texts of a column of texts or of lists of texts."""
    flat = column.flatten() if pa.types.is_list(column.type) else column
    return {cast("str", value) for value in flat.unique().to_pylist() if value is not None}
