"""Two runs side by side: which cards, clauses and entries differ, and by how much.

For a corrected event, a changed parameter, an appeal decided, another version of the policy: what was
published, what it becomes, and the entries that make the difference.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from kaohe.engine.ledger import Entry
from kaohe.scoring.card import Card, Scored

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
CardId = tuple[str, str, str]
"""Subject kind, subject, card key."""


@dataclass(frozen=True, slots=True)
class CardChange:
    """A card that is not the same; None: there was, or is, no such card."""

    id: CardId
    before: Card | None
    after: Card | None

    @property
    def points(self) -> Fraction:
        return (self.after.total if self.after else Fraction(0)) - (self.before.total if self.before else Fraction(0))


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What a clause (or the card itself, ``card.…``) gives a subject on a card, before and after.

    ``card`` None: points that no card counts.
    """

    subject_kind: str
    subject: str
    card: str | None
    clause: str
    before: Fraction
    after: Fraction

    @property
    def points(self) -> Fraction:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry that came, went, or has other points, another date or another card."""

    id: str
    before: Entry | None
    after: Entry | None


@dataclass(frozen=True, slots=True)
class Differences:
    """All of them; ``cards_looked_at`` and ``entries_looked_at`` say among how many."""

    cards: tuple[CardChange, ...]
    clauses: tuple[ClauseChange, ...]
    entries: tuple[EntryChange, ...]
    cards_looked_at: int
    entries_looked_at: int


def differences(before: Scored, after: Scored) -> Differences:
    """What ``after`` has otherwise than ``before``, in order of subject and ledger."""
    cards = _pairs(_by_card(before.cards), _by_card(after.cards))
    entries = _pairs(_by_id(before.entries), _by_id(after.entries))
    return Differences(
        tuple(CardChange(id_, *pair) for id_, pair in sorted(cards.items()) if _seen(pair[0]) != _seen(pair[1])),
        _clauses(before.entries, after.entries),
        tuple(EntryChange(id_, *pair) for id_, pair in entries.items() if _weight(pair[0]) != _weight(pair[1])),
        len(cards), len(entries),
    )  # fmt: skip


def _by_card(cards: Iterable[Card]) -> dict[CardId, Card]:
    return {(card.subject_kind, card.subject, card.key): card for card in cards}


def _by_id(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {entry.id: entry for entry in entries}


def _pairs(before: Mapping[K, V], after: Mapping[K, V]) -> dict[K, tuple[V | None, V | None]]:
    """Both sides of every key, in the order of the first side, then of the second."""
    return {key: (before.get(key), after.get(key)) for key in dict.fromkeys([*before, *after])}


def _seen(card: Card | None) -> object:
    """What a reader of the card sees."""
    if card is None:
        return None
    return (
        card.total, card.exact, card.data, card.provisional, card.grade, card.rank, card.would_be,
        card.would_be_rank, card.vetoes, card.sections,
    )  # fmt: skip


def _weight(entry: Entry | None) -> object:
    """What an entry does: its points, when, on which card."""
    return None if entry is None else (entry.points, entry.at, entry.card)


def _clauses(before: Iterable[Entry], after: Iterable[Entry]) -> tuple[ClauseChange, ...]:
    sums = _pairs(_sums(before), _sums(after))
    changes = (
        ClauseChange(kind, subject, card or None, clause, old or Fraction(0), new or Fraction(0))
        for (kind, subject, card, clause), (old, new) in sorted(sums.items())
    )
    return tuple(change for change in changes if change.points != 0)


def _sums(entries: Iterable[Entry]) -> dict[tuple[str, str, str, str], Fraction]:
    sums: dict[tuple[str, str, str, str], Fraction] = {}
    for entry in entries:
        key = (entry.subject_kind, entry.subject, entry.card or "", entry.clause)
        sums[key] = sums.get(key, Fraction(0)) + entry.points
    return sums
