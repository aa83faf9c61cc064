"""Hard cases as documents: what ``make agree`` and the law of the engines run on.

A *case* is plain data: a policy, a roster and events as they would be written, the day, what was known
when. So the smallest case on which two engines disagree can be kept (``corpus``) and read again.

    hard_policies ──┐
                    ├─► Document ──read──► World ──► engines
    hard_histories ─┘
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
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


class Refused(Exception):  # noqa: N818 - the checker's answer
    """A made-up policy, roster or event that the checker does not let through."""


@dataclass(frozen=True)
class World:
    """A case read: what engines are given."""

    policy: Policy
    roster: Roster
    events: tuple[Event, ...]
    as_of: date
    known_at: int | None


def case(seed: int) -> Document:
    """The case of that number: the same in every run. Four numbers in a row share a policy and a roster."""
    chance = random.Random(f"policy {seed // HISTORIES_PER_POLICY}")
    year = chance.choice([2020, 2021, 2021, 2024])
    policy, roster = policy_of(chance, year), offices(chance, year)
    return {"policy": _added_up(policy), "roster": roster, **history(random.Random(f"history {seed}"), year)}


def read(document: Document) -> World:
    """The case as engines are given it. ``Refused`` says why it cannot be."""
    policy = _policy(_text(document["policy"]))
    roster = _roster(_text(document["roster"]), _text(document["policy"]))
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
    return yaml.safe_dump(part, allow_unicode=True, sort_keys=False)


@lru_cache(maxsize=256)
def _policy(text: str) -> Policy:
    checked = check_text(text, Path("hard/policy.yaml"), roots=(VOCABULARIES,))
    if checked.policy is None:
        raise Refused(str([(each.code, dict(each.facts), each.place.line) for each in checked.problems if each.severity == "problem"]))
    return checked.policy


@lru_cache(maxsize=256)
def _roster(text: str, policy: str) -> Roster:
    loaded = load(text, "roster.yaml", RosterDocument)
    if loaded.document is None:
        raise Refused(str(loaded.problems))
    return roster_from_document(loaded.document, _policy(policy).vocabulary)[0]


def _event(row: Mapping[str, str], policy: Policy) -> Event:
    event, problems = event_from_row(row, policy.vocabulary, policy.timezone)
    if event is None:
        raise Refused(f"{row}: {[(each.code, dict(each.facts)) for each in problems]}")
    return event
