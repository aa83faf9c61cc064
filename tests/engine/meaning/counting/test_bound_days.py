"""On which days somebody is bound is asked where it can change; the answer is that of every single day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.meaning import subjects
from kaohe.engine.meaning.evaluate import holds
from kaohe.engine.meaning.subjects import bound_days, days_of, on_day, reads_only_the_roster
from kaohe.rules.policy import Frequency

BY_ROSTER = [
    "true",
    'subject.level == "township"',
    'subject.post == "principal" && has(subject.unit) && default(subject.unit.level, "") == "township"',
    'default(subject.unit.parent.level, "") == "county" || default(subject.unit.kind, "") in ["street", "bureau"]',
    'default(subject.unit.at_level("county").id, "") == "c1"',
]
BY_MORE = ["count(visit) < 2", "as_of >= period.from", 'month(period.to) == 12 && subject.level == "township"']


def weekly(who: str) -> str:
    return (
        "  - id: weekly\n    kind: deduction\n"
        f"    frequency: {{of: visit, per: week, at_least: 1, who: '{who}'}}\n    short: {{points: -1}}\n"
    )


def roster(first: date, second: date, third: date) -> str:
    """A unit that becomes another's on one day, a leader who comes, moves and goes."""
    day = timedelta(days=1)
    return f"""\
units:
  - {{id: c1, title: 县, kind: bureau, level: county, to: {third}}}
  - {{id: c2, title: 市, kind: bureau, level: city}}
  - {{id: u1, title: 一, kind: street, level: township, parent: c1, to: {second - day}}}
  - {{id: u1, title: 一, kind: bureau, level: county, parent: c2, from: {second}}}
  - {{id: u2, title: 二, kind: office, level: township, parent: c2}}
leaders:
  - {{leader: L1, title: 主要负责人, level: township, unit: u1, post: principal, from: {first}, to: {third}}}
  - {{leader: L1, title: 分管负责人, level: county, unit: u2, post: deputy, from: {third + day}}}
"""


def asked_day_by_day(run) -> frozenset[date]:
    clause = run.world.policy.clause("weekly")
    assert isinstance(clause.form, Frequency)
    own = days_of(run.world, "leader", "L1", run.world.policy.period)
    return frozenset(day for day in own if holds(clause.form.who, on_day(run.world, "leader", "L1", day)))


@pytest.mark.parametrize("who", [*BY_ROSTER, *BY_MORE])
@settings(max_examples=6)
@given(days=st.lists(st.dates(date(2020, 12, 1), date(2022, 1, 31)), min_size=3, max_size=3, unique=True))
def test_the_days_are_those_on_which_every_single_day_says_yes(office, who, days) -> None:
    run = office(weekly(who), roster(*sorted(days)), "2021-02-03 visit leader=L1\n2021-05-04 visit leader=L1")
    clause = run.world.policy.clause("weekly")
    assert reads_only_the_roster(clause.form.who.tree) is (who in BY_ROSTER)
    assert bound_days(clause, clause.form, run.world, "L1") == asked_day_by_day(run)


def test_what_reads_the_roster_is_asked_once_between_its_changes(office, monkeypatch) -> None:
    asked: list[date] = []
    run = office(weekly(BY_ROSTER[2]), roster(date(2021, 2, 1), date(2021, 5, 1), date(2021, 9, 30)), "")
    plainly = subjects.on_day
    monkeypatch.setattr(subjects, "on_day", lambda *where: asked.append(where[3]) or plainly(*where))
    run.world.memory.clear()
    clause = run.world.policy.clause("weekly")
    found = bound_days(clause, clause.form, run.world, "L1")
    assert asked == [date(2021, 2, 1), date(2021, 5, 1), date(2021, 10, 1)]
    assert (min(found), max(found)) == (date(2021, 2, 1), date(2021, 4, 30))
