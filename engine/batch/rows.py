"""The rows of a ratio or measure by columns: where each is looked at, and when it is dated (as ``meaning.rows``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from kaohe.engine.batch.board import Board, Positions, joined
from kaohe.engine.batch.column import Ints, Truths, Unsure
from kaohe.engine.batch.deadline import due_of, due_points
from kaohe.engine.batch.endings import FINISH
from kaohe.engine.batch.evaluate import holds
from kaohe.engine.batch.on import within
from kaohe.engine.batch.outcomes import dated, outcomes
from kaohe.rules.policy import Deadline, Measure, Ratio


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows at ``positions``. ``day`` None: rows without dates; ``on_time`` and ``finished``: of clocks."""

    positions: Positions
    day: Ints | None = None
    on_time: Truths | None = None
    finished: Truths | None = None

    def some(self, which: Truths) -> Counted:
        return Counted(
            self.positions.some(which), None if self.day is None else self.day[which],
            None if self.on_time is None else self.on_time[which],
            None if self.finished is None else self.finished[which],
        )  # fmt: skip


def rows_of(form: Ratio | Measure, board: Board) -> Counted:
    """The rows of the board's span that ``where`` admits. ``Unsure``: rows of subjects, or not by columns."""
    found = _all_rows(form, board)
    if found.day is not None and not form.all_time:
        found = found.some(within(board.world.span, found.day))
    return found.some(holds(form.where, found.positions))


def _all_rows(form: Ratio | Measure, board: Board) -> Counted:
    over = form.over
    if over.what == "cases":
        return Counted(board.at_ends(np.arange(board.count, dtype=np.int64)))
    if over.what == "events":
        rows = board.rows_of(over.kinds)
        return Counted(board.at_rows(rows), board.day[rows])
    if over.what == "deadline":
        return _decided(over.clause or "", board)
    raise Unsure


def _decided(clause: str, board: Board) -> Counted:
    """The clocks that ended on time, at their finish, or are late, at the due point; in order of opening."""
    deadline = board.world.policy.clause(clause)
    if cast("Deadline", deadline.form).stream != board.kind:
        raise Unsure
    due = due_of(deadline, board)
    if due.plain:
        raise Unsure
    became = outcomes(due)
    late, done = np.flatnonzero(became.late), np.flatnonzero(became.on_time)
    there = due.clocks.some(late).seen_from(due_points(due, late), board)
    ended = due.clocks.some(done).seen_from(board.at_rows(due.clocks.end[done]), board)
    numbers = np.concatenate([late, done])
    turn = np.argsort(numbers, kind="stable")
    day = np.concatenate([dated(due)[late], became.until[done]])
    return Counted(
        joined(there, ended).some(turn), day[turn], became.on_time[numbers][turn],
        (due.clocks.how == FINISH)[numbers][turn],
    )  # fmt: skip
