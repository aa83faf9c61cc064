"""A small office in which every rule can be told as a short history.

    replay = office.replay('''clauses …''', '''
        e1 2021-03-01 opened   A1 class=plain
        e2 2021-03-02 assigned A1 unit=north
    ''')
    assert said(replay) == ["late north -1 2021-05-01 e2"]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from kaohe.engine.event import Event
from kaohe.engine.event_row import event_from_row
from kaohe.engine.form import form_streams
from kaohe.engine.ledger import Entry, Replay
from kaohe.engine.meaning.world import World
from kaohe.engine.reference import replay, world_of
from kaohe.engine.roster import Roster
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.engine.roster_from_events import roster_from_events
from kaohe.rules.document.load import load
from kaohe.rules.document.roster import RosterDocument
from kaohe.rules.library import check_text
from kaohe.rules.policy import Policy
from kaohe.rules.value import plain

SHELF = Path(__file__).parent / "shelf"
HEAD = """\
kaohe: 1
policy: desk
title: 测试
version: "1"
period: {from: 2021-01-01, to: 2021-12-31}
timezone: Asia/Shanghai
vocabulary: casework
calendar: short
sources: {text: {title: 规则}}
"""
CLAUSE = "basis: {source: text, article: P}\n    points_from: example"


@dataclass(frozen=True, slots=True)
class Office:
    """Policies from clauses, events from lines, replays from both."""

    def policy(self, clauses: str, head: str = "", period: str = "") -> Policy:
        """``title`` and ``basis`` are filled in; ``head`` adds keys beside ``clauses``."""
        text = HEAD if not period else HEAD.replace("{from: 2021-01-01, to: 2021-12-31}", period)
        body = "\n".join(_filled(line) for line in clauses.strip("\n").splitlines())
        return _checked(f"{text}{head}\nclauses:\n{body}\n")

    def events(self, history: str, policy: Policy) -> list[Event]:
        """One event a line: id, day or time, kind, case (``-``: none), fields."""
        return [_event(line.split(), policy) for line in history.strip().splitlines() if line.strip()]

    def roster(self, text: str, policy: Policy) -> Roster:
        document = load(f"kaohe: 1\nroster: desk\n{text}", "roster.yaml", RosterDocument).document
        assert document is not None
        roster, problems = roster_from_document(document, policy.vocabulary)
        assert not [p for p in problems if p.severity == "problem"], problems
        return roster

    def replay(
        self, clauses: str, history: str, as_of: str = "2021-12-31", *,
        head: str = "", roster: str = "", period: str = "",
    ) -> Replay:  # fmt: skip
        policy = self.policy(clauses, head, period)
        events = self.events(history, policy)
        return replay(policy, self._roster(roster, policy, events), events, date.fromisoformat(as_of))

    def world(self, clauses: str, history: str, as_of: str = "2021-12-31", *, head: str = "") -> World:
        policy = self.policy(clauses, head)
        events = self.events(history, policy)
        world, _ = world_of(policy, self._roster("", policy, events), events, date.fromisoformat(as_of))
        return world

    def _roster(self, text: str, policy: Policy, events: list[Event]) -> Roster:
        if text:
            return self.roster(text, policy)
        return roster_from_events(form_streams(events, policy.vocabulary)[0], policy.vocabulary)


@cache
def _checked(text: str) -> Policy:
    checked = check_text(text, SHELF / "desk" / "policy.yaml", roots=(SHELF,))
    wrong = [f"{p.place} {p.code} {p.facts}" for p in checked.problems if p.severity == "problem"]
    assert checked.policy is not None, "\n".join(wrong)
    return checked.policy


def _filled(line: str) -> str:
    bare = line.lstrip()
    if not bare.startswith("- id:"):
        return line
    return f"{line}\n    title: {bare.removeprefix('- id:').strip()}\n    {CLAUSE}"


def _event(words: list[str], policy: Policy) -> Event:
    id_, at, kind, case, *fields = words
    row = {"id": id_, "at": at, "kind": kind, **dict(word.split("=", 1) for word in fields)}
    event, problems = event_from_row(row if case == "-" else {**row, "case": case}, policy.vocabulary, policy.timezone)
    assert event is not None, problems
    return event


@pytest.fixture(scope="session")
def office() -> Office:
    return Office()


@pytest.fixture(scope="session")
def said():
    """Entries as lines: clause, part (but ``charge``), subject, points, date, event."""

    def say(entries: Replay | Iterable[Entry]) -> list[str]:
        every = entries.entries if isinstance(entries, Replay) else entries
        return [" ".join(_words(entry)) for entry in every]

    return say


def _words(entry: Entry) -> list[str]:
    part = [] if entry.part == "charge" else [entry.part]
    return [entry.clause, *part, entry.subject, plain(entry.points), str(entry.at), entry.event or entry.span or "-"]
