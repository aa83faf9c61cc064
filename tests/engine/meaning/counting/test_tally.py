"""Rates and measures: their rows, their spans, what is taken out, what they are compared with (P4, P12, P15, P21)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.meaning.statistic import STATISTICS, mean, median, nearest_rank

ROSTER = """\
units:
  - {id: county, title: 县, level: county}
  - {id: u1, title: 一单位, level: township, parent: county, population: 20000, target: 0.5}
  - {id: u2, title: 二单位, level: township, parent: county, population: 0}
  - {id: old, title: 旧单位, level: township, parent: county, to: 2021-06-30, merged_into: u1}
leaders:
  - {leader: L1, unit: u1, post: principal, to: 2021-07-01}
  - {leader: L2, unit: u1, post: principal, from: 2021-07-02}
  - {leader: L3, unit: u2, post: principal, from: 2021-07-03}
"""
RATE = """\
  - id: rate
    kind: monitored
    ratio: {over: fault, where: has(unit), hit: 'has(grave) && grave', by: unit}
"""
MEASURE = """\
  - id: measure
    kind: monitored
    measure: {over: fault, where: has(hours), value: hours, statistic: mean, by: unit}
"""
OPENED = "2021-01-01 opened case=A unit=u1\n"


def test_rows_are_counted_by_whose_they_are(office):
    events = OPENED + "2021-02-01 fault case=A unit=u1 grave=true\n2021-02-02 fault case=A unit=u1\n2021-02-03 fault case=A unit=u2"
    run = office(RATE, ROSTER, events)
    assert (run.tally("rate", "u1").numerator, run.tally("rate", "u1").denominator) == (1, 2)
    assert run.tally("rate", "u1").value == Fraction(1, 2)
    assert run.tally("rate", "u2").value == 0


def test_events_of_other_years_are_rows_of_other_years_unless_all_time_counts(office):
    events = "2020-06-01 opened case=A\n2020-06-02 fault case=A unit=u1 grave=true\n2021-06-03 fault case=A unit=u1"
    assert office(RATE, ROSTER, events).tally("rate", "u1").denominator == 1
    ever = RATE.replace("over: fault", "over: fault, all_time: true")
    assert office(ever, ROSTER, events).tally("rate", "u1").denominator == 2


def test_events_after_as_of_are_no_rows(office):
    events = OPENED + "2021-02-01 fault case=A unit=u1\n2021-03-01 fault case=A unit=u1"
    assert office(RATE, ROSTER, events, as_of="2021-02-28").tally("rate", "u1").denominator == 1


def test_cases_that_nothing_opened_are_no_rows(office):
    assert office(RATE, ROSTER, "2021-02-01 fault case=A unit=u1").tallies("rate") == {}


def test_rows_whose_by_is_missing_are_tallied_apart_and_told(office):
    events = OPENED + "2021-02-01 fault case=A grave=true\n2021-02-02 fault case=A unit=u1"
    run = office(RATE.replace("where: has(unit), ", ""), ROSTER, events)
    nobodys = run.tally("rate", None)
    assert (nobodys.numerator, nobodys.denominator, nobodys.value) == (1, 1, None)
    assert run.tally("rate", "u1").denominator == 1
    assert [dict(p.facts)["count"] for p in run.replay.notices if p.code == "run.unattributed"] == ["1"]


def test_a_merged_units_rows_of_any_date_are_its_successors(office):
    events = OPENED + "2021-02-01 fault case=A unit=old grave=true\n2021-02-02 fault case=A unit=u1"
    assert office(RATE, ROSTER, events).tally("rate", "u1").value == Fraction(1, 2)
    assert set(office(RATE, ROSTER, events, as_of="2021-06-30").tallies("rate")) == {("old", "2021"), ("u1", "2021")}


EXEMPT = "\n2021-12-01 exempted case=A clauses=rate,other approver=x basis=b1"


def test_exempted_rows_leave_the_rate_and_are_counted(office):
    events = OPENED + "2021-01-01 opened case=B unit=u1\n2021-02-01 fault case=A unit=u1\n2021-02-02 fault case=B unit=u1 grave=true"
    tally = office(RATE, ROSTER, events + EXEMPT).tally("rate", "u1")
    assert (tally.numerator, tally.denominator, tally.excluded) == (1, 1, 1)


@pytest.mark.parametrize(
    ("limits", "excluded"), [("from=2021-02-01", 1), ("from=2021-02-02", 0), ("to=2021-02-01", 1), ("to=2021-01-31", 0)]
)
def test_an_exemption_may_hold_for_some_days_only(office, limits, excluded):
    events = OPENED + "2021-02-01 fault case=A unit=u1" + EXEMPT + f" {limits}"
    assert office(RATE, ROSTER, events).tally("rate", "u1").excluded == excluded


def test_an_exemption_from_another_clause_changes_nothing(office):
    events = OPENED + "2021-02-01 fault case=A unit=u1\n2021-12-01 exempted case=A clauses=other approver=x basis=b1"
    assert office(RATE, ROSTER, events).tally("rate", "u1").excluded == 0


def test_cases_are_looked_at_at_the_end(office):
    clause = """\
  - id: rate
    kind: monitored
    ratio: {over: cases, where: 'case.opened_on >= period.from', hit: seen(answered), by: case.unit}
