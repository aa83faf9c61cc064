"""Why a clause wrote something, and why it did not (P1, P3, P17, P31)."""

from __future__ import annotations

from datetime import date

import pytest

from kaohe.engine.why import ClockReasons, NoClock, OnReasons, reasons

CLAUSES = """
  - id: again
    kind: deduction
    from: 2021-02-01
    on: repeated
    when: count(repeated) >= 1 && case.class == "plain"
    points: 'seen(checked) ? -2 : -1'
    accountable: [{unit: case.holder}]
  - id: finish
    kind: deduction
    deadline:
      start: accepted
      when: '!seen(accepted)'
      finish: closed
      within: 10d
      roll: next_workday
      pause: [disputed_now]
      extend: {on: extended, when: 'default(head, false)', add: days}
    late: {points: "-1", per: day}
    accountable: [{unit: case.holder}]
  - id: solved
    kind: bonus
    on: closed
    points: "2"
    vest: 400d
    revoke: {on: reopened}
    accountable: [{unit: case.holder}]
"""
HISTORY = """
    e1 2021-01-01 opened A1 class=plain unit=north
    e2 2021-01-10 repeated A1
    e3 2021-01-12 repeated A1
    e4 2021-03-01 accepted A1
    e5 2021-03-02 accepted A1
    e6 2021-03-03 disputed A1
    e7 2021-03-05 settled A1
    e8 2021-03-08 extended A1 days=2
    e9 2021-03-20 closed A1
    f1 2021-04-01 repeated A1
    f2 2022-01-05 repeated A1
    f3 2022-01-06 closed A1
    f4 2022-01-07 reopened A1
    g1 2021-05-01 repeated A2
    h1 2021-05-02 opened A3 class=hard
    h2 2021-05-03 repeated A3
"""


@pytest.fixture(scope="module")
def world(office):
    states = "states: {disputed_now: {begins: {on: disputed}, ends: {on: settled}}}"
    return office.world(CLAUSES, HISTORY, "2022-01-31", head=states)


@pytest.mark.parametrize(
    ("clause", "event", "verdict"),
    [
        ("again", "f1", "fired"),
        ("again", "e2", "condition_failed"),
        ("again", "h2", "condition_failed"),
        ("again", "e3", "clause_not_in_force"),
        ("again", "e4", "other_kind"),
        ("again", "f2", "outside_period"),
        ("again", "g1", "case_not_opened"),
        ("solved", "e9", "forfeited"),
        ("solved", "e8", "other_kind"),
        ("finish", "e5", "condition_failed"),
        ("finish", "e3", "other_kind"),
    ],
)
def test_the_first_thing_that_kept_an_entry_from_being_written_is_named(world, clause, event, verdict) -> None:
    (account,) = reasons(world, clause, event)
    assert isinstance(account, OnReasons | NoClock)
    assert account.verdict == verdict


def test_a_bonus_taken_back_before_it_vested_is_forfeited(world) -> None:
    (account,) = reasons(world, "solved", "f3")
    assert (account.verdict, account.dated) == ("forfeited", date(2023, 2, 11))


def test_what_fired_says_every_value_down_to_who_answers(world) -> None:
    (account,) = reasons(world, "again", "f1")
    told = {reason.key: (reason.explained.text, reason.explained.value) for reason in account.reasons}
    assert told == {
        "when": ('count(repeated) >= 1 && case.class == "plain"', True),
        "points": ("seen(checked) ? -2 : -1", -1),
        "accountable[unit].unit": ("case.holder", "north"),
    }
    count = account.reasons[0].explained.parts[0].parts[0]
    assert (count.text, count.value, count.decided_by) == ("count(repeated)", 2, ("e3",))


def test_an_opening_shows_its_clock_day_by_day(world) -> None:
    """Ten days from 1 March; the 3rd and 4th were paused; the 13th is a Saturday, the 15th a working day."""
    (account,) = reasons(world, "finish", "e4")
    line = account.line
    assert isinstance(account, ClockReasons)
    skipped = [(step.day.day, step.reason) for step in line.steps if step.reason != "counted"]
    assert skipped == [(3, "paused"), (4, "paused"), (14, "rolled"), (15, "rolled")]
    assert [step.pauses[0].begins.id for step in line.steps if step.pauses] == ["e6", "e6"]
    assert (line.due, line.slack, account.outcome) == (date(2021, 3, 15), -5, "late")
    assert [reason.key for reason in account.reasons] == [
        "deadline.when", "deadline.within", "late.points", "accountable[unit].unit",
    ]  # fmt: skip


def test_an_event_that_could_bend_a_clock_says_why_it_did_or_did_not(world) -> None:
    (refused,) = reasons(world, "finish", "e8")
    (reason,) = refused.reasons
    assert (reason.key, reason.explained.text, reason.explained.value) == (
        "deadline.extend.when", "default(head, false)", False,
    )  # fmt: skip
    (ended,) = reasons(world, "finish", "e9")
    assert (ended.line.ending.id, ended.line.how, ended.reasons) == ("e9", "finish", ())


def test_an_unknown_event_has_no_account(world) -> None:
    assert reasons(world, "again", "nowhere") == ()
    with pytest.raises(KeyError):
        reasons(world, "nothing", "e1")
