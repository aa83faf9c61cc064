"""A clause is read once for each span that cards count over: the period, or each month, quarter… (P15).

On a monthly card ``period.from`` is the month's first day, and a delay that goes on grows month by
month. Where cards of different spans count the same clause, each subject's entries are those of his
own card's spans.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from kaohe.engine.ledger import Entry
from kaohe.engine.meaning import evaluate
from kaohe.engine.meaning.position import after_day
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import OfficeKind
from kaohe.rules.card_span import card_spans, whole
from kaohe.rules.policy import Clause, Scorecard, Span

Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a clause: the world of one span, and which entries of it are kept."""

    world: World
    keeps: Callable[[Entry], bool]

    def kept(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        return (entry for entry in entries if self.keeps(entry))


def readings(clause: Clause, world: World) -> Iterator[Reading]:
    """The readings of a clause, by the spans of the cards that have its section."""
    several = _spans(clause, world)
    for spans in several:
        for span in spans:
            there = replace(world, span=span)
            yield Reading(there, _keeping(clause, there, spans) if len(several) > 1 else _everything)


def _everything(_: Entry) -> bool:
    return True


def _keeping(clause: Clause, world: World, spans: Spans) -> Callable[[Entry], bool]:
    return lambda entry: _spans_for(clause, world, entry) == spans


def _spans(clause: Clause, world: World) -> list[Spans]:
    """The different spans of the cards with the clause's section; the period, if there is no card."""
    found = dict.fromkeys(card_spans(world.policy, card) for card in _cards(clause, world))
    return list(found) or [(whole(world.policy),)]


def _cards(clause: Clause, world: World) -> list[Scorecard]:
    """The scorecards that count the clause; one without a section is counted by all."""
    return [
        card
        for card in world.policy.scorecards
        if clause.section is None or any(section.name == clause.section for section in card.sections)
    ]


def _spans_for(clause: Clause, world: World, entry: Entry) -> Spans:
    """The spans of the card that admits the entry's subject; without one, those named first."""
    admitting = (card for card in _cards(clause, world) if _admits(card, world, entry))
    card = next(admitting, None)
    return _spans(clause, world)[0] if card is None else card_spans(world.policy, card)


def _admits(card: Scorecard, world: World, entry: Entry) -> bool:
    """``who``, asked on the last day of the span on which the roster has the subject."""
    if card.of != entry.subject_kind:
        return False
    day = _last_day(world, entry.subject_kind, entry.subject)
    here = after_day(world, world.stream(entry.subject_kind, entry.subject), day)
    return evaluate.holds(card.who, replace(here, subject=entry.subject))


def _last_day(world: World, kind: OfficeKind, subject: str) -> date:
    last = min(world.span.to, world.as_of)
    days = world.roster.days_of(kind, subject, Span(world.span.from_, last))
    return days[-1] if days else last
