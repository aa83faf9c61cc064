"""What opens a clock and what ends it; pauses, extensions, restarts (P3, P14)."""

from __future__ import annotations

import pytest

OPENED = "e1 2021-03-01 opened A1 class=plain unit=north\n"


def clause(deadline: str, late: str = '{points: "-1"}', more: str = "") -> str:
    return f"""
  - id: finish
    kind: deduction
    deadline: {{{deadline}}}
    late: {late}
    accountable: [{{unit: case.holder}}]
{more}"""


def clocks(replay) -> list[str]:
    """Clocks as lines: opening event, due day, outcome, ending event."""
    return [f"{c.start} {c.due} {c.outcome} {c.end or '-'}" for c in replay.clocks]


@pytest.fixture
def told(office):
    def tell(deadline: str, history: str, as_of: str = "2021-12-31", head: str = "") -> list[str]:
        return clocks(office.replay(clause(deadline), OPENED + history, as_of, head=head))

    return tell


STATES = """
states:
  disputed_now: {begins: {on: disputed}, ends: {on: settled}}
  in_hearing: {begins: {on: hearing}, ends: {on: heard}}
"""


# --- opening and ending -----------------------------------------------------------------------------


def test_two_starts_open_two_clocks_and_one_finish_ends_both(told) -> None:
    history = """
        e2 2021-03-01 accepted A1
        e3 2021-03-10 accepted A1
        e4 2021-04-05 closed A1"""
    assert told("start: accepted, finish: closed, within: 30d", history) == [
        "e2 2021-03-31 late e4", "e3 2021-04-09 on_time e4",
    ]  # fmt: skip


def test_a_date_only_close_on_the_day_of_a_timed_start_comes_after_it(told) -> None:
    history = """
        e2 2021-03-02T09:00 accepted A1
        e3 2021-03-02 closed A1"""
    assert told("start: accepted, finish: closed, within: 0d", history) == ["e2 2021-03-02 on_time e3"]


def test_only_a_finish_that_satisfies_where_ends_the_clock(told) -> None:
    history = """
        e2 2021-03-02 asked A1 advice=one
        e3 2021-03-03 answered A1 advice=one
        e4 2021-03-04 answered A1 advice=one written=true"""
    deadline = "start: asked, finish: answered, where: 'default(written, false) && has(advice)', within: 5d"
    assert told(deadline, history) == ["e2 2021-03-07 on_time e4"]


def test_matched_fields_pair_a_start_with_its_own_finish_and_a_missing_one_equals_nothing(told) -> None:
    history = """
        e2 2021-03-02 asked A1 advice=one
        e3 2021-03-03 asked A1 advice=two
        e4 2021-03-04 answered A1
        e5 2021-03-05 answered A1 advice=two
        e6 2021-03-20 answered A1 advice=one"""
    deadline = "start: asked, finish: answered, match: [advice], lapse: [dropped], within: 10d"
    assert told(deadline, history) == ["e2 2021-03-12 late e6", "e3 2021-03-13 on_time e5"]
    assert told(deadline, history + "\n        e7 2021-03-04T12:00 dropped A1 advice=one") == [
        "e2 2021-03-12 lapsed e7", "e3 2021-03-13 on_time e5",
    ]  # fmt: skip


def test_two_missing_fields_are_not_equal(told) -> None:
    history = "e2 2021-03-02 dropped A1\ne3 2021-03-03 answered A1"
    assert told("start: dropped, finish: answered, match: [advice], within: 5d", history) == ["e2 2021-03-07 late -"]


def test_a_lapse_ends_a_clock_without_judging_it_unless_it_was_late_already(told) -> None:
    deadline = "start: accepted, finish: closed, lapse: [withdrawn], within: 10d"
    start = "        e2 2021-03-01 accepted A1\n"
    assert told(deadline, start + "e3 2021-03-11 withdrawn A1") == ["e2 2021-03-11 lapsed e3"]
    assert told(deadline, start + "e3 2021-03-12 withdrawn A1") == ["e2 2021-03-11 late e3"]


def test_a_clock_without_a_limit_is_only_finished_or_open(office) -> None:
    replay = office.replay(
        """
  - id: finish
    kind: monitored
    deadline: {start: accepted, finish: closed}
    accountable: [{unit: case.holder}]
""",
        OPENED + """
        e2 2021-03-01 accepted A1
        e3 2021-03-05 closed A1
        e4 2021-03-06 accepted A1""",
    )
    assert clocks(replay) == ["e2 None finished e3", "e4 None open -"]


