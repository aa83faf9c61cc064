"""An office in text: clauses, a roster and events are written as in the documents, and replayed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from kaohe.engine.event import Event
from kaohe.engine.event_row import event_from_row
from kaohe.engine.ledger import Entry, Replay, Tally
from kaohe.engine.meaning.world import World
from kaohe.engine.reference import replay, world_of
from kaohe.engine.roster import Roster
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.engine.roster_from_events import roster_from_events
from kaohe.rules.document.load import load
from kaohe.rules.document.roster import RosterDocument
from kaohe.rules.library import check_text
from kaohe.rules.policy import Policy

HERE = Path(__file__).parent / "office"
HEAD = """\
kaohe: 1
policy: office
title: 测试办法
version: "1"
period: {{from: {from_}, to: {to}}}
timezone: Asia/Shanghai
vocabulary: office
calendar: cn
sources: {{s: {{title: 规则}}}}
"""
COMMON = "    title: 条款\n    basis: {source: s, article: 第一条}\n"


@cache
def policy_of(text: str) -> Policy:
    checked = check_text(text, HERE / "policy.yaml", roots=(HERE.parent,))
    assert checked.policy is not None, "\n".join(f"{p.place} {p.code} {p.facts}" for p in checked.problems)
    return checked.policy


def events_of(text: str, policy: Policy) -> list[Event]:
    """One event a line: ``2021-03-01 fault case=A1 unit=u1``; ids are e1, e2 … unless ``id=`` is said."""
    events = []
    lines = [line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")]
    for number, line in enumerate(lines, start=1):
        at, kind, *cells = line.split()
        row: dict[str, object] = {"id": f"e{number}", "at": at, "kind": kind}
        for cell in cells:
            name, _, value = cell.partition("=")
            row[name] = value.split(",") if name in LISTS else value
        event, problems = event_from_row(row, policy.vocabulary, policy.timezone)
        assert event is not None, problems
        events.append(event)
    return events


LISTS = {"units", "leaders", "dissenters", "clauses"}


def roster_of(text: str, policy: Policy) -> Roster:
    loaded = load(f"kaohe: 1\nroster: r\n{text}", "roster.yaml", RosterDocument)
    assert loaded.document is not None, loaded.problems
    roster, problems = roster_from_document(loaded.document, policy.vocabulary)
    assert [p for p in problems if p.severity == "problem"] == []
    return roster


@dataclass(frozen=True)
class Office:
    """What came of a run, and ways to ask about it."""

    world: World
    replay: Replay

    def points(self, clause: str | None = None) -> dict[str, str]:
        """Entry id -> points."""
        from kaohe.rules.value import plain

        return {e.id: plain(e.points) for e in self.replay.entries if clause in (None, e.clause)}

    def entries(self, clause: str | None = None) -> list[Entry]:
        return [e for e in self.replay.entries if clause in (None, e.clause)]

    def tallies(self, clause: str, split: str | None = None) -> dict[tuple[str | None, str], Tally]:
        return {(t.subject, t.period): t for t in self.replay.tallies if t.clause == clause and t.split == split}

    def tally(self, clause: str, subject: str | None, period: str = "2021") -> Tally:
        return self.tallies(clause)[subject, period]

    def codes(self) -> list[str]:
        return [problem.code for problem in self.replay.notices]


@pytest.fixture(scope="session")
def office():
    """``office(clauses, roster, events)`` replays; clauses get title, basis and points_from."""

    def run(clauses, roster=None, events="", *, as_of=None, from_="2021-01-01", to="2021-12-31", more=""):
        text = HEAD.format(from_=from_, to=to) + more + "clauses:\n" + clauses.replace("  - id:", "  - id:")
        text = "\n".join(_with_common(text.splitlines())) + "\n"
        policy = policy_of(text)
        events = events_of(events, policy)
        day = date.fromisoformat(as_of) if as_of else policy.period.to
        world, _ = world_of(policy, Roster(), events, day)
        made = roster_of(roster, policy) if roster else roster_from_events(world.streams, policy.vocabulary)
        world, _ = world_of(policy, made, events, day)
        return Office(world, replay(policy, made, events, day))

    return run


def _with_common(lines):
    """Titles, bases and origins say nothing here; each clause gets the same."""
    for line in lines:
        yield line
        if line.startswith("  - id: "):
            yield from COMMON.rstrip().splitlines()
            yield "    points_from: example"
