"""A case step by step: at each event the rules that fired, told by what they are and whose."""

from __future__ import annotations

from histories import END, case_policy, day, event, roster

from kaohe.engine.reference import replay, world_of
from kaohe.engine.stream_rules.steps import steps

ROWS = (
    (0, {"kind": "registered", "unit": "bureau", "origin": "new", "channel": "visit", "class": "general"}),
    (1, {"kind": "assigned", "unit": "land", "due_on": "2021-02-10"}),
    (60, {"kind": "repeat_petition"}),
    (61, {"kind": "repeat_petition"}),
    (90, {"kind": "closed"}),
)
HISTORY = [event(id=f"e{n}", at=day(when), case="A1", **row) for n, (when, row) in enumerate(ROWS)]


def test_each_event_says_which_rules_fired_and_clauses_fire_where_entries_are_written() -> None:
    policy = case_policy()
    world, _ = world_of(policy, roster(), HISTORY, END)
    told = list(steps(world, world.streams.cases["A1"]))
    assert [step.event.id for step in told] == ["e0", "e1", "e2", "e3", "e4"]
    assert all(set(step.fired) <= set(step.asked) for step in told)
    assert ("start", "control-new.finish") in told[1].fired
    fired = {(name, step.event.id) for step in told for what, name in step.fired if what == "on"}
    entries = replay(policy, roster(), HISTORY, END).entries
    on = {clause.id for clause in policy.clauses if type(clause.form).__name__ == "On"}
    written = {(entry.clause, entry.event) for entry in entries if entry.clause in on}
    assert written
    assert written <= fired
    assert sum(step.facts for step in told) >= 4
