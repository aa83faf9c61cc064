"""What limits count, laid out as tapes: how much of it has passed by a place, and where so much has passed.

====  ==========================  =======================================
unit  a place is                  what passes
====  ==========================  =======================================
d     a day (ordinal)             days
wd    a day (ordinal)             working days
h     an instant (microseconds)   time
wh    an instant (microseconds)   office hours
====  ==========================  =======================================

One formula serves all four: a limit of n opened at s ends where ``passed(s) + n`` is reached. Days that
the calendar does not know pass as if nobody worked on them; ``knows`` tells who has to be asked elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np

from kaohe.engine.batch.calendar_days import DayTable, day_table
from kaohe.engine.batch.column import Ints, Truths, Unsure
from kaohe.engine.batch.order import sums
from kaohe.engine.meaning.localtime import instant_of
from kaohe.rules.calendar import Calendar

FIRST_DAY, LAST_DAY = 1, date.max.toordinal() - 1
"""Days beyond these are left to the plain meaning."""
BEYOND = 2**61
"""A place after all places."""


class Tape(Protocol):
    """Places ascend; so does what has passed by them."""

    def passed(self, place: Ints) -> Ints:
        """What has passed up to and including each place."""

    def reached(self, amount: Ints) -> Ints:
        """The first place by which so much has passed; ``BEYOND`` where it never is."""

    def knows(self, first: Ints, last: Ints) -> Truths:
        """Whether the calendar knows every day from ``first`` to ``last`` (days; none where last < first)."""


@dataclass(frozen=True, slots=True)
class Everything:
    """Days or time that all count."""

    def passed(self, place: Ints) -> Ints:
        return place

    def reached(self, amount: Ints) -> Ints:
        return amount

    def knows(self, first: Ints, last: Ints) -> Truths:
        return (last < first) | ((first >= FIRST_DAY) & (last <= LAST_DAY))


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Days of which the calendar says that they are worked."""

    table: DayTable

    def passed(self, place: Ints) -> Ints:
        return self.table.passed[np.clip(place - self.table.first + 1, 0, len(self.table.work))]

    def reached(self, amount: Ints) -> Ints:
        place = np.searchsorted(self.table.passed, amount, side="left") - 1
        return np.where(place < len(self.table.work), place + self.table.first, BEYOND)

    def knows(self, first: Ints, last: Ints) -> Truths:
        table = self.table
        low, high = first - table.first, last - table.first
        inside = (low >= 0) & (high < len(table.work))
        low, high = np.where(inside, low, 0), np.where(inside, high, -1)
        known: Truths = (last < first) | (inside & (table.blank[high + 1] == table.blank[low]))
        return known


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The stretches in which offices are open, one after the other; ``whole[i]`` is the time of the first i."""

    days: WorkingDays
    opens: Ints
    closes: Ints
    whole: Ints

    def passed(self, place: Ints) -> Ints:
        if not len(self.opens):
            return np.zeros(len(place), np.int64)
        last = np.searchsorted(self.opens, place, side="right") - 1
        inside = np.clip(place - self.opens[last], 0, (self.closes - self.opens)[last])
        return np.where(last < 0, 0, self.whole[last] + inside)

    def reached(self, amount: Ints) -> Ints:
        stretch = np.searchsorted(self.whole, amount, side="left") - 1
        there = (stretch >= 0) & (stretch < len(self.opens))
        if not there.any():
            return np.full(len(amount), BEYOND)
        stretch = np.where(there, stretch, 0)
        return np.where(there, self.opens[stretch] + amount - self.whole[stretch], BEYOND)

    def knows(self, first: Ints, last: Ints) -> Truths:
        return self.days.knows(first, last)


_latest: list[tuple[Calendar, str, OfficeHours]] = []
"""The hours laid out last, with their calendar and zone: runs of one policy follow each other."""


def office_hours(calendar: Calendar, timezone: str) -> OfficeHours:
    """All office hours of the years that the calendar knows."""
    if not (_latest and _latest[0][0] is calendar and _latest[0][1] == timezone):
        _latest[:] = [(calendar, timezone, _office_hours(calendar, timezone))]
    return _latest[0][2]


def _office_hours(calendar: Calendar, timezone: str) -> OfficeHours:
    table = day_table(calendar)
    days = [date.fromordinal(table.first + number) for number in np.flatnonzero(table.work).tolist()]
    stretches = [
        (instant_of(day, opens, timezone), instant_of(day, closes, timezone))
        for day in days
        for opens, closes in calendar.office_minutes(day)
    ]
    opens, closes = np.array(stretches, np.int64).reshape(-1, 2).T
    if np.any(closes < opens) or np.any(opens[1:] < closes[:-1]):
        raise Unsure
    return OfficeHours(WorkingDays(table), opens, closes, sums(closes - opens))
