"""Why a clause wrote something at an event, or why it did not: every condition with every value.

    reasons(world, clause, event)   one clause at one event
        on         when, points, who answers; what held it back or took it back
        deadline   the clock it opened, day by day; whether it opened, finished, bent one

The values are those of the run itself: ``trace.explain`` over the same positions. ``reference.world_of``
makes the world. Data only; ``reports`` says it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, cast

from kaohe.engine.ledger import ClockOutcome
from kaohe.engine.meaning import deadline, lateness, states, vesting
from kaohe.engine.meaning.clocks import Instance
from kaohe.engine.meaning.deadline import Timed
from kaohe.engine.meaning.dueline import DueLine
from kaohe.engine.meaning.position import Position, at_event, is_of
from kaohe.engine.meaning.trace import Explained, explain
from kaohe.engine.meaning.world import World
from kaohe.engine.stream import Stream
from kaohe.rules.expression.tree import Expression
from kaohe.rules.policy import At, Clause, Deadline, Line, On
from kaohe.rules.record import record

Verdict = Literal[
    "fired", "condition_failed", "other_kind", "case_not_opened", "clause_not_in_force", "outside_period",
    "still_vesting", "forfeited",
]


@record
class Reason:
    """One expression of the clause at a position, part by part. ``key`` names it as the policy does:
    ``when``, ``points``, ``accountable[unit].unit``, ``late.points``, ``deadline.where`` …
    """

    key: str
    explained: Explained


@record
class Wait:
    """What has to last before it counts (``vest``): from the day of its event to the ``last`` on which it can still be
    lost, and the event by which it was ``lost`` till then, with its day (None: by none as far as the run looked).
    """

    since: date
    last: date
    lost: tuple[str, date] | None


@record
class OnReasons:
    """An ``on`` clause at one event of a stream. ``dated`` is the date its entry has or would have; ``wait``: why
    this is not the event's own day.
    """

    clause: str
    stream: tuple[str, str]
    event: str
    dated: date
    verdict: Verdict
    reasons: tuple[Reason, ...]
    wait: Wait | None = None


@record
class ClockReasons:
    """A deadline's clock that the event opened, ended or could have bent: its due line, its outcome.

    ``dated``: where the entry of a late clock falls. ``before``: it fell due before the policy's period, which
    counts nothing of it but what grew since.
    """

    clause: str
    stream: tuple[str, str]
    event: str
    line: DueLine
    outcome: ClockOutcome
    reasons: tuple[Reason, ...]
    dated: Literal["before", "within", "after"] = "within"


@record
class NoClock:
    """A deadline clause at an event that touched no clock, with the condition that kept one from opening."""

    clause: str
    stream: tuple[str, str]
    event: str
    verdict: Verdict
    reasons: tuple[Reason, ...]


Account = OnReasons | ClockReasons | NoClock


def reasons(world: World, clause_id: str, event_id: str) -> tuple[Account, ...]:
    """What the clause made of the event. Empty: the event does not stand in the clause's streams (or
    after as-of), or the clause is of a form that is judged by spans. ``KeyError``: no such clause.

    May raise what ``unscored.judged`` turns into problems.
    """
    clause = world.policy.clause(clause_id)
    if not isinstance(clause.form, On | Deadline):
        return ()
    for stream in world.streams.of(clause.form.stream).values():
        for place, event in enumerate(stream.events):
            if event.id == event_id:
                position = at_event(world, stream, place)
                return (_on(clause, position),) if isinstance(clause.form, On) else _deadline(clause, position)
    return ()


# --- on -------------------------------------------------------------------------------------------------


def _on(clause: Clause, position: Position) -> OnReasons:
    form, world = cast("On", clause.form), position.world
    dated = vesting.entry_day(form, world.day(position.at))
    right_kind = position.event is not None and is_of(position.event, form.at.kinds)
    told = tuple(_on_reasons(clause, form, position)) if right_kind else ()
    verdict = _verdict(clause, position, dated)
    wait = _wait(clause, position, dated) if form.vest is not None and verdict in _HELD else None
    return OnReasons(clause.id, _whose(position.stream), _id(position), dated, verdict, told, wait)


_HELD = frozenset({"fired", "still_vesting", "forfeited", "clause_not_in_force", "outside_period"})
"""Verdicts on events that the condition holds of."""


def _wait(clause: Clause, position: Position, dated: date) -> Wait:
    lost, day = vesting.forfeited_by(clause, position), position.world.day
    return Wait(day(position.at), vesting.last_day_before(dated), None if lost is None else (lost.id, day(lost.at)))


def _verdict(clause: Clause, position: Position, dated: date) -> Verdict:
    """The first thing that kept an entry from being written; ``fired``: nothing."""
    form, world = cast("On", clause.form), position.world
    if position.event is None or not is_of(position.event, form.at.kinds):
        return "other_kind"
    if position.stream.unopened:
        return "case_not_opened"
    if not states.matches(form.at, position):
        return "condition_failed"
    if vesting.is_forfeited(clause, position):
        return "forfeited"
    if not clause.in_force.holds(dated):
        return "clause_not_in_force"
    if form.vest is not None and dated > world.as_of:
        return "still_vesting"
    return "fired" if world.counts(dated) else "outside_period"


def _on_reasons(clause: Clause, form: On, position: Position) -> Iterator[Reason]:
    yield from _told("when", form.at.when, position)
    if form.at.when is None or states.matches(form.at, position):
        yield from _told("points", clause.points, position)
        yield from _answering(clause, position)


def _answering(clause: Clause, position: Position) -> Iterator[Reason]:
    for line in clause.lines:
        yield from _line(line, position)


def _line(line: Line, position: Position) -> Iterator[Reason]:
    at = f"accountable[{line.role}]"
    for expression in line.subjects:
        yield from _told(f"{at}.{line.kind}", expression, position)
    yield from _told(f"{at}.of", line.of, position)
    yield from _told(f"{at}.except", line.except_, position)


def _told(key: str, expression: Expression | None, position: Position) -> Iterator[Reason]:
    if expression is not None:
        yield Reason(key, explain(expression, position))


# --- deadline ---------------------------------------------------------------------------------------------


def _deadline(clause: Clause, position: Position) -> tuple[Account, ...]:
    """The clocks the event touched; else why it opened none."""
    clocks = tuple(_clocks(clause, position))
    return clocks or (_no_clock(clause, position),)


def _clocks(clause: Clause, position: Position) -> Iterator[ClockReasons]:
    for each in deadline.clocks_of(clause, position.world, position.stream):
        opened = each.clock.place == position.before
        bending = _bending(each.clock, position)
        if opened or bending:
            told = _opening(clause, each, position) if opened else _conditions(bending, each.clock.seen_from(position))
            outcome = lateness.outcome(position.world, each.line)
            yield ClockReasons(clause.id, _whose(position.stream), _id(position), each.line, outcome, tuple(told), _dated(each.line, position.world))


def _dated(line: DueLine, world: World) -> Literal["before", "within", "after"]:
    """Where the entry of a clock past its due day is dated, seen from the policy's period."""
    if line.due is None or lateness.dated(line) >= world.policy.period.from_:
        return "after" if line.due is not None and lateness.dated(line) > world.policy.period.to else "within"
    return "before"


