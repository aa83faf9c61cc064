"""The nearest name is one that a slip of the pen could have made of the right one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.rules.nearest import distance, nearest

NAMES = ["when", "where", "points", "per_case", "per_subject", "accountable", "late", "late_on"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("wen", "when"),
        ("wehn", "when"),
        ("Points", "points"),
        ("pints", "points"),
        ("per-case", "per_case"),
        ("acountabel", "accountable"),
        ("zzz", ""),
        ("", ""),
        ("x", ""),
    ],
)
def test_the_name_that_was_meant(word, meant) -> None:
    assert nearest(word, NAMES) == meant


def test_of_equally_near_names_the_first_is_meant() -> None:
    assert nearest("cat", ["bat", "hat"]) == "bat"
    assert nearest("cat", ["hat", "bat"]) == "hat"


def test_a_short_word_does_not_become_another_one() -> None:
    assert nearest("on", ["of"]) == "of"
    assert nearest("on", ["is"]) == ""
    assert nearest("a", ["b"]) == ""


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_a_distance_is_the_same_both_ways_and_nothing_only_to_itself(one, other) -> None:
    assert distance(one, other, 9) == distance(other, one, 9)
    assert (distance(one, other, 9) == 0) == (one == other)


@given(st.text("abcd_", min_size=3, max_size=12), st.data())
def test_one_slip_in_a_word_is_found(word, data) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    slip = data.draw(st.sampled_from(["drop", "swap", "double", "change"]))
    made = {
        "drop": word[:at] + word[at + 1 :], "swap": word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        "double": word[:at] + word[at] + word[at:], "change": word[:at] + "x" + word[at + 1 :],
    }[slip]  # fmt: skip
    assert distance(made, word, 5) <= 1
    if len(made) > 2:
        assert nearest(made, [word]) == word


@pytest.mark.parametrize(("word", "meant"), [("notice", "notice_issued"), ("repeat", ""), ("not", "")])
def test_the_only_name_that_begins_with_the_word_is_meant(word: str, meant: str) -> None:
    assert nearest(word, ["notice_issued", "repeat_petition", "repeat_visit"]) == meant