"""
    events = "2020-12-31 opened case=A unit=u1\n2021-01-01 opened case=B unit=u1\n2021-03-01 answered case=B\n2021-01-02 opened case=C unit=u1"
    assert office(clause, ROSTER, events).tally("rate", "u1").value == Fraction(1, 2)


def test_leaders_with_at_least_half_of_the_days_are_rows(office):
    clause = """\
  - id: rate
    kind: monitored
    ratio: {over: leaders, where: 'has(subject.unit)', hit: seen(visit), by: subject.unit}
"""
    # of 365 days L2 holds 183 (half), L3 182 (not); L1's are over by the end and he has no unit there
    run = office(clause, ROSTER, "2021-08-01 visit leader=L2\n2021-08-01 visit leader=L3")
    assert {key[0]: (t.numerator, t.denominator) for key, t in run.tallies("rate").items()} == {"u1": (1, 1)}
    away = "2021-03-01 leave leader=L2 from=2021-12-31 to=2021-12-31"
    assert office(clause, ROSTER, away).tallies("rate") == {}


DEADLINE = """\
  - id: answer
    kind: monitored
    deadline: {start: accepted, finish: answered, within: 30d, lapse: [withdrawn]}
  - id: rate
    kind: monitored
    ratio: {over: answer, hit: HIT, by: case.unit}
"""


@pytest.mark.parametrize(("hit", "hits"), [("on_time", 1), ("finished", 2)])
def test_rows_over_a_deadline_are_its_decided_clocks(office, hit, hits):
    events = """\
2021-01-01 opened case=A unit=u1
2021-03-01 accepted case=A
2021-03-31 answered case=A
2021-01-01 opened case=B unit=u1
2021-03-01 accepted case=B
2021-04-01 answered case=B
2021-01-01 opened case=C unit=u1
2021-03-01 accepted case=C
2021-01-01 opened case=D unit=u1
2021-03-01 accepted case=D
2021-03-02 withdrawn case=D
2021-01-01 opened case=E unit=u1
2021-12-20 accepted case=E
"""
    # on time, late and finished, late, lapsed (no row), still running (no row)
    tally = office(DEADLINE.replace("HIT", hit), ROSTER, events).tally("rate", "u1")
    assert (tally.numerator, tally.denominator) == (hits, 3)


def test_a_clock_that_fell_due_on_new_years_eve_is_a_row_of_the_new_year(office):
    events = "2021-01-01 opened case=A unit=u1\n2021-12-01 accepted case=A"
    clauses = DEADLINE.replace("HIT", "on_time")
    assert office(clauses, ROSTER, events, as_of="2022-01-31").tallies("rate") == {}
    next_year = office(clauses, ROSTER, events, from_="2022-01-01", to="2022-12-31")
    assert next_year.tally("rate", "u1", "2022").denominator == 1


# --- spans ------------------------------------------------------------------------------------------

CARDS = """\
  - id: rate
    kind: indicator
    section: work
    ratio: {over: fault, where: has(unit), hit: 'has(grave) && grave && day(at) >= period.from', by: unit, minimum: 2, otherwise: omit}
    score: {rate: {points: 100}}
