"""The rows of a ratio or measure by columns: where each is looked at, and when it is dated (as ``meaning.rows``)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import cast

import numpy as np

from kaohe.engine.batch.board import Board, Positions, joined
from kaohe.engine.batch.column import Ints, Truths, Unsure
from kaohe.engine.batch.deadline import became_of, due_of, due_points
from kaohe.engine.batch.endings import FINISH
from kaohe.engine.batch.evaluate import holds
from kaohe.engine.batch.on import within
from kaohe.engine.batch.outcomes import dated
from kaohe.engine.meaning.reversal import acts, is_exempt
from kaohe.engine.meaning.subjects import days_of
from kaohe.engine.roster import OfficeKind
from kaohe.rules.policy import Checklist, Clause, Deadline, Measure, Ratio


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


def rows_of(form: Ratio | Measure | Checklist, board: Board) -> Counted:
    """The rows of the board's span that ``where`` admits. ``Unsure``: not by columns."""
    found = _all_rows(form, board)
    if found.day is not None and not form.all_time:
        found = found.some(within(board.world.span, found.day))
    return found.some(holds(form.where, found.positions))


def _all_rows(form: Ratio | Measure | Checklist, board: Board) -> Counted:
    over = form.over
    if over.what == "cases":
        return Counted(board.remembered("ends", lambda: board.at_ends(np.arange(board.count, dtype=np.int64))))
    if over.what == "events":
        every = board.at_all(over.kinds)
        return Counted(every, every.day)
    if over.what == "deadline":
        return _decided(over.clause or "", board)
    return Counted(_of_subjects("unit" if over.what == "units" else "leader", board))


def _of_subjects(kind: OfficeKind, board: Board) -> Positions:
    """One row for each unit or leader whose days are at least half of the span's, at the end of its stream (P4)."""
    if board.kind != kind:
        raise Unsure
    world = board.world
    length = (world.span.to - world.span.from_).days + 1
    held = [who for who in world.roster.subjects(kind) if 2 * len(days_of(world, kind, who, world.span)) >= length]
    streams = {who: number for number, who in enumerate(board.names(np.arange(board.count)).to_pylist())}
    number = np.array([streams.get(who, -1) for who in held], np.int64)
    ends = board.at_ends(np.maximum(number, 0)) if len(board) else _nowhere(board, len(held))
    silent = number < 0
    subject = np.array([board.codes.number(who) for who in held], np.int64)
    return replace(
        ends, first=np.where(silent, 0, ends.first), before=np.where(silent, 0, ends.before),
        upto=np.where(silent, 0, ends.upto), subject=subject,
    )  # fmt: skip


def _nowhere(board: Board, size: int) -> Positions:
    """Ends of streams in which nothing stands."""
    none = np.zeros(size, np.int64)
    world = board.world
    return Positions(board, none, none, none, none - 1, none + world.now, none + world.as_of.toordinal())


def _decided(clause: str, board: Board) -> Counted:
    """The clocks that ended on time, at their finish, or are late, at the due point; in order of opening."""
    deadline = board.world.policy.clause(clause)
    if cast("Deadline", deadline.form).stream != board.kind:
        raise Unsure
    due = due_of(deadline, board)
    if due.by_meaning:
        raise Unsure
    became = became_of(deadline, board)
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


def taken_out(clause: Clause, rows: Counted) -> Truths:
    """Exempted rows (P9): only of streams that have an exemption is anything asked."""
    positions = rows.positions
    board = positions.board
    world, mask = board.world, np.zeros(len(positions), bool)
    exempted = {act.stream.id for act in acts(world, "exemption") if act.stream.kind == board.kind}
    last = min(world.span.to, world.as_of)
    for place, name in enumerate(_whose(positions) if exempted else []):
        if name in exempted:
            day = last if rows.day is None else date.fromordinal(int(rows.day[place]))
            mask[place] = is_exempt(world, clause, board.kind, name, day)
    return mask


def _whose(positions: Positions) -> list[str]:
    """In whose stream each position lies."""
    board = positions.board
    if positions.subject is not None:
        return [cast("str", board.codes.values[code]) for code in positions.subject.tolist()]
    return cast("list[str]", board.names(board.stream_at(positions.first)).to_pylist())
