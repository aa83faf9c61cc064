"""How a value of the language travels inside a fact: as a whole number or a text, exactly (P10).

    truth     1 true, 0 false, 2 missing
    text      itself
    number    on the grid of the literal it is compared with: twice the grid point, and one more for a value
              between two of them — so it is less than, equal to or greater than the literal's code exactly
              as the value is than the literal
    day       its ordinal; an instant its microseconds
    pair      two values compared with each other: themselves when whole, else their ranks (0 and 1)

A missing value is left out of the fact: no comparison with it holds, as in the language. Whether it is
there travels beside it (``present``) where a condition asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal, cast

from kaohe.rules.expression.tree import Tree
from kaohe.rules.value import Value

Code = Literal["truth", "present", "text", "number", "day", "pair"]
Fact = dict[str, object]
LARGEST = 2**61
"""Codes beyond ± this are cut: every literal's code is smaller, so no comparison changes."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A field of a fact: ``tree``'s value in one code. ``grid``: points per unit (``number``).

    ``other`` is the second tree of a pair, which travels in the field ``name + "o"``.
    """

    name: str
    tree: Tree
    code: Code
    grid: int = 1
    other: Tree | None = None

    def put(self, fact: Fact, value: Value, other: Value = None) -> None:
        """Writes the value (and its pair's) into the fact."""
        if self.code == "pair":
            fact.update(_pair(self.name, value, other))
        else:
            code = _CODES[self.code](value, self.grid)
            if code is not None:
                fact[self.name] = code


def number_code(number: Fraction, grid: int) -> int:
    """Twice the grid point at or below the number, one more if the number lies above it."""
    point, rest = divmod(number.numerator * grid, number.denominator)
    return max(-LARGEST, min(2 * point + (rest > 0), LARGEST))


def day_code(day: date | int) -> int:
    return day if isinstance(day, int) else day.toordinal()


def _truth(value: Value, _grid: int) -> int:
    return 2 if value is None else int(value is True)


def _pair(name: str, left: Any, right: Any) -> Mapping[str, object]:
    """Both values, or neither: durable-rules takes a right-hand field that is left out for anything."""
    if left is None or right is None:
        return {}
    one, other = _itself(left), _itself(right)
    if one is None or other is None:
        one, other = int(left > right), int(left < right)
    return {name: one, f"{name}o": other}


def _itself(value: Value) -> int | str | None:
    """The value as it is when durable-rules holds it exactly; None when it does not."""
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 and abs(value) < LARGEST else None
    if isinstance(value, bool | str):
        return value if isinstance(value, str) else int(value)
    return day_code(cast("date | int", value))


_CODES: Mapping[str, Callable[[Any, int], int | str | None]] = {
    "truth": _truth,
    "present": lambda value, _: int(value is not None),
    "text": lambda value, _: value,
    "number": lambda value, grid: None if value is None else number_code(value, grid),
    "day": lambda value, _: None if value is None else day_code(value),
}
