"""One small policy and events written a line each, for stories of units and posts on both engines."""

from __future__ import annotations

from functools import cache

import pytest

from kaohe.engine.event_row import event_from_row
from kaohe.rules.library import check_text
from kaohe.rules.shelf import SHIPPED
from kaohe.rules.value import plain

POLICY = """\
kaohe: 1
policy: merged
title: 撤并
version: "1"
period: {from: 2021-01-01, to: 2021-12-31}
timezone: Asia/Shanghai
vocabulary: petition
calendar: cn
sources: {office: {title: 办法}}
clauses:
  - id: finish
    title: 按期办结
    kind: deduction
    section: work
    basis: {source: office, article: 一}
    points_from: example
    deadline: {start: assigned, finish: closed, within: 60d}
    late: {points: "-1"}
    accountable: [{unit: case.unit}, {post: principal, of: case.unit}]
  - id: meetings
    title: 每月开会
    kind: deduction
    section: work
    basis: {source: office, article: 二}
    points_from: example
    frequency: {of: meeting_held, by: unit, per: month, at_least: 1, who: 'subject.level == "township"'}
    short: {points: "-0.5", per: missing}
  - id: volume
    title: 重复反映
    kind: monitored
    basis: {source: office, article: 三}
    points_from: example
    measure: {over: repeat_petition, statistic: count, by: case.unit, against: previous_year, minimum: 1, otherwise: zero}
scorecards:
  unit:
    of: unit
    title: 考核表
    who: 'subject.level == "township"'
    out_of: 100
    base: 100
    points_from: example
    sections: {work: {title: 工作}}
"""


@cache
def policy():
    checked = check_text(POLICY, SHIPPED / "lishi" / "merged.yaml")
    assert checked.policy is not None, [(problem.code, problem.facts) for problem in checked.problems]
    return checked.policy


def events_of(text: str):
    found = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines()))):
        at, kind, *cells = line.split()
        row = {"id": f"e{number}", "at": at, "kind": kind, **dict(cell.split("=") for cell in cells)}
        if kind == "registered":
            row |= {"origin": "new", "channel": "visit", "class": "general"}
        event, problems = event_from_row(row, policy().vocabulary, "Asia/Shanghai")
        assert event is not None, problems
        found.append(event)
    return found


BOTH = pytest.mark.parametrize("name", ["reference", "batch"])


def points(replay, clause: str) -> dict[str, str]:
    return {entry.id.removeprefix(f"{clause}/"): plain(entry.points) for entry in replay.entries if entry.clause == clause}
