"""Deadlines by columns: every clock is the next row of a list, every due day a look into a table.

Clocks that a pause or an extension may move are walked day by day by the plain meaning; the others,
most of them, never are. The clocks are laid into the world's memory, where entries, rates, reversals
and ``overdue`` find them as if the plain meaning had reckoned them.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import cast

import numpy as np

from kaohe.engine.batch.board import Board, Positions, mask_of
from kaohe.engine.batch.column import Column, Ints, Truths, Unsure, column_of, said, sort_of
from kaohe.engine.batch.evaluate import column, holds, turns
from kaohe.engine.batch.history import parts_of
from kaohe.engine.batch.on import within
from kaohe.engine.meaning import deadline
from kaohe.engine.meaning.clocks import How, Instance
from kaohe.engine.meaning.deadline import Reckoned, Timed
from kaohe.engine.meaning.duedate import LONGEST, Limit, limit_of
from kaohe.engine.meaning.dueline import DueLine
from kaohe.engine.meaning.localtime import HOUR
from kaohe.engine.meaning.unscored import OutOfBounds, judged
from kaohe.rules.calendar import UnknownYear
from kaohe.rules.expression import tree as trees
from kaohe.rules.expression.tree import Expression
from kaohe.rules.policy import At, Clause, Deadline, Policy
from kaohe.rules.value import Duration

_HOW: tuple[How, How, How] = ("finish", "lapse", "restart")
_LAST_DAY = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Clocks:
    """Clocks by opening row. ``end`` -1: running; ``how`` indexes finish, lapse, restart.

    ``limit`` says which row of ``limits`` is theirs, ``origin`` is the row that ``start.f`` reads.
    """

    place: Ints
    origin: Ints
    limit: Ints
    end: Ints
    how: Ints

    def some(self, which: Ints | Truths) -> Clocks:
        return Clocks(self.place[which], self.origin[which], self.limit[which], self.end[which], self.how[which])


def lay_out(clause: Clause, board: Board) -> None:
    """Reckons every clock of the clause and lays them where the plain meaning looks for them."""
    world = board.world
    key = (world.span, world.as_of, ("timed", clause.id))
    if key not in world.memory:
        world.memory[key] = tuple(reckoned for _, reckoned in timed(clause, board))


def timed(clause: Clause, board: Board) -> list[tuple[bool, Reckoned]]:
    """The clocks in order of streams and opening, each with whether columns alone reckoned it."""
    key = ("timed", clause.id)
    if key not in board.memory:
        board.memory[key] = _timed(clause, cast("Deadline", clause.form), board)
    return cast("list[tuple[bool, Reckoned]]", board.memory[key])


def _timed(clause: Clause, form: Deadline, board: Board) -> list[tuple[bool, Reckoned]]:
    can_be_reckoned(form, board.world.policy)
    found, limits = opened(form, board)
    found = found.some(within(clause.in_force, board.day[found.place]))
    simple = ~_may_move(form, board, found)
    due, due_at = _due(form, board, found, limits, simple)
    out: list[tuple[bool, Reckoned]] = []
    for number in range(len(found.place)):
        clock = _instance(clause, board, found, limits, number)
        if simple[number]:
            out.append((True, (Timed(clock, _line(board, clock, int(due[number]), int(due_at[number]))), ())))
        else:
            known = len(clock.stream.events)
            reckon = partial(deadline.as_timed, board.world, clock, known)
            out.append((False, judged(clause, clock.start.id, reckon)))
    return out


# --- what can be reckoned ---------------------------------------------------------------------------


def can_be_reckoned(form: Deadline, policy: Policy) -> None:
    """Not yet: deadlines counted back, limits carried on, ends that depend on how the clock began."""
    carried = form.restart is not None and form.restart.carry == "rest"
    ends = [form.finish, *form.lapse, *([form.restart.at] if form.restart else [])]
    asks = [at.when for at in ends]
    if form.before is not None or carried or any(each and looks_at_start(each.tree, policy) for each in asks):
        raise Unsure
    if form.start is None or {"recorded_at", "seq"} & set(form.match):
        raise Unsure


def looks_at_start(tree: object, policy: Policy) -> bool:
    """Whether an expression may read the opening event, or a parameter of its day.

    An inner condition is its own context; a fact or gate is judged here, so it is opened.
    """
    if isinstance(tree, trees.History):
        return False
    if isinstance(tree, trees.FieldOf):
        return tree.whose == "start"
    if isinstance(tree, trees.Parameter):
        return True
    if isinstance(tree, trees.Fact):
        return looks_at_start(policy.vocabulary.facts[tree.name].value.tree, policy)
    if isinstance(tree, trees.Gate):
        return any(looks_at_start(item.pass_.tree, policy) for item in policy.gates[tree.name].items)
    return any(looks_at_start(part, policy) for part in parts_of(tree))


# --- clocks -----------------------------------------------------------------------------------------


def opened(form: Deadline, board: Board) -> tuple[Clocks, list[Limit | None]]:
    """Every clock of the deadline, by opening row, and the limits of those that opened by ``start``."""
    assert form.start is not None
    starts = _start_rows(form.start, board)
    limits = _limits(form, _seen_from_start(board, starts))
    ends, hows = _ends(form, board)
    group = _groups(form, board)
    numbers = np.arange(len(starts), dtype=np.int64)
    found = _ended(starts, starts, numbers, (ends, hows), group)
    taken = mask_of(starts, len(board))
    rounds = [found]
    while len(found.place):
        again = found.some((found.how == 2) & ~taken[np.maximum(found.end, 0)])
        again = again.some(_latest_of_each(again))
        taken[again.end] = True
        found = _ended(again.end, again.origin, again.limit, (ends, hows), group)
        rounds.append(found)
    every = Clocks(*[np.concatenate([getattr(each, f.name) for each in rounds]) for f in dataclasses.fields(Clocks)])
    return every.some(np.argsort(every.place, kind="stable")), limits


def _latest_of_each(again: Clocks) -> Ints:
    """Of the clocks that one restart ended, the one opened last is begun anew."""
    order = np.lexsort((again.place, again.end))
    last = np.append(again.end[order][1:] != again.end[order][:-1], True) if len(order) else order.astype(bool)
    return cast("Ints", order[last])


def _start_rows(start: At, board: Board) -> Ints:
    rows = board.rows_of(start.kinds)
    return rows[holds(start.when, _seen_from_start(board, rows))]


def _seen_from_start(board: Board, rows: Ints) -> Positions:
    return replace(board.at_rows(rows), start=rows, force=board.day[rows], memory={})


def _ends(form: Deadline, board: Board) -> tuple[Ints, Ints]:
    """The rows that end clocks, and how: a finish before a lapse before a restart."""
    how = np.full(len(board), 3, np.int64)
    ways = [(form.finish,), form.lapse, (form.restart.at,) if form.restart is not None else ()]
    for number in (2, 1, 0):
        how[_matching(board, ways[number])] = number
    rows = np.flatnonzero(how < 3)
    return rows, how[rows]


def _matching(board: Board, ats: tuple[At, ...]) -> Ints:
    found = [np.zeros(0, np.int64)]
    for at in ats:
        rows = board.rows_of(at.kinds)
        found.append(rows[holds(at.when, board.at_rows(rows))])
    return np.concatenate(found)


def _groups(form: Deadline, board: Board) -> Ints:
    """Within which rows one ends another: the stream, and equal ``match`` fields; -1: with nothing."""
    group, missing = board.stream, np.zeros(len(board), bool)
    for name in form.match:
        said = board.said(name, np.arange(len(board), dtype=np.int64))
        missing |= ~said.there
        pairs = np.stack([group, said.values.astype(np.int64)])
        group = np.unique(pairs, axis=1, return_inverse=True)[1].reshape(-1)
    return np.where(missing, -1, group)


def _ended(place: Ints, origin: Ints, limit: Ints, ends: tuple[Ints, Ints], group: Ints) -> Clocks:
    """Each clock with the first later ending row of its group."""
    rows, hows = ends
    size = max(len(group), 1)
    keys = group[rows] * size + rows
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    at = np.searchsorted(keys, group[place] * size + place, side="right")
    inside = np.minimum(at, max(len(keys) - 1, 0))
    there = (at < len(keys)) & (group[place] >= 0)
    if len(keys):
        there &= group[rows[order][inside]] == group[place]
        end, how = np.where(there, rows[order][inside], -1), np.where(there, hows[order][inside], 3)
    else:
        end, how = np.full(len(place), -1, np.int64), np.full(len(place), 3, np.int64)
    return Clocks(place, origin, limit, end, how)


# --- limits and due days ----------------------------------------------------------------------------


def _limits(form: Deadline, starts: Positions) -> list[Limit | None]:
    """The limit of each clock opened by a start event; None: it has none."""
    if form.within is not None:
        spans = said(_asked(form.within, starts), starts.board.codes)
        return [None if span is None else limit_of(cast("Duration", span)) for span in spans]
    if form.due is None:
        return [None] * len(starts)
    due = _asked(form.due, starts)
    ahead = (due.values - starts.day).tolist()
    there = due.there.tolist()
    return [Limit(Fraction(n), "d") if known else None for n, known in zip(ahead, there, strict=True)]


def _asked(expression: Expression, positions: Positions) -> Column:
    return column(expression.tree, positions)


def _may_move(form: Deadline, board: Board, clocks: Clocks) -> Truths:
    """Clocks in whose stream a pause ever began, or during which an approval may have been given."""
    moved = np.zeros(len(clocks.place), bool)
    stream = board.stream[clocks.place]
    for state in form.pause:
        rows, begins = turns(board, state)
        moved |= mask_of(board.stream[rows[begins]], board.count)[stream]
    if form.extend is not None:
        approving = board.rows_of(form.extend.at.kinds)
        when = form.extend.at.when
        if when is None or not looks_at_start(when.tree, board.world.policy):
            approving = approving[holds(when, board.at_rows(approving))]
        last = np.where(clocks.end < 0, board.begins[stream + 1] - 1, clocks.end)
        after = np.searchsorted(approving, clocks.place, side="right")
        moved |= np.searchsorted(approving, last, side="right") > after
    return moved


def _due(
    form: Deadline, board: Board, clocks: Clocks, limits: list[Limit | None], simple: Truths
) -> tuple[Ints, Ints]:
    """Due days and instants (0: none) of the simple clocks, one look into a table for each length."""
    size = len(clocks.place)
    due, due_at = np.zeros(size, np.int64), np.zeros(size, np.int64)
    by_limit: dict[Limit, list[int]] = defaultdict(list)
    for number in np.flatnonzero(simple).tolist():
        limit = limits[clocks.limit[number]]
        if limit is not None:
            by_limit[limit].append(number)
    for limit, numbers in by_limit.items():
        places = clocks.place[numbers]
        if abs(limit.count) > LONGEST or limit.unit == "wh":
            simple[numbers] = False
        elif limit.unit == "h":
            due_at[numbers] = _opened_at(board, places) + int(limit.count) * HOUR
        else:
            due[numbers] = _due_day(form, board, board.day[places], limit)
    if np.any((due < 0) | (due > _LAST_DAY)):
        raise Unsure
    return due, due_at


def _due_day(form: Deadline, board: Board, opened_on: Ints, limit: Limit) -> Ints:
    count = int(limit.count)
    if limit.unit == "d" or count <= 0:
        due = opened_on + count
        if np.any((due < 1) | (due >= _LAST_DAY)):
            raise Unsure
    else:
        due = board.table.moved(opened_on, count)
    return board.table.rolled(due) if form.roll == "next_workday" else due


def _opened_at(board: Board, rows: Ints) -> Ints:
    """Hours count from the event, or from the end of the day of a date-only one."""
    world = board.world
    at = board.at[rows]
    for place in np.flatnonzero(board.ground.dated[board.source[rows]]).tolist():
        at[place] = world.last_instant(world.day(int(at[place])))
    return at


# --- as the plain meaning has them --------------------------------------------------------------------


def _instance(clause: Clause, board: Board, clocks: Clocks, limits: list[Limit | None], number: int) -> Instance:
    place, end = int(clocks.place[number]), int(clocks.end[number])
    stream = int(board.stream[place])
    first = int(board.begins[stream])
    return Instance(
        clause, board.stream_of(stream), place - first, board.event(int(clocks.origin[number])),
        limits[clocks.limit[number]],
        None if end < 0 else end - first, None if end < 0 else _HOW[clocks.how[number]],
    )  # fmt: skip


def _line(board: Board, clock: Instance, due: int, due_at: int) -> DueLine:
    """The due line of a clock that nothing moves; its days are not written out."""
    world, ending, limit = board.world, clock.ending, clock.limit
    hours = limit is not None and limit.in_hours
    day = None if limit is None else world.day(due_at) if hours else date.fromordinal(due)
    return DueLine(
        clause=clock.clause.id, start=clock.start, started=world.day_of(clock.start),
        limit=limit, extended=limit, approvals=(), steps=(), pauses=(),
        due=day, due_at=due_at if hours else None,
        ending=ending, ended=None if ending is None else world.day_of(ending), how=clock.how,
    )  # fmt: skip


# --- as known at a position ---------------------------------------------------------------------------


def as_known(tree: trees.Due, positions: Positions) -> Column:
    """``due`` and ``overdue`` at each position: the newest clock opened before it, cut at what was known."""
    board = positions.board
    clause = board.world.policy.clause(tree.clause)
    if cast("Deadline", clause.form).stream != board.kind:
        raise Unsure
    by_stream = _by_stream(clause, board)
    try:
        values = [_known(tree, positions, place, by_stream) for place in range(len(positions))]
    except (OutOfBounds, UnknownYear):
        raise Unsure from None
    return column_of(values, sort_of(tree.type), board.codes)


def _by_stream(clause: Clause, board: Board) -> dict[str, list[tuple[bool, Timed]]]:
    key = ("timed by stream", clause.id)
    if key not in board.memory:
        found: dict[str, list[tuple[bool, Timed]]] = defaultdict(list)
        for simple, (each, _) in timed(clause, board):
            if each is None:
                raise Unsure
            found[each.clock.stream.id].append((simple, each))
        board.memory[key] = found
    return cast("dict[str, list[tuple[bool, Timed]]]", board.memory[key])


def _known(
    tree: trees.Due, positions: Positions, place: int, by_stream: dict[str, list[tuple[bool, Timed]]]
) -> date | bool | None:
    here = positions.plain(place)
    opened_before = [each for each in by_stream.get(here.stream.id, ()) if each[1].clock.place < here.before]
    if not opened_before:
        return None if tree.function == "due" else False
    simple, newest = opened_before[-1]
    line = newest.line
    if not simple:
        line = deadline.as_timed(here.world, _cut(newest.clock, here.before), here.before).line
    elif newest.clock.end is not None and newest.clock.end >= here.before:
        line = replace(line, ending=None, ended=None, how=None)
    if tree.function == "due":
        return line.due
    return line.ending is None and line.is_past(here.at, here.world.day(here.at))


def _cut(clock: Instance, known: int) -> Instance:
    """The clock as the first ``known`` events of its stream tell of it."""
    return clock if clock.end is None or clock.end < known else replace(clock, end=None, how=None)


