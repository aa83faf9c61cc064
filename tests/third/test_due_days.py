"""Due days, extensions and lateness: what DuckDB says from the text, and what the reference says."""

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
LIMITS = (("c0", 0, "d", 10, False), ("c1", 10, "d", 30, False), ("c2", 10, "wd", 5, False), ("c3", 30, "d", 30, True), ("c4", 0, "wd", 7, True), ("c5", 60, "wd", 12, False))
"""Clause, limit, unit, ceiling of extensions, whether it rolls on to a working day."""


@cache
def policy() -> Policy:
    text = "states: {disputed: {begins: {on: assignment_disputed}, ends: {on: dispute_decided}}}\nclauses:\n"
    for name, count, unit, ceiling, roll in LIMITS:
        text += (
            f"- {{id: {name}, title: {name}, kind: deduction, basis: {{source: s, article: a}}, points_from: example, late: {{points: '-1'}},"
            f" accountable: [{{unit: case.unit}}], deadline: {{start: assigned, finish: closed, within: {count}{unit}, pause: [disputed],"
            f" extend: {{on: extension_approved, add: days, at_most: {ceiling}{unit}}}, roll: {'next_workday' if roll else 'none'}}}}}\n"
        )
    return policy_of(text)


def acts(chance: random.Random, case: str) -> list[tuple[str, str, str, date, int]]:
    """One case: given to a unit, disputed, extended, closed, near holidays and the year's end."""
    start = date(2021, 1, 1) + timedelta(days=chance.choice([chance.randint(0, 364), chance.choice([35, 90, 115, 160, 260, 268, 350])]))
    found = [(case, f"{case}s", "assigned", start, 0)]
    for number in range(chance.randint(0, 9)):
        kind = chance.choice(["assignment_disputed", "dispute_decided", "extension_approved", "extension_approved"])
        day = start + timedelta(days=chance.choice([-3, 0, 0, 1, 2, 5, 9, 10, 11, 12, 15, 30, 31, 44]))
        found.append((case, f"{case}x{number}", kind, day, chance.choice([0, 1, 3, 5, 20, -1])))
    if chance.random() < 0.7:
        found.append((case, f"{case}z", "closed", start + timedelta(days=chance.choice([0, 1, 9, 10, 11, 14, 15, 20, 30, 31, 33, 90])), 0))
    return found


def _row(case: str, id_: str, kind: str, day: date, days: int) -> dict[str, str]:
    fields = {"assigned": {"unit": "u"}, "assignment_disputed": {"reasons_given": "true"}, "dispute_decided": {"agreed": "true"},
              "extension_approved": {"days": str(days), "by": "head", "notice_given": "true"}}  # fmt: skip
    return {"id": id_, "kind": kind, "at": str(day), "case": case, **fields.get(kind, {})}


def test_due_days_extensions_and_lateness_are_what_sql_makes_of_the_text() -> None:
    chance = random.Random(7)
    rows = [act for number in range(CASES) for act in acts(chance, f"A{number:05}")]
    rows = [act for act in rows if act[3] <= AS_OF]
    opened = [{"id": f"{act[0]}r", "kind": "registered", "at": str(act[3] - timedelta(days=9)), "case": act[0], "origin": "new", "class": "general"}
              for act in rows if act[2] == "assigned"]  # fmt: skip
    told = replayed(policy(), Roster(), events_of([*opened, *(_row(*act) for act in rows)], policy()), AS_OF)
    plain = sorted((c.case, c.clause, c.due, len(c.extensions), c.ended, c.outcome, c.late_by) for c in told.clocks)
    tables = {
        "act": ("case_ TEXT, id TEXT, kind TEXT, day DATE, days INTEGER", rows),
        "clause": ("id TEXT, n INTEGER, unit TEXT, ceiling INTEGER, roll BOOLEAN", LIMITS),
        "exception": ("day DATE, work BOOLEAN", exceptions()),
        "bound": ("as_of DATE", [(AS_OF,)]),
    }
    assert said_by_sql("due_days", tables) == plain
    seen = Counter(each[5] for each in plain)
    seen["extended"] = sum(each[3] > 0 for each in plain)
    seen["refused"] = sum(bool(c.refused) for c in told.clocks)
    seen["paused"] = sum(bool(c.pauses) for c in told.clocks)
    assert len(plain) == len(LIMITS) * CASES
    assert min(seen[each] for each in ("late", "on_time", "open", "suspended", "extended", "refused", "paused")) >= 5, seen
