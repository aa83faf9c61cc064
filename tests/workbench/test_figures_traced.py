"""A rate leads back to the cases in it; what came to nothing, or lies before the period, is said as such."""

from __future__ import annotations

from datetime import date

import pytest

from kaohe.reports.card_text import card_text
from kaohe.reports.entry_text import book_of
from kaohe.reports.why_text import why_not_text, why_text
from kaohe.reports.words import Lang
from kaohe.rules.policy import Policy
from kaohe.scoring.inputs import Inputs
from kaohe.scoring.job import prepare
from kaohe.scoring.run import run
from kaohe.scoring.run_files import write_run
from kaohe.scoring.stored_run import Stored, read_run
from kaohe.scoring.why import why
from kaohe.workbench.tracing import EntryTrace, SilentTrace, trace, trace_not

HEAD = """\
kaohe: 1
policy: rated
title: 群众评价细则
version: "1"
period: {from: 2025-01-01, to: 2025-12-31}
timezone: Asia/Shanghai
vocabulary: rated
calendar: cn
sources: {rules: {title: 细则}}
"""
SCORED = """\
clauses:
  - id: ontime
    title: 按期办结率
    kind: bonus
    section: work
    basis: {source: rules, article: 第1条}
    points_from: example
    ratio: {over: closed, hit: '!overdue("finish")', by: case.unit, minimum: 1, otherwise: zero}
    score: {slope: {at: 95%, full: 10, below: {per: 15%, points: -10}, floor: 0}, round: {places: 2}}
  - id: dissatisfied
    title: 不满意占比
    kind: deduction
    section: work
    basis: {source: rules, article: 第2条}
    points_from: example
    silence: [{code: clause.satisfaction-alone, reason: 原文没有参评率}]
    ratio: {over: cases, all_time: true, where: 'seen(rated, day(at) >= period.from)', hit: 'has(last(rated).mark) && last(rated).mark == "bad"', by: case.unit, minimum: 1, otherwise: zero}
    score: {slope: {at: 10%, full: 0, above: {per: 1%, points: -0.5}, steps: full}}
  - id: better
    title: 按期率比上年
    kind: bonus
    section: work
    basis: {source: rules, article: 第4条}
    points_from: example
    ratio: {over: closed, hit: 'true', by: case.unit, minimum: 2, otherwise: zero, against: previous_year}
    score: {rate: {points: 5}}
  - id: finish
    title: 六十日内未办结
    kind: deduction
    section: work
    basis: {source: rules, article: 第3条}
    points_from: example
    deadline: {start: registered, finish: closed, within: 60d}
    late: {points: -2}
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
VOCABULARY = """\
kaohe: 1
vocabulary: rated
title: 群众评价
opens: registered
kinds:
  registered: {title: 登记, about: case, volume: true, fields: {unit: {title: 责任单位, type: unit, required: true}}}
  closed: {title: 办结, about: case}
  rated: {title: 群众评价, about: case, fields: {mark: {title: 评价, type: enum, required: true, values: {good: 满意, bad: 不满意}}}}
facts:
  unit: {title: 责任单位, value: first(registered).unit}
