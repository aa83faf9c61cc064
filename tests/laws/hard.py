"""Hard cases as documents: what ``make agree`` and the laws run on.

A *case* is plain data: a policy, a roster and events as they would be written, the day, what was known
when. So the smallest case on which two engines disagree can be kept (``corpus``) and read again.

    hard_policies ──► Ground ──┐
                               ├─► Document ──read──► World ──► engines
    hard_histories ────────────┘
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from hard_histories import history, offices
from hard_policies import policy_of

from kaohe.engine.event import Event
from kaohe.engine.event_row import event_from_row
from kaohe.engine.meaning.localtime import last_instant
from kaohe.engine.roster import Roster
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.document.load import load
from kaohe.rules.document.roster import RosterDocument
from kaohe.rules.library import check_text
from kaohe.rules.policy import Policy

VOCABULARIES = Path(__file__).parents[1] / "acceptance/vocabulary"
HISTORIES_PER_POLICY = 4
Document = dict[str, Any]
YAML = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""The same text ten times as fast, where libyaml is there."""


class Refused(Exception):  # noqa: N818 - the checker's answer
    """A made-up policy, roster or event that the checker does not let through."""


@dataclass(frozen=True)
class Ground:
    """What several cases stand on: a policy and a roster, as written and as read, and the year they are about."""

    number: int
    year: int
    policy: Document
    roster: Document
    checked: Policy
    people: Roster
    heard: frozenset[str]
    """The words in the clauses, kinds of events among them."""


@dataclass(frozen=True)
class World:
    """A case read: what engines are given."""

    policy: Policy
    roster: Roster
    events: tuple[Event, ...]
    as_of: date
    known_at: int | None
    name: str = field(default="", compare=False)

    def __repr__(self) -> str:
        """Short enough to be printed when a law is broken: by its name the world can be had again."""
        return f"World({self.name}: {len(self.events)} events, {self.as_of}, known at {self.known_at})"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        printer.text(repr(self))


def case(number: int) -> Document:
    """The case of that number: the same in every run. Four numbers in a row share a policy and a roster."""
    return on_ground(ground(number // HISTORIES_PER_POLICY), number)


def on_ground(base: Ground, seed: int, *, short: bool = False) -> Document:
    """The case of that seed on a ground. ``short``: one matter and little else, for laws that ask ten thousand."""
    return {"policy": base.policy, "roster": base.roster, **history(random.Random(f"history {seed}"), base.year, base.heard, short=short)}


@lru_cache(maxsize=64)
def ground(number: int, *, short: bool = False) -> Ground:
    """The policy and the people of that number. ``Refused`` says why there are none."""
    chance = random.Random(f"policy {number}")
    year = chance.choice([2020, 2021, 2021, 2024])
    policy, roster = _added_up(policy_of(chance, year, most=3 if short else 8)), offices(chance, year)
    checked = _policy(_text(policy))
    return Ground(number, year, policy, roster, checked, _roster(_text(roster), checked), frozenset(re.findall(r"\w+", str(policy["clauses"]))))


def read(document: Document) -> World:
    """The case as engines are given it. ``Refused`` says why it cannot be."""
    policy = _policy(_text(document["policy"]))
    return told_of(policy, _roster(_text(document["roster"]), policy), document)


def on(base: Ground, seed: int, *, short: bool = False) -> World:
    """What ``read`` makes of ``on_ground``, without reading the policy again."""
    world = told_of(base.checked, base.people, on_ground(base, seed, short=short))
    return replace(world, name=f"{'short ' if short else ''}ground {base.number}, history {seed}")


def told_of(policy: Policy, roster: Roster, document: Document) -> World:
    """The events of a case under a policy and a roster that were read."""
    events = tuple(_event(row, policy) for row in document["events"])
    known = document.get("known_at")
    until = None if known is None else last_instant(date.fromisoformat(known), policy.timezone)
    return World(policy, roster, events, date.fromisoformat(document["as_of"]), until)


def _added_up(policy: Document) -> Document:
    """The policy with cards out of what their parts add up to."""
    cards = dict(policy["scorecards"])
    for flaw in check_text(_text(policy), Path("hard/policy.yaml"), roots=(VOCABULARIES,)).problems:
        facts = dict(flaw.facts)
        if flaw.code == "policy.card-sum":
            cards[str(facts["card"])] = {**cards[str(facts["card"])], "out_of": facts["sum"]}
    return {**policy, "scorecards": cards}


def _text(part: Document) -> str:
    return yaml.dump(part, Dumper=YAML, allow_unicode=True, sort_keys=False)


@lru_cache(maxsize=16)
def _policy(text: str) -> Policy:
    """Few are kept: cases come policy by policy, and each brings its own."""
    checked = check_text(text, Path("hard/policy.yaml"), roots=(VOCABULARIES,))
    if checked.policy is None:
        raise Refused(str([(each.code, dict(each.facts), each.place.line) for each in checked.problems if each.severity == "problem"]))
    return checked.policy


def _roster(text: str, policy: Policy) -> Roster:
    loaded = load(text, "roster.yaml", RosterDocument)
    if loaded.document is None:
        raise Refused(str(loaded.problems))
    return roster_from_document(loaded.document, policy.vocabulary)[0]


def _event(row: Mapping[str, str], policy: Policy) -> Event:
    event, problems = event_from_row(row, policy.vocabulary, policy.timezone)
    if event is None:
        raise Refused(f"{row}: {[(each.code, dict(each.facts)) for each in problems]}")
    return event
