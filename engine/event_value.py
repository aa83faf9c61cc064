"""Texts -> values of an event: one reader for each declared type.

A reader gives the value, or says by code why the text cannot be taken. It never repeats the text:
a column may hold something else than its header says, and what is refused is not ours to know.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction

from kaohe.engine.privacy import LONGEST_CODE, LONGEST_ID, forbidden_pattern, is_free_text, private_kind
from kaohe.rules.clock import EARLIEST, LATEST, Zone, zone
from kaohe.rules.expression.tree import Type
from kaohe.rules.record import record
from kaohe.rules.value import Value, duration_from
from kaohe.rules.vocabulary import Field, Kind

MOST_ELEMENTS = 64

_UNFIT = re.compile(r"[\s/:]")
_NO_TEXT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffd]")
_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,9})?\Z", re.ASCII)
_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-]\d\d(?::?\d\d)?))?)?\Z",
    re.ASCII,
)


@record
class Refused:
    """Why a text cannot be taken: a code of the catalogue and what was expected; never the text."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()


@record
class Moment:
    """When an event happened. ``dated``: only the day was said, ``at`` is that day's start or end."""

    at: int
    dated: bool


Read = Value | Moment | Refused
Reader = Callable[[str], Read]


@record
class Door:
    """What holds for all values that come in by one way.

    ``patterns`` are the vocabulary's forbidden ones. ``foreign``: ids of another system, in which a
    ``%`` is a character like any other; in canonical rows ids are already encoded.
    """

    zone: Zone
    patterns: Mapping[str, re.Pattern[str]]
    foreign: bool = False


def encoded(text: str, *, foreign: bool = False) -> str:
    """``text`` with ``/``, ``:``, blanks and unprintable characters percent-encoded.

    Ids stand in the readable keys of entries, where those characters have another meaning. With
    ``foreign`` also ``%``, so that two different ids never become one.
    """
    if text.isalnum() and text.isascii():
        return text
    if foreign:
        text = text.replace("%", "%25")
    return "".join(one if _fits(one) else _percent(one) for one in text)


def _fits(character: str) -> bool:
    return character.isprintable() and _UNFIT.match(character) is None


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))


# --- codes --------------------------------------------------------------------------------------


def id_reader(door: Door) -> Reader:
    """An identifier: of an event, case, unit or leader."""
    return _guarded(LONGEST_ID, door)


def code_reader(pattern: str | None, door: Door) -> Reader:
    """A code. With a declared pattern it is judged by that and kept as it stands."""
    if pattern is None:
        return _guarded(LONGEST_CODE, door)
    declared = re.compile(pattern)

    def read(text: str) -> Read:
        if _NO_TEXT.search(text):
            return Refused("intake.bad-encoding")
        if declared.fullmatch(text) is None:
            return Refused("intake.pattern")
        name = forbidden_pattern(text, door.patterns)
        return text if name is None else Refused("intake.forbidden-value", (("name", name),))

    return read


def _guarded(longest: int, door: Door) -> Reader:
    too_long = Refused("intake.free-text", (("most", str(longest)),))

    def read(text: str) -> Read:
        if _NO_TEXT.search(text):
            return Refused("intake.bad-encoding")
        found = private_kind(text)
        if found is not None:
            return Refused("intake.personal-value", (("what", found),))
        name = forbidden_pattern(text, door.patterns)
        if name is not None:
            return Refused("intake.forbidden-value", (("name", name),))
        return too_long if is_free_text(text, longest) else encoded(text, foreign=door.foreign)

    return read


def enum_reader(values: tuple[str, ...]) -> Reader:
    known = frozenset(values)
    refused = Refused("intake.not-a-value", (("known", ", ".join(values)),))
    return lambda text: text if text in known else refused


# --- numbers, flags, lengths --------------------------------------------------------------------


def read_number(text: str) -> Read:
    """An exact decimal with at most 18 digits before and 9 after the point."""
    return Refused("intake.bad-number") if _NUMBER.match(text) is None else Fraction(text)


def read_whole(text: str) -> Read:
    exact = read_number(text)
    return Refused("intake.not-whole") if isinstance(exact, Fraction) and exact.denominator != 1 else exact


def read_flag(text: str) -> Read:
    return {"true": True, "false": False}.get(text, Refused("intake.bad-flag"))


def read_length(text: str) -> Read:
    return duration_from(text) or Refused("intake.bad-length")


# --- days and instants --------------------------------------------------------------------------


def read_date(text: str) -> Read:
    """A day. Midnight to the second is how exports print one."""
    day = _moment(text)
    if isinstance(day, datetime) and day.tzinfo is None and day == datetime.combine(day, datetime.min.time()):
        return day.date()
    if isinstance(day, datetime):
        return Refused("intake.not-a-day")
    return day


def instant_reader(zone: Zone) -> Reader:
    """An instant in µs; a day alone is refused."""

    def read(text: str) -> Read:
        found = _moment(text)
        if isinstance(found, datetime):
            return _instant(found, zone)
        return Refused("intake.not-an-instant") if isinstance(found, date) else found

    return read


