"""What was known on a day is what had been recorded by then: later records do not rewrite it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

from histories import DAY, case_policy, few, histories, root, sample, sample_root, whole_policy
from hypothesis import given
from hypothesis import strategies as st

NEW_YEAR = int(datetime(2020, 12, 31, 16, tzinfo=UTC).timestamp()) * 1_000_000
"""The first instant of 2021 in Shanghai."""


def test_known_at_is_a_run_without_what_was_recorded_later() -> None:
    seen: Counter[str] = Counter()

    @few
    @given(histories(), st.integers(1, 360))
    def law(events, days) -> None:
        then = NEW_YEAR + days * DAY
        recorded = [each for each in events if each.recorded_at <= then]
        assert root(events, case_policy(), known_at=then) == root(recorded, case_policy())
        seen["told"] += root(events, case_policy(), known_at=then) != root(events, case_policy())

    law()
    assert seen["told"] >= 5, f"only {seen['told']} histories grew after the day"


def test_correcting_later_does_not_change_what_was_known() -> None:
    seen: Counter[str] = Counter()

    @few
    @given(histories(), st.data())
    def law(events, data) -> None:
        one = data.draw(st.sampled_from(events))
        then = max(each.recorded_at for each in events)
        void = replace(one, id="void", voids=one.id, recorded_at=then + 1)
        assert root([*events, void], case_policy(), known_at=then) == root(events, case_policy())
        seen["told"] += root([*events, void], case_policy()) != root(events, case_policy())

    law()
    assert seen["told"] >= 5, f"only {seen['told']} corrections changed what is known since"


def test_all_that_is_ever_known_is_the_run_without_known_at() -> None:
    seen: Counter[str] = Counter()

    @few
    @given(histories())
    def law(events) -> None:
        last = max(each.recorded_at for each in events)
        assert root(events, case_policy(), known_at=last) == root(events, case_policy())
        seen["told"] += root(events, case_policy(), known_at=last - 1) != root(events, case_policy())

    law()
    assert seen["told"] >= 5, f"only {seen['told']} histories say something new at the last moment"


def test_the_sample_year_as_known_in_june() -> None:
    """Records without a recording time were known when they happened."""
    then = NEW_YEAR + 181 * DAY - 1
    recorded = [each for each in sample() if (each.at if each.recorded_at is None else each.recorded_at) <= then]
    assert 0 < len(recorded) < len(sample())
    june = root(sample(), whole_policy(), known_at=then)
    assert june == root(recorded, whole_policy())
    assert june != sample_root()