scorecards:
  monthly: {of: unit, who: 'subject.level == "township"', out_of: 100, per: month, roll_up: mean, sections: {work: {title: 办理}}, points_from: example}
  yearly: {of: unit, who: 'subject.level == "county"', out_of: 100, sections: {work: {title: 办理}}, points_from: example}
"""


def test_a_clause_is_counted_over_the_spans_of_all_its_cards(office):
    events = OPENED + "2021-02-01 fault case=A unit=u1 grave=true\n2021-03-05 fault case=A unit=u1\n2021-03-06 fault case=A unit=u1 grave=true"
    run = office(CARDS, ROSTER, events, as_of="2021-03-31")
    assert {key[1]: (t.numerator, t.denominator, t.value) for key, t in run.tallies("rate").items()} == {
        "2021-02": (1, 1, None),
        "2021-03": (1, 2, Fraction(1, 2)),
        "2021": (2, 3, Fraction(2, 3)),
    }


def test_a_month_is_looked_at_at_its_own_end_and_stands_once_it_is_over(office):
    clause = CARDS.replace("over: fault, where: has(unit)", "over: cases, where: case.opened_on <= period.to")
    clause = clause.replace("hit: 'has(grave) && grave && day(at) >= period.from', by: unit, minimum: 2", "hit: seen(answered), by: case.unit, minimum: 1")
    events = "2021-01-05 opened case=A unit=u1\n2021-03-02 answered case=A"
    run = office(clause, ROSTER, events, as_of="2021-04-30")
    assert {key[1]: t.value for key, t in run.tallies("rate").items()} == {
        "2021-01": 0, "2021-02": 0, "2021-03": 1, "2021-04": 1, "2021": 1,
    }  # fmt: skip


def test_what_arrives_later_still_takes_rows_out_of_a_month_and_merges_units(office):
    events = OPENED + "2021-02-01 fault case=A unit=old\n2021-01-01 opened case=B\n2021-02-02 fault case=B unit=old\n2021-02-03 fault case=B unit=u1"
    exempt = "\n2021-12-01 exempted case=A clauses=rate approver=x basis=b1"
    tally = office(CARDS, ROSTER, events + exempt).tally("rate", "u1", "2021-02")
    assert (tally.denominator, tally.excluded) == (2, 1)


def test_below_the_minimum_there_is_no_value(office):
    events = OPENED + "2021-02-01 fault case=A unit=u1"
    assert office(CARDS, ROSTER, events).tally("rate", "u1").value is None


# --- comparing and dividing --------------------------------------------------------------------------


def test_a_rate_is_compared_with_the_same_stretch_of_the_year_before_in_points(office):
    clause = RATE.replace("by: unit", "by: unit, against: previous_year")
    events = """\
