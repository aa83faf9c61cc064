"""What a workbook stores in a cell -> the text that readers take."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

from kaohe.engine.event_value import Refused
from kaohe.engine.intake.table.grid import Raw

Want = Literal["text", "day", "percent"]
"""How a number in a column is meant: as it stands, as the number of a day, as part of a hundred."""
_EXACT = 10**15
"""Spreadsheets keep fifteen digits of a number; from here on the rest have become zeros."""
LONG_NUMBER = Refused("intake.long-number")
_LAST_SERIAL = 73_051
"""The number of 2100-01-01, counted from 1900."""
_YEARS_1904 = 1462
"""Days between the two ways to count."""


def text_of(raw: Raw, want: Want = "text", year: int = 1900) -> str | Refused:
    """The text of a cell. ``year`` is the first year that the workbook counts days from (1900 or 1904)."""
    if isinstance(raw, str):
        return raw
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, int | float):
        return _number(raw, want, year)
    return _time(raw)


def _time(raw: date | time | timedelta) -> str:
    if isinstance(raw, datetime):
        return _to_second(raw).isoformat()
    if isinstance(raw, timedelta):
        seconds = round(raw.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return raw.isoformat()


def _to_second(raw: datetime) -> datetime:
    """Parts of a day are stored as fractions: 09:30 may be kept as 09:29:59.999."""
    return (raw + timedelta(microseconds=500_000)).replace(microsecond=0)


def _number(value: float, want: Want, year: int) -> str | Refused:
    if value != value or abs(value) >= _EXACT:  # noqa: PLR0124 - NaN is not itself
        return LONG_NUMBER
    if want == "day" and 0 < value < _LAST_SERIAL:
        return _from_serial(value, year)
    exact = Decimal(f"{value:.15g}")
    if want == "percent":
        return f"{_plain(exact * 100)}%"
    return _plain(exact)


def _from_serial(value: float, year: int) -> str:
    """The day, or the time, that a spreadsheet shows for a number; the days from March 1900 on are right."""
    days = value + (_YEARS_1904 if year == 1904 else 0)
    moment = datetime(1899, 12, 30) + timedelta(seconds=round(days * 86_400))  # noqa: DTZ001 - it has no zone
    if value < 1:
        return moment.time().isoformat()
    return moment.date().isoformat() if float(value).is_integer() else moment.isoformat()


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown_text(raw: Raw) -> str:
    """A cell as part of a heading or a note: its text on one line, without blanks around it."""
    found = text_of(raw)
    return " ".join(found.split()) if isinstance(found, str) else ""
