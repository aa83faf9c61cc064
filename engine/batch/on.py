"""Clauses at an event by columns: a mask says where they fire, columns what is written there.

An entry that has to last before it counts (``vest``) is forfeited where a revoking row comes next in
time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import numpy as np
import pyarrow as pa

from kaohe.engine.batch import because
from kaohe.engine.batch.alike import alike
from kaohe.engine.batch.charge import Worth, charges
from kaohe.engine.batch.column import Column, whole
from kaohe.engine.batch.evaluate import column, holds, matching
from kaohe.engine.batch.ledger import Written
from kaohe.engine.ledger import Vesting
from kaohe.engine.ledger_file import LEDGER
from kaohe.engine.meaning import vesting
from kaohe.rules.policy import On

if TYPE_CHECKING:
    from kaohe.engine.batch.board import Board, Positions
    from kaohe.engine.batch.column import Ints, Truths
    from kaohe.rules.policy import Clause, Span
    from kaohe.rules.problem import Problem


def written_on(clause: Clause, board: Board) -> tuple[Written, Sequence[Problem]]:
    """The clause's entries, also those that still vest, and what is to be told of them."""
    form = cast("On", clause.form)
    positions = firing(clause, board)
    positions = positions.some(~_is_forfeited(clause, form, board, positions.row))
    rows = positions.row
    points = _points(clause, positions)
    at = _entry_day(form, board.day[rows])
    found = charges(
        clause, positions, rows, {"entry": at},
        "monitored" if clause.kind == "monitored" else "charge",
        Worth(lambda place: Fraction(int(points.values[place]), points.scale), [points.values]),
    )  # fmt: skip
    lists = [rows, *because.chosen((form.at.when, clause.points), positions)]
    cited = because.cited(board, len(rows), lists).take(pa.array(found.owner))
    own = rows[found.owner]
    written = Written(
        board, found.patterns, found.pattern, own, at[found.owner], np.zeros(len(own), np.int64),
        _texts(board, rows).take(pa.array(found.owner)), cited,
    )  # fmt: skip
    return written, [told for _, told in found.told]


def _points(clause: Clause, positions: Positions) -> Column:
    """The points of each firing; a missing number counts 0. Vetoes have none."""
    if clause.points is None or clause.kind in ("monitored", "veto"):
        return whole(np.zeros(len(positions), np.int64))
    return column(clause.points.tree, positions)


def _texts(board: Board, rows: Ints) -> pa.Array:
    """``2021-03-01 登记``: each different one written once."""
    sort, first = alike([board.day[rows], board.kind_codes[rows]])
    titles = [kind.title for kind in board.world.policy.vocabulary.kinds.values()]
    texts = [f"{date.fromordinal(int(board.day[row]))} {titles[board.kind_codes[row]]}" for row in rows[first].tolist()]
    return pa.array(texts, pa.string()).take(pa.array(sort))


def vested(written: Written, as_of: int) -> tuple[Written, list[Vesting]]:
    """The entries dated by as-of (an ordinal), and those that still vest."""
    later = written.at > as_of
    if not later.any():
        return written, []
    pending = LEDGER.records(written.some(np.flatnonzero(later)).table())
    return written.some(np.flatnonzero(~later)), [Vesting(each, vesting.last_day_before(each.at)) for each in pending]


def _entry_day(form: On, day: Ints) -> Ints:
    """The date of entries whose events fall on those days."""
    return day if form.vest is None else day + form.vest.count + 1


def _is_forfeited(clause: Clause, form: On, board: Board, rows: Ints) -> Truths:
    """Whether a ``revoke`` event came after the event and not after the vesting day."""
    if form.vest is None:
        return np.zeros(len(rows), bool)
    revoking = np.flatnonzero(matching(board, tuple(revoke.at for revoke in clause.revoke)))
    place = np.searchsorted(revoking, rows, side="right")
    there = place < len(revoking)
    next_ = revoking[np.where(there, place, 0)] if len(revoking) else rows
    there &= board.stream[next_] == board.stream[rows]
    return there & (board.day[next_] < _entry_day(form, board.day[rows]))


def firing(clause: Clause, board: Board) -> Positions:
    """Where the clause may write: its date is in force and shown, its condition holds."""
    form = cast("On", clause.form)
    every = board.at_all(form.at.kinds)
    shown = every.some(_is_shown(clause, form, board, every.day))
    return shown.some(holds(form.at.when, shown))


def _is_shown(clause: Clause, form: On, board: Board, day: Ints) -> Truths:
    """As ``meaning.on.is_shown``, of entries that events on those days would make."""
    world, as_of = board.world, board.world.as_of.toordinal()
    dated = _entry_day(form, day)
    counts = within(world.span, dated) & (dated <= as_of)
    pending = np.zeros(len(day), bool)
    if form.vest is not None:
        pending = (dated > as_of) & (within(world.span, dated) | within(world.span, day))
    return within(clause.in_force, dated) & (counts | pending)


def within(span: Span, day: Ints) -> Truths:
    """Which days lie in the span."""
    return (day >= span.from_.toordinal()) & (day <= span.to.toordinal())