2019-12-01 opened case=A unit=u1
2020-02-01 fault case=A unit=u1
2020-02-29 fault case=A unit=u1 grave=true
2020-07-01 fault case=A unit=u1 grave=true
2021-02-01 fault case=A unit=u1 grave=true
2021-02-01 fault case=A unit=u2 grave=true
"""
    run = office(clause, ROSTER, events, as_of="2021-02-28")
    # 2020 up to its 29 February: 1 of 2
    assert run.tally("rate", "u1").value == Fraction(1, 2)
    assert run.tally("rate", "u2").value is None


def test_29_february_is_compared_with_28_february(office):
    clause = RATE.replace("by: unit", "by: unit, against: previous_year")
    events = "2018-12-01 opened case=A unit=u1\n2019-02-28 fault case=A unit=u1\n2019-03-01 fault case=A unit=u1 grave=true\n2020-02-29 fault case=A unit=u1 grave=true"
    run = office(clause, ROSTER, events, as_of="2020-02-29", from_="2020-01-01", to="2020-12-31")
    assert run.tally("rate", "u1", "2020").value == 1


def test_a_rate_that_was_nothing_is_a_base_but_a_measure_that_was_nothing_is_none(office):
    events = "2019-12-01 opened case=A unit=u1\n2020-02-01 fault case=A unit=u1 hours=0\n2021-02-01 fault case=A unit=u1 grave=true hours=3"
    rate = office(RATE.replace("by: unit", "by: unit, against: previous_year"), ROSTER, events)
    assert rate.tally("rate", "u1").value == 1
    measure = office(MEASURE.replace("by: unit", "by: unit, against: previous_year"), ROSTER, events)
    assert measure.tally("measure", "u1").value is None


def test_a_measure_is_compared_by_its_growth(office):
    events = "2019-12-01 opened case=A unit=u1\n2020-02-01 fault case=A unit=u1 hours=4\n2021-02-01 fault case=A unit=u1 hours=5"
    run = office(MEASURE.replace("by: unit", "by: unit, against: previous_year"), ROSTER, events)
    assert run.tally("measure", "u1").value == Fraction(1, 4)


def test_a_merged_units_year_before_is_its_successors_too(office):
    events = """\
