"""A veto takes no points, so no entry leads to it: clause, event, case, card and page must."""

from __future__ import annotations

from pathlib import Path

import pytest

POLICY = """\
kaohe: 1
policy: vetoed
title: 小办法
version: "1"
period: {from: 2021-01-01, to: 2021-12-31}
timezone: Asia/Shanghai
vocabulary: petition
calendar: cn
sources: {rules: {title: 示例规则}}
clauses:
  - id: untrue
    title: 弄虚作假
    kind: veto
    basis: {source: rules, article: 第一条}
    on: violation_confirmed
    when: matter == "false_report"
    effect: no_top_grade
    confirm: {proposer: proposer, confirmer: confirmer, evidence: evidence}
    accountable: [{unit: unit}]
appeals: {notified: veto_notified, file_within: 10wd, decide_within: 15wd}
scorecards:
  unit: {of: unit, title: 单位考核表, who: 'true', out_of: 100, base: 100, points_from: example, sections: {work: {title: 办理}}}
"""
EVENTS = """\
{"id": "f1", "kind": "violation_confirmed", "at": "2021-09-06", "unit": "north", "matter": "false_report", "proposer": "inspection", "confirmer": "discipline", "evidence": "D-1"}
{"id": "n1", "kind": "veto_notified", "at": "2021-09-07", "unit": "north", "of": "f1"}
{"id": "p1", "kind": "appealed", "at": "2021-09-10", "unit": "north", "against": "f1", "step": "filed"}
{"id": "p2", "kind": "appealed", "at": "2021-09-17", "unit": "north", "against": "f1", "step": "decided", "outcome": "upheld"}
{"id": "f2", "kind": "violation_confirmed", "at": "2021-10-11", "unit": "south", "matter": "leak", "proposer": "inspection", "confirmer": "discipline", "evidence": "D-2"}
"""
COURSE = (
    "2021-09-06  event f1: proposed by inspection, confirmed by discipline, evidence D-1",
    "2021-09-07  the subject was told (n1)",
    "2021-09-10  an appeal was filed (p1)",
    "2021-09-17  the appeal was decided: upheld (p2)",
)


@pytest.fixture(scope="module")
def vetoed(kaohe, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("vetoed")
    (home / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (home / "events.jsonl").write_text(EVENTS, encoding="utf-8")
    run = kaohe("run", "--policy", home, "--events", home / "events.jsonl", "--out", home / "run")
    assert run.code == 0, run.err
    return home / "run"


@pytest.mark.parametrize("question", [("why", "untrue"), ("why", "f1"), ("why-not", "untrue", "--case", "north")])
def test_a_veto_is_told_with_its_whole_course(vetoed: Path, kaohe, question: tuple[str, ...]) -> None:
    said = kaohe("--lang", "en", *question, "--run", vetoed)
    assert said.code == 0
    lines = [line.strip() for line in said.out.splitlines()]
    assert "unit@2021: veto in effect: 弄虚作假 (event f1): may not get the top grade" in lines
    assert tuple(line for line in lines if line.startswith("2021-")) == COURSE


def test_what_fired_no_veto_is_told_to_have_fired_none(vetoed: Path, kaohe) -> None:
    said = kaohe("--lang", "en", "why-not", "untrue", "--case", "south", "--run", vetoed).out
    assert 'matter == "false_report" → false' in said
    assert "veto in effect" not in said
    told = kaohe("why", "f2", "--run", vetoed)
    assert told.code == 0, "it is an event, and can be asked about"
    assert "认定机关=discipline" in told.out
    assert "否决生效" not in told.all


def test_pages_of_clause_and_unit_tell_the_course_and_lead_to_each_other_but_not_in_public(vetoed: Path, kaohe, tmp_path: Path) -> None:
    assert kaohe("--lang", "en", "report", vetoed, "--html", "--out", tmp_path / "own").code == 0
    clause = (tmp_path / "own" / "pages" / "clauses" / "c-untrue.html").read_text(encoding="utf-8")
    unit = (tmp_path / "own" / "pages" / "subjects" / "unit-north.html").read_text(encoding="utf-8")
    assert "subjects/unit-north.html" in clause
    assert "clauses/c-untrue.html" in unit
    for page in (clause, unit):
        assert page.count("evidence D-1") == 1
        assert "the appeal was decided: upheld" in page
    assert kaohe("report", vetoed, "--html", "--public", "--out", tmp_path / "public").code == 0
    public = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "public").rglob("*.html"))
    assert "弄虚作假" in public
    assert "D-1" not in public
