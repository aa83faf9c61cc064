"""What scoring asks about subjects: who there was, what an expression says of one, who answers.

Scoring itself knows points and spans; the roster and the meaning of expressions belong to the engine.
``Office`` is the whole list of what it asks there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Protocol

from kaohe.engine.ledger import Entry
from kaohe.engine.meaning.accountable import attribute
from kaohe.engine.meaning.evaluate import value as evaluated
from kaohe.engine.meaning.position import Position
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import Roster
from kaohe.engine.stream import Stream, Streams
from kaohe.rules.expression.tree import Expression
from kaohe.rules.policy import Clause, Policy, Span
from kaohe.rules.problem import Problem
from kaohe.rules.value import Value
from kaohe.scoring.card import SubjectKind


@dataclass(frozen=True, slots=True)
class Post:
    """A post a leader held: the unit that answers for it now, and its days within a span."""

    unit: str
    from_: date
    to: date


class Office(Protocol):
    """All that scoring asks of roster and expressions."""

    def subjects(self, kind: SubjectKind, span: Span) -> Sequence[str]:
        """Who stood on the roster on some day of ``span`` and answers for itself, by id."""

    def last_day(self, kind: SubjectKind, subject: str, span: Span) -> date:
        """The last day of ``span``, not after as-of, on which the roster has the subject."""

    def value(self, expression: Expression, subject: str, span: Span, day: date) -> Value:
        """What ``expression`` says of ``subject`` on ``day``; ``period`` is ``span``."""

    def title(self, kind: SubjectKind, subject: str, day: date) -> str:
        """What the subject is called on ``day``; its id when the roster does not say."""

    def children(self, unit: str, day: date) -> Sequence[str]:
        """The units directly under ``unit`` on ``day``, by id."""

    def depth(self, unit: str, day: date) -> int:
        """How many units stand above ``unit`` on ``day``."""

    def posts(self, leader: str, span: Span) -> Sequence[Post]:
        """The posts a leader held on days of ``span``."""

    def attribute(
        self, clause: Clause, kind: SubjectKind, subject: str, points: Fraction, span: Span
    ) -> tuple[Sequence[Entry], Sequence[Problem]]:
        """The entries by which the clause's lines give ``points`` of a row about ``subject``."""


@dataclass(frozen=True, slots=True)
class RosterOffice:
    """The office as the roster knows it and the engine's meaning evaluates it, on ``as_of``."""

    policy: Policy
    roster: Roster
    as_of: date

    def subjects(self, kind: SubjectKind, span: Span) -> Sequence[str]:
        return [
            each for each in self.roster.subjects(kind)
            if self._stood(kind, each, span) and (kind == "leader" or self._answers(each) == each)
        ]  # fmt: skip

    def _stood(self, kind: SubjectKind, subject: str, span: Span) -> bool:
        return bool(self._rows(kind, subject, span))

    def _rows(self, kind: SubjectKind, subject: str, span: Span) -> list[tuple[date, date]]:
        """The days of the subject's roster rows that lie in ``span``, not after as-of."""
        rows = self.roster.units.get(subject, ()) if kind == "unit" else self.roster.posts_of(subject)
        last = min(span.to, self.as_of)
        cut = [(max(row.from_, span.from_), min(row.to, last)) for row in rows]
        return [(from_, to) for from_, to in cut if from_ <= to]

    def _answers(self, unit: str) -> str:
        return self.roster.answers_for(unit, self.as_of)

    def last_day(self, kind: SubjectKind, subject: str, span: Span) -> date:
        return max((to for _, to in self._rows(kind, subject, span)), default=min(span.to, self.as_of))

    def value(self, expression: Expression, subject: str, span: Span, day: date) -> Value:
        world = self._world(span)
        at = world.last_instant(day)
        nothing = Stream("unit", subject, ())
        return evaluated(expression, Position(world, nothing, 0, 0, None, at, subject=subject, day=day))

    def _world(self, span: Span) -> World:
        return World(self.policy, self.roster, Streams({}, {}, {}), self.as_of, span)

    def title(self, kind: SubjectKind, subject: str, day: date) -> str:
        title = self.roster.attribute(kind, subject, "title", day)
        return title if isinstance(title, str) else subject

    def children(self, unit: str, day: date) -> Sequence[str]:
        return self.roster.children(unit, day)

    def depth(self, unit: str, day: date) -> int:
        return sum(1 for _ in self.roster.line_of(unit, day)) - 1

    def posts(self, leader: str, span: Span) -> Sequence[Post]:
        last = min(span.to, self.as_of)
        return [
            Post(self._answers(row.unit), max(row.from_, span.from_), min(row.to, last))
            for row in self.roster.posts_of(leader)
            if row.from_ <= last and row.to >= span.from_
        ]

    def attribute(
        self, clause: Clause, kind: SubjectKind, subject: str, points: Fraction, span: Span
    ) -> tuple[Sequence[Entry], Sequence[Problem]]:
        return attribute(clause, kind, subject, points, span, self._world(span))
