"""States: conditions that begin and end (P14).

A state holds iff the latest begin or end before the position is a begin. An event that is both
begins it. A begin while it holds and an end while it does not change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from kaohe.engine.event import Event
from kaohe.engine.meaning import evaluate
from kaohe.engine.meaning.position import Position, at_event, is_of
from kaohe.engine.meaning.world import World
from kaohe.engine.stream import Stream
from kaohe.rules.policy import At, State
from kaohe.rules.record import record


@record
class Turn:
    """An event of a stream that begins a state, or ends it."""

    place: int
    event: Event
    begins: bool


def matches(at: At, position: Position) -> bool:
    """Whether the position's event is of one of the kinds and its condition holds there."""
    event = position.event
    return event is not None and is_of(event, at.kinds) and evaluate.holds(at.when, position)


def matches_any(ats: Iterable[At], position: Position) -> bool:
    return any(matches(at, position) for at in ats)


def turns(world: World, state: State, stream: Stream) -> tuple[Turn, ...]:
    """Every begin and end of the state in the stream, in order; each is judged at its own event."""
    return world.remembered(("turns", state.name, stream.kind, stream.id), lambda: _turns(world, state, stream))


def _turns(world: World, state: State, stream: Stream) -> tuple[Turn, ...]:
    found = []
    for place, event in enumerate(stream.events):
        position = at_event(world, stream, place)
        if matches_any(state.begins, position):
            found.append(Turn(place, event, begins=True))
        elif matches_any(state.ends, position):
            found.append(Turn(place, event, begins=False))
    return tuple(found)


def latest_turn(state: State, position: Position) -> Turn | None:
    """The latest begin or end before the position; None when there is none."""
    before = [t for t in turns(position.world, state, position.stream) if t.place < position.before]
    return before[-1] if before else None
