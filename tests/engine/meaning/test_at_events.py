"""Clauses at an event: points and their sign, states and gates, vesting, clauses limited in time."""

from __future__ import annotations

import pytest

OPENED = "e1 2021-01-01 opened A1 class=plain unit=north\n"
HOLDER = "accountable: [{unit: case.holder}]"


def test_points_of_the_wrong_sign_are_written_as_nought_and_told(office, said) -> None:
    replay = office.replay(
        f"""
  - id: fault
    kind: deduction
    on: weighed
    when: has(amount)
    points: -amount
    {HOLDER}
""",
        OPENED + "e2 2021-03-01 weighed A1 amount=2\ne3 2021-03-02 weighed A1 amount=-2",
    )
    assert said(replay) == ["fault north -2 2021-03-01 e2", "fault north 0 2021-03-02 e3"]
    assert [p.code for p in replay.notices] == ["run.wrong-sign"]


def test_monitored_clauses_write_entries_without_points(office, said) -> None:
    replay = office.replay(
        f"""
  - id: seen
    kind: monitored
    on: repeated
    {HOLDER}
""",
        OPENED + "e2 2021-03-01 repeated A1",
    )
    assert said(replay) == ["seen monitored north 0 2021-03-01 e2"]


def test_a_clause_limited_in_time_judges_by_the_date_of_its_entry(office) -> None:
    replay = office.replay(
        f"""
  - id: again
    kind: deduction
    from: 2021-04-01
    to: 2021-04-30
    on: repeated
    points: "-1"
    {HOLDER}
""",
        OPENED + "e2 2021-03-31 repeated A1\ne3 2021-04-01 repeated A1\ne4 2021-04-30 repeated A1\ne5 2021-05-01 repeated A1",
    )
    assert [entry.event for entry in replay.entries] == ["e3", "e4"]


def test_an_event_about_several_subjects_is_read_in_the_first_unless_the_clause_says_otherwise(office) -> None:
    replay = office.replay(
        """
  - id: leader
    kind: bonus
    on: visited
    points: count(any)
    accountable: [{leader: leader}]
  - id: case
    kind: bonus
    stream: case
    on: visited
    points: count(any)
    accountable: [{leader: leader}]
""",
        OPENED + "e2 2021-03-01 visited A1 leader=L1\ne3 2021-03-02 visited - leader=L1",
    )
    assert [(e.clause, e.points, e.case, e.event) for e in replay.entries] == [
        ("leader", 0, "A1", "e2"), ("case", 1, "A1", "e2"), ("leader", 1, None, "e3"),
    ]  # fmt: skip


# --- states and gates -----------------------------------------------------------------------------------


GATE = """
gates:
  two:
    at: closed
    all:
      facts: {title: 事实, pass: 'default(last(checked, item == "facts").passed, false)'}
      evidence: {title: 证据, pass: 'default(last(checked, item == "evidence").passed, false)'}
states:
  resolved: {begins: {on: closed, when: two}, ends: {on: reopened}}
"""
CHECKS = """
    e2 2021-03-01 checked A1 item=facts passed=true
    e3 2021-03-02 checked A1 item=evidence passed=true
"""


def gated(condition: str, on: str = "repeated") -> str:
    return f"""
  - id: seen
    kind: monitored
    on: {on}
    when: '{condition}'
    {HOLDER}
"""


@pytest.mark.parametrize(
    ("history", "resolved"),
    [
        ("", False),
        ("e4 2021-03-03 closed A1", True),
        ("e4 2021-03-03 closed A1\ne5 2021-03-04 reopened A1", False),
        ("e4 2021-03-03 closed A1\ne5 2021-03-04 reopened A1\ne6 2021-03-05 closed A1", True),
        ("e4 2021-03-02T12:00 checked A1 item=facts passed=false\ne5 2021-03-03 closed A1", False),
        ("e4 2021-03-09T12:00 closed A1", False),  # at the position itself, not before it
        ("e4 2021-03-03 reopened A1\ne5 2021-03-04 closed A1\ne6 2021-03-05 closed A1", True),
    ],
)
def test_a_state_holds_iff_the_latest_begin_or_end_before_is_a_begin(office, history: str, resolved: bool) -> None:
    replay = office.replay(gated("resolved"), f"{OPENED}{CHECKS}{history}\ne9 2021-03-09 repeated A1", head=GATE)
    assert bool(replay.entries) is resolved


