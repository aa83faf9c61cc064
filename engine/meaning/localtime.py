"""Instants and local days: the only place where the meaning asks a time zone (P2).

An instant is a whole number of microseconds since 1970 UTC. A day is a local date of the policy's
time zone; its instants run from its first (midnight, or the first that exists) to its last.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
HOUR = 3_600_000_000
"""Microseconds in an hour."""


@lru_cache
def zone(name: str) -> ZoneInfo:
    """The zone from the ``tzdata`` package, never from the machine's own copy (the receipt names it)."""
    with resources.files("tzdata.zoneinfo").joinpath(*name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def wall_clock(at: int, timezone: str) -> datetime:
    """What the clock on the office wall shows at the instant ``at``."""
    return (_EPOCH + at * _MICROSECOND).astimezone(zone(timezone))
_LAST_BUT_ONE = date.max - timedelta(days=1)
"""No day follows the last of the year 9999, which some write for "never"."""


@lru_cache(maxsize=200_000)
def day_of(at: int, timezone: str) -> date:
    """The local date of the instant ``at``."""
    return wall_clock(at, timezone).date()


@lru_cache(maxsize=20_000)
def instant_of(day: date, minute: int, timezone: str) -> int:
    """The instant ``minute`` minutes into the local day by the wall clock (of two, the earlier)."""
    midnight = datetime.combine(day, time(), zone(timezone))
    wall = (midnight + timedelta(minutes=minute)).replace(fold=0)
    return (wall.astimezone(UTC) - _EPOCH) // _MICROSECOND


def first_instant(day: date, timezone: str) -> int:
    """The first instant of the local day."""
    return instant_of(day, 0, timezone)


def last_instant(day: date, timezone: str) -> int:
    """The last microsecond of the local day."""
    return first_instant(min(day, _LAST_BUT_ONE) + timedelta(days=1), timezone) - 1
