"""Deadlines: clocks, their outcome, and what is charged or credited for it (P3, P4, P32, P33).

clocks (what opens and ends) ──► dueline (until when) ──► lateness (how late, what it costs)
──► entries, ledger clocks, ``due()`` and ``overdue()``, rows of rates
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, cast

from kaohe.engine.event import Event
from kaohe.engine.ledger import Clock, Entry, Part
from kaohe.engine.meaning import cardspans, clocks, dueline, evaluate, lateness, trace
from kaohe.engine.meaning.accountable import When, charged
from kaohe.engine.meaning.clocks import How, Instance
from kaohe.engine.meaning.dueline import DueLine, Refusal
from kaohe.engine.meaning.position import Position, after_day, after_instant, at_event
from kaohe.engine.meaning.unscored import judged
from kaohe.engine.meaning.world import World
from kaohe.engine.stream import Stream
from kaohe.rules.expression.tree import constant
from kaohe.rules.policy import Clause, Deadline, Outcome, Span
from kaohe.rules.problem import Problem, notice
from kaohe.rules.record import record
from kaohe.rules.value import Value

if TYPE_CHECKING:
    from kaohe.engine.meaning.evaluate import Reader

NOTHING = Outcome(constant(Fraction(0)), "occurrence", None)
"""What a monitored deadline without ``late:`` writes: an entry without points."""


@record
class Timed:
    """A clock with its due line."""

    clock: Instance
    line: DueLine


# --- the clocks of a run ----------------------------------------------------------------------------------


def judged_deadline(clause: Clause, world: World) -> tuple[list[Entry], list[Problem]]:
    """The entries of a deadline clause in the world's span, clock by clock, and what is to be told."""
    entries: list[Entry] = []
    told: list[Problem] = []
    for each, problems in timed(clause, world):
        told += problems
        if each is not None:
            made, said = judged(clause, each.clock.start.id, partial(entries_of, clause, world, each))
            charges, notices = made or ([], [])
            entries += charges
            told += [*said, *notices, *refused(clause, world, each.line)]
    return entries, told


def ledger_clocks(clause: Clause, world: World) -> list[Clock]:
    """Every clock of the clause as the ledger keeps it; one that cannot be reckoned is left out."""
    return [ledger_clock(world, each) for each, _ in timed(clause, world) if each is not None]


Reckoned = tuple[Timed | None, tuple[Problem, ...]]
"""A clock; or None, and the problem that hid it."""


def timed(clause: Clause, world: World) -> tuple[Reckoned, ...]:
    """Every clock of the clause, in streams and order of opening."""
    return world.remembered(("timed", clause.id), lambda: tuple(_all_timed(clause, world)))


def _all_timed(clause: Clause, world: World) -> Iterator[Reckoned]:
    for stream in world.scored(_form(clause).stream):
        opened, told = judged(clause, stream.id, partial(_instances, world, clause, stream, len(stream.events)))
        if opened is None:
            yield None, told
        for clock in opened or ():
            yield judged(clause, clock.start.id, partial(as_timed, world, clock, len(stream.events)))


def clocks_of(clause: Clause, world: World, stream: Stream) -> tuple[Timed, ...]:
    """The clocks of one stream with their due lines, for ``why`` and whoever wants to see days counted.

    May raise what ``unscored.judged`` turns into problems.
    """
    known = len(stream.events)
    return tuple(as_timed(world, clock, known) for clock in _instances(world, clause, stream, known))


def _form(clause: Clause) -> Deadline:
    return cast("Deadline", clause.form)


def _instances(world: World, clause: Clause, stream: Stream, known: int) -> tuple[Instance, ...]:
    """The clocks whose start day lies in the clause's ``from``–``to`` (P32)."""
    opened = clocks.instances(world, clause, stream, known)
    return tuple(each for each in opened if clause.in_force.holds(world.day_of(each.start)))


def as_timed(world: World, clock: Instance, known: int) -> Timed:
    return Timed(clock, dueline.due_line(world, clock, known))


def ledger_clock(world: World, each: Timed) -> Clock:
    """The clock as the ledger keeps it."""
    line, stream = each.line, each.clock.stream
    outcome = lateness.outcome(world, line)
    late_by = None
    if outcome == "late" and line.due is not None:
        late_by = lateness.days_late(line.due, lateness.until(world, line))
    return Clock(
        clause=line.clause, case=stream.id if stream.kind == "case" else None,
        start=line.start.id, started=line.started, due=line.due, due_at=line.due_at,
        end=None if line.ending is None else line.ending.id, ended=line.ended, outcome=outcome,
        extensions=tuple(a.event.id for a in line.approvals if a.refused is None),
        refused=tuple(a.event.id for a in line.approvals if a.refused is not None),
        pauses=tuple((p.from_, p.to, p.begins.id, p.ends.id if p.ends else None) for p in line.pauses),
        late_by=late_by, stream=(stream.kind, stream.id),
    )  # fmt: skip


