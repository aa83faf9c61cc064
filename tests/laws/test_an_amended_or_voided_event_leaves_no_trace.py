"""A false record that was voided leaves no trace in the ledger; so does an amendment that was voided."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from histories import DAY, case_policy, day, event, few, histories, root, sample, sample_root, whole_policy
from hypothesis import given
from hypothesis import strategies as st

FALSE = ("repeat_petition", "closed", "withdrawn", "reopened", "registration_missing")


def test_a_voided_record_is_as_if_never_sent() -> None:
    seen: Counter[str] = Counter()

    @few
    @given(histories(), st.sampled_from(FALSE), st.integers(20, 340), st.integers(1, 60))
    def law(events, kind, when, after) -> None:
        false = _false(kind, when)
        void = replace(false, id="void", voids="false", recorded_at=false.recorded_at + after * DAY)
        assert root([*events, false, void], case_policy()) == root(events, case_policy())
        seen["mattered"] += root([*events, false], case_policy()) != root(events, case_policy())

    law()
    assert seen["mattered"] >= 5, f"only {seen['mattered']} false records would have changed anything"


def test_a_voided_amendment_leaves_what_it_amended() -> None:
    seen: Counter[str] = Counter()

    @few
    @given(histories(), st.data(), st.integers(1, 60))
    def law(events, data, days) -> None:
        one = data.draw(st.sampled_from(events))
        wrong = replace(one, id="wrong", amends=one.id, at=one.at + days * DAY, recorded_at=one.recorded_at + DAY)
        void = replace(wrong, id="void", amends=None, voids="wrong", recorded_at=one.recorded_at + 2 * DAY)
        assert root([*events, wrong, void], case_policy()) == root(events, case_policy())
        seen["mattered"] += root([*events, wrong], case_policy()) != root(events, case_policy())

    law()
    assert seen["mattered"] >= 5, f"only {seen['mattered']} amendments would have changed anything"


def test_the_sample_year_without_its_false_records_has_the_same_root() -> None:
    false = {each.voids for each in sample()} - {None}
    clean = [each for each in sample() if each.voids is None and each.id not in false]
    assert false
    assert root(clean, whole_policy()) == sample_root()
    believed = [each for each in sample() if each.voids is None]
    assert root(believed, whole_policy()) != sample_root(), "believing them would have changed the ledger"


def _false(kind: str, when: int):
    row = {"unit": "street01"} if kind == "registration_missing" else {}
    return event(id="false", at=day(when), case="A0", kind=kind, **row)
