"""With a roster, whom events name and the roster has never had is told, with the code that was meant."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kaohe.engine.event_file import read_columns, read_events
from kaohe.engine.roster import Roster, Tenure, UnitRow
from kaohe.engine.strangers import strangers
from kaohe.reports.run_text import doubt_text
from kaohe.rules.library import load_vocabulary
from kaohe.rules.problem import notice, problem

VOCABULARY = """\
kaohe: 1
vocabulary: v
title: 词汇
opens: registered
kinds:
  registered: {title: 登记, about: case, fields: {unit: {title: 单位, type: unit, required: true}}}
  met: {title: 约见, about: case, fields: {leader: {title: 领导, type: leader, required: true}, others: {title: 其他, type: list of unit}}}
"""
EVENTS = """\
{"id": "e1", "at": "2021-03-01", "kind": "registered", "case": "A1", "unit": "north"}
{"id": "e2", "at": "2021-03-01", "kind": "registered", "case": "A2", "unit": "nort"}
{"id": "e3", "at": "2021-03-01", "kind": "registered", "case": "A3", "unit": "nort"}
{"id": "e4", "at": "2021-03-02", "kind": "met", "case": "A1", "leader": "P9", "others": ["gone", "nowhere"]}
{"id": "e5", "at": "2021-03-02", "kind": "met", "case": "A1", "leader": "P1"}
"""
ALWAYS, FOREVER = date(1, 1, 1), date(9999, 12, 31)
ROSTER = Roster(
    {"north": (UnitRow("north", ALWAYS, FOREVER, {}),), "gone": (UnitRow("gone", ALWAYS, date(2020, 1, 1), {}),)},
    (Tenure("P1", "north", "principal", ALWAYS, FOREVER, {}),),
)


@pytest.mark.parametrize("read", [read_events, read_columns])
def test_each_stranger_is_told_once_with_its_first_event_and_whom_it_is_like(tmp_path: Path, read) -> None:
    (tmp_path / "v.yaml").write_text(VOCABULARY, encoding="utf-8")
    (tmp_path / "events.jsonl").write_text(EVENTS, encoding="utf-8")
    vocabulary, problems = load_vocabulary(tmp_path / "v.yaml")
    assert vocabulary is not None, problems
    events = read([tmp_path / "events.jsonl"], vocabulary, "UTC").events
    found = {(one.kind, one.id, one.event, one.near) for one in strangers(ROSTER, events, vocabulary)}
    assert found == {("unit", "nort", "e2", "north"), ("unit", "nowhere", "e4", ""), ("leader", "P9", "e4", "P1")}
    assert strangers(Roster({}, (), implied=True), events, vocabulary) == ()


def test_tables_that_rest_on_refused_events_say_so_beneath() -> None:
    wrong = [problem("intake.missing-value")]
    assert "17 个事件中 17 个未采用" in doubt_text(wrong, 17, 0, "zh")
    assert "3 of 10 events were not used" in doubt_text(wrong, 3, 7, "en")
    assert "1 个问题" in doubt_text(wrong, 0, 7, "zh")
    assert doubt_text([notice("run.no-roster")], 0, 7, "zh") == ""
