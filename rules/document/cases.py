"""Worked examples: events in, entries, scores and cards out. They run on every engine."""

from __future__ import annotations

from pydantic import ConfigDict

from kaohe.rules.document.roster import RosterBody
from kaohe.rules.document.scalar import ClauseId, Code, Day, Flag, Name, Number, Text, Whole
from kaohe.rules.document.shape import Shape


class ExampleEvent(Shape):
    """An event as a row: header keys plus the kind's fields, all as text (typed by the kind).

    Without ``id`` it is named ``#1``, ``#2``… by its position in the example.
    """

    model_config = ConfigDict(extra="allow")

    kind: Name


class ExpectedEntry(Shape):
    """What an entry must be. Keys left out are not compared. ``points`` as exact numbers."""

    clause: ClauseId
    role: Text | None = None
    unit: Code | None = None
    leader: Code | None = None
    points: Number | None = None
    case: Code | None = None
    event: Code | None = None
    because: list[Code] | None = None
    at: Day | None = None
    due: Day | None = None
    span: Text | None = None


class ExpectedTally(Shape):
    clause: ClauseId
    subject: Code | None = None
    span: Text | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    excluded: Whole | None = None
    value: Number | None = None
    no_data: Flag | None = None


class ExpectedCard(Shape):
    subject: Code
    card: Name | None = None
    span: Text | None = None
    total: Number | None = None
    sections: dict[Name, Number] | None = None
    grade: Name | None = None
    rank: Whole | None = None
    no_data: Flag | None = None
    provisional: Flag | None = None


class ExpectedGate(Shape):
    gate: Name
    event: Code
    failed: list[Name]


class ExpectedDue(Shape):
    """A deadline's instance, by its start event: its due day and what became of it."""

    clause: ClauseId
    start: Code
    due: Day | None = None
    outcome: Text | None = None


class Expectation(Shape):
    """``entries`` lists all non-structural entries unless ``others: allowed``.

    ``silent`` names clauses that write nothing. ``problems`` are codes that must be reported.
    """

    entries: list[ExpectedEntry] | None = None
    others: Text | None = None
    silent: list[ClauseId] = []
    tallies: list[ExpectedTally] = []
    cards: list[ExpectedCard] = []
    gates: list[ExpectedGate] = []
    due: list[ExpectedDue] = []
    problems: list[Text] = []


class Example(Shape):
    name: Text
    label: Text | None = None
    events: list[ExampleEvent]
    roster: RosterBody | None = None
    as_of: Day | None = None
    known_at: Text | None = None
    parameters: dict[Name, Text] = {}
    expect: Expectation


class CasesDocument(Shape):
    kaohe: Whole
    cases: Name
    roster: RosterBody | None = None
    as_of: Day | None = None
    examples: list[Example]
