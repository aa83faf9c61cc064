"""The usual ways to write a day, a number or a flag in an office's files -> how readers take them.

Years come first, so nothing is guessed about months and days. What is in no usual way is handed on as
it stands, and the reader says what is wrong with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction

from kaohe.engine.event_row import Storage
from kaohe.rules.value import plain

_CLOCK = (
    r"(?:[T ]*(?P<half>上午|下午|晚上|凌晨|[AaPp][Mm])?\s*(?P<H>\d{1,2})\s*[:时点]\s*(?P<M>\d{1,2})?\s*[:分]?\s*(?:(?<=[:分])(?P<S>\d{1,2})(?P<f>\.\d{1,9})?)?\s*秒?"
    r"\s*(?P<after>[AaPp][Mm])?)?"
)
_SPLIT = re.compile(r"(?P<Y>\d{4})\s*(?:(?P<mark>[-/.])\s*(?P<m>\d{1,2})\s*(?P=mark)\s*(?P<d>\d{1,2})|年\s*(?P<m2>\d{1,2})\s*月\s*(?P<d2>\d{1,2})\s*日?)\s*" + _CLOCK + r"\Z", re.ASCII)
_TIGHT = re.compile(r"(?P<Y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:[T ]?(?P<H>\d\d):?(?P<M>\d\d)(?::?(?P<S>\d\d))?)?\Z", re.ASCII)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?\Z", re.ASCII)
_WEEKDAY = re.compile(r"\s*\(?(?:星期|周)[一二三四五六日天]\)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z", re.ASCII)
_PERCENT = re.compile(r"([+-]?\d{1,15}(?:\.\d{1,7})?)\s*%\Z", re.ASCII)
_YES = frozenset(("是", "√", "✓", "✔", "☑", "对", "true", "yes", "y", "t"))
_NO = frozenset(("否", "×", "✗", "✘", "不是", "错", "false", "no", "n", "f"))
_LATE, _EARLY = ("下午", "晚上", "pm"), ("上午", "凌晨", "am")


def usual_turn(storage: Storage, *, midnight_is_a_day: bool = False) -> Callable[[str], str] | None:
    """Turns the usual ways for a value kept as ``storage``; None: it is read as it stands.

    ``midnight_is_a_day``: a time of exactly 00:00:00 is what databases write behind a day alone.
    """
    if storage in ("moment", "instant"):
        return lambda text: usual_day(text, midnight_is_a_day=midnight_is_a_day)
    turns: dict[Storage, Callable[[str], str]] = {
        "date": lambda text: usual_day(text, midnight_is_a_day=True), "number": usual_number, "whole": usual_number,
        "bool": usual_flag,
    }  # fmt: skip
    return turns.get(storage)


def usual_day(text: str, *, midnight_is_a_day: bool = False) -> str:
    """``2024-03-01``, ``2024/3/1``, ``2024.3.1``, ``20240301``, ``2024年3月1日``, with or without a time, as ISO."""
    if _ISO.match(text) and not (midnight_is_a_day and "T00:00" in text):
        return text
    shown = _WEEKDAY.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    found = _SPLIT.match(shown) or _TIGHT.match(shown)
    if found is None:
        return text
    parts = found.groupdict()
    day = f"{parts['Y']}-{int(parts['m'] or parts['m2']):02}-{int(parts['d'] or parts['d2']):02}"
    if parts["H"] is None:
        return day
    hour = _hour(int(parts["H"]), (parts.get("half") or parts.get("after") or "").lower())
    if hour is None:
        return text
    clock = f"{hour:02}:{int(parts['M'] or 0):02}:{int(parts['S'] or 0):02}"
    part = (parts.get("f") or "").rstrip("0").rstrip(".")
    if midnight_is_a_day and clock == "00:00:00" and not part:
        return day
    return f"{day}T{clock}{part}"


def _hour(hour: int, half: str) -> int | None:
    """The hour of the day; None for one that no clock of twelve shows."""
    if not half:
        return hour
    if not 1 <= hour <= 12:
        return None
    return hour % 12 + 12 * (half in _LATE)


def usual_number(text: str) -> str:
    """``1,234.5`` and ``85%`` as ``1234.5`` and ``0.85``."""
    shown = unicodedata.normalize("NFKC", text).strip()
    if _GROUPED.match(shown):
        return shown.replace(",", "")
    found = _PERCENT.match(shown)
    return shown if found is None else plain(Fraction(found[1]) / 100)


def usual_flag(text: str) -> str:
    """``是``, ``√``, ``否``, ``×`` and the like as ``true`` and ``false``."""
    shown = unicodedata.normalize("NFKC", text).strip().lower()
    if shown in _YES:
        return "true"
    return "false" if shown in _NO else text
