"""The stream engine says what the reference says, field by field.

That every acceptance example has one answer on all engines is tested where the examples are played
(``tests/test_acceptance.py``), the sample year among the laws; here histories are made up.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from histories import day, event, roster
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf_of_policies import crossed, difference, folders, roster_of, some_day, told_in

from kaohe.engine import reference
from kaohe.engine.event import Event
from kaohe.engine.form import form_streams
from kaohe.engine.roster_from_events import roster_from_events
from kaohe.engine.stream_rules import matcher
from kaohe.engine.stream_rules.keeper import InProcess, Lost
from kaohe.engine.stream_rules.matcher import Matcher
from kaohe.engine.stream_rules.replay import told
from kaohe.rules.library import load_policy
from kaohe.rules.policy import Policy

seen: Counter[str] = Counter()


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.sampled_from(folders()), st.integers(0, 2**32))
def test_on_crossed_histories_durable_rules_makes_the_same_replay(folder: Path, seed: int) -> None:
    case = told_in(folder)
    if not case.stories:
        return
    events, until = crossed(case, seed), some_day(case.policy, seed)
    people = roster_of(folder) or roster_from_events(form_streams(events, case.policy.vocabulary)[0])
    plain = reference.replay(case.policy, people, events, until)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matcher, "FRAME", 1 + seed % 3)  # so that frames are under way when ticks are asked
        posted = told(case.policy, people, events, until, poster=InProcess)
    assert posted.replay == plain, difference(case.policy, events, plain, posted.replay)
    seen["replays"] += 1
    seen["entries"] += len(plain.entries)
    seen["clocks"] += len(plain.clocks)
    seen["facts"] += posted.facts - posted.ticks
    seen["ticks"] += posted.ticks


def test_the_crossed_histories_were_worth_comparing() -> None:
    if not seen["replays"]:
        pytest.skip("the histories were not replayed in this session")
    assert seen["replays"] >= 35, seen
    assert seen["entries"] >= 60, seen
    assert seen["clocks"] >= 20, seen
    assert seen["facts"] >= 120, seen
    assert seen["ticks"] >= 10, seen


POLICY = """\
kaohe: 1
policy: small
title: 小办法
version: "1"
period: {from: 2021-01-01, to: 2021-12-31}
timezone: Asia/Shanghai
vocabulary: petition
calendar: cn
sources: {s: {title: 示例}}
clauses:
  - id: finish
    title: 超过交办时限未办结
    kind: deduction
    section: work
    basis: {source: s, article: "1"}
    points_from: example
    deadline: {start: assigned, finish: closed, where: 'days_between(start.at, at) >= 0', within: 10d}
    late: {points: "-1"}
    accountable: [{unit: case.unit}]
  - id: repeat
    title: 逾期后又反映
    kind: deduction
    section: work
    basis: {source: s, article: "2"}
    points_from: example
    on: repeat_petition
    when: overdue("finish") && count(repeat_petition) < 3
    points: "-2"
    accountable: [{unit: case.unit}]
scorecards:
  unit: {of: unit, who: 'true', out_of: 100, base: 100, points_from: example, sections: {work: {title: 办理}}}
"""


def written(folder: Path) -> Policy:
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    policy = load_policy(folder / "policy.yaml").policy
    assert policy is not None
    return policy


def twelve_cases() -> list[Event]:
    """Every second one is closed in time; each has a second repeat after its limit."""
    rows = ((0, "registered"), (1, "assigned"), (5, "repeat_petition"), (6, "closed"), (30, "repeat_petition"))
    more = {"registered": {"unit": "bureau", "origin": "new", "channel": "visit", "class": "general"}}
    more["assigned"] = {"unit": "land", "due_on": "2021-02-10"}
    return [
        event(id=f"{case}-{n}", at=day(when + case * 3), case=f"A{case}", kind=kind, **more.get(kind, {}))
        for case in range(12)
        for n, (when, kind) in enumerate(rows)
        if kind != "closed" or case % 2
    ]


def test_what_is_asked_while_frames_are_under_way_gets_its_own_answer(tmp_path: Path, monkeypatch) -> None:
    """``overdue`` asks whether a closing ends a clock, which depends on the clock: a tick, amid the events' facts."""
    policy, events = written(tmp_path), twelve_cases()
    asked_among_others = []
    posted_at_once = Matcher._posted
    monkeypatch.setattr(matcher, "FRAME", 1)
    monkeypatch.setattr(Matcher, "_posted", lambda self, *rest: asked_among_others.append(len(self._waiting)) or posted_at_once(self, *rest))
    plain = reference.replay(policy, roster(), events, policy.period.to)
    assert told(policy, roster(), events, policy.period.to, poster=InProcess).replay == plain
    assert sum(entry.clause == "repeat" for entry in plain.entries) == 6
    assert any(asked_among_others), "no tick was asked while a frame was under way"


class MortalOfTicks(InProcess):
    """Dies of every tick."""

    def send(self, lines) -> None:
        if any('"k": "?' in line.fact for line in lines):
            raise Lost("signal 11")
        super().send(lines)


def test_a_case_whose_ticks_no_worker_survives_is_lost_and_the_run_goes_on(tmp_path: Path) -> None:
    policy, events = written(tmp_path), twelve_cases()
    posted = told(policy, roster(), events, policy.period.to, poster=MortalOfTicks)
    assert set(posted.lost) == {("case", f"A{case}") for case in range(1, 12, 2)}
    rest = [each for each in events if int(each.case[1:]) % 2 == 0]
    expected = reference.replay(policy, roster(), rest, policy.period.to)
    assert posted.replay.entries == expected.entries
    assert len(expected.entries) == 12
    assert sum(each.code == "run.stream-lost" for each in posted.replay.notices) == 6
