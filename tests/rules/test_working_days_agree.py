"""The shipped calendar and its arithmetic against two packages by other people, 2004-2026."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.meaning import workdays
from kaohe.engine.meaning.world import World
from kaohe.engine.reference import world_of
from kaohe.engine.roster import Roster
from kaohe.rules.library import load_policy

chinese_calendar = pytest.importorskip("chinese_calendar", reason="the first calendar compared with is not installed")
holidays = pytest.importorskip("holidays", reason="the second calendar compared with is not installed")

POLICY = Path(__file__).parents[2] / "policies" / "lishi"
FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
DOUBTFUL = {date(2005, 12, 31)}
"""A Saturday: worked in exchange for 3 January 2006 by ``holidays``, free by ``chinese_calendar`` and by ours."""


@cache
def _world() -> World:
    policy = load_policy(POLICY).policy
    assert policy is not None
    return world_of(policy, Roster(), (), policy.period.to)[0]


@cache
def _china() -> object:
    return holidays.China(years=range(2003, 2028))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_every_day_of_twenty_three_years_is_a_working_day_for_all_three_or_for_none() -> None:
    world, china, days = _world(), _china(), _days(FIRST, LAST)
    assert len(days) == 8_401
    ours = {day for day in days if workdays.is_workday(world, day)}
    assert ours == {day for day in days if chinese_calendar.is_workday(day)}
    assert ours ^ {day for day in days if china.is_working_day(day)} == DOUBTFUL  # type: ignore[attr-defined]
    exchanged = [day for day in ours if day.weekday() >= 5]
    assert len(exchanged) > 100, "the years hold days worked in exchange, or this looked at nothing"


@settings(max_examples=200, deadline=None)
@given(st.dates(date(2006, 1, 1), date(2026, 6, 30)), st.integers(1, 60))
def test_the_nth_working_day_is_the_same_day_for_all_three(start: date, count: int) -> None:
    ours = workdays.moved_by_workdays(_world(), start, count)
    assert ours == chinese_calendar.get_workdays(start + timedelta(days=1), start + timedelta(days=count * 2 + 20))[count - 1]
    assert ours == _china().get_nth_working_day(start, count)  # type: ignore[attr-defined]


@settings(max_examples=200, deadline=None)
@given(st.dates(date(2006, 1, 1), date(2026, 12, 31)), st.integers(0, 90))
def test_as_many_working_days_lie_between_two_days_for_all_three(first: date, apart: int) -> None:
    then = min(first + timedelta(days=apart), LAST)
    ours = workdays.workdays_between(_world(), first, then)
    later = _days(first + timedelta(days=1), then)
    assert ours == sum(map(chinese_calendar.is_workday, later))
    assert ours == sum(map(_china().is_working_day, later))  # type: ignore[attr-defined]
