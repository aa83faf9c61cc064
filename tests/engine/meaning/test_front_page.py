"""The run as a whole: order, repetition, knowledge, cards' spans, the order of the ledger (P2, P5, P15, P18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.ledger import PARTS
from kaohe.engine.reference import replay

CLAUSES = """
  - id: finish
    kind: deduction
    deadline:
      start: accepted
      finish: closed
      within: 15d
      pause: [disputed_now]
      extend: {on: extended, add: days}
      restart: {on: assigned, when: 'default(last(assigned).unit, unit) != unit'}
    late: {points: "-0.5", per: week}
    accountable: [{unit: case.holder}, {post: principal, of: case.holder, share: 1/3}]
  - id: again
    kind: deduction
    on: repeated
    when: '!resolved && (overdue("finish") || count(repeated) >= 1)'
    points: -count(repeated) - 1
    accountable: [{unit: case.holder}]
  - id: solved
    kind: bonus
    on: closed
    when: seen(checked, passed)
    points: "2"
    revoke: {on: reopened, within: 30d}
    accountable: [{unit: case.holder}]
"""
HEAD = """
states:
  disputed_now: {begins: {on: disputed}, ends: {on: settled}}
  resolved: {begins: {on: closed, when: 'default(last(checked).passed, false)'}, ends: {on: reopened}}
"""
ROSTER = """
units: [{id: north, title: 北, kind: town, level: township}, {id: south, title: 南, kind: town, level: township}]
leaders:
  - {leader: L1, title: 主要负责人, unit: north, post: principal}
  - {leader: L2, title: 主要负责人, unit: south, post: principal, to: 2021-03-01}
  - {leader: L3, title: 主要负责人, unit: south, post: principal, from: 2021-03-02}
"""
LINES = st.tuples(
    st.integers(1, 110),
    st.sampled_from(["A1", "A2"]),
    st.sampled_from([
        "accepted", "assigned unit=north", "assigned unit=south", "disputed", "settled", "extended days=3",
        "checked item=facts passed=true", "checked item=facts passed=false", "closed", "reopened", "repeated",
        "exempted clauses=again approver=a basis=b",
    ]),
)  # fmt: skip


@pytest.fixture(scope="module")
def scheme(office):
    policy = office.policy(CLAUSES, HEAD)
    return policy, office.roster(ROSTER, policy)


@st.composite
def histories(draw):
    rows = ["o1 2021-01-01 opened A1 class=plain unit=north", "o2 2021-01-01 opened A2 class=hard unit=south"]
    for n, (day, case, what) in enumerate(draw(st.lists(LINES, max_size=16))):
        kind, _, fields = what.partition(" ")
        rows.append(f"e{n} {date.fromordinal(date(2021, 1, 1).toordinal() + day)} {kind} {case} {fields}")
    return "\n".join(rows)


AS_OF = date(2021, 6, 30)


@given(history=histories(), order=st.randoms(use_true_random=False), again=st.integers(0, 5))
@settings(max_examples=60)
def test_order_of_arrival_and_repeated_delivery_change_nothing(office, scheme, history, order, again) -> None:
    policy, roster = scheme
    events = office.events(history, policy)
    mixed = [*events, *events[:again]]
    order.shuffle(mixed)
    assert replay(policy, roster, mixed, AS_OF) == replay(policy, roster, events, AS_OF)


@given(history=histories())
@settings(max_examples=60)
def test_the_ledger_is_in_its_order_and_every_id_stands_once(office, scheme, history) -> None:
    policy, roster = scheme
    found = replay(policy, roster, office.events(history, policy), AS_OF).entries
    keys = [(e.subject_kind, e.subject, e.at, e.case or "") for e in found]
    assert keys == sorted(keys)
    assert len({entry.id for entry in found}) == len(found)
    assert all(entry.part in PARTS and entry.at <= AS_OF and policy.period.holds(entry.at) for entry in found)
    assert all(entry.because and entry.event for entry in found)


@given(history=histories(), day=st.integers(1, 180))
@settings(max_examples=60)
def test_a_replay_as_of_a_day_sees_nothing_later(office, scheme, history, day) -> None:
    policy, roster = scheme
    as_of = date.fromordinal(date(2021, 1, 1).toordinal() + day)
    events = office.events(history, policy)
    midnight = (as_of.toordinal() + 1 - date(1970, 1, 1).toordinal()) * 86_400_000_000 - 8 * 3_600_000_000
    earlier = [event for event in events if event.at < midnight]
    whole, seen = replay(policy, roster, events, as_of), replay(policy, roster, earlier, as_of)
    told = [each for each in whole.notices if each.code == "intake.after-as-of"]
    assert len(told) == (len(earlier) < len(events)), "that there is more is said once"
    assert replace(whole, notices=tuple(each for each in whole.notices if each not in told)) == seen


@given(history=histories())
@settings(max_examples=60)
def test_a_unit_bears_three_times_what_its_principal_does(office, scheme, history) -> None:
    """Shares of a third, exact to 10⁻⁶, over entries and reversals alike."""
    policy, roster = scheme
    found = replay(policy, roster, office.events(history, policy), AS_OF).entries
    late = [entry for entry in found if entry.clause == "finish"]
    for entry in late:
        if entry.subject_kind == "unit":
            (leader,) = [e for e in late if e.subject_kind == "leader" and e.event == entry.event]
            assert abs(leader.points * 3 - entry.points) <= Fraction(2, 10**6)


@given(history=histories())
@settings(max_examples=60)
def test_a_reversal_is_the_opposite_of_an_entry_that_stands_once(office, scheme, history) -> None:
    policy, roster = scheme
    found = replay(policy, roster, office.events(history, policy), AS_OF).entries
    by_id = {entry.id: entry for entry in found}
    for entry in found:
        if entry.part == "reverse":
            taken = by_id[entry.of]
            assert (taken.subject, taken.at, taken.case, taken.event) == (entry.subject, entry.at, entry.case, entry.event)
            assert taken.points == -entry.points
    assert len({e.of for e in found if e.of}) == len([e for e in found if e.of])


def test_entries_of_one_day_stand_by_case_then_by_place_in_the_stream(office, said) -> None:
    replay = office.replay(
        """
  - id: second
    kind: deduction
    on: repeated
    points: "-1"
    accountable: [{unit: unit_of}]
  - id: other
    kind: deduction
    on: disputed
    points: "-2"
    accountable: [{unit: unit_of}]
