"""Over which spans the delays of a subject are cut: his card's months, quarters, or the whole period (P15).

A card that is settled each month keeps what it said; what a delay adds later stands on later cards.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kaohe.engine.ledger import Entry
from kaohe.engine.meaning import evaluate
from kaohe.engine.meaning.position import after_day
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import OfficeKind
from kaohe.rules.card_span import card_spans, whole
from kaohe.rules.policy import Clause, Scorecard, Span

Spans = tuple[Span, ...]


def ways_to_cut(clause: Clause, world: World) -> tuple[Spans, ...]:
    """The different cuts of the cards that have the clause's section; the period, without a card."""
    found = dict.fromkeys(card_spans(world.policy, card) for card in _cards(clause, world))
    return tuple(found) or ((whole(world.policy),),)


def is_cut_so(clause: Clause, world: World, spans: Spans, entry: Entry) -> bool:
    """Whether the entry's subject has a card of those spans; without a card, the first way holds."""
    ways = ways_to_cut(clause, world)
    if len(ways) == 1:
        return True
    card = next((card for card in _cards(clause, world) if _admits(card, world, entry)), None)
    return spans == (ways[0] if card is None else card_spans(world.policy, card))


def _cards(clause: Clause, world: World) -> list[Scorecard]:
    """The scorecards that count the clause; one without a section is counted by all."""
    return [
        card
        for card in world.policy.scorecards
        if clause.section is None or any(section.name == clause.section for section in card.sections)
    ]


def _admits(card: Scorecard, world: World, entry: Entry) -> bool:
    """``who``, asked on the last day of the period on which the roster has the subject."""
    if card.of != entry.subject_kind:
        return False
    day = _last_day(world, entry.subject_kind, entry.subject)
    here = after_day(world, world.stream(entry.subject_kind, entry.subject), day)
    return evaluate.holds(card.who, replace(here, subject=entry.subject))


def _last_day(world: World, kind: OfficeKind, subject: str) -> date:
    last = min(world.span.to, world.as_of)
    days = world.roster.days_of(kind, subject, Span(world.span.from_, last))
    return days[-1] if days else last
