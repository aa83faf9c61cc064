"""Where the language is CEL, a CEL implementation written by others gives the same values.

Compared: whole numbers, codes, truth values; ``+ - * %``, comparisons, ``in``, ``&& || !`` and ``? :``.
Not compared, because they mean something else here on purpose: ``/`` is exact, a missing value is no error,
numbers do not overflow at 64 bits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.meaning.evaluate import value
from kaohe.engine.meaning.position import Position
from kaohe.rules.expression.check import typed
from kaohe.rules.expression.scope import Scope

celpy = pytest.importorskip("celpy", reason="the CEL implementation compared with is not installed")

Texts = st.SearchStrategy[str]


def _of(template: str, *parts: Texts) -> Texts:
    return st.tuples(*parts).map(lambda found: template.format(*found))


def _numbers(inner: Texts, bools: Texts) -> Texts:
    return st.one_of(
        *(_of(f"{{}} {sign} {{}}", inner, inner) for sign in "+-*"), *(_of(f"({{}} {sign} {{}})", inner, inner) for sign in "+-*"),
        _of("{} % {}", _of("({})", inner), st.sampled_from(["1", "2", "3", "7"])), _of("(-{})", inner), _of("({} ? {} : {})", bools, inner, inner),
    )


def _bools(inner: Texts, numbers: Texts, codes: Texts) -> Texts:
    return st.one_of(
        *(_of(f"{{}} {sign} {{}}", inner, inner) for sign in ("&&", "||")), *(_of(f"({{}} {sign} {{}})", inner, inner) for sign in ("&&", "||", "==", "!=")),
        _of("!({})", inner), *(_of(f"({{}} {sign} {{}})", numbers, numbers) for sign in ("<", "<=", ">", ">=", "==", "!=")),
        *(_of(f"({{}} {sign} {{}})", codes, codes) for sign in ("==", "!=")), _of("({} in [{}, {}, {}])", numbers, numbers, numbers, numbers),
        _of("({} in [{}, {}])", codes, codes, codes), _of("({} ? {} : {})", inner, inner, inner),
    )


codes = st.sampled_from(['"a"', '"b"', "'a'", '"信访"', '""'])
truths = st.sampled_from(["true", "false"])
numbers = st.recursive(st.integers(0, 40).map(str), lambda inner: _numbers(inner, truths), max_leaves=6)
bools = st.recursive(truths, lambda inner: _bools(inner, numbers, codes), max_leaves=8)


def _by_cel(text: str) -> object:
    environment = celpy.Environment()
    found = environment.program(environment.compile(text)).evaluate({})
    return bool(found) if isinstance(found, celpy.celtypes.BoolType) else Fraction(int(found))


@pytest.mark.filterwarnings("ignore")
def test_generated_conditions_have_the_value_that_cel_gives_them(
    inspection: Callable[[Mapping[str, object]], Position], inspection_scope: Scope
) -> None:
    here, seen = inspection({}), Counter[object]()

    @settings(max_examples=300, deadline=None)
    @given(st.one_of(numbers, bools))
    def same(text: str) -> None:
        expression, problems = typed(text, inspection_scope, None)
        assert expression is not None, (text, problems)
        ours = value(expression, here)
        assert ours == _by_cel(text), text
        seen[ours if isinstance(ours, bool) else "number"] += 1

    same()
    assert min(seen[True], seen[False], seen["number"]) >= 20, seen


@pytest.mark.parametrize(
    ("text", "ours", "cel"), [("7 / 2 == 3", False, True), ("7 / 2 * 2 == 7", True, False)], ids=["quotients", "no cut"]
)
@pytest.mark.filterwarnings("ignore")
def test_where_the_language_differs_from_cel_on_purpose(
    inspection: Callable[[Mapping[str, object]], Position], inspection_scope: Scope, text: str, *, ours: bool, cel: bool
) -> None:
    expression, _ = typed(text, inspection_scope, None)
    assert expression is not None
    assert value(expression, inspection({})) is ours
    assert _by_cel(text) is cel
