"""Laws of due dates: the walk, day by day, against formulas written another way (P3)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.event import Event
from kaohe.engine.meaning.deadline import clocks_of
from kaohe.engine.meaning.duedate import Limit, Pause, counted_out, rolled
from kaohe.engine.meaning.localtime import HOUR
from kaohe.engine.reference import world_of
from kaohe.engine.roster import Roster

DAY = timedelta(days=1)
FIRST = date(2021, 1, 4)
DAYS = st.integers(0, 300).map(lambda n: FIRST + n * DAY)
LIMITS = st.builds(Limit, st.integers(0, 90).map(Fraction), st.sampled_from(["d", "wd"]))
HOURS = st.builds(Limit, st.integers(0, 60).map(Fraction), st.sampled_from(["h", "wh"]))


@pytest.fixture(scope="module")
def world(office):
    policy = office.policy(
        """
  - id: finish
    kind: deduction
    deadline:
      start: accepted
      finish: closed
      within: 20d
      pause: [disputed_now, in_hearing]
      extend: {on: extended, add: days, at_most: 15d, times: 3}
    late: {points: "-1"}
    accountable: [{unit: case.holder}]
""",
        head="""
states:
  disputed_now: {begins: {on: disputed}, ends: {on: settled}}
  in_hearing: {begins: {on: hearing}, ends: {on: heard}}
