"""What may be published: counts under ten are withheld, and whatever would give them away by subtraction.

    a tally of units          one row per unit, and what they add up to
      primary                 1…9 hits, or 1…9 rows that did not hit, or 1…9 rows in all
      secondary               as long as the withheld rows add up to less than ten, or are a single one,
                              the smallest row still shown is withheld too

Leaders' cards, ranks, points and cases are not published at all: a public document shows grades and counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe.engine.ledger import Tally

LEAST = 10
"""Counts from 1 up to, not including, this are withheld."""


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A tally as it may be shown; ``withheld``: neither its counts nor its value."""

    tally: Tally
    withheld: bool


def public_rows(tallies: Sequence[Tally]) -> tuple[PublicRow, ...]:
    """The rows of one table (one clause, one period, one kind of subject), in their order.

    The table may be printed with the sums of all its rows: no withheld count follows from them.
    """
    rows = [_counts(tally) for tally in tallies]
    withheld = {place for place, row in enumerate(rows) if any(_is_small(count) for count in row)}
    while withheld and not _hidden(rows, withheld):
        shown = [place for place in range(len(rows)) if place not in withheld and any(rows[place])]
        if not shown:
            break
        withheld.add(min(shown, key=lambda place: (rows[place][2], place)))
    return tuple(PublicRow(tally, place in withheld) for place, tally in enumerate(tallies))


Counts = tuple[Fraction, Fraction, Fraction]
"""Hits, rows that did not hit, all rows."""


def _counts(tally: Tally) -> Counts:
    return (tally.numerator, tally.denominator - tally.numerator, tally.denominator)


def _is_small(count: Fraction) -> bool:
    return 0 < count < LEAST


def _hidden(rows: Sequence[Counts], withheld: Iterable[int]) -> bool:
    """Whether the sums of the withheld rows tell nothing of one: several rows, none of the sums small."""
    hidden = [rows[place] for place in withheld]
    return len(hidden) > 1 and not any(_is_small(sum((row[part] for row in hidden), Fraction(0))) for part in range(3))
