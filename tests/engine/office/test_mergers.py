"""A unit that is merged: its open cases, running clocks, frequencies and last year's base go along, on both engines."""

from __future__ import annotations

from datetime import date
from functools import cache

from posts_and_mergers import BOTH, events_of, points, policy

from kaohe.engine.engines import engine
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.document.load import load
from kaohe.rules.document.roster import RosterDocument
from kaohe.rules.value import plain
from kaohe.scoring import score

ROSTER = """\
kaohe: 1
roster: merged
units:
  - {id: old, title: 西南街道, level: township, to: 2021-06-30, merged_into: new}
  - {id: new, title: 城北街道, level: township}
leaders:
  - {leader: L1, title: 主要负责人, unit: old, post: principal, to: 2021-06-30}
  - {leader: L2, title: 主要负责人, unit: new, post: principal}
"""


@cache
def roster():
    return roster_from_document(load(ROSTER, "roster.yaml", RosterDocument).document, policy().vocabulary)[0]


def told(name: str, text: str, as_of: str):
    return engine(name)(policy(), roster(), events_of(text), date.fromisoformat(as_of), None)


@BOTH
def test_a_clock_that_runs_over_the_merger_is_charged_to_the_successor_and_its_head(name: str) -> None:
    text = "2021-05-20 registered case=A\n2021-05-20 assigned case=A unit=old"
    assert points(told(name, text, "2021-12-31"), "finish") == {"unit:new:old/e1/late": "-1", "principal:L2/e1/late": "-1"}


@BOTH
def test_what_was_late_before_the_merger_is_the_old_heads_and_passes_to_the_new_unit(name: str) -> None:
    text = "2021-02-01 registered case=A\n2021-02-01 assigned case=A unit=old"
    assert points(told(name, text, "2021-12-31"), "finish") == {"unit:new:old/e1/late": "-1", "principal:L1/e1/late": "-1"}
    assert "unit:old/e1/late" in points(told(name, text, "2021-06-30"), "finish"), "until the day before, it is its own"


@BOTH
def test_an_open_case_closed_by_the_successor_in_time_costs_nobody_anything(name: str) -> None:
    text = "2021-06-20 registered case=A\n2021-06-20 assigned case=A unit=old\n2021-07-30 closed case=A"
    replay = told(name, text, "2021-12-31")
    assert points(replay, "finish") == {}
    assert [(clock.case, clock.outcome) for clock in replay.clocks] == [("A", "on_time")]


MONTHS = "".join(f"2021-{month:02}-10 meeting_held unit=new\n" for month in range(1, 7))


@BOTH
def test_reports_under_the_old_name_after_the_merger_are_the_successors(name: str) -> None:
    text = MONTHS + "2021-07-10 meeting_held unit=old\n2021-08-31 zero_report unit=old of=meeting_held"
    replay = told(name, text, "2021-09-30")
    assert points(replay, "meetings") == {"unit:new/2021-08/short": "-0.5"}, "July is done, August zero, September silent"
    grid = {(row.subject, row.month): row.status for row in replay.coverage}
    assert [grid["new", f"2021-{month:02}"] for month in (7, 8, 9)] == ["reported", "zero_reported", "silent"]
    assert [grid["old", f"2021-{month:02}"] for month in (1, 6)] == ["silent", "silent"]
    assert ("old", "2021-07") not in grid, "a unit that has ended owes no reports"


@BOTH
def test_each_unit_answers_for_the_months_before_the_merger_and_its_points_go_along(name: str) -> None:
    text = MONTHS + "2021-03-31 zero_report unit=old of=meeting_held"
    assert points(told(name, text, "2021-12-31"), "meetings") == {"unit:new:old/2021-03/short": "-0.5"}


@BOTH
def test_last_years_base_of_a_merged_unit_is_its_successors(name: str) -> None:
    case = "{year}-02-01 registered case={id}\n{year}-02-02 assigned case={id} unit={unit}\n{year}-03-01 repeat_petition case={id}\n"
    before = case.format(year=2020, id="A", unit="old") + case.format(year=2020, id="B", unit="new")
    after = case.format(year=2021, id="C", unit="new")
    tallies = {tally.subject: tally.value for tally in told(name, before + after, "2021-12-31").tallies if tally.clause == "volume"}
    assert plain(tallies["new"]) == "-0.5", "two petitions last year under both names, one this year"


@BOTH
def test_the_merged_unit_has_no_card_and_its_successor_bears_its_points(name: str) -> None:
    text = "2021-05-20 registered case=A\n2021-05-20 assigned case=A unit=old\n" + MONTHS
    replay = told(name, text, "2021-12-31")
    cards = {card.subject: card for card in score(policy(), roster(), replay, date(2021, 12, 31)).cards}
    assert set(cards) == {"new"}
    assert plain(cards["new"].total) == "99"
