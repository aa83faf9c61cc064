"""Lateness borne by days in office: what DuckDB makes of the roster from the text, and the parts of the reference."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from functools import cache

from asking import events_of, policy_of, replayed, roster_of, said_by_sql

from kaohe.rules.policy import Policy

LINE = 333_000
"""Millionths: a share of 0.333 of one point."""


@cache
def policy() -> Policy:
    return policy_of(
        "clauses:\n- {id: c, title: c, kind: deduction, basis: {source: s, article: a}, points_from: example,"
        " deadline: {start: assigned, finish: closed, within: 40d}, late: {points: '-1'},"
        " accountable: [{post: principal, of: case.unit, share: '0.333', responsible_at: by_days}]}\n"
    )


def test_parts_by_days_are_what_sql_makes_of_the_roster() -> None:
    seen: Counter[str] = Counter()
    for seed in range(12):
        chance = random.Random(seed)
        units = [f"u{number}" for number in range(12)]
        posts = [post for unit in units for post in _posts(chance, unit)]
        starts = {unit: date(2021, 1, 1) + timedelta(days=chance.randint(0, 130)) for unit in units}
        rows = [{"id": f"s-{unit}", "kind": "assigned", "at": str(day), "case": f"A-{unit}", "unit": unit} for unit, day in starts.items()]
        rows += [{"id": f"r-{unit}", "kind": "registered", "at": str(day - timedelta(days=1)), "case": f"A-{unit}", "origin": "new", "class": "general"}
                 for unit, day in starts.items()]  # fmt: skip
        told = replayed(policy(), roster_of(units, posts, policy()), events_of(rows, policy()), date(2021, 12, 31))
        plain = sorted((entry.event or "", entry.subject, int(-entry.points * 10**6)) for entry in told.entries)
        tables = {
            "clock": ("id TEXT, unit TEXT, start DATE, due DATE, line BIGINT",
                      [(f"s-{unit}", unit, day, day + timedelta(days=40), LINE) for unit, day in starts.items()]),
            "tenure": ("leader TEXT, unit TEXT, first DATE, last DATE", [(each["leader"], each["unit"], each["from"], each["to"]) for each in posts]),
        }  # fmt: skip
        assert said_by_sql("tenure", tables) == plain
        holders = Counter(event for event, *_ in plain)
        seen["divided"] += sum(count > 1 for count in holders.values())
        seen["nobody"] += len(units) - len(holders)
        seen["in part"] += sum(sum(points for event, _, points in plain if event == one) not in (LINE, 0) for one in holders)
    assert seen["divided"] >= 30, seen
    assert min(seen["nobody"], seen["in part"]) >= 1, seen


def _posts(chance: random.Random, unit: str) -> list[dict[str, str]]:
    """Up to four tenures, one after another, overlapping by a day or for long, or with a gap."""
    found, first = [], date(2020, 12, 1) + timedelta(days=chance.randint(0, 60))
    for number in range(chance.randint(0, 5)):
        last = first + timedelta(days=chance.choice([0, 20, 60, 60, 100]))
        found.append({"leader": f"{unit}-{number}", "unit": unit, "post": "principal", "from": str(first), "to": str(last)})
        first = last + timedelta(days=chance.choice([-10, 0, 1, 1, 2, 15]))
        first = max(first, date(2020, 12, 1))
    return found
