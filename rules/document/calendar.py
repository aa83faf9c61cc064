"""The calendar: rest days and make-up working days by year, and office hours. Data, not code."""

from __future__ import annotations

from kaohe.rules.document.scalar import Day, Name, Text, Whole
from kaohe.rules.document.shape import Shape


class Year(Shape):
    """Exceptions to the weekly rhythm in one year. A year that is not listed is not known."""

    rest: list[Day] = []
    work: list[Day] = []
    source: Text | None = None


class CalendarDocument(Shape):
    """``week``: working weekdays, 1 = Monday. ``office_hours``: weekday (or ``work`` for every
    working day, make-up days included) to intervals ``08:30-12:00``."""

    kaohe: Whole
    calendar: Name
    title: Text
    source: Text | None = None
    week: list[Whole] = [1, 2, 3, 4, 5]
    office_hours: dict[Text, list[Text]] = {}
    years: dict[Whole, Year]
