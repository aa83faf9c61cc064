"""What operators and functions do with values that are there (a missing operand: missing, P10).

Numbers are exact fractions, days are dates, instants are whole microseconds. ``OPERATORS`` holds
every name but those that look at missing values themselves (``&& || if has default``).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any, cast

from kaohe.engine.meaning import localtime
from kaohe.engine.meaning.position import Position
from kaohe.rules.value import Duration, Rounding, Value, rounded

Operation = Callable[..., Any]


# --- numbers, days, durations ---------------------------------------------------------------------


def _plus(position: Position, left: Any, right: Any) -> Any:
    """Numbers and durations add; a day moves by days or working days, an instant by hours."""
    if isinstance(left, date):
        return _moved(position, left, right)
    if isinstance(right, date):
        return _moved(position, right, left)
    if isinstance(left, int):
        return left + int(right.count * localtime.HOUR)
    if isinstance(left, Duration):
        return Duration(left.count + right.count, left.unit)
    return left + right


def _minus(position: Position, left: Any, right: Any) -> Any:
    """Two days differ by days; else the opposite is added."""
    if isinstance(left, date) and isinstance(right, date):
        return Fraction((left - right).days)
    return _plus(position, left, _opposite(position, right))


def _moved(position: Position, day: date, by: Fraction | Duration) -> date:
    """``day`` moved by so many days (fractions of a day are cut), or working days."""
    if isinstance(by, Duration) and by.unit == "wd":
        return moved_by_workdays(position, day, by.count)
    return day + timedelta(days=int(by.count if isinstance(by, Duration) else by))


def moved_by_workdays(position: Position, day: date, count: int) -> date:
    """The ``count``-th working day after ``day`` (before it, when negative)."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not position.world.policy.calendar.is_workday(day):
            day += step
    return day


def _opposite(_: Position, value: Any) -> Any:
    return Duration(-value.count, value.unit) if isinstance(value, Duration) else -value


def _times(_: Position, left: Any, right: Any) -> Any:
    if isinstance(left, Duration):
        return Duration(int(left.count * right), left.unit)
    if isinstance(right, Duration):
        return Duration(int(right.count * left), right.unit)
    return left * right


def _divided(_: Position, left: Fraction, right: Fraction) -> Fraction | None:
    """Exact; missing when the divisor is 0."""
    return left / right if right else None


def _remainder(_: Position, left: Fraction, right: Fraction) -> Fraction | None:
    """With the sign of the dividend; missing when the divisor is 0."""
    if not right:
        return None
    rest = abs(left) % abs(right)
    return rest if left >= 0 else -rest


def _rounded(_: Position, number: Fraction, places: Fraction, mode: Value = "half_up") -> Fraction:
    return rounded(number, int(places), cast("Rounding", mode))


# --- comparisons ----------------------------------------------------------------------------------


def _compared(sign: Callable[[Any, Any], bool]) -> Operation:
    """Durations compare within one unit only; in different units the answer is missing."""

    def compare(_: Position, left: Any, right: Any) -> bool | None:
        if isinstance(left, Duration) and left.unit != right.unit:
            return None
        return sign(left, right)

    return compare


# --- days and hours -------------------------------------------------------------------------------


def _day(position: Position, when: Any) -> date:
    return when if isinstance(when, date) else position.world.day(when)


def _days_between(position: Position, first: Any, then: Any) -> Fraction:
    """Difference of the local dates; negative when ``then`` is earlier."""
    return Fraction((_day(position, then) - _day(position, first)).days)


def _workdays_between(position: Position, first: Any, then: Any) -> Fraction:
    """Working days after the first day up to and including the other; negative backwards."""
    return Fraction(workdays_between(position, _day(position, first), _day(position, then)))


def workdays_between(position: Position, first: date, then: date) -> int:
    """Working days after ``first`` up to and including ``then``; negative when ``then`` is earlier."""
    if then < first:
        return -workdays_between(position, then, first)
    days = (first + timedelta(days=n) for n in range(1, (then - first).days + 1))
    return sum(position.world.policy.calendar.is_workday(day) for day in days)


def _instant(position: Position, when: Any) -> int:
    return position.world.first_instant(when) if isinstance(when, date) else when


def _hours_between(position: Position, first: Any, then: Any) -> Fraction:
    return Fraction(_instant(position, then) - _instant(position, first), localtime.HOUR)


def _workhours_between(position: Position, first: Any, then: Any) -> Fraction:
    """Office hours between two instants, exact; negative when ``then`` is earlier."""
    begin, end = _instant(position, first), _instant(position, then)
    if end < begin:
        return -_workhours_between(position, then, first)
    day, last, passed = position.world.day(begin), position.world.day(end), 0
    while day <= last:
        for opens, closes in office_instants(position, day):
            passed += max(0, min(closes, end) - max(opens, begin))
        day += timedelta(days=1)
    return Fraction(passed, localtime.HOUR)


def office_instants(position: Position, day: date) -> list[tuple[int, int]]:
    """The office intervals of a day as instants; none on a rest day."""
    policy = position.world.policy
    return [
        (localtime.instant_of(day, opens, policy.timezone), localtime.instant_of(day, closes, policy.timezone))
        for opens, closes in policy.calendar.office_minutes(day)
    ]


def _hour(position: Position, at: int) -> Fraction:
    return Fraction(localtime.wall_clock(at, position.world.policy.timezone).hour)


def _at_level(position: Position, unit: str, level: str) -> str | None:
    """The unit itself or its nearest ancestor at that level, on the position's day (P16)."""
    return position.world.roster.ancestor_at(unit, level, position.today)


OPERATORS: Mapping[str, Operation] = {
    "!": lambda _, x: not x,
    "==": _compared(operator.eq),
    "!=": _compared(operator.ne),
    "<": _compared(operator.lt),
    "<=": _compared(operator.le),
    ">": _compared(operator.gt),
    ">=": _compared(operator.ge),
    "in": lambda _, x, items: x in items,
    "+": _plus,
    "-": _minus,
    "neg": _opposite,
    "*": _times,
    "/": _divided,
    "%": _remainder,
    "abs": lambda _, x: abs(x),
    "min": lambda _, *several: min(several),
    "max": lambda _, *several: max(several),
    "floor": lambda _, x: Fraction(floor(x)),
    "ceil": lambda _, x: Fraction(ceil(x)),
    "round": _rounded,
    "size": lambda _, items: Fraction(len(items)),
    "day": _day,
    "year": lambda position, when: Fraction(_day(position, when).year),
    "month": lambda position, when: Fraction(_day(position, when).month),
    "weekday": lambda position, when: Fraction(_day(position, when).isoweekday()),
    "hour": _hour,
    "is_workday": lambda position, when: position.world.policy.calendar.is_workday(_day(position, when)),
    "days_between": _days_between,
    "workdays_between": _workdays_between,
    "hours_between": _hours_between,
    "workhours_between": _workhours_between,
    "at_level": _at_level,
}
