"""``due()`` and ``overdue()`` at many positions: the newest clock opened before each, as known there (P4)."""

from __future__ import annotations

from typing import cast

import numpy as np

from kaohe.engine.batch.alike import distinct
from kaohe.engine.batch.board import Positions, mask_of
from kaohe.engine.batch.clocks import HOURS, NONE
from kaohe.engine.batch.column import Column, Ints, Truths, Unsure, truths
from kaohe.engine.batch.deadline import due_of
from kaohe.engine.batch.due import Due
from kaohe.engine.batch.evaluate import one_by_one
from kaohe.engine.batch.timeline import Told
from kaohe.rules.expression import tree as trees
from kaohe.rules.policy import Deadline


def as_known(tree: trees.Due, positions: Positions) -> Column:
    """The due day, or whether the clock is overdue; cut at what was known at each position.

    Deadlines counted back, and clocks of which later rows of a day say what a restart left, are asked of the
    plain meaning, position by position.
    """
    board = positions.board
    clause = board.world.policy.clause(tree.clause)
    form = cast("Deadline", clause.form)
    if form.stream != board.kind:
        raise Unsure
    if form.before is not None:
        return one_by_one(tree, positions)
    due = due_of(clause, board)
    if not len(due.clocks):
        return _nothing_known(tree, positions)
    newest, there = _newest(due, positions)
    doubtful = np.flatnonzero(there & _in_doubt(due)[newest])
    found = _by_columns(tree, positions, due, (newest, there))
    if len(doubtful):
        said = one_by_one(tree, positions.some(doubtful))
        found.values[doubtful], found.there[doubtful] = said.values, said.there
    return found


def _by_columns(tree: trees.Due, positions: Positions, due: Due, clocks: tuple[Ints, Truths]) -> Column:
    """The same of every position's clock, ``there`` where it has one."""
    newest, there = clocks
    end = due.clocks.end[newest]
    end = np.where(end < positions.before, end, -1)
    day, at = _told(due, newest, there, positions.before, end)
    if tree.function == "due":
        known = there & (day != NONE)
        return Column("day", np.where(known, day, 0), known)
    past = (day != NONE) & np.where(due.in_hours[newest], positions.at > at, positions.day > day)
    return truths(there & (end < 0) & past)


def _told(due: Due, newest: Ints, there: Truths, before: Ints, end: Ints) -> tuple[Ints, Ints]:
    """The due day and instant of each position's clock; counted out again where more became known later."""
    day, at = due.due[newest], due.due_at[newest]
    again = np.flatnonzero(there & _moves(due)[newest])
    if len(again):
        reached = due.line.reach(Told(newest[again], before[again], end[again]))
        if np.any(reached.unsure & ~_in_doubt(due)[newest[again]]):
            raise Unsure
        day[again], at[again] = reached.due, reached.due_at
    return day, at


def _nothing_known(tree: trees.Due, positions: Positions) -> Column:
    """Without a clock there is no due day, and nothing is overdue."""
    none = np.zeros(len(positions), bool)
    return Column("day", np.zeros(len(positions), np.int64), none) if tree.function == "due" else truths(none)


def _newest(due: Due, positions: Positions) -> tuple[Ints, Truths]:
    """The newest clock opened in the stream before each position (any, where there is none)."""
    place = due.clocks.place
    newest = np.searchsorted(place, positions.before) - 1
    there = (newest >= 0) & (place[np.maximum(newest, 0)] >= positions.first)
    return np.maximum(newest, 0), there


def _moves(due: Due) -> Truths:
    """Clocks whose due day depends on how much is known: paused or extended."""
    board, pauses = due.board, due.line.pauses
    paused = mask_of(board.stream[pauses.begins], board.count)[board.stream[due.clocks.place]]
    return paused | mask_of(due.line.asked.owner, len(due.clocks))


def _in_doubt(due: Due) -> Truths:
    """Clocks that the plain meaning walked; and those in streams where a pause begins or ends later on the day
    of a restart: it says what that restart left.
    """
    form, clocks, board = due.form, due.clocks, due.board
    found = mask_of(np.array([*due.by_meaning], np.int64), len(clocks))
    if form.restart is None or form.restart.carry != "rest" or not len(due.line.pauses):
        return found
    turns = distinct(np.concatenate([due.line.pauses.begins, due.line.pauses.ends]))
    turns = turns[turns >= 0]
    rows = clocks.place[clocks.unit < HOURS]
    next_ = turns[np.minimum(np.searchsorted(turns, rows, side="right"), len(turns) - 1)]
    same = (board.stream[next_] == board.stream[rows]) & (board.day[next_] == board.day[rows]) & (next_ > rows)
    return found | mask_of(board.stream[rows[same]], board.count)[board.stream[clocks.place]]
