"""Any syntax at all: every form nested in every other, whether or not it means something."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from kaohe.rules.expression.syntax import (
    Binary,
    BoolText,
    Call,
    Conditional,
    Ident,
    Index,
    Kinds,
    ListOf,
    Member,
    NumberText,
    StringText,
    Syntax,
    Unary,
)

NAMES = st.sampled_from(
    ["a", "kind", "unit", "x_1", "case", "this", "period", "closed", "any", "has", "default", "count"]
)
NUMBERS = st.integers(0, 10**12).map(lambda n: NumberText(Fraction(n, 10**9)))
SIGNS = st.sampled_from(["||", "&&", "==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/", "%"])
LEAVES = st.one_of(
    NAMES.map(Ident),
    NUMBERS,
    st.booleans().map(BoolText),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6).map(StringText),
)


def _composed(inner: st.SearchStrategy[Syntax]) -> st.SearchStrategy[Syntax]:
    items = st.lists(inner, max_size=3).map(tuple)
    kinds = st.lists(NAMES, min_size=2, max_size=3).map(lambda names: Kinds(tuple(names)))
    args = st.lists(st.one_of(inner, kinds), max_size=3).map(tuple)
    return st.one_of(
        st.builds(Member, inner, NAMES),
        st.builds(Index, inner, inner),
        st.builds(Call, NAMES, args),
        st.builds(Call, NAMES, args, inner),
        items.map(ListOf),
        st.builds(Unary, st.sampled_from("!-"), inner),
        st.builds(Binary, SIGNS, inner, inner),
        st.builds(Conditional, inner, inner, inner),
    )


syntaxes: st.SearchStrategy[Syntax] = st.recursive(LEAVES, _composed, max_leaves=12)
"""Every form of syntax nested in every other."""
