"""Who answers by a post for several units is judged by those that have figures, and not by the empty ones too."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.workbench.suite import play_suite

POLICY = """\
kaohe: 1
policy: posts
title: 办法
version: "1"
period: {from: 2021-01-01, to: 2021-12-31}
timezone: Asia/Shanghai
vocabulary: petition
calendar: cn
sources: {rules: {title: 规则}}
clauses:
  - id: done
    title: 办结率
    kind: indicator
    section: work
    basis: {source: rules, article: 一}
    points_from: example
    ratio: {over: cases, where: 'seen(assigned, day(at) >= period.from)', hit: seen(closed), by: case.unit, minimum: 1, otherwise: OTHERWISE}
    score: {rate: {points: 20}}
    accountable: [{post: head, of: subject.parent}]
scorecards:
  leader: {of: leader, title: 表, who: 'true', out_of: 100, base: 80, points_from: example, sections: {work: {title: 办理}}}
"""
CASES = """\
kaohe: 1
cases: posts
roster:
  units:
    - {id: county, title: 县, level: county}
    - {id: a, title: 甲, level: township, parent: county}
    - {id: b, title: 乙, level: township, parent: county}
    - {id: c, title: 丙, level: township, parent: county}
  leaders: [{leader: h, title: 县长, unit: county, post: head, level: county, from: 2020-01-01}]
examples:
  - name: 只有甲有事项，办结二分之一：县长得20分的一半
    events:
      - {at: 2021-03-01, kind: registered, case: A1, unit: a, origin: new, channel: visit, class: general}
      - {at: 2021-03-02, kind: assigned, case: A1, unit: a}
      - {at: 2021-03-09, kind: closed, case: A1}
      - {at: 2021-03-01, kind: registered, case: A2, unit: a, origin: new, channel: visit, class: general}
      - {at: 2021-03-02, kind: assigned, case: A2, unit: a}
    expect:
      cards: [{subject: h, card: leader, total: 90}]
"""


@pytest.mark.parametrize("otherwise", ["omit", "full", "zero"])
def test_units_without_figures_neither_swell_nor_shrink_what_their_head_gets(otherwise: str, tmp_path: Path) -> None:
    """Whatever a unit without cases would get, its head is judged by the unit that has some."""
    (tmp_path / "policy.yaml").write_text(POLICY.replace("OTHERWISE", otherwise), encoding="utf-8")
    (tmp_path / "cases.yaml").write_text(CASES, encoding="utf-8")
    suite = play_suite(tmp_path)
    assert not [one for one in suite.problems if one.severity == "problem"]
    assert [f"{miss.what}: {miss.actual}" for verdict in suite.verdicts for miss in verdict.misses] == []
    assert suite.passed