2019-12-01 opened case=A unit=u1
2020-02-01 fault case=A unit=old hours=2
2020-02-01 fault case=A unit=u1 hours=4
2021-08-01 fault case=A unit=u1 hours=6
"""
    run = office(MEASURE.replace("by: unit", "by: unit, against: previous_year"), ROSTER, events)
    assert run.tally("measure", "u1").value == 1


def test_a_figure_is_compared_with_an_attribute_of_its_subject(office):
    events = OPENED + "2021-02-01 fault case=A unit=u1 grave=true\n2021-02-01 fault case=A unit=u2 grave=true"
    run = office(RATE.replace("by: unit", "by: unit, against: subject.target"), ROSTER, events)
    assert run.tally("rate", "u1").value == Fraction(1, 2)
    assert run.tally("rate", "u2").value is None


def test_a_measure_is_divided_by_an_expression_of_its_subject(office):
    clause = MEASURE.replace("mean, by: unit", "sum, by: unit, divide_by: 'default(subject.population, 0) / 10000'")
    events = OPENED + "2021-02-01 fault case=A unit=u1 hours=5\n2021-02-01 fault case=A unit=u2 hours=5"
    run = office(clause, ROSTER, events)
    assert run.tally("measure", "u1").value == Fraction(5, 2)
    assert run.tally("measure", "u2").value is None


def test_a_split_adds_tallies_and_changes_none(office):
    events = OPENED + "2021-01-01 opened case=B unit=u1 class=x\n2021-02-01 fault case=A unit=u1 grave=true\n2021-02-01 fault case=B unit=u1"
    clause = RATE.replace("by: unit", "by: unit, split: first(opened).class")
    run = office(clause, ROSTER, events)
    assert run.tally("rate", "u1").denominator == 2
    assert {s: run.tallies("rate", s)["u1", "2021"].value for s in ("x", "-")} == {"x": 0, "-": 1}


def test_a_split_shows_the_figure_itself_also_where_the_whole_is_compared(office):
    events = OPENED + "2021-02-01 fault case=A unit=u1 grave=true"
    clause = RATE.replace("by: unit", "by: unit, split: '\"all\"', against: subject.target")
    run = office(clause, ROSTER, events)
    assert run.tally("rate", "u1").value == Fraction(1, 2)
    assert run.tallies("rate", "all")["u1", "2021"].value == 1


def test_a_flag_may_be_grouped_by_any_code(office):
    clause = RATE.replace("where: has(unit), ", "").replace("by: unit", "by: first(opened).class")
    run = office(clause, ROSTER, "2021-01-01 opened case=A class=x\n2021-02-01 fault case=A")
    assert run.tally("rate", "x").subject_kind == "code"


# --- statistics -------------------------------------------------------------------------------------

NUMBERS = st.lists(st.integers(0, 800).map(lambda n: Fraction(n, 8)), min_size=1, max_size=15)


@pytest.mark.parametrize(
    ("statistic", "expected"),
    [("mean", "14/3"), ("median", "7/2"), ("p80", "6"), ("p90", "13"), ("sum", "28"), ("max", "13"), ("min", "1"), ("count", "6")],
)
def test_the_statistics_of_a_short_list_as_done_by_hand(statistic, expected):
    values = [Fraction(n) for n in (3, 1, 13, 4, 6, 1)]
    assert STATISTICS[statistic](values) == Fraction(expected)


def test_every_statistic_can_be_asked_for_in_a_measure(office):
    events = OPENED + "".join(f"2021-02-0{n} fault case=A unit=u1 hours={n}\n" for n in (1, 2, 5, 7))
    seen = {}
    for statistic in STATISTICS:
        clause = MEASURE.replace("mean", statistic)
        seen[statistic] = office(clause.replace("value: hours, ", "") if statistic == "count" else clause, ROSTER, events)
    assert {name: str(run.tally("measure", "u1").value) for name, run in seen.items()} == {
        "mean": "15/4", "median": "7/2", "p80": "7", "p90": "7", "sum": "15", "count": "4", "max": "7", "min": "1",
    }  # fmt: skip


@settings(max_examples=50)
@given(NUMBERS, st.integers(1, 100))
def test_the_nearest_rank_is_the_least_row_that_so_many_percent_do_not_exceed(values, percent):
    found = nearest_rank(values, percent)
    assert found in values
    assert 100 * sum(v <= found for v in values) >= percent * len(values)
    assert all(100 * sum(v <= other for v in values) < percent * len(values) for other in values if other < found)


@settings(max_examples=50)
@given(NUMBERS)
def test_as_many_rows_lie_above_the_median_as_below(values):
    middle = median(values)
    assert sum(v < middle for v in values) == sum(v > middle for v in values) or middle in values
    assert sum(v <= middle for v in values) * 2 >= len(values) <= sum(v >= middle for v in values) * 2


@settings(max_examples=50)
@given(NUMBERS)
def test_the_mean_balances_its_rows(values):
    assert sum(v - mean(values) for v in values) == 0


# --- laws -------------------------------------------------------------------------------------------

ROWS = st.lists(st.tuples(st.sampled_from(["u1", "u2", "old", None]), st.booleans(), st.sampled_from("AB")), max_size=8)


@settings(max_examples=40)
@given(ROWS, st.booleans())
def test_every_row_is_counted_once_somewhere(office, rows, exempted):
    events = "2021-01-01 opened case=A unit=u1\n2021-01-01 opened case=B unit=u1\n" + "".join(
        f"2021-02-01 fault case={case}{f' unit={unit}' if unit else ''}{' grave=true' if grave else ''}\n"
        for unit, grave, case in rows
    )
    run = office(RATE.replace("where: has(unit), ", ""), ROSTER, events + (EXEMPT if exempted else ""))
    tallies = run.tallies("rate").values()
    assert sum(t.denominator + t.excluded for t in tallies) == len(rows)
    assert sum(t.excluded for t in tallies) == (sum(case == "A" for *_, case in rows) if exempted else 0)
    assert sum(t.numerator for t in tallies) == sum(grave for _, grave, case in rows if not (exempted and case == "A"))
    assert all(0 <= t.numerator <= t.denominator for t in tallies)
