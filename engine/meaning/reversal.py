"""What takes an entry back: the clause's own ``revoke``, an exemption, a ruling (P9, P27).

A reversal is the opposite entry, to the same subject, with the date of the entry reversed. An entry
is reversed once: by the first revoking event, else by an exemption, else by a ruling. What was taken
back may be earned again by a later event. Whenever it arrives, it counts: as-of alone decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Protocol

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
from kaohe.rules.record import record
from kaohe.rules.vocabulary import SubjectKind


@record
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
    text = words(world.day_of(cause.event), title, entry.at)
    return replace(
        entry, part="reverse", points=-entry.points, of=entry.id, because=cause.because, text=text
    )  # fmt: skip


def words(day: date, title: str, at: date) -> str:
    """That an event of that day and kind takes back what was written on the day ``at``."""
    return f"{day} {title}，撤回原记 {at}"


def cause_of(clause: Clause, world: World, entry: Entry) -> Cause | None:
    """What takes an entry of the clause back; None: it stands."""
    return revocation(clause, world, entry) or act_upon(clause, world, entry)


def act_upon(clause: Clause, world: World, entry: Entry) -> Cause | None:
    """The exemption, else the ruling, that takes an entry back which the clause's own ``revoke`` leaves."""
    return exemption(clause, world, entry) or ruling(clause, world, entry)


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
    places: Places = world.remembered(("places", kind), lambda: _places(world, kind))
    return places.get(entry.event)


class Places(Protocol):
    """Where events stand, by id: the stream and the place in it; None: in no scored stream."""

    def get(self, event: str, /) -> tuple[Stream, int] | None: ...


def lay_places(world: World, kind: SubjectKind, places: Places) -> None:
    """``places`` says from now on where events stand in streams of that kind."""
    world.lay(("places", kind), places)


def _places(world: World, kind: SubjectKind) -> dict[str, tuple[Stream, int]]:
    return {
        event.id: (stream, place) for stream in world.scored(kind) for place, event in enumerate(stream.events)
    }


# --- exemptions and rulings -----------------------------------------------------------------------------


def exemption(clause: Clause, world: World, entry: Entry) -> Cause | None:
    """An exemption from the clause of the entry's case, or of its subject, that holds on its date."""
    subject = (entry.subject_kind, entry.instead_of or entry.subject)
    return next(
        (_alone(each) for each in _upon(world, "exemption", ("case", entry.case), subject)
         if _exempts(each, clause, entry.at)),
        None,
    )  # fmt: skip


def is_exempt(world: World, clause: Clause, kind: SubjectKind, subject: str, day: date) -> bool:
    """Whether a case, unit or leader is exempted from the clause on ``day``: its rows leave rates (P9)."""
    return any(_exempts(each, clause, day) for each in _upon(world, "exemption", (kind, subject)))


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
    whose = ("case", entry.case), (entry.subject_kind, entry.subject)
    about = ("event", entry.event), ("event", entry.id)
    return next((_alone(each) for each in _upon(world, "ruling", *whose, *about) if _reverses(each, clause)), None)


def _reverses(position: Position, clause: Clause) -> bool:
    assert position.event is not None
    fields = position.event.fields
    return fields.get("effect") == "reverse" and fields.get("clause") == clause.id


# --- acts of engine roles -------------------------------------------------------------------------------

About = tuple[str, str | None]
"""A kind of stream and an id in it; or ``event`` and the id that an act names."""


def _upon(world: World, role: str, *whom: About) -> Iterator[Position]:
    """The acts of a role about any of those, in the order of events."""
    index = world.remembered(("acts about", role), lambda: _by_whom(world, role))
    numbers = sorted({number for each in whom for number in index.get(each, ())})
    return (acts(world, role)[number] for number in numbers)


def whom_acts_are_about(world: World) -> Mapping[str, set[str]]:
    """The ids of all that exemptions and rulings are about, by kind of stream; of rulings also events and entries."""
    found: dict[str, set[str]] = defaultdict(set)
    for role in ("exemption", "ruling"):
        for kind, id_ in world.remembered(("acts about", role), lambda role=role: _by_whom(world, role)):  # type: ignore[misc]
            found[kind].add(id_ or "")
    return found


def _by_whom(world: World, role: str) -> Mapping[About, Sequence[int]]:
    """The numbers of acts: by the event that a ruling names, else by the stream they stand in."""
    index: dict[About, list[int]] = defaultdict(list)
    for number, position in enumerate(acts(world, role)):
        event = None if role != "ruling" or position.event is None else position.event.fields.get("event")
        about = (position.stream.kind, position.stream.id) if event is None else ("event", str(event))
        index[about].append(number)
    return dict(index)


def acts(world: World, role: str) -> tuple[Position, ...]:
    """The events of an engine role, each once, in the order of events (P2, P27)."""
    return world.remembered(("acts", role), lambda: _acts(world, role))


def lay_acts(world: World, role: str, positions: tuple[Position, ...]) -> None:
    """``positions`` is what ``acts`` says of the role from now on."""
    world.lay(("acts", role), positions)


def _acts(world: World, role: str) -> tuple[Position, ...]:
    positions = own_positions(world, kinds_of_role(world, role))
    found = {position.event.id: position for position in positions if position.event}
    events = trace.cited(world, *(position.event for position in found.values()))
    return tuple(found[event] for event in events)


def _alone(position: Position) -> Cause:
    assert position.event is not None
    return Cause(position.event, (position.event.id,))
