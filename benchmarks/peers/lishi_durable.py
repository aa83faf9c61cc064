"""离石's clauses at events by durable-rules: a ruleset of seven rules, one fact an event, forgotten when it is judged.

    python benchmarks/peers/lishi_durable.py FOLDER FIRED

Prints: durable, processor seconds of the matching alone, events, facts, firings. Deadlines, frequencies, rates, limits
and who answers are left out: its timers run by the wall clock, and it sums nothing over a year.
The rules are written with ``durable.lang``, whose definitions go to the package's engine directly: posting through
``durable.lang`` itself adds threads and costs about three times as much. A missing fact makes a comparison false.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import durable_rules_engine as engine
from durable.lang import m
from facts import Fact, Fired, read_facts, told


def one_of(name: str, *values: str) -> object:
    """``name`` is one of the values."""
    found = getattr(m, name) == values[0]
    for value in values[1:]:
        found |= getattr(m, name) == value
    return found


def unsound() -> object:
    """One gate, at least, does not let the closing pass."""
    refused = one_of("said", "declined", "unreachable") & ((m.explained == False) | (m.verified == False))  # noqa: E712
    said = one_of("said", "none", "dissatisfied") | refused
    return (m.facts == False) | (m.evidence == False) | (m.conclusion == False) | (m.executed == False) | said  # noqa: E712


def rules() -> dict[str, object]:
    """Clause → condition."""
    year, held = m.in_period == True, m.held == True  # noqa: E712
    earned = (m.kind == "followup") & held & (m.resolved == True) & (m.steps == 5) & (m.vested == True) & one_of("result", "satisfied", "basic")  # noqa: E712
    unsolved = (m.resolved == False) & ((m.overdue == True) | (m.closed_before == True)) & (m.rereviewed == False)  # noqa: E712
    fault = (m.confirmer != "none") & (m.confirmer != m.proposer) & (m.evidenced == True) & one_of("matter", "not_accepted", "delay")  # noqa: E712
    return {
        "control-new.second-report": (m.kind == "repeat_petition") & year & held & (m.origin == "new") & unsolved,
        "control-new.failed-gate": (m.kind == "closed") & year & held & unsound(),
        "control-new.review-changed": one_of("kind", "review_decided", "rereview_decided") & year & held & one_of("result", "changed", "revoked"),
        "control-new.not-registered": (m.kind == "registration_missing") & year,
        "control-new.liability": (m.kind == "violation_confirmed") & year & fault,
        "clear-old.bonus": earned & (m.backlog == True),  # noqa: E712
        "clear-old.hard-new": earned & (m.hard == True) & (m.origin == "new"),  # noqa: E712
    }


def fired(facts: list[Fact]) -> Fired:
    """Clause and event of every rule that fires."""
    definition = {name: {"all": [{"m": condition.define()}]} for name, condition in rules().items()}  # type: ignore[attr-defined]
    handle = engine.create_ruleset("lishi", json.dumps(definition))
    found: Fired = set()
    for fact in facts:
        text = json.dumps({**fact, "sid": 0})
        outcome, session = engine.assert_fact(handle, text)
        action = engine.start_action_for_state(handle, session) if outcome == 0 else None
        message = action[1] if action else None
        while message:
            found.update((name, str(fact["id"])) for name in json.loads(message))
            message = engine.complete_and_start_action(handle, session)
        engine.retract_fact(handle, text)
    return found


def main() -> None:
    events, facts = read_facts(Path(sys.argv[1]))
    began = time.process_time()
    found = fired(facts)
    told("durable", time.process_time() - began, events, len(facts), found, Path(sys.argv[2]))


if __name__ == "__main__":
    main()
