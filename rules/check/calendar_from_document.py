"""The calendar document -> ``Calendar``: every exception is one, every office hour can be kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from kaohe.rules.calendar import Calendar
from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.document.calendar import CalendarDocument, Year
from kaohe.rules.problem import Problem

_INTERVAL = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)\Z")
_MIDNIGHT = 24 * 60
Intervals = tuple[tuple[int, int], ...]


def calendar_from_document(
    document: CalendarDocument, spot: Spot
) -> tuple[Calendar, tuple[Problem, ...]]:
    """The calendar and what is wrong with it; use it only when nothing is refused."""
    findings = Findings()
    week = _week(document.week, spot / "week", findings)
    hours, make_up = _hours(document.office_hours, week, spot / "office_hours", findings)
    for number, year in document.years.items():
        _check_year(number, year, week, spot / "years" / str(number), findings)
    calendar = Calendar(
        name=str(document.calendar),
        title=str(document.title),
        week=week,
        years=frozenset(document.years),
        rest=frozenset(day for year in document.years.values() for day in year.rest),
        work=frozenset(day for year in document.years.values() for day in year.work),
        hours=hours,
        make_up=make_up,
    )
    return calendar, findings.sorted()


def _week(days: Sequence[int], spot: Spot, findings: Findings) -> frozenset[int]:
    for index, day in enumerate(days):
        if not 1 <= day <= 7 or day in days[:index]:
            findings.refuse("calendar.bad-weekday", (spot / index).place, found=day)
    if not days:
        findings.refuse("calendar.bad-weekday", spot.place, found="[]")
    return frozenset(days)


def _check_year(number: int, year: Year, week: frozenset[int], spot: Spot, findings: Findings) -> None:
    seen: dict[date, str] = {}
    for key, days in (("rest", year.rest), ("work", year.work)):
        for index, day in enumerate(days):
            place = (spot / key / index).place
            if day.year != number:
                findings.refuse("calendar.wrong-year", place, day=day, year=number)
            if day in seen:
                findings.refuse("calendar.day-twice", place, day=day, key=seen[day])
            elif (day.isoweekday() in week) != (key == "rest"):
                findings.doubt("calendar.no-exception", place, day=day, key=key)
            seen[day] = key


def _hours(
    declared: Mapping[str, Sequence[str]], week: frozenset[int], spot: Spot, findings: Findings
) -> tuple[dict[int, Intervals], int]:
    """Weekday -> intervals, and the weekday whose hours make-up days keep.

    ``work`` stands for every working weekday that has no hours of its own.
    """
    given = {key: _intervals(texts, spot / key, findings) for key, texts in declared.items()}
    for key in given:
        if key != "work" and key not in {"1", "2", "3", "4", "5", "6", "7"}:
            findings.refuse("calendar.bad-weekday", (spot / key).place, found=key)
    hours = {int(key): value for key, value in given.items() if key.isdecimal()}
    common = [day for day in sorted(week) if day not in hours]
    if "work" in given:
        hours |= dict.fromkeys(common, given["work"])
    return hours, next(iter(common), min(week, default=1))


def _intervals(texts: Sequence[str], spot: Spot, findings: Findings) -> Intervals:
    intervals: list[tuple[int, int]] = []
    for index, text in enumerate(texts):
        found = _INTERVAL.match(text)
        if found is None:
            findings.refuse("calendar.bad-hours", (spot / index).place, found=text)
            continue
        from_, to = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
        if from_ >= to or to > _MIDNIGHT or (intervals and from_ < intervals[-1][1]):
            findings.refuse("calendar.hours-order", (spot / index).place, found=text)
        intervals.append((from_, to))
    return tuple(intervals)
