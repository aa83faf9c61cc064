"""Every policy that has worked examples, and histories crossed from them.

A crossed history takes the events of several examples, leaves some out, moves, ties, repeats,
corrects and reassigns others: what real exports do to tidy stories.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from kaohe.engine.event import Event
from kaohe.engine.ledger import Replay
from kaohe.engine.roster import Roster
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.document.cases import CasesDocument
from kaohe.rules.library import load_cases, load_policy
from kaohe.rules.policy import Policy
from kaohe.rules.shelf import SHIPPED
from kaohe.workbench.examples import example_events

ACCEPTANCE = Path(__file__).parents[2] / "acceptance"
DAY = 86_400_000_000
"""Microseconds."""


@dataclass(frozen=True)
class Told:
    """A policy with the stories that its examples tell."""

    name: str
    policy: Policy
    document: CasesDocument
    stories: tuple[tuple[Event, ...], ...]


def folders() -> list[Path]:
    found = sorted(path.parent for root in (ACCEPTANCE, SHIPPED) for path in root.rglob("cases.yaml"))
    return [folder for folder in found if (folder / "policy.yaml").exists()]


@cache
def told_in(folder: Path) -> Told:
    policy = load_policy(folder, roots=(ACCEPTANCE / "vocabulary",)).policy
    assert policy is not None, folder
    document, _ = load_cases(folder / "cases.yaml", policy)
    assert document is not None, folder
    stories = (example_events(policy, example.events)[0] for example in document.examples)
    return Told(folder.name, policy, document, tuple(story for story in stories if story))


@cache
def roster_of(folder: Path) -> Roster | None:
    told = told_in(folder)
    body = told.document.roster or next((e.roster for e in told.document.examples if e.roster), None)
    return None if body is None else roster_from_document(body, told.policy.vocabulary)[0]


def crossed(told: Told, seed: int) -> tuple[Event, ...]:
    """A history crossed from several stories: the same for the same seed."""
    chance = random.Random(seed)
    found: list[Event] = []
    for number in range(chance.randint(1, 4)):
        for event in chance.choice(told.stories):
            if chance.random() < 0.9:
                found += _bent(replace(event, id=f"{event.id}.{number}"), number, found, chance)
    return tuple(found)


def _bent(event: Event, number: int, before: Sequence[Event], chance: random.Random) -> list[Event]:
    """The event moved, tied, put into another case, made a correction; now and then a second one."""
    if chance.random() < 0.25:
        event = replace(event, at=event.at + chance.choice([-20, -3, -1, 1, 2, 10, 40]) * DAY)
    if before and chance.random() < 0.1:
        event = replace(event, at=chance.choice(before).at)
    if chance.random() < 0.1:
        event = replace(event, at=event.at + chance.choice([1, -1, DAY // 24]), dated=not event.dated)
    if event.case is not None and chance.random() < 0.15:
        event = replace(event, case=f"{event.case}{number}")
    if before and chance.random() < 0.08:
        target = chance.choice(before).id
        event = replace(event, amends=target) if chance.random() < 0.6 else replace(event, voids=target)
    again = replace(event, id=f"{event.id}d", at=event.at + chance.choice([0, DAY, 5 * DAY]))
    return [event, again] if chance.random() < 0.08 else [event]


def difference(policy: Policy, events: Sequence[Event], plain: Replay, columns: Replay) -> str:
    """What a reader needs to follow a disagreement: the policy, the events, and both sides of each part."""
    lines = [f"policy {policy.name}", *map(str, events)]
    for part in Replay.__dataclass_fields__:
        one, other = getattr(plain, part), getattr(columns, part)
        if one != other:
            lines += [f"--- {part}, reference", *map(str, one), f"--- {part}, batch", *map(str, other)]
    return "\n".join(lines)


def some_day(policy: Policy, seed: int) -> date:
    """The end of the period, or a day within it."""
    chance = random.Random(seed)
    first, last = policy.period.from_.toordinal(), policy.period.to.toordinal()
    return date.fromordinal(last if chance.random() < 0.6 else chance.randint(first, last))
