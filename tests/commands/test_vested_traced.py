"""A bonus that must last says why it stands on its date: since when, until when, and what would have taken it back."""

from __future__ import annotations

from pathlib import Path

import pytest

POLICY = """\
kaohe: 1
policy: lasting
title: 小办法
version: "1"
period: {from: 2021-01-01, to: 2021-12-31}
timezone: Asia/Shanghai
vocabulary: petition
calendar: cn
sources: {rules: {title: 示例规则}}
clauses:
  - id: solved
    title: 化解加分
    kind: bonus
    section: work
    basis: {source: rules, article: 第一条}
    points_from: example
    on: closed
    points: 1
    vest: 30d
    revoke: {on: reopened}
    accountable: [{unit: case.unit}]
scorecards:
  unit: {of: unit, title: 单位考核表, who: 'true', out_of: 100, base: 100, points_from: example, sections: {work: {title: 办理}}}
"""
CASES = {"A1": "2021-03-01", "A2": "2021-04-01", "A3": "2021-11-20"}
"""Case -> the day it was closed: one that lasted, one that was reopened, one that still has to last on 30 November."""
EVENTS = "".join(
    f'{{"id": "{case}-r", "kind": "registered", "at": "2021-02-01", "case": "{case}", "origin": "new", "channel": "visit", "class": "general"}}\n'
    f'{{"id": "{case}-a", "kind": "assigned", "at": "2021-02-02", "case": "{case}", "unit": "north"}}\n'
    f'{{"id": "{case}-c", "kind": "closed", "at": "{day}", "case": "{case}"}}\n'
    for case, day in CASES.items()
) + '{"id": "A2-o", "kind": "reopened", "at": "2021-05-01", "case": "A2"}\n'


@pytest.fixture(scope="module")
def lasting(kaohe, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("lasting")
    (home / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (home / "events.jsonl").write_text(EVENTS, encoding="utf-8")
    run = kaohe("run", "--policy", home, "--events", home / "events.jsonl", "--out", home / "run", "--as-of", "2021-11-30")
    assert run.code == 0, run.err
    return home / "run"


@pytest.mark.parametrize(
    ("question", "zh", "en"),
    [
        (
            ("why", "solved/unit:north/A1-c"),
            "观察期 vest: 30d：自 2021-03-01 起，到 2021-03-31 未被撤销，记在次日 2021-04-01",
            "vest: 30d: from 2021-03-01 on, not revoked by 2021-03-31, so it is dated the day after, 2021-04-01",
        ),
        (("why-not", "solved", "--case", "A2"), "到 2021-05-01 为止；2021-05-01 被 A2-o 撤销，不计", "to 2021-05-01; revoked on 2021-05-01 by A2-o"),
        (("why-not", "solved", "--case", "A3"), "到 2021-12-20 未被撤销，才记", "if nothing revokes it by 2021-12-20"),
    ],
)
def test_what_must_last_says_from_when_to_when_and_what_came_of_it(lasting: Path, kaohe, question: tuple[str, ...], zh: str, en: str) -> None:
    for lang, said in (("zh", zh), ("en", en)):
        told = kaohe("--lang", lang, *question, "--run", lasting)
        assert told.code == 0
        assert told.out.count(said) == 1
