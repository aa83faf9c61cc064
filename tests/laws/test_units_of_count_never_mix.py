"""Batches and persons are never added, compared or chosen between, however deep the sum they stand in."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from kaohe.rules.checked import Checked
from kaohe.rules.expression.check import typed
from kaohe.rules.expression.scope import Scope
from kaohe.rules.expression.tree import Type
from kaohe.rules.library import check_text

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
    when: '%s'
"""
GIVEN = "has(people) && has(batches) && "
BOOL = Type("bool")
PEOPLE = "people"


def _checked(condition: str) -> Checked:
    return check_text(POLICY % (GIVEN + condition), Path("counts/policy.yaml"))


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


def test_one_batch_among_persons_is_refused_wherever_it_stands(holds) -> None:
    scope = _scope()

    def law(seen, condition, which) -> None:
        read, problems = typed(GIVEN + condition, scope, BOOL)
        assert read is not None, (condition, problems)
        _, problems = typed(GIVEN + _swapped(condition, which), scope, BOOL)
        assert "expression.counts" in {found.code for found in problems}, _swapped(condition, which)
        seen["deep"] += condition.count(PEOPLE) > 3

    holds(law, compared, st.integers(0, 30), deep=5)


def test_a_policy_that_mixes_them_is_refused(holds) -> None:
    """The same through the whole checker."""

    def law(seen, condition, which) -> None:
        mixed = _checked(_swapped(condition, which))
        assert mixed.policy is None, _swapped(condition, which)
        assert "expression.counts" in {found.code for found in mixed.problems}
        seen["refused"] += 1

    holds(law, compared, st.integers(0, 30), cases=10, refused=10)


def _scope() -> Scope:
    """At a registration, as the checker sees the clause above."""
    policy = _checked("people > 5").policy
    assert policy is not None
    return Scope(policy.vocabulary, kinds=("registered",))


def test_a_quotient_of_two_units_is_a_plain_number() -> None:
    """What is refused is mixing, not relating: persons per batch may be compared with 5."""
    assert _checked("default(people / batches, 0) > 5").policy is not None
    assert _checked("people > 5 && batches > 1").policy is not None
