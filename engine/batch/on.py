"""Clauses at an event by columns: a mask says where they fire; there the plain meaning writes.

The events at which a condition holds are few beside those at which it is asked. So ids, texts,
because-events and charges come from one place, and columns only have to be right about *where*.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

import numpy as np

from kaohe.engine.batch.evaluate import holds
from kaohe.engine.ledger import Vesting
from kaohe.engine.meaning import on, vesting
from kaohe.engine.meaning.position import at_event
from kaohe.engine.meaning.unscored import judged
from kaohe.rules.policy import On

if TYPE_CHECKING:
    from kaohe.engine.batch.board import Board
    from kaohe.engine.batch.column import Ints, Truths
    from kaohe.engine.meaning.on import Fired
    from kaohe.rules.policy import Clause, Span


def judged_on(clause: Clause, board: Board) -> Fired:
    """What the clause writes, as ``meaning.on.judged_on`` has it."""
    world, found = board.world, on.Fired([], [], [])
    rows = firing(clause, board)
    board.make(board.stream[rows])
    for row in rows.tolist():
        number = int(board.stream[row])
        position = at_event(world, board.stream_of(number), row - int(board.begins[number]))
        event = board.event(row)
        made, told = judged(clause, event.id, partial(on.written_at, clause, position, event))
        entries, notices = made or ([], [])
        found.problems.extend([*told, *notices])
        late = [entry for entry in entries if entry.at > world.as_of]
        found.vestings.extend(Vesting(entry, vesting.last_day_before(entry.at)) for entry in late)
        found.entries.extend(entry for entry in entries if entry.at <= world.as_of)
    return found


def firing(clause: Clause, board: Board) -> Ints:
    """The rows at which the clause may write: its date is in force and shown, its condition holds."""
    form = cast("On", clause.form)
    rows = board.rows_of(form.at.kinds)
    rows = rows[_is_shown(clause, form, board, board.day[rows])]
    return rows[holds(form.at.when, board.at_rows(rows))]


def _is_shown(clause: Clause, form: On, board: Board, day: Ints) -> Truths:
    """As ``meaning.on.is_shown``, of entries that events on those days would make."""
    world, as_of = board.world, board.world.as_of.toordinal()
    dated = day if form.vest is None else day + form.vest.count + 1
    counts = within(world.span, dated) & (dated <= as_of)
    pending = np.zeros(len(day), bool)
    if form.vest is not None:
        pending = (dated > as_of) & (within(world.span, dated) | within(world.span, day))
    return within(clause.in_force, dated) & (counts | pending)


def within(span: Span, day: Ints) -> Truths:
    """Which days lie in the span."""
    return (day >= span.from_.toordinal()) & (day <= span.to.toordinal())
