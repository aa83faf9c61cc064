"""Exact statistics (P21): what a reader could redo by hand on a sorted list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from kaohe.rules.policy import Statistic


def total(values: Sequence[Fraction]) -> Fraction:
    """The sum, exact. Values over one denominator are summed as whole numbers: rates have many ones and zeros."""
    wholes: dict[int, int] = defaultdict(int)
    for value in values:
        wholes[value.denominator] += value.numerator
    return sum((Fraction(whole, denominator) for denominator, whole in wholes.items()), Fraction(0))


def mean(values: Sequence[Fraction]) -> Fraction:
    """The sum over the number of rows, exact."""
    return total(values) / len(values)


def median(values: Sequence[Fraction]) -> Fraction:
    """The middle value, or the exact mean of the two middle values."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def nearest_rank(values: Sequence[Fraction], percent: int) -> Fraction:
    """The least value that at least ``percent`` of the rows do not exceed."""
    rank = -(-percent * len(values) // 100)
    return sorted(values)[rank - 1]


STATISTICS: Mapping[Statistic, Callable[[Sequence[Fraction]], Fraction]] = {
    "mean": mean,
    "median": median,
    "p80": lambda values: nearest_rank(values, 80),
    "p90": lambda values: nearest_rank(values, 90),
    "sum": total,
    "count": lambda values: Fraction(len(values)),
    "max": max,
    "min": min,
}
"""Of at least one value each."""
