"""The events of all scored streams of one kind as rows, and places from which to look at them.

    rows        stream after stream, each in its order; row numbers ascend with both
    positions   many ``meaning.position.Position`` at once: boundaries between rows, as arrays

A kind's rows are an ascending list, so "before the position" is a binary search in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, cast

import numpy as np

from kaohe.engine.batch.calendar_days import DayTable, day_table, local_days
from kaohe.engine.batch.column import Codes, Column, Ints, Sort, Truths, Unsure, column_of, sort_of, taken
from kaohe.engine.event import Event
from kaohe.engine.meaning.history import field_of
from kaohe.engine.meaning.position import Position
from kaohe.engine.meaning.world import World
from kaohe.engine.stream import Stream
from kaohe.rules.policy import ANY
from kaohe.rules.vocabulary import SubjectKind

_HEADER_SORTS: dict[str, Sort] = {
    "id": "code", "kind": "code", "at": "instant", "case": "code", "unit": "code", "leader": "code",
    "recorded_at": "instant", "seq": "number", "matter": "code",
}  # fmt: skip


class Board:
    """The rows of one kind of stream in one world; what was reckoned once is kept in ``memory``.

    ``asked_plainly`` counts the positions at which the plain meaning was asked for a part of a tree.
    """

    def __init__(self, world: World, kind: SubjectKind, codes: Codes) -> None:
        self.world, self.kind, self.codes = world, kind, codes
        self.streams: tuple[Stream, ...] = world.scored(kind)
        self.events: list[Event] = [event for stream in self.streams for event in stream.events]
        sizes = [len(stream.events) for stream in self.streams]
        self.begins: Ints = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])
        self.stream: Ints = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
        self.at: Ints = np.fromiter((event.at for event in self.events), np.int64, len(self.events))
        self.memory: dict[object, Any] = {}
        self.asked_plainly = 0

    def __len__(self) -> int:
        return len(self.events)

    @cached_property
    def day(self) -> Ints:
        """The local date of each row."""
        return local_days(self.at, self.world.day)

    @cached_property
    def table(self) -> DayTable:
        return day_table(self.world.policy.calendar)

    @cached_property
    def _kinds(self) -> dict[str, Ints]:
        names = np.array([event.kind for event in self.events], dtype=object)
        return {name: np.flatnonzero(names == name) for name in set(names.tolist())}

    def rows_of(self, kinds: Iterable[str]) -> Ints:
        """The rows of those kinds, ascending."""
        wanted = tuple(kinds)
        if wanted == ANY:
            return np.arange(len(self), dtype=np.int64)
        lists = [self._kinds[kind] for kind in dict.fromkeys(wanted) if kind in self._kinds]
        return np.sort(np.concatenate(lists)) if lists else np.zeros(0, np.int64)

    def local(self, rows: Ints) -> Ints:
        """Places of rows within their streams."""
        return rows - self.begins[self.stream[rows]]

    # --- fields ---------------------------------------------------------------------------------

    def said(self, name: str, rows: Ints, sort: Sort = "code") -> Column:
        """A field or header at rows (-1: no event), as ``field_of`` reads it; ``sort`` where nothing is said."""
        kinds = tuple(sorted({self.events[row].kind for row in self._first_of_each_kind(rows)}))
        if not kinds:
            return column_of([None] * len(rows), sort, self.codes)
        key = ("said", name, kinds)
        if key not in self.memory:
            self.memory[key] = self._said(name, kinds)
        return taken(self.memory[key], rows)

    def _first_of_each_kind(self, rows: Ints) -> list[int]:
        known = self.kind_codes[rows[rows >= 0]]
        _, first = np.unique(known, return_index=True)
        return cast("list[int]", rows[rows >= 0][first].tolist())

    @cached_property
    def kind_codes(self) -> Ints:
        numbers = {name: number for number, name in enumerate(self.world.policy.vocabulary.kinds)}
        return np.fromiter((numbers[event.kind] for event in self.events), np.int64, len(self.events))

    def _said(self, name: str, kinds: Sequence[str]) -> Column:
        """The column of a name over all rows of those kinds; one sort, or nobody is sure."""
        sort = self._sort(name, kinds)
        rows = self.rows_of(kinds)
        found = column_of([field_of(self.events[row], name) for row in rows.tolist()], sort, self.codes)
        values, there = np.zeros(len(self), found.values.dtype), np.zeros(len(self), bool)
        values[rows], there[rows] = found.values, found.there
        return Column(sort, values, there, found.scale)

    def _sort(self, name: str, kinds: Sequence[str]) -> Sort:
        declared = [self.world.policy.vocabulary.kinds[kind].fields.get(name) for kind in kinds]
        header = _HEADER_SORTS.get(name)
        sorts = {header if field is None else sort_of(field.type) for field in declared} - {None}
        if len(sorts) > 1:
            raise Unsure
        return cast("Sort", next(iter(sorts), header or "code"))

    # --- places ---------------------------------------------------------------------------------

    def at_rows(self, rows: Ints, this: Ints | None = None) -> Positions:
        """The positions of the events at ``rows``; ``this``: the rows of the outer events."""
        first = self.begins[self.stream[rows]]
        return Positions(self, first, rows, rows + 1, rows, self.at[rows], self.day[rows], this=this)

    def at_ends(self, streams: Ints) -> Positions:
        """The ends of those streams, as of the world's last instant."""
        now, day = self.world.now, self.world.as_of.toordinal()
        passed = np.concatenate([np.zeros(1, np.int64), np.cumsum(self.at <= now, dtype=np.int64)])
        first, size = self.begins[streams], len(streams)
        last = first + passed[self.begins[streams + 1]] - passed[first]
        none = np.full(size, -1, np.int64)
        return Positions(self, first, last, last, none, np.full(size, now), np.full(size, day))


@dataclass(frozen=True, slots=True)
class Positions:
    """As ``Position``: history sees rows ``first`` … ``before`` - 1, facts ``upto`` - 1; ``row`` -1: no event.

    ``force`` are the days whose parameters hold, ``start`` the opening events' rows, ``subject`` codes of
    whom is judged, ``asked`` the days asked about; None: not known.
    """

    board: Board
    first: Ints
    before: Ints
    upto: Ints
    row: Ints
    at: Ints
    day: Ints
    this: Ints | None = None
    start: Ints | None = None
    force: Ints | None = None
    subject: Ints | None = None
    asked: Ints | None = None
    memory: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.row)

    def including_own_event(self) -> Positions:
        """Where facts stand."""
        if "own" not in self.memory:
            self.memory["own"] = replace(self, before=self.upto, memory={})
        return cast("Positions", self.memory["own"])

    def plain(self, place: int) -> Position:
        """One of them as the plain meaning has it."""
        if self.subject is not None:
            raise Unsure
        board, first = self.board, int(self.first[place])
        stream = board.streams[int(np.searchsorted(board.begins, first, side="right")) - 1]
        force = None if self.force is None else date.fromordinal(int(self.force[place]))
        return Position(
            board.world, stream, int(self.before[place]) - first, int(self.upto[place]) - first,
            self._event(self.row, place), int(self.at[place]),
            this=self._event(self.this, place), start=self._event(self.start, place), in_force=force,
        )  # fmt: skip

    def _event(self, rows: Ints | None, place: int) -> Event | None:
        return None if rows is None or rows[place] < 0 else self.board.events[int(rows[place])]


def mask_of(rows: Ints, size: int) -> Truths:
    """Which of ``size`` rows are among ``rows``."""
    mask = np.zeros(size, bool)
    mask[rows] = True
    return mask