def recorded_reader(zone: Zone) -> Reader:
    """When something became known: of a day alone, its end."""

    def read(text: str) -> Read:
        found = _moment(text)
        if isinstance(found, datetime):
            return _instant(found, zone)
        return _bounded(zone.end(found)) if isinstance(found, date) else found

    return read


def moment_reader(kind: Kind, zone: Zone) -> Reader:
    """When an event of ``kind`` happened (P2): of a day alone, its start or end, as the kind says."""

    def read(text: str) -> Read:
        found = _moment(text)
        if isinstance(found, datetime):
            return Refused("intake.not-a-day") if kind.at == "date" else _moment_of(_instant(found, zone))
        if isinstance(found, Refused):
            return found
        if kind.at == "instant":
            return Refused("intake.not-an-instant")
        return _moment_of(_bounded(placed(found, kind, zone)), dated=True)

    return read


def placed(day: date, kind: Kind, zone: Zone) -> int:
    """Where an event that is only dated stands: at the start of its day, or at its end."""
    return zone.end(day) if kind.whole_day == "end" else zone.start(day)


def _moment_of(at: int | Refused, *, dated: bool = False) -> Moment | Refused:
    return at if isinstance(at, Refused) else Moment(at, dated)


def _moment(text: str) -> date | datetime | Refused:
    """``2021-03-01``, ``2021-03-01T09:30[:05[.5]]`` with or without an offset."""
    found = _TIME.match(text)
    if found is None:
        return Refused("intake.bad-date")
    year, month, day, hour, minute, second, part, offset = found.groups()
    micros = _microseconds(part)
    if micros is None:
        return Refused("intake.bad-date")
    try:
        if hour is None:
            return date(int(year), int(month), int(day))
        wall = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), micros)  # noqa: DTZ001
        return wall if offset is None else datetime.fromisoformat(f"{wall.isoformat()}{offset}")
    except ValueError:
        return Refused("intake.bad-date")


def _microseconds(part: str | None) -> int | None:
    """The fraction of a second; None when it is finer than a microsecond."""
    if part is None:
        return 0
    return int(part[:6].ljust(6, "0")) if not part[6:].strip("0") else None


_EPOCH = datetime.fromisoformat("1970-01-01T00:00Z")


def _instant(found: datetime, zone: Zone) -> int | Refused:
    if found.tzinfo is not None:
        return _bounded((found - _EPOCH) // timedelta(microseconds=1))
    at = zone.instant(found)
    return Refused("intake.skipped-time", (("zone", zone.name),)) if at is None else _bounded(at)


def _bounded(at: int) -> int | Refused:
    return at if EARLIEST <= at < LATEST else Refused("intake.far-date")


# --- by declared type ---------------------------------------------------------------------------


def field_reader(field: Field, door: Door) -> Reader:
    """The reader of a declared field."""
    if field.type.name == "list":
        return _list_reader(_reader_of(field.type.of or Type("code"), field, door))
    return _reader_of(field.type, field, door)


def _reader_of(type_: Type, field: Field, door: Door) -> Reader:
    readers: dict[str, Callable[[], Reader]] = {
        "number": lambda: read_whole if field.whole else read_number,
        "bool": lambda: read_flag,
        "code": lambda: code_reader(field.pattern, door),
        "enum": lambda: enum_reader(type_.values),
        "date": lambda: read_date,
        "instant": lambda: instant_reader(door.zone),
        "duration": lambda: read_length,
    }
    return readers.get(type_.name, lambda: id_reader(door))()


def _list_reader(element: Reader) -> Reader:
    """A list, handed on as the text of a JSON array; any other text is its one element."""

    def read(text: str) -> Read:
        values = []
        for part in elements(text):
            value = element(part)
            if isinstance(value, Refused):
                return value
            assert not isinstance(value, Moment)
            values.append(value)
        return tuple(values) if len(values) <= MOST_ELEMENTS else Refused("intake.too-many")

    return read


def elements(text: str) -> list[str]:
    """The elements of a list handed on as one text; empty ones are left out."""
    if text.startswith("[") and text.endswith("]"):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):  # thousands of brackets
            found = None
        if isinstance(found, list) and all(isinstance(one, str) for one in found):
            return [one for one in found if one]
    return [text]


def list_text(parts: Iterable[str]) -> str | None:
    """A list as the one text that ``elements`` takes apart; None: an empty one, which is missing."""
    kept = [part for part in parts if part]
    return json.dumps(kept, ensure_ascii=False) if kept else None


def instant_of_text(text: str, timezone: str) -> int | None:
    """What a person gives as known-at, in µs: of a day alone, its last instant; None for no time.

    ``timezone`` must be known.
    """
    here = zone(timezone)
    assert here is not None, f"unknown timezone {timezone}"
    found = recorded_reader(here)(str(text))
    return found if isinstance(found, int) else None
