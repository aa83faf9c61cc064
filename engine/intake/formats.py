"""Declared formats: how a foreign text says a day, a number or a flag -> how readers take it.

Days and instants: strptime's directives ``%Y %m %d %H %I %p %M %S %f %z %%`` with everything else taken
literally, or ``excel`` (a serial number), ``unix``, ``unix_ms``. Numbers: ``1,234.5``, ``1.234,5``, ``percent``.
Flags: the two words, as in ``是/否``. Lists have no format of their own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction

from kaohe.engine.event_row import Storage
from kaohe.engine.event_value import Refused
from kaohe.rules.value import plain

Turn = Callable[[str], "str | Refused"]
"""A foreign text as the text that readers take, or why it is none."""

_MISFIT = Refused("intake.format")
_DIRECTIVES = {
    "Y": r"(?P<Y>\d{4})", "m": r"(?P<m>\d{1,2})", "d": r"(?P<d>\d{1,2})", "H": r"(?P<H>\d{1,2})", "I": r"(?P<I>\d{1,2})",
    "p": r"(?P<p>[AaPp][Mm]|上午|下午)", "M": r"(?P<M>\d{1,2})", "S": r"(?P<S>\d{1,2})", "f": r"(?P<f>\d{1,9})",
    "z": r"(?P<z>Z|[+-]\d\d:?\d\d)", "%": "%",
}  # fmt: skip
_ISO = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?\Z", re.ASCII)
_NEVER = re.compile(r"(?!)")
_STORED: defaultdict[Storage, re.Pattern[str]] = defaultdict(
    lambda: _NEVER, {"moment": _ISO, "instant": _ISO, "date": _ISO, "bool": re.compile(r"(?:true|false)\Z")}
)
"""What a workbook gives for a cell that it stores as a day or a flag, whatever form the cell is shown in."""
_AFTERNOON = ("pm", "下午")
_SERIAL = re.compile(r"\d{1,6}(\.\d{1,12})?\Z", re.ASCII)
_STAMP = re.compile(r"-?\d{1,14}\Z", re.ASCII)
_SEPARATED = {"1,234.5": (",", "."), "1.234,5": (".", ",")}


def turn_of(formats: tuple[str, ...], storage: Storage) -> Turn | None:
    """The first of ``formats`` that fits a text turns it; None when one of them is no format of its type."""
    turns = [_turn(text, storage) for text in formats]
    found = [turn for turn in turns if turn is not None]
    if len(found) < len(turns):
        return None

    def turned(text: str) -> str | Refused:
        for turn in found:
            result = turn(text)
            if isinstance(result, str):
                return result
        return text if _STORED[storage].match(text) else _MISFIT

    return turned


def _turn(text: str, storage: Storage) -> Turn | None:
    if storage in ("moment", "instant", "date"):
        return _day_turn(text)
    if storage in ("number", "whole"):
        return _number_turn(text)
    return _flag_turn(text) if storage == "bool" else None


# --- days ---------------------------------------------------------------------------------------


def _day_turn(text: str) -> Turn | None:
    named: dict[str, Turn] = {
        "excel": _from_serial, "unix": lambda stamp: _from_stamp(stamp, 1), "unix_ms": lambda stamp: _from_stamp(stamp, 1000),
    }  # fmt: skip
    return named.get(text) or _directed(text)


def _directed(text: str) -> Turn | None:
    pattern = _pattern(text)
    if pattern is None:
        return None

    def turn(given: str) -> str | Refused:
        found = pattern.match(given)
        return _MISFIT if found is None else _iso(found.groupdict())

    return turn


def _pattern(text: str) -> re.Pattern[str] | None:
    """The texts that a format with directives fits. Two numbers without anything between them have two
    digits each, as in ``%Y%m%d``.
    """
    tight = re.sub(r"%([mdHIMS])(?=%[mdHIMSf])", r"%2\1", text)
    tight = re.sub(r"(%(?:Y|2?[mdHIM]))%([mdHIMS])", r"\1%2\2", tight)
    parts = []
    for piece in re.split(r"(%2?.)", tight):
        if not piece.startswith("%"):
            parts.append(re.escape(piece))
        elif piece[-1] not in _DIRECTIVES:
            return None
        else:
            wanted = _DIRECTIVES[piece[-1]]
            parts.append(wanted.replace("{1,2}", "{2}") if "2" in piece else wanted)
    try:
        pattern = re.compile(f"{''.join(parts)}\\Z", re.ASCII)
    except re.error:  # a directive written twice
        return None
    named = pattern.groupindex.keys()
    halves = ("I" in named) == ("p" in named) and not ("I" in named and "H" in named)
    return pattern if {"Y", "m", "d"} <= named and halves and (not named & {"M", "S"} or named & {"H", "I"}) else None


def _iso(found: dict[str, str | None]) -> str | Refused:
    day = f"{found['Y']}-{int(found['m'] or 0):02}-{int(found['d'] or 0):02}"
    hour = found.get("H") or _hour(found.get("I"), found.get("p"))
    if hour is None:
        return day
    if not hour:
        return _MISFIT
    time = f"{int(hour):02}:{int(found.get('M') or 0):02}:{int(found.get('S') or 0):02}"
    part = f".{found['f']}" if found.get("f") else ""
    return f"{day}T{time}{part}{found.get('z') or ''}"


def _hour(of_twelve: str | None, half: str | None) -> str | None:
    """The hour of the day; None without one, empty for an hour that no clock of twelve shows."""
    if of_twelve is None or half is None:
        return None
    if not 1 <= int(of_twelve) <= 12:
        return ""
    return str(int(of_twelve) % 12 + 12 * (half.lower() in _AFTERNOON))


def _from_serial(text: str) -> str | Refused:
    """Days since 1899-12-30, as spreadsheets count (right from March 1900 on); parts of a day to the second."""
    found = _SERIAL.match(text)
    if found is None:
        return _MISFIT
    seconds = round(Fraction(text) * 86_400)
    wall = datetime(1899, 12, 30) + timedelta(seconds=seconds)  # noqa: DTZ001 - a spreadsheet's time has no zone
    return wall.isoformat() if found[1] else wall.date().isoformat()


def _from_stamp(text: str, per_second: int) -> str | Refused:
    if _STAMP.match(text) is None:
        return _MISFIT
    micros = int(text) * 1_000_000 // per_second
    try:
        utc = datetime(1970, 1, 1) + timedelta(microseconds=micros)  # noqa: DTZ001 - labelled with Z below
    except OverflowError:
        return _MISFIT
    return f"{utc.isoformat()}Z"


# --- numbers and flags --------------------------------------------------------------------------


def _number_turn(text: str) -> Turn | None:
    if text == "percent":
        return _from_percent
    if text not in _SEPARATED:
        return None
    group, point = _SEPARATED[text]
    grouped = re.compile(rf"[+-]?(?:\d{{1,3}}(?:{re.escape(group)}\d{{3}})+|\d+)(?:{re.escape(point)}\d+)?\Z", re.ASCII)
    return lambda given: given.replace(group, "").replace(point, ".") if grouped.match(given) else _MISFIT


def _from_percent(text: str) -> str | Refused:
    found = re.match(r"([+-]?\d{1,15}(?:\.\d{1,7})?) ?[%％]\Z", text, re.ASCII)
    return _MISFIT if found is None else plain(Fraction(found[1]) / 100)


def _flag_turn(text: str) -> Turn | None:
    yes, slash, no = text.partition("/")
    if not (yes and slash and no) or yes == no:
        return None
    return lambda given: {yes: "true", no: "false"}.get(given, _MISFIT)
