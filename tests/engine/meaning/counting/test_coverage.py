"""Silent is not zero: who reported what in which month (P34)."""

from __future__ import annotations

import pytest

ROSTER = """\
units:
  - {id: u1, title: 一单位, level: township}
leaders:
  - {leader: L1, title: 主要负责人, level: township, unit: u1, post: principal, from: 2019-01-01}
  - {leader: L2, title: 分管负责人, level: township, unit: u1, post: deputy, from: 2021-02-15}
"""
MONTHLY = """\
  - id: duties
    kind: deduction
    frequency: {of: duty, where: 'default(count, 1) > 0', per: month, at_least: 1, who: 'subject.level == "township"'}
    short: {points: -1}
"""


def grid(run):
    return {(row.subject, row.month): row.status for row in run.replay.coverage}


def test_a_month_without_any_report_is_silent_and_has_no_data(office):
    run = office(MONTHLY, ROSTER, "2021-01-05 duty leader=L1", as_of="2021-02-28")
    assert run.points() == {}
    assert run.tally("duties", "L1", "2021-02").value is None
    assert run.tally("duties", "L1", "2021-01").value == 1
    assert grid(run)["L1", "2021-02"] == "silent"
    assert [dict(p.facts)["months"] for p in run.replay.notices if p.code == "run.silent"] == ["2021-02", "2021-02"]


@pytest.mark.parametrize(
    "report", ["2021-02-28 nothing_to_report leader=L1 of=duty", "2021-02-28 duty leader=L1 count=0"]
)
def test_a_zero_report_breaks_the_silence_and_the_shortfall_is_charged(office, report):
    run = office(MONTHLY, ROSTER, f"2021-01-05 duty leader=L1\n{report}", as_of="2021-02-28")
    assert run.points() == {"duties/leader:L1/2021-02/short": "-1"}
    assert grid(run)["L1", "2021-02"] == "zero_reported"


def test_a_month_with_a_zero_report_and_a_real_one_is_reported(office):
    said = "2021-02-10 nothing_to_report leader=L1 of=duty\n2021-02-20 duty leader=L1"
    run = office(MONTHLY, ROSTER, said, as_of="2021-02-28")
    assert grid(run)["L1", "2021-02"] == "reported"
    assert run.points() == {}


def test_a_zero_report_about_something_else_says_nothing(office):
    run = office(MONTHLY, ROSTER, "2021-02-28 nothing_to_report leader=L1 of=visit", as_of="2021-02-28")
    assert grid(run)["L1", "2021-02"] == "silent"
    assert run.points() == {}


def test_a_zero_report_of_another_subject_says_nothing(office):
    run = office(MONTHLY, ROSTER, "2021-02-28 nothing_to_report leader=L2 of=duty", as_of="2021-02-28")
    assert grid(run) == {
        ("L1", "2021-01"): "silent", ("L1", "2021-02"): "silent", ("L2", "2021-02"): "zero_reported",
    }  # fmt: skip


def test_a_clause_may_take_silence_for_zero(office):
    clause = MONTHLY.replace("at_least", "silent: zero, at_least")
    run = office(clause, ROSTER, "", as_of="2021-01-31")
    assert run.points() == {"duties/leader:L1/2021-01/short": "-1"}


def test_one_silent_month_leaves_a_quarter_without_data(office):
    clause = MONTHLY.replace("per: month", "per: quarter").replace("at_least: 1", "at_least: 5")
    said = "2021-01-05 duty leader=L1\n2021-03-05 duty leader=L1"
    assert office(clause, ROSTER, said, as_of="2021-03-31").tally("duties", "L1", "2021-Q1").value is None
    more = f"{said}\n2021-02-28 nothing_to_report leader=L1 of=duty"
    assert office(clause, ROSTER, more, as_of="2021-03-31").points() == {"duties/leader:L1/2021-Q1/short": "-3"}


def test_what_others_report_is_never_silent(office):
    clause = MONTHLY.replace("of: duty, where: 'default(count, 1) > 0'", "of: visit")
    run = office(clause, ROSTER, "", as_of="2021-01-31")
    assert run.points() == {"duties/leader:L1/2021-01/short": "-1"}
    assert run.replay.coverage == ()


def test_coverage_asks_only_of_whom_it_binds_and_only_for_months_that_have_ended(office):
    run = office(MONTHLY, ROSTER, "", as_of="2021-03-15")
    assert sorted(grid(run)) == [("L1", "2021-01"), ("L1", "2021-02"), ("L2", "2021-02")]


def test_a_kind_that_no_frequency_counts_is_expected_of_whoever_reported_it(office):
    run = office(MONTHLY, ROSTER, "2021-02-01 bulletin unit=u1 items=3\n2021-03-01 bulletin unit=u1 items=0", as_of="2021-03-31")
    rows = {(row.kind, row.month): row.status for row in run.replay.coverage if row.subject == "u1"}
    assert rows == {
        ("bulletin", "2021-01"): "silent",
        ("bulletin", "2021-02"): "reported",
        ("bulletin", "2021-03"): "zero_reported",
    }
