"""What a late or timely end costs or earns, when it is dated, and in which year it stands (P3, P5, P32, P33)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine.meaning.lateness import delay, months_after

OPENED = "e1 2021-01-01 opened A1 class=plain unit=north\n"


def clause(late: str, limit: str = "within: 30d", more: str = "") -> str:
    return f"""
  - id: finish
    kind: deduction
    deadline: {{start: accepted, finish: closed, {limit}}}
    late: {late}
    accountable: [{{unit: case.holder}}]
{more}"""


@pytest.mark.parametrize(
    ("late", "closed", "points"),
    [
        ('{points: "-1"}', "2021-05-12", "-1"),
        ('{points: "-1", per: day}', "2021-05-01", "-1"),
        ('{points: "-1", per: day}', "2021-05-12", "-12"),
        ('{points: "-1", per: day, at_most: 3}', "2021-05-12", "-3"),
        ('{points: "-1", per: workday}', "2021-05-05", "-1"),  # three holidays: still one
        ('{points: "-1", per: workday}', "2021-05-09", "-3"),  # the 6th, 7th and the made-up Saturday
        ('{points: "-1", per: week}', "2021-05-07", "-1"),
        ('{points: "-1", per: week}', "2021-05-08", "-2"),
        ('{points: "-1", per: month}', "2021-05-30", "-1"),
        ('{points: "-1", per: month}', "2021-05-31", "-2"),
        ('{points: "-5", per: occurrence, at_most: 2}', "2021-05-12", "-2"),
    ],
)
def test_started_units_of_delay_count_and_at_most_bounds_the_one_entry(
    office, said, late: str, closed: str, points: str
) -> None:
    """Due 30 April; the entry is dated 1 May however long it lasted."""
    history = f"{OPENED}e2 2021-03-31 accepted A1\ne3 {closed} closed A1"
    assert said(office.replay(clause(late), history)) == [f"finish late north {points} 2021-05-01 e2"]


def test_a_month_from_the_last_of_january_ends_with_february() -> None:
    assert months_after(date(2021, 1, 31), 1) == date(2021, 2, 28)
    assert delay(None, "month", date(2021, 1, 31), date(2021, 2, 28)) == 1
    assert delay(None, "month", date(2021, 1, 31), date(2021, 3, 1)) == 2


@given(due=st.dates(date(2020, 1, 1), date(2022, 12, 31)), days=st.integers(1, 900))
def test_delay_grows_with_the_day_and_by_one_at_a_time(due: date, days: int) -> None:
    for per in ("day", "week", "month"):
        before = delay(None, per, due, due + timedelta(days=days - 1)) if days > 1 else 0
        assert delay(None, per, due, due + timedelta(days=days)) - before in (0, 1)


def test_an_unfinished_clock_is_late_up_to_as_of(office, said) -> None:
    history = OPENED + "e2 2021-03-31 accepted A1"
    replay = office.replay(clause('{points: "-1", per: day}'), history, "2021-05-03")
    assert said(replay) == ["finish late north -3 2021-05-01 e2"]
    assert replay.clocks[0].late_by == 3


@pytest.mark.parametrize(("closed", "late"), [("09:00", False), ("09:00:00.000001", True)])
def test_an_end_at_the_due_instant_is_in_time_and_a_microsecond_later_is_late(office, said, closed: str, late: bool) -> None:
    history = f"{OPENED}e2 2021-03-31T09:00 accepted A1\ne3 2021-04-01T{closed} closed A1"
    replay = office.replay(clause('{points: "-1"}', "within: 24h"), history)
    assert [each.outcome for each in replay.clocks] == ["late" if late else "on_time"]
    assert said(replay) == (["finish late north -1 2021-04-01 e2"] if late else [])


def test_an_entry_of_hours_is_dated_on_the_day_of_the_due_instant(office, said) -> None:
    history = OPENED + "e2 2021-03-01T10:00 accepted A1\ne3 2021-03-02T10:01 closed A1"
    replay = office.replay(clause('{points: "-1", per: day}', "within: 24h"), history)
    assert said(replay) == ["finish late north -1 2021-03-02 e2"]


def test_late_by_the_turn_of_the_year_is_charged_once_in_the_new_year(office, said) -> None:
    history = "e1 2021-12-01 opened A1 class=plain unit=north\ne2 2021-12-01 accepted A1"
    late = clause('{points: "-1"}')
    assert said(office.replay(late, history, "2022-03-01")) == []
    next_year = office.replay(late, history, "2022-03-01", period="{from: 2022-01-01, to: 2022-12-31}")
    assert said(next_year) == ["finish late north -1 2022-01-01 e2"]


@given(
    due=st.integers(0, 300),
    late=st.integers(1, 500),
    points=st.sampled_from(["-1", "-0.5"]),
    per=st.sampled_from(["day", "week", "month"]),
    at_most=st.sampled_from(["", ", at_most: 20"]),
)
def test_the_parts_of_a_delay_that_fall_into_two_years_add_up_to_the_whole(
    office, due: int, late: int, points: str, per: str, at_most: str
) -> None:
    """Cut at New Year: what each year writes is what was added in it."""
    start = date(2021, 1, 1) + timedelta(days=due)
    end = start + timedelta(days=30 + late)
    history = f"e1 {start} opened A1 class=plain unit=north\ne2 {start} accepted A1\ne3 {end} closed A1"
    text = clause(f'{{points: "{points}", per: {per}{at_most}}}')
    whole = total(office.replay(text, history, "2023-12-31", period="{from: 2021-01-01, to: 2023-12-31}"))
    years = [
        total(office.replay(text, history, "2023-12-31", period=f"{{from: {y}-01-01, to: {y}-12-31}}"))
        for y in (2021, 2022, 2023)
    ]
    assert sum(years) == whole != 0


def total(replay) -> Fraction:
    return sum((entry.points for entry in replay.entries), Fraction(0))


def test_what_grew_in_a_later_year_is_dated_on_its_first_day_and_named_after_it(office, said) -> None:
    history = OPENED + "e2 2021-11-30 accepted A1\ne3 2022-01-05 closed A1"
    late = clause('{points: "-1", per: day}')
    replay = office.replay(late, history, "2022-12-31", period="{from: 2022-01-01, to: 2022-12-31}")
    assert said(replay) == ["finish late north -5 2022-01-01 e2"]
    assert replay.entries[0].id == "finish/unit:north/e2/late:2022"


def test_a_clause_limited_in_time_judges_the_clocks_that_start_within(office, said) -> None:
    history = OPENED + "e2 2021-03-31 accepted A1\ne3 2021-04-01 accepted A1"
    text = clause('{points: "-1"}', more="    from: 2021-04-01")
    replay = office.replay(text, history)
    assert said(replay) == ["finish late north -1 2021-05-02 e3"]
    assert [clock.start for clock in replay.clocks] == ["e3"]


def test_who_holds_the_case_at_the_due_point_answers_for_lateness(office, said) -> None:
    history = OPENED + """
        e2 2021-03-31 accepted A1
        e3 2021-04-30 assigned A1 unit=south
        e4 2021-05-01 assigned A1 unit=west"""
    assert said(office.replay(clause('{points: "-1"}'), history)) == ["finish late south -1 2021-05-01 e2"]


def test_the_due_point_sees_what_is_dated_on_the_due_day_to_its_last_instant(office, said) -> None:
    """An answer without a time stands at the end of its day."""
    for day, points in (("2021-04-30", "-2"), ("2021-05-01", "-1")):
        history = f"{OPENED}e2 2021-03-31 accepted A1\ne3 {day} answered A1"
        assert said(office.replay(clause('{points: "seen(answered) ? -2 : -1"}'), history)) == [f"finish late north {points} 2021-05-01 e2"]


def test_a_clock_due_before_it_was_opened_is_judged_just_after_its_opening(office, said) -> None:
    text = clause('{points: "-count(assigned)"}', "due: 'default(due_on, day(at))'")
    history = OPENED + "e2 2021-03-31 assigned A1 unit=south due_on=2021-03-10"
    replay = office.replay(text.replace("start: accepted", "start: assigned"), history)
    assert said(replay) == ["finish late south -1 2021-03-11 e2"]


ROSTER = """
units: [{id: north, title: 北, kind: town, level: township}]
leaders:
  - {leader: L1, title: 主要负责人, unit: north, post: principal, to: 2021-04-09}
  - {leader: L2, title: 主要负责人, unit: north, post: principal, from: 2021-04-10, to: 2021-04-30}
  - {leader: L3, title: 主要负责人, unit: north, post: principal, from: 2021-05-01}
