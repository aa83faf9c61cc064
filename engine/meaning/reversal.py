"""What takes an entry back: the clause's own ``revoke``, an exemption, a ruling (P9, P27).

A reversal is the opposite entry, to the same subject, with the date of the entry reversed. An entry
is reversed once: by the first revoking event, else by an exemption, else by a ruling. What was taken
back may be earned again by a later event. Whenever it arrives, it counts: as-of alone decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from kaohe.engine.event import Event
from kaohe.engine.ledger import Entry
from kaohe.engine.meaning import states, trace
from kaohe.engine.meaning.position import Position, at_event
from kaohe.engine.meaning.subjects import kinds_of_role, own_positions
from kaohe.engine.meaning.unscored import judged
from kaohe.engine.meaning.world import World
from kaohe.engine.stream import Stream
from kaohe.rules.policy import Clause, Deadline, On, Revoke
from kaohe.rules.problem import Problem
from kaohe.rules.vocabulary import SubjectKind


@dataclass(frozen=True, slots=True)
class Cause:
    """The event that takes an entry back, and the ids of all that the reversal cites."""

    event: Event
    because: tuple[str, ...]


def reversals(world: World, entries: Iterable[Entry]) -> tuple[list[Entry], list[Problem]]:
    """The reversal of every entry that something takes back."""
    made: list[Entry] = []
    told: list[Problem] = []
    for entry in entries:
        clause = world.policy.clause(entry.clause)
        cause, said = judged(clause, entry.event or entry.id, partial(cause_of, clause, world, entry))
        told += said
        if cause is not None and entry.part != "monitored":
            made.append(_opposite(world, entry, cause))
    return made, list(dict.fromkeys(told))


def _opposite(world: World, entry: Entry, cause: Cause) -> Entry:
    title = world.policy.vocabulary.kinds[cause.event.kind].title
    text = f"{world.day_of(cause.event)} {title}，撤回原记 {entry.at}"
    return replace(
        entry, part="reverse", points=-entry.points, of=entry.id, because=cause.because, text=text
    )  # fmt: skip


def cause_of(clause: Clause, world: World, entry: Entry) -> Cause | None:
    """What takes an entry of the clause back; None: it stands."""
    ways: Sequence[Callable[[Clause, World, Entry], Cause | None]] = (revocation, exemption, ruling)
    return next((cause for way in ways if (cause := way(clause, world, entry)) is not None), None)


# --- revoke -------------------------------------------------------------------------------------------


def revocation(clause: Clause, world: World, entry: Entry) -> Cause | None:
    """The first revoking event of the same stream after the entry's event, on or after the entry's
    date and ``within`` so long of it.
    """
    place = place_of(clause, world, entry)
    if place is None:
        return None
    stream, trigger = place
    for position, revoke in revoking(clause, world, stream):
        day = world.day(position.at)
        if position.before > trigger and entry.at <= day and _is_within(revoke, entry.at, day):
            return _cause(world, position, revoke)
    return None


def revoking(clause: Clause, world: World, stream: Stream) -> Iterator[tuple[Position, Revoke]]:
    """The events of the stream that the clause's ``revoke`` names, in order."""
    for place in range(len(stream.events) if clause.revoke else 0):
        position = at_event(world, stream, place)
        for revoke in clause.revoke:
            if states.matches(revoke.at, position):
                yield position, revoke


def _cause(world: World, position: Position, revoke: Revoke) -> Cause:
    assert position.event is not None
    chosen = trace.because((revoke.at.when,), position)
    return Cause(position.event, trace.cited(world, position.event, *chosen))


def _is_within(revoke: Revoke, since: date, day: date) -> bool:
    """``within`` counts days from the entry's date; without it there is no end."""
    return revoke.within is None or (day - since).days <= revoke.within.count


def place_of(clause: Clause, world: World, entry: Entry) -> tuple[Stream, int] | None:
    """The stream and the place in it of the event an entry is about; None for span entries."""
    if entry.event is None or not isinstance(clause.form, On | Deadline):
        return None
    kind = clause.form.stream
    return world.remembered(("places", kind), lambda: _places(world, kind)).get(entry.event)


def _places(world: World, kind: SubjectKind) -> dict[str, tuple[Stream, int]]:
    return {
        event.id: (stream, place) for stream in world.scored(kind) for place, event in enumerate(stream.events)
    }


# --- exemptions and rulings -----------------------------------------------------------------------------


def exemption(clause: Clause, world: World, entry: Entry) -> Cause | None:
    """An exemption from the clause of the entry's case, or of its subject, that holds on its date."""
    for position in acts(world, "exemption"):
        stream = position.stream
        own = entry.case if stream.kind == "case" else entry.instead_of or entry.subject
        same_kind = stream.kind in ("case", entry.subject_kind)
        if same_kind and own == stream.id and _exempts(position, clause, entry.at):
            return _alone(position)
    return None


def is_exempt(world: World, clause: Clause, kind: SubjectKind, subject: str, day: date) -> bool:
    """Whether a case, unit or leader is exempted from the clause on ``day``: its rows leave rates (P9)."""
    return any(
        (position.stream.kind, position.stream.id) == (kind, subject) and _exempts(position, clause, day)
        for position in acts(world, "exemption")
    )


def _exempts(position: Position, clause: Clause, day: date) -> bool:
    assert position.event is not None
    fields = position.event.fields
    clauses, first, last = fields.get("clauses"), fields.get("from"), fields.get("to")
    named = isinstance(clauses, tuple) and clause.id in clauses
    begun = not isinstance(first, date) or first <= day
    return named and begun and (not isinstance(last, date) or day <= last)


def ruling(clause: Clause, world: World, entry: Entry) -> Cause | None:
    """A ruling that reverses what the clause laid at that event, on whomever it was laid. One that
    names no event reverses what the clause laid on the case or subject it is about.
    """
    for position in acts(world, "ruling"):
        assert position.event is not None
        fields = position.event.fields
        if fields.get("effect") == "reverse" and fields.get("clause") == clause.id:
            stream, event = position.stream, fields.get("event")
            own = entry.case if stream.kind == "case" else entry.subject
            if event in (entry.event, entry.id) if event is not None else own == stream.id:
                return _alone(position)
    return None


def acts(world: World, role: str) -> tuple[Position, ...]:
    """The events of an engine role, each once, in the order of events (P2, P27)."""
    return world.remembered(("acts", role), lambda: _acts(world, role))


def _acts(world: World, role: str) -> tuple[Position, ...]:
    positions = own_positions(world, kinds_of_role(world, role))
    found = {position.event.id: position for position in positions if position.event}
    events = trace.cited(world, *(position.event for position in found.values()))
    return tuple(found[event] for event in events)


def _alone(position: Position) -> Cause:
    assert position.event is not None
    return Cause(position.event, (position.event.id,))
