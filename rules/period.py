"""Calendar spans and their names: the same everywhere a period is cut or printed.

========== ======================================
unit       name of a span
========== ======================================
day        ``2021-03-05``
week       ``2021-W05`` (ISO week, Monday to Sunday)
half_month ``2021-03-1`` (1-15), ``2021-03-2``
month      ``2021-03``
quarter    ``2021-Q1``
half_year  ``2021-H1``
year       ``2021``
========== ======================================

Any other stretch is named ``2021-02-01--2021-09-30``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from kaohe.rules.policy import Span

SpanUnit = Literal["day", "week", "half_month", "month", "quarter", "half_year", "year"]
_DAY = timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@lru_cache(maxsize=16_384)
def span_of(unit: SpanUnit, day: date) -> Span:
    """The whole calendar span of that unit that holds ``day``, never shifted."""
    if unit == "day":
        return Span(day, day, day.isoformat())
    if unit == "week":
        monday = day - timedelta(days=day.isoweekday() - 1)
        year, week, _ = day.isocalendar()
        return Span(monday, monday + 6 * _DAY, f"{year}-W{week:02d}")
    if unit == "half_month":
        return _half_month(day)
    return _months(unit, day)


def _half_month(day: date) -> Span:
    month = f"{day.year}-{day.month:02d}"
    if day.day <= 15:
        return Span(day.replace(day=1), day.replace(day=15), f"{month}-1")
    return Span(day.replace(day=16), _month_end(day.year, day.month), f"{month}-2")


def _months(unit: SpanUnit, day: date) -> Span:
    size = _MONTHS[unit]
    index = (day.month - 1) // size
    first = date(day.year, index * size + 1, 1)
    last = _month_end(day.year, index * size + size)
    tail = {"month": f"-{day.month:02d}", "quarter": f"-Q{index + 1}", "half_year": f"-H{index + 1}"}
    return Span(first, last, f"{day.year}{tail.get(unit, '')}")


def _month_end(year: int, month: int) -> date:
    return (date(year + month // 12, month % 12 + 1, 1)) - _DAY


def spans_of(unit: SpanUnit, from_: date, to: date) -> Iterator[Span]:
    """Every whole span of that unit that has a day in [from_, to], in order."""
    span = span_of(unit, from_)
    while span.from_ <= to:
        yield span
        span = span_of(unit, span.to + _DAY)


def named(from_: date, to: date) -> Span:
    """The stretch with its name: a calendar span's own name when it is exactly one (not a week)."""
    units: tuple[SpanUnit, ...] = ("year", "half_year", "quarter", "month", "day")
    for unit in units:
        span = span_of(unit, from_)
        if (span.from_, span.to) == (from_, to):
            return span
    return Span(from_, to, f"{from_.isoformat()}--{to.isoformat()}")


def days_in(span: Span) -> Iterator[date]:
    """Every day of ``span``, in order; none when it ends before it begins."""
    return map(date.fromordinal, range(span.from_.toordinal(), span.to.toordinal() + 1))


_NAMES: dict[str, SpanUnit] = {
    r"\d{4}-\d\d-\d\d": "day", r"\d{4}-W\d\d": "week", r"\d{4}-\d\d-[12]": "half_month",
    r"\d{4}-\d\d": "month", r"\d{4}-Q[1-4]": "quarter", r"\d{4}-H[12]": "half_year", r"\d{4}": "year",
}  # fmt: skip


@lru_cache(maxsize=16_384)
def span_named(name: str) -> Span | None:
    """The stretch that ``name`` names (the reverse of the table above); None for any other text."""
    from_, dash, to = name.partition("--")
    try:
        if dash:
            return Span(date.fromisoformat(from_), date.fromisoformat(to), name)
        unit = next((unit for form, unit in _NAMES.items() if re.fullmatch(form, name)), None)
        return None if unit is None else span_of(unit, _first_day(unit, name))
    except ValueError:
        return None


def _first_day(unit: SpanUnit, name: str) -> date:
    """Some day of the span so named. ``ValueError`` when the calendar has no such span."""
    year, _, rest = name.partition("-")
    if unit == "day":
        return date.fromisoformat(name)
    if unit == "week":
        return date.fromisocalendar(int(year), int(rest[1:]), 1)
    if unit == "half_month":
        return date(int(year), int(rest[:2]), 1 if rest[-1] == "1" else 16)
    if unit == "year":
        return date(int(year), 1, 1)
    index = int(rest.lstrip("QH"))
    return date(int(year), (index - 1) * _MONTHS[unit] + 1, 1)