"""
ROSTER = "kaohe: 1\nroster: rated\nunits:\n  - {id: edu, title: 教育局, kind: department}\n"


def life(case: str, registered: str, closed: str | None, mark: str | None) -> str:
    rows = [f"{case}-r,{registered},registered,{case},edu,"]
    rows += [f"{case}-c,{closed},closed,{case},,"] if closed else []
    rows += [f"{case}-m,2025-04-01,rated,{case},,{mark}"] if mark else []
    return "\n".join(rows)


EVENTS = "\n".join(
    [
        "id,at,kind,case,unit,mark",
        life("R0", "2025-03-03", "2025-03-10", "bad"),
        life("R1", "2025-03-03", "2025-03-10", "good"),
        life("R2", "2025-03-03", "2025-03-10", "good"),
        life("OLD", "2024-09-01", "2025-03-10", None),
        life("OPEN", "2024-09-02", None, None),
    ]
)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Stored:
    home = tmp_path_factory.mktemp("rated")
    texts = {"policy.yaml": HEAD + SCORED, "vocabulary.yaml": VOCABULARY, "roster.yaml": ROSTER, "events.csv": EVENTS}
    for name, text in texts.items():
        (home / name).write_text(text, encoding="utf-8")
    inputs = Inputs(home, (home / "events.csv",), home / "roster.yaml")
    ready = prepare(inputs)
    assert ready.policy is not None, ready.problems
    done = run(ready.policy, ready.roster, ready.events, as_of=date(2025, 12, 31))
    write_run(done, inputs, home / "run", ())
    read = read_run(home / "run")
    assert read is not None
    return read


def policy_of(stored: Stored) -> Policy:
    assert stored.checked.policy is not None
    return stored.checked.policy


def said(stored: Stored, what: str) -> str:
    policy = policy_of(stored)
    return why_text(trace(stored, policy, what), book_of(policy, stored.scored), "zh")


def said_not(stored: Stored, clause: str, about: str) -> str:
    return why_not_text(trace_not(stored, policy_of(stored), clause, about), policy_of(stored), "zh")


def test_a_rate_names_the_cases_of_numerator_and_denominator_with_their_events(stored: Stored) -> None:
    text = said(stored, "dissatisfied/unit:edu/2025")
    assert "1/3 ＝ 33.33%" in text
    assert "计入分子 1 件：R0 [R0-m]" in text
    assert "只计入分母 2 件：R1 [R1-m]、R2 [R2-m]" in text
    assert "评价=不满意  [R0-m]" in text


def test_a_rate_says_the_step_from_percent_to_points(stored: Stored) -> None:
    assert "比 10% 高 23.33 个百分点，每 1% 一级，计 23 级 × -0.5，0 起算 ＝ -11.5 分" in said(stored, "dissatisfied/unit:edu/2025")


def test_the_named_rows_are_the_counted_rows(stored: Stored) -> None:
    found = trace(stored, policy_of(stored), "dissatisfied/unit:edu/2025")
    assert isinstance(found, EntryTrace)
    (figure,) = found.figures
    counts = {side.counted: side.count for side in figure.sides}
    assert counts["hit"] == figure.tally.numerator
    assert sum(counts.values()) == figure.tally.denominator
    assert figure.step is not None
    assert figure.step.points == found.entry.points


@pytest.mark.parametrize(
    ("case", "what"),
    [("R0", "计入分母，也计入分子"), ("R1", "计入分母，不计入分子"), ("OLD", "不在计数范围，分子分母都不计")],
)
def test_a_case_is_told_which_row_it_was(stored: Stored, case: str, what: str) -> None:
    text = said_not(stored, "dissatisfied", case)
    assert what in text
    assert "请用单位" not in text


def test_a_figure_that_came_to_nothing_is_told_with_its_step(stored: Stored) -> None:
    for text in (said(stored, "ontime/unit:edu/2025"), said_not(stored, "ontime", "edu")):
        assert "3/4 ＝ 75%" in text
        assert "只计入分母 1 件：OLD [OLD-c]" in text
        assert "＝ -3.33 分，限于上下限，得 0 分" in text
        assert "还可能成立" not in text
    assert "没有分录 ontime/unit:edu/2025" in said(stored, "ontime/unit:edu/2025")


def test_the_card_shows_a_clause_whose_figure_came_to_nothing(stored: Stored) -> None:
    policy = policy_of(stored)
    (card,) = stored.scored.cards
    text = card_text(why(policy, stored.scored, card), book_of(policy, stored.scored), "zh")
    assert "按期办结率（ontime） 0 分\n    3/4 = 75.00%" in text


def test_what_fell_due_before_the_period_is_never_counted_in_it(stored: Stored) -> None:
    found = trace_not(stored, policy_of(stored), "finish", "OPEN")
    assert isinstance(found, SilentTrace)
    assert found.wrote == ()
    text = said_not(stored, "finish", "OPEN")
    assert "到期日 2024-11-01 在考核期之前，不计入本期" in text
    assert "还可能成立" not in text


def test_no_condition_has_a_heading_without_a_body(stored: Stored) -> None:
    lines = said_not(stored, "finish", "OPEN").splitlines()
    headings = [place for place, line in enumerate(lines) if line.startswith("条件 ")]
    assert headings
    assert all(lines[place + 1].startswith("  ") for place in headings)
    assert "条件 deadline.within" not in lines


@pytest.mark.parametrize(
    ("lang", "counted", "missing"),
    [("zh", "edu 2025：4/4，无数据：", "上年同期不足 2 条"), ("en", "edu 2025: 4 of 4, no data: ", "which had fewer than 2 rows")],
)
def test_a_rate_that_has_nothing_to_be_compared_with_says_which_key_asked_for_it(stored: Stored, lang: Lang, counted: str, missing: str) -> None:
    policy = policy_of(stored)
    found = trace_not(stored, policy, "better", "edu")
    said = why_not_text(found, policy, lang)
    assert counted in said
    assert "`against: previous_year`" in said
    assert missing in said
    (card,) = stored.scored.cards
    assert missing in card_text(why(policy, stored.scored, card), book_of(policy, stored.scored), lang)