# --- due days ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        ("within: 0d", "2021-04-30"),  # the same day
        ("within: 3d", "2021-05-03"),  # a rest day is a day
        ("within: 3d, roll: next_workday", "2021-05-06"),  # 3-5 May are holidays
        ("within: 1wd", "2021-05-06"),
        ("within: 3wd", "2021-05-08"),  # Saturday the 8th is made up
        ("within: 0d, roll: next_workday", "2021-04-30"),
    ],
)
def test_days_are_counted_from_the_day_after_the_start(told, limit: str, due: str) -> None:
    history = "e2 2021-04-30T15:00 accepted A1"
    assert told(f"start: accepted, finish: closed, {limit}", history) == [f"e2 {due} late -"]


def test_a_due_date_may_be_stated_and_lies_in_the_past_at_worst(told) -> None:
    history = """
        e2 2021-03-10 assigned A1 unit=north due_on=2021-03-20
        e3 2021-03-15 assigned A1 unit=north due_on=2021-03-01"""
    deadline = "start: assigned, when: has(due_on), finish: closed, due: 'default(due_on, day(at))'"
    assert told(deadline, history) == ["e2 2021-03-20 late -", "e3 2021-03-01 late -"]


@pytest.mark.parametrize(
    ("limit", "start", "due_at"),
    [
        ("24h", "2021-03-01T10:30", "2021-03-02T10:30"),
        ("0h", "2021-03-01T10:30", "2021-03-01T10:30"),
        ("24h", "2021-03-01", "2021-03-02T23:59"),  # a date-only start runs from the end of its day
        ("2wh", "2021-03-01T11:00", "2021-03-01T15:00"),  # over the lunch break
        ("1wh", "2021-03-01T11:00", "2021-03-01T12:00"),  # closing time, never the next opening
        ("7wh", "2021-03-05T13:00", "2021-03-08T12:00"),  # over a weekend
        ("1wh", "2021-03-06T10:00", "2021-03-08T10:00"),
    ],
)
def test_hours_run_from_the_instant_and_office_hours_within_the_office(
    office, limit: str, start: str, due_at: str
) -> None:
    history = f"{OPENED}e2 {start} accepted A1"
    replay = office.replay(clause(f"start: accepted, finish: closed, within: {limit}"), history)
    (clock,) = replay.clocks
    from kaohe.engine.meaning.localtime import wall_clock

    assert wall_clock(clock.due_at, "Asia/Shanghai").isoformat()[:16] == due_at


def test_a_due_instant_does_not_roll(told) -> None:
    history = "e2 2021-03-05T10:00 accepted A1"  # a Friday
    assert told("start: accepted, finish: closed, within: 24h, roll: next_workday", history) == ["e2 2021-03-06 late -"]


def test_the_due_instant_itself_is_in_time(told) -> None:
    deadline = "start: accepted, finish: heard, within: 2h"
    for minute, outcome in (("11:00:00", "on_time"), ("11:00:00.000001", "late")):
        history = f"e2 2021-03-01T09:00 accepted A1\ne3 2021-03-01T{minute} heard A1"
        assert told(deadline, history) == [f"e2 2021-03-01 {outcome} e3"]


def test_due_on_as_of_and_unfinished_is_not_yet_late(told) -> None:
    history = "e2 2021-12-01 accepted A1"
    deadline = "start: accepted, finish: closed, within: 30d"
    assert told(deadline, history) == ["e2 2021-12-31 open -"]
    assert told(deadline, history, "2022-01-01") == ["e2 2021-12-31 late -"]


def test_a_due_day_beyond_the_calendar_is_a_problem_that_names_the_year(office) -> None:
    history = OPENED + "e2 2022-12-20 accepted A1"
    replay = office.replay(clause("start: accepted, finish: closed, within: 20wd"), history, "2022-12-31")
    assert replay.clocks == ()
    (told,) = replay.notices
    assert (told.code, dict(told.facts)["year"]) == ("run.unknown-year", "2023")