""".replace("unit_of", "case.holder"),
        """
        o1 2021-01-01 opened A2 class=plain unit=north
        o2 2021-01-01 opened A1 class=plain unit=north
        z1 2021-03-01T08:00 repeated A2
        z2 2021-03-01T09:00 disputed A1
        z3 2021-03-01T10:00 repeated A1
""",
    )
    assert said(replay) == [
        "other north -2 2021-03-01 z2", "second north -1 2021-03-01 z3", "second north -1 2021-03-01 z1",
    ]  # fmt: skip


def test_what_was_recorded_after_known_at_is_not_known(office) -> None:
    policy = office.policy(CLAUSES, HEAD)
    events = office.events("o1 2021-01-01 opened A1 class=plain unit=north\ne1 2021-02-01 repeated A1\ne2 2021-02-02 repeated A1", policy)
    late = [replace(event, recorded_at=event.at + 30 * 86_400_000_000) for event in events]
    roster = office.roster(ROSTER, policy)
    assert len(replay(policy, roster, late, AS_OF).entries) == 1
    assert replay(policy, roster, late, AS_OF, known_at=late[-1].at).entries == ()


# --- cards' spans ---------------------------------------------------------------------------------------------


def test_monthly_cards_part_a_growing_delay_and_leave_the_period_the_year(office, said) -> None:
    """The unit's card is monthly, its leader's is for the year. "In the period" means in the year."""
    replay = office.replay(
        """
  - id: finish
    kind: deduction
    section: duty
    deadline: {start: accepted, finish: closed, within: 10d}
    late: {points: "-1", per: day}
    accountable: [{unit: case.holder}, {post: principal, of: case.holder, share: "0.5"}]
  - id: first
    kind: deduction
    section: duty
    on: repeated
    when: '!seen(repeated, day(at) >= period.from)'
    points: "-1"
    accountable: [{unit: case.holder}]
""",
        """
        e1 2021-01-01 opened A1 class=plain unit=north
        e2 2021-01-19 accepted A1
        e3 2021-02-05 repeated A1
        e4 2021-03-05 closed A1
        e5 2021-03-06 repeated A1""",
        roster=ROSTER,
        head="""
sections: {duty: 履职}
scorecards:
  unit: {of: unit, title: 单位, who: 'true', out_of: 100, base: 100, per: month, roll_up: mean, points_from: example, sections: {duty: {title: 履职}}}
  leader: {of: leader, title: 领导, who: 'true', out_of: 100, base: 100, points_from: example, sections: {duty: {title: 履职}}}
""",
    )
    assert said(replay) == [
        "finish late L1 -17.5 2021-01-30 e2",
        "finish late north -2 2021-01-30 e2",
        "finish late north -28 2021-02-01 e2",
        "first north -1 2021-02-05 e3",
        "finish late north -5 2021-03-01 e2",
    ]
    assert [entry.id for entry in replay.entries if entry.subject == "north" and entry.part == "late"] == [
        "finish/unit:north/e2/late", "finish/unit:north/e2/late:2021-02", "finish/unit:north/e2/late:2021-03",
    ]  # fmt: skip
