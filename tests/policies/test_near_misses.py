"""Every clause of the shipped policies has an example in which it fires and one in which it nearly does.

Nearly: the clause was in play — its trigger, start or gate was there, its rows or periods were judged — and
it wrote nothing. Both are read off what the engine did, not off the words of the example.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pytest

from kaohe.engine.event import Event
from kaohe.rules.library import load_cases, load_policy
from kaohe.rules.policy import (
    Appraisal,
    Checklist,
    Clause,
    Deadline,
    Frequency,
    Manual,
    Measure,
    On,
    Ratio,
)
from kaohe.rules.shelf import SHIPPED
from kaohe.scoring.run import Run
from kaohe.workbench.examples import play

POLICIES = ("lishi", "danfeng", "erdao", "district", "tongling", "statute", "statute-2005")
FEWEST = {"statute-2005": 1}
"""Of the old Regulation one limit is written; of each other policy fourteen clauses or more."""
WRITTEN = frozenset({"charge", "late", "on_time", "short", "score", "item"})


@dataclass(frozen=True)
class Tried:
    """What the examples of one policy did to one clause."""

    fired: tuple[str, ...]
    nearly: tuple[str, ...]


@cache
def tried(name: str) -> dict[str, Tried]:
    policy = load_policy(SHIPPED / name).policy
    assert policy is not None
    document, problems = load_cases(SHIPPED / name / "cases.yaml", policy)
    assert document is not None, problems
    fired: dict[str, list[str]] = {clause.id: [] for clause in policy.clauses}
    nearly: dict[str, list[str]] = {clause.id: [] for clause in policy.clauses}
    for example in document.examples:
        verdict = play(policy, document, example)
        assert verdict.run is not None, example.name
        for clause in policy.clauses:
            if points_or_veto(clause, verdict.run):
                fired[clause.id].append(str(example.name))
            if missed(clause, verdict.run, verdict.events):
                nearly[clause.id].append(str(example.name))
    return {id_: Tried(tuple(fired[id_]), tuple(nearly[id_])) for id_ in fired}


def points_or_veto(clause: Clause, run: Run) -> bool:
    """Whether the clause wrote points, a tally that shows a figure, or a veto."""
    if clause.kind == "monitored":
        return any(tally.clause == clause.id and tally.value for tally in run.scored.tallies)
    if any(veto.clause == clause.id for veto in run.replay.vetoes):
        return True
    return any(entry.clause == clause.id and entry.part in WRITTEN and entry.points for entry in run.scored.entries)


def missed(clause: Clause, run: Run, events: tuple[Event, ...]) -> bool:
    """Whether the clause was in play in this history and something of it came to nothing."""
    wrote = {entry.event for entry in run.scored.entries if entry.clause == clause.id}
    wrote |= {veto.event for veto in run.replay.vetoes if veto.clause == clause.id}
    match clause.form:
        case On() as form:
            return any(event.kind in form.at.kinds and event.id not in wrote for event in events)
        case Deadline():
            return any(clock.clause == clause.id and clock.outcome not in ("late", "open") for clock in run.replay.clocks)
        case Frequency():
            return any(tally.clause == clause.id and tally.numerator >= tally.denominator for tally in run.scored.tallies)
        case Ratio():
            return any(tally.clause == clause.id and tally.numerator < tally.denominator for tally in run.scored.tallies)
        case Measure() | Appraisal():
            return _without_figure(clause, run) or any(event.kind in _kinds(clause) for event in events)
        case Checklist() as form:
            missing = {entry.of for entry in run.scored.entries if entry.clause == clause.id and entry.part == "item"}
            return bool({item.name for item in form.items} - missing)
        case Manual():
            return True
    return False


def _without_figure(clause: Clause, run: Run) -> bool:
    return any(tally.clause == clause.id and tally.value is None for tally in run.scored.tallies)


def _kinds(clause: Clause) -> tuple[str, ...]:
    form = clause.form
    return form.kinds if isinstance(form, Appraisal) else form.over.kinds if isinstance(form, Measure) else ()


@pytest.mark.parametrize("name", POLICIES)
def test_no_clause_is_without_an_example_in_which_it_fires(name: str) -> None:
    lacking = [id_ for id_, found in tried(name).items() if not found.fired]
    assert lacking == []
    assert len(tried(name)) >= FEWEST.get(name, 14)


@pytest.mark.parametrize("name", POLICIES)
def test_no_clause_is_without_an_example_in_which_it_nearly_fires(name: str) -> None:
    lacking = [id_ for id_, found in tried(name).items() if not found.nearly]
    assert lacking == []


@pytest.mark.parametrize("name", POLICIES)
def test_what_fires_on_an_event_is_asserted_by_clause_and_event(name: str) -> None:
    """An example that only sums up a card would pass with the right points for the wrong reason."""
    policy = load_policy(SHIPPED / name).policy
    assert policy is not None
    document, _ = load_cases(SHIPPED / name / "cases.yaml", policy)
    assert document is not None
    named = {
        str(entry.clause) for example in document.examples for entry in example.expect.entries or ()
        if entry.event is not None or entry.because is not None
    }  # fmt: skip
    by_event = {clause.id for clause in policy.clauses if isinstance(clause.form, On | Deadline) and clause.veto is None}
    assert sorted(by_event - named) == []
    assert len(by_event) >= FEWEST.get(name, 5)


def test_visits_that_may_be_batches_are_an_example_labelled_ambiguous() -> None:
    """62 and 60 visits against three a week (digest 4.3): the source does not say what a batch is."""
    policy = load_policy(SHIPPED / "lishi").policy
    assert policy is not None
    document, _ = load_cases(SHIPPED / "lishi" / "cases.yaml", policy)
    assert document is not None
    (example,) = [each for each in document.examples if each.label == "ambiguous"]
    visits = [event.model_extra["leader"] for event in example.events if event.model_extra and event.kind == "field_visit"]
    assert (visits.count("d01"), visits.count("d02")) == (62, 60)