"""


@pytest.mark.parametrize(
    ("responsible", "charged"),
    [
        ("", ["L2 -1"]),
        (", responsible_at: due", ["L2 -1"]),
        (", responsible_at: start", ["L1 -1"]),
        (", responsible_at: entry", ["L3 -1"]),
        (", responsible_at: by_days", ["L1 -0.322581", "L2 -0.677419"]),  # 10 and 21 of 31 days
    ],
)
def test_the_holder_of_a_post_is_asked_on_the_day_the_line_names(office, responsible: str, charged: list[str]) -> None:
    text = clause('{points: "-1"}').replace("unit: case.holder", f"post: principal, of: case.holder{responsible}")
    replay = office.replay(text, OPENED + "e2 2021-03-31 accepted A1", roster=ROSTER)
    assert [f"{e.subject} {float(e.points):g}" for e in replay.entries] == charged


def test_a_parameter_in_a_deadline_is_that_of_the_start_day(office, said) -> None:
    head = 'parameters: {fee: {unit: 分, values: {2021-01-01: "1", 2021-04-01: "3"}, points_from: example}}'
    history = OPENED + "e2 2021-03-31 accepted A1\ne3 2021-04-01 accepted A1"
    assert said(office.replay(clause("{points: -param.fee}"), history, head=head)) == [
        "finish late north -1 2021-05-01 e2", "finish late north -3 2021-05-02 e3",
    ]  # fmt: skip


def test_on_time_is_credited_at_the_finish_and_per_day_it_came_early(office, said) -> None:
    text = """
  - id: quick
    kind: bonus
    deadline: {start: accepted, finish: closed, within: 30d}
    on_time: {points: "0.1", per: day, at_most: 1}
    accountable: [{unit: case.holder}]
