"""What makes an expression say nothing: a number out of bounds, a year without calendar data.

Raised inside an evaluation, caught where a clause is judged (``judged``): the clause is not scored
for that event, and a located problem says so. Nothing wraps around, nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

from kaohe.rules.calendar import UnknownYear
from kaohe.rules.expression.tree import Expression, Tree
from kaohe.rules.place import NOWHERE, Place
from kaohe.rules.policy import Clause
from kaohe.rules.problem import Problem, problem

T = TypeVar("T")
BOUND = 10**18
"""No number of the language lies beyond ±10^18 (P10)."""


class OutOfBounds(Exception):  # noqa: N818 - a verdict on one event, not a fault of the program
    """A result beyond ±10^18, or a day beyond the years 1–9999."""

    def __init__(self, tree: Tree | None = None, place: Place = NOWHERE) -> None:
        super().__init__(f"out of bounds at {place}")
        self.tree = tree
        self.place = place

    def within(self, expression: Expression) -> OutOfBounds:
        """The same, placed in the document of the innermost expression that it happened in."""
        return self if self.place != NOWHERE else OutOfBounds(self.tree, place_in(expression, self.tree))


def place_in(expression: Expression, tree: Tree | None) -> Place:
    """Where ``tree`` stands in the document that ``expression`` was read from."""
    if not expression.file:
        return NOWHERE
    start, end = tree.span if tree is not None else (0, len(expression.text))
    return Place(expression.file, expression.line, expression.column + start, max(end - start, 1))


def is_bounded(number: Fraction) -> bool:
    """Whether ``number`` lies within ±10^18."""
    return abs(number.numerator) <= BOUND * number.denominator


def judged(clause: Clause, event: str, ask: Callable[[], T]) -> tuple[T | None, tuple[Problem, ...]]:
    """``ask()``; or None, and the problem that kept ``clause`` from being judged at ``event``."""
    return answered(clause.id, clause.place, event, ask)


def answered(
    name: str, place: Place, event: str, ask: Callable[[], T]
) -> tuple[T | None, tuple[Problem, ...]]:
    """``ask()``; or None, and the problem that kept what bears ``name`` from an answer at ``event``."""
    try:
        return ask(), ()
    except OutOfBounds as out:
        there = place if out.place == NOWHERE else out.place
        return None, (problem("run.too-large", there, clause=name, event=event),)
    except UnknownYear as unknown:
        facts = {"calendar": unknown.calendar, "year": unknown.year, "clause": name, "event": event}
        return None, (problem("run.unknown-year", place, **facts),)
