"""Posts over time, on both engines: vacancies, stand-ins, a change of hands, two posts of one leader."""

from __future__ import annotations

from datetime import date

from posts_and_mergers import BOTH, events_of, points, policy

from kaohe.engine.engines import engine
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.document.load import load
from kaohe.rules.document.roster import RosterDocument

UNITS = """\
kaohe: 1
roster: posts
units:
  - {id: new, title: 城北街道, level: township}
  - {id: other, title: 城南街道, level: township}
leaders:
"""
LATE = "2021-02-01 registered case=A\n2021-02-01 assigned case=A unit=new"
"""Due 2021-04-02."""


def told(name: str, leaders: str, text: str = LATE):
    document = load(UNITS + leaders, "roster.yaml", RosterDocument).document
    roster, problems = roster_from_document(document, policy().vocabulary)
    assert [problem for problem in problems if problem.severity == "problem"] == []
    return engine(name)(policy(), roster, events_of(text), date(2021, 12, 31), None)


@BOTH
def test_a_vacant_post_is_charged_to_nobody_and_told(name: str) -> None:
    gap = "  - {leader: L1, unit: new, post: principal, to: 2021-03-31}\n  - {leader: L2, unit: new, post: principal, from: 2021-05-01}\n"
    replay = told(name, gap)
    assert points(replay, "finish") == {"unit:new/e1/late": "-1"}
    assert [dict(one.facts)["role"] for one in replay.notices if one.code == "run.line-reached-nobody"] == ["principal"]


@BOTH
def test_who_acts_for_a_vacant_post_answers_for_it(name: str) -> None:
    acting = (
        "  - {leader: L1, unit: new, post: principal, to: 2021-03-31}\n"
        "  - {leader: L9, unit: new, post: principal, acting: true, from: 2021-04-01, to: 2021-04-30}\n"
    )
    assert points(told(name, acting), "finish") == {"unit:new/e1/late": "-1", "principal:L9/e1/late": "-1"}


@BOTH
def test_who_holds_the_post_on_the_due_day_answers_whoever_began_the_case(name: str) -> None:
    change = "  - {leader: L1, unit: new, post: principal, to: 2021-04-01}\n  - {leader: L2, unit: new, post: principal, from: 2021-04-02}\n"
    assert set(points(told(name, change), "finish")) == {"unit:new/e1/late", "principal:L2/e1/late"}


@BOTH
def test_a_leader_of_two_units_answers_for_both(name: str) -> None:
    two = "  - {leader: L1, unit: new, post: principal}\n  - {leader: L1, unit: other, post: principal, acting: true}\n"
    text = f"{LATE}\n2021-02-01 registered case=B\n2021-02-01 assigned case=B unit=other"
    assert set(points(told(name, two, text), "finish")) == {
        "unit:new/e1/late", "principal:L1/e1/late", "unit:other/e3/late", "principal:L1/e3/late",
    }  # fmt: skip
