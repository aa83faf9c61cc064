"""A case as it happened: each event, what became known by it, what it moved, the score so far.

    stream  e1 ─── e2 ─── (a due day passes) ─── e3
             facts, entries, gates at each        running sum per office
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from kaohe.engine.event import Event
from kaohe.engine.ledger import Entry, GateRow
from kaohe.engine.meaning.evaluate import value
from kaohe.engine.meaning.position import at_event
from kaohe.engine.meaning.world import World
from kaohe.engine.progress import Progress
from kaohe.engine.record_file import where
from kaohe.engine.stream import Stream
from kaohe.rules.policy import Policy
from kaohe.rules.value import Value
from kaohe.scoring.stored_run import Stored, gates_of
from kaohe.workbench.near import near_names
from kaohe.workbench.tracing import Unknown, stream_of, world_of_case

Subject = tuple[str, str]
"""``unit`` or ``leader``, and the id."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``event`` None: no event, but a day on which entries are dated (a due day passed, a span ended).

    ``facts`` (name, before, after) are those that the event changed. ``gates`` were judged at it. ``entries`` were
    written at it; ``score`` is what this case has cost or brought each office up to here, limits not yet applied.
    """

    day: date
    event: Event | None
    facts: tuple[tuple[str, Value, Value], ...]
    gates: tuple[GateRow, ...]
    entries: tuple[Entry, ...]
    score: Mapping[Subject, Fraction]


@dataclass(frozen=True, slots=True)
class Followed:
    """``asked`` is the number asked for; ``case`` the matter whose stream it stands in."""

    asked: str
    case: str
    steps: tuple[Step, ...]
    known: bool = True


def follow(stored: Stored, policy: Policy, case: str, progress: Progress | None = None) -> Followed | Unknown:
    """The case step by step, up to the run's as-of day."""
    world = world_of_case(stored, policy, case, progress)
    stream = stream_of(world, case)
    if stream is None:
        return Unknown(case, near_names(case, stored, policy))
    mine = where(stored.scored.entries, case=stream.id)
    gates = where(gates_of(stored.folder), case=stream.id)
    return Followed(case, stream.id, tuple(_summed(_steps(world, stream, mine, gates))))


def _steps(world: World, stream: Stream, entries: Sequence[Entry], gates: Sequence[GateRow]) -> Iterator[Step]:
    """Events in order; entries at their event where they bear its date, otherwise on a step of their own day."""
    days = {event.id: world.day_of(event) for event in stream.events}
    at_once = {entry.id for entry in entries if entry.event in days and days[entry.event] == entry.at}
    later = sorted((entry for entry in entries if entry.id not in at_once), key=lambda entry: entry.at)
    known: Mapping[str, Value] = {}
    for place, event in enumerate(stream.events):
        passed = [entry for entry in later if entry.at < days[event.id]]
        later = later[len(passed) :]
        yield from _by_day(passed)
        facts = _facts(world, stream, place)
        changed = tuple((name, known.get(name), facts[name]) for name in facts if facts[name] != known.get(name))
        known = facts
        judged = tuple(row for row in gates if row.event == event.id)
        written = tuple(entry for entry in entries if entry.id in at_once and entry.event == event.id)
        yield Step(days[event.id], event, changed, judged, written, {})
    yield from _by_day(later)


def _by_day(entries: Iterable[Entry]) -> Iterator[Step]:
    days: dict[date, list[Entry]] = {}
    for entry in entries:
        days.setdefault(entry.at, []).append(entry)
    for day, dated in days.items():
        yield Step(day, None, (), (), tuple(dated), {})


def _facts(world: World, stream: Stream, place: int) -> dict[str, Value]:
    """Every fact of the vocabulary about the case as it stands with that event."""
    here = at_event(world, stream, place).including_own_event()
    return {name: value(fact.value, here) for name, fact in world.policy.vocabulary.facts.items()}


def _summed(steps: Iterable[Step]) -> Iterator[Step]:
    score: dict[Subject, Fraction] = {}
    for step in steps:
        for entry in step.entries:
            who = (entry.subject_kind, entry.subject)
            score[who] = score.get(who, Fraction(0)) + entry.points
        yield replace(step, score=dict(score))
