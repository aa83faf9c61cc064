"""How often something must happen: which periods are judged, what counts in them, what is charged (P11)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

ROSTER = """\
units:
  - {id: u1, title: 一单位, kind: street, level: township}
leaders:
  - {leader: L1, title: 主要负责人, level: township, unit: u1, post: principal, from: 2019-01-01}
"""
WEEKLY = """\
  - id: weekly
    kind: deduction
    frequency: {of: visit, per: week, at_least: 1, who: 'subject.level == "township"'}
    short: {points: -1}
"""


def spans(office, clause="weekly"):
    return [entry.span for entry in office.entries(clause)]


def test_the_week_over_new_year_belongs_to_the_year_that_holds_four_of_its_days(office):
    in_2020 = office(WEEKLY, ROSTER, "", from_="2020-01-01", to="2020-12-31")
    in_2021 = office(WEEKLY, ROSTER, "", from_="2021-01-01", to="2021-12-31")
    assert "2020-W53" in spans(in_2020)
    assert "2020-W53" not in spans(in_2021)
    assert len(spans(in_2020)) == 53
    assert len(spans(in_2021)) == 52


def test_the_entry_is_dated_on_the_last_of_the_subjects_days(office):
    run = office(WEEKLY, ROSTER, "", from_="2020-01-01", to="2020-12-31")
    assert max(run.entries("weekly"), key=lambda entry: entry.at).at.isoformat() == "2020-12-31"


def test_a_week_that_is_still_running_is_not_judged(office):
    assert spans(office(WEEKLY, ROSTER, "", as_of="2021-01-10")) == ["2021-W01"]
    assert spans(office(WEEKLY, ROSTER, "", as_of="2021-01-09")) == []


@pytest.mark.parametrize(("first", "judged"), [("2021-03-11", True), ("2021-03-12", False)])
def test_a_leader_answers_for_a_week_of_which_four_days_are_his(office, first, judged):
    roster = ROSTER.replace("from: 2019-01-01", f"from: {first}")
    assert ("2021-W10" in spans(office(WEEKLY, roster, ""))) is judged


def test_only_events_on_the_subjects_own_days_count(office):
    roster = ROSTER.replace("from: 2019-01-01", "from: 2021-03-11")
    run = office(WEEKLY, roster, "2021-03-09 visit leader=L1\n2021-03-18 visit leader=L1", as_of="2021-03-21")
    assert spans(run) == ["2021-W10"]


def test_absence_takes_days_away_and_with_them_the_duty(office):
    away = "2021-03-01 leave leader=L1 from=2021-03-08 to=2021-03-11"
    assert "2021-W10" not in spans(office(WEEKLY, ROSTER, away))
    shorter = away.replace("2021-03-11", "2021-03-10")
    assert "2021-W10" in spans(office(WEEKLY, ROSTER, shorter))


def test_overlapping_absences_count_once(office):
    away = "2021-03-01 leave leader=L1 from=2021-03-08 to=2021-03-10\n2021-03-02 leave leader=L1 from=2021-03-09 to=2021-03-10"
    assert "2021-W10" in spans(office(WEEKLY, ROSTER, away))


def test_nobody_owes_anything_whom_who_leaves_out(office):
    assert spans(office(WEEKLY.replace("township", "county"), ROSTER, "")) == []


def test_golden_week_without_a_working_day_falls_out(office):
    working = WEEKLY.replace("at_least", "working: true, at_least")
    run = office(working, ROSTER, "", from_="2020-01-01", to="2020-12-31")
    assert "2020-W05" not in spans(run)
    assert "2020-W40" in spans(run)
    assert "2020-W05" in spans(office(WEEKLY, ROSTER, "", from_="2020-01-01", to="2020-12-31"))


def test_missing_ones_are_charged_each_or_the_period_once_and_at_most_so_much(office):
    def charged(short):
        clause = WEEKLY.replace("at_least: 1", "at_least: 3").replace("{points: -1}", short)
        run = office(clause, ROSTER, "2021-01-05 visit leader=L1", as_of="2021-01-10")
        return [entry.points for entry in run.entries("weekly")]

    assert charged("{points: -1}") == [-2]
    assert charged("{points: -1, per: period}") == [-1]
    assert charged("{points: -1, at_most: 1.5}") == [Fraction(-3, 2)]


def test_days_count_once_however_many_events_they_hold(office):
    events = "2021-01-05 visit leader=L1\n2021-01-05 visit leader=L1"
    by_events = WEEKLY.replace("at_least: 1", "at_least: 2")
    by_days = by_events.replace("at_least", "count: days, at_least")
    assert spans(office(by_events, ROSTER, events, as_of="2021-01-10")) == []
    assert spans(office(by_days, ROSTER, events, as_of="2021-01-10")) == ["2021-W01"]


def test_where_decides_what_counts(office):
    clause = WEEKLY.replace("of: visit", "of: visit, where: has(with_case) && with_case")
    run = office(clause, ROSTER, "2021-01-05 visit leader=L1\n2021-01-06 visit leader=L1 with_case=true", as_of="2021-01-10")
    assert run.tally("weekly", "L1", "2021-W01").numerator == 1


@pytest.mark.parametrize(
    ("per", "names"),
    [
        ("half_month", ["2021-01-1", "2021-01-2", "2021-02-1", "2021-02-2"]),
        ("month", ["2021-01", "2021-02"]),
        ("quarter", []),
    ],
)
def test_periods_are_those_of_the_calendar(office, per, names):
    run = office(WEEKLY.replace("per: week", f"per: {per}"), ROSTER, "", as_of="2021-02-28")
    assert spans(run) == names


def test_the_fifteenth_ends_the_first_half_of_a_month(office):
    visits = "2021-01-15 visit leader=L1\n2021-01-16 visit leader=L1\n2021-01-16 visit leader=L1"
    run = office(WEEKLY.replace("per: week", "per: half_month"), ROSTER, visits, as_of="2021-01-31")
    assert [run.tally("weekly", "L1", half).numerator for half in ("2021-01-1", "2021-01-2")] == [1, 2]


def test_days_say_which_days_ask(office):
    clause = WEEKLY.replace("per: week", "per: day, days: 'weekday(day) == 3 && is_workday(day)'")
    run = office(clause, ROSTER, "2021-02-24 visit leader=L1", as_of="2021-03-03")
    # Wednesdays from January to 3 March: 17 February is a rest day, on the 24th he went
    assert spans(run) == [
        "2021-01-06", "2021-01-13", "2021-01-20", "2021-01-27", "2021-02-03", "2021-02-10", "2021-03-03",
    ]  # fmt: skip


def test_a_named_list_has_its_own_stretches(office):
    more = "periods: {key: [{from: 2021-03-01, to: 2021-03-13}, {from: 2021-10-01, to: 2021-10-07}]}\n"
    run = office(WEEKLY.replace("per: week", "per: key"), ROSTER, "2021-10-03 visit leader=L1", more=more)
    assert [(entry.span, entry.at.isoformat()) for entry in run.entries()] == [("2021-03-01--2021-03-13", "2021-03-13")]


def test_what_is_asked_is_the_subjects_own_figure(office):
    clause = WEEKLY.replace("of: visit, per: week, at_least: 1", "of: meeting, per: quarter, at_least: 'default(subject.target, 1)'")
    roster = ROSTER.replace("level: township}\nleaders", "level: township, target: 3}\nleaders")
    run = office(clause, roster, "2021-02-01 meeting unit=u1", as_of="2021-03-31")
    assert [(e.subject, e.points) for e in run.entries()] == [("u1", -2)]


def test_by_says_whose_event_it_is(office):
    clause = WEEKLY.replace("of: visit", "of: visit, by: body").replace("per: week", "per: month")
    run = office(clause, ROSTER, "2021-01-07 visit leader=L1 body=u1", as_of="2021-02-28")
    assert spans(run) == ["2021-02"]
    assert run.entries()[0].subject == "u1"


def test_events_that_are_nobodys_are_told(office):
    clause = WEEKLY.replace("of: visit", "of: visit, by: body")
    run = office(clause, ROSTER, "2021-01-07 visit leader=L1", as_of="2021-01-10")
    assert run.codes().count("run.unattributed") == 1


def test_a_merged_units_late_events_are_its_successors(office):
    roster = """\
