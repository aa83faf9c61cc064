"""What a suite of worked examples says: only what was compared, and only what an example names is covered."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from kaohe.engine.ledger import PARTS, ClockOutcome
from kaohe.reports.suite_text import suite_text
from kaohe.rules.document.cases import DueOutcome, EntryPart
from kaohe.rules.shelf import SHIPPED
from kaohe.workbench.expectations import STRUCTURAL
from kaohe.workbench.suite import Suite, play_suite

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
    late: {points: -0.6}
    accountable: [{unit: case.unit}]
  - id: repeat
    title: 再次反映
    kind: deduction
    section: work
    basis: {source: rules, article: 第二条}
    points_from: example
    on: repeat_petition
    when: 'overdue("finish")'
    points: -2
    accountable: [{unit: case.unit}]
scorecards:
  unit:
    of: unit
    title: 单位考核表
    who: 'true'
    out_of: 100
    base: 100
    points_from: example
    sections: {work: {title: 办理}}
"""
CASES = """\
kaohe: 1
cases: small
as_of: 2021-12-31
examples:
  - name: 逾期后再次反映
    events:
      - {at: 2021-03-01, kind: registered, case: A1, origin: new, channel: visit, class: general}
      - {at: 2021-03-02, kind: assigned, case: A1, unit: north}
      - {at: 2021-05-10, kind: repeat_petition, case: A1}
    expect:
EXPECT
"""


@pytest.fixture
def played(tmp_path: Path):
    def play(expect: str) -> Suite:
        (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
        inner = "\n".join(f"      {line}" for line in expect.splitlines())
        (tmp_path / "cases.yaml").write_text(CASES.replace("EXPECT", inner), encoding="utf-8")
        suite = play_suite(tmp_path)
        assert suite.policy is not None, suite.problems
        return suite

    return play


def test_an_entry_let_in_by_others_allowed_covers_nothing(played) -> None:
    suite = played("entries: [{clause: repeat, unit: north, points: -2}]\nothers: allowed")
    assert suite.passed
    assert suite.bare == ("finish",)


def test_an_entry_that_is_named_covers_its_clause(played) -> None:
    suite = played("entries: [{clause: repeat, points: -2}, {clause: finish, points: -0.6}]")
    assert suite.passed
    assert suite.bare == ()


def test_silence_alone_covers_nothing(played) -> None:
    assert played("cards: [{subject: north, total: 97.4}]").bare == ("finish", "repeat")


@pytest.mark.parametrize(
    ("expect", "expected", "actual"),
    [
        ("cards: [{subject: north, total: 95}]", "subject=north total=95", "subject=north total=97.4"),
        ("due: [{clause: finish, start: '#2', due: 2021-05-02}]", "due=2021-05-02", "due=2021-05-01"),
        ("cards: [{subject: south, total: 95}]", "subject=south total=95", "—"),
        (
            "entries: [{clause: finish, unit: north, points: -1}]\nothers: allowed",
            "clause=finish unit=north points=-1",
            "clause=finish unit=north points=-0.6",
        ),
        ("silent: [repeat]", "—", "clause=repeat unit=north points=-2 case=A1 at=2021-05-10"),
    ],
)
def test_a_miss_shows_both_sides_by_the_keys_compared(played, expect: str, expected: str, actual: str) -> None:
    suite = played(expect)
    (miss,) = suite.verdicts[0].misses
    assert miss.expected.endswith(expected)
    assert miss.actual.endswith(actual)
    for lang in ("zh", "en"):
        said = suite_text(suite, lang)  # type: ignore[arg-type]
        assert not [python for python in ("Fraction", "None", "Card(", "True", "False") if python in said]


def test_what_was_compared_is_named_in_the_reader_s_language(played) -> None:
    suite = played("cards: [{subject: north, total: 95}]")
    assert "考核表" in suite_text(suite, "zh")
    assert "card" in suite_text(suite, "en")


def test_an_example_that_fails_says_where_it_stands_and_what_its_entries_are(played, tmp_path: Path) -> None:
    """A part that goes without saying (a charge) is not said; ``late`` is, and may be asked for."""
    suite = played("entries: [{clause: finish, part: late, points: -0.6}, {clause: repeat, part: cap, points: -2}]")
    assert f"✗ 逾期后再次反映  {tmp_path}/cases.yaml:5:11" in suite_text(suite, "zh")
    missed, more = suite.verdicts[0].misses
    assert (missed.expected, missed.actual) == ("clause=repeat part=cap points=-2", "clause=repeat part=charge points=-2")
    assert "part" not in more.actual


def test_examples_may_name_every_part_a_clause_writes_and_every_end_of_a_clock() -> None:
    assert set(get_args(EntryPart)) == set(PARTS) - STRUCTURAL
    assert get_args(DueOutcome) == get_args(ClockOutcome)


def test_whoever_waits_hears_of_each_example() -> None:
    heard: list[tuple[int, int | None]] = []
    suite = play_suite(SHIPPED / "library-fines", "batch", lambda *count: heard.append(count))
    whole = len(suite.verdicts)
    assert whole > 2
    assert heard == [(done, whole) for done in range(whole + 1)]
