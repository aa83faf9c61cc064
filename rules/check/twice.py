"""Two clauses that charge one subject for one event."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kaohe.rules.check.atoms import contradict
from kaohe.rules.check.spot import Findings
from kaohe.rules.policy import Clause, Line, On


def check_twice(clauses: tuple[Clause, ...], findings: Findings) -> None:
    """Of two clauses of one sign on one kind that can both hold and reach the same subject, the later
    one is doubted: the office pays twice for one thing, unless one group keeps only one entry.
    """
    for earlier, later in _pairs(clauses):
        if _both_can_hold(earlier, later) and _reach_one(earlier, later):
            findings.doubt("clause.charged-twice", later.place, earlier.place, id=later.id, other=earlier.id)


def _pairs(clauses: tuple[Clause, ...]) -> Iterator[tuple[Clause, Clause]]:
    by_kind: dict[tuple[str, str], list[Clause]] = {}
    for clause in clauses:
        if isinstance(clause.form, On) and clause.kind in {"deduction", "bonus"}:
            for kind in clause.form.at.kinds:
                by_kind.setdefault((clause.kind, kind), []).append(clause)
    seen: set[tuple[str, str]] = set()
    for members in by_kind.values():
        for earlier, later in combinations(members, 2):
            if (earlier.id, later.id) not in seen:
                seen.add((earlier.id, later.id))
                yield earlier, later


def _both_can_hold(one: Clause, other: Clause) -> bool:
    if one.in_force.from_ > other.in_force.to or other.in_force.from_ > one.in_force.to:
        return False
    if one.exclusive is not None and other.exclusive is not None and one.exclusive.group == other.exclusive.group:
        return False
    forms = [clause.form for clause in (one, other) if isinstance(clause.form, On)]
    return not contradict([form.at.when.tree for form in forms if form.at.when is not None])


def _reach_one(one: Clause, other: Clause) -> bool:
    return any(_target(line) == _target(theirs) for line in one.lines for theirs in other.lines)


def _target(line: Line) -> tuple[object, ...]:
    return (line.kind, line.post, line.of and line.of.tree, tuple(sorted(one.text for one in line.subjects)))
