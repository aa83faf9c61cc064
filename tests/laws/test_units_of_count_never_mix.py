"""Batches and persons are never added, compared or chosen between, however deep the sum they stand in."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from histories import few
from hypothesis import given
from hypothesis import strategies as st

from kaohe.rules.library import Checked, check_text

POLICY = """\
kaohe: 1
policy: counts
title: counts
version: "1"
period: {from: 2021-01-01, to: 2021-12-31}
timezone: Asia/Shanghai
vocabulary: petition
calendar: cn
sources: {law: {title: law}}
clauses:
  - id: watched
    title: watched
    kind: monitored
    basis: {source: law, article: a}
    on: registered
    when: 'has(people) && has(batches) && %s'
"""
PEOPLE = "people"


def _checked(condition: str) -> Checked:
    return check_text(POLICY % condition, Path("counts/policy.yaml"))


leaves = st.sampled_from([PEOPLE, "people * 2", "-people", "abs(people)", "(true ? people : people)"])
sums = st.recursive(
    leaves,
    lambda part: st.one_of(
        st.tuples(part, st.sampled_from(["+", "-"]), part).map(lambda each: f"({' '.join(each)})"),
        st.tuples(st.sampled_from(["min", "max"]), part, part).map(lambda each: f"{each[0]}({each[1]}, {each[2]})"),
        st.tuples(part, part).map(lambda each: f"(has(unit) ? {each[0]} : {each[1]})"),
        part.map(lambda each: f"(3 * {each})"),
    ),
    max_leaves=6,
)
compared = st.tuples(sums, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), sums).map(" ".join)


def _swapped(text: str, which: int) -> str:
    """The condition with one of its persons turned into a batch."""
    parts = text.split(PEOPLE)
    place = 1 + which % (len(parts) - 1)
    return PEOPLE.join(parts[:place]) + "batches" + PEOPLE.join(parts[place:])


def test_one_batch_among_persons_is_refused_wherever_it_stands() -> None:
    seen: Counter[str] = Counter()

    @few
    @given(compared, st.integers(0, 30))
    def law(condition, which) -> None:
        assert _checked(condition).policy is not None, condition
        mixed = _checked(_swapped(condition, which))
        assert mixed.policy is None, _swapped(condition, which)
        assert "expression.counts" in {found.code for found in mixed.problems}
        seen["deep"] += condition.count(PEOPLE) > 3

    law()
    assert seen["deep"] >= 5, f"only {seen['deep']} conditions with more than three counts"


def test_a_quotient_of_two_units_is_a_plain_number() -> None:
    """What is refused is mixing, not relating: persons per batch may be compared with 5."""
    assert _checked("default(people / batches, 0) > 5").policy is not None
    assert _checked("people > 5 && batches > 1").policy is not None
