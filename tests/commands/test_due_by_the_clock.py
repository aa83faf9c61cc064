"""A limit in hours is told by the clock: from when to when each day counted, adding up to the limit."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

POLICY = """\
kaohe: 1
policy: hours
title: 小办法
version: "1"
period: {from: 2021-01-01, to: 2021-12-31}
timezone: Asia/Shanghai
vocabulary: petition
calendar: cn
sources: {rules: {title: 示例规则}}
clauses:
  - id: office
    title: 八个工作小时内答复
    kind: deduction
    section: work
    basis: {source: rules, article: 第一条}
    points_from: example
    deadline: {start: registered, finish: replied, within: 8wh}
    late: {points: -1}
    accountable: [{unit: case.intake}]
  - {id: clock, title: 三十小时内答复, kind: deduction, section: work, basis: {source: rules, article: 第二条}, points_from: example,
     deadline: {start: registered, finish: replied, within: 30h}, late: {points: -1}, accountable: [{unit: case.intake}]}
scorecards:
  unit: {of: unit, title: 单位考核表, who: 'true', out_of: 100, base: 100, points_from: example, sections: {work: {title: 办理}}}
"""
EVENTS = """\
{"id": "e1", "kind": "registered", "at": "2021-03-05T16:30", "case": "A1", "unit": "north", "origin": "new", "channel": "visit", "class": "general"}
{"id": "e2", "kind": "replied", "at": "2021-03-09T09:00", "case": "A1"}
"""


@pytest.fixture(scope="module")
def run(kaohe, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("hours")
    (home / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (home / "events.jsonl").write_text(EVENTS, encoding="utf-8")
    done = kaohe("run", "--policy", home, "--events", home / "events.jsonl", "--out", home / "run")
    assert done.code == 0, done.err
    return home / "run"


@pytest.mark.parametrize(
    ("clause", "limit", "told"),
    [
        ("office", 8, ["2021-03-05  16:30–17:30  1 hours counted", "2021-03-06 … 2021-03-07  2 days  rest days, not counted",
                       "2021-03-08  08:30–12:00 14:00–17:30  7 hours counted", "due 2021-03-08 17:30"]),
        ("clock", 30, ["2021-03-05  16:30–24:00  7.5 hours counted", "2021-03-06  00:00–22:30  22.5 hours counted", "due 2021-03-06 22:30"]),
    ],
)  # fmt: skip
def test_the_hours_that_counted_are_told_by_the_clock_and_add_up_to_the_limit(run: Path, kaohe, clause: str, limit: int, told: list[str]) -> None:
    said = kaohe("--lang", "en", "why-not", clause, "--case", "A1", "--run", run).out
    lines = [line.strip() for line in said.splitlines()]
    first = lines.index("starts 2021-03-05 16:30 (e1)") + 2
    assert lines[first : first + len(told)] == told
    assert lines[first + len(told)].startswith("ended 2021-03-09 09:00 (e2): late")
    assert sum(Fraction(hours) for hours in re.findall(r"([\d.]+) hours counted", said)) == limit
    assert "that day is not counted" not in said
