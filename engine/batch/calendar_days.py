"""Working days and local days as tables: cumulative sums instead of walks.

A day of a year that the calendar does not know makes whoever asks ``Unsure``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from kaohe.engine.batch.alike import alike
from kaohe.engine.batch.column import Ints, Truths, Unsure
from kaohe.engine.meaning.localtime import day_of, last_instant
from kaohe.rules.calendar import Calendar, UnknownYear
from kaohe.rules.clock import DAY, EARLIEST, LATEST, Zone, zone

EPOCH = 719_163
"""The ordinal of 1 January 1970."""
_QUARTER = 900_000_000
"""Microseconds in a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class DayTable:
    """Days ``first`` … ``first + len(work) - 1``; ``passed[i]`` working days, ``blank[i]`` unknown ones
    among the first ``i`` of them.
    """

    first: int
    work: Truths
    passed: Ints
    blank: Ints

    def is_workday(self, day: Ints) -> Truths:
        self._known(day - 1, day)
        return self.work[day - self.first]

    def between(self, day: Ints, then: Ints) -> Ints:
        """Working days after ``day`` up to and including ``then``; negative backwards."""
        self._known(np.minimum(day, then), np.maximum(day, then))
        same = day == then
        left, right = self._place(np.where(same, self.first, day)), self._place(np.where(same, self.first, then))
        return cast("Ints", np.where(same, 0, self.passed[right + 1] - self.passed[left + 1]))

    def _place(self, day: Ints) -> Ints:
        return day - self.first

    def _known(self, day: Ints, then: Ints) -> None:
        """``Unsure`` unless every day after ``day`` up to ``then`` is known."""
        asked = then > day
        low, high = day[asked] + 1 - self.first, then[asked] - self.first
        if len(low) and (low.min() < 1 or high.max() >= len(self.work) - 1):
            raise Unsure
        if np.any(self.blank[high + 1] != self.blank[low]):
            raise Unsure


_latest: list[tuple[Calendar, DayTable]] = []
"""The table made last, with its calendar: runs of one policy follow each other."""


def day_table(calendar: Calendar) -> DayTable:
    """All years from the first to the last that the calendar knows."""
    if not calendar.years:
        raise Unsure
    if not (_latest and _latest[0][0] is calendar):
        _latest[:] = [(calendar, _table_of(calendar))]
    return _latest[0][1]


def _table_of(calendar: Calendar) -> DayTable:
    first, last = date(min(calendar.years), 1, 1).toordinal(), date(max(calendar.years), 12, 31).toordinal()
    verdicts = [_verdict(calendar, date.fromordinal(day)) for day in range(first, last + 1)]
    work = np.array([verdict is True for verdict in verdicts])
    blank = np.array([verdict is None for verdict in verdicts])
    return DayTable(first, work, _sums(work), _sums(blank))


def _verdict(calendar: Calendar, day: date) -> bool | None:
    try:
        return calendar.is_workday(day)
    except UnknownYear:
        return None


def _sums(flags: Truths) -> Ints:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(flags, dtype=np.int64)])


def _blocks(block: Ints) -> tuple[Ints, Ints]:
    """The different ones, and which each is: by a table where they lie close together."""
    first = int(block.min()) if len(block) else 0
    width = int(block.max()) - first + 1 if len(block) else 0
    if width > max(4 * len(block), 1_000_000):
        return cast("tuple[Ints, Ints]", np.unique(block, return_inverse=True))
    there = np.zeros(width, bool)
    there[block - first] = True
    place = np.cumsum(there) - 1
    return np.flatnonzero(there) + first, place[block - first]


def local_days(at: Ints, timezone: str) -> Ints:
    """The local date of each instant, from the table of the zone (the plain meaning asks ``zoneinfo``)."""
    table = zone(timezone)
    if table is None:
        raise Unsure
    found = at + _offsets(at, table)
    found //= DAY
    found += EPOCH
    for place in np.flatnonzero((at < EARLIEST) | (at >= LATEST)).tolist():
        found[place] = day_of(int(at[place]), timezone).toordinal()
    return cast("Ints", found)


def _offsets(at: Ints, table: Zone) -> Ints | int:
    """How far east of UTC the clock stood at each instant; one number where it always stood there."""
    if not len(at):
        return 0
    changes, offsets = np.array(table.changes, np.int64), np.array(table.offsets, np.int64)
    first, last = np.searchsorted(changes, [at.min(), at.max()], side="right").tolist()
    if first == last:
        return int(offsets[first])
    return offsets[np.searchsorted(changes, at, side="right")]


def last_instants(days: Ints, timezone: str) -> Ints:
    """The last microsecond of each local day, as the plain meaning has it; each different day is asked about once."""
    which, first = alike([days])
    return np.array([_last_instant(day, timezone) for day in days[first].tolist()], np.int64)[which]


@lru_cache(maxsize=20_000)
def _last_instant(day: int, timezone: str) -> int:
    return last_instant(date.fromordinal(day), timezone)


def by_quarters(at: Ints, ask: Callable[[int], int]) -> Ints:
    """What the wall clock says of each instant. The zone is asked once for each end of a quarter of an hour."""
    blocks, which = _blocks(at // _QUARTER)
    opens = [ask(block * _QUARTER) for block in blocks.tolist()]
    shuts = [ask((block + 1) * _QUARTER - 1) for block in blocks.tolist()]
    found: NDArray[Any] = np.array(opens, np.int64)[which]
    for place in np.flatnonzero(found != np.array(shuts, np.int64)[which]).tolist():
        found[place] = ask(int(at[place]))
    return cast("Ints", found)
