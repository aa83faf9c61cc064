"""Two clauses that charge one subject for one event."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from kaohe.rules.check.atoms import contradict
from kaohe.rules.check.spot import Findings
from kaohe.rules.policy import Clause, Line, On


def check_twice(clauses: tuple[Clause, ...], findings: Findings) -> None:
    """Of two clauses of one sign on one kind that can both hold and reach the same subject, the later
    one is doubted: the office pays twice for one thing, unless one group keeps only one entry. A
    clause is doubted once, beside the first that it repeats.
    """
    by_kind: dict[tuple[str, str], list[Clause]] = {}
    for later in clauses:
        if isinstance(later.form, On) and later.kind in {"deduction", "bonus"}:
            places = [by_kind.setdefault((later.kind, kind), []) for kind in later.form.at.kinds]
            earlier = _repeated(later, chain.from_iterable(places))
            if earlier is not None:
                findings.doubt("clause.charged-twice", later.place, earlier.place, id=later.id, other=earlier.id)
            for place in places:
                place.append(later)


def _repeated(later: Clause, others: Iterable[Clause]) -> Clause | None:
    """The first clause whose charge ``later`` may repeat."""
    return next((one for one in others if _both_can_hold(one, later) and _reach_one(one, later)), None)


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