# --- pauses -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ("e3 2021-06-10 disputed A1\ne4 2021-06-12 settled A1", "2021-07-03"),  # the 10th and 11th
        ("e3 2021-06-10 disputed A1\ne4 2021-06-10 settled A1", "2021-07-01"),  # no day
        ("e3 2021-07-01 disputed A1\ne4 2021-07-03 settled A1", "2021-07-03"),  # begun on the due day
        ("e3 2021-07-02 disputed A1\ne4 2021-07-20 settled A1", "2021-07-01"),  # after the due day
        ("e3 2021-05-20 disputed A1\ne4 2021-06-05 settled A1", "2021-07-04"),  # begun before the start
        ("e3 2021-06-10 disputed A1\ne4 2021-06-11 disputed A1\ne5 2021-06-12 settled A1", "2021-07-03"),
        ("e3 2021-06-10 disputed A1\ne4 2021-06-12 hearing A1\ne5 2021-06-14 settled A1\ne6 2021-06-15 heard A1",
         "2021-07-06"),  # the union: 10th to 14th
        ("e3 2021-06-12 settled A1", "2021-07-01"),  # an end without a begin
    ],
)  # fmt: skip
def test_a_pause_is_half_open_and_belongs_to_the_case(told, pauses: str, due: str) -> None:
    deadline = "start: accepted, finish: closed, within: 30d, pause: [disputed_now, in_hearing]"
    assert told(deadline, f"e2 2021-06-01 accepted A1\n{pauses}", head=STATES) == [f"e2 {due} late -"]


def test_a_clock_that_a_pause_still_holds_up_is_suspended(told) -> None:
    history = "e2 2021-06-01 accepted A1\ne3 2021-06-10 disputed A1"
    deadline = "start: accepted, finish: closed, within: 30d, pause: [disputed_now]"
    assert told(deadline, history, head=STATES) == ["e2 None suspended -"]
    assert told(deadline, history + "\ne4 2021-06-20 closed A1", head=STATES) == ["e2 None on_time e4"]


def test_a_pause_that_is_over_at_the_instant_it_begins_took_no_time_and_is_not_told(office) -> None:
    history = OPENED + """
        e2 2021-03-01T09:30 accepted A1
        e3 2021-03-01T10:00 hearing A1
        e4 2021-03-01T10:00 heard A1
        e5 2021-03-01T11:00 disputed A1
        e6 2021-03-01T11:30 settled A1"""
    for limit, due in (("3h", "13:00"), ("3wh", "15:00")):
        replay = office.replay(clause(f"start: accepted, finish: closed, within: {limit}, pause: [disputed_now, in_hearing]"), history, head=STATES)
        (entry,), ((pause,),) = replay.entries, (clock.pauses for clock in replay.clocks)
        assert f"{replay.clocks[0].due_at % 86_400_000_000 // 3_600_000_000 + 8}:00" == due
        assert (pause[2:], entry.because) == (("e5", "e6"), ("e2", "e5", "e6"))


def test_hours_stop_at_the_instant_of_the_pause_and_go_on_at_its_end(office) -> None:
    history = OPENED + """
        e2 2021-03-01T09:00 accepted A1
        e3 2021-03-01T10:00 disputed A1
        e4 2021-03-01T15:30 settled A1"""
    deadline = "start: accepted, finish: closed, within: 3wh, pause: [disputed_now]"
    (clock,) = office.replay(clause(deadline), history, head=STATES).clocks
    assert (clock.due_at - 1614564000000000) / 3.6e9 == 7.5  # 10:00 + 7.5 h = 17:30


def test_a_stated_due_date_moves_by_the_days_of_a_pause(told) -> None:
    history = """
        e2 2021-03-10 assigned A1 unit=north due_on=2021-03-20
        e3 2021-03-12 disputed A1
        e4 2021-03-15 settled A1"""
    deadline = "start: assigned, when: has(due_on), finish: closed, due: 'default(due_on, day(at))', pause: [disputed_now]"
    assert told(deadline, history, head=STATES) == ["e2 2021-03-23 late -"]


# --- extensions -------------------------------------------------------------------------------------


EXTENDED = "start: accepted, finish: closed, within: 10d, extend: {on: extended, when: 'default(head, true)', add: days"


