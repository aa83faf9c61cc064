"""What the checker, the engines and an explanation ask of a condition is read off its tree."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kaohe.rules.expression import reading
from kaohe.rules.expression.check import typed
from kaohe.rules.expression.scope import Scope
from kaohe.rules.expression.tree import Apply, Defined, History, InState, Tree


@pytest.fixture
def tree(scope: Scope):  # type: ignore[no-untyped-def]
    def read(text: str, **changed: object) -> Tree:
        expression, problems = typed(text, replace(scope, **changed), None, optional_ok=True)  # type: ignore[arg-type]
        assert expression is not None, problems
        return expression.tree

    return read


TEXT = (
    'settled && overdue("handle") && (seen(closed | reopened, level_known) || count(any, kind == "closed") > param.points)'
    ' && case.origin == "new" && default(last(checked, item == "facts").passed, false)'
)


@pytest.fixture
def whole(tree, scope: Scope) -> Tree:  # type: ignore[no-untyped-def]
    known = replace(scope.defines["handled"], text="has(outcome)", syntax=_syntax("has(outcome)"))
    return tree(TEXT, defines={**scope.defines, "level_known": known})


def _syntax(text: str):  # type: ignore[no-untyped-def]
    from kaohe.rules.expression.parse import parse

    return parse(text)[0]


def test_everything_read_is_found(whole: Tree) -> None:
    assert reading.kinds_read(whole) == {"closed", "reopened", "any", "checked"}
    assert reading.parameters_read(whole) == {"points"}
    assert reading.facts_read(whole) == {"unit", "origin"}
    assert reading.states_read(whole) == {"resolved"}
    assert reading.deadlines_read(whole) == {"handle"}
    assert reading.gates_read(whole) == frozenset()


def test_fields_are_read_at_their_own_kinds(whole: Tree, tree) -> None:  # type: ignore[no-untyped-def]
    assert reading.fields_read(whole) == {
        ("closed", "outcome"), ("reopened", "outcome"), ("any", "kind"), ("checked", "item"), ("checked", "passed"),
    }
    assert reading.fields_read(tree("default(signed, false)", kinds=("closed",)), at=("closed",)) == {("closed", "signed")}
    pair = tree("seen(decided, decision == this.decision)", kinds=("assessed",), stream="unit")
    assert reading.fields_read(pair, at=("assessed",)) == {("decided", "decision"), ("assessed", "decision")}
    late = tree("start.unit", kinds=None, start=("assigned",))
    assert reading.fields_read(late, start=("assigned",)) == {("assigned", "unit")}


def test_history_is_asked_in_reading_order_and_once(whole: Tree, tree) -> None:  # type: ignore[no-untyped-def]
    calls = reading.history_calls(whole)
    assert [call.name if isinstance(call, InState) else call.kinds for call in calls] == [
        "resolved", ("closed", "reopened"), ("any",), ("checked",),
    ]
    nested = list(reading.history_calls(tree("seen(closed, seen(checked))")))
    assert [call.kinds for call in nested if isinstance(call, History)] == [("closed",)]
    untaken = list(reading.history_calls(tree("false ? count(closed) : count(checked)")))
    assert len(untaken) == 2


def test_conjuncts_and_disjuncts(whole: Tree, tree) -> None:  # type: ignore[no-untyped-def]
    assert len(reading.conjuncts(whole)) == 6
    kept = reading.conjuncts(whole, opened=False)
    assert len(kept) == 5
    assert isinstance(kept[0], Defined)
    either = reading.disjuncts(tree("resolved || (seen(closed) || twice)"))
    assert len(either) == 3
    assert isinstance(either[2], Apply)
    assert reading.conjuncts(tree("resolved || seen(closed)"))[0] == tree("resolved || seen(closed)")
