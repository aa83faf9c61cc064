"""Points on the grid of the ledger, without losing or making any."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import floor

from kaohe.engine.ledger import PLACES, Entry
from kaohe.rules.value import rounded

UNIT: int = 10**PLACES


class OffGrid(AssertionError):  # noqa: N818 - it says where a number lies
    """Points finer than the ledger holds: a fault of ours, whoever wrote the entry."""


def total(points: Iterable[Fraction]) -> Fraction:
    return sum(points, Fraction(0))


def units_of(points: Fraction) -> int:
    """``points`` counted in units of 10⁻⁶. ``OffGrid`` when they are not whole units."""
    size, rest = divmod(UNIT, int(points.denominator))
    if rest:
        raise OffGrid(f"{points} is not a whole number of 10⁻⁶")
    return int(points.numerator) * size


def sum_of(entries: Iterable[Entry]) -> Fraction:
    """The points of all ``entries`` together; whole numbers add up faster than fractions."""
    return Fraction(sum(units_of(entry.points) for entry in entries), UNIT)


def on_grid(parts: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """``parts`` in units of 10⁻⁶ so that they add up to their exact sum, rounded once.

    Missing units go one each to the largest remainders, of equals to the first (P8).
    """
    floors = [floor(part * UNIT) for part in parts]
    missing = int(rounded(total(parts), PLACES) * UNIT) - sum(floors)
    by_remainder = sorted(range(len(parts)), key=lambda index: floors[index] - parts[index] * UNIT)
    lucky = frozenset(by_remainder[:missing])
    return tuple(Fraction(units + (index in lucky), UNIT) for index, units in enumerate(floors))


def within(value: Fraction, least: Fraction | None, most: Fraction | None) -> Fraction:
    """``value`` brought within its bounds; None: no bound."""
    if least is not None and value < least:
        return least
    if most is not None and value > most:
        return most
    return value