@pytest.mark.parametrize(
    ("extend", "approvals", "line"),
    [
        ("}", "e3 2021-03-11 extended A1 days=5", "e2 2021-03-16 late -"),  # approved on the due day
        ("}", "e3 2021-03-12 extended A1 days=5", "e2 2021-03-11 late -"),  # a day late
        ("}", "e3 2021-03-05 extended A1 days=5 head=false", "e2 2021-03-11 late -"),
        (", at_most: 7d}", "e3 2021-03-05 extended A1 days=5\ne4 2021-03-06 extended A1 days=5", "e2 2021-03-18 late -"),
        (", times: 1}", "e3 2021-03-05 extended A1 days=5\ne4 2021-03-06 extended A1 days=5", "e2 2021-03-16 late -"),
        ("}", "e3 2021-03-05 extended A1 days=-5", "e2 2021-03-11 late -"),
        ("}, roll: next_workday", "e3 2021-03-15 extended A1 days=1", "e2 2021-03-11 late -"),
    ],
)
def test_an_approval_counts_if_it_comes_by_the_due_day_as_then_extended(
    told, extend: str, approvals: str, line: str
) -> None:
    assert told(EXTENDED + extend, f"e2 2021-03-01 accepted A1\n{approvals}") == [line]


def test_an_approval_that_does_not_count_revives_nothing_after_it_and_is_told(office) -> None:
    history = OPENED + """
        e2 2021-03-01 accepted A1
        e3 2021-03-10 extended A1 days=2
        e4 2021-03-14 extended A1 days=30
        e5 2021-03-15 extended A1 days=30
        e6 2021-03-15T12:00 closed A1
        e7 2021-03-16 extended A1 days=30"""
    replay = office.replay(clause(EXTENDED + "}"), history)
    (clock,) = replay.clocks
    assert (clock.extensions, clock.refused, str(clock.due)) == (("e3",), ("e4", "e5"), "2021-03-13")
    told = [(p.code, dict(p.facts)["event"], dict(p.facts)["reason"]) for p in replay.notices]
    assert told == [
        ("run.extension-refused", "e4", "after_due"), ("run.extension-refused", "e5", "after_refused"),
    ]  # fmt: skip


def test_a_due_day_that_rolled_is_the_due_day_for_approvals_too(told) -> None:
    history = "e2 2021-03-04 accepted A1\ne3 2021-03-15 extended A1 days=1"
    deadline = EXTENDED + "}, roll: next_workday"
    assert told(deadline, history) == ["e2 2021-03-15 late -"]  # 14 March is a Sunday; 15 March + 0
    assert told(EXTENDED + "}", history) == ["e2 2021-03-14 late -"]


# --- restarts ---------------------------------------------------------------------------------------


RESTART = "start: accepted, finish: closed, within: 30d, restart: {on: assigned, when: 'default(last(assigned).unit, unit) != unit'"


@pytest.mark.parametrize(
    ("carry", "due"), [("", "2021-04-19"), (", carry: rest", "2021-03-31"), (", carry: whole", "2021-04-19")]
)
def test_a_restart_begins_the_limit_anew_or_what_is_left_of_it(told, carry: str, due: str) -> None:
    history = """
        e2 2021-03-01 assigned A1 unit=north
        e3 2021-03-01T12:00 accepted A1
        e4 2021-03-05 assigned A1 unit=north
        e5 2021-03-20 assigned A1 unit=south
        e6 2021-03-25 closed A1"""
    assert told(RESTART + carry + "}", history) == ["e3 2021-03-31 restarted e5", f"e5 {due} on_time e6"]


def test_a_restart_with_no_open_clock_does_nothing(told) -> None:
    history = """
        e2 2021-03-01 assigned A1 unit=north
        e3 2021-03-20 assigned A1 unit=south"""
    assert told(RESTART + "}", history) == []


def test_a_restart_after_the_due_day_does_not_cure(told) -> None:
    history = """
        e2 2021-03-01 assigned A1 unit=north
        e3 2021-03-01T12:00 accepted A1
        e4 2021-04-01 assigned A1 unit=south
        e5 2021-04-05 closed A1"""
    assert told(RESTART + "}", history) == ["e3 2021-03-31 late e4", "e4 2021-05-01 on_time e5"]
    assert told(RESTART + ", carry: rest}", history) == ["e3 2021-03-31 late e4", "e4 2021-04-01 late e5"]


def test_an_event_that_is_start_and_restart_opens_one_clock(told) -> None:
    deadline = "start: assigned, finish: closed, within: 30d, restart: {on: assigned}"
    history = """
        e2 2021-03-01 assigned A1 unit=north
        e3 2021-03-10 assigned A1 unit=south"""
    assert told(deadline, history) == ["e2 2021-03-31 restarted e3", "e3 2021-04-09 late -"]


