"""A small year on disk, and the command line as a person calls it: within this process, or as another one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
Call = Callable[..., Any]


@pytest.fixture(scope="session")
def kaohe(kaohe: Call) -> Call:
    """Calls the command line with those arguments at the top of the repository."""
    return partial(kaohe, cwd=ROOT)


@pytest.fixture(scope="session")
def process() -> Callable[..., subprocess.CompletedProcess[str]]:
    """The same as another process, where processes are what is asked about."""

    def call(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kaohe.cli", *map(str, arguments)]
        environment = {**os.environ, "LANG": "", "PYTHONUTF8": "1"}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)

    return call


POLICY = """\
kaohe: 1
policy: small
title: 小办法
version: "1"
period: {from: 2021-01-01, to: 2021-12-31}
timezone: Asia/Shanghai
vocabulary: petition
calendar: cn
sources:
  lishi: {title: 离石区探索“党建+四四”信访工作法纪事, file: 000_bab639f72bf635ae.txt}
clauses:
  - id: finish
    title: 超过交办时限未办结
    kind: deduction
    section: work
    basis: {source: lishi, quote: 单项问题明确责任单位和办结时限}
    points_from: example
    deadline: {start: assigned, finish: closed, within: 60d}
    late: {points: "-1"}
    accountable: [{unit: case.unit}]
  - id: repeat
    title: 第二次反映仍未解决
    kind: deduction
    section: work
    basis: {source: lishi, quote: 第二次反映未解决的给予扣分}
    points_from: example
    on: repeat_petition
    when: case.origin == "new" && overdue("finish")
    points: "-2"
    accountable: [{unit: case.unit}]
    cap: {per_subject: 3}
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
EVENTS = """\
{"id": "e1", "kind": "registered", "at": "2021-03-01T09:00", "case": "A1", "origin": "new", "channel": "visit", "class": "general"}
{"id": "e2", "kind": "assigned", "at": "2021-03-02", "case": "A1", "unit": "chengbei"}
{"id": "e3", "kind": "repeat_petition", "at": "2021-04-20", "case": "A1"}
{"id": "e4", "kind": "repeat_petition", "at": "2021-05-10", "case": "A1"}
{"id": "e5", "kind": "repeat_petition", "at": "2021-05-20", "case": "A1"}
{"id": "e6", "kind": "registered", "at": "2021-03-01T09:00", "case": "A2", "origin": "new", "channel": "visit", "class": "general"}
{"id": "e7", "kind": "assigned", "at": "2021-03-02", "case": "A2", "unit": "fengshan"}
{"id": "e8", "kind": "closed", "at": "2021-04-02", "case": "A2"}
"""


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small policy and its events."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "small").mkdir()
    (folder / "small" / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (folder / "events.jsonl").write_text(EVENTS, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def run_folder(desk: Path, kaohe: Call) -> Path:
    """The folder of a run over the small year."""
    out = desk / "run"
    done = kaohe("run", "--policy", desk / "small", "--events", desk / "events.jsonl", "--out", out)
    assert done.code == 0, done.all
    return out
