"""The rows of a ratio, measure or checklist: what is counted, where it is looked at, when it is dated.

    cases            the end of each case's stream                  no date: ``where`` decides
    units, leaders   the end of each subject's stream               with at least half of the span's days
    events           the event                                      its day
    a deadline       the finish, or the due point of a late clock   that day; late: the day after it fell due

The end is as-of; for a month or quarter of a card its own last day, if that is earlier (P15).
Dated rows belong to the span that holds their day, unless the clause counts ``all_time`` (P1, P4, P5).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kaohe.engine.meaning.deadline import decided
from kaohe.engine.meaning.evaluate import holds
from kaohe.engine.meaning.position import Position, at_end, events_of
from kaohe.engine.meaning.reversal import is_exempt
from kaohe.engine.meaning.subjects import days_of
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import OfficeKind
from kaohe.rules.policy import Checklist, Clause, Measure, Over, Ratio
from kaohe.rules.problem import Problem
from kaohe.rules.record import record


@record
class Row:
    """One row. ``day`` is None for rows without a date.

    ``on_time`` and ``finished`` are what became of a deadline's clock, None for other rows.
    """

    position: Position
    day: date | None
    on_time: bool | None = None
    finished: bool | None = None


def rows(form: Ratio | Measure | Checklist, world: World) -> tuple[list[Row], list[Problem]]:
    """The rows of the world's span that ``where`` admits, in order of streams and events.

    Beside them the problems of clocks that could not be judged.
    """
    found, told = rows_over(form.over, world)
    dated = (row for row in found if row.day is None or form.all_time or world.span.holds(row.day))
    return [row for row in dated if holds(form.where, row.position)], told


def rows_over(over: Over, world: World) -> tuple[list[Row], list[Problem]]:
    """All rows of that kind, whenever dated. Cases that nothing opened are not scored."""
    if over.what == "deadline":
        clocks, told = decided(world.policy.clause(over.clause or ""), world)
        return [Row(each.position, each.day, each.on_time, each.finished) for each in clocks], told
    if over.what == "cases":
        return [Row(at_end(world, stream), None) for stream in world.scored("case") if stream.events], []
    if over.what == "events":
        return list(_events(over, world)), []
    return list(_subjects("unit" if over.what == "units" else "leader", world)), []


def _events(over: Over, world: World) -> Iterator[Row]:
    for stream in world.scored(over.stream):
        for position in events_of(world, stream, over.kinds):
            yield Row(position, world.day(position.at))


def _subjects(kind: OfficeKind, world: World) -> Iterator[Row]:
    """One row for each unit or leader whose days are at least half of the span's (P4)."""
    length = (world.span.to - world.span.from_).days + 1
    for subject in world.roster.subjects(kind):
        if 2 * len(days_of(world, kind, subject, world.span)) >= length:
            end = at_end(world, world.stream(kind, subject))
            yield Row(replace(end, subject=subject), None)


def is_taken_out(clause: Clause, row: Row, world: World) -> bool:
    """Whether an exemption takes the row out of the clause (P9).

    A row without a date is looked at on the last day of the span, or as-of if earlier.
    """
    day = row.day or min(world.span.to, world.as_of)
    stream = row.position.stream
    return is_exempt(world, clause, stream.kind, stream.id, day)
