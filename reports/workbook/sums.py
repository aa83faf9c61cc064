"""Totals as formulas over the sheet of entries, each with the sum that the entries have.

Cards, sections and clauses are numbered, and the sheet of entries has these numbers in its last columns:
a number is looked for as it is, while a name could hold ``*`` or ``?``, or differ by case alone. The ranges
are whole columns of entries, so that sorting or filtering the entries changes no total.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import groupby

from kaohe.engine.ledger import Entry
from kaohe.reports.tables import card_order
from kaohe.reports.workbook.page import FIRST_ROW, Cell, Formula
from kaohe.scoring.card import Card
from kaohe.workbench.dossier import CardId, Dossier

MOST_ROWS = 1_000_000
"""Entries that a sheet has room for; of a larger ledger, totals are plain figures."""


class Sums:
    """``letters`` are the columns of points, card, section and clause on the sheet ``name``. Not slotted: sums are kept."""

    def __init__(self, dossier: Dossier, name: str, letters: tuple[str, str, str, str]) -> None:
        self.dossier = dossier
        self.fits = len(dossier.entries) <= MOST_ROWS
        last = FIRST_ROW + max(len(dossier.entries), 1)
        self._points, self._card, self._section, self._clause = (
            f"'{name}'!${letter}${FIRST_ROW + 1}:${letter}${last}" for letter in letters
        )

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """All cards in the order of print: scorecard, span, group, rank."""
        return tuple(sorted(self.dossier.cards, key=card_order(self.dossier.policy)))

    @cached_property
    def card_numbers(self) -> Mapping[CardId, int]:
        return {(card.subject_kind, card.subject, card.key): number for number, card in enumerate(self.cards, 1)}

    @cached_property
    def sections(self) -> Mapping[str, int]:
        """Section names as the cards have them, in their order; 0 is what stands in none."""
        names = dict.fromkeys(line.name for card in self.cards for line in card.sections)
        return {name: number for number, name in enumerate(names, 1)}

    @cached_property
    def clauses(self) -> Mapping[str, int]:
        """Clauses in the order of the policy; 0 is the card's own entries."""
        return {name: number for number, name in enumerate(self.dossier.clauses, 1)}

    def number(self, card: Card) -> int:
        return self.card_numbers[card.subject_kind, card.subject, card.key]

    def numbers(self, entry: Entry) -> tuple[int | None, int, int]:
        """Card, section and clause of an entry as its sheet holds them; no card counts it: None."""
        card = self.card_numbers.get((entry.subject_kind, entry.subject, entry.card or ""))
        return card, self.sections.get(entry.section or "", 0), self.clauses.get(entry.clause, 0)

    @cached_property
    def _of(self) -> Mapping[tuple[int, int, int], Fraction]:
        """What the entries of each clause in each section of each card add up to."""
        found: dict[tuple[int, int, int], Fraction] = {}
        for entry in self.dossier.entries:
            card, section, clause = self.numbers(entry)
            if card is not None:
                key = (card, section, clause)
                found[key] = found.get(key, Fraction(0)) + entry.points
        return found

    @cached_property
    def _of_section(self) -> Mapping[tuple[int, int], Fraction]:
        pairs = sorted((key[:2], points) for key, points in self._of.items())
        return {key: sum((points for _, points in group), Fraction(0)) for key, group in groupby(pairs, lambda pair: pair[0])}

    def used(self, section: int) -> Iterator[int]:
        """Clauses that some card counts in the section; 0 among them where cards add entries of their own."""
        yield from sorted({clause for _, in_section, clause in self._of if in_section == section})

    # --- cells --------------------------------------------------------------------------------------

    def total(self, card: Card) -> Cell:
        """The card's total."""
        return self._formula(card.total, f"{self._card},{self.number(card)}")

    def section(self, card: Card, name: str, total: Fraction) -> Cell:
        """A section's total; the figure alone where it is no sum of entries (a year made of its months)."""
        number, own = self.sections[name], self.number(card)
        if self._of_section.get((own, number), Fraction(0)) != total:
            return total
        return self._formula(total, f"{self._card},{own},{self._section},{number}")

    def rest(self, card: Card) -> Cell:
        """What stands in no section: base, inheritance, rulings, rounding."""
        own = self.number(card)
        value = self._of_section.get((own, 0), Fraction(0))
        return self._formula(value, f"{self._card},{own},{self._section},0")

    def clause(self, card: Card, section: int, clause: int) -> Cell:
        """What a clause's entries come to; nothing where it wrote none."""
        own = self.number(card)
        if (own, section, clause) not in self._of:
            return None
        value = self._of[own, section, clause]
        return self._formula(value, f"{self._card},{own},{self._section},{section},{self._clause},{clause}")

    def _formula(self, value: Fraction, criteria: str) -> Cell:
        """Rounded where entries are exact, so that no binary remainder shows."""
        return Formula(f"=ROUND(SUMIFS({self._points},{criteria}),6)", value) if self.fits else value
