"""A run as a whole, ready to be handed over: cards, grounds, counts, clocks and cases, each found at once.

    Stored run ──► Dossier ──► workbook, unit sheets, pages, notice

Data only, and no arithmetic: whatever is shown was reckoned by the engine and by scoring. What is asked
per card or per case is looked up, never searched for, so that three thousand units stay quick.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TypeVar

from kaohe.engine.event import Event
from kaohe.engine.ledger import Clock, Coverage, Entry, GateRow, Tally
from kaohe.engine.meaning import deadline
from kaohe.engine.meaning.dueline import DueLine
from kaohe.engine.meaning.unscored import judged
from kaohe.engine.meaning.world import World
from kaohe.rules.policy import Clause, Deadline, Policy
from kaohe.scoring.card import Card, RiskLine, SubjectKind
from kaohe.scoring.stored_run import Stored, clocks_of, coverage_of, gates_of
from kaohe.scoring.why import Why, why
from kaohe.workbench.tracing import world_of_run
from kaohe.workbench.vetoes import Veto, vetoes_of

T = TypeVar("T")
K = TypeVar("K")
CardId = tuple[SubjectKind, str, str]
"""Subject kind, subject, card key (``unit@2021``)."""


@dataclass(frozen=True)
class Dossier:
    """One stored run and its policy. Not slotted: what is derived is kept once made."""

    stored: Stored
    policy: Policy

    @property
    def root(self) -> str:
        """The ledger's root, which stands on every cover."""
        return str(self.stored.receipt["root"])

    @property
    def cards(self) -> tuple[Card, ...]:
        return tuple(self.stored.scored.cards)

    @property
    def entries(self) -> Sequence[Entry]:
        return self.stored.scored.entries

    @property
    def tallies(self) -> tuple[Tally, ...]:
        return tuple(self.stored.scored.tallies)

    @cached_property
    def clauses(self) -> Mapping[str, Clause]:
        return {clause.id: clause for clause in self.policy.clauses}

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:
        return tuple(clocks_of(self.stored.folder))

    @cached_property
    def gates(self) -> tuple[GateRow, ...]:
        return tuple(gates_of(self.stored.folder))

    @cached_property
    def coverage(self) -> tuple[Coverage, ...]:
        return coverage_of(self.stored.folder)

    @cached_property
    def risks(self) -> tuple[RiskLine, ...]:
        """Every accepted risk that some card rests on, once, in the order of the cards."""
        return tuple(dict.fromkeys(_unpriced(risk) for card in self.cards for risk in card.accepted_risks))

    @cached_property
    def _entries_by_card(self) -> Mapping[CardId, Sequence[Entry]]:
        counted = (entry for entry in self.entries if entry.card is not None)
        return _grouped(((entry.subject_kind, entry.subject, entry.card or ""), entry) for entry in counted)

    @cached_property
    def entries_by_case(self) -> Mapping[str, Sequence[Entry]]:
        return _grouped((entry.case, entry) for entry in self.entries if entry.case is not None)

    @cached_property
    def entries_by_clause(self) -> Mapping[str, Sequence[Entry]]:
        return _grouped((entry.clause, entry) for entry in self.entries)

    @cached_property
    def clocks_by_case(self) -> Mapping[str, Sequence[Clock]]:
        return _grouped((clock.case, clock) for clock in self.clocks if clock.case is not None)

    @cached_property
    def tallies_by_subject(self) -> Mapping[str | None, Sequence[Tally]]:
        return _grouped((tally.subject, tally) for tally in self.tallies)

    @cached_property
    def vetoes(self) -> tuple[Veto, ...]:
        """Every veto that fired, with its course and the cards it stands on."""
        return vetoes_of(self.stored)

    @cached_property
    def vetoes_by_subject(self) -> Mapping[tuple[SubjectKind, str], Sequence[Veto]]:
        return _grouped(((veto.event.subject_kind, veto.event.subject), veto) for veto in self.vetoes)

    @cached_property
    def events_by_case(self) -> Mapping[str, Sequence[Event]]:
        """Standing events of each matter in order, read from the inputs when first asked for."""
        return {id_: stream.events for id_, stream in self.world.streams.cases.items()}

    @cached_property
    def world(self) -> World:
        """Policy, roster and events as the run saw them."""
        return world_of_run(self.stored, self.policy)

    def due_lines(self, case: str) -> Mapping[tuple[str, str], DueLine]:
        """The clocks of a case day by day, by clause and the event that started them. Reckoned anew when asked."""
        stream = self.world.stream("case", case)
        found: dict[tuple[str, str], DueLine] = {}
        for clause in self.policy.clauses:
            if isinstance(clause.form, Deadline) and clause.form.stream == "case" and not stream.unopened:
                timed, _ = judged(clause, case, partial(deadline.clocks_of, clause, self.world, stream))
                found |= {(each.line.clause, each.line.start.id): each.line for each in timed or ()}
        return found

    def entries_of(self, card: Card) -> Sequence[Entry]:
        """The entries that the card counts, in ledger order; they add up to its total."""
        return self._entries_by_card.get((card.subject_kind, card.subject, card.key), ())

    def parts_of(self, card: Card) -> tuple[Card, ...]:
        """The cards that a card is rolled up from, in order of time: a year's months. None: its entries are its own."""
        spans = {entry.of for entry in self.entries_of(card) if entry.part == "roll_up"}
        every = self.cards_of(card.subject_kind, card.subject) if spans else ()
        return tuple(one for one in every if one.card == card.card and one.span in spans)

    def cards_of(self, kind: SubjectKind, subject: str) -> tuple[Card, ...]:
        """All cards of one subject: a year and its months, or two scorecards."""
        return tuple(self._cards_by_subject.get((kind, subject), ()))

    @cached_property
    def _cards_by_subject(self) -> Mapping[tuple[SubjectKind, str], Sequence[Card]]:
        return _grouped(((card.subject_kind, card.subject), card) for card in self.cards)

    def why(self, card: Card) -> Why:
        """Everything that made the card, section by section (``scoring.why``)."""
        scored = self.stored.scored
        near = {card.subject, *(entry.of for entry in self.entries_of(card) if entry.of)}
        cards = tuple(one for name in near for kind in ("unit", "leader") for one in self.cards_of(kind, name))
        tallies = tuple(tally for name in near for tally in self.tallies_by_subject.get(name, ()))
        return why(self.policy, replace(scored, entries=tuple(self.entries_of(card)), cards=cards, tallies=tallies), card)


def dossier_of(stored: Stored, policy: Policy) -> Dossier:
    return Dossier(stored, policy)


def _unpriced(risk: RiskLine) -> RiskLine:
    """The risk without the points it has on one card: covers name risks, cards price them."""
    return replace(risk, clauses=(), points=type(risk.points)(0))


def _grouped(pairs: Iterable[tuple[K, T]]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups
