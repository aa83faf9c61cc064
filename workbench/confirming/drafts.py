"""What each unit is asked about: its draft entries with their numbers, its cases, clocks and counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kaohe.engine.event import Event
from kaohe.engine.ledger import Clock, Entry, Part, Tally
from kaohe.rules.vocabulary import Kind, Vocabulary
from kaohe.workbench.confirming.numbers import Numbers
from kaohe.workbench.dossier import Dossier

CONFIRMED, DISPUTED = "confirmed", "disputed"
"""Kinds of events that answers become."""
ASKED: frozenset[Part] = frozenset({"charge", "late", "on_time", "short", "score", "item", "reverse", "adjust", "veto"})
"""Parts that rest on data; what a card reckons of them (caps, base, rounding) is not for a unit to confirm."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that a unit is asked about, and its number."""

    number: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class UnitCase:
    """A case that names the unit: all its events, and those that name the unit."""

    case: str
    events: Sequence[Event]
    own: Sequence[Event]


@dataclass(frozen=True)
class Drafts:
    """The drafts of a run. Not slotted: what is looked up is kept."""

    dossier: Dossier

    @cached_property
    def numbers(self) -> Numbers:
        return Numbers(self.dossier.root)

    @cached_property
    def by_unit(self) -> Mapping[str, Sequence[Draft]]:
        """Every unit that is asked something, in the order of the ledger."""
        found: dict[str, list[Draft]] = {}
        for place, entry in enumerate(self.dossier.entries):
            if entry.subject_kind == "unit" and entry.part in ASKED:
                found.setdefault(entry.subject, []).append(Draft(self.numbers.number(place), entry))
        return found

    @cached_property
    def by_number(self) -> Mapping[str, Draft]:
        return {draft.number: draft for drafts in self.by_unit.values() for draft in drafts}

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Units that have a card or are asked something, by code."""
        return tuple(sorted({card.subject for card in self.dossier.cards if card.subject_kind == "unit"} | set(self.by_unit)))

    def title(self, unit: str) -> str:
        return next((card.title for card in self.dossier.cards_of("unit", unit)), "")

    def cases(self, unit: str) -> Sequence[UnitCase]:
        """The cases that name the unit in some event, by their numbers."""
        return [_unit_case(case, self.dossier.events_by_case[case], unit) for case in sorted(self._named.get(unit, ()))]

    @cached_property
    def _named(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for case, events in self.dossier.events_by_case.items():
            for event in events:
                if event.unit is not None:
                    found.setdefault(event.unit, set()).add(case)
        return found

    def clocks(self, unit: str) -> Iterator[Clock]:
        """Due-date lines of those cases, then the unit's own."""
        for case in sorted(self._named.get(unit, ())):
            yield from self.dossier.clocks_by_case.get(case, ())
        yield from self._own_clocks.get(unit, ())

    @cached_property
    def _own_clocks(self) -> Mapping[str, list[Clock]]:
        found: dict[str, list[Clock]] = {}
        for clock in self.dossier.clocks:
            if clock.case is None and clock.stream[0] == "unit":
                found.setdefault(clock.stream[1], []).append(clock)
        return found

    def tallies(self, unit: str) -> Sequence[Tally]:
        """Its counts; a code or leader of the same name has others."""
        return [tally for tally in self.dossier.tallies_by_subject.get(unit, ()) if tally.subject_kind == "unit"]


def _unit_case(case: str, events: Sequence[Event], unit: str) -> UnitCase:
    return UnitCase(case, events, [event for event in events if event.unit == unit])


def answer_kinds(vocabulary: Vocabulary) -> tuple[Kind, Kind] | None:
    """The kinds ``confirmed`` and ``disputed``; None where the vocabulary has none for data confirmation."""
    found = vocabulary.kinds.get(CONFIRMED), vocabulary.kinds.get(DISPUTED)
    return None if found[0] is None or found[1] is None else (found[0], found[1])
