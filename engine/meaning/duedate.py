"""A limit counted out, day by day: what an official would do with a calendar and a pencil (P3).

    d, wd   counting begins on the day after the opening day; a day counts if it is a working day
            (wd) or any day (d) and is not paused; the n-th counted day is the due day
    h, wh   time counts from the opening instant, all of it (h) or office hours (wh), unless paused;
            the due instant is the earliest by which n hours have passed

The same walk decides the due day and explains it. A pause is half-open: the day (the instant) of
resumption counts again. A pause that never ends stops the walk: there is no due day then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from math import floor
from typing import Literal

from kaohe.engine.event import Event
from kaohe.engine.meaning import states, workdays
from kaohe.engine.meaning.localtime import HOUR
from kaohe.engine.meaning.unscored import OutOfBounds
from kaohe.engine.meaning.workdays import ONE_DAY, Stretch
from kaohe.engine.meaning.world import World
from kaohe.engine.stream import Stream
from kaohe.rules.record import record
from kaohe.rules.value import Duration, DurationUnit

Reason = Literal["counted", "rest_day", "paused", "rolled"]
ENDLESS = 2**63
"""Later than every instant."""
LONGEST = 1_000_000
"""Days or hours; a longer limit is out of bounds, not walked."""


@record
class Limit:
    """So many days, working days, hours or office hours."""

    count: Fraction
    unit: DurationUnit

    @property
    def in_hours(self) -> bool:
        return self.unit in ("h", "wh")

    def longer(self, by: Fraction) -> Limit:
        return Limit(self.count + by, self.unit)


def limit_of(duration: Duration) -> Limit:
    """A duration as the limit it sets."""
    return Limit(Fraction(duration.count), duration.unit)


@record
class Pause:
    """A state held from one event until another; ``ends`` None: it still holds."""

    state: str
    begins: Event
    ends: Event | None
    from_: date
    to: date | None

    def covers(self, day: date) -> bool:
        """Whether ``day`` does not count: from the day it begins up to the day before it ends."""
        return self.from_ <= day and (self.to is None or day < self.to)

    @property
    def stretch(self) -> Stretch:
        return self.begins.at, ENDLESS if self.ends is None else self.ends.at


@record
class Step:
    """One day of the walk: how much of the limit it used up (days or hours), and why no more.

    ``free`` are the stretches of it that counted (hours only), ``pauses`` those that took time from it.
    """

    day: date
    used: Fraction
    reason: Reason
    pauses: tuple[Pause, ...] = ()
    free: tuple[Stretch, ...] = ()


@record
class Walk:
    """The days walked and where the walk ended; ``due`` None: a pause that has not ended holds it up."""

    steps: tuple[Step, ...]
    due: date | None
    due_at: int | None = None


def pauses(world: World, names: Sequence[str], stream: Stream, known: int) -> tuple[Pause, ...]:
    """When the states of those names held, as told by the first ``known`` events of the stream."""
    found: list[Pause] = []
    for name in names:
        begun: Event | None = None
        for turn in states.turns(world, world.policy.states[name], stream):
            if turn.place >= known:
                break
            if turn.begins:
                begun = begun or turn.event
            elif begun is not None:
                found.append(_pause(world, name, begun, turn.event))
                begun = None
        if begun is not None:
            found.append(_pause(world, name, begun, None))
    return tuple(found)


def _pause(world: World, state: str, begins: Event, ends: Event | None) -> Pause:
    return Pause(state, begins, ends, world.day_of(begins), None if ends is None else world.day_of(ends))


def counted_out(world: World, opened_at: int, limit: Limit, paused: Sequence[Pause]) -> Walk:
    """The walk from the opening instant until the limit is used up."""
    if abs(limit.count) > LONGEST:
        raise OutOfBounds
    if limit.in_hours:
        return _hours_out(world, opened_at, limit, paused)
    return _days_out(world, world.day(opened_at), limit, paused)


def rolled(world: World, walk: Walk) -> Walk:
    """A due day that is not a working day moves to the next one, once (``roll: next_workday``)."""
    if walk.due is None or walk.due_at is not None:
        return walk
    due = workdays.next_workday(world, walk.due)
    moved = [Step(day, Fraction(0), "rolled") for day in workdays.days_after(walk.due, due)]
    return Walk((*walk.steps, *moved), due)


# --- days and working days --------------------------------------------------------------------------


def _days_out(world: World, opened: date, limit: Limit, paused: Sequence[Pause]) -> Walk:
    """The n-th counted day; n ≤ 0 is the opening day itself, or so many days before it."""
    left, steps = floor(limit.count), []
    if left <= 0:
        return Walk((), opened + left * ONE_DAY)
    for step in _days(world, opened, limit.unit, paused):
        steps.append(step)
        left -= int(step.used)
        if left == 0:
            return Walk(tuple(steps), step.day)
    return Walk(tuple(steps), None)


def _days(world: World, opened: date, unit: DurationUnit, paused: Sequence[Pause]) -> Iterator[Step]:
    """Each day after the opening day, until a day from which on nothing counts any more."""
    day = opened + ONE_DAY
    while True:
        covering = tuple(pause for pause in paused if pause.covers(day))
        if any(pause.to is None for pause in covering):
            return
        if unit == "wd" and not workdays.is_workday(world, day):
            yield Step(day, Fraction(0), "rest_day")
        elif covering:
            yield Step(day, Fraction(0), "paused", covering)
        else:
            yield Step(day, Fraction(1), "counted")
        day += ONE_DAY


# --- hours and office hours -------------------------------------------------------------------------


def _hours_out(world: World, opened_at: int, limit: Limit, paused: Sequence[Pause]) -> Walk:
    """The earliest instant by which the hours have passed; none to pass: the opening instant."""
    left, steps = floor(limit.count * HOUR), []
    if left <= 0:
        return Walk((), world.day(opened_at + left), opened_at + left)
    for step in _hours(world, opened_at, limit.unit, paused):
        used, due_at = _used_up(step.free, left)
        steps.append(Step(step.day, Fraction(used, HOUR), step.reason, step.pauses, step.free))
        left -= used
        if due_at is not None:
            return Walk(tuple(steps), world.day(due_at), due_at)
    return Walk(tuple(steps), None)


def _used_up(free: Sequence[Stretch], left: int) -> tuple[int, int | None]:
    """How much of ``left`` the free time of a day takes, and the instant at which it is used up."""
    used = 0
    for begins, ends in free:
        if left - used <= ends - begins:
            return left, begins + left - used
        used += ends - begins
    return used, None


def _hours(world: World, opened_at: int, unit: DurationUnit, paused: Sequence[Pause]) -> Iterator[Step]:
    """Each day from the opening instant on, with the time of it that counts."""
    day = world.day(opened_at)
    while not any(pause.to is None and pause.from_ < day for pause in paused):
        open_ = _clipped(_open_hours(world, day, unit), opened_at)
        free = _without(open_, [pause.stretch for pause in paused])
        took = tuple(p for p in paused if _without(open_, [p.stretch]) != open_)
        reason: Reason = "counted" if free else "paused" if open_ else "rest_day"
        yield Step(day, Fraction(0), reason, took, tuple(free))
        day += ONE_DAY


def _open_hours(world: World, day: date, unit: DurationUnit) -> list[Stretch]:
    if unit == "wh":
        return workdays.office_hours(world, day)
    return [(world.first_instant(day), world.first_instant(day + ONE_DAY))]


def _clipped(stretches: Sequence[Stretch], from_: int) -> list[Stretch]:
    return [(max(begins, from_), ends) for begins, ends in stretches if ends > from_]


def _without(stretches: Sequence[Stretch], taken: Sequence[Stretch]) -> list[Stretch]:
    """The stretches less what is taken from them; what lasts no time takes none and parts nothing."""
    left = list(stretches)
    for from_, to in (each for each in taken if each[0] < each[1]):
        left = [piece for stretch in left for piece in _cut(stretch, from_, to)]
    return left


def _cut(stretch: Stretch, from_: int, to: int) -> list[Stretch]:
    begins, ends = stretch
    pieces = [(begins, min(ends, from_)), (max(begins, to), ends)]
    return [(a, b) for a, b in pieces if a < b]


# --- what a walk had used -----------------------------------------------------------------------------


def used_by(world: World, walk: Walk, at: int) -> Fraction:
    """How much of its limit a walk had used up to and including the day (hours: the instant) ``at``."""
    if any(step.free for step in walk.steps):
        return Fraction(sum(max(0, min(b, at) - a) for step in walk.steps for a, b in step.free), HOUR)
    return sum((step.used for step in walk.steps if step.day <= world.day(at)), Fraction(0))
