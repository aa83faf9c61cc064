"""Hours and office hours: what DuckDB says from the text, and what the reference says."""

from __future__ import annotations

import os
import random
from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache

from asking import VOCABULARIES, events_of, exceptions, office_minutes, policy_of, replayed, said_by_sql

from kaohe.engine.roster import Roster
from kaohe.rules.policy import Policy

CASES = int(os.environ.get("KAOHE_THIRD", "60"))
AS_OF = date(2021, 12, 31)
LIMITS = (("c0", 0, "h"), ("c1", 0, "wh"), ("c2", 24, "h"), ("c3", 8, "wh"), ("c4", 7, "wh"), ("c5", 100, "h"), ("c6", 41, "wh"))
"""Clause, limit, unit. An office day has seven hours: 7wh from an opening on end at a closing time."""
SHANGHAI = 8 * 3_600_000_000
"""Microseconds between the wall and UTC, all through 2021."""
CALENDAR = VOCABULARIES / "calendars/office.yaml"


@cache
def policy() -> Policy:
    text = (
        "states:\n  disputed: {begins: {on: assignment_disputed}, ends: {on: dispute_decided}}\n"
        "  hearing: {begins: {on: hearing_ordered}, ends: {on: hearing_ended}}\nclauses:\n"
    )
    for name, count, unit in LIMITS:
        text += (
            f"- {{id: {name}, title: {name}, kind: deduction, basis: {{source: s, article: a}}, points_from: example, late: {{points: '-1'}},"
            f" accountable: [{{unit: case.unit}}], deadline: {{start: flagged, finish: closed, within: {count}{unit}, pause: [disputed, hearing]}}}}\n"
        )
    return policy_of(text, calendar="office")


Act = tuple[str, str, str, str]
"""Case, id, kind, when: a date, or a time of the wall."""


def acts(chance: random.Random, case: str) -> list[Act]:
    """One case: flagged, disputed and heard for hours or days, closed; around lunch, nights, weekends and holidays."""
    start = date(2021, 1, 4) + timedelta(days=chance.choice([chance.randint(0, 200), chance.choice([34, 40, 45, 91, 111, 118, 123, 161])]))
    found = [(case, f"{case}s", "flagged", _when(chance, start))]
    for number in range(chance.choice([0, 0, 0, 2, 4, 6])):
        kind = chance.choice(["assignment_disputed", "dispute_decided", "dispute_decided", "hearing_ordered", "hearing_ended", "hearing_ended"])
        found.append((case, f"{case}x{number}", kind, _when(chance, start + timedelta(days=chance.choice([0, 0, 1, 1, 2, 3, 6, 20])))))
    if chance.random() < 0.7:
        found.append((case, f"{case}z", "closed", _when(chance, start + timedelta(days=chance.choice([0, 1, 1, 2, 3, 4, 8, 9, 30])))))
    return found


def _when(chance: random.Random, day: date) -> str:
    return str(day) + chance.choice(["", "", "T08:59", "T09:00", "T10:30", "T12:00", "T13:15", "T14:00", "T17:59:59", "T18:00", "T18:00:00.000001", "T23:00"])


def _wall(kind: str, when: str) -> int:
    """Microseconds of the wall: a date is the start of its day, of a closing its end."""
    day = datetime.fromisoformat(when) - datetime(1970, 1, 1)  # noqa: DTZ001 - what a wall shows has no zone
    whole = 86_400_000_000 - 1 if kind == "closed" and "T" not in when else 0
    return day // timedelta(microseconds=1) + whole


def test_due_instants_of_hours_and_office_hours_are_what_sql_makes_of_the_text() -> None:
    chance = random.Random(11)
    rows = [act for number in range(CASES) for act in acts(chance, f"A{number:05}")]
    opened = [{"id": f"{case}r", "kind": "registered", "at": "2021-01-01", "case": case, "origin": "new", "class": "general"}
              for case, _, kind, _ in rows if kind == "flagged"]  # fmt: skip
    said = {"assignment_disputed": {"reasons_given": "true"}, "dispute_decided": {"agreed": "true"}}
    told = [{"id": id_, "kind": kind, "at": when, "case": case, **said.get(kind, {})} for case, id_, kind, when in rows]
    run = replayed(policy(), Roster(), events_of([*opened, *told], policy()), AS_OF)
    plain = sorted((c.case, c.clause, None if c.due_at is None else c.due_at + SHANGHAI, c.ended, c.outcome, c.late_by) for c in run.clocks)
    tables = {
        "act": ("case_ TEXT, id TEXT, kind TEXT, moment BIGINT, dated BOOLEAN",
                [(case, id_, kind, _wall(kind, when), "T" not in when) for case, id_, kind, when in rows]),
        "clause": ("id TEXT, n INTEGER, unit TEXT", LIMITS),
        "office": ("opens INTEGER, closes INTEGER", office_minutes(CALENDAR)),
        "exception": ("day DATE, work BOOLEAN", exceptions(CALENDAR)),
        "bound": ("as_of DATE", [(AS_OF,)]),
    }  # fmt: skip
    assert said_by_sql("office_hours", tables) == plain
    seen = Counter(each[4] for each in plain)
    seen["paused"] = sum(bool(clock.pauses) for clock in run.clocks)
    seen["due at closing time"] = sum(each[1] in ("c3", "c4", "c6") and each[2] is not None and each[2] % 86_400_000_000 == 18 * 3_600_000_000 for each in plain)
    assert len(plain) == len(LIMITS) * CASES
    assert min(seen[each] for each in ("late", "on_time", "suspended", "paused", "due at closing time")) >= 5, seen
