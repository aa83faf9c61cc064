"""What cards would say without the clauses that accepted risks are about (P20): scored once more without them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kaohe.engine.ledger import Entry, Replay
from kaohe.rules.policy import Policy
from kaohe.scoring.card import Card, Unrisked
from kaohe.scoring.cards import risky


def with_unrisked(
    cards: tuple[Card, ...], policy: Policy, again: Callable[[Policy, frozenset[str]], Sequence[Card]]
) -> tuple[Card, ...]:
    """The same cards, each that rests on accepted risks with its total and grade without them.

    ``again`` scores a policy once more, less what the clauses that are gone wrote; it is asked only when a
    card rests on a risk.
    """
    if not any(card.accepted_risks for card in cards):
        return cards
    gone = risky(policy)
    kept = tuple(clause for clause in policy.clauses if clause.id not in gone)
    other = {(card.key, card.subject_kind, card.subject): card for card in again(replace(policy, clauses=kept, accepted_risks=()), gone)}
    return tuple(_beside(card, other.get((card.key, card.subject_kind, card.subject))) for card in cards)


def without(replay: Replay, gone: frozenset[str]) -> Replay:
    """What happened beside entries, less what these clauses wrote."""
    return replace(
        replay,
        tallies=tuple(tally for tally in replay.tallies if tally.clause not in gone),
        vestings=tuple(each for each in replay.vestings if each.entry.clause not in gone),
        vetoes=tuple(veto for veto in replay.vetoes if veto.clause not in gone),
    )


def about(entry: Entry) -> str:
    """The clause that an entry is about: of a ruling on a total, which the card itself writes, the one it names."""
    return entry.of if entry.part == "adjust" and entry.of else entry.clause


def _beside(card: Card, other: Card | None) -> Card:
    if not card.accepted_risks or other is None or not card.data:
        return card
    return replace(card, unrisked=Unrisked(other.total, other.grade))
