"""A position: one place in one stream, from which every expression looks (P1).

    before an event      its own event is not seen by history functions, but by facts
    inside a ``cond``    the earlier event that is being judged, in its own context
    due point            after every event of the due day
    end                  after every event up to as-of: no event, ``at`` is as-of's last instant

Positions are made by ``at_event``, ``after_day``, ``after_instant`` and ``at_end``, and completed
with ``dataclasses.replace(position, start=…, subject=…, day=…)``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from kaohe.engine.event import Event
from kaohe.engine.meaning.world import World
from kaohe.engine.stream import Stream
from kaohe.rules.policy import ANY
from kaohe.rules.record import record


@record
class Position:
    """History functions and states see ``stream.events[:before]``, facts see ``[:upto]``.

    ``event`` is None where there is none (due point, end). ``this`` is the outer position's event
    inside a ``cond``, ``start`` the event that opened the deadline, ``subject`` the id of the one
    charged or judged, ``day`` the day asked about in ``days:`` and ``who:``; a ``cond`` knows none
    of the last three. ``in_force`` is the day whose parameters hold, when it is not this
    position's own (deadlines: the opening event's).
    """

    world: World
    stream: Stream
    before: int
    upto: int
    event: Event | None
    at: int
    this: Event | None = None
    start: Event | None = None
    subject: str | None = None
    day: date | None = None
    in_force: date | None = None

    @property
    def today(self) -> date:
        """The position's own day: attributes of units and leaders are read on it."""
        return self.day or self.world.day(self.at)

    @property
    def parameter_day(self) -> date:
        """The day on which ``param.…`` is read (P5)."""
        return self.in_force or self.today

    def seen_events(self) -> tuple[Event, ...]:
        """What history functions and states look back over."""
        return self.stream.events[: self.before]

    def including_own_event(self) -> Position:
        """Where facts stand: they see the position's event too."""
        return replace(self, before=self.upto)

    def back_to(self, place: int) -> Position:
        """The earlier event at ``place`` of the same stream, in its own context (inside a ``cond``)."""
        event = self.stream.events[place]
        return Position(self.world, self.stream, place, place + 1, event, event.at, this=self.event)


def at_event(world: World, stream: Stream, place: int) -> Position:
    """The position of the event at ``place`` of the stream."""
    event = stream.events[place]
    return Position(world, stream, place, place + 1, event, event.at)


def events_of(world: World, stream: Stream, kinds: Sequence[str]) -> Iterator[Position]:
    """The position of every event of those kinds in the stream, in order."""
    every, wanted = tuple(kinds) == ANY, frozenset(kinds)
    for place, event in enumerate(stream.events):
        if every or event.kind in wanted:
            yield at_event(world, stream, place)


def is_of(event: Event, kinds: Sequence[str]) -> bool:
    """Whether the event is of one of the kinds; ``any`` is every kind of the stream."""
    return tuple(kinds) == ANY or event.kind in kinds


def at_end(world: World, stream: Stream) -> Position:
    """The end of a stream: after every event up to as-of; ``at`` is as-of's last instant."""
    return after_instant(world, stream, world.now)


def after_day(
    world: World, stream: Stream, day: date, *, subject: str | None = None, asked: date | None = None
) -> Position:
    """After every event of ``day``: no event, ``at`` is the day's last instant. ``asked``: the position's ``day``."""
    at = world.last_instant(day)
    length = _up_to(stream, at)
    return Position(world, stream, length, length, None, at, subject=subject, day=asked)


def after_instant(world: World, stream: Stream, at: int) -> Position:
    """After every event up to and including the instant ``at``."""
    length = _up_to(stream, at)
    return Position(world, stream, length, length, None, at)


def _up_to(stream: Stream, at: int) -> int:
    """How many events of the stream are not after the instant."""
    return bisect_right(stream.events, at, key=lambda event: event.at)