"""
    history = OPENED + "e2 2021-03-01 accepted A1\ne3 2021-03-27 closed A1\ne4 2021-03-28 accepted A1"
    replay = office.replay(text, history + "\ne5 2021-03-30 closed A1\ne6 2021-12-31 accepted A1")
    assert said(replay) == ["quick on_time north 0.4 2021-03-27 e2", "quick on_time north 1 2021-03-30 e4"]


@pytest.mark.parametrize(
    ("per", "closed", "points"),
    [
        ("occurrence", "2021-03-31", "1"),
        ("day", "2021-03-31", "0"),  # on the due day
        ("day", "2021-03-30", "1"),
        ("workday", "2021-03-26", "3"),  # Friday: Monday to Wednesday are left
        ("week", "2021-03-25", "0"),  # six days early are no week yet
        ("week", "2021-03-24", "1"),
        ("week", "2021-03-17", "2"),
        ("month", "2021-03-01", "0"),
    ],
)
def test_of_an_early_end_only_whole_units_are_credited(office, said, per: str, closed: str, points: str) -> None:
    """Due 31 March: what has not been saved whole is not saved."""
    text = f"""
  - id: quick
    kind: bonus
    deadline: {{start: accepted, finish: closed, within: 30d}}
    on_time: {{points: "1", per: {per}}}
    accountable: [{{unit: case.holder}}]
