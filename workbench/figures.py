"""The ground of a figure: the rows of numerator and denominator, and the step from it to points.

    figures(clause, tallies, world)   tallies -> rows counted, step of the score shape
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial

from kaohe.engine.event import Event
from kaohe.engine.ledger import Tally
from kaohe.engine.meaning.unscored import judged
from kaohe.engine.meaning.world import World
from kaohe.engine.why_rows import Acts, Counted, CountedRow, acts_of, counted_rows, deciding
from kaohe.rules.policy import Clause, Frequency
from kaohe.rules.record import record
from kaohe.scoring.rows import scored_value
from kaohe.scoring.steps import Worked, worked

NAMED = 12
"""Rows of one sort that are looked up one by one; the rest is counted."""


@record
class Side:
    """The rows that counted as one sort: how many, the first few, and the events each of those rests on."""

    counted: Counted
    count: int
    named: tuple[tuple[CountedRow, tuple[Event, ...]], ...]


@record
class Figure:
    """A tally, its rows by sort, and the step to points: None where peers are compared or nothing is scored.

    ``acts``: what was done in the period of a frequency; None for other forms.
    """

    clause: Clause
    tally: Tally
    sides: tuple[Side, ...]
    step: Worked | None
    acts: Acts | None = None

    @property
    def events(self) -> tuple[Event, ...]:
        acts = () if self.acts is None else self.acts.counted
        return (*(event for side in self.sides for _, events in side.named for event in events), *acts)


def figures(clause: Clause, tallies: Collection[Tally], world: World) -> tuple[Figure, ...]:
    """Each tally with its ground. What a split added is never scored and has none."""
    rows = {span: _rows(clause, span, world) for span in {tally.period for tally in tallies}}
    found = (_figure(clause, tally, rows[tally.period]) for tally in tallies if tally.split is None)
    return tuple(replace(figure, acts=_acts(figure, world)) for figure in found)


def _rows(clause: Clause, span: str, world: World) -> tuple[CountedRow, ...]:
    """None that could be looked at again: the figure stands, its rows are not named."""
    return judged(clause, span, partial(counted_rows, world, clause, span))[0] or ()


def _acts(figure: Figure, world: World) -> Acts | None:
    clause, tally = figure.clause, figure.tally
    if not isinstance(clause.form, Frequency) or tally.subject is None:
        return None
    return judged(clause, tally.period, partial(acts_of, world, clause, tally.subject, tally.period))[0]


def _figure(clause: Clause, tally: Tally, rows: Collection[CountedRow]) -> Figure:
    mine = [row for row in rows if row.subject == tally.subject]
    value = scored_value(clause, tally)
    step = worked(clause.score, value) if clause.score is not None and value is not None else None
    return Figure(clause, tally, tuple(_sides(mine)), step)


def _sides(rows: Collection[CountedRow]) -> Iterator[Side]:
    sorts: tuple[Counted, ...] = ("hit", "miss", "value", "exempt")
    for counted in sorts:
        mine = [row for row in rows if row.counted == counted]
        if mine:
            yield Side(counted, len(mine), tuple((row, deciding(row)) for row in mine[:NAMED]))
