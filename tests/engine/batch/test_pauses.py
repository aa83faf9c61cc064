"""A limit counted out past pauses by sums is the limit counted out day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.batch.calendar_days import day_table
from kaohe.engine.batch.pauses import NEVER, Counter, Pause
from kaohe.engine.event import Event
from kaohe.engine.meaning import duedate
from kaohe.engine.meaning.duedate import Limit
from kaohe.engine.reference import world_of
from kaohe.engine.roster import Roster
from kaohe.rules.library import load_policy
from kaohe.rules.shelf import SHIPPED

FIRST = date(2021, 1, 20).toordinal()
POLICY = load_policy(SHIPPED / "lishi").policy
assert POLICY is not None
WORLD, _ = world_of(POLICY, Roster(), (), POLICY.period.to)
seen = {"held up": 0, "paused": 0, "taking": 0}


@st.composite
def paused(draw: st.DrawFn) -> list[Pause]:
    """Up to four pauses, touching, overlapping, empty, or without an end."""
    found = []
    for number in range(draw(st.integers(0, 4))):
        first = FIRST + draw(st.integers(-5, 40))
        until = draw(st.sampled_from([first, first + 1, first + 3, first + 12, NEVER]))
        found.append(Pause(number, -1 if until == NEVER else number, first, until))
    return found


def _plain(pause: Pause) -> duedate.Pause:
    event = Event(f"p{pause.begins}", "registered", 0)
    until = None if pause.until == NEVER else date.fromordinal(pause.until)
    return duedate.Pause("s", event, None if until is None else event, date.fromordinal(pause.first), until)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from(["d", "wd"]), st.integers(-2, 40), paused())
def test_days_past_pauses_are_those_walked_one_by_one(unit: str, count: int, pauses: list[Pause]) -> None:
    counter = Counter(None if unit == "d" else day_table(WORLD.policy.calendar))
    at = WORLD.first_instant(date.fromordinal(FIRST))
    walk = duedate.counted_out(WORLD, at, Limit(Fraction(count), unit), [_plain(each) for each in pauses])
    due, took = counter.out(FIRST, count, pauses)
    assert due == (None if walk.due is None else walk.due.toordinal())
    walked = dict.fromkeys(pause.begins.id for step in walk.steps for pause in step.pauses)
    assert [f"p{each.begins}" for each in took] == list(walked)
    seen["held up"] += due is None
    seen["paused"] += bool(pauses)
    seen["taking"] += len(took) > 1


def test_the_pauses_were_worth_counting() -> None:
    assert min(seen.values()) > 10, seen


def test_a_pause_that_ends_on_the_day_it_begins_skips_no_day() -> None:
    counter = Counter(None)
    none = Pause(0, 0, FIRST + 2, FIRST + 2)
    assert counter.out(FIRST, 5, [none]) == (FIRST + 5, [])
    assert counter.out(FIRST, 5, [replace(none, until=FIRST + 3)])[0] == FIRST + 6
