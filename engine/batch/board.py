"""The events of all scored streams of one kind as rows, and places from which to look at them.

    rows        stream after stream, each in its order; row numbers ascend with both
    positions   many ``meaning.position.Position`` at once: boundaries between rows, as arrays

A kind's rows are an ascending list, so "before the position" is a binary search in it.

What was reckoned is kept as long as that of which it holds: these positions (``Positions.remembered``), all rows
of a board (``Board.remembered``), a world over one span (``World.remembered``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Protocol, Self, TypeVar, cast

import numpy as np
import pyarrow as pa

from kaohe.engine.batch.calendar_days import DayTable, day_table, local_days
from kaohe.engine.batch.column import Codes, Column, Ints, Sort, Truths, Unsure, sort_of, taken
from kaohe.engine.batch.fields import together
from kaohe.engine.batch.ground import Ground
from kaohe.engine.batch.texts import Named
from kaohe.engine.event import Event
from kaohe.engine.meaning.position import Position
from kaohe.engine.meaning.world import World
from kaohe.engine.stream import Stream
from kaohe.rules.policy import ANY
from kaohe.rules.vocabulary import SubjectKind

_HEADER_SORTS: dict[str, Sort] = {
    "id": "code", "kind": "code", "at": "instant", "case": "code", "unit": "code", "leader": "code",
    "recorded_at": "instant", "seq": "number", "matter": "code",
}  # fmt: skip
T = TypeVar("T")
C = TypeVar("C", bound="Cut")
_ALL = "all"
"""What positions remember of whom they are some."""


class Cut(Protocol):
    """What is said of many positions, and of some of them alike."""

    def some(self, which: Ints | Truths) -> Self:
        """The same of those of them."""


def _once(memory: dict[object, object], key: object, make: Callable[[], T]) -> T:
    """``make()``, done once for each key."""
    if key not in memory:
        memory[key] = make()
    return cast("T", memory[key])


class Board:
    """The scored rows of one kind of stream in one world.

    A board may hold a ``part`` of the streams only: no clause looks from one into another.
    ``asked_plainly`` counts the positions at which the plain meaning was asked for a part of a tree.
    """

    def __init__(
        self, world: World, kind: SubjectKind, codes: Codes, ground: Ground, part: tuple[int, int] | None = None
    ) -> None:
        self.world, self.kind, self.codes, self.ground = world, kind, codes, ground
        self._lazy = ground.streams[kind]
        scored = ground.scored(kind)
        self._part = part or (0, len(scored.subject))
        self.order = scored.part(*self._part)
        self.source, self.begins = self.order.source, self.order.begins
        self.stream: Ints = np.repeat(np.arange(len(self.order.subject)), np.diff(self.begins))
        self.at: Ints = ground.at[self.source]
        self.kind_codes = ground.kind[self.source]
        self._memory: dict[object, object] = {}
        self.asked_plainly = 0

    def __len__(self) -> int:
        return len(self.source)

    @property
    def count(self) -> int:
        """How many streams there are."""
        return len(self.order.subject)

    def remembered(self, key: object, make: Callable[[], T]) -> T:
        """What holds of all rows: ``make()``, done once for each key, and kept through all clauses as long as the board is."""
        return _once(self._memory, key, make)

    def forget(self) -> None:
        """Nothing is remembered any more: what was reckoned is asked for again if it is needed."""
        self._memory.clear()

    @cached_property
    def first(self) -> Ints:
        """The first row of each row's stream."""
        return self.begins[self.stream]

    @cached_property
    def day(self) -> Ints:
        """The local date of each row."""
        return local_days(self.at, self.world.policy.timezone)

    @cached_property
    def table(self) -> DayTable:
        return day_table(self.world.policy.calendar)

    # --- as the plain meaning has them ------------------------------------------------------------

    def stream_of(self, number: int) -> Stream:
        """A stream by its number."""
        return self._lazy.stream(int(self._numbers[number]))

    @cached_property
    def _numbers(self) -> Ints:
        """The number of each scored stream among all."""
        return np.flatnonzero(~self._lazy.unopened)[slice(*self._part)]

    def stream_at(self, first: Ints) -> Ints:
        """The numbers of the streams that begin at those rows."""
        return np.searchsorted(self.begins, first, side="right") - 1

    def event(self, row: int) -> Event:
        """The event of a row."""
        number = int(self.stream[row])
        return self.stream_of(number).events[row - int(self.begins[number])]

    def make(self, streams: Ints) -> None:
        """Makes all events of those streams in one go: whoever asks for them one by one finds them made."""
        wanted = mask_of(streams, self.count)
        self.ground.made.make(self.source[wanted[self.stream]])

    def ids(self, rows: Ints) -> pa.Array:
        """The ids of the events at ``rows``; null at -1."""
        return self._ids.take(rows)

    @cached_property
    def _ids(self) -> Named:
        """The id of each row: brought in order once, because all that is written asks for them row after row."""
        return Named(Named(self.ground.ids).take(self.source))

    def names(self, streams: Ints) -> pa.Array:
        """The ids of streams by their numbers."""
        return self._names.take(self.order.subject[streams])

    @cached_property
    def _names(self) -> Named:
        return Named(self._lazy.names.names)

    # --- kinds and fields -------------------------------------------------------------------------

    @cached_property
    def _kinds(self) -> dict[str, Ints]:
        turn = np.argsort(self.kind_codes, kind="stable")
        names = list(self.world.policy.vocabulary.kinds)
        ends = np.searchsorted(self.kind_codes[turn], np.arange(len(names) + 1))
        return {name: turn[ends[n] : ends[n + 1]] for n, name in enumerate(names) if ends[n] < ends[n + 1]}

    @cached_property
    def _nth(self) -> Ints:
        """The place of each row among those of its kind."""
        places = np.zeros(len(self), np.int64)
        for rows in self._kinds.values():
            places[rows] = np.arange(len(rows))
        return places

    def rows_of(self, kinds: Iterable[str]) -> Ints:
        """The rows of those kinds, ascending."""
        wanted = tuple(kinds)
        if wanted == ANY:
            return np.arange(len(self), dtype=np.int64)
        lists = [self._kinds[kind] for kind in dict.fromkeys(wanted) if kind in self._kinds]
        if len(lists) == 1:
            return lists[0]
        return np.sort(np.concatenate(lists)) if lists else np.zeros(0, np.int64)

    def local(self, rows: Ints) -> Ints:
        """Places of rows within their streams."""
        return rows - self.first[rows]

    def said(self, name: str, rows: Ints, sort: Sort = "code") -> Column:
        """A field or header at rows (-1: no event), as ``field_of`` reads it; ``sort`` where nothing is said."""
        own = self._by_kind(rows)
        columns = [(places, self._of_kind(name, kind), nth) for kind, places, nth in own]
        parts = [(places, column if nth is None else taken(column, nth)) for places, column, nth in columns if column is not None]
        return together(parts, self._sort(name, [kind for kind, *_ in own], sort), len(rows))

    def _by_kind(self, rows: Ints) -> list[tuple[str, Ints, Ints | None]]:
        """The kinds of those events, at which places each stands, and which of its rows these are (None: all, in order)."""
        for kind, every in self._kinds.items():
            if every is rows:  # as conditions mostly ask: nothing need be looked up
                return [(kind, rows, None)]
        places = np.flatnonzero(rows >= 0)
        asked = rows[places]
        nth, numbers = self._nth[asked], self.kind_codes[asked]
        names = list(self.world.policy.vocabulary.kinds)
        kinds = np.flatnonzero(np.bincount(numbers)).tolist()
        if len(kinds) == 1:
            return [(names[kinds[0]], places, nth)]
        own = [(names[number], np.flatnonzero(numbers == number)) for number in kinds]
        return [(kind, places[mine], nth[mine]) for kind, mine in own]

    def _of_kind(self, name: str, kind: str) -> Column | None:
        """What the rows of one kind say, in their order."""
        return self.remembered(("said", name, kind), lambda: self.ground.field(name, kind, self._table_rows(kind), self.codes))

    def _table_rows(self, kind: str) -> Ints:
        return self.remembered(("table rows", kind), lambda: self.source[self._kinds[kind]])

    def _sort(self, name: str, kinds: Sequence[str], otherwise: Sort) -> Sort:
        """How the kinds hold what they say under a name; ``otherwise`` where none of them says anything."""
        declared = [self.world.policy.vocabulary.kinds[kind].fields.get(name) for kind in kinds]
        header = _HEADER_SORTS.get(name)
        sorts = {header if field is None else sort_of(field.type) for field in declared} - {None}
        if len(sorts) > 1:
            raise Unsure
        return cast("Sort", next(iter(sorts), header or otherwise))

    # --- places ---------------------------------------------------------------------------------

    def at_all(self, kinds: Iterable[str]) -> Positions:
        """The positions of all events of those kinds: the same for all who ask, so what holds there is reckoned once."""
        wanted = tuple(kinds)
        return self.remembered(("at all", wanted), lambda: self.at_rows(self.rows_of(wanted)))

    def at_rows(self, rows: Ints, this: Ints | None = None) -> Positions:
        """The positions of the events at ``rows``; ``this``: the rows of the outer events."""
        return Positions(self, self.first[rows], rows, rows + 1, rows, self.at[rows], self.day[rows], this=this)

    def after(self, streams: Ints, at: Ints) -> Ints:
        """For each stream the row after its last event up to and including the instant."""
        low, high = self.begins[streams], self.begins[streams + 1]
        while len(open_ := np.flatnonzero(low < high)):
            middle = (low[open_] + high[open_]) // 2
            passed = self.at[middle] <= at[open_]
            low[open_] = np.where(passed, middle + 1, low[open_])
            high[open_] = np.where(passed, high[open_], middle)
        return low

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
    """As ``Position``, boundaries named as there: history sees rows ``first`` … ``before`` - 1, facts ``upto`` - 1;
    ``row`` -1: no event.

    ``force`` are the days whose parameters hold, ``start`` the opening events' rows, ``subject`` codes of
    whom is judged, ``asked`` the days asked about; None: not known. ``memory``: see ``remembered``.
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
    memory: dict[object, object] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.row)

    def remembered(self, key: object, make: Callable[[], C]) -> C:
        """What holds at these positions: ``make()``, done once for each key. ``some`` of them remember it too, what is
        made of them otherwise begins anew.
        """
        if key not in self.memory:
            known = self.known_of_all(key)
            self.memory[key] = make() if known is None else known
        return cast("C", self.memory[key])

    def known_of_all(self, key: object) -> Cut | None:
        """What is remembered of all positions of which these are some."""
        if _ALL not in self.memory:
            return None
        every, which = cast("tuple[Positions, Ints]", self.memory[_ALL])
        known = cast("Cut", every.memory[key]) if key in every.memory else every.known_of_all(key)
        return None if known is None else known.some(which)

    def some(self, which: Ints | Truths) -> Positions:
        """Those of them."""
        rows = np.flatnonzero(which) if which.dtype == bool else which
        parts = {name: getattr(self, name) for name in _ARRAYS}
        kept: dict[str, Any] = {name: None if each is None else each[rows] for name, each in parts.items()}
        found = replace(self, **kept)
        found.memory[_ALL] = (self, rows)
        return found

    def including_own_event(self) -> Positions:
        """Where facts stand."""
        return self.remembered("own", lambda: replace(self, before=self.upto))

    def position(self, place: int) -> Position:
        """One of them as the plain meaning has it."""
        if self.asked is not None:
            raise Unsure
        board, first = self.board, int(self.first[place])
        subject = None if self.subject is None else cast("str", board.codes.values[int(self.subject[place])])
        stream = board.stream_of(int(board.stream_at(self.first[place : place + 1])[0])) if subject is None else (
            board.world.stream(board.kind, subject)
        )
        force = None if self.force is None else date.fromordinal(int(self.force[place]))
        return Position(
            board.world, stream, int(self.before[place]) - first, int(self.upto[place]) - first,
            self._event(self.row, place), int(self.at[place]),
            this=self._event(self.this, place), start=self._event(self.start, place), subject=subject, in_force=force,
        )  # fmt: skip

    def _event(self, rows: Ints | None, place: int) -> Event | None:
        return None if rows is None or rows[place] < 0 else self.board.event(int(rows[place]))


def joined(one: Positions, other: Positions) -> Positions:
    """The positions of one board, one after the other."""
    pairs = {name: (getattr(one, name), getattr(other, name)) for name in _ARRAYS}
    kept: dict[str, Any] = {name: None if a is None else np.concatenate([a, b]) for name, (a, b) in pairs.items()}
    return replace(one, **kept)


_ARRAYS = ("first", "before", "upto", "row", "at", "day", "this", "start", "force", "subject", "asked")


def mask_of(rows: Ints, size: int) -> Truths:
    """Which of ``size`` rows are among ``rows``."""
    mask = np.zeros(size, bool)
    mask[rows] = True
    return mask
