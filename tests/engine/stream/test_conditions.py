"""A condition of the language and the rule of durable-rules it becomes hold at the same events."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine.event import Event
from kaohe.engine.meaning import evaluate
from kaohe.engine.meaning.position import at_event
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import Roster
from kaohe.engine.stream import Stream, Streams
from kaohe.engine.stream_rules.carried import number_code
from kaohe.engine.stream_rules.condition import Slots, parts_of, rule_of
from kaohe.engine.stream_rules.durable import MOST_PARTS, Ruleset
from kaohe.engine.stream_rules.questions import book_of
from kaohe.rules.expression.tree import Apply, FieldOf, ListTree, Literal_, Tree, Type
from kaohe.rules.library import load_policy
from kaohe.rules.shelf import SHIPPED

# --- values -------------------------------------------------------------------------------------------

fractions = st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=10**6)


@given(fractions, st.decimals(min_value=-(10**9), max_value=10**9, places=3).map(Fraction))
def test_a_number_stands_to_a_literal_as_their_codes_stand(value: Fraction, literal: Fraction) -> None:
    grid = literal.denominator
    mine, theirs = number_code(value, grid), number_code(literal, grid)
    assert (mine < theirs, mine == theirs, mine > theirs) == (value < literal, value == literal, value > literal)


def test_a_number_between_two_points_of_the_grid_equals_neither() -> None:
    assert number_code(Fraction(1, 3), 10) not in {number_code(Fraction(3, 10), 10), number_code(Fraction(4, 10), 10)}


# --- conditions ---------------------------------------------------------------------------------------

BOOL = Type("bool")
FIELDS = {
    "b": (Type("bool", optional=True), (True, False, None)),
    "c": (Type("bool"), (True, False)),
    "n": (Type("number", optional=True), (Fraction(0), Fraction(1), Fraction(4, 3), Fraction(-(10**18)), None)),
    "m": (Type("number"), (Fraction(1), Fraction(4, 3), Fraction(7, 2), Fraction(10**18))),
    "t": (Type("code", optional=True), ("satisfied", "满意", None)),
    "u": (Type("code"), ("satisfied", "declined")),
    "d": (Type("date", optional=True), (date(2021, 3, 1), date(2021, 3, 2), None)),
    "at": (Type("instant"), (1_600_000_000_000_000, 1_600_000_000_000_001)),
}
OF_TYPE = {"number": "nm", "code": "tu", "date": "d"}
LITERALS = {
    "number": [Fraction(0), Fraction(1), Fraction(4, 3).limit_denominator(10), Fraction(7, 2), Fraction(-5, 100)],
    "code": ["satisfied", "declined", "满意"],
    "date": [date(2021, 3, 1), date(2021, 3, 2)],
}


def _leaf(name: str) -> FieldOf:
    return FieldOf("event", name, FIELDS[name][0])


def _operand(draw: random.Random, kind: str) -> Tree:
    field = _leaf(draw.choice(OF_TYPE[kind]))
    literal = Literal_(draw.choice(LITERALS[kind]), Type(kind))
    way = draw.random()
    if way < 0.2 and field.type.optional:
        return Apply("default", (field, literal), Type(kind))
    return field if way < 0.8 else literal


def _truth(draw: random.Random, depth: int) -> Tree:
    way = draw.random()
    if depth == 0 or way < 0.25:
        kind = draw.choice(["number", "number", "code", "date"])
        if draw.random() < 0.2:
            items = tuple(Literal_(value, Type(kind)) for value in LITERALS[kind][:2])
            return Apply("in", (_operand(draw, kind), ListTree(items, Type("list", of=Type(kind)))), BOOL)
        sign = draw.choice(["==", "!="] if kind == "code" else ["==", "!=", "<", "<=", ">", ">="])
        return Apply(sign, (_operand(draw, kind), _operand(draw, kind)), BOOL)
    if way < 0.35:
        return _leaf(draw.choice("bc"))
    if way < 0.4:
        return Apply("has", (_leaf(draw.choice("bntd")),), BOOL)
    if way < 0.45:
        return Apply("default", (_leaf("b"), _truth(draw, depth - 1)), BOOL)
    if way < 0.6:
        return Apply("!", (_truth(draw, depth - 1),), BOOL)
    if way < 0.67:
        return Apply("if", tuple(_truth(draw, depth - 1) for _ in range(3)), BOOL)
    return Apply(draw.choice(["&&", "||"]), (_truth(draw, depth - 1), _truth(draw, depth - 1)), BOOL)


def _event(draw: random.Random) -> Event:
    fields = {name: draw.choice(values) for name, (_, values) in FIELDS.items()}
    at = fields.pop("at")
    return Event("e1", "closed", at, case="A1", fields={name: value for name, value in fields.items() if value is not None})


@pytest.fixture(scope="module")
def policy():
    found = load_policy(SHIPPED / "lishi").policy
    assert found is not None
    return found


def _position(policy, event: Event):
    stream = Stream("case", "A1", (event,))
    world = World(policy, Roster(), Streams({"A1": stream}, {}, {}), policy.period.to, policy.period)
    return at_event(world, stream, 0)


def _fires(rules: Ruleset, rule, position) -> bool:
    fact: dict[str, object] = {"id": "1", "sid": "1"}
    for use in rule.uses:
        pair = None if use.slot.other is None else evaluate.value(use.slot.other, position)
        use.slot.put(fact, evaluate.value(use.slot.tree, position), pair)
    return bool(rules.fired(json.dumps(fact, ensure_ascii=False)))


def test_a_condition_fires_exactly_where_it_is_true(policy) -> None:
    """Signs, lists, missing values, defaults and branches at random; a missing answer does not fire."""
    draw, seen = random.Random(20), Counter()
    for number in range(400):
        tree = _truth(draw, 3)
        rule = rule_of(tree, policy, Slots())
        rules = Ruleset(f"c{number}", {} if isinstance(rule.node, bool) else {"r": rule.node})
        for _ in range(12):
            position = _position(policy, _event(draw))
            expected = evaluate.value(tree, position)
            fired = rule.node if isinstance(rule.node, bool) else _fires(rules, rule, position)
            assert fired == (expected is True), (tree, position.event, rule.node)
            seen[str(expected)] += 1
        seen["compared"] += rule.compared
        seen["prepared"] += rule.prepared
    assert min(seen["True"], seen["False"], seen["None"]) > 200, seen
    assert seen["prepared"] * 20 < seen["compared"], seen


def test_a_condition_too_long_for_one_rule_leaves_its_longest_part_to_the_meaning(policy) -> None:
    """Twenty alternatives, all of which must hold in one: more ands and ors than durable-rules bears."""
    draw = random.Random(3)
    one = [
        Apply("||", (_leaf("c"), Apply("<", (_leaf("m"), Literal_(Fraction(n), Type("number"))), BOOL)), BOOL)
        for n in range(20)
    ]
    tree: Tree = one[0]
    for each in one[1:]:
        tree = Apply("&&", (tree, each), BOOL)
    rule = rule_of(tree, policy, Slots())
    assert parts_of(rule.node) <= MOST_PARTS
    assert rule.prepared == 1
    assert rule.compared >= 5
    rules = Ruleset("long", {"r": rule.node})
    answers = set()
    for _ in range(60):
        position = _position(policy, _event(draw))
        answers.add(evaluate.value(tree, position))
        assert _fires(rules, rule, position) == (evaluate.value(tree, position) is True)
    assert answers == {True, False}


# --- who decides what in the shipped policies -----------------------------------------------------------

DECIDED = {
    "lishi": (75, 0),
    "tongling": (130, 0),
    "danfeng": (50, 0),
    "district": (30, 0),
    "statute": (35, 0),
    "erdao": (20, 0),
}
"""At least so many comparisons made by durable-rules, at most so many parts left to the meaning."""


@pytest.mark.parametrize("name", sorted(DECIDED))
def test_durable_rules_makes_the_comparisons_of_the_shipped_policies(name: str, policy) -> None:
    scheme = policy if name == "lishi" else load_policy(SHIPPED / name).policy
    assert scheme is not None
    rules = [question.rule for question in book_of(scheme).questions]
    least, most = DECIDED[name]
    assert sum(rule.compared for rule in rules) >= least
    assert sum(rule.prepared for rule in rules) <= most


def test_every_clause_at_an_event_has_a_rule_that_fires_it(policy) -> None:
    about = {question.about for question in book_of(policy).questions}
    wanted = {("on", clause.id) for clause in policy.clauses if type(clause.form).__name__ == "On"}
    assert len(wanted) >= 6
    assert wanted <= about
