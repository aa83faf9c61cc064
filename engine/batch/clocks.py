"""Which clocks a deadline opens, and what ends each (P3).

    start rows ──► clocks ──► the first later finish │ lapse │ restart of the same group
                                                      restarts open the next round of clocks
    clocks of another deadline ──► clocks counted back from their due days
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import numpy as np

from kaohe.engine.batch.alike import distinct
from kaohe.engine.batch.board import Board, Positions, mask_of
from kaohe.engine.batch.column import Ints, Truths, Unsure
from kaohe.engine.batch.endings import LAPSE, RESTART, endings, looks_at_start
from kaohe.engine.batch.evaluate import column, holds
from kaohe.engine.batch.tapes import WorkingDays
from kaohe.engine.meaning.clocks import How
from kaohe.engine.meaning.duedate import LONGEST
from kaohe.engine.meaning.localtime import HOUR
from kaohe.rules.policy import At, Deadline, DueBefore
from kaohe.rules.value import Duration, DurationUnit

if TYPE_CHECKING:
    from kaohe.engine.batch.due import Due

HOW: tuple[How, How, How] = ("finish", "lapse", "restart")
UNITS: tuple[DurationUnit, ...] = ("d", "wd", "h", "wh")
DAYS, WORKDAYS, HOURS, OFFICE_HOURS = range(len(UNITS))
GRAINS: Ints = np.array([1, 1, HOUR, HOUR])
"""Of each unit, by what it is counted: days as they are, hours in microseconds."""
NO_LIMIT = -1
NONE = 0
"""No due day, no due instant."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """Clocks by opening row. ``end`` -1: running; ``how`` indexes ``HOW``.

    ``amount`` (in grains) and ``unit`` (of ``UNITS``) are their limits, ``origin`` is the row that ``start.f`` reads.
    """

    place: Ints
    origin: Ints
    amount: Ints
    unit: Ints
    end: Ints
    how: Ints

    def __len__(self) -> int:
        return len(self.place)

    def some(self, which: Ints | Truths) -> Clocks:
        return Clocks(*[getattr(self, each.name)[which] for each in dataclasses.fields(Clocks)])

    def seen_from(self, positions: Positions, board: Board) -> Positions:
        """``positions``, one for each clock, as this deadline's expressions see them."""
        return replace(positions, start=self.origin, force=board.day[self.place])


def _together(rounds: Sequence[Clocks]) -> Clocks:
    """The clocks of all rounds, by opening row."""
    every = Clocks(*[np.concatenate([getattr(each, f.name) for each in rounds]) for f in dataclasses.fields(Clocks)])
    return every.some(np.argsort(every.place, kind="stable"))


# --- opened by events -------------------------------------------------------------------------------------


def opened(form: Deadline, board: Board) -> Clocks:
    """Every clock that a start event or a restart opens. What a clock carries on of another is not reckoned yet."""
    assert form.start is not None
    starts = _start_rows(form.start, board)
    if not len(starts):
        return Clocks(*[starts] * 6)
    amount, unit = _limits(form, _seen_from_start(board.at_rows(starts)))
    ending = endings(form, board, starts)
    new = Clocks(starts, starts, amount, unit, starts, starts)
    rounds: list[Clocks] = []
    taken = mask_of(starts, len(board))
    while len(new):
        end, how = ending.end(new)
        rounds.append(replace(new, end=end, how=how))
        again = rounds[-1].some((how == RESTART) & ~taken[np.maximum(end, 0)])
        again = again.some(_latest_of_each(again))
        taken[again.end] = True
        new = replace(again, place=again.end)
    return _together(rounds)


def _latest_of_each(again: Clocks) -> Ints:
    """Of the clocks that one restart ended, the one opened last is begun anew."""
    order = np.lexsort((again.place, again.end))
    last = np.append(again.end[order][1:] != again.end[order][:-1], True) if len(order) else order.astype(bool)
    return cast("Ints", order[last])


def carried_from(clocks: Clocks) -> Ints:
    """For each clock the number of the one that its opening row restarted (of several the last opened); -1: none."""
    ended = np.flatnonzero(clocks.how == RESTART)
    found = np.full(len(clocks), -1, np.int64)
    if len(ended):
        latest = ended[_latest_of_each(clocks.some(ended))]
        rows = clocks.end[latest]
        place = np.minimum(np.searchsorted(rows, clocks.place), len(rows) - 1)
        found = np.where(rows[place] == clocks.place, latest[place], -1)
    return found


def _start_rows(start: At, board: Board) -> Ints:
    every = board.at_all(start.kinds)
    asks = start.when is not None and looks_at_start(start.when.tree, board.world.policy)
    return every.row[holds(start.when, _seen_from_start(every) if asks else every)]


def _seen_from_start(positions: Positions) -> Positions:
    """As their own clocks see them."""
    return replace(positions, start=positions.row, force=positions.day)


def _limits(form: Deadline, starts: Positions) -> tuple[Ints, Ints]:
    """The limit of each clock opened by a start event: how much, of which unit."""
    amount, unit = np.zeros(len(starts), np.int64), np.full(len(starts), NO_LIMIT, np.int64)
    if form.within is not None:
        spans = column(form.within.tree, starts)
        for code in distinct(spans.values[spans.there]).tolist():
            span = cast("Duration", starts.board.codes.values[code])
            mine = spans.there & (spans.values == code)
            unit[mine] = UNITS.index(span.unit)
            amount[mine] = _within_reach(span.count) * int(GRAINS[UNITS.index(span.unit)])
    elif form.due is not None:
        due = column(form.due.tree, starts)
        amount, unit = np.where(due.there, due.values - starts.day, 0), np.where(due.there, DAYS, NO_LIMIT)
    return amount, unit


def _within_reach(count: int) -> int:
    """Longer limits are all out of bounds, however long."""
    return max(-LONGEST - 1, min(count, LONGEST + 1))


# --- counted back -----------------------------------------------------------------------------------------


def counted_back(form: Deadline, before: DueBefore, board: Board, other: Due) -> Clocks:
    """One clock for each clock of the other deadline whose due day, less ``minus``, is after its start.

    It opens with the other clock, ends at its own finish and lapses when the other one ends. A clock of
    the other that the plain meaning reckoned makes the whole deadline ``Unsure``.
    """
    if other.by_meaning or other.board is not board:
        raise Unsure
    own_due = _earlier(board, before.minus, other.due)
    opens = other.clocks.some((other.due != NONE) & (own_due > board.day[other.clocks.place]))
    kept = np.flatnonzero((other.due != NONE) & (own_due > board.day[other.clocks.place]))
    amount = own_due[kept] - board.day[opens.place]
    new = replace(opens, amount=amount, unit=np.full(len(opens), DAYS))
    last = np.where(opens.end < 0, board.begins[board.stream[opens.place] + 1] - 1, opens.end)
    end, how = endings(form, board, new.place).end(new, last)
    lapses = (end < 0) & (opens.end >= 0)
    return replace(new, end=np.where(lapses, opens.end, end), how=np.where(lapses, LAPSE, how))


def _earlier(board: Board, by: Duration, due: Ints) -> Ints:
    """So many days, or working days, before each due day; ``NONE`` where there is none."""
    if by.unit != "wd" or by.count == 0:
        return np.where(due == NONE, NONE, due - by.count)
    tape, asked = WorkingDays(board.table), np.where(due == NONE, board.table.first + 1, due)
    eve = asked - 1
    found = tape.reached(tape.passed(eve) - by.count + 1)
    if not np.all(tape.knows(found, eve) | (due == NONE)):
        raise Unsure
    return np.where(due == NONE, NONE, found)
