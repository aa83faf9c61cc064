"""Working days and office hours between days and instants, as the policy's calendar has them.

Every function raises ``UnknownYear`` where the calendar has no data: nothing is guessed (P2).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from kaohe.engine.meaning import localtime
from kaohe.engine.meaning.world import World

ONE_DAY = timedelta(days=1)
Stretch = tuple[int, int]
"""Two instants: from the first up to, not including, the second."""


def is_workday(world: World, day: date) -> bool:
    return world.policy.calendar.is_workday(day)


def days_after(first: date, then: date) -> Iterator[date]:
    """Every day after ``first`` up to and including ``then``."""
    return (first + n * ONE_DAY for n in range(1, (then - first).days + 1))


def workdays_between(world: World, first: date, then: date) -> int:
    """Working days after ``first`` up to and including ``then``; negative when ``then`` is earlier."""
    if then < first:
        return -workdays_between(world, then, first)
    return sum(is_workday(world, day) for day in days_after(first, then))


def moved_by_workdays(world: World, day: date, count: int) -> date:
    """The ``count``-th working day after ``day``; before it, when negative."""
    step = ONE_DAY if count > 0 else -ONE_DAY
    for _ in range(abs(count)):
        day += step
        while not is_workday(world, day):
            day += step
    return day


def next_workday(world: World, day: date) -> date:
    """``day`` itself when it is a working day, else the next one."""
    while not is_workday(world, day):
        day += ONE_DAY
    return day


def office_hours(world: World, day: date) -> list[Stretch]:
    """The office hours of a local day as instants; none on a rest day."""
    zone = world.policy.timezone
    minutes = world.policy.calendar.office_minutes(day)
    return [(localtime.instant_of(day, a, zone), localtime.instant_of(day, b, zone)) for a, b in minutes]


def workhours_between(world: World, first: int, then: int) -> Fraction:
    """Office hours from one instant to another, exact; negative when ``then`` is earlier."""
    if then < first:
        return -workhours_between(world, then, first)
    before, last = world.day(first) - ONE_DAY, world.day(then)
    stretches = (each for day in days_after(before, last) for each in office_hours(world, day))
    passed = sum(max(0, min(closes, then) - max(opens, first)) for opens, closes in stretches)
    return Fraction(passed, localtime.HOUR)
