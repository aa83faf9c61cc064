"""What signs and functions do with values that are there (a missing operand: missing, P10).

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

from kaohe.engine.meaning import localtime, workdays
from kaohe.engine.meaning.position import Position
from kaohe.rules.value import Rounding, Value, rounded

Operation = Callable[..., Any]


def _anywhere(function: Callable[..., Any]) -> Operation:
    """An operation that does not depend on where it stands."""
    return lambda _, *operands: function(*operands)


# --- numbers and days -----------------------------------------------------------------------------


def _plus(_: Position, left: Any, right: Fraction) -> Any:
    """Numbers add; a day moves by whole days (fractions of a day are cut)."""
    return left + timedelta(days=int(right)) if isinstance(left, date) else left + right


def _minus(position: Position, left: Any, right: Any) -> Any:
    """Two days differ by a number of days; else the opposite is added."""
    if isinstance(right, date):
        return Fraction((left - right).days)
    return _plus(position, left, -right)


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


# --- days and hours: a day, or the local day of an instant -----------------------------------------


def _day(position: Position, when: Any) -> date:
    return when if isinstance(when, date) else position.world.day(when)


def _days_between(position: Position, first: Any, then: Any) -> Fraction:
    """Difference of the local dates; negative when ``then`` is earlier."""
    return Fraction((_day(position, then) - _day(position, first)).days)


def _workdays_between(position: Position, first: Any, then: Any) -> Fraction:
    """Working days after the first day up to and including the other; negative backwards."""
    return Fraction(workdays.workdays_between(position.world, _day(position, first), _day(position, then)))


def _hour(position: Position, at: int) -> Fraction:
    return Fraction(localtime.wall_clock(at, position.world.policy.timezone).hour)


def _at_level(position: Position, unit: str, level: str) -> str | None:
    """The unit itself or its nearest ancestor at that level, on the position's day (P16)."""
    return position.world.roster.ancestor_at(unit, level, position.today)


OPERATORS: Mapping[str, Operation] = {
    "!": _anywhere(operator.not_),
    "==": _anywhere(operator.eq),
    "!=": _anywhere(operator.ne),
    "pairs": _anywhere(operator.eq),
    "<": _anywhere(operator.lt),
    "<=": _anywhere(operator.le),
    ">": _anywhere(operator.gt),
    ">=": _anywhere(operator.ge),
    "in": lambda _, one, several: one in several,
    "+": _plus,
    "-": _minus,
    "neg": _anywhere(operator.neg),
    "*": _anywhere(operator.mul),
    "/": _divided,
    "%": _remainder,
    "abs": _anywhere(abs),
    "min": lambda _, *several: min(several),
    "max": lambda _, *several: max(several),
    "floor": lambda _, number: Fraction(floor(number)),
    "ceil": lambda _, number: Fraction(ceil(number)),
    "round": _rounded,
    "size": lambda _, items: Fraction(len(items)),
    "date": _anywhere(date.fromisoformat),
    "day": _day,
    "year": lambda position, when: Fraction(_day(position, when).year),
    "month": lambda position, when: Fraction(_day(position, when).month),
    "weekday": lambda position, when: Fraction(_day(position, when).isoweekday()),
    "hour": _hour,
    "is_workday": lambda position, day: workdays.is_workday(position.world, day),
    "days_between": _days_between,
    "workdays_between": _workdays_between,
    "hours_between": lambda _, first, then: Fraction(then - first, localtime.HOUR),
    "workhours_between": lambda position, *ends: workdays.workhours_between(position.world, *ends),
    "at_level": _at_level,
}
