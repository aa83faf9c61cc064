"""Every construct of deadlines, reversals, vetoes and lists runs on columns and says what the reference says."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from shelf_of_constructs import CONSTRUCTS, history, tried
from shelf_of_policies import difference

from kaohe.engine import reference
from kaohe.engine.batch import told, vectorised
from kaohe.engine.event import Event
from kaohe.engine.ledger import Replay

HISTORIES = 16
SEEN = {
    "office hours": ("late", "paused", "extended"), "hours that pause": ("late", "paused", "extended", "refused", "suspended"),
    "days past pauses": ("late", "on time", "paused", "suspended"), "extensions": ("late", "paused", "extended", "refused"),
    "the rest carried on": ("late", "restarted", "paused", "extended"), "counted back": ("late", "lapsed", "on time"),
    "ends that look at the start": ("late", "on time"), "by month": ("late", "entries"), "over several cards": ("late", "grown"),
    "known at a position": ("late", "charged"), "reversals": ("reversed", "charged"), "vetoes": ("vetoes", "steps", "revoked"),
    "checklists": ("items", "tallies"), "rates of units": ("tallies",), "office hours between": ("charged",),
}  # fmt: skip


def _named(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Acts name the violations they are about."""
    violations = [event.id for event in events if event.kind == "violation_confirmed"]
    chance = random.Random(len(events))
    return tuple(
        replace(event, fields={name: chance.choice(violations) if said == "e{}" else said for name, said in event.fields.items()})
        for event in events
    )


def _seen(found: Replay) -> Counter[str]:
    seen = Counter({"entries": len(found.entries), "tallies": len(found.tallies), "vetoes": len(found.vetoes), "vesting": len(found.vestings)})
    for clock in found.clocks:
        seen[{"on_time": "on time"}.get(clock.outcome, clock.outcome)] += 1
        seen["paused"] += bool(clock.pauses)
        seen["extended"] += bool(clock.extensions)
        seen["refused"] += bool(clock.refused)
    for entry in found.entries:
        part = {"reverse": "reversed", "charge": "charged", "item": "items"}.get(entry.part, entry.part)
        seen["grown" if part == "late" and entry.span else f"{part} entry" if part == "late" else part] += 1
    seen["steps"] = sum(len(veto.steps) for veto in found.vetoes)
    seen["revoked"] = sum(step.step == "revoked" for veto in found.vetoes for step in veto.steps)
    return seen


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_a_construct_on_columns_says_what_the_reference_says(name: str) -> None:
    case, seen, on_columns = tried(name), Counter[str](), 0
    ids = tuple(clause.id for clause in case.policy.clauses)
    assert vectorised(case.policy) == ids
    for seed in range(HISTORIES):
        events = _named(history(case.policy, seed))
        day = date(2021, 12, 31) - timedelta(days=random.Random(seed).choice([0, 0, 1, 30, 61, 90]))
        plain = reference.replay(case.policy, case.roster, events, day)
        columns = told(case.policy, case.roster, events, day, rows=(4, 10**6)[seed % 2])
        assert columns.replay == plain, difference(case.policy, events, plain, columns.replay)
        beyond = {dict(each.facts)["clause"] for each in plain.notices if each.code == "run.unknown-year"}
        assert set(ids) - set(columns.vectorised) <= beyond
        on_columns += columns.vectorised == ids
        seen.update(_seen(plain))
    assert on_columns >= HISTORIES * 3 // 4
    assert min(seen[each] for each in SEEN[name]) >= 1, seen
