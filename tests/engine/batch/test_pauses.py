"""The counter of the batch engine says what counting day by day says, whatever pauses lie about."""

from __future__ import annotations

from collections import Counter as Seen
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.batch.calendar_days import day_table
from kaohe.engine.batch.pauses import NEVER, Counter, Pause
from kaohe.rules.library import load_policy
from kaohe.rules.shelf import SHIPPED

FIRST = date(2021, 4, 20).toordinal()
gaps = st.lists(st.tuples(st.integers(-5, 40), st.one_of(st.integers(0, 12), st.none())), max_size=4)


def _by_hand(start: int, count: int, paused: list[Pause], working: list[bool] | None) -> int | None:
    """Day after day: it counts if no pause covers it, and if it is a working day where those are asked for."""
    day = start
    while count > 0:
        day += 1
        if any(pause.first <= day and pause.until == NEVER for pause in paused):
            return None
        covered = any(pause.first <= day < pause.until for pause in paused)
        count -= not covered and (working is None or working[day - FIRST])
    return day


def test_a_limit_with_pauses_ends_where_counting_by_hand_ends() -> None:
    policy = load_policy(SHIPPED / "lishi").policy
    assert policy is not None
    working = [policy.calendar.is_workday(date.fromordinal(FIRST + n)) for n in range(200)]
    seen: Seen[str] = Seen()

    @settings(max_examples=200, deadline=None, derandomize=True)
    @given(st.integers(0, 20), st.integers(1, 30), gaps, st.booleans())
    def law(after, count, spans, in_working_days) -> None:
        start = FIRST + after
        paused = [Pause(n, n, FIRST + first, NEVER if length is None else FIRST + first + length) for n, (first, length) in enumerate(spans)]
        counter = Counter(day_table(policy.calendar) if in_working_days else None)
        due, took = counter.out(start, count, paused)
        assert due == _by_hand(start, count, paused, working if in_working_days else None)
        seen["moved"] += due is not None and bool(took)
        seen["held up"] += due is None

    law()
    assert min(seen["moved"], seen["held up"]) >= 20, seen
