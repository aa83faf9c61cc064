"""Until when each clock runs: one look into a table for each length of limit.

Clocks that a pause or an extension may move are reckoned one by one, from the same tables. What is
beyond the tables (office hours, hours that pause, days without calendar data) the plain meaning walks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import partial
from math import floor
from typing import TYPE_CHECKING

import numpy as np

from kaohe.engine.batch.board import Board, mask_of
from kaohe.engine.batch.calendar_days import local_days
from kaohe.engine.batch.clocks import HOW, NO_LIMIT, UNITS, Clocks
from kaohe.engine.batch.column import Ints, Truths, Unsure, said
from kaohe.engine.batch.evaluate import column, holds
from kaohe.engine.batch.pauses import Pause, Turns, counter, pauses, turns_by_stream
from kaohe.engine.meaning import deadline
from kaohe.engine.meaning.clocks import Instance
from kaohe.engine.meaning.duedate import LONGEST, Limit
from kaohe.engine.meaning.dueline import Refusal
from kaohe.engine.meaning.localtime import HOUR
from kaohe.engine.meaning.unscored import judged
from kaohe.rules.policy import Clause, Deadline
from kaohe.rules.value import Duration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaohe.engine.meaning.deadline import Reckoned

_LAST_DAY = date.max.toordinal()
DAYS, WORKDAYS, HOURS, OFFICE_HOURS = range(len(UNITS))
NONE = 0
"""No due day, no due instant."""


@dataclass(frozen=True, slots=True)
class Approval:
    """The row that approved an extension; ``refused`` None: it counted, with ``added``."""

    row: int
    added: Fraction
    refused: Refusal | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A clock that was reckoned alone: ``due`` and ``due_at`` (0: none), what moved it."""

    due: int
    due_at: int
    approvals: tuple[Approval, ...]
    pauses: tuple[Pause, ...]


@dataclass(slots=True)
class Due:
    """The clocks of one clause with their due days (ordinals) and instants (µs); 0: none.

    ``moved`` are those that a pause or extension may have moved, ``plain`` those that the plain
    meaning reckoned, by number.
    """

    clause: Clause
    board: Board
    clocks: Clocks
    due: Ints
    due_at: Ints
    moved: dict[int, Moved] = field(default_factory=dict)
    plain: dict[int, Reckoned] = field(default_factory=dict)
    turns: Mapping[int, Turns] = field(default_factory=dict)
    approving: Mapping[int, Sequence[tuple[int, Fraction | None]]] = field(default_factory=dict)

    @property
    def form(self) -> Deadline:
        form = self.clause.form
        assert isinstance(form, Deadline)
        return form

    @property
    def in_hours(self) -> Truths:
        found: Truths = self.clocks.unit >= HOURS
        return found

    # --- one by one -----------------------------------------------------------------------------

    def alone(self, number: int, known: int, end: int) -> Moved:
        """A clock as the rows before ``known`` tell of it, ended at ``end`` (-1: running)."""
        count, unit = Fraction(int(self.clocks.count[number])), int(self.clocks.unit[number])
        paused = self._pauses(number, known)
        if unit == NO_LIMIT:
            return Moved(NONE, NONE, (), ())
        if unit == OFFICE_HOURS or (unit == HOURS and paused):
            raise Unsure
        due, due_at, took = self._out(number, count, paused)
        approvals: list[Approval] = []
        for row, added in self.approving.get(number, ()):
            if row < known and (end < 0 or row <= end):
                refused = self._refusal(approvals, row, added, due, due_at)
                approvals.append(Approval(row, added or Fraction(0), refused))
                if refused is None:
                    due, due_at, took = self._out(number, count + self._ceiling(approvals), paused)
        ended = 2**63 if end < 0 else int(self.board.at[end])
        taking = tuple(each for each in took if self.board.at[each.begins] < ended)
        return Moved(due or NONE, due_at, tuple(approvals), taking)

    def _pauses(self, number: int, known: int) -> list[Pause]:
        own = self.turns.get(int(self.board.stream[self.clocks.place[number]]))
        return [] if own is None else list(pauses(own, known, self.board.day))

    def _out(self, number: int, count: Fraction, paused: list[Pause]) -> tuple[int | None, int, list[Pause]]:
        """Due day (None: held up), due instant and the pauses that took time."""
        if abs(count) > LONGEST:
            raise Unsure
        place = self.clocks.place[number : number + 1]
        if self.clocks.unit[number] == HOURS:
            due_at = int(opened_at(self.board, place)[0]) + floor(count * HOUR)
            return self.board.world.day(due_at).toordinal(), due_at, []
        start = int(self.board.day[place[0]])
        due, took = counter(self.board, UNITS[self.clocks.unit[number]]).out(start, floor(count), paused)
        if due is not None and not 1 <= due < _LAST_DAY:
            raise Unsure
        if due is not None and self.form.roll == "next_workday":
            due = int(self.board.table.rolled(np.array([due]))[0])
        return due, NONE, took

    def _refusal(
        self, before: list[Approval], row: int, added: Fraction | None, due: int | None, due_at: int
    ) -> Refusal | None:
        """As ``meaning.dueline``: why an approval does not count."""
        extend = self.form.extend
        assert extend is not None
        if added is None:
            return "not_a_length"
        if any(each.refused for each in before):
            return "after_refused"
        if extend.times is not None and len(before) >= extend.times:
            return "too_often"
        late = self.board.at[row] > due_at if due_at else due is not None and self.board.day[row] > due
        return "after_due" if late else None

    def _ceiling(self, approvals: list[Approval]) -> Fraction:
        added = sum((each.added for each in approvals), Fraction(0))
        most = self.form.extend.at_most if self.form.extend is not None else None
        return added if most is None else min(added, Fraction(most.count))

    def instance(self, number: int) -> Instance:
        """A clock as the plain meaning has it."""
        board, clocks = self.board, self.clocks
        place, end, unit = int(clocks.place[number]), int(clocks.end[number]), int(clocks.unit[number])
        stream = int(board.stream[place])
        first = int(board.begins[stream])
        limit = None if unit == NO_LIMIT else Limit(Fraction(int(clocks.count[number])), UNITS[unit])
        return Instance(
            self.clause, board.stream_of(stream), place - first, board.event(int(clocks.origin[number])), limit,
            None if end < 0 else end - first, None if end < 0 else HOW[clocks.how[number]],
        )  # fmt: skip


