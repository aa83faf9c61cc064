"""Working days and office hours, from data, for the years that the data covers.

A year without data is a problem (``UnknownYear``), never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kaohe.rules.record import record


class UnknownYear(Exception):  # noqa: N818 - the calendar's answer, turned into a problem
    """A day was asked for in a year the calendar has no data for. Turned into a located problem."""

    def __init__(self, calendar: str, year: int) -> None:
        super().__init__(f"calendar {calendar} has no data for {year}")
        self.calendar = calendar
        self.year = year


@record
class Calendar:
    """``rest`` and ``work`` are the exceptions to ``week`` (working weekdays, 1 = Monday).

    ``hours``: weekday (1–7) to half-open office intervals in minutes of the local day; make-up
    working days take the hours of ``make_up`` (a weekday).
    """

    name: str
    title: str
    week: frozenset[int]
    years: frozenset[int]
    rest: frozenset[date]
    work: frozenset[date]
    hours: Mapping[int, tuple[tuple[int, int], ...]]
    make_up: int

    def is_workday(self, day: date) -> bool:
        """Whether ``day`` is a working day. ``UnknownYear`` for a year without data."""
        if day.year not in self.years:
            raise UnknownYear(self.name, day.year)
        if day in self.rest:
            return False
        return day in self.work or day.isoweekday() in self.week

    def office_minutes(self, day: date) -> tuple[tuple[int, int], ...]:
        """Office intervals of ``day`` in minutes from its local midnight; empty on a rest day."""
        if not self.is_workday(day):
            return ()
        weekday = day.isoweekday()
        return self.hours.get(weekday, self.hours.get(self.make_up, ()))