def test_a_state_that_an_event_begins_does_not_hold_at_that_event_yet(office) -> None:
    history = f"{OPENED}{CHECKS}e4 2021-03-03 closed A1\ne5 2021-03-04 closed A1"
    replay = office.replay(gated("resolved", "closed"), history, head=GATE)
    assert [entry.event for entry in replay.entries] == ["e5"]


def test_what_both_begins_and_ends_a_state_begins_it(office) -> None:
    both = "states: {held: {begins: {on: checked, when: passed}, ends: {on: checked}}}"
    for item, holds in (("true", True), ("false", False)):
        history = f"{OPENED}e2 2021-03-01 checked A1 item=facts passed=true\ne3 2021-03-02 checked A1 item=facts passed={item}\ne4 2021-03-03 repeated A1"
        assert bool(office.replay(gated("held"), history, head=both).entries) is holds


def test_a_gate_keeps_the_result_of_every_item_at_every_event(office) -> None:
    history = OPENED + """
        e2 2020-12-31 closed A1
        e3 2021-03-01 checked A1 item=facts passed=true
        e4 2021-03-02 closed A1
        e5 2021-03-03 checked A1 item=evidence passed=true
        e6 2021-03-04 checked A1 item=facts passed=false
        e7 2021-03-05 closed A1"""
    replay = office.replay(gated("two.facts", "closed"), history.replace("2021-01-01", "2020-12-01"), head=GATE)
    assert [(row.event, row.item, row.passed) for row in replay.gates] == [
        ("e4", "facts", True), ("e4", "evidence", False), ("e7", "facts", False), ("e7", "evidence", True),
    ]  # fmt: skip
    assert [entry.event for entry in replay.entries] == ["e4"]


# --- vesting --------------------------------------------------------------------------------------------


BONUS = f"""
  - id: solved
    kind: bonus
    on: closed
    points: "2"
    vest: 90d
    revoke: {{on: reopened}}
    {HOLDER}
"""


@pytest.mark.parametrize(
    ("more", "as_of", "entries", "pending"),
    [
        ("", "2021-05-30", [], ["2021-05-30"]),  # the 90th day after 1 March
        ("", "2021-05-31", ["solved north 2 2021-05-31 e2"], []),
        ("e3 2021-05-30 reopened A1", "2021-12-31", [], []),
        ("e3 2021-05-30 reopened A1", "2021-05-30", [], []),
        ("e3 2021-03-01T08:00 reopened A1", "2021-12-31", ["solved north 2 2021-05-31 e2"], []),
        ("e3 2021-05-31 reopened A1", "2021-12-31",
         ["solved north 2 2021-05-31 e2", "solved reverse north -2 2021-05-31 e2"], []),
    ],
)  # fmt: skip
def test_a_vesting_entry_is_dated_after_its_vesting_day_unless_revoked_before(
    office, said, more: str, as_of: str, entries: list[str], pending: list[str]
) -> None:
    replay = office.replay(BONUS, f"{OPENED}e2 2021-03-01 closed A1\n{more}", as_of)
    assert said(replay) == entries
    assert [str(vesting.vests) for vesting in replay.vestings] == pending


def test_what_vests_in_the_next_year_is_pending_in_this_one_and_written_there(office, said) -> None:
    history = OPENED + "e2 2021-11-01 closed A1"
    this_year = office.replay(BONUS, history)
    assert (said(this_year), [str(v.vests) for v in this_year.vestings]) == ([], ["2022-01-30"])
    next_year = office.replay(BONUS, history, "2022-02-01", period="{from: 2022-01-01, to: 2022-12-31}")
    assert said(next_year) == ["solved north 2 2022-01-31 e2"]


def test_a_clause_limited_in_time_judges_a_vesting_entry_by_its_own_date(office, said) -> None:
    history = OPENED + "e2 2021-02-28 closed A1\ne3 2021-03-01 closed A1"
    text = BONUS.replace("    on: closed", "    from: 2021-05-31\n    on: closed")
    assert said(office.replay(text, history)) == ["solved north 2 2021-05-31 e3"]
