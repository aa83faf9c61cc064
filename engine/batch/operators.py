"""What signs and functions do with columns. A row is missing where an operand is.

What is not here, or not held over one denominator (a quotient of two columns), the plain meaning is asked
for, once for all operands that are equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import lcm
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from kaohe.engine.batch.alike import alike
from kaohe.engine.batch.board import Board
from kaohe.engine.batch.calendar_days import by_quarters, local_days
from kaohe.engine.batch.column import (
    Column,
    Sort,
    Truths,
    Unsure,
    aligned,
    chosen,
    column_of,
    number,
    peak,
    said,
    taken,
    times,
)
from kaohe.engine.batch.tapes import office_hours
from kaohe.engine.meaning.localtime import HOUR, wall_clock
from kaohe.engine.meaning.operators import OPERATORS as BY_MEANING
from kaohe.engine.meaning.position import after_instant
from kaohe.engine.stream import Stream
from kaohe.rules.calendar import UnknownYear

Operation = Callable[..., Column]
MOST_ASKED = 200_000
"""So many different rows of operands at most are asked about."""
_LAST_DAY = date.max.toordinal()


def _both(*columns: Column) -> Truths:
    there = columns[0].there
    for each in columns[1:]:
        there = there & each.there
    return there


def _compared(sign: Callable[[Any, Any], Any]) -> Operation:
    def compare(_: Board, left: Column, right: Column) -> Column:
        there = _both(left, right)
        if left.sort == "number":
            one, other, _scale = aligned(left, right)
        elif left.sort == right.sort:
            one, other = left.values, right.values
        else:
            raise Unsure
        return Column("bool", sign(one, other) & there, there)

    return compare


def _not(_: Board, column: Column) -> Column:
    return Column("bool", ~column.values & column.there, column.there)


# --- numbers and days -------------------------------------------------------------------------------


def _plus(_: Board, left: Column, right: Column) -> Column:
    if left.sort == "day":
        return _moved(left, right, 1)
    one, other, scale = aligned(left, right)
    return number(one + other, _both(left, right), scale)


def _minus(_: Board, left: Column, right: Column) -> Column:
    if right.sort == "day":
        there = _both(left, right)
        return number(left.values - right.values, there, 1)
    if left.sort == "day":
        return _moved(left, right, -1)
    one, other, scale = aligned(left, right)
    return number(one - other, _both(left, right), scale)


def _moved(day: Column, by: Column, sign: int) -> Column:
    """Fractions of a day are cut, towards the day itself."""
    whole = np.sign(by.values) * (np.abs(by.values) // by.scale) * sign
    there = _both(day, by)
    if peak(whole) > _LAST_DAY:
        raise Unsure
    moved = np.where(there, day.values + whole, 0)
    if np.any(there & ((moved < 1) | (moved > _LAST_DAY))):
        raise Unsure
    return Column("day", moved, there)


def _times(_: Board, left: Column, right: Column) -> Column:
    if peak(left.values) * peak(right.values) > 2**62:
        raise Unsure
    return number(left.values * right.values, _both(left, right), left.scale * right.scale)


def _negative(_: Board, column: Column) -> Column:
    return Column("number", -column.values, column.there, column.scale)


def _magnitude(_: Board, column: Column) -> Column:
    return Column("number", np.abs(column.values), column.there, column.scale)


def _extreme(pick: Callable[[Any, Any], Any]) -> Operation:
    """The least or greatest of several; missing where one of them is."""

    def extreme(_: Board, *several: Column) -> Column:
        there, best = _both(*several), several[0]
        for each in several[1:]:
            one, other, _scale = (
                aligned(best, each) if best.sort == "number" else (best.values, each.values, 1)
            )
            best = chosen(cast("Truths", pick(one, other)), best, each)
        return Column(best.sort, np.where(there, best.values, 0), there, best.scale)

    return extreme


def _floor(_: Board, column: Column) -> Column:
    return Column("number", column.values // column.scale, column.there)


def _ceil(_: Board, column: Column) -> Column:
    return Column("number", -(-column.values // column.scale), column.there)


# --- days and hours ---------------------------------------------------------------------------------


def _day(board: Board, column: Column) -> Column:
    """A day as it is; of an instant its local date."""
    if column.sort == "day":
        return column
    asked = column.values[column.there]
    found = np.zeros(len(column), np.int64)
    found[column.there] = local_days(asked, board.world.policy.timezone)
    return Column("day", found, column.there)


def _written(board: Board, text: Column) -> Column:
    """A date written out."""
    codes, back = np.unique(text.values[text.there], return_inverse=True)
    texts = [cast("str", board.codes.values[code]) for code in codes.tolist()]
    found = np.zeros(len(text), np.int64)
    found[text.there] = np.array([date.fromisoformat(each).toordinal() for each in texts], np.int64)[back]
    return Column("day", found, text.there)


def _part_of_day(part: Callable[[date], int]) -> Operation:
    def ask(board: Board, column: Column) -> Column:
        day = _day(board, column)
        days, back = np.unique(day.values[day.there], return_inverse=True)
        parts = np.array([part(date.fromordinal(each)) for each in days.tolist()], np.int64)
        found = np.zeros(len(day), np.int64)
        found[day.there] = parts[back]
        return Column("number", found, day.there)

    return ask


def _days_between(board: Board, first: Column, then: Column) -> Column:
    one, other = _day(board, first), _day(board, then)
    return number(other.values - one.values, _both(one, other), 1)


def _workdays_between(board: Board, first: Column, then: Column) -> Column:
    one, other = _day(board, first), _day(board, then)
    there = _both(one, other)
    found = np.zeros(len(one), np.int64)
    found[there] = board.table.between(one.values[there], other.values[there])
    return Column("number", found, there)


def _hours_between(_: Board, first: Column, then: Column) -> Column:
    """Exact hours: over a denominator of one hour in microseconds, reduced where it can be."""
    there = _both(first, then)
    passed = np.where(there, then.values - first.values, 0)
    common = int(np.gcd.reduce(np.append(passed, HOUR)))
    return number(passed // common, there, HOUR // common)


def _workhours_between(board: Board, first: Column, then: Column) -> Column:
    """Exact office hours, negative backwards. ``Unsure`` in years without calendar data."""
    there, policy = _both(first, then), board.world.policy
    tape = office_hours(policy.calendar, policy.timezone)
    one, other = first.values[there], then.values[there]
    days = [local_days(each(one, other), board.world.policy.timezone) for each in (np.minimum, np.maximum)]
    if not np.all(tape.knows(days[0], days[1])):
        raise Unsure
    passed = np.zeros(len(there), np.int64)
    passed[there] = tape.passed(other) - tape.passed(one)
    common = int(np.gcd.reduce(np.append(passed, HOUR)))
    return number(passed // common, there, HOUR // common)


def _hour(board: Board, at: Column) -> Column:
    """The hour on the wall."""
    zone = board.world.policy.timezone
    found = np.zeros(len(at), np.int64)
    found[at.there] = by_quarters(at.values[at.there], lambda each: wall_clock(each, zone).hour)
    return Column("number", found, at.there)


def _is_workday(board: Board, day: Column) -> Column:
    found = np.zeros(len(day), bool)
    found[day.there] = board.table.is_workday(day.values[day.there])
    return Column("bool", found, day.there)


def _divided(_: Board, left: Column, right: Column) -> Column:
    """By one and the same number everywhere; nothing else stays over one denominator."""
    divisors = set(right.values.tolist())
    if len(divisors) != 1 or 0 in divisors or not right.there.all():
        raise Unsure
    by = divisors.pop()
    values: NDArray[Any] = times(left.values, right.scale if by > 0 else -right.scale)
    scale = lcm(1, left.scale * abs(by))
    return number(values, left.there, scale)


OPERATORS: Mapping[str, Operation] = {
    "!": _not,
    "==": _compared(np.equal),
    "!=": _compared(np.not_equal),
    "pairs": _compared(np.equal),
    "<": _compared(np.less),
    "<=": _compared(np.less_equal),
    ">": _compared(np.greater),
    ">=": _compared(np.greater_equal),
    "+": _plus,
    "-": _minus,
    "neg": _negative,
    "*": _times,
    "/": _divided,
    "abs": _magnitude,
    "min": _extreme(np.less_equal),
    "max": _extreme(np.greater_equal),
    "floor": _floor,
    "ceil": _ceil,
    "date": _written,
    "day": _day,
    "year": _part_of_day(lambda day: day.year),
    "month": _part_of_day(lambda day: day.month),
    "weekday": _part_of_day(lambda day: day.isoweekday()),
    "is_workday": _is_workday,
    "days_between": _days_between,
    "workdays_between": _workdays_between,
    "hours_between": _hours_between,
    "workhours_between": _workhours_between,
    "hour": _hour,
}


# --- what has no columns of its own -------------------------------------------------------------------


def by_values(board: Board, name: str, operands: Sequence[Column], sort: Sort) -> Column:
    """The plain meaning, asked once for each different row of operands; missing where one of them is."""
    which, first = alike([part for each in operands for part in (each.values, each.there)])
    if len(first) > MOST_ASKED:
        raise Unsure
    here = after_instant(board.world, Stream("case", "", ()), board.world.now)  # no operation asks where it stands
    values = [said(taken(each, first), board.codes) for each in operands]
    try:
        found = [None if None in row else BY_MEANING[name](here, *row) for row in zip(*values, strict=True)]
    except (OverflowError, UnknownYear):
        raise Unsure from None
    return taken(column_of(found, sort, board.codes), which)