def reckoned(clause: Clause, board: Board, clocks: Clocks) -> Due:
    """Every clock with its due day."""
    size = len(clocks)
    found = Due(clause, board, clocks, np.zeros(size, np.int64), np.zeros(size, np.int64))
    form = found.form
    if not size:
        return found
    found.turns = turns_by_stream(form, board)
    found.approving = _approving(form, board, clocks)
    streams = board.stream[clocks.place]
    alone = mask_of(np.array(sorted(found.turns), np.int64), board.count)[streams]
    alone[list(found.approving)] = True
    alone |= (clocks.unit == OFFICE_HOURS) | (np.abs(clocks.count) > LONGEST)
    _together(found, np.flatnonzero(~alone & (clocks.unit != NO_LIMIT)))
    for number in np.flatnonzero(alone).tolist():
        _alone(found, number)
    return found


def _alone(found: Due, number: int) -> None:
    board, clocks = found.board, found.clocks
    stream = int(board.stream[clocks.place[number]])
    try:
        moved = found.alone(number, int(board.begins[stream + 1]), int(clocks.end[number]))
    except Unsure:
        clock = found.instance(number)
        reckon = partial(deadline.as_timed, board.world, clock, len(clock.stream.events))
        found.plain[number] = judged(found.clause, clock.start.id, reckon)
        return
    found.moved[number] = moved
    found.due[number], found.due_at[number] = moved.due, moved.due_at


def _together(found: Due, numbers: Ints) -> None:
    """The due days of clocks that nothing moves, all of one limit at once."""
    clocks, board = found.clocks, found.board
    pairs = clocks.count[numbers] * len(UNITS) + clocks.unit[numbers]
    for pair in np.unique(pairs).tolist():
        count, unit = divmod(pair, len(UNITS))
        mine = numbers[pairs == pair]
        places = clocks.place[mine]
        if unit == HOURS:
            found.due_at[mine] = opened_at(board, places) + count * HOUR
            found.due[mine] = local_days(found.due_at[mine], board.world.day)
        else:
            found.due[mine] = _due_day(found.form, board, board.day[places], count, unit)


def _due_day(form: Deadline, board: Board, opened_on: Ints, count: int, unit: int) -> Ints:
    if unit == DAYS or count <= 0:
        due = opened_on + count
        if np.any((due < 1) | (due >= _LAST_DAY)):
            raise Unsure
    else:
        due = board.table.moved(opened_on, count)
    return board.table.rolled(due) if form.roll == "next_workday" else due


def opened_at(board: Board, rows: Ints) -> Ints:
    """Hours count from the event, or from the end of the day of a date-only one."""
    world = board.world
    at = board.at[rows]
    for place in np.flatnonzero(board.ground.dated[board.source[rows]]).tolist():
        at[place] = world.last_instant(world.day(int(at[place])))
    return at


def _approving(form: Deadline, board: Board, clocks: Clocks) -> dict[int, list[tuple[int, Fraction | None]]]:
    """For each clock with any: the rows that approved an extension after its opening and not after its
    end, with what each adds (None: no length in the limit's unit).
    """
    found: dict[int, list[tuple[int, Fraction | None]]] = {}
    if form.extend is None:
        return found
    rows = board.rows_of(form.extend.at.kinds)
    last = np.where(clocks.end < 0, board.begins[board.stream[clocks.place] + 1] - 1, clocks.end)
    low, high = np.searchsorted(rows, clocks.place, side="right"), np.searchsorted(rows, last, side="right")
    sizes = np.where(clocks.unit == NO_LIMIT, 0, np.maximum(high - low, 0))
    owner = np.repeat(np.arange(len(clocks), dtype=np.int64), sizes)
    nth = np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    approving = rows[low[owner] + nth]
    here = clocks.some(owner).seen_from(board.at_rows(approving), board)
    kept = np.flatnonzero(holds(form.extend.at.when, here))
    added = said(column(form.extend.add.tree, here.some(kept)), board.codes)
    for number, row, value in zip(owner[kept].tolist(), approving[kept].tolist(), added, strict=True):
        found.setdefault(number, []).append((row, _added(value, UNITS[clocks.unit[number]])))
    return found


def _added(value: object, unit: str) -> Fraction | None:
    if isinstance(value, Duration):
        value = Fraction(value.count) if value.unit == unit else None
    return value if isinstance(value, Fraction) and value >= 0 else None
