"""Which clocks a deadline opens in a stream, and what ends each (P3).

    start event ──► clock ──► finish (where) │ lapse │ restart (which opens the next clock) │ nothing

Each start event opens its own clock. It ends at the first later event, equal in the ``match``
fields, that is a finish, a lapse or a restart; of these in this order, when one event is several.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Literal, cast

from kaohe.engine.event import Event
from kaohe.engine.meaning import dueline, evaluate, states, workdays
from kaohe.engine.meaning.duedate import Limit, limit_of
from kaohe.engine.meaning.position import Position, at_event
from kaohe.engine.meaning.world import World
from kaohe.engine.stream import Stream
from kaohe.rules.policy import ANY, Clause, Deadline, DueBefore
from kaohe.rules.record import record
from kaohe.rules.value import Duration

How = Literal["finish", "lapse", "restart"]


@record
class Instance:
    """One clock: opened at ``place`` of the stream, ended at ``end`` (None: running) by ``how``.

    ``limit`` None: it has none and is only finished or open. ``origin`` is what ``start.f`` reads: the
    start event, also after restarts by other kinds of events.
    """

    clause: Clause
    stream: Stream
    place: int
    origin: Event
    limit: Limit | None = None
    end: int | None = None
    how: How | None = None

    @property
    def form(self) -> Deadline:
        return cast("Deadline", self.clause.form)

    @property
    def start(self) -> Event:
        """The event that opened it: a start event, or the restart that began it anew."""
        return self.stream.events[self.place]

    @property
    def ending(self) -> Event | None:
        return None if self.end is None else self.stream.events[self.end]

    def seen_from(self, position: Position) -> Position:
        """``position`` as this deadline's expressions see it: ``start.f``, parameters of the start day."""
        return replace(position, start=self.origin, in_force=position.world.day_of(self.start))


def instances(world: World, clause: Clause, stream: Stream, known: int) -> tuple[Instance, ...]:
    """The clocks of the clause in the first ``known`` events of the stream, in order of opening."""
    form = cast("Deadline", clause.form)
    if form.before is not None:
        return _counted_back(world, clause, form.before, stream, known)
    running: list[Instance] = []
    ended: list[Instance] = []
    for place in _places(form, stream, known):
        over = [ended_here for each in running if (ended_here := _ended_at(world, each, place)) is not None]
        running = [each for each in running if all(each.place != done.place for done in over)]
        ended += over
        new = Instance(clause, stream, place, stream.events[place])
        running += _opened(world, new, over, known)
    return tuple(sorted([*ended, *running], key=lambda each: each.place))


def _places(form: Deadline, stream: Stream, known: int) -> list[int]:
    """Where a clock may open or end: at the other events nothing happens to any."""
    ats = (form.start, form.finish, *form.lapse, None if form.restart is None else form.restart.at)
    kinds = frozenset(kind for at in ats if at is not None for kind in at.kinds)
    return [place for place, event in enumerate(stream.events[:known]) if event.kind in kinds or ANY[0] in kinds]


def _ended_at(world: World, running: Instance, place: int) -> Instance | None:
    """The clock as ended by the event at ``place``; None: it runs on."""
    here = running.seen_from(at_event(world, running.stream, place))
    how = _how(running, here) if _equal(running, here) else None
    return None if how is None else replace(running, end=place, how=how)


def _how(running: Instance, here: Position) -> How | None:
    form = running.form
    if states.matches(form.finish, here):
        return "finish"
    if states.matches_any(form.lapse, here):
        return "lapse"
    restarts = form.restart is not None and states.matches(form.restart.at, here)
    return "restart" if restarts else None


def _equal(running: Instance, here: Position) -> bool:
    """Whether the event is equal to the opening one in the ``match`` fields; a missing one equals nothing."""
    event, start = cast("Event", here.event), running.start
    return all(event.get(f) is not None and event.get(f) == start.get(f) for f in running.form.match)


def _opened(world: World, new: Instance, over: list[Instance], known: int) -> list[Instance]:
    """At most one clock: of a start event its own, else the clock it restarted, begun anew."""
    form, here = new.form, new.seen_from(at_event(world, new.stream, new.place))
    restarted = [each for each in over if each.how == "restart"]
    starts = form.start is not None and states.matches(form.start, here)
    if restarted and form.restart is not None and form.restart.carry == "rest":
        return [_anew(new, restarted[-1], starts=starts, limit=dueline.left(world, restarted[-1], known))]
    if starts:
        return [replace(new, limit=_limit(world, form, here))]
    return [_anew(new, each, starts=False, limit=each.limit) for each in restarted[-1:]]


def _anew(new: Instance, old: Instance, *, starts: bool, limit: Limit | None) -> Instance:
    """The clock that a restart opens; unless it is itself a start event, ``start.f`` stays the old one's."""
    return replace(new, origin=new.start if starts else old.origin, limit=limit)


def _limit(world: World, form: Deadline, start: Position) -> Limit | None:
    """``within`` as evaluated at the start; a ``due`` date is the limit of the days until it.

    So the days of a pause move a due date too.
    """
    if form.within is not None:
        within = cast("Duration | None", evaluate.value(form.within, start))
        return None if within is None else limit_of(within)
    due = None if form.due is None else cast("date | None", evaluate.value(form.due, start))
    return None if due is None else Limit(Fraction((due - world.day(start.at)).days), "d")


# --- due before another deadline ------------------------------------------------------------------------


def _counted_back(
    world: World, clause: Clause, before: DueBefore, stream: Stream, known: int
) -> tuple[Instance, ...]:
    """One clock for each clock of the other deadline whose due day, less ``minus``, is after its start."""
    other = world.policy.clause(before.clause)
    found = [
        _before(world, clause, before, each, known) for each in instances(world, other, stream, known)
    ]
    return tuple(each for each in found if each is not None)


def _before(
    world: World, clause: Clause, before: DueBefore, other: Instance, known: int
) -> Instance | None:
    """It opens with the other clock, ends at its own finish and lapses when the other one ends."""
    due = dueline.due_line(world, other, known).due
    start = world.day_of(other.start)
    own_due = None if due is None else _earlier(world, due, before.minus)
    if own_due is None or own_due <= start:
        return None
    limit = Limit(Fraction((own_due - start).days), "d")
    opened = Instance(clause, other.stream, other.place, other.origin, limit)
    for place in range(other.place + 1, known if other.end is None else other.end + 1):
        ended = _ended_at(world, opened, place)
        if ended is not None:
            return ended
    return opened if other.end is None else replace(opened, end=other.end, how="lapse")


def _earlier(world: World, due: date, by: Duration) -> date:
    """So many days, or working days, before the due day."""
    if by.unit == "wd":
        return workdays.moved_by_workdays(world, due, -by.count)
    return due - by.count * workdays.ONE_DAY
