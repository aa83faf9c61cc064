"""Who answers is asked once for what is alike; what is not alike is asked again: other days, points, ended units (P6, P16, P33)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import yaml
from shelf_of_policies import ACCEPTANCE

from kaohe.engine import reference
from kaohe.engine.batch import told
from kaohe.engine.event import Event
from kaohe.engine.event_row import event_from_row
from kaohe.engine.ledger import Replay
from kaohe.engine.roster import Roster
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.document.load import load
from kaohe.rules.document.roster import RosterDocument
from kaohe.rules.library import check_text
from kaohe.rules.policy import Policy

END = date(2021, 12, 31)
HEAD = """\
kaohe: 1
policy: charge
title: charge
version: "1"
period: {from: 2021-01-01, to: 2021-12-31}
timezone: Asia/Shanghai
vocabulary: petition-test
calendar: cn
sources: {s: {title: s}}
clauses:
"""
COMMON = "kind: deduction, basis: {source: s, article: a}, points_from: example"
FAULT = f"- {{id: fault, title: t, {COMMON}, on: misfiled, points: 'has(times) ? -times : 0', accountable: [{{unit: unit}}]}}\n"
LATE = (
    f"- {{id: late, title: t, {COMMON}, deadline: {{start: accepted, finish: replied, within: 10d}}, late: {{points: '-1'}},"
    " accountable: [{post: principal, of: case.unit, responsible_at: AT}]}\n"
)
ROSTER = {
    "kaohe": 1, "roster": "charge",
    "units": [
        {"id": "u", "title": "u", "kind": "town"}, {"id": "gone", "title": "g", "kind": "town", "to": "2021-06-30"},
        {"id": "old", "title": "o", "kind": "town", "to": "2021-03-31", "merged_into": "u"},
    ],
    "leaders": [
        {"leader": "a", "title": "t", "unit": "u", "post": "principal", "to": "2021-03-15"},
        {"leader": "b", "title": "t", "unit": "u", "post": "principal", "from": "2021-03-16"},
        {"leader": "c", "title": "t", "unit": "old", "post": "principal", "to": "2021-03-31"},
    ],
}  # fmt: skip


def _policy(clauses: str) -> Policy:
    policy = check_text(HEAD + clauses, Path("charge/policy.yaml"), roots=(ACCEPTANCE / "vocabulary",)).policy
    assert policy is not None
    return policy


def _roster(policy: Policy) -> Roster:
    document = load(yaml.safe_dump(ROSTER), "roster.yaml", RosterDocument).document
    assert document is not None
    return roster_from_document(document, policy.vocabulary)[0]


def _events(policy: Policy, rows: Sequence[str]) -> list[Event]:
    """``2021-03-01 misfiled A1 unit=u times=2``; each case is registered and given to ``u`` on New Year's Day."""
    found = []
    cases = sorted({row.split()[2] for row in rows})
    opening = [f"2021-01-01 registered {case} origin=new class=general" for case in cases]
    opening += [f"2021-01-01 assigned {case} unit=u" for case in cases]
    for number, line in enumerate([*opening, *rows]):
        at, kind, case, *cells = line.split()
        row = {"id": f"e{number:02}", "at": at, "kind": kind, "case": case, **dict(cell.split("=") for cell in cells)}
        event, problems = event_from_row(row, policy.vocabulary, policy.timezone)
        assert event is not None, problems
        found.append(event)
    return found


def _both(clauses: str, rows: Sequence[str], part: int = 10**6) -> Replay:
    """What both engines say; ``part`` rows are judged at a time."""
    policy = _policy(clauses)
    events, roster = _events(policy, rows), _roster(policy)
    plain = reference.replay(policy, roster, events, END)
    columns = told(policy, roster, events, END, None, rows=part)
    assert columns.replay == plain
    assert columns.vectorised == tuple(clause.id for clause in policy.clauses)
    return columns.replay


def test_that_a_unit_has_ended_is_told_of_what_is_dated_after_its_last_day_only() -> None:
    replay = _both(FAULT, ["2021-06-29 misfiled A1 unit=gone", "2021-06-30 misfiled A2 unit=gone", "2021-07-01 misfiled A3 unit=gone"])
    ended = [notice.code for notice in replay.notices if notice.code == "run.unit-has-ended"]
    assert (len(replay.entries), len(ended)) == (3, 1)


@pytest.mark.parametrize(
    ("at", "accepted", "charged"),
    [
        ("due", ["2021-03-05", "2021-03-06"], ["a", "b"]),  # due on the last day of one and the first of the other
        ("entry", ["2021-03-04", "2021-03-05"], ["a", "b"]),  # dated the day after the due day
        ("start", ["2021-03-15", "2021-03-16"], ["a", "b"]),
        ("by_days", ["2021-03-05", "2021-03-06", "2021-03-16"], ["a", "a", "b", "b"]),
    ],
)
def test_alike_clocks_on_either_side_of_a_handover_are_anothers(at: str, accepted: list[str], charged: list[str]) -> None:
    replay = _both(LATE.replace("AT", at), [f"{day} accepted A{number}" for number, day in enumerate(accepted)])
    entries = sorted(replay.entries, key=lambda entry: (entry.subject, entry.at))
    assert [entry.subject for entry in entries] == charged
    if at == "by_days":  # 11 days of a; 10 of a and 1 of b; 11 of b
        assert [int(entry.points * -(10**6)) for entry in entries] == [1_000_000, 909_091, 90_909, 1_000_000]


@pytest.mark.parametrize("part", [1, 10**6])
def test_the_holder_answers_of_the_unit_that_answers_on_the_day(part: int) -> None:
    days = {"2021-03-01": "c", "2021-03-20": "c", "2021-03-31": "c", "2021-04-01": "b", "2021-05-01": "b"}
    fault = FAULT.replace("{unit: unit}", "{post: principal, of: unit}")
    replay = _both(fault, [f"{day} misfiled A{number} unit=old times=1" for number, day in enumerate(days)], part)
    assert {str(entry.at): entry.subject for entry in replay.entries} == days


@pytest.mark.parametrize("part", [1, 10**6])
def test_the_same_unit_on_the_same_day_for_other_points_is_charged_those(part: int) -> None:
    replay = _both(FAULT, [f"2021-03-01 misfiled A{number} unit=u times={number}" for number in (1, 2, 3)], part)
    assert sorted(entry.points for entry in replay.entries) == [-3, -2, -1]