def test_an_event_that_finishes_and_restarts_is_a_finish(told) -> None:
    deadline = "start: accepted, finish: reopened | closed, within: 30d, restart: {on: reopened}"
    history = "e2 2021-03-01 accepted A1\ne3 2021-03-10 reopened A1"
    assert told(deadline, history) == ["e2 2021-03-31 on_time e3"]


def test_an_event_that_finishes_and_starts_ends_the_old_clock_and_opens_its_own(told) -> None:
    deadline = "start: hearing, finish: hearing, within: 10d"
    history = "e2 2021-03-01 hearing A1\ne3 2021-03-05 hearing A1"
    assert told(deadline, history) == ["e2 2021-03-11 on_time e3", "e3 2021-03-15 late -"]


def test_a_restarted_clock_starts_without_extensions_and_start_still_names_the_start_event(office, said) -> None:
    history = OPENED + """
        e2 2021-03-01 assigned A1 unit=north
        e3 2021-03-02 opened A1 class=hard unit=west
        e4 2021-03-05 extended A1 days=20
        e5 2021-03-10 assigned A1 unit=south"""
    replay = office.replay(
        """
  - id: finish
    kind: deduction
    deadline:
      start: opened
      when: class == "hard"
      finish: closed
      within: 10d
      extend: {on: extended, add: days}
      restart: {on: assigned}
    late: {points: 'start.class == "hard" ? -2 : -1'}
    accountable: [{unit: start.unit}]
""",
        history,
    )
    assert clocks(replay) == ["e3 2021-04-01 restarted e5", "e5 2021-03-20 late -"]
    assert said(replay) == ["finish late west -2 2021-03-21 e5"]


# --- counted back from another deadline ---------------------------------------------------------------


REMINDED = clause(
    "start: accepted, finish: closed, within: 30d, extend: {on: extended, add: days}",
    more="""
  - id: remind
    kind: deduction
    deadline: {due: {of: finish, minus: 10d}, finish: praised}
    late: {points: "-0.2"}
    accountable: [{unit: case.holder}]
""",
)


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ("", "e2 2021-03-21 late -"),
        ("e3 2021-03-21 praised A1", "e2 2021-03-21 on_time e3"),
        ("e3 2021-03-22 praised A1", "e2 2021-03-21 late e3"),
        ("e3 2021-03-20 closed A1", "e2 2021-03-21 lapsed e3"),
        ("e3 2021-03-25 closed A1", "e2 2021-03-21 late e3"),
        ("e3 2021-03-15 extended A1 days=5\ne4 2021-03-26 praised A1", "e2 2021-03-26 on_time e4"),
    ],
)
def test_a_reminder_is_due_so_many_days_before_the_other_deadline_and_lapses_with_it(
    office, more: str, line: str
) -> None:
    replay = office.replay(REMINDED, f"{OPENED}e2 2021-03-01 accepted A1\n{more}")
    assert [f"{c.start} {c.due} {c.outcome} {c.end or '-'}" for c in replay.clocks if c.clause == "remind"] == [line]


@pytest.mark.parametrize(
    ("accepted", "due"),
    [
        ("2021-03-01", "2021-03-26"),  # the other one falls due on Wednesday the 31st
        ("2021-04-07", "2021-04-29"),  # on 7 May: the 6th, 30 April and the 29th; 1 to 5 May are no working days
    ],
)
def test_working_days_before_another_due_day_are_counted_back_over_rest_days(office, accepted: str, due: str) -> None:
    replay = office.replay(REMINDED.replace("10d", "3wd"), f"{OPENED}e2 {accepted} accepted A1")
    assert [str(c.due) for c in replay.clocks if c.clause == "remind"] == [due]


def test_an_event_that_answers_the_reminder_and_ends_the_other_clock_answers_it(office) -> None:
    text = REMINDED.replace("finish: praised", "finish: praised | closed")
    replay = office.replay(text, f"{OPENED}e2 2021-03-01 accepted A1\ne3 2021-03-20 closed A1")
    assert clocks(replay) == ["e2 2021-03-31 on_time e3", "e2 2021-03-21 on_time e3"]


def test_there_is_no_reminder_when_its_day_is_not_after_the_start(office) -> None:
    replay = office.replay(REMINDED.replace("30d", "10d"), OPENED + "e2 2021-03-01 accepted A1")
    assert [c.clause for c in replay.clocks] == ["finish"]
