"""Scorecards and the whole policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction
from typing import Literal

from kaohe.rules.calendar import Calendar
from kaohe.rules.expression.tree import Expression
from kaohe.rules.policy.clause import Clause, StandingRisk
from kaohe.rules.policy.definition import Definition, Gate, State
from kaohe.rules.policy.head import Parameter, Source, Span
from kaohe.rules.record import record
from kaohe.rules.value import Duration, Rounding
from kaohe.rules.vocabulary import Vocabulary


@record
class Section:
    """``start`` + sum of the section's entries, within [floor, cap] (P15)."""

    name: str
    title: str
    start: Fraction
    floor: Fraction | None
    cap: Fraction | None
    bonus: bool


@record
class Grade:
    """``share``: at most floor(share × n) places of the peer group, ``least_places`` at least (P19)."""

    name: str
    title: str
    at_least: Fraction | None
    share: Fraction | None
    least_places: int
    places: Literal["passed_on", "vacant"]


@record
class Inherit:
    """Adds share × (their total − their out_of): ``unit`` (a leader's units by days in post) or
    ``children`` (a unit's children, weighted mean by ``weight`` with ``subject`` the child).
    """

    from_: Literal["unit", "children"]
    share: Fraction
    weight: Expression | None
    card: str | None


@record
class Scorecard:
    """``sections`` in order. ``cycle`` None: one card for the period."""

    name: str
    of: Literal["unit", "leader"]
    title: str
    who: Expression
    out_of: Fraction
    base: Fraction
    sections: tuple[Section, ...]
    groups: Expression | None
    grades: tuple[Grade, ...]
    cycle: Literal["month", "quarter", "half_year"] | None
    roll_up: Literal["mean", "sum", "last", "min"]
    inherit: Inherit | None
    places: int


@record
class Appeals:
    notified: str
    file_within: Duration
    decide_within: Duration


@record
class Policy:
    """A policy that has no problems left. ``documents`` are (name, SHA-256) of every file read."""

    name: str
    title: str
    version: str
    period: Span
    timezone: str
    places: int
    rounding: Rounding
    vocabulary: Vocabulary
    calendar: Calendar
    sources: Mapping[str, Source]
    parameters: Mapping[str, Parameter]
    periods: Mapping[str, tuple[Span, ...]]
    states: Mapping[str, State]
    gates: Mapping[str, Gate]
    clauses: tuple[Clause, ...]
    scorecards: tuple[Scorecard, ...]
    appeals: Appeals | None
    section_titles: Mapping[str, str]
    documents: tuple[tuple[str, str], ...]
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    accepted_risks: tuple[StandingRisk, ...] = ()

    def clause(self, name: str) -> Clause:
        """The clause with that id; ``KeyError`` when there is none."""
        for clause in self.clauses:
            if clause.id == name:
                return clause
        raise KeyError(name)
