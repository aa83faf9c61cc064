"""A record delivered twice counts once, however late the second delivery is recorded."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from histories import (
    DAY,
    case_policy,
    few,
    histories,
    is_worth_looking_at,
    root,
    sample,
    sample_root,
    whole_policy,
)
from hypothesis import given
from hypothesis import strategies as st

COUNTED = ("registered", "closed", "repeat_petition", "review_decided", "rereview_decided", "followup")
"""Kinds each of whose events may write an entry of its own."""


def test_histories_delivered_twice_in_part_have_the_same_root() -> None:
    seen: Counter[str] = Counter()

    @few
    @given(histories(), st.data())
    def law(events, data) -> None:
        twice = data.draw(st.lists(st.sampled_from(events), max_size=6))
        later = data.draw(st.integers(0, 90))
        again = [replace(each, recorded_at=each.recorded_at + later * DAY) for each in twice]
        mixed = data.draw(st.permutations([*events, *again]))
        assert root(mixed, case_policy()) == root(events, case_policy())
        seen["told"] += bool(again) and is_worth_looking_at(events)

    law()
    assert seen["told"] >= 5, f"only {seen['told']} histories had duplicates and wrote anything"


def test_a_second_record_under_a_new_number_is_no_duplicate() -> None:
    """The law above can fail: the same act under another id is another act."""
    seen: Counter[str] = Counter()

    @few
    @given(histories(), st.data())
    def law(events, data) -> None:
        one = data.draw(st.sampled_from(events))
        more = [*events, replace(one, id=f"{one.id}-other")]
        seen["differs"] += one.kind in COUNTED and root(more, case_policy()) != root(events, case_policy())

    law()
    assert seen["differs"] >= 1, "no second act changed anything"


def test_the_sample_year_without_its_duplicates_has_the_same_root() -> None:
    once = tuple(dict.fromkeys(map(_key, sample())))
    assert len(once) < len(sample()), "the sample year holds no duplicates"
    first = {_key(each): each for each in sample()}
    assert root([first[key] for key in once], whole_policy()) == sample_root()


def _key(each) -> tuple[object, ...]:
    content = tuple(sorted((name, str(value)) for name, value in each.fields.items()))
    return (each.id, each.kind, each.at, each.case, each.unit, each.leader, each.amends, each.voids, content)
