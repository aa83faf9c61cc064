"""Checking a folder: what stands beside the policy is judged by it, and noise comes last or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.commands.writing import check_
from kaohe.rules.shelf import SHIPPED
from kaohe.workbench.checking import check_paths

CASES = "kaohe: 1\ncases: small\nexamples:\n  - name: 无事\n    events: []\n    expect: {entries: []}\n"
ROSTER = "kaohe: 1\nroster: small\nunits:\n  - {id: north, title: 城北, kind: street}\n"


def codes(*paths: Path) -> list[str]:
    return [one.code for one in check_paths(paths).problems]


def test_examples_beside_a_policy_with_problems_say_nothing_of_it(tmp_path: Path) -> None:
    (tmp_path / "cases.yaml").write_text(CASES, encoding="utf-8")
    (tmp_path / "policy.yaml").write_text("kaohe: 1\npolicy: small\n", encoding="utf-8")
    found = codes(tmp_path)
    assert found
    assert "example.no-policy" not in found
    assert "example.no-policy" in codes(tmp_path / "cases.yaml")


def test_that_only_the_shape_was_checked_is_said_last(tmp_path: Path) -> None:
    (tmp_path / "a-roster.yaml").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "vocabulary.yaml").write_text("kaohe: 1\nvocabulary: small\n", encoding="utf-8")
    found = codes(tmp_path)
    assert len(found) > 1
    assert found[-1] == "example.no-policy"


def test_what_is_no_document_is_passed_over_in_a_folder_and_counted_but_judged_when_it_is_named(tmp_path: Path) -> None:
    foreign = tmp_path / "sources.yaml"
    foreign.write_text("texts:\n  - {name: 离石}\n", encoding="utf-8")
    (tmp_path / "roster.yaml").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("polcy: [a\n", encoding="utf-8")
    found = check_paths([tmp_path])
    assert found.skipped == (foreign,)
    assert [path.name for path in found.files] == ["broken.yaml", "roster.yaml"], "what cannot be read may be ours"
    assert foreign in check_paths([foreign]).files
    assert codes(foreign)


def test_of_a_folder_of_folders_the_documents_in_these_are_checked(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("texts: []\n", encoding="utf-8")
    (tmp_path / "town").mkdir()
    (tmp_path / "town" / "roster.yaml").write_text(ROSTER, encoding="utf-8")
    found = check_paths([tmp_path])
    assert [path.name for path in found.files] == ["roster.yaml"]
    assert len(found.skipped) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("office", "kaohe: 1\noffice: bureau\nevents: events\n"),
        ("aliases", "kaohe: 1\naliases: bureau\nnames: [{name: 城北办, unit: north}]\n"),
    ],
)
def test_an_offices_own_documents_are_judged_alone_even_beside_a_policy(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / f"{name}.yaml"
    file.write_text(text, encoding="utf-8")
    assert codes(file) == []
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    assert codes(file) == []
    file.write_text(f"{text}runz: 1\n", encoding="utf-8")
    assert codes(file) == ["shape.unknown-key"]


POLICY = """\
kaohe: 1
policy: small
title: 小办法
version: "1"
period: {from: 2021-01-01, to: 2021-12-31}
timezone: Asia/Shanghai
vocabulary: petition
calendar: cn
sources: {rules: {title: 办法}}
clauses:
  - id: finish
    title: 超过交办时限未办结
    kind: deduction
    section: work
    basis: {source: rules, article: 第一条}
    points_from: example
    deadline: {start: assigned, finish: closed, within: 60d}
    late: {points: -1}
    accountable: [{unit: case.unit}]
scorecards:
  unit: {of: unit, title: 考核表, who: 'true', out_of: 100, base: 100, points_from: example, sections: {work: {title: 办理}}}
"""
PLAYED = """\
kaohe: 1
cases: small
as_of: 2021-12-31
roster: {units: [{id: north, title: 城北, kind: street}]}
examples:
  - name: 逾期
    events:
      - {at: 2021-03-01, kind: registered, case: A1, origin: new, channel: visit, class: general}
      - {at: 2021-3-2, kind: assigned, case: A1, unit: north}
      - {at: 2021-03-03, kind: assigned, case: A2, unit: nort}
      - {at: 2021-03-03, kind: assigned, case: A3, unit: elsewhere}
    expect: {entries: []EXPECTED}
"""


def test_the_events_of_examples_are_checked_against_vocabulary_and_roster(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "cases.yaml").write_text(PLAYED.replace("EXPECTED", ""), encoding="utf-8")
    found = [(one.code, one.place.line, dict(one.facts).get("near")) for one in check_paths([tmp_path]).problems]
    assert ("intake.bad-date", 9, None) in [(code, line, None) for code, line, _ in found]
    assert ("roster.stranger", 10, "north") in found
    assert not [one for one in found if one[1] == 11]


def test_what_an_example_says_must_be_reported_is_as_it_should_be(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    expected = PLAYED.replace("EXPECTED", ", problems: [intake.bad-date]").replace("unit: nort}", "unit: north}")
    (tmp_path / "cases.yaml").write_text(expected, encoding="utf-8")
    assert check_paths([tmp_path]).problems == ()


def test_the_shipped_policies_can_be_checked_as_one_folder() -> None:
    """The account of sources beside them is no policy; it has a command of its own."""
    found = check_paths([SHIPPED])
    assert [path.name for path in found.skipped] == ["sources.yaml"]
    assert {path.parent.name for path in found.files} >= {"lishi", "tongling", "danfeng", "erdao", "district", "calendars"}
    assert not found.refused, found.problems


def test_quotations_that_nothing_was_there_to_compare_with_are_counted_by_file(tmp_path: Path, capsys) -> None:
    """A file's name with a slip in it used to make every quotation pass unread."""
    text = (SHIPPED / "library-fines" / "policy.yaml").read_text(encoding="utf-8")
    named = text.replace("{title: 馆际互借规则（示例）}", "{title: 馆际互借规则（示例）, file: rules.txt}")
    quoted = named.replace("article: 第一条}", "article: 第一条, quote: 逾期每日扣0.1}")
    assert quoted.count("rules.txt") == quoted.count("quote:") == 1
    policy = tmp_path / "library-fines"
    policy.mkdir()
    (policy / "policy.yaml").write_text(quoted, encoding="utf-8")
    assert check_paths([policy]).uncompared == (("rules.txt", 1),)
    assert not check_paths([policy]).problems
    assert check_([policy]) == 0
    assert "没有核对的引文 1 条：`rules.txt` 不在手边" in capsys.readouterr().out
    (policy / "rules.txt").write_text("第一条 逾期每日扣0.1。", encoding="utf-8")
    assert check_paths([policy]).uncompared == ()
    (policy / "rules.txt").write_text("第一条 逾期每日扣0.2。", encoding="utf-8")
    assert codes(policy) == ["clause.quote-not-found"]