"""
    replay = office.replay(text, f"{OPENED}e2 2021-03-01 accepted A1\ne3 {closed} closed A1")
    assert said(replay) == [f"quick on_time north {points} {closed} e2"]


def test_a_late_entry_cites_start_extensions_pauses_and_end(office) -> None:
    text = clause(
        '{points: "seen(checked) ? -2 : -1"}',
        "within: 10d, pause: [disputed_now], extend: {on: extended, add: days}",
    )
    history = OPENED + """
        e2 2021-03-01 accepted A1
        e3 2021-03-02 checked A1 item=facts passed=true
        e4 2021-03-03 disputed A1
        e5 2021-03-05 settled A1
        e6 2021-03-13 extended A1 days=1
        e7 2021-03-15 extended A1 days=1
        e8 2021-03-20 disputed A1
        e9 2021-03-25 closed A1"""
    replay = office.replay(text, history, head="states: {disputed_now: {begins: {on: disputed}, ends: {on: settled}}}")
    (entry,) = replay.entries
    assert entry.because == ("e2", "e3", "e4", "e5", "e6", "e9")
    assert (entry.text, str(entry.due)) == ("2021-03-01 起算，2021-03-14 到期，2021-03-25 完成，逾期 11 天", "2021-03-14")
    assert replay.clocks[0].pauses == ((date(2021, 3, 3), date(2021, 3, 5), "e4", "e5"),)


def test_monitored_deadlines_write_entries_without_points(office, said) -> None:
    text = clause('{points: "-1"}').replace("kind: deduction", "kind: monitored").replace('    late: {points: "-1"}\n', "")
    history = OPENED + "e2 2021-03-31 accepted A1"
    assert said(office.replay(text, history)) == ["finish monitored north 0 2021-05-01 e2"]


# --- as known at a position (P4) ------------------------------------------------------------------------


KNOWN = clause('{points: "-1"}', "within: 10d, pause: [disputed_now], extend: {on: extended, add: days}", more="""
  - id: inside
    kind: monitored
    on: repeated
    when: overdue("finish")
    accountable: [{unit: case.holder}]
  - id: close_to
    kind: monitored
    on: repeated
    when: 'has(due("finish")) && due("finish") == day(at) + 1'
    accountable: [{unit: case.holder}]
""")  # fmt: skip
STATES = "states: {disputed_now: {begins: {on: disputed}, ends: {on: settled}}}"


@pytest.mark.parametrize(
    ("history", "fired"),
    [
        ("e3 2021-03-10 repeated A1", ["close_to"]),  # due on the 11th
        ("e3 2021-03-11 repeated A1", []),
        ("e3 2021-03-12 repeated A1", ["inside"]),
        ("e3 2021-03-12T08:00 repeated A1\ne4 2021-03-12T09:00 closed A1", ["inside"]),
        ("e3 2021-03-12 closed A1\ne4 2021-03-13 repeated A1", []),  # ended, however late
        ("e3 2021-03-12 repeated A1\ne4 2021-03-12T09:00 extended A1 days=9", ["inside"]),  # not known yet
        ("e3 2021-03-09 extended A1 days=9\ne4 2021-03-12 repeated A1", []),
        ("e3 2021-03-05 disputed A1\ne4 2021-04-20 repeated A1", []),  # held up: no due day
        ("e3 2021-03-05 disputed A1\ne4 2021-03-07 settled A1\ne5 2021-03-12 repeated A1", ["close_to"]),
        ("e3 2021-03-12 accepted A1\ne4 2021-03-15 repeated A1", []),  # the newest clock is not overdue
    ],
)
def test_due_and_overdue_speak_of_the_newest_clock_as_known_there(office, history: str, fired: list[str]) -> None:
    replay = office.replay(KNOWN, f"{OPENED}e2 2021-03-01 accepted A1\n{history}", head=STATES)
    assert [e.clause for e in replay.entries if e.part == "monitored"] == fired
