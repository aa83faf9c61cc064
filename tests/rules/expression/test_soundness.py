"""What the checker promises about a value, every value keeps: its type, and that it is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine.meaning.evaluate import value
from kaohe.engine.meaning.position import Position
from kaohe.engine.meaning.unscored import OutOfBounds
from kaohe.rules.expression.check import typed
from kaohe.rules.expression.scope import Scope
from kaohe.rules.expression.tree import Type
from kaohe.rules.value import Value

Texts = st.SearchStrategy[str]

# --- conditions of every type, as text ----------------------------------------------------------

NUMBERS = [
    "0", "1", "2.5", "param.two", "score", "part", "whole", "last(inspected).score", "count(inspected)", "count(any, has(unit))",
    "distinct(inspected, score)", "days_since(advice_issued)", "workdays_since(commended)", "weekday(day(at))", "hour(at)",
    "first(advice_answered).seq", "days_between(param.on_from, day(at))",
]
BOOLS = [
    "true", "false", "seen(commended)", "seen(inspected, has(score) && score > 80)", "has(item)", "is_workday(day(at))",
    "last(advice_answered).in_writing", "(count(inspected, day(at) >= day(this.at) - 1) > 1)", "(unit in units)",
]
CODES = ['"u"', '"x"', "unit", "item", "last(inspected).item", "param.word", "first(any).id", "last(advice_issued | advice_answered).advice"]
DATES = ["day(at)", "as_of", "period.from", "param.on_from", 'date("2021-03-01")', "day(last(inspected).at)"]


def _of(template: str, *parts: Texts) -> Texts:
    return st.tuples(*parts).map(lambda found: template.format(*found))


def _numbers(inner: Texts, bools: Texts, dates: Texts) -> Texts:
    return st.one_of(
        *(_of(f"({{}} {sign} {{}})", inner, inner) for sign in "+-*/%"), _of("-{}", inner), _of("abs({})", inner),
        _of("round({}, 1)", inner), _of("floor({})", inner), _of("max({}, {})", inner, inner), _of("default({}, {})", inner, inner),
        _of("({} ? {} : {})", bools, inner, inner), _of("({} - {})", dates, dates), _of("days_between({}, {})", dates, dates),
    )


def _bools(inner: Texts, numbers: Texts, codes: Texts, dates: Texts) -> Texts:
    return st.one_of(
        _of("!{}", inner), *(_of(f"({{}} {sign} {{}})", inner, inner) for sign in ("&&", "||", "==")),
        *(_of(f"({{}} {sign} {{}})", numbers, numbers) for sign in ("<", "==", ">=")), _of("({} != {})", codes, codes),
        _of("({} in [{}, {}])", codes, codes, codes), _of("({} < {})", dates, dates), _of("({} ? {} : {})", inner, inner, inner),
        _of("has({})", numbers), _of("default({}, {})", inner, inner), _of("(has({0}) && {0} > {1})", numbers, numbers),
    )


codes = st.sampled_from(CODES)
dates = st.one_of(st.sampled_from(DATES), _of("({} + 1)", st.sampled_from(DATES)))
leaf_bools = st.sampled_from(BOOLS)
numbers = st.recursive(st.sampled_from(NUMBERS), lambda inner: _numbers(inner, leaf_bools, dates), max_leaves=6)
bools = st.recursive(leaf_bools, lambda inner: _bools(inner, numbers, codes, dates), max_leaves=6)
texts = st.one_of(numbers, bools, codes, dates)
fields = st.fixed_dictionaries(
    {},
    optional={
        "score": st.sampled_from(["0", "75.5"]), "part": st.sampled_from(["0", "3"]), "whole": st.sampled_from(["0", "4"]),
        "item": st.sampled_from(["a", "u"]), "units": st.sampled_from([["u"], ["v", "w"]]),
    },
)
HELD: Mapping[str, type] = {"number": Fraction, "bool": bool, "date": date}


def _is_of(given_: Value, type_: Type) -> bool:
    return isinstance(given_, HELD.get(type_.name, str))


def test_every_value_is_of_its_type_and_there_when_it_is_said_to_be(
    inspection: Callable[[Mapping[str, object]], Position], inspection_scope: Scope
) -> None:
    typed_at_all = 0

    @given(texts, fields)
    def kept(text: str, facts: dict[str, object]) -> None:
        nonlocal typed_at_all
        expression, problems = typed(text, inspection_scope, None, optional_ok=True)
        refusals = {each.code for each in problems if each.severity == "problem"}
        if expression is None:
            assert refusals == {"expression.unguarded"}
            return
        typed_at_all += 1
        try:
            given_ = value(expression, inspection(facts))
        except OutOfBounds:
            return
        assert _is_of(given_, expression.type) if given_ is not None else expression.type.optional

    kept()
    assert typed_at_all >= 30
