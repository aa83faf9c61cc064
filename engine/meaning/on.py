"""Clauses at an event: ``on … when … points …`` (P1, P8, P17, P31).

event of the kinds ──when──► fires ──vest──► dated ──in the span?──► points ──► who answers
└──► still vesting: shown, not scored
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import partial
from typing import cast

from kaohe.engine.event import Event
from kaohe.engine.ledger import Entry, Vesting
from kaohe.engine.meaning import evaluate, trace, vesting
from kaohe.engine.meaning.accountable import charged
from kaohe.engine.meaning.position import Position, events_of
from kaohe.engine.meaning.unscored import judged
from kaohe.engine.meaning.world import World
from kaohe.rules.policy import Clause, On
from kaohe.rules.problem import Problem
from kaohe.rules.record import record


@record
class Fired:
    """What a clause wrote at its events: entries that count, entries that still vest."""

    entries: list[Entry]
    vestings: list[Vesting]
    problems: list[Problem]


def judged_on(clause: Clause, world: World) -> Fired:
    """What the clause writes at each of its events. A veto's entries bear no points: see ``veto``."""
    found = Fired([], [], [])
    for position in triggers(clause, world):
        event = cast("Event", position.event)
        made, told = judged(clause, event.id, partial(written_at, clause, position, event))
        entries, notices = made or ([], [])
        found.problems.extend([*told, *notices])
        for entry in entries:
            if entry.at > world.as_of:
                found.vestings.append(Vesting(entry, vesting.last_day_before(entry.at)))
            else:
                found.entries.append(entry)
    return found


def triggers(clause: Clause, world: World) -> Iterator[Position]:
    """Every event of the clause's kinds, in streams and order; with a judge, those at which it may fire."""
    form = cast("On", clause.form)
    if world.judge is not None:
        yield from world.judge.triggers(form.at, form.stream, world)
        return
    for stream in world.scored(form.stream):
        yield from events_of(world, stream, form.at.kinds)


def written_at(clause: Clause, position: Position, event: Event) -> tuple[list[Entry], list[Problem]]:
    """The entries at one event: none unless its date is written here and the condition holds."""
    world, form = position.world, cast("On", clause.form)
    day = vesting.entry_day(form, world.day(position.at))
    if not clause.in_force.holds(day) or not is_shown(form, position, day):
        return [], []
    if not evaluate.holds(form.at.when, position) or vesting.is_forfeited(clause, position):
        return [], []
    return _charged(clause, position, event, day)


def is_shown(form: On, position: Position, day: date) -> bool:
    """Whether an entry of that date is written, or, not yet vested, shown as pending (P31)."""
    world = position.world
    pending = form.vest is not None and day > world.as_of
    return world.counts(day) or (pending and (world.span.holds(day) or world.span.holds(world.day(position.at))))


def _charged(
    clause: Clause, position: Position, event: Event, day: date
) -> tuple[list[Entry], list[Problem]]:
    world, form = position.world, cast("On", clause.form)
    scores = clause.points is not None and clause.kind not in ("monitored", "veto")
    points = evaluate.number(clause.points, position) if scores and clause.points is not None else Fraction(0)
    return charged(
        clause, points, position, {"entry": day},
        part="monitored" if clause.kind == "monitored" else "charge", at=day,
        case=case_of(position), event=event.id, text=_text(world, event),
        because=trace.cited(world, event, *trace.because((form.at.when, clause.points), position)),
    )  # fmt: skip


def case_of(position: Position) -> str | None:
    """The case an entry at this position belongs to: the stream's, or the one its event names."""
    if position.stream.kind == "case":
        return position.stream.id
    event = position.event
    return None if event is None else event.matter or event.case


def _text(world: World, event: Event) -> str:
    return f"{world.day_of(event)} {world.policy.vocabulary.kinds[event.kind].title}"
