"""Not reported is not the same as not done: one small policy on every engine, down to the printed card."""

from __future__ import annotations

from pathlib import Path

import pytest

POLICY = """\
kaohe: 1
policy: duty
title: 值班考核
version: "1"
period: {{from: 2021-01-01, to: 2021-03-31}}
timezone: Asia/Shanghai
vocabulary: petition
calendar: cn
sources: {{office: {{title: 办法}}}}
clauses:
  - id: duty
    title: 坐班接访
    kind: deduction
    section: work
    basis: {{source: office, article: 一}}
    points_from: example
    frequency: {{of: duty_day, per: month, at_least: 1, who: 'true'{silent}}}
    short: {{points: -1}}
scorecards:
  leader: {{of: leader, title: 表, who: 'true', out_of: 100, base: 100, points_from: example, sections: {{work: {{title: 工作}}}}}}
"""
ROSTER = """\
kaohe: 1
roster: r
units: [{id: north, title: 城北街道}]
leaders: [{leader: L1, title: 主要负责人, unit: north, post: principal}]
"""
EVENTS = """\
{"id":"e1","kind":"duty_day","at":"2021-01-05","leader":"L1"}
{"id":"e2","kind":"zero_report","at":"2021-02-28","unit":"north","leader":"L1","of":"duty_day"}
"""


@pytest.mark.parametrize("engine", ["reference", "batch", "stream"])
@pytest.mark.parametrize(("silent", "total", "months"), [("", "99.00", ["2021-02"]), (", silent: zero", "98.00", ["2021-02", "2021-03"])])
def test_a_silent_month_deducts_nothing_unless_the_policy_says_so_and_the_grid_is_on_the_card(
    kaohe, tmp_path: Path, engine: str, silent: str, total: str, months: list[str]
) -> None:
    """January reported, February reported as none, March silent."""
    (tmp_path / "policy.yaml").write_text(POLICY.format(silent=silent), encoding="utf-8")
    (tmp_path / "roster.yaml").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "events.jsonl").write_text(EVENTS, encoding="utf-8")
    files = ["--policy", tmp_path / "policy.yaml", "--events", tmp_path / "events.jsonl", "--roster", tmp_path / "roster.yaml"]
    done = [kaohe("run", *files, "--out", tmp_path / "run", "--engine", engine), kaohe("card", "L1", "--run", tmp_path / "run")]
    assert [one.code for one in done] == [0, 0]
    ranking, card = (one.out for one in done)
    assert "L1  坐班接访  ■○·" in ranking
    assert "坐班接访  ■○·" in card
    assert f"总分 {total} 分" in card
    assert [month for month in ("2021-01", "2021-02", "2021-03") if f"duty/leader:L1/{month}/short" in card] == months
    assert ("无数据" in ranking) == (not silent)
