"""Local time in one timezone: the table by which intake and the column engines turn time (P2).

An instant is a whole number of microseconds since 1970-01-01T00:00 UTC. The table of a zone's
offset changes is taken once from ``zoneinfo`` over the data of the ``tzdata`` package (never the
machine's own copy), so that its hash, which stands in the receipt, says what time meant in a run.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from hashlib import sha256
from importlib import resources
from io import BytesIO
from zoneinfo import ZoneInfo

import tzdata  # type: ignore[import-untyped]

from kaohe.rules.record import record

EARLIEST = -2_208_988_800_000_000
"""1900-01-01 UTC: no event lies before it."""
LATEST = 4_102_444_800_000_000
"""2100-01-01 UTC: no event lies at or after it; the rules of local time beyond are anybody's guess."""
DAY = 86_400_000_000
"""Microseconds in 24 hours."""

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - what a wall shows has no zone
_MICROSECOND = timedelta(microseconds=1)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*\Z")


@record
class Zone:
    """A timezone between 1900 and 2100.

    ``offsets[i]`` (µs east of UTC) holds from ``changes[i-1]`` up to, not including, ``changes[i]``;
    the first since ever, the last for ever. ``walls[i]`` is what the clock is about to show when
    piece ``i`` ends. ``data`` names the release of the timezone data.
    """

    name: str
    data: str
    changes: tuple[int, ...]
    offsets: tuple[int, ...]
    walls: tuple[int, ...]

    def offset(self, at: int) -> int:
        """Microseconds east of UTC at the instant ``at``."""
        return self.offsets[bisect_right(self.changes, at)]

    def wall(self, at: int) -> datetime:
        """What the clock on the wall shows at ``at``."""
        return _EPOCH + (at + self.offset(at)) * _MICROSECOND

    def day(self, at: int) -> date:
        """The local date of the instant ``at``."""
        return self.wall(at).date()

    def instant(self, wall: datetime) -> int | None:
        """The instant at which the clock shows ``wall``: of two the earlier; None if it never does."""
        at, begins = self._reading(_shown(wall))
        return at if at >= begins else None

    def start(self, day: date) -> int:
        """The first instant whose local date is ``day``: midnight, or the first that exists."""
        return max(self._reading(_shown(datetime.combine(day, time()))))

    def end(self, day: date) -> int:
        """The last microsecond whose local date is ``day`` (of a midnight shown twice, the later)."""
        shown = _shown(datetime.combine(day, time())) + DAY - 1
        at, begins = self._reading(shown, later=True)
        return at if at >= begins else begins - 1

    def _reading(self, shown: int, *, later: bool = False) -> tuple[int, int]:
        """The instant that shows ``shown`` by the first piece of the table that reaches beyond it
        (``later``: the last that has begun by it), and that piece's first instant. In a gap, which
        no piece shows, the first lies before the second.
        """
        piece = bisect_right(self.walls, shown)
        while later and piece < len(self.changes) and self.changes[piece] + self.offsets[piece + 1] <= shown:
            piece += 1
        return shown - self.offsets[piece], self.changes[piece - 1] if piece else shown - self.offsets[0]

    @property
    def sha256(self) -> str:
        """Hash of name, changes and offsets: equal hashes mean equal local time everywhere."""
        later = zip(self.changes, self.offsets[1:], strict=True)
        lines = [f"{self.name} {self.offsets[0]}", *(f"{at} {offset}" for at, offset in later)]
        return sha256("\n".join(lines).encode()).hexdigest()


@cache
def zone(name: str) -> Zone | None:
    """The zone of that IANA name (``Asia/Shanghai``, ``UTC``); None when there is none."""
    data = _zone_data(name)
    if data is None:
        return None
    info = ZoneInfo.from_file(BytesIO(data), key=name)
    changes = tuple(_changes(info, *_listed(data)))
    first = _offset(info, EARLIEST)
    offsets = (first, *(_offset(info, at) for at in changes))
    walls = tuple(at + offset for at, offset in zip(changes, offsets, strict=False))
    return Zone(name, tzdata.__version__, changes, offsets, walls)


def _zone_data(name: str) -> bytes | None:
    if _NAME.match(name) is None:
        return None
    try:
        data = resources.files("tzdata.zoneinfo").joinpath(*name.split("/")).read_bytes()
    except OSError:
        return None
    return data if data.startswith(b"TZif") else None


def _listed(data: bytes) -> tuple[tuple[int, ...], int]:
    """The instants that a zone's data lists as changes, of whatever sort, and the first from which only its
    rule for the years to come tells more (``LATEST``: it has none).

    RFC 8536: a header with six counts and a block of 32-bit times, then the same with 64 bits, then the rule.
    """
    begin = _SIZE + _block(data[:_SIZE], 4)
    *_, times, _, _ = _counts(data[begin:])
    listed = struct.unpack_from(f">{times}q", data, begin + _SIZE)
    rule = data[begin + _SIZE + _block(data[begin:], 8) :].strip()
    last = listed[-1] * 1_000_000 if listed else EARLIEST
    return tuple(at * 1_000_000 for at in listed), max(last, EARLIEST) if b"," in rule else LATEST


_SIZE = 44
"""Bytes of a header."""


def _counts(header: bytes) -> tuple[int, ...]:
    """UTC marks, standard marks, leap seconds, times, types, letters."""
    return struct.unpack_from(">6l", header, 20)


def _block(header: bytes, width: int) -> int:
    """Bytes of the block after a header, in which a time takes ``width`` bytes."""
    utc, standard, leaps, times, types, letters = _counts(header)
    return times * (width + 1) + types * 6 + letters + leaps * (width + 4) + standard + utc


def _changes(info: ZoneInfo, listed: tuple[int, ...], ruled: int) -> Iterator[int]:
    """Every instant between the bounds at which the offset changes: of those that the data lists, and by
    its rule from ``ruled`` on. No rule changes twice and back within one day, so looking once a day finds all.
    """
    for at in listed:
        if EARLIEST < at <= LATEST and _offset(info, at) != _offset(info, at - 1_000_000):
            yield at
    before = _offset(info, ruled)
    for at in range(ruled + DAY, LATEST + 1, DAY):
        now = _offset(info, at)
        if now != before:
            yield _change_between(info, at - DAY, at)
            before = now


def _change_between(info: ZoneInfo, low: int, high: int) -> int:
    """The first instant, to the second, that has the offset of ``high``; ``low`` has another."""
    wanted = _offset(info, high)
    while high - low > 1_000_000:
        middle = (low + high) // 2_000_000 * 1_000_000
        if _offset(info, middle) == wanted:
            high = middle
        else:
            low = middle
    return high


def _offset(info: ZoneInfo, at: int) -> int:
    utc = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at // 1_000_000)
    offset = utc.astimezone(info).utcoffset()
    assert offset is not None
    return offset // _MICROSECOND


def _shown(wall: datetime) -> int:
    return (wall - _EPOCH) // _MICROSECOND
