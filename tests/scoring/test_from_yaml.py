"""From a policy in YAML and events to cards: the whole way, once, with everything a card can hold."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from building import exact

from kaohe.engine.event import Event
from kaohe.engine.meaning.localtime import first_instant
from kaohe.engine.reference import replay
from kaohe.engine.roster import Roster, Tenure, UnitRow
from kaohe.rules.library import load_policy
from kaohe.scoring import Scored, score
from kaohe.scoring.why import why

VOCABULARY = """\
kaohe: 1
vocabulary: small
title: 小词汇表
opens: registered
posts: {principal: 主要负责人}
kinds:
  registered: {title: 登记, about: case}
  assigned: {title: 交办, about: case, fields: {unit: {title: 单位, type: unit, required: true}}}
  faulted: {title: 差错, about: case}
  closed: {title: 办结, about: case}
  praised: {title: 表扬, about: unit, fields: {unit: {title: 单位, type: unit, required: true}}}
  confirmed:
    title: 查实
    about: unit
    fields:
      unit: {title: 单位, type: unit, required: true}
      proposer: {title: 提出人, type: code, required: true}
      confirmer: {title: 确认人, type: code, required: true}
      evidence: {title: 证据, type: code, required: true}
  told: {title: 告知, about: unit, role: notice, fields: {unit: {title: 单位, type: unit, required: true}, of: {title: 所告知的事件, type: code, required: true}}}
  appealed:
    title: 申诉
    about: unit
    role: appeal
    fields:
      unit: {title: 单位, type: unit, required: true}
      against: {title: 所申诉的事件, type: code, required: true}
      step: {title: 步骤, type: enum, required: true, values: {filed: 提出, decided: 决定}}
      outcome: {title: 结果, type: enum, values: {upheld: 维持, revoked: 撤销, changed: 变更}}
facts:
  unit: {title: 责任单位, value: last(assigned).unit}
"""

POLICY = """\
kaohe: 1
policy: small
title: 小办法
version: '1'
period: {from: 2021-01-01, to: 2021-12-31}
timezone: Asia/Shanghai
vocabulary: small
calendar: cn
sources: {rules: {title: 规则}}
clauses:
  - id: fault
    title: 差错
    kind: deduction
    section: work
    basis: {source: rules, article: 第一条}
    points_from: example
    on: faulted
    points: -2
    accountable: [{unit: case.unit}]
    cap: {per_case: 5, per_subject: 12}
  - id: praise
    title: 表扬
    kind: bonus
    section: more
    basis: {source: rules, article: 第二条}
    points_from: example
    on: praised
    points: 4
    accountable: [{unit: unit}]
    cap: {per_subject: 20}
  - id: finished
    title: 办结率
    kind: indicator
    section: rates
    basis: {source: rules, article: 第三条}
    points_from: example
    ratio: {over: cases, where: has(case.unit), all_time: true, hit: seen(closed), by: case.unit, minimum: 2, otherwise: omit, round: {places: 4}}
    score: {rate: {points: 30}, round: {places: 3}}
  - id: dishonest
    title: 弄虚作假
    kind: veto
    basis: {source: rules, article: 第四条}
    on: confirmed
    effect: no_top_grade
    confirm: {proposer: proposer, confirmer: confirmer, evidence: evidence}
    accountable: [{unit: unit}]
scorecards:
  unit:
    of: unit
    who: 'subject.level == "town"'
    out_of: 100
    base: 70
    points_from: example
    sections: {work: {title: 办理, floor: -10}, rates: {title: 比率}, more: {title: 加分, cap: 6, bonus: true}}
    grades:
      - {id: top, title: 优秀, at_least: 90, share: 50%}
      - {id: good, title: 良好, at_least: 60}
      - {id: low, title: 较差}
  leader:
    of: leader
    who: 'true'
    out_of: 100
    base: 100
    points_from: example
    sections: {own: {title: 本人}}
    inherit: {from: unit, share: 50%}
appeals: {notified: told, file_within: 15wd, decide_within: 10wd}
"""


def happened(kind: str, day: str, case: str | None = None, unit: str | None = None, **fields: str) -> Event:
    at = first_instant(date.fromisoformat(day), "Asia/Shanghai") + 36_000_000_000
    name = f"{kind}-{day}-{case or unit}"
    return Event(name, kind, at, case=case, unit=unit, fields=fields)


def handled(case: str, unit: str, *, closed: bool = True) -> list[Event]:
    life = [happened("registered", "2021-02-01", case), happened("assigned", "2021-02-02", case, unit)]
    return [*life, happened("closed", "2021-03-01", case)] if closed else life


EVENTS = [
    *handled("A1", "a"), *handled("A2", "a"), *handled("A3", "a", closed=False), *handled("B1", "b"),
    *(happened("faulted", f"{date(2021, 4, 1) + timedelta(days=n)}", "A1") for n in range(3)),
    happened("praised", "2021-05-01", unit="b"), happened("praised", "2021-05-02", unit="b"),
    happened("confirmed", "2021-09-13", unit="b", proposer="p1", confirmer="p2", evidence="d1"),
    happened("told", "2021-09-20", unit="b", of="confirmed-2021-09-13-b"),
]  # fmt: skip
OFFICE = Roster(
    {each: (UnitRow(each, date(2020, 1, 1), date(2030, 1, 1), {"title": each, "level": "town"}),) for each in "ab"},
    (Tenure("L1", "a", "principal", date(2021, 1, 1), date(2021, 12, 31), {"title": "主要负责人"}),),
)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("policies") / "small"
    folder.mkdir()
    (folder / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    checked = load_policy(Path(folder))
    assert checked.policy is not None, checked.problems
    return checked.policy


def run(rules, as_of: str) -> Scored:
    day = date.fromisoformat(as_of)
    return score(rules, OFFICE, replay(rules, OFFICE, EVENTS, day), day)


def test_the_year_comes_out_as_worked_by_hand(rules):
    """a: 70 − 5 (3 × −2 held to 5) + 30 × 2/3 = 85. b: one case of two asked: rates left out, its bonus
    8 held to 6: 70 × 100 ÷ 70 + 6 = 106. L1: 100 + ½ × (85 − 100) = 92.5.
    """
    cards = {card.subject: card for card in run(rules, "2021-12-31").cards}
    assert (cards["a"].total, cards["b"].total, cards["L1"].total) == (85, 106, exact("92.5"))
    assert [line.left_out for line in cards["b"].sections] == [False, True, False]


def test_the_veto_waits_for_the_appeal_window_then_denies_the_top_grade(rules):
    """Told on 20 September: 15 working days (two festivals, a worked Sunday and a worked Saturday lie between) end on 15 October."""
    waiting = next(card for card in run(rules, "2021-10-15").cards if card.subject == "b")
    denied = next(card for card in run(rules, "2021-10-16").cards if card.subject == "b")
    assert (waiting.grade, waiting.would_be, waiting.provisional) == ("top", "good", True)
    assert [(line.status, line.until) for line in waiting.vetoes] == [("pending", "2021-10-15")]
    assert (denied.grade, denied.provisional) == ("good", False)


def test_the_whole_of_every_card_is_explained(rules):
    result = run(rules, "2021-12-31")
    for card in result.cards:
        told = why(rules, result, card)
        assert sum(each.points for each in told.entries) == card.total
    cited = [each for each in result.entries if each.clause == "fault" and each.part == "charge"]
    assert [each.because for each in cited] == [(f"faulted-2021-04-0{n}-A1",) for n in (1, 2, 3)]
