"""Thirty cases of one office, each raised again while it is handled; what the gate says of that year."""

from __future__ import annotations

from kaohe.engine.event_row import event_from_row
from kaohe.rules.problem import Problem
from kaohe.workbench.suppression.gate import suppression


def found(desk) -> tuple[Problem, ...]:  # type: ignore[no-untyped-def]
    policy, (roster, _) = desk.policy().policy, desk.roster()
    rows = [
        {"id": f"{case}-{kind}", "at": f"2021-03-{day:02}", "kind": kind, "case": f"A{case}", **more}
        for case in range(10, 40)
        for kind, day, more in (
            ("registered", 1, {"origin": "new"}), ("assigned", 2, {"unit": "north"}), ("accepted", 3, {}),
            ("repeat_petition", 20, {}),
        )
    ]
    events = [event_from_row(row, policy.vocabulary, policy.timezone)[0] for row in rows]
    return suppression(policy, roster, events, seed=7, sample=20).problems
