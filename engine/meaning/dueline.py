"""The due date of one clock as a line of counted and skipped days, with what moved it (P3).

limit ──► extensions that counted ──► walk past rest days and pauses ──► roll ──► due day
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, cast

from kaohe.engine.event import Event
from kaohe.engine.meaning import duedate, evaluate, states
from kaohe.engine.meaning.duedate import Limit, Pause, Step, Walk
from kaohe.engine.meaning.position import at_event
from kaohe.engine.meaning.world import World
from kaohe.rules.policy import Extend
from kaohe.rules.record import record
from kaohe.rules.value import Duration

if TYPE_CHECKING:
    from kaohe.engine.meaning.clocks import How, Instance

Refusal = Literal["after_due", "too_often", "not_a_length", "after_refused"]


@record
class Approval:
    """An event that approved an extension. ``refused`` None: it counted, with ``added`` days or hours."""

    event: Event
    added: Fraction
    refused: Refusal | None


@record
class DueLine:
    """One clock, explained: from its opening, day by day, to its due day and its end.

    ``limit`` is what the clause gives, ``extended`` what it became; both None: no limit. ``due`` None
    with a limit: suspended, a pause has not ended. ``due_at`` is the due instant of h and wh limits.
    ``steps`` are the days walked. ``pauses`` are those that took time before the due day. ``how`` and
    ``ending`` say what ended the clock; both None: it runs.
    """

    clause: str
    start: Event
    started: date
    limit: Limit | None
    extended: Limit | None
    approvals: tuple[Approval, ...]
    steps: tuple[Step, ...]
    pauses: tuple[Pause, ...]
    due: date | None
    due_at: int | None
    ending: Event | None
    ended: date | None
    how: How | None

    @property
    def slack(self) -> int | None:
        """Days from the end to the due day (negative: late); None while it runs or has no due day."""
        return None if self.due is None or self.ended is None else (self.due - self.ended).days

    def is_past(self, at: int, day: date) -> bool:
        """Whether the instant ``at``, on the local date ``day``, is after the due day (instant)."""
        if self.due_at is not None:
            return at > self.due_at
        return self.due is not None and day > self.due


def due_line(world: World, clock: Instance, known: int) -> DueLine:
    """The due line of one clock, as told by the first ``known`` events of its stream."""
    approvals, extended, walk = _extended(world, clock, known)
    ending = clock.ending
    return DueLine(
        clause=clock.clause.id, start=clock.start, started=world.day_of(clock.start),
        limit=clock.limit, extended=extended, approvals=approvals,
        steps=walk.steps, pauses=_that_took_time(clock, walk), due=walk.due, due_at=walk.due_at,
        ending=ending, ended=None if ending is None else world.day_of(ending), how=clock.how,
    )  # fmt: skip


def left(world: World, clock: Instance, known: int) -> Limit | None:
    """What was left of an ended clock's limit at its end, extensions included; never below 0."""
    _, limit, walk = _extended(world, clock, known)
    if limit is None or clock.ending is None:
        return limit
    used = duedate.used_by(world, walk, clock.ending.at)
    return replace(limit, count=max(limit.count - used, Fraction(0)))


# --- extensions -----------------------------------------------------------------------------------------


def _extended(world: World, clock: Instance, known: int) -> tuple[tuple[Approval, ...], Limit | None, Walk]:
    """The approvals, counted or refused, the limit they make, and the walk along it.

    The k-th counts if all before it counted, k ≤ ``times``, and its day (h, wh: instant) is not after
    the due day as extended so far. The sum is cut at ``at_most``.
    """
    if clock.limit is None:
        return (), None, Walk((), None)
    limit, walk = clock.limit, _walk(world, clock, clock.limit, known)
    approvals: list[Approval] = []
    refused: Refusal | None
    for event, added in _approving(world, clock, known):
        refused = "not_a_length" if added is None else _refusal(world, clock, approvals, walk, event)
        approvals.append(Approval(event, added or Fraction(0), refused))
        if refused is None:
            limit = clock.limit.longer(_ceiling(clock.form.extend, approvals))
            walk = _walk(world, clock, limit, known)
    return tuple(approvals), limit, walk


def _approving(world: World, clock: Instance, known: int) -> list[tuple[Event, Fraction | None]]:
    """Approving events after the opening and not after the end, with what each adds."""
    extend = clock.form.extend
    if extend is None:
        return []
    last = known - 1 if clock.end is None else clock.end
    places = [clock.seen_from(at_event(world, clock.stream, p)) for p in range(clock.place + 1, last + 1)]
    return [
        (cast("Event", here.event), _added(clock, evaluate.value(extend.add, here)))
        for here in places
        if states.matches(extend.at, here)
    ]


def _added(clock: Instance, said: object) -> Fraction | None:
    """What an approval adds, in the limit's unit; None when it is missing, negative or of another unit."""
    limit = cast("Limit", clock.limit)
    if isinstance(said, Duration):
        said = Fraction(said.count) if said.unit == limit.unit else None
    return said if isinstance(said, Fraction) and said >= 0 else None


def _refusal(
    world: World, clock: Instance, before: list[Approval], walk: Walk, event: Event
) -> Refusal | None:
    """Why an approval does not count; None: it counts."""
    extend = cast("Extend", clock.form.extend)
    if any(each.refused for each in before):
        return "after_refused"
    if extend.times is not None and len(before) >= extend.times:
        return "too_often"
    if walk.due_at is not None:
        late = event.at > walk.due_at
    else:
        late = walk.due is not None and world.day_of(event) > walk.due
    return "after_due" if late else None


def _ceiling(extend: Extend | None, approvals: list[Approval]) -> Fraction:
    """The sum of what was added, at most ``at_most``: the ceiling cuts, it does not refuse."""
    added = sum((each.added for each in approvals), Fraction(0))
    most = extend.at_most if extend is not None else None
    return added if most is None else min(added, Fraction(most.count))


# --- the walk -------------------------------------------------------------------------------------------


def _walk(world: World, clock: Instance, limit: Limit, known: int) -> Walk:
    """The limit counted out from the opening (hours from the end of the day of a date-only event)."""
    form, start = clock.form, clock.start
    paused = duedate.pauses(world, form.pause, clock.stream, known) if form.before is None else ()
    dated_hours = limit.in_hours and start.dated
    opened_at = world.last_instant(world.day_of(start)) if dated_hours else start.at
    walk = duedate.counted_out(world, opened_at, limit, paused)
    return duedate.rolled(world, walk) if form.roll == "next_workday" else walk


def _that_took_time(clock: Instance, walk: Walk) -> tuple[Pause, ...]:
    """The pauses that took a day (or time) from the walk and began before the clock ended."""
    due_at = duedate.ENDLESS if walk.due_at is None else walk.due_at
    ended = duedate.ENDLESS if clock.ending is None else clock.ending.at
    taking: list[Pause] = []
    for pause in (pause for step in walk.steps for pause in step.pauses):
        if pause not in taking and pause.begins.at < min(due_at, ended):
            taking.append(pause)
    return tuple(taking)
