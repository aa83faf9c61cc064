"""The acceptance rows of the expression language come true on the reference engine.

``tests/acceptance/expressions.yaml`` was written from the text alone. Where a decision taken later differs,
the row is listed here and must behave as decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from kaohe.engine.event import Event
from kaohe.engine.event_row import event_from_row
from kaohe.engine.form import form_streams
from kaohe.engine.meaning.evaluate import value
from kaohe.engine.meaning.position import Position, at_event
from kaohe.engine.meaning.unscored import OutOfBounds
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import Roster
from kaohe.rules.expression.check import typed
from kaohe.rules.expression.scope import ParameterType, Scope
from kaohe.rules.expression.tree import Type
from kaohe.rules.library import check_text
from kaohe.rules.policy import Policy
from kaohe.rules.value import Value, number_from

ACCEPTANCE = Path(__file__).parents[2] / "acceptance"
ROWS: list[dict[str, Any]] = yaml.load((ACCEPTANCE / "expressions.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)["expressions"]
DECIDED = {
    "7 / 2 + 1": "9/2",  # a divisor written out cannot be nought, so its quotient needs no guard
    "7 / 2 > 3": "true",
    "has(score / 2) ? default(score, 0) : 1": "1",  # `has` takes any expression that may be missing
}
POLICY = """
kaohe: 1
policy: rows
title: 行
version: "1"
period: {from: 2021-01-01, to: 2021-12-31}
timezone: Asia/Shanghai
vocabulary: petition-test
calendar: cn
sources: {text: {title: 行}}
parameters:
  two: {points_from: example, values: {2021-01-01: 2}}
  limit: {type: duration, points_from: example, values: {2021-01-01: 30d}}
  on_from: {type: date, points_from: example, values: {2021-01-01: 2021-03-01}}
  word: {type: code, points_from: example, values: {2021-01-01: x}}
clauses:
  - {id: c, title: 行, kind: monitored, basis: {source: text, article: P10}, on: inspected, accountable: [{unit: unit}]}
"""
PARAMETERS = {
    "two": ParameterType(Type("number")), "limit": ParameterType(Type("duration")),
    "on_from": ParameterType(Type("date")), "word": ParameterType(Type("code")),
}
HISTORY: tuple[dict[str, object], ...] = (
    {"id": "a1", "at": "2021-03-01T08:00", "kind": "advice_issued", "advice": "x"},
    {"id": "a2", "at": "2021-03-01T09:00", "kind": "advice_answered", "in_writing": "true"},
    {"id": "i1", "at": "2021-03-02T10:00", "kind": "inspected", "score": "70"},
    {"id": "i2", "at": "2021-03-02T11:00", "kind": "inspected", "score": "90", "item": "b"},
    {"id": "c1", "at": "2021-03-02T12:00", "kind": "commended"},
)


@pytest.fixture(scope="module")
def policy() -> Policy:
    checked = check_text(POLICY, ACCEPTANCE / "policy.yaml", roots=(ACCEPTANCE / "vocabulary",))
    assert checked.policy is not None, [(each.code, each.facts) for each in checked.problems]
    return checked.policy


@pytest.fixture(scope="module")
def scope(policy: Policy) -> Scope:
    return Scope(policy.vocabulary, stream="unit", kinds=("inspected",), parameters=PARAMETERS)


def _position(policy: Policy, facts: Mapping[str, object]) -> Position:
    hand = {"id": "i3", "at": "2021-03-03T09:30", "kind": "inspected", **facts}
    events = list(_events((*HISTORY, hand), policy))
    streams, _ = form_streams(events, policy.vocabulary)
    stream = streams.units["u"]
    world = World(policy, Roster(), streams, date(2021, 12, 31), policy.period)
    return at_event(world, stream, len(stream.events) - 1)


def _events(rows: tuple[Mapping[str, object], ...], policy: Policy) -> Iterator[Event]:
    for row in rows:
        event, problems = event_from_row({"unit": "u", **row}, policy.vocabulary, policy.timezone)
        assert event is not None, problems
        yield event


def _meant(text: str) -> Value:
    if text == "missing":
        return None
    if text in ("true", "false"):
        return text == "true"
    number = number_from(text)
    if number is not None:
        return number
    return date.fromisoformat(text) if text.count("-") == 2 else text


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["expression"] or "(empty)")
def test_the_row_comes_true(row: dict[str, Any], policy: Policy, scope: Scope) -> None:
    text = row["expression"]
    expected = DECIDED.get(text, row.get("value"))
    wanted = Type(row.get("type", "number"))
    expression, problems = typed(text, scope, wanted, optional_ok=expected is not None)
    if expected is not None:
        assert expression is not None, [(each.code, each.facts) for each in problems]
        assert value(expression, _position(policy, row.get("facts", {}))) == _meant(expected)
        return
    if "run time" in row["refused"]:
        assert expression is not None
        with pytest.raises(OutOfBounds):
            value(expression, _position(policy, {}))
        return
    assert [each for each in problems if each.severity == "problem"]
    assert expression is None


def test_there_are_rows_of_both_sorts() -> None:
    assert sum("value" in row for row in ROWS) >= 80
    assert sum("refused" in row for row in ROWS) >= 30
    assert {row["expression"] for row in ROWS if "refused" in row} > set(DECIDED)
    assert all(isinstance(_meant(row["value"]), (Fraction, bool, str, date, type(None))) for row in ROWS if "value" in row)
