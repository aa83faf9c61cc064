"""What each form of clause writes: the one place where the forms come together.

    on, deadline            entries; vestings, vetoes, clocks
    frequency, checklist    entries and tallies
    ratio, measure, appraisal, manual    tallies; points are given to them by scoring

Clauses are read once, over the policy's period, whatever cards count them. Only rates are taken over
the spans of the cards, and delays that grow are cut by them (P15).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from kaohe.engine.ledger import Clock, Entry, Tally, Vesting, VetoEvent
from kaohe.engine.meaning.checklist import checked_items
from kaohe.engine.meaning.deadline import judged_deadline, ledger_clocks
from kaohe.engine.meaning.frequency import judged_frequencies
from kaohe.engine.meaning.on import judged_on
from kaohe.engine.meaning.tally import counted
from kaohe.engine.meaning.veto import veto_events
from kaohe.engine.meaning.world import World
from kaohe.rules.policy import (
    Appraisal,
    Checklist,
    Clause,
    Deadline,
    Form,
    Frequency,
    Manual,
    Measure,
    On,
    Ratio,
)
from kaohe.rules.problem import Problem
from kaohe.rules.record import record


@record
class Findings:
    """What one clause, or several, wrote."""

    entries: list[Entry] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    vestings: list[Vesting] = field(default_factory=list)
    vetoes: list[VetoEvent] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def take(self, other: Findings) -> None:
        """Adds what another clause wrote."""
        self.entries.extend(other.entries)
        self.tallies.extend(other.tallies)
        self.clocks.extend(other.clocks)
        self.vestings.extend(other.vestings)
        self.vetoes.extend(other.vetoes)
        self.problems.extend(other.problems)


def written_by(clause: Clause, world: World) -> Findings:
    """All that a clause writes in a run."""
    return _FORMS[type(clause.form)](clause, world)


def _by_on(clause: Clause, world: World) -> Findings:
    """The entries of a veto have no points and become vetoes."""
    fired = judged_on(clause, world)
    if clause.veto is not None:
        return Findings(vetoes=veto_events(clause, world, fired.entries), problems=fired.problems)
    return Findings(entries=fired.entries, vestings=fired.vestings, problems=fired.problems)


def _by_deadline(clause: Clause, world: World) -> Findings:
    entries, told = judged_deadline(clause, world)
    return Findings(entries=entries, clocks=ledger_clocks(clause, world), problems=told)


def _by_frequency(clause: Clause, world: World) -> Findings:
    entries, tallies, told = judged_frequencies(clause, world)
    return Findings(entries=entries, tallies=tallies, problems=told)


def _by_checklist(clause: Clause, world: World) -> Findings:
    entries, tallies, told = checked_items(clause, world)
    return Findings(entries=entries, tallies=tallies, problems=told)


def _by_counting(clause: Clause, world: World) -> Findings:
    tallies, told = counted(clause, world)
    return Findings(tallies=tallies, problems=told)


_FORMS: Mapping[type[Form], Callable[[Clause, World], Findings]] = {
    On: _by_on,
    Deadline: _by_deadline,
    Frequency: _by_frequency,
    Checklist: _by_checklist,
    Ratio: _by_counting,
    Measure: _by_counting,
    Appraisal: _by_counting,
    Manual: _by_counting,
}
