"""The quick reader and the grammar's parser say the same of every right text; wrong ones are left to the grammar."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.rules.expression import parse as by_grammar
from kaohe.rules.expression.straight import straight

SHIPPED = Path(__file__).parents[3] / "policies"
PIECES = [
    "a", "b1", "in", "true", "false", "closed", "3", "0.5", "1.", '"x"', "'y z'", r'"q\""', "(", ")", "[", "]", ".", ",",
    "|", "||", "&&", "==", "!=", "<=", ">", "+", "-", "*", "/", "%", "!", "?", ":", " ", "f(", "case.unit", "\t", "１", "=",
]  # fmt: skip


def spans(node: object) -> object:
    """A tree with every stretch: equality of nodes leaves the stretches out."""
    return repr(node)


def agree(text: str) -> bool:
    """Whether the quick reader took ``text``, having asserted that the grammar reads the same."""
    quick = straight(text)
    syntax, fault = by_grammar._by_lark(text)
    if quick is None:
        return False
    assert fault is None, text
    assert spans(quick) == spans(syntax), text
    return True


def test_every_shipped_condition_is_read_straight_and_alike() -> None:
    quoted = re.compile(r"""(?:when|where|points|value|per|if|who): (?:'([^'\n]+)'|"([^"\n\\]+)")""")
    texts = {
        found[1] or found[2]
        for file in sorted(SHIPPED.glob("*/policy.yaml"))
        for found in quoted.finditer(file.read_text(encoding="utf-8"))
    }
    right = {text for text in texts if by_grammar._by_lark(text)[1] is None}
    assert len(right) > 100
    assert {text for text in right if agree(text)} == right


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join))
def test_on_any_heap_of_signs_the_quick_reader_agrees_or_gives_up(text: str) -> None:
    taken = agree(text)
    refused = by_grammar._by_lark(text)[1] is not None
    assert taken or refused or "\\" in text


VALUES = st.recursive(
    st.sampled_from(["a", "case.unit", "3", "0.25", '"x"', "true", "seen(closed | reopened)", "f()", "p[q].r(1, -b)"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["||", " && ", "==", " in ", "+", " - ", "*", "%", "<"]), inner).map("".join),
        inner.map("({})".format), inner.map("!{}".format), inner.map("- {}".format),
        st.tuples(inner, inner, inner).map(lambda each: "{} ? {} : {}".format(*each)),
        st.lists(inner, max_size=3).map(lambda each: f"[{', '.join(each)}]"),
        st.lists(inner, max_size=3).map(lambda each: f"g({', '.join(each)})"),
    ),
    max_leaves=8,
)  # fmt: skip


@given(VALUES)
def test_made_conditions_are_read_straight_whenever_they_are_right(text: str) -> None:
    """Not all are right: ``a < b < c`` comes up, and is refused by both."""
    assert agree(text) is (by_grammar._by_lark(text)[1] is None)


@pytest.mark.parametrize(
    "text", ["a ? b : " * 900 + "c", "(" * 1500 + "a" + ")" * 1500, "-" * 3000 + "a", "[" * 1900 + "]" * 1900]
)
def test_what_is_nested_without_end_is_left_to_the_tables(text: str) -> None:
    assert straight(text) is None


def test_a_torn_condition_is_taken_by_neither() -> None:
    whole = 'case.origin == "new" && count(reopened | closed) >= 2 && !seen(rereview_decided)'
    assert agree(whole)
    cuts = [whole[:at] for at in range(1, len(whole))]
    assert 0 < sum(agree(cut) for cut in random.Random(1).sample(cuts, 60)) < 60