_REASONS: Mapping[Refusal, Mapping[str, str]] = {
    "after_due": {"reason_zh": "批准时已过到期日", "reason_en": "it came after the due day"},
    "too_often": {"reason_zh": "超过规定次数", "reason_en": "it is one more than the policy allows"},
    "not_a_length": {
        "reason_zh": "没有写明延长多久，或单位与期限不同",
        "reason_en": "it states no length, or one in another unit than the limit's",
    },
    "after_refused": {
        "reason_zh": "在它之前已有一次批准不计入", "reason_en": "an approval before it did not count",
    },
}


def refused(clause: Clause, world: World, line: DueLine) -> Iterator[Problem]:
    """An approval that does not count, and every one after it, is told."""
    for approval in line.approvals:
        if approval.refused is not None and world.counts(world.day_of(approval.event)):
            yield refusal(clause, approval.event.id, line.start.id, approval.refused)


def refusal(clause: Clause, approval: str, start: str, reason: Refusal) -> Problem:
    """That the approval does not count for the clock that ``start`` opened."""
    facts = {"clause": clause.id, "event": approval, "start": start, "reason": reason}
    return notice("run.extension-refused", clause.place, **facts, **_REASONS[reason])


# --- entries ------------------------------------------------------------------------------------------------


def entries_of(clause: Clause, world: World, each: Timed) -> tuple[list[Entry], list[Problem]]:
    """What one clock writes in the world's span."""
    outcome = lateness.outcome(world, each.line)
    if outcome == "late":
        return _late(clause, world, each)
    return _on_time(clause, world, each) if outcome == "on_time" else ([], [])


def _late(clause: Clause, world: World, each: Timed) -> tuple[list[Entry], list[Problem]]:
    """One entry, evaluated at the due point, however long the delay; and what it grew in later spans."""
    result = _form(clause).late or (NOTHING if clause.kind == "monitored" else None)
    entries: list[Entry] = []
    told: list[Problem] = []
    for spans in cardspans.ways_to_cut(clause, world) if result is not None else ():
        for span in spans:
            if result is not None and lateness.is_written(world, span, each.line):
                made, said = _late_in(span, clause, each, result, due_point(world, each))
                entries += [entry for entry in made if cardspans.is_cut_so(clause, world, spans, entry)]
                told += said
    return entries, told


def _late_in(
    span: Span, clause: Clause, each: Timed, result: Outcome, here: Position
) -> tuple[list[Entry], list[Problem]]:
    """What one span has of a late clock."""
    world, points = here.world, evaluate.number(result.points, here)
    charge = lateness.late_charge(world, span, clause, (result, points), each.line)
    if charge is None:
        return [], []
    return charged(
        clause, charge.points, here, _days(each.line, charge.at),
        part=_part(clause, "late"), at=charge.at, span=span.name if charge.grown else None,
        **_about(clause, world, each, result, here), text=_late_text(each.line, charge),
    )  # fmt: skip


def _on_time(clause: Clause, world: World, each: Timed) -> tuple[list[Entry], list[Problem]]:
    """A credit, dated and evaluated at the finish."""
    result, line = _form(clause).on_time, each.line
    if result is None or line.ended is None or not world.counts(line.ended):
        return [], []
    here = finish_point(world, each)
    units = lateness.lead(world, result.per, line.due, line.ended)
    points = lateness.worth(clause, result, evaluate.number(result.points, here), units)
    return charged(
        clause, points, here, _days(line, line.ended),
        part=_part(clause, "on_time"), at=line.ended,
        **_about(clause, world, each, result, here), text=_on_time_text(line),
    )  # fmt: skip


def due_point(world: World, each: Timed) -> Position:
    """After every event of the due day (h, wh: up to the due instant), and after the opening event."""
    line, clock = each.line, each.clock
    assert line.due is not None
    if line.due_at is not None:
        here = after_instant(world, clock.stream, line.due_at)
    else:
        here = after_day(world, clock.stream, line.due)
    least = clock.place + 1
    return clock.seen_from(replace(here, before=max(here.before, least), upto=max(here.upto, least)))


def finish_point(world: World, each: Timed) -> Position:
    assert each.clock.end is not None
    return each.clock.seen_from(at_event(world, each.clock.stream, each.clock.end))


def _days(line: DueLine, at: date) -> dict[str, When]:
    """Whose turn it was: on the entry's day, at the start, on the due day, or day by day between (P33)."""
    due = at if line.due is None else line.due
    return {"entry": at, "start": line.started, "due": due, "by_days": Span(line.started, max(line.started, due))}


