"""Which units and leaders the events of a period name: who has data at all (P25).

streams --each event once, by month--> header and typed fields --mergers--> Named
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from kaohe.engine.event import Event
from kaohe.engine.ledger import Named
from kaohe.engine.meaning import localtime
from kaohe.engine.roster import OfficeKind, Roster
from kaohe.engine.roster_from_events import named_in
from kaohe.engine.stream import Streams
from kaohe.rules.policy import Policy

_KINDS: tuple[OfficeKind, ...] = ("unit", "leader")


def named_subjects(policy: Policy, roster: Roster, streams: Streams, as_of: date) -> tuple[Named, ...]:
    """Every subject named by an event of the policy's period up to as-of, by month; counts of events.

    A merged unit's events name the one that answers for it on as-of (P16).
    """
    counts: Counter[tuple[OfficeKind, str, str]] = Counter()
    for event in _each_once(streams):
        day = localtime.day_of(event.at, policy.timezone)
        if policy.period.holds(day) and day <= as_of:
            counts.update(set(_named(event, policy, roster, as_of, f"{day:%Y-%m}")))
    return tuple(Named(*key, events) for key, events in sorted(counts.items()))


def _each_once(streams: Streams) -> Iterator[Event]:
    """An event about several subjects stands in several streams."""
    groups = (streams.cases, streams.units, streams.leaders)
    every = {event.id: event for group in groups for stream in group.values() for event in stream.events}
    yield from every.values()


def _named(
    event: Event, policy: Policy, roster: Roster, as_of: date, month: str
) -> Iterator[tuple[OfficeKind, str, str]]:
    for kind in _KINDS:
        for subject in named_in(kind, (event,), policy.vocabulary):
            yield kind, roster.answers_for(subject, as_of) if kind == "unit" else subject, month
