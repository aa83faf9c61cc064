"""What clocks are counted along: tapes by unit, the pauses laid on them, the approvals asked for (P3).

    limit ──► extensions that counted ──► counted out on its tape past pauses ──► roll ──► due day

An approval counts only if all before it did, so each is judged by the due day that those before it make,
and what has not counted once counts no more: sums and no iteration. The same is asked at the end of a run
and of what was known at some position of it (``Told``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kaohe.engine.batch.alike import distinct
from kaohe.engine.batch.board import Board, mask_of
from kaohe.engine.batch.calendar_days import local_days
from kaohe.engine.batch.clocks import GRAINS, HOURS, NO_LIMIT, NONE, OFFICE_HOURS, WORKDAYS, Clocks
from kaohe.engine.batch.column import Ints, Truths
from kaohe.engine.batch.extensions import COUNTED, Approvals, Asked, asked_of, judged_in_turn, nothing_asked
from kaohe.engine.batch.order import spread
from kaohe.engine.batch.pauses import Laid, Pauses, Stretches, laid, pauses_of, stretches_of
from kaohe.engine.batch.tapes import BEYOND, FIRST_DAY, LAST_DAY, Everything, Tape, WorkingDays, office_hours
from kaohe.engine.meaning.duedate import LONGEST
from kaohe.rules.policy import Deadline


@dataclass(frozen=True, slots=True)
class Told:
    """What the rows before ``known`` tell of clocks by number, ended at ``end`` (-1: running)."""

    number: Ints
    known: Ints
    end: Ints

    def some(self, which: Ints) -> Told:
        return Told(self.number[which], self.known[which], self.end[which])


@dataclass(frozen=True, slots=True)
class Counted:
    """Where limits are used up: ``place`` on their tapes, or held up for good.

    ``unsure``: out of bounds, or past what the calendar knows.
    """

    place: Ints
    held_up: Truths
    unsure: Truths


@dataclass(frozen=True, slots=True)
class Reached:
    """Due days (ordinals) and instants (µs; 0: none) of clocks.

    ``amount`` is what their limits were extended to, in grains, ``place`` where these are used up, before
    a due day is rolled on (0: nowhere).
    """

    due: Ints
    due_at: Ints
    amount: Ints
    place: Ints
    approvals: Approvals
    unsure: Truths

    def some(self, which: Ints, approvals: Approvals) -> Reached:
        parts = (self.due[which], self.due_at[which], self.amount[which], self.place[which])
        return Reached(*parts, approvals, self.unsure[which])


@dataclass(frozen=True, slots=True)
class Timeline:
    """What every clock of a deadline is counted along: tapes by unit, pauses, the approvals asked for."""

    form: Deadline
    board: Board
    clocks: Clocks
    pauses: Pauses
    stretches: Stretches
    asked: Asked
    opened_at: Ints
    """Where each clock begins to count: the day it opened on; for hours the instant."""

    def some(self, which: Ints) -> Timeline:
        place = np.full(len(self.clocks), -1, np.int64)
        place[which] = np.arange(len(which))
        return replace(
            self, clocks=self.clocks.some(which), asked=self.asked.of(place), opened_at=self.opened_at[which]
        )

    def limited(self, amount: Ints, unit: Ints) -> Timeline:
        """The same clocks with other limits."""
        return replace(self, clocks=replace(self.clocks, amount=amount, unit=unit))

    # --- places ---------------------------------------------------------------------------------

    def along(self, unit: int) -> Laid:
        """The tape of a unit, with the pauses laid on it."""
        key = ("laid", unit, self.form.pause if len(self.stretches.begins) else ())
        return self.board.remembered(key, lambda: self._laid(unit))

    def _laid(self, unit: int) -> Laid:
        place = self.board.at if unit >= HOURS else self.board.day - 1
        return laid(self.stretches, self.tape(unit), place)

    def tape(self, unit: int) -> Tape:
        if unit == WORKDAYS:
            return WorkingDays(self.board.table)
        if unit == OFFICE_HOURS:
            world = self.board.world
            return office_hours(world.policy.calendar, world.policy.timezone)
        return Everything()

    def bounds(self, told: Told) -> tuple[Ints, Ints]:
        """Between which stretches those of each clock's stream stand, as known."""
        place = self.clocks.place[told.number]
        return self.stretches.known(self.board.stream[place], told.known, self.board)

    def day(self, instant: Ints) -> Ints:
        return local_days(instant, self.board.world.policy.timezone)

    # --- counted out ----------------------------------------------------------------------------

    def reach(self, told: Told) -> Reached:
        """The due days of clocks as far as told, with what was made of the approvals."""
        amount, unit = self.clocks.amount[told.number], self.clocks.unit[told.number]
        owner, asked = self.asked.told(told.number, told.known, told.end)
        limit = asked.limit_found(owner, amount, GRAINS[unit])
        then = self.out(told.some(owner), limit)
        late, nobody_knows = self._is_past(asked.row, then, unit[owner])
        approvals, in_turn = judged_in_turn(self.form, owner, asked, late)
        counted = approvals.reason == COUNTED
        extended = asked.total(owner, counted, amount, GRAINS[unit])
        last = self.out(told, extended)
        unsure = last.unsure | mask_of(owner[(then.unsure | nobody_knows) & in_turn], len(amount))
        due, due_at, rolls = self._days(last, unit)
        return Reached(due, due_at, extended, last.place, approvals, unsure | rolls)

    def out(self, told: Told, amount: Ints) -> Counted:
        """Where those amounts are used up from the openings on."""
        size = len(told.number)
        found = Counted(np.zeros(size, np.int64), np.zeros(size, bool), np.zeros(size, bool))
        unit = self.clocks.unit[told.number]
        for each in distinct(unit[unit != NO_LIMIT]).tolist():
            mine = np.flatnonzero(unit == each)
            part = self._out(told.some(mine), amount[mine], each)
            found.place[mine], found.held_up[mine], found.unsure[mine] = part.place, part.held_up, part.unsure
        return found

    def _out(self, told: Told, amount: Ints, unit: int) -> Counted:
        opened_at, along = self.opened_at[told.number], self.along(unit)
        low, high = self.bounds(told)
        free = along.passed(opened_at, low, high, told.known)
        place, held_up = along.used_up(free + amount, low, high, told.known)
        at_once = amount <= 0
        place, held_up = np.where(at_once, opened_at + amount, place), held_up & ~at_once
        unsure = np.abs(amount) > LONGEST * int(GRAINS[unit])
        walked = np.where(unsure | at_once, opened_at, self._walked_to(told, place, held_up, unit))
        unsure |= ~at_once & ~self._knows(unit, opened_at, walked)
        return Counted(np.where(held_up | unsure, NONE, place), held_up, unsure)

    def _walked_to(self, told: Told, place: Ints, held_up: Truths, unit: int) -> Ints:
        """How far a calendar is walked: to the due place, or to the eve of the pause that does not end."""
        if not held_up.any():
            return place
        first = self.last_pause(told)
        stops = self.board.at[first] if unit >= HOURS else self.board.day[first] - 1
        return np.where(held_up, stops, place)

    def last_pause(self, told: Told) -> Ints:
        """The row at which the first pause begins that has not ended, as known (-1: none)."""
        stream = self.board.stream[self.clocks.place[told.number]]
        low = np.searchsorted(self.pauses.begins, self.board.begins[stream])
        owner, nth = spread(np.searchsorted(self.pauses.begins, told.known) - low)
        which = low[owner] + nth
        ends = self.pauses.ends[which]
        lasts = (ends < 0) | (ends >= told.known[owner])
        found = np.full(len(stream), -1, np.int64)
        found[owner[lasts][::-1]] = self.pauses.begins[which[lasts]][::-1]
        return found

    def _knows(self, unit: int, opened_at: Ints, to: Ints) -> Truths:
        if unit >= HOURS:
            reached = to < BEYOND
            first, last = self.day(opened_at), self.day(np.where(reached, to, opened_at))
        else:
            first, last, reached = opened_at + 1, to, np.ones(len(to), bool)
        known: Truths = reached & self.tape(unit).knows(first, last)
        return known

    def _days(self, counted: Counted, unit: Ints) -> tuple[Ints, Ints, Truths]:
        """The due day and instant, the day rolled to a working day where the deadline says so; where unsure."""
        there = ~counted.held_up & ~counted.unsure & (unit != NO_LIMIT)
        in_hours = there & (unit >= HOURS)
        due_at = np.where(in_hours, counted.place, NONE)
        due = np.where(there, counted.place, NONE)
        due[in_hours] = self.day(due_at[in_hours])
        by_day = there & ~in_hours
        unsure = by_day & ((due < FIRST_DAY) | (due > LAST_DAY))
        if self.form.roll == "next_workday" and by_day.any():
            rolled = self._rolled(due[by_day])
            due[by_day] = rolled
            unsure[by_day] |= rolled == NONE
        return np.where(unsure, NONE, due), due_at, unsure

    def _rolled(self, due: Ints) -> Ints:
        """The day itself when it is a working day, else the next one; ``NONE`` where nobody knows."""
        tape = WorkingDays(self.board.table)
        found = tape.reached(tape.passed(due - 1) + 1)
        return np.where(tape.knows(due, found), found, NONE)

    def _is_past(self, rows: Ints, then: Counted, unit: Ints) -> tuple[Truths, Truths]:
        """Whether rows came after the due day (hours: instant) that was counted out; nothing is when held up.

        And where that day rolls on into a year that the calendar does not know.
        """
        due, due_at, unsure = self._days(then, unit)
        at, day = (self.board.at[rows], self.board.day[rows]) if len(rows) else (rows, rows)
        past: Truths = np.where(unit >= HOURS, (due_at != NONE) & (at > due_at), (due != NONE) & (day > due))
        return past, unsure

    # --- what a restart leaves --------------------------------------------------------------------

    def left(self, number: Ints, told: Told, reached: Reached) -> Ints:
        """What is left of ended clocks' limits at their ends, in grains; never below 0."""
        unit = self.clocks.unit[number]
        used = np.zeros(len(number), np.int64)
        for each in distinct(unit[unit != NO_LIMIT]).tolist():
            mine = np.flatnonzero(unit == each)
            along, (low, high), known = self.along(each), self.bounds(told.some(mine)), told.known[mine]
            end = told.end[mine]
            place = self.board.at[end] if each >= HOURS else self.board.day[end]
            begun = along.passed(self.opened_at[number[mine]], low, high, known)
            used[mine] = along.passed(place, low, high, known) - begun
        return np.maximum(reached.amount - np.clip(used, 0, np.maximum(reached.amount, 0)), 0)


def told_at_last(board: Board, clocks: Clocks) -> Told:
    """All that the board's rows tell of the clocks."""
    known = board.begins[board.stream[clocks.place] + 1] if len(clocks) else clocks.place
    return Told(np.arange(len(clocks), dtype=np.int64), known, clocks.end)


def timeline(form: Deadline, board: Board, clocks: Clocks) -> Timeline:
    pauses = pauses_of(() if form.before is not None else form.pause, board)
    in_hours = clocks.unit >= HOURS
    opened_at = board.day[clocks.place]
    opened_at[in_hours] = counts_from(board, clocks.place[in_hours])
    asked = nothing_asked() if form.extend is None else asked_of(form.extend, board, clocks)
    return Timeline(form, board, clocks, pauses, stretches_of(pauses, board), asked, opened_at)


def counts_from(board: Board, rows: Ints) -> Ints:
    """Hours count from the event, or from the end of the day of a date-only one."""
    world = board.world
    at = board.at[rows]
    for place in np.flatnonzero(board.ground.dated[board.source[rows]]).tolist():
        at[place] = world.last_instant(world.day(int(at[place])))
    return at
