from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from kaohe.rules.calendar import Calendar, UnknownYear
from kaohe.rules.check.calendar_from_document import calendar_from_document
from kaohe.rules.check.spot import Spot
from kaohe.rules.document.calendar import CalendarDocument
from kaohe.rules.document.load import load
from kaohe.rules.library import load_calendar

ROOT = Path(__file__).parents[3]
DATA = ROOT.parent / "shared" / "data" / "cn_calendar.csv"
"""Optional public data; skipped, visibly, where it is absent."""


@pytest.fixture(scope="module")
def cn() -> Calendar:
    calendar, problems = load_calendar(ROOT / "policies" / "calendars" / "cn.yaml")
    assert problems == ()
    assert calendar is not None
    return calendar


def _days(calendar: Calendar) -> list[date]:
    first, last = date(min(calendar.years), 1, 1), date(max(calendar.years), 12, 31)
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def test_the_shipped_calendar_knows_2004_to_2026(cn: Calendar) -> None:
    assert cn.years == frozenset(range(2004, 2027))


def test_weeks_without_a_working_day_are_the_published_ones(cn: Calendar) -> None:
    """P11 names them from 2018 on: Golden Weeks and Spring Festivals that fill an ISO week."""
    weeks: dict[tuple[int, int], bool] = {}
    for day in (day for day in _days(cn) if day >= date(2018, 1, 1)):
        year, week, _ = day.isocalendar()
        weeks[year, week] = weeks.get((year, week), False) or cn.is_workday(day)
    empty = [week for week, works in weeks.items() if not works]
    assert empty == [(2018, 40), (2019, 6), (2020, 5), (2022, 5), (2026, 8)]
    assert len(weeks) > 400


def test_a_saturday_worked_in_exchange_is_a_working_day_with_office_hours(cn: Calendar) -> None:
    assert date(2021, 2, 7).isoweekday() == 7
    assert cn.is_workday(date(2021, 2, 7))
    assert cn.office_minutes(date(2021, 2, 7)) == ((510, 720), (840, 1050))
    assert not cn.is_workday(date(2021, 2, 11))
    assert cn.office_minutes(date(2021, 2, 11)) == ()


def test_every_exception_is_one(cn: Calendar) -> None:
    assert len(cn.rest) == 407
    assert len(cn.work) == 150
    assert all(day.isoweekday() <= 5 for day in cn.rest)
    assert all(day.isoweekday() >= 6 for day in cn.work)


def test_a_year_without_data_is_unknown(cn: Calendar) -> None:
    with pytest.raises(UnknownYear, match="2027"):
        cn.is_workday(date(2027, 1, 4))


@pytest.mark.optional_data
def test_the_shipped_calendar_is_the_collected_one(cn: Calendar) -> None:
    if not DATA.exists():
        pytest.skip(f"optional data are absent: {DATA.name}")
    with DATA.open(encoding="utf-8") as file:
        rows = {date.fromisoformat(row["date"]): row["is_workday"] == "1" for row in csv.DictReader(file)}
    assert len(rows) > 8000
    assert {day: cn.is_workday(day) for day in rows} == rows
    assert set(rows) == set(_days(cn))


def _calendar(text: str) -> tuple[Calendar, list[str]]:
    loaded = load("kaohe: 1\ncalendar: c\ntitle: 试\n" + text, "c.yaml", CalendarDocument)
    assert loaded.document is not None, loaded.problems
    calendar, problems = calendar_from_document(loaded.document, Spot(loaded))
    return calendar, [one.code for one in problems]


def test_a_weekday_may_have_hours_of_its_own_and_make_up_days_keep_the_common_ones() -> None:
    calendar, codes = _calendar(
        "office_hours: {work: ['09:00-17:00'], '5': ['09:00-12:00']}\nyears: {2021: {work: [2021-02-07]}}\n"
    )
    assert codes == []
    assert calendar.office_minutes(date(2021, 2, 5)) == ((540, 720),)
    assert calendar.office_minutes(date(2021, 2, 7)) == ((540, 1020),)


def test_office_hours_may_last_till_midnight_and_no_longer() -> None:
    assert _calendar("office_hours: {work: ['18:00-24:00']}\nyears: {2021: {}}\n")[1] == []
    assert _calendar("office_hours: {work: ['18:00-24:30']}\nyears: {2021: {}}\n")[1] == ["calendar.hours-order"]
