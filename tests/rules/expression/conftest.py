"""A small town for conditions to be about: a vocabulary and a policy's names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kaohe.engine.event import Event
from kaohe.engine.event_row import event_from_row
from kaohe.engine.form import form_streams
from kaohe.engine.meaning.position import Position, at_event
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import Roster
from kaohe.rules.expression.check import typed
from kaohe.rules.expression.parse import parse
from kaohe.rules.expression.scope import Define, GateName, ParameterType, Scope
from kaohe.rules.expression.tree import Type
from kaohe.rules.library import check_text
from kaohe.rules.policy import Policy
from kaohe.rules.vocabulary import CaseFact, Field, Kind, SubjectKind, Vocabulary


def a_field(
    name: str, title: str, type_: Type, *, required: bool = False, titles: dict[str, str] | None = None
) -> Field:
    values = tuple(titles or {})
    return Field(
        name,
        title,
        replace(type_, optional=not required, values=values),
        required,
        titles or {},
        frozenset(),
        None,
        link=False,
    )


def a_kind(
    name: str, title: str, place: int, *fields: Field, about: tuple[SubjectKind, ...] = ("case",)
) -> Kind:
    return Kind(
        name,
        title,
        place,
        about,
        {field.name: field for field in fields},
        "start",
        "any",
        None,
        volume=False,
        self_reported=False,
        supplied_by=None,
    )


ENUM, CODE, NUMBER, BOOL, DATE = Type("enum"), Type("code"), Type("number"), Type("bool"), Type("date")
CLASSES = {"general": "一般诉求", "simple": "简易程序", "consult": "咨询", "report": "检举控告"}


ORIGINS = {"new": "初信初访", "old": "积案"}
ITEMS = {"facts": "调查事实", "evidence": "证据"}
OUTCOMES = {"good": "满意", "poor": "不满意"}
REASONS = {"poor": "质量不高", "late": "逾期"}
PERSONS, UNITS = Type("number", count="人次"), Type("list", of=Type("unit"))

KINDS: tuple[tuple[str, str, tuple[SubjectKind, ...], tuple[Field, ...]], ...] = (
    ("registered", "登记", ("case",), (
        a_field("origin", "来源", ENUM, required=True, titles=ORIGINS), a_field("class", "事项类别", ENUM, required=True, titles=CLASSES),
        a_field("people", "人数", PERSONS), a_field("batches", "批数", Type("number", count="批")), a_field("repeat_of", "重复于", Type("case")))),
    ("assigned", "交办", ("case",), (a_field("unit", "责任单位", Type("unit"), required=True), a_field("due_on", "办结时限", DATE))),
    ("checked", "核查", ("case",), (a_field("item", "核查项", ENUM, required=True, titles=ITEMS), a_field("passed", "通过", BOOL, required=True))),
    ("repeat_petition", "再次反映", ("case",), ()),
    ("closed", "办结", ("case",), (a_field("outcome", "办理结果", ENUM, titles=OUTCOMES), a_field("signed", "已签字", BOOL), a_field("level", "层级", NUMBER))),
    ("reopened", "重新办理", ("case",), (a_field("outcome", "重办原因", ENUM, titles=REASONS), a_field("level", "层级", CODE))),
    ("decided", "决策", ("unit",), (a_field("decision", "决策编号", CODE),)),
    ("assessed", "风险评估", ("unit",), (a_field("decision", "决策编号", CODE), a_field("units", "参与单位", UNITS, required=True))),
    ("visited", "下访", ("leader",), (a_field("people", "接待人次", PERSONS, required=True),)),
)  # fmt: skip
"""Name, title, whom it is about, fields: in the order in which they stand in the vocabulary."""


def _kinds() -> tuple[Kind, ...]:
    return tuple(a_kind(name, title, place, *fields, about=about) for place, (name, title, about, fields) in enumerate(KINDS))


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """Cases that are registered, assigned, checked and closed; units that decide; leaders who visit."""
    attributes = {"line": a_field("line", "条块", ENUM, titles={"territory": "块", "department": "条"})}
    bare = Vocabulary(
        name="town",
        title="小镇",
        opens="registered",
        counts=("批", "人次"),
        kinds={kind.name: kind for kind in _kinds()},
        facts={},
        unit_attributes=attributes,
        leader_attributes={},
        posts={"principal": "主要负责人"},
        forbidden_headers=(),
        forbidden_patterns={},
    )
    scope = Scope(bare, spans=False, inclusive=True)
    texts = {
        "origin": ("来源", "first(registered).origin"),
        "class": ("事项类别", "first(registered).class"),
        "unit": ("责任单位", "last(assigned).unit"),
        "registered_on": ("登记日", "day(first(registered).at)"),
        "closed_on": ("办结日", "day(last(closed).at)"),
        "people": ("人数", "first(registered).people"),
        "done": ("已办结", "seen(closed)"),
    }
    facts = {}
    for name, (title, text) in texts.items():
        value, problems = typed(text, scope, None, optional_ok=True)
        assert value is not None, problems
        facts[name] = CaseFact(name, title, value)
    return replace(bare, facts=facts)


def a_define(text: str, kinds: tuple[str, ...] | None = None) -> Define:
    syntax, problems = parse(text)
    assert syntax is not None, problems
    return Define(text, syntax, kinds)


@pytest.fixture(scope="session")
def scope(vocabulary: Vocabulary) -> Scope:
    """At a repeat petition, with one of everything that a policy can declare."""
    return Scope(
        vocabulary,
        kinds=("repeat_petition",),
        parameters={
            "points": ParameterType(NUMBER),
            "limit": ParameterType(Type("duration")),
            "by_class": ParameterType(NUMBER, ("general", "simple", "consult")),
            "by_origin": ParameterType(NUMBER, ("new", "old")),
        },
        defines={
            "handled": a_define("has(case.unit)"),
            "in_north": a_define('case.unit == "north"'),
            "settled": a_define("resolved && handled"),
            "good_end": a_define('default(outcome, "poor") == "good"', ("closed",)),
            "twice": a_define("count(repeat_petition) >= 2"),
        },
        states=frozenset({"resolved"}),
        gates={"quality": GateName(("closed",), ("facts", "answer"))},
        periods=frozenset({"congress"}),
        deadlines=frozenset({"handle", "control-new.finish"}),
    )


# --- an inspection on the reference engine ------------------------------------------------------

ACCEPTANCE = Path(__file__).parents[2] / "acceptance"
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


@pytest.fixture(scope="session")
def inspection_policy() -> Policy:
    checked = check_text(POLICY, ACCEPTANCE / "policy.yaml", roots=(ACCEPTANCE / "vocabulary",))
    assert checked.policy is not None, [(each.code, each.facts) for each in checked.problems]
    return checked.policy


@pytest.fixture(scope="session")
def inspection_scope(inspection_policy: Policy) -> Scope:
    """At the inspection in hand of the acceptance rows."""
    return Scope(inspection_policy.vocabulary, stream="unit", kinds=("inspected",), parameters=PARAMETERS)


@pytest.fixture(scope="session")
def inspection(inspection_policy: Policy) -> Callable[[Mapping[str, object]], Position]:
    """The position of an inspection that has the given fields, after the history of the acceptance rows."""
    return lambda facts: _position(inspection_policy, facts)


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
