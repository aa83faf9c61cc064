"""The promise of the house, checked on every run before anything is returned.

*Score = the sum of its entries, nothing else.* Whoever adds up the ledger by subject and card gets the
cards. A violation is our fault, never the policy's: it stops the run and says whose card, which figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction
from typing import Any, TypeVar

from kaohe.engine.ledger import Entry
from kaohe.engine.records import Columns, Records
from kaohe.scoring.card import Card
from kaohe.scoring.exact import UNIT, units_of


class Unbalanced(AssertionError):  # noqa: N818 - it says what the ledger is
    """A card whose entries do not add up to it, or two entries of one id."""


def balanced(entries: Iterable[Entry], cards: Iterable[Card]) -> int:
    """How many figures were looked at. ``Unbalanced`` when one is not the sum of its entries."""
    exact, totals, sections = _looked_through(entries)
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


def _looked_through(entries: Iterable[Entry]) -> _Sums:
    """The sums of entries that all have ids of their own."""
    if isinstance(entries, Columns):
        from kaohe.engine.ledger_columns import TooLarge

        try:
            return _sums_of_columns(entries)
        except TooLarge:
            pass
    listed = list(entries)
    _distinct(listed)
    return _sums(listed)


def _sums_of_columns(entries: Columns[Entry]) -> _Sums:
    exact: Counter[_Key] = Counter()
    totals: Counter[_Key] = Counter()
    sections: Counter[_SectionKey] = Counter()
    for found in entries.asked(_distinct_and_summed):
        for (kind, subject, card, section, part), units in found.items():
            if card is not None:
                totals[kind, subject, card] += units
                exact[kind, subject, card] += 0 if part == "round" else units
                if section is not None:
                    sections[kind, subject, card, section] += units
    return _points(exact), _points(totals), _points(sections)


def _distinct_and_summed(entries: Records[Entry]) -> Mapping[tuple[Any, ...], int]:
    """The points of a table by ``_COLUMNS``. An id names its subject, and a table holds whole subjects: no id
    stands in two of them.
    """
    from kaohe.engine.ledger_columns import repeated_id, sums_by

    twice = repeated_id(entries)
    if twice is not None:
        raise Unbalanced(f"two entries of the id {twice}")
    return sums_by(entries, _COLUMNS)


_COLUMNS = ("subject_kind", "subject", "card", "section", "part")
_Key = tuple[str, str, str]
_SectionKey = tuple[str, str, str, str]
K = TypeVar("K", bound=Hashable)
_Sums = tuple[dict[_Key, Fraction], dict[_Key, Fraction], dict[_SectionKey, Fraction]]
"""Of cards before rounding, of cards, of their sections."""


def _sums(entries: Iterable[Entry]) -> _Sums:
    exact: Counter[_Key] = Counter()
    totals: Counter[_Key] = Counter()
    sections: Counter[_SectionKey] = Counter()
    for entry in entries:
        units = units_of(entry.points)
        if entry.card is not None:
            key = (entry.subject_kind, entry.subject, entry.card)
            totals[key] += units
            exact[key] += 0 if entry.part == "round" else units
            if entry.section is not None:
                sections[*key, entry.section] += units
    return _points(exact), _points(totals), _points(sections)


def _points(units: Mapping[K, int]) -> dict[K, Fraction]:
    return {key: Fraction(count, UNIT) for key, count in units.items()}


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
