"""``due()`` and ``overdue()`` at many positions: the newest clock opened before each, as known there (P4)."""

from __future__ import annotations

from typing import cast

import numpy as np

from kaohe.engine.batch.board import Positions
from kaohe.engine.batch.column import Column, Ints, Unsure, truths
from kaohe.engine.batch.deadline import due_of
from kaohe.engine.batch.due import NONE, Due
from kaohe.rules.expression import tree as trees
from kaohe.rules.policy import Deadline


def as_known(tree: trees.Due, positions: Positions) -> Column:
    """The due day, or whether the clock is overdue; cut at what was known at each position."""
    board = positions.board
    clause = board.world.policy.clause(tree.clause)
    if cast("Deadline", clause.form).stream != board.kind:
        raise Unsure
    due = due_of(clause, board)
    if not len(due.clocks):
        return _nothing_known(tree, positions)
    newest, there = _newest(due, positions)
    day, at, end = due.due[newest], due.due_at[newest], due.clocks.end[newest]
    end = np.where(end < positions.before, end, -1)
    for place in np.flatnonzero(there & _is_special(due, newest)).tolist():
        number = int(newest[place])
        moved = due.alone(number, int(positions.before[place]), int(end[place]))
        day[place], at[place] = moved.due, moved.due_at
    if tree.function == "due":
        return Column("day", np.where(there & (day != NONE), day, 0), there & (day != NONE))
    past = (day != NONE) & np.where(due.in_hours[newest], positions.at > at, positions.day > day)
    return truths(there & (end < 0) & past)


def _nothing_known(tree: trees.Due, positions: Positions) -> Column:
    """Without a clock there is no due day, and nothing is overdue."""
    none = np.zeros(len(positions), bool)
    return Column("day", np.zeros(len(positions), np.int64), none) if tree.function == "due" else truths(none)


def _newest(due: Due, positions: Positions) -> tuple[Ints, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """The newest clock opened in the stream before each position (any, where there is none)."""
    place = due.clocks.place
    newest = np.searchsorted(place, positions.before) - 1
    there = (newest >= 0) & (place[np.maximum(newest, 0)] >= positions.first)
    return np.maximum(newest, 0), there


def _is_special(due: Due, numbers: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Clocks whose due day depends on how much is known."""
    special = np.zeros(len(due.clocks), bool)
    special[[*due.moved, *due.plain]] = True
    return special[numbers]
