"""What cards would say without the clauses that accepted risks are about (P20): scored once more without them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kaohe.engine.ledger import Entry, Replay
from kaohe.engine.records import Columns
from kaohe.rules.policy import Policy
from kaohe.scoring.card import Card, Scored, Unrisked
from kaohe.scoring.cards import risky


def with_unrisked(
    scored: Scored, policy: Policy, replay: Replay, again: Callable[[Policy, Replay], Scored]
) -> Scored:
    """The same result, each card that rests on accepted risks with its total and grade without them.

    ``again`` scores a policy and a replay; it is asked only when a card rests on a risk.
    """
    if not any(card.accepted_risks for card in scored.cards):
        return scored
    gone = risky(policy)
    kept = tuple(clause for clause in policy.clauses if clause.id not in gone)
    rest = replace(policy, clauses=kept, accepted_risks=())
    without = again(rest, _without(replay, gone))
    other = {(card.key, card.subject_kind, card.subject): card for card in without.cards}
    cards = tuple(_beside(card, other.get((card.key, card.subject_kind, card.subject))) for card in scored.cards)
    return replace(scored, cards=cards)


def _without(replay: Replay, gone: frozenset[str]) -> Replay:
    """What happened, less what these clauses wrote."""
    return replace(
        replay,
        entries=_entries(replay.entries, gone),
        tallies=tuple(tally for tally in replay.tallies if tally.clause not in gone),
        vestings=tuple(each for each in replay.vestings if each.entry.clause not in gone),
        vetoes=tuple(veto for veto in replay.vetoes if veto.clause not in gone),
    )


def _entries(entries: Sequence[Entry], gone: frozenset[str]) -> Sequence[Entry]:
    if isinstance(entries, Columns):
        from kaohe.engine.ledger_columns import without

        return entries.each("rest", lambda _, part: without(part, gone))
    return tuple(entry for entry in entries if entry.clause not in gone)


def _beside(card: Card, other: Card | None) -> Card:
    if not card.accepted_risks or other is None or not card.data:
        return card
    return replace(card, unrisked=Unrisked(other.total, other.grade))
