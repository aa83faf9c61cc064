"""Clocks begun anew, with the whole limit or the rest of it: what DuckDB says from the text, and what the reference says."""

from __future__ import annotations

import os
import random
from collections import Counter
from datetime import date, timedelta
from functools import cache

from asking import events_of, exceptions, policy_of, replayed, said_by_sql

from kaohe.engine.roster import Roster
from kaohe.rules.policy import Policy

CASES = int(os.environ.get("KAOHE_THIRD", "60"))
AS_OF = date(2021, 12, 31)
LIMITS = (("c0", 30, "d", "whole", False), ("c1", 30, "d", "rest", False), ("c2", 12, "wd", "rest", False), ("c3", 20, "d", "rest", True), ("c4", 0, "d", "rest", False), ("c5", 12, "wd", "whole", True))
"""Clause, limit, unit, what a restart carries on, whether it rolls on to a working day."""
Act = tuple[str, str, str, date]


@cache
def policy() -> Policy:
    text = "states: {disputed: {begins: {on: assignment_disputed}, ends: {on: dispute_decided}}}\nclauses:\n"
    for name, count, unit, carry, roll in LIMITS:
        text += (
            f"- {{id: {name}, title: {name}, kind: deduction, basis: {{source: s, article: a}}, points_from: example, late: {{points: '-1'}},"
            f" accountable: [{{unit: case.unit}}], deadline: {{start: accepted, finish: replied, lapse: withdrawn, within: {count}{unit},"
            f" pause: [disputed], restart: {{on: assigned, carry: {carry}}}, roll: {'next_workday' if roll else 'none'}}}}}\n"
        )
    return policy_of(text)


def acts(chance: random.Random, case: str) -> list[Act]:
    """One case: accepted once or again, given from unit to unit, disputed, withdrawn, replied to."""
    start = date(2021, 1, 1) + timedelta(days=chance.choice([chance.randint(0, 330), chance.choice([35, 90, 115, 160, 260, 268, 320])]))
    found = [(case, f"{case}s", "accepted", start)]
    kinds = ["assigned", "assigned", "assigned", "assigned", "assignment_disputed", "dispute_decided", "dispute_decided", "accepted", "withdrawn"]
    for number in range(chance.randint(0, 8)):
        day = start + timedelta(days=chance.choice([-2, 0, 0, 1, 5, 9, 11, 12, 19, 20, 21, 29, 30, 31, 33, 45, 60]))
        found.append((case, f"{case}x{number}", chance.choice(kinds), day))
    if chance.random() < 0.6:
        found.append((case, f"{case}z", "replied", start + timedelta(days=chance.choice([0, 1, 12, 19, 20, 30, 31, 40, 50, 80]))))
    return found


def test_restarted_clocks_are_what_sql_makes_of_the_text() -> None:
    chance = random.Random(13)
    rows = [act for number in range(CASES) for act in acts(chance, f"A{number:05}") if act[3] <= AS_OF]
    opened = [{"id": f"{case}r", "kind": "registered", "at": "2020-12-01", "case": case, "origin": "new", "class": "general"}
              for case in sorted({act[0] for act in rows})]  # fmt: skip
    said = {"assigned": {"unit": "u"}, "assignment_disputed": {"reasons_given": "true"}, "dispute_decided": {"agreed": "true"}}
    told = [{"id": id_, "kind": kind, "at": str(day), "case": case, **said.get(kind, {})} for case, id_, kind, day in rows]
    run = replayed(policy(), Roster(), events_of([*opened, *told], policy()), AS_OF)
    plain = sorted((c.case, c.clause, c.start, str(c.due), str(c.ended), c.outcome, str(c.late_by)) for c in run.clocks)
    tables = {
        "act": ("case_ TEXT, id TEXT, kind TEXT, day DATE", rows),
        "clause": ("id TEXT, n INTEGER, unit TEXT, carry TEXT, roll BOOLEAN", LIMITS),
        "exception": ("day DATE, work BOOLEAN", exceptions()),
        "bound": ("as_of DATE", [(AS_OF,)]),
    }
    found = [(case, clause, start, str(due), str(end), outcome, str(late)) for case, clause, start, due, end, outcome, late in said_by_sql("restarts", tables)]
    assert sorted(found) == plain
    seen = Counter(each[5] for each in plain)
    kind = {id_: kind for _, id_, kind, _ in rows}
    anew = [clock for clock in run.clocks if kind[clock.start] == "assigned"]
    seen["begun anew"] = len(anew)
    seen["with nothing left"] = sum(clock.due == clock.started for clock in anew if clock.clause == "c1")
    seen["late and restarted"] = sum(clock.outcome == "late" and kind.get(clock.end or "") == "assigned" for clock in run.clocks)
    assert len(plain) >= len(LIMITS) * CASES
    wanted = ("late", "on_time", "open", "suspended", "lapsed", "restarted", "begun anew", "with nothing left", "late and restarted")
    assert min(seen[each] for each in wanted) >= 5, seen