units:
  - {id: old, title: 旧, level: township, to: 2021-06-30, merged_into: u1}
  - {id: u1, title: 新, level: township}
"""
    clause = WEEKLY.replace("of: visit, per: week", "of: meeting, per: quarter")
    run = office(clause, roster, "2021-02-01 meeting unit=old\n2021-08-01 meeting unit=old", as_of="2021-09-30")
    # first quarter: u1 did not meet; second: neither; third: the meeting still entered under the old id is u1's
    assert run.points() == {
        "weekly/unit:u1/2021-Q1/short": "-1",
        "weekly/unit:u1/2021-Q2/short": "-1",
        "weekly/unit:u1:old/2021-Q2/short": "-1",
    }


def test_two_bodies_of_one_convener_leave_two_entries(office):
    roster = """\
units:
  - {id: b1, title: 甲, level: township}
  - {id: b2, title: 乙, level: township}
leaders:
  - {leader: L1, unit: b1, post: convener}
  - {leader: L1, unit: b2, post: convener}
"""
    clause = WEEKLY.replace("of: visit, per: week", "of: meeting, per: quarter") + (
        "    accountable: [{post: convener, of: subject}]\n"
    )
    run = office(clause, roster, "", as_of="2021-03-31")
    assert run.points() == {
        "weekly/convener:L1/2021-Q1/short:b1": "-1",
        "weekly/convener:L1/2021-Q1/short:b2": "-1",
    }


def test_no_entry_is_dated_when_the_clause_is_not_in_force(office):
    dated = WEEKLY.replace("per: week", "per: month").replace("    short", "    from: 2021-02-01\n    to: 2021-03-30\n    short")
    assert spans(office(dated, ROSTER, "")) == ["2021-02"]


def test_an_entry_says_what_was_asked_and_done(office):
    run = office(WEEKLY.replace("at_least: 1", "at_least: 3"), ROSTER, "2021-01-05 visit leader=L1", as_of="2021-01-10")
    assert run.entries()[0].text == "2021-W01：应 3 次，实 1 次"
    tally = run.tally("weekly", "L1", "2021-W01")
    assert (tally.numerator, tally.denominator, tally.value) == (1, 3, Fraction(1, 3))


# --- laws -------------------------------------------------------------------------------------------

FIRST = date(2021, 1, 1)
DAYS = st.integers(0, 89).map(lambda n: FIRST + timedelta(days=n))
STRETCHES = st.tuples(DAYS, DAYS).map(sorted)


def by_hand(visits, tenure, absences, as_of, at_least):
    """The missing visits by ISO week, reckoned on a wall calendar: an array of days, no engine."""
    own = set(_days(*tenure)) - {d for stretch in absences for d in _days(*stretch)}
    weeks = {}
    for day in _days(FIRST, date(2021, 12, 31)):
        weeks.setdefault(day.isocalendar()[:2], []).append(day)
    missing = {}
    for (year, week), days in weeks.items():
        mine = [day for day in days if day in own]
        if len(mine) >= 4 and mine[-1] <= as_of:
            short = at_least - sum(visit in mine for visit in visits)
            if short > 0:
                missing[f"{year}-W{week:02d}"] = short
    return missing


def _days(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@settings(max_examples=40)
@given(st.lists(DAYS, max_size=12), STRETCHES, st.lists(STRETCHES, max_size=2), DAYS, st.integers(1, 3))
def test_two_ways_of_reckoning_agree(office, visits, tenure, absences, as_of, at_least):
    roster = ROSTER.replace("from: 2019-01-01", f"from: {tenure[0]}, to: {tenure[1]}")
    lines = [f"{day} visit leader=L1" for day in visits if day <= as_of]
    lines += [f"2021-01-01 leave leader=L1 from={first} to={last}" for first, last in absences]
    run = office(WEEKLY.replace("at_least: 1", f"at_least: {at_least}"), roster, "\n".join(lines), as_of=as_of.isoformat())
    expected = by_hand([v for v in visits if v <= as_of], tenure, absences, as_of, at_least)
    assert {entry.span: -entry.points for entry in run.entries()} == expected


@settings(max_examples=25)
@given(st.lists(DAYS, max_size=10))
def test_no_event_counts_in_two_periods(office, visits):
    run = office(WEEKLY, ROSTER, "\n".join(f"{day} visit leader=L1" for day in visits))
    counted = sum(tally.numerator for tally in run.tallies("weekly").values())
    # 1 to 3 January 2021 belong to a week of which only these three days lie in the year
    assert counted == sum(day >= date(2021, 1, 4) for day in visits)
