"""Worlds for laws to be asked of: a policy, the people, what happened, the day.

One in so many is the shipped 离石 policy with a small history; the others are made-up policies with short
hard histories. The policies are few in one process and read once; another shard has others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from hard import Ground, Refused, World, ground, on
from histories import END, case_policy, histories, roster
from holding import ASKED, SHARD
from hypothesis import strategies as st

from kaohe.engine import reference
from kaohe.engine.event import Event
from kaohe.engine.ledger import Replay
from kaohe.rules.policy import Policy
from kaohe.scoring.card import Scored
from kaohe.scoring.from_replay import score

POLICIES = 40 if ASKED else 10
"""How many made-up policies a process draws from."""


@cache
def grounds(shard: int = SHARD) -> tuple[Ground, ...]:
    """The made-up policies of this process that the checker lets through."""
    numbers = iter(range(1_000_000 + 1_000 * shard, 1_001_000 + 1_000 * shard))
    found: list[Ground] = []
    while len(found) < POLICIES:
        try:
            found.append(ground(next(numbers), short=True))
        except Refused:
            continue
    return tuple(found)


@st.composite
def worlds(draw: st.DrawFn, *, known: bool = False, where: Callable[[Policy], bool] | None = None) -> World:
    """A world; ``known``: with the day until which things were known, where the case names one.

    ``where`` admits made-up policies; then there is no shipped one among them.
    """
    admitted = [each for each in grounds() if where is None or where(each.checked)]
    number = draw(st.integers(0 if where is None else 1, len(admitted)))
    if number == 0:
        return World(case_policy(), roster(), draw(histories(most=1)), END, None)
    world = on(admitted[number - 1], draw(st.integers(0, 2**40)), short=True)
    return world if known else replace(world, known_at=None)


# --- what is said of a world ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """All that a run says: what the engine saw, and the ledger with its cards."""

    replay: Replay
    scored: Scored

    @property
    def ledger(self) -> tuple[Sequence[object], ...]:
        """Entries, cards and counts. Two runs said the same iff these are equal."""
        return tuple(self.scored.entries), self.scored.cards, self.scored.tallies


def said(world: World, events: Iterable[Event] | None = None, **other: Any) -> Said:
    """What a run of the plain meaning says of the world, perhaps of other events, policy or day."""
    seen = replace(world, **other, **({} if events is None else {"events": tuple(events)}))
    replay = reference.replay(seen.policy, seen.roster, seen.events, seen.as_of, seen.known_at)
    return Said(replay, score(seen.policy, seen.roster, replay, seen.as_of))


def originals(world: World) -> list[Event]:
    """The events that correct no other, and whose id is theirs alone."""
    ids = [event.id for event in world.events]
    return [event for event in world.events if event.amends is None and event.voids is None and ids.count(event.id) == 1]


def without(policy: Policy, clause: str) -> Policy:
    """The policy less one clause."""
    return replace(policy, clauses=tuple(each for each in policy.clauses if each.id != clause))


def one_of(events: Sequence[Event], number: int, whole: Said | None = None) -> Event:
    """One of some events by a number; by an odd one, one of those that some entry of ``whole`` rests on, if any."""
    named = {id_ for entry in (whole.replay.entries if whole and number % 2 else ()) for id_ in entry.because}
    weighty = [event for event in events if event.id in named] or events
    return weighty[number // 2 % len(weighty)]
