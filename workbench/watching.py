"""What a batch of events changed: clauses that fired or were taken back, gates that failed, what falls due.

Looking again is replaying all that is known: an amended event takes its points back, and only two whole
replays say so. ``look`` is one look; ``news`` is the difference of two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kaohe.engine.engines import engine
from kaohe.engine.event import Event
from kaohe.engine.ledger import Entry, GateRow
from kaohe.engine.meaning.localtime import day_of
from kaohe.engine.reference import world_of
from kaohe.engine.roster import Roster
from kaohe.rules.policy import Policy
from kaohe.workbench.falling_due import Due, falling_due


@dataclass(frozen=True, slots=True)
class Look:
    """What stood at one moment: ``as_of`` is the last day of which the events tell."""

    as_of: date
    events: int
    entries: dict[str, Entry]
    failed: frozenset[GateRow]
    due: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class News:
    """From one look to the next. ``entries`` are new or changed, ``gone`` no longer stand; ``due`` are clocks
    that were not shown before, or have since passed their due day.
    """

    as_of: date
    events: int
    entries: tuple[Entry, ...]
    gone: tuple[Entry, ...]
    failed: tuple[GateRow, ...]
    due: tuple[Due, ...]


NOTHING = Look(date.min, 0, {}, frozenset(), ())


def look(policy: Policy, roster: Roster, events: Sequence[Event], as_of: date | None, within: int, engine_name: str) -> Look:
    """Replays everything. ``as_of`` None: the last day of which an event tells, not before the period."""
    day = as_of or max((day_of(event.at, policy.timezone) for event in events), default=policy.period.from_)
    day = max(day, policy.period.from_)
    replay = engine(engine_name)(policy, roster, events, day)
    world, _ = world_of(policy, roster, events, day)
    failed = frozenset(row for row in replay.gates if not row.passed)
    return Look(day, len(events), {entry.id: entry for entry in replay.entries}, failed, falling_due(world, within)[0])


def news(before: Look, after: Look) -> News:
    """What is new in ``after``, in the order of its ledger."""
    entries = tuple(entry for id_, entry in after.entries.items() if before.entries.get(id_) != entry)
    gone = tuple(entry for id_, entry in before.entries.items() if id_ not in after.entries)
    shown = {(one.clause.id, one.line.start.id, one.outcome) for one in before.due}
    due = tuple(one for one in after.due if (one.clause.id, one.line.start.id, one.outcome) not in shown)
    failed = tuple(sorted(after.failed - before.failed, key=lambda row: (row.case or "", row.event, row.gate, row.item)))
    return News(after.as_of, after.events - before.events, entries, gone, failed, due)
