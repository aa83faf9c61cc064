"""A silence is called needless only where nothing else is wrong: warnings are not looked for beside problems."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.rules.library import check_text

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
    silence: [{code: clause.cliff, reason: 原文如此}]
    on: closed
    when: WHEN
    points: -1
    accountable: [{unit: case.unit}]
scorecards:
  unit: {of: unit, title: 考核表, who: 'true', out_of: 100, base: 100, points_from: example, sections: {work: {title: 办理}}}
"""


@pytest.mark.parametrize(("when", "said"), [("seen(assigned)", True), ("seen(asigned)", False), ("'case.origin == \"nowhere\"'", False)])
def test_a_needless_silence_is_said_when_the_rest_is_sound(when: str, said: bool) -> None:
    codes = {one.code for one in check_text(POLICY.replace("WHEN", when), Path("policies/small/policy.yaml")).problems}
    assert ("clause.silence-nothing" in codes) is said
    assert said or any(code.startswith("expression.") for code in codes)