""",
    )
    return world_of(policy, Roster(), [], date(2021, 12, 31))[0]


def at(world, day: date, minute: int = 600) -> int:
    return world.first_instant(day) + minute * 60_000_000


@st.composite
def pauses(draw):
    """Pauses of any length, overlapping or not; the last may not have ended."""
    found = []
    for begin, length in draw(st.lists(st.tuples(DAYS, st.integers(0, 40)), max_size=4)):
        found.append((begin, begin + length * DAY))
    return found


def made(world, spans) -> list[Pause]:
    return [
        Pause("s", Event(f"b{n}", "disputed", at(world, a)), Event(f"e{n}", "settled", at(world, b, 601)), a, b)
        for n, (a, b) in enumerate(spans)
    ]


def counts(world, limit: Limit, spans, day: date) -> bool:
    paused = any(a <= day < b for a, b in spans)
    return not paused and (limit.unit == "d" or world.policy.calendar.is_workday(day))


@given(opened=DAYS, limit=LIMITS, spans=pauses())
def test_the_due_day_is_the_nth_day_that_counts(world, opened, limit, spans) -> None:
    walk = counted_out(world, at(world, opened), limit, made(world, spans))
    after = (opened + n * DAY for n in range(1, 400))
    counted = [day for day in after if counts(world, limit, spans, day)]
    assert walk.due == (counted[int(limit.count) - 1] if limit.count else opened)


@given(opened=DAYS, limit=LIMITS, spans=pauses())
def test_every_day_of_the_walk_is_told_once_and_in_order(world, opened, limit, spans) -> None:
    walk = rolled(world, counted_out(world, at(world, opened), limit, made(world, spans)))
    days = [step.day for step in walk.steps]
    assert days == [opened + n * DAY for n in range(1, len(days) + 1)]
    assert sum(step.used for step in walk.steps) == limit.count
    assert all((step.reason == "paused") == bool(step.pauses) for step in walk.steps)
    assert walk.due == (days[-1] if days else opened)
    assert not days or world.policy.calendar.is_workday(walk.due)


@given(opened=DAYS, minute=st.integers(0, 1439), limit=HOURS, spans=pauses())
def test_the_due_instant_is_the_earliest_by_which_the_hours_have_passed(world, opened, minute, limit, spans) -> None:
    """Minute by minute: the office is open, no pause runs."""
    start, stops = at(world, opened, minute), [p.stretch for p in made(world, spans)]
    due_at = counted_out(world, start, limit, made(world, spans)).due_at

    def passed(end: int) -> int:
        return sum(max(0, b - a) for a, b in free(world, limit, stops, start, end))

    wanted = int(limit.count) * HOUR
    assert passed(due_at) == wanted
    assert due_at == start or passed(due_at - 1) < wanted


def free(world, limit: Limit, stops, start: int, end: int):
    """Open time from start to end outside all stops, in pieces between every boundary there is."""
    day, open_ = world.day(start), []
    while day <= world.day(end):
        hours = world.policy.calendar.office_minutes(day) if limit.unit == "wh" else ((0, 1440),)
        open_ += [(at(world, day, a), at(world, day, b)) for a, b in hours]
        day += DAY
    edges = sorted({start, end, *(x for pair in (*open_, *stops) for x in pair if start < x < end)})
    for a, b in pairwise(edges):
        if any(x <= a and b <= y for x, y in open_) and not any(x <= a and b <= y for x, y in stops):
            yield a, b


@given(opened=DAYS, limit=LIMITS, spans=pauses(), more=pauses())
def test_a_pause_after_the_due_day_changes_nothing(world, opened, limit, spans, more) -> None:
    due = counted_out(world, at(world, opened), limit, made(world, spans)).due
    later = [(a, b) for a, b in more if a > due]
    assert counted_out(world, at(world, opened), limit, made(world, [*spans, *later])).due == due


# --- whole histories ----------------------------------------------------------------------------------


KINDS = ("accepted", "closed", "extended", "disputed", "settled", "hearing", "heard")


@st.composite
def histories(draw):
    rows = draw(st.lists(st.tuples(st.integers(0, 90), st.sampled_from(KINDS), st.integers(1, 12)), max_size=14))
    events = [Event("e0", "opened", 0, case="A1", fields={"class": "plain"})]
    for n, (day, kind, days) in enumerate(sorted(rows, key=lambda row: row[0]), start=1):
        fields = {"days": Fraction(days)} if kind == "extended" else {}
        events.append(Event(f"e{n:02}", kind, (18_700 + day) * 24 * HOUR + n, case="A1", fields=fields))
    return events


def lines(world, events, as_of=date(2021, 12, 31)):
    whole, _ = world_of(world.policy, Roster(), events, as_of)
    found = clocks_of(world.policy.clause("finish"), whole, whole.stream("case", "A1"))
    return [each.line for each in found]


@given(events=histories())
@settings(max_examples=300)
def test_a_whole_history_agrees_with_a_calendar_of_sets(world, events) -> None:
    """The same clauses counted by sets of days and sums instead of walks."""
    found = lines(world, events)
    assert [line.start.id for line in found] == [e.id for e in events if e.kind == "accepted"]
    paused = held(world, events, "disputed", "settled") | held(world, events, "hearing", "heard")
    for line in found:
        place = next(n for n, e in enumerate(events) if e.id == line.start.id)
        end = next((n for n, e in enumerate(events) if n > place and e.kind == "closed"), None)
        last = len(events) if end is None else end + 1
        added, due = Fraction(0), by_sets(line.started, 20, paused)
        for number, event in enumerate((e for e in events[place + 1 : last] if e.kind == "extended"), start=1):
            if number > 3 or (due is not None and world.day_of(event) > due):
                break
            added += event.fields["days"]
            due = by_sets(line.started, 20 + int(min(added, 15)), paused)
        assert line.due == due
        assert (line.ending and line.ending.id) == (None if end is None else events[end].id)


def held(world, events, begin: str, end: str) -> frozenset[date]:
    """The days between each begin and the next end; to the end of the world, if there is none."""
    days, since = set(), None
    for event in events:
        if event.kind == begin:
            since = since or world.day_of(event)
        elif event.kind == end and since is not None:
            days |= {since + n * DAY for n in range((world.day_of(event) - since).days)}
            since = None
    if since is not None:
        days |= {since + n * DAY for n in range(2000)}
    return frozenset(days)


def by_sets(opened: date, limit: int, paused: frozenset[date]) -> date | None:
    counted = sorted({opened + n * DAY for n in range(1, 1000)} - paused)
    return counted[limit - 1] if len(counted) >= limit else None


@given(events=histories(), more=histories())
def test_what_happens_after_the_due_day_and_the_end_moves_no_due_day(world, events, more) -> None:
    """Counted extensions are a prefix; nothing later revives a clock."""
    before = lines(world, events)
    if not before or any(line.due is None for line in before):
        return
    last = max(*(line.due for line in before), world.day(max(e.at for e in events)))
    shift = (last - date(1970, 1, 1)).days + 2 - 18_700
    later = [
        Event(f"x{e.id}", e.kind, e.at + shift * 24 * HOUR, case="A1", fields=e.fields)
        for e in more if e.kind not in ("opened", "accepted")
    ]  # fmt: skip
    after = lines(world, [*events, *later])
    assert [line.due for line in after] == [line.due for line in before]


@given(events=histories(), day=st.integers(0, 120))
def test_what_is_known_on_a_day_is_told_by_the_events_up_to_it(world, events, day) -> None:
    """A replay as of a day equals a replay of the events up to that day."""
    as_of = date(2021, 3, 14) + day * DAY
    seen = [event for event in events if world.day_of(event) <= as_of]
    assert lines(world, events, as_of) == lines(world, seen, as_of)
