"""Until when each clock runs, all clocks of a deadline at once (P3, as ``meaning.dueline``).

What a restart carries on is known when the clock before it is: clocks are reckoned in as many rounds as
one is begun anew. What is out of bounds, or in years without calendar data, the plain meaning walks.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, cast

import numpy as np

from kaohe.engine.batch.alike import distinct
from kaohe.engine.batch.board import Board
from kaohe.engine.batch.calendar_days import last_instants
from kaohe.engine.batch.clocks import GRAINS, HOURS, HOW, NO_LIMIT, NONE, UNITS, Clocks, carried_from
from kaohe.engine.batch.column import Ints, Truths, Unsure
from kaohe.engine.batch.order import spread
from kaohe.engine.batch.tapes import BEYOND
from kaohe.engine.batch.timeline import Reached, Timeline, Told, timeline, told_at_last
from kaohe.engine.meaning import deadline
from kaohe.engine.meaning.clocks import Instance
from kaohe.engine.meaning.duedate import Limit
from kaohe.engine.meaning.unscored import judged
from kaohe.rules.policy import Clause, Deadline

if TYPE_CHECKING:
    from kaohe.engine.meaning.deadline import Reckoned


@dataclass(slots=True)
class Due:
    """The clocks of one clause with their due days (ordinals) and instants (µs); 0: none.

    ``by_meaning`` are those that the plain meaning reckoned, by number.
    """

    clause: Clause
    board: Board
    clocks: Clocks
    line: Timeline
    reached: Reached
    by_meaning: dict[int, Reckoned] = field(default_factory=dict)
    _took: Took | None = None

    @property
    def took(self) -> Took:
        """The pauses that took time of clocks."""
        if self._took is None:
            self._took = took_time(self)
        return self._took

    @property
    def form(self) -> Deadline:
        return cast("Deadline", self.clause.form)

    @property
    def due(self) -> Ints:
        return self.reached.due

    @property
    def due_at(self) -> Ints:
        return self.reached.due_at

    @property
    def in_hours(self) -> Truths:
        found: Truths = self.clocks.unit >= HOURS
        return found

    def some(self, which: Ints) -> Due:
        """Those of the clocks, ascending."""
        place = np.full(len(self.clocks), -1, np.int64)
        place[which] = np.arange(len(which))
        walked = {int(place[number]): each for number, each in self.by_meaning.items() if place[number] >= 0}
        return replace(
            self, clocks=self.clocks.some(which), line=self.line.some(which), by_meaning=walked,
            reached=self.reached.some(which, self.reached.approvals.of(place)), _took=None,
        )  # fmt: skip

    def instance(self, number: int) -> Instance:
        """A clock as the plain meaning has it."""
        board, clocks = self.board, self.clocks
        place, end, unit = int(clocks.place[number]), int(clocks.end[number]), int(clocks.unit[number])
        stream = int(board.stream[place])
        first = int(board.begins[stream])
        limit = None if unit == NO_LIMIT else Limit(Fraction(int(clocks.amount[number]), int(GRAINS[unit])), UNITS[unit])
        return Instance(
            self.clause, board.stream_of(stream), place - first, board.event(int(clocks.origin[number])), limit,
            None if end < 0 else end - first, None if end < 0 else HOW[clocks.how[number]],
        )  # fmt: skip


# --- the clocks of a clause -----------------------------------------------------------------------------------


def reckoned(clause: Clause, board: Board, clocks: Clocks) -> Due:
    """Every clock with its due day."""
    form = cast("Deadline", clause.form)
    line = timeline(form, board, clocks)
    if form.restart is not None and form.restart.carry == "rest":
        line = _carried_on(line)
    everything = told_at_last(board, line.clocks)
    reached = line.reach(everything)
    found = Due(clause, board, line.clocks, line, reached)
    for number in np.flatnonzero(reached.unsure).tolist():
        _plainly(found, number)
    return found


def _carried_on(line: Timeline) -> Timeline:
    """The clocks with the limits that restarts left them, round after round (``carry: rest``)."""
    clocks, former = line.clocks, carried_from(line.clocks)
    settled = former < 0
    while not settled.all():
        ready = np.flatnonzero(~settled & settled[np.maximum(former, 0)])
        number = former[ready]
        told = told_at_last(line.board, clocks.some(number))
        told = Told(number, told.known, told.end)
        reached = line.reach(told)
        if reached.unsure.any() or not line.asked.is_exact(GRAINS[np.maximum(clocks.unit[number], 0)]):
            raise Unsure
        amount, unit = line.clocks.amount.copy(), line.clocks.unit.copy()
        amount[ready], unit[ready] = line.left(number, told, reached), line.clocks.unit[number]
        line = timeline(line.form, line.board, replace(line.clocks, amount=amount, unit=unit))
        settled[ready] = True
    return line


def _plainly(found: Due, number: int) -> None:
    """A clock that the plain meaning walks."""
    clock = found.instance(number)
    reckon = partial(deadline.as_timed, found.board.world, clock, len(clock.stream.events))
    found.by_meaning[number] = judged(found.clause, clock.start.id, reckon)
    found.due[number] = found.due_at[number] = NONE


# --- pauses that took time --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Took:
    """Pause ``pause`` (of the line's) took time of clock ``owner``; owners ascend, each one's in order of time."""

    owner: Ints
    pause: Ints


def took_time(due: Due) -> Took:
    """As ``meaning.dueline``: the pauses that took a day (or time) of a walk and began before the clock ended."""
    line, clocks, board = due.line, due.clocks, due.board
    low = np.searchsorted(line.pauses.begins, board.first[clocks.place])
    high = np.searchsorted(line.pauses.begins, told_at_last(board, clocks).known)
    kept = (clocks.unit != NO_LIMIT) & (due.reached.amount > 0)
    owner, nth = spread(np.where(kept, high - low, 0))
    pause = low[owner] + nth
    begins, ends = line.pauses.begins[pause], line.pauses.ends[pause]
    ended = np.where(clocks.end < 0, BEYOND, board.at[clocks.end]) if len(board) else clocks.end
    first = np.full(len(owner), BEYOND)
    for unit in distinct(clocks.unit[owner]).tolist():
        mine = np.flatnonzero(clocks.unit[owner] == unit)
        first[mine] = _first_taken(due, unit, owner[mine], begins[mine], ends[mine])
    taking = np.flatnonzero((first < BEYOND) & (board.at[begins] < ended[owner])) if len(owner) else owner
    turn = np.lexsort((pause[taking], line.pauses.state[pause[taking]], first[taking], owner[taking]))
    return Took(owner[taking][turn], pause[taking][turn])


def _first_taken(due: Due, unit: int, owner: Ints, begins: Ints, ends: Ints) -> Ints:
    """The first day on which each pause took time of its clock; ``BEYOND``: it took none."""
    line, board, tape = due.line, due.board, due.line.tape(unit)
    place = board.at if unit >= HOURS else board.day - 1
    until = np.where(ends < 0, BEYOND, place[ends])
    last = _walked(due, unit, owner)
    since = np.maximum(place[begins], line.opened_at[owner])
    until = np.minimum(until, last)
    lasting = (ends < 0) & (unit < HOURS)
    passed = tape.passed(since)
    took = (until > since) & ~lasting & (tape.passed(until) > passed) & (place[begins] < last)
    reached = tape.reached(passed + 1)
    first = np.full(len(owner), BEYOND)
    first[took] = line.day(reached[took] - 1) if unit >= HOURS else reached[took]
    return first


def _walked(due: Due, unit: int, owner: Ints) -> Ints:
    """Up to where each clock is walked: its due place, or as far as a pause that does not end lets it."""
    line, board = due.line, due.board
    held_up = due.due[owner] == NONE
    place = due.reached.place[owner]
    if not held_up.any():
        return place
    told = told_at_last(board, due.clocks).some(owner)
    first = line.last_pause(told)
    if unit < HOURS:
        return np.where(held_up, board.day[first] - 1, place)
    return np.where(held_up, last_instants(board.day[first], board.world.policy.timezone) + 1, place)
