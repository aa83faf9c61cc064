"""Rulings on a total, acts that name no clause of the policy, and who is named at all: what a replay says beside its clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from fractions import Fraction

from kaohe.engine.event import Event
from kaohe.engine.ledger import Entry, Named
from kaohe.engine.meaning import reversal
from kaohe.engine.meaning.accountable import passed_on
from kaohe.engine.meaning.position import Position
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import OfficeKind
from kaohe.engine.roster_from_events import named_in
from kaohe.rules.period import span_of
from kaohe.rules.problem import Problem, notice

_OFFICES: tuple[OfficeKind, ...] = ("unit", "leader")


def adjustments(world: World) -> tuple[list[Entry], list[Problem]]:
    """One entry for each ruling that adjusts a unit's or leader's total (P7, P27)."""
    entries: list[Entry] = []
    told: list[Problem] = []
    for position in reversal.acts(world, "ruling"):
        event = position.event
        if event is not None and world.counts(world.day_of(event)):
            entry = _adjustment(world, position, event)
            entries += [] if entry is None else [passed_on(entry, world)]
            told += [] if entry is not None else _without_effect(event)
    return entries, [*told, *_of_unknown_clauses(world)]


def _of_unknown_clauses(world: World) -> Iterator[Problem]:
    """One notice for each clause that exemptions and rulings name and the policy has not: a slip of the pen leaves
    a deduction standing that somebody meant to take back.
    """
    known = {clause.id for clause in world.policy.clauses}
    named: dict[str, list[str]] = {}
    acting = [each.event for role in ("exemption", "ruling") for each in reversal.acts(world, role)]
    for event in (each for each in acting if each is not None):
        for clause in _clauses(event) - known:
            named.setdefault(clause, []).append(event.id)
    for clause, acts in sorted(named.items()):
        near = ", ".join(get_close_matches(clause, sorted(known), 3)) or "—"
        yield notice("run.act-of-unknown-clause", clause=clause, count=len(acts), event=min(acts), near=near)


def _clauses(event: Event) -> set[str]:
    """What an exemption (``clauses``) or a ruling (``clause``) names."""
    one, several = event.fields.get("clause"), event.fields.get("clauses")
    return {str(each) for each in (*([one] if one else []), *(several if isinstance(several, tuple) else ()))}


def _without_effect(event: Event) -> list[Problem]:
    """A ruling that reverses without saying which clause, or adjusts without saying by how much, is told."""
    if event.fields.get("effect") == "adjust":
        return [notice("run.ruling-without-points", event=event.id)]
    return [] if event.fields.get("clause") else [notice("run.ruling-without-clause", event=event.id)]


def _adjustment(world: World, position: Position, event: Event) -> Entry | None:
    """None: the ruling reverses, states no points, or is about a case, which has no total."""
    points, clause, stream = event.fields.get("points"), event.fields.get("clause"), position.stream
    adjusts = event.fields.get("effect") == "adjust"
    if not adjusts or not isinstance(points, Fraction) or stream.kind == "case":
        return None
    day = world.day_of(event)
    return Entry(
        clause=clause if isinstance(clause, str) else "", part="adjust", role="ruling",
        subject_kind=stream.kind, subject=stream.id, points=points, at=day, event=event.id,
        because=(event.id,), basis=_codes(event.fields.get("basis")),
        text=f"{day} {world.policy.vocabulary.kinds[event.kind].title}",
    )  # fmt: skip


def _codes(said: object) -> str:
    return ", ".join(map(str, said)) if isinstance(said, tuple) else str(said or "")


def named(world: World) -> tuple[Named, ...]:
    """How many events of each month of the period name each unit and leader, after mergers (P25)."""
    counted: Counter[tuple[OfficeKind, str, str]] = Counter()
    for event in all_events(world):
        day = world.day_of(event)
        if world.counts(day):
            counted.update((kind, who, span_of("month", day).name) for kind, who in _who(world, event))
    return tuple(Named(*key, events) for key, events in sorted(counted.items()))


def _who(world: World, event: Event) -> set[tuple[OfficeKind, str]]:
    found = {(kind, who) for kind in _OFFICES for who in named_in(kind, [event], world.policy.vocabulary)}
    return {(kind, world.roster.answers_for(who, world.as_of) if kind == "unit" else who) for kind, who in found}


def all_events(world: World) -> Iterator[Event]:
    """Every event once, in whichever streams it stands."""
    groups = (world.streams.cases, world.streams.units, world.streams.leaders)
    events = {event.id: event for group in groups for stream in group.values() for event in stream.events}
    return iter(events.values())