def _opening(clause: Clause, each: Timed, position: Position) -> Iterator[Reason]:
    """At the opening event: why it opened, for how long, and what came of it, for whom."""
    form, here = cast("Deadline", clause.form), each.clock.seen_from(position)
    yield from _told("deadline.when", None if form.start is None else form.start.when, here)
    yield from _told("deadline.within", form.within, here)
    yield from _told("deadline.due", form.due, here)
    yield from _worth(clause, each, position)


def _worth(clause: Clause, each: Timed, position: Position) -> Iterator[Reason]:
    form, world = cast("Deadline", clause.form), position.world
    outcome = lateness.outcome(world, each.line)
    if outcome == "late" and form.late is not None:
        there = deadline.due_point(world, each)
        yield from _told("late.points", form.late.points, there)
        yield from _answering(clause, there)
    if outcome == "on_time" and form.on_time is not None:
        there = deadline.finish_point(world, each)
        yield from _told("on_time.points", form.on_time.points, there)
        yield from _answering(clause, there)


def _bending(clock: Instance, position: Position) -> list[tuple[str, At]]:
    """The parts that the event's kind plays in a clock that runs when it comes."""
    form, event = clock.form, position.event
    if event is None or clock.place >= position.before or (clock.end is not None and clock.end < position.before):
        return []
    parts: list[tuple[str, At]] = [("deadline.where", form.finish)]
    parts += [(f"deadline.lapse[{n}].when", at) for n, at in enumerate(form.lapse)]
    parts += [("deadline.extend.when", form.extend.at)] if form.extend is not None else []
    parts += [("deadline.restart.when", form.restart.at)] if form.restart is not None else []
    return [(key, at) for key, at in parts if is_of(event, at.kinds)]


def _conditions(parts: list[tuple[str, At]], here: Position) -> Iterator[Reason]:
    for key, at in parts:
        yield from _told(key, at.when, here)


def _no_clock(clause: Clause, position: Position) -> NoClock:
    form = cast("Deadline", clause.form)
    opens = form.start is not None and position.event is not None and is_of(position.event, form.start.kinds)
    told = tuple(_told("deadline.when", form.start.when, position)) if opens and form.start is not None else ()
    verdict = _no_clock_verdict(clause, position, opens=opens)
    return NoClock(clause.id, _whose(position.stream), _id(position), verdict, told)


def _no_clock_verdict(clause: Clause, position: Position, *, opens: bool) -> Verdict:
    if not opens:
        return "other_kind"
    if position.stream.unopened:
        return "case_not_opened"
    in_force = clause.in_force.holds(position.world.day(position.at))
    return "condition_failed" if in_force else "clause_not_in_force"


def _whose(stream: Stream) -> tuple[str, str]:
    return stream.kind, stream.id


def _id(position: Position) -> str:
    return "" if position.event is None else position.event.id
