"""The promise of the house, checked on every run before anything is returned.

*Score = the sum of its entries, nothing else.* Whoever adds up the ledger by subject and card gets the
cards. A violation is our fault, never the policy's: it stops the run and says whose card, which figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from kaohe.engine.ledger import Entry
from kaohe.scoring.card import Card

_UNROUNDED = frozenset({"round"})


class Unbalanced(AssertionError):  # noqa: N818 - it says what the ledger is
    """A card whose entries do not add up to it, or two entries of one id."""


def balanced(entries: Iterable[Entry], cards: Iterable[Card]) -> int:
    """How many figures were looked at. ``Unbalanced`` when one is not the sum of its entries."""
    listed = list(entries)
    _distinct(listed)
    exact, totals, sections = _sums(listed)
    looked = 0
    seen = set()
    for card in cards:
        key = (card.subject_kind, card.subject, card.key)
        seen.add(key)
        _equal(card, "exact", card.exact, exact.get(key, Fraction(0)))
        _equal(card, "total", card.total, totals.get(key, Fraction(0)))
        for line in card.sections:
            _equal(card, line.name, line.total, sections.get((*key, line.name), Fraction(0)))
        looked += 2 + len(card.sections)
    orphans = totals.keys() - seen
    if orphans:
        raise Unbalanced(f"entries on cards that do not exist: {sorted(orphans)[:5]}")
    return looked


_Key = tuple[str, str, str]


def _sums(
    entries: Iterable[Entry],
) -> tuple[dict[_Key, Fraction], dict[_Key, Fraction], dict[tuple[str, str, str, str], Fraction]]:
    exact: dict[_Key, Fraction] = {}
    totals: dict[_Key, Fraction] = {}
    sections: dict[tuple[str, str, str, str], Fraction] = {}
    for entry in entries:
        if entry.card is None:
            continue
        key = (entry.subject_kind, entry.subject, entry.card)
        totals[key] = totals.get(key, Fraction(0)) + entry.points
        if entry.part not in _UNROUNDED:
            exact[key] = exact.get(key, Fraction(0)) + entry.points
        if entry.section is not None:
            section = (*key, entry.section)
            sections[section] = sections.get(section, Fraction(0)) + entry.points
    return exact, totals, sections


def _equal(card: Card, what: str, shown: Fraction, summed: Fraction) -> None:
    if shown != summed:
        raise Unbalanced(
            f"{card.subject_kind} {card.subject}, card {card.key}: {what} is {shown}, its entries sum to {summed}"
        )


def _distinct(entries: Iterable[Entry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise Unbalanced(f"two entries of the id {entry.id}")
        seen.add(entry.id)
