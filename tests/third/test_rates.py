"""Rates and measures: what DuckDB counts from the text, and the tallies of the reference."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache

from asking import events_of, policy_of, replayed, said_by_sql

from kaohe.engine.roster import Roster
from kaohe.rules.policy import Policy

AS_OF = date(2021, 12, 31)
UNITS = ("a", "b", "c", "d")
STATISTICS = ("mean", "median", "p80", "p90", "sum", "max", "min", "count")
CLAUSES = (
    ("r1", "inspected", "rate", 1, False), ("r3", "inspected", "rate", 3, False), ("ry", "inspected", "rate", 2, True),
    ("rc", "cases", "rate", 1, False), ("mc", "cases", "mean", 2, False), ("pc", "cases", "median", 1, False),
    *((f"m{name}", "inspected", name, 1, False) for name in STATISTICS), ("my", "inspected", "mean", 1, True), ("sy", "inspected", "sum", 2, True),
)  # fmt: skip
"""Clause, what its rows are, statistic, minimum, whether it is compared with the year before."""


@cache
def policy() -> Policy:
    return policy_of("clauses:\n" + "".join(_clause(*each) for each in CLAUSES))


def _clause(name: str, over: str, statistic: str, minimum: int, against: bool) -> str:
    rows = "where: has(score), by: unit" if over == "inspected" else "where: has(case.unit), all_time: true, by: case.unit"
    counted = "score >= 60" if over == "inspected" else "seen(closed)"
    value = "" if statistic == "count" else f", value: {'score' if over == 'inspected' else 'count(checked)'}"
    form = f"ratio: {{hit: {counted}" if statistic == "rate" else f"measure: {{statistic: {statistic}{value}"
    more = f"over: {over}, {rows}, minimum: {minimum}, otherwise: zero{', against: previous_year' if against else ''}"
    return (
        f"- {{id: {name}, title: {name}, kind: indicator, basis: {{source: s, article: a}}, points_from: example,"
        f" {form}, {more}}}, score: {{rate: {{points: 10}}, round: {{places: 3}}}}}}\n"
    )


def test_tallies_are_what_sql_counts() -> None:
    seen: Counter[str] = Counter()
    for seed in range(8):
        chance = random.Random(seed)
        inspected = [(f"i{number}", chance.choice(UNITS[: 2 + seed % 3]), _day(chance), _score(chance)) for number in range(chance.randint(4, 40))]
        acts, exempted = _cases(chance)
        rows = [{"id": id_, "kind": "inspected", "at": str(day), "unit": unit, **({} if score is None else {"score": score})} for id_, unit, day, score in inspected]
        rows += [{"id": id_, "kind": kind, "at": str(day), "case": case, **({"unit": unit} if kind == "assigned" else {}), **_SAID.get(kind, {})}
                 for case, id_, kind, day, unit in acts]  # fmt: skip
        rows += [{"id": f"x{number}", "kind": "exempted", "at": str(AS_OF), "case": case, "clauses": clause, "approver": "o", "basis": "b"}
                 for number, (case, clause) in enumerate(exempted)]  # fmt: skip
        told = replayed(policy(), Roster(), events_of(rows, policy()), AS_OF, part=7)
        plain = [(t.clause, t.subject or "", t.numerator, t.denominator, t.excluded, t.value) for t in told.tallies]
        tables = {
            "clause": ("id TEXT, of_ TEXT, statistic TEXT, minimum INTEGER, against BOOLEAN", CLAUSES),
            "inspected": ("id TEXT, unit TEXT, day DATE, score INTEGER",
                          [(id_, unit, day, None if score is None else int(Decimal(score) * 1000)) for id_, unit, day, score in inspected]),
            "act": ("case_ TEXT, id TEXT, kind TEXT, day DATE, unit TEXT", acts),
            "exempted": ("case_ TEXT, clause TEXT", exempted),
            "bound": ("as_of DATE", [(AS_OF,)]),
        }  # fmt: skip
        said = [(clause, unit, Fraction(total, 1000), Fraction(n), exempt, None if up is None else Fraction(up, down))
                for clause, unit, total, n, exempt, up, down in said_by_sql("rates", tables)]  # fmt: skip
        assert sorted(said, key=_name) == sorted(plain, key=_name)
        seen["tallies"] += len(plain)
        seen["exempt"] += sum(each[4] > 0 for each in plain)
        seen["without value"] += sum(each[5] is None for each in plain)
        seen["compared"] += sum(each[0] in ("ry", "my", "sy") and each[5] is not None for each in plain)
    assert seen["tallies"] >= 200, seen
    assert min(seen["exempt"], seen["without value"], seen["compared"]) >= 10, seen


def _name(row: tuple[object, ...]) -> tuple[object, ...]:
    return row[:2]


_SAID = {"registered": {"origin": "new", "class": "general"}, "checked": {"item": "facts", "passed": "true"}}


def _day(chance: random.Random) -> date:
    return date(2020, 1, 1) + timedelta(days=chance.choice([chance.randint(0, 730), 365, 366, 730]))


def _score(chance: random.Random) -> str | None:
    return chance.choice([None, "0", "59.999", "60", "60", "75.25", "99.5", "100"])


Act = tuple[str, str, str, date, str | None]


def _cases(chance: random.Random) -> tuple[list[Act], list[tuple[str, str]]]:
    """Cases given to units, some twice, some never, checked and closed or not; and what some are exempted from."""
    acts: list[Act] = []
    for number in range(chance.randint(5, 16)):
        case, first = f"A{number}", date(2021, 1, 1) + timedelta(days=chance.randint(-300, 300))
        acts.append((case, f"{case}r", "registered", first, None))
        for count in range(chance.randint(0, 5)):
            kind = chance.choice(["assigned", "assigned", "checked", "checked", "closed"])
            acts.append((case, f"{case}x{count}", kind, first + timedelta(days=chance.choice([1, 1, 2, 40])), chance.choice(UNITS)))
    exempted = [(f"A{number}", chance.choice(["rc", "mc", "pc", "r1"])) for number in range(5)]
    return acts, exempted