def _part(clause: Clause, part: Part) -> Part:
    return "monitored" if clause.kind == "monitored" else part


def _about(clause: Clause, world: World, each: Timed, result: Outcome, here: Position) -> dict[str, Any]:
    line, stream = each.line, each.clock.stream
    return {
        "case": stream.id if stream.kind == "case" else line.start.matter or line.start.case,
        "event": line.start.id,
        "due": line.due,
        "because": _because(clause, world, each, result, here),
    }


def _because(clause: Clause, world: World, each: Timed, result: Outcome, here: Position) -> tuple[str, ...]:
    """Start, extensions that counted, pauses that took time, the end; then what ``when`` and
    ``points`` chose (P17).
    """
    line, form = each.line, _form(clause)
    extensions = [a.event for a in line.approvals if a.refused is None]
    paused = [event for p in line.pauses for event in (p.begins, p.ends)]
    opening = each.clock.seen_from(at_event(world, each.clock.stream, each.clock.place))
    chosen: list[Event] = trace.because((form.start.when,), opening) if form.start is not None else []
    chosen += trace.because((result.points,), here)
    return trace.cited(world, line.start, *extensions, *paused, line.ending, *chosen)


def _late_text(line: DueLine, charge: lateness.Charge) -> str:
    assert line.due is not None
    return late_text(line.started, line.due, line.ended, line.how, charge.through, grown=charge.grown)


def late_text(
    started: date, due: date, ended: date | None, how: How | None, through: date, *, grown: bool = False
) -> str:
    """What became of a late clock, in one line; ``grown``: as later spans tell it."""
    done = ended is not None and ended <= through
    return late_phrase(how, done=done, grown=grown).format(
        started=started, due=due, through=through, days=lateness.days_late(due, through)
    )


def late_phrase(how: How | None, *, done: bool, grown: bool) -> str:
    """The words of it, with gaps for days and their number; ``done``: it has ended by then."""
    what = {"finish": "完成", "lapse": "终止", "restart": "重新起算", None: "完成"}[how]
    state = f"{{through}} {what}" if done else "至 {through} 未完成"
    more = "，本期续计" if grown else ""
    return f"{{started}} 起算，{{due}} 到期，{state}，逾期 {{days}} 天{more}"


def _on_time_text(line: DueLine) -> str:
    assert line.ended is not None
    return on_time_phrase(is_due=line.due is not None).format(started=line.started, due=line.due, ended=line.ended)


def on_time_phrase(*, is_due: bool) -> str:
    """How a clock ended in time, in one line with gaps for days."""
    until = "{due} 到期" if is_due else "中止计时期间"
    return f"{{started}} 起算，{until}，{{ended}} 完成"


# --- as known at a position (P4) ------------------------------------------------------------------------------


def as_known(
    function: Literal["due", "overdue"], clause: str, position: Position, reader: Reader
) -> Value:
    """``due``: the due day of the newest clock opened before the position, as known there; missing
    without one, without a limit, or while a pause holds it up. ``overdue``: it has not ended and its
    due day (h, wh: due instant) is before the position's.
    """
    newest = newest_known(clause, position)
    if newest is None:
        return None if function == "due" else False
    reader.cite((newest.start,))
    if function == "due":
        return newest.due
    return newest.ending is None and newest.is_past(position.at, position.world.day(position.at))


def newest_known(clause: str, position: Position) -> DueLine | None:
    """The due line of the newest clock that the events before the position tell of."""
    world, known = position.world, position.before
    opened = _instances(world, world.policy.clause(clause), position.stream, known)
    return as_timed(world, opened[-1], known).line if opened else None


# --- rows of rates (P4) -----------------------------------------------------------------------------------------


@record
class Decided:
    """A clock that ended on time or is late: one row of a rate over the deadline.

    ``position`` is the finish, or the due point; ``day`` that of the finish, or the day after the due
    day. ``finished``: an end by finish stands by as-of, in time or not.
    """

    position: Position
    day: date
    on_time: bool
    finished: bool
    clock: Clock


def decided(clause: Clause, world: World) -> tuple[list[Decided], list[Problem]]:
    """The decided clocks of a deadline clause, in streams and order of opening; others are no rows."""
    rows: list[Decided] = []
    told: list[Problem] = []
    for each, problems in timed(clause, world):
        told += problems
        if each is not None and lateness.outcome(world, each.line) in ("on_time", "late"):
            rows.append(_decided(world, each))
    return rows, told


def _decided(world: World, each: Timed) -> Decided:
    line = each.line
    on_time = not lateness.is_late(world, line)
    position = finish_point(world, each) if on_time else due_point(world, each)
    day = cast("date", line.ended) if on_time else lateness.dated(line)
    return Decided(position, day, on_time, line.how == "finish", ledger_clock(world, each))
