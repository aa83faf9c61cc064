"""The values of the language: exact numbers, days, instants, durations.

One number type: exact rationals (``fractions.Fraction``). A scalar is read from its text by the
type its key declares, never by a resolver and never through a float. A missing value is ``None``.

=========  =====================================================================
type       held as
=========  =====================================================================
number     ``Fraction``
bool       ``bool``
code       ``str`` (also enum, unit, leader, case: identifiers compare as text)
date       ``datetime.date``
instant    ``int``: microseconds since 1970-01-01T00:00 UTC
duration   ``Duration``
list       ``tuple`` of the above
=========  =====================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

DurationUnit = Literal["d", "wd", "h", "wh"]
"""Days, working days, hours, office hours."""

Rounding = Literal["half_up", "half_even", "down", "up"]

_DURATION = re.compile(r"(-?\d{1,6})(wd|wh|d|h)\Z")
_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,9})?\Z")
_SHARE = re.compile(r"(\d{1,9})/([1-9]\d{0,8})\Z")


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """A length of time in one unit; lengths in different units do not compare."""

    count: int
    unit: DurationUnit

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"


Value = Fraction | bool | str | date | int | Duration | tuple["Value", ...] | None


def duration_from(text: str) -> Duration | None:
    """``15d``, ``5wd``, ``24h``, ``8wh``; None when it is none of these."""
    found = _DURATION.match(text)
    if found is None:
        return None
    unit: DurationUnit = found[2]  # type: ignore[assignment]
    return Duration(int(found[1]), unit)


def number_from(text: str) -> Fraction | None:
    """``3``, ``-0.25``, ``12%``, ``1/3``; None when it is none of these. Never a float."""
    share = _SHARE.match(text)
    if share is not None:
        return Fraction(int(share[1]), int(share[2]))
    percent = text.endswith("%")
    digits = text[:-1] if percent else text
    if _NUMBER.match(digits) is None:
        return None
    exact = Fraction(digits)
    return exact / 100 if percent else exact


def rounded(exact: Fraction, places: int, mode: Rounding = "half_up") -> Fraction:
    """``exact`` to ``places`` decimals. ``half_up`` is half away from zero, as Excel's ROUND."""
    if 10**places % exact.denominator == 0:
        return exact
    whole, rest = divmod(abs(exact.numerator) * 10**places, exact.denominator)
    twice = 2 * rest - exact.denominator
    if mode == "half_up":
        whole += twice >= 0
    elif mode == "half_even":
        whole += twice > 0 or (twice == 0 and whole % 2 == 1)
    elif mode == "up":
        whole += rest > 0
    return Fraction(whole if exact.numerator >= 0 else -whole, 10**places)


def shown(exact: Fraction, places: int) -> str:
    """``exact`` with exactly ``places`` decimals, half up: what a reader sees."""
    near = rounded(exact, places)
    cents = near.numerator * 10**places // near.denominator
    sign = "-" if cents < 0 else ""
    digits = str(abs(cents)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def plain(exact: Fraction) -> str:
    """The shortest exact decimal of ``exact``, or ``n/d`` when it has none."""
    if exact.denominator == 1:
        return str(exact.numerator)
    places = 0
    rest = exact.denominator
    for factor in (2, 5):
        count = 0
        while rest % factor == 0:
            rest //= factor
            count += 1
        places = max(places, count)
    return shown(exact, places) if rest == 1 else f"{exact.numerator}/{exact.denominator}"
