"""What falls due: every running clock, by the day on which it must be ended, with who will answer.

    deadline clauses -> running clocks -> due day within the window (or past) -> stage, unit, due line

A deadline that is counted back from another one (``due: {of: …, minus: 15d}``) is a reminder: its stage
is that distance. Everything else is the limit itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial

from kaohe.engine.ledger import ClockOutcome
from kaohe.engine.meaning import deadline
from kaohe.engine.meaning.accountable import laid_by
from kaohe.engine.meaning.deadline import Timed, due_point
from kaohe.engine.meaning.dueline import DueLine
from kaohe.engine.meaning.unscored import judged
from kaohe.engine.meaning.world import World
from kaohe.rules.policy import Clause, Deadline
from kaohe.rules.problem import Problem
from kaohe.rules.value import Duration


@dataclass(frozen=True, slots=True)
class Due:
    """One running clock. ``stage`` None: the limit itself; otherwise how long before it the reminder is due.

    ``days`` from as-of to the due day, negative when it has passed. ``subjects`` (kind, id) are those whom
    the clause's lines name as matters stand, units first; empty: nobody is named yet.
    """

    clause: Clause
    case: str | None
    stage: Duration | None
    due: date
    days: int
    subjects: tuple[tuple[str, str], ...]
    line: DueLine

    @property
    def unit(self) -> str | None:
        """The first unit that answers; None: only leaders, or nobody."""
        return next((id_ for kind, id_ in self.subjects if kind == "unit"), None)

    @property
    def outcome(self) -> ClockOutcome:
        return "late" if self.days < 0 else "open"


def falling_due(world: World, within: int) -> tuple[tuple[Due, ...], tuple[Problem, ...]]:
    """Clocks that run at as-of and are due at most ``within`` days later, or were due before.

    By due day, then stage (reminders first), clause and case. Clocks that cannot be reckoned are problems.
    """
    found: list[Due] = []
    told: list[Problem] = []
    for clause in world.policy.clauses:
        if isinstance(clause.form, Deadline):
            for each, problems in deadline.timed(clause, world):
                told += problems
                found += () if each is None else _due(world, clause, clause.form, each, within)
    return tuple(sorted(found, key=lambda one: (one.due, one.stage is None, one.clause.id, one.case or ""))), tuple(told)


def _due(world: World, clause: Clause, form: Deadline, each: Timed, within: int) -> Iterator[Due]:
    due = each.line.due
    if due is None or each.line.ending is not None or (due - world.as_of).days > within:
        return
    stage = None if form.before is None else form.before.minus
    stream = each.clock.stream
    case = stream.id if stream.kind == "case" else each.line.start.matter or each.line.start.case
    yield Due(clause, case, stage, due, (due - world.as_of).days, _who_answers(world, clause, each), each.line)


def _who_answers(world: World, clause: Clause, each: Timed) -> tuple[tuple[str, str], ...]:
    """Whom the lines would charge if nothing more happened. What cannot be said yet is left out."""
    assert each.line.due is not None
    here = due_point(world, each)
    named: list[tuple[str, str]] = []
    for line in clause.lines:
        laid, _ = judged(clause, each.clock.start.id, partial(laid_by, line, Fraction(1), here, each.line.due))
        portions = laid[0] if laid else []
        named += [(line.kind, portion.subject) for portion in portions]
    return tuple(sorted(dict.fromkeys(named), key=lambda pair: pair[0] != "unit"))
