"""Caps: what DuckDB makes of the charges from the text, and the limit entries that scoring writes."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache

from asking import events_of, policy_of, roster_of, said_by_sql

from kaohe.rules.policy import Policy
from kaohe.scoring.run import run

UNITS = ("a", "b")
CLAUSES = (("c0", "6", None), ("c1", None, "4.5"), ("c2", "2", "5"), ("c3", "0.7", "1"), ("c4", None, None))
"""Clause, cap per case, cap per subject."""
SHARES = {"unit": "1", "principal": "0.5"}


@cache
def policy() -> Policy:
    text = "clauses:\n"
    for name, per_case, per_subject in CLAUSES:
        held = ", ".join(f"{key}: '{value}'" for key, value in (("per_case", per_case), ("per_subject", per_subject)) if value)
        text += (
            f"- {{id: {name}, title: {name}, kind: deduction, section: work, basis: {{source: s, article: a}}, points_from: example, on: misfiled,"
            f" when: has(times), points: 'has(times) ? -times : 0', accountable: [{{unit: unit}}, {{post: principal, of: unit, share: '0.5'}}]"
            + (f", cap: {{{held}}}" if held else "") + "}\n"
        )  # fmt: skip
    text += "scorecards: {unit: {of: unit, who: 'true', out_of: 100, base: 100, points_from: example, sections: {work: {title: w}}},"
    return policy_of(text + " leader: {of: leader, who: 'true', out_of: 100, base: 100, points_from: example, sections: {work: {title: w}}}}\n")


def test_limit_entries_are_what_sql_makes_of_the_charges() -> None:
    seen: Counter[str] = Counter()
    for seed in range(6):
        chance = random.Random(seed)
        rows = [{"id": f"r{case}", "kind": "registered", "at": "2021-01-02", "case": f"A{case}", "origin": "new", "class": "general"} for case in range(3)]
        for number in range(chance.randint(3, 14)):
            at = date(2021, 1, 3) + timedelta(days=chance.randint(0, 300))
            rows.append({"id": f"m{number}", "kind": "misfiled", "at": str(at), "case": f"A{chance.randint(0, 2)}", "unit": chance.choice(UNITS),
                         "times": chance.choice(["0.1", "0.35", "1", "2", "2.125"])})  # fmt: skip
        posts = [{"leader": f"p-{unit}", "unit": unit, "post": "principal", "from": "2020-01-01"} for unit in UNITS]
        scored = run(policy(), roster_of(UNITS, posts, policy()), events_of(rows, policy()), as_of=date(2021, 12, 31)).scored
        charges = [(e.clause, e.role, e.subject, e.case, _decimal(e.points)) for e in scored.entries if e.part == "charge"]
        limits = sorted((e.part, e.clause, e.role, e.subject, e.case or "", e.points) for e in scored.entries if e.part in ("cap", "cap_case"))
        tables = {
            "charge": ("clause TEXT, role TEXT, subject TEXT, case_ TEXT, points DECIMAL(18,6)", charges),
            "cap": ("clause TEXT, role TEXT, per_case DECIMAL(18,3), per_subject DECIMAL(18,3), share DECIMAL(9,3)",
                    [(name, role, case, subject, share) for name, case, subject in CLAUSES for role, share in SHARES.items()]),
        }  # fmt: skip
        said = sorted((part, clause, role, who, case or "", Fraction(points)) for part, clause, role, who, case, points in said_by_sql("caps", tables))
        assert said == limits
        seen.update(each[0] for each in limits)
        seen["charges"] += len(charges)
    assert min(seen["cap"], seen["cap_case"]) >= 10, seen
    assert seen["charges"] >= 60, seen


def _decimal(points: Fraction) -> Decimal:
    return Decimal(points.numerator) / Decimal(points.denominator)
