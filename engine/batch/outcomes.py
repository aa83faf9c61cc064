"""What became of each clock: late, ended on time, or held up by a pause (as ``meaning.lateness``)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kaohe.engine.batch.clocks import NO_LIMIT, NONE
from kaohe.engine.batch.column import Ints, Truths
from kaohe.engine.batch.due import Due
from kaohe.engine.batch.endings import FINISH


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Which clocks are late, which ended on time; ``until`` is the day up to which delays are counted."""

    late: Truths
    on_time: Truths
    suspended: Truths
    until: Ints


def outcomes(due: Due) -> Outcomes:
    """As ``meaning.lateness.outcome``, of all clocks that columns reckoned."""
    board, clocks = due.board, due.clocks
    world, running = board.world, clocks.end < 0
    end = np.maximum(clocks.end, 0)
    at = np.where(running, world.now, board.at[end]) if len(board) else clocks.end
    until = np.where(running, world.as_of.toordinal(), board.day[end]) if len(board) else clocks.end
    limited, known = clocks.unit != NO_LIMIT, due.due != NONE
    known[list(due.by_meaning)] = limited[list(due.by_meaning)] = False
    late = known & np.where(due.in_hours, at > due.due_at, until > due.due)
    on_time = limited & ~late & (clocks.how == FINISH)
    return Outcomes(late, on_time, limited & running & ~known, until)


def dated(due: Due) -> Ints:
    """The date of a late entry: the day after the due day; for hours the day of the due instant."""
    return due.due + ~due.in_hours
