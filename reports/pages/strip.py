"""A due date as a strip of days: counted, not counted, the due day, the end. For the eye; the words stand beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kaohe.engine.ledger import Clock
from kaohe.engine.meaning.dueline import DueLine
from kaohe.rules.record import record

HEIGHT = 10
LONGEST = 1200
"""Days drawn; the strip of a longer clock is left out."""


@record
class Strip:
    """A drawing one unit a day wide. ``paths``: a look and the outline of its days. ``due`` and ``end`` are
    the days' places, None: there is none.
    """

    days: int
    paths: tuple[tuple[str, str], ...]
    due: int | None
    end: int | None


def strip(clock: Clock, line: DueLine | None, as_of: date) -> Strip | None:
    """From the opening day to the end, the due day or as-of, whichever is last. None: nothing to draw."""
    until = max(day for day in (clock.started, clock.due, clock.ended or as_of) if day is not None)
    days = (until - clock.started).days + 1
    if days > LONGEST or clock.due is None:
        return None
    looks = {clock.started + timedelta(n): "plain" for n in range(days)}
    for step in line.steps if line is not None else ():
        if step.day in looks:
            looks[step.day] = step.reason
    stop = clock.ended or as_of
    late = {day for day in looks if clock.due < day <= stop}
    looks |= dict.fromkeys(late, "late")
    ordered = [looks[clock.started + timedelta(n)] for n in range(days)]
    ended = None if clock.ended is None else (clock.ended - clock.started).days
    return Strip(days, tuple(_paths(ordered)), (clock.due - clock.started).days, ended)


def _paths(looks: list[str]) -> Iterator[tuple[str, str]]:
    """One outline per look: a rectangle for every stretch of days alike."""
    for look in dict.fromkeys(looks):
        yield look, "".join(f"M{first} 0h{length}v{HEIGHT}h-{length}z" for first, length in _stretches(looks, look))


def _stretches(looks: list[str], look: str) -> Iterator[tuple[int, int]]:
    first: int | None = None
    for place, each in enumerate([*looks, ""]):
        if each == look and first is None:
            first = place
        elif each != look and first is not None:
            yield first, place - first
            first = None
