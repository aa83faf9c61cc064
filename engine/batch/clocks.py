"""Which clocks a deadline opens, and what ends each: the next row of a list (P3).

    start rows ──► clocks ──► the first later finish │ lapse │ restart of the same group
                                                      restarts open the next round of clocks
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from kaohe.engine.batch.board import Board, Positions, mask_of
from kaohe.engine.batch.column import Ints, Truths, Unsure
from kaohe.engine.batch.evaluate import column, holds
from kaohe.engine.batch.history import parts_of
from kaohe.engine.meaning.clocks import How
from kaohe.rules.expression import tree as trees
from kaohe.rules.policy import At, Deadline, Policy
from kaohe.rules.value import Duration, DurationUnit

HOW: tuple[How, How, How] = ("finish", "lapse", "restart")
FINISH, LAPSE, RESTART, RUNNING = 0, 1, 2, 3
UNITS: tuple[DurationUnit, ...] = ("d", "wd", "h", "wh")
NO_LIMIT = -1


@dataclass(frozen=True, slots=True)
class Clocks:
    """Clocks by opening row. ``end`` -1: running; ``how`` indexes ``HOW``.

    ``count`` and ``unit`` (of ``UNITS``) are their limits, ``origin`` is the row that ``start.f`` reads.
    """

    place: Ints
    origin: Ints
    count: Ints
    unit: Ints
    end: Ints
    how: Ints

    def __len__(self) -> int:
        return len(self.place)

    def some(self, which: Ints | Truths) -> Clocks:
        return Clocks(*[getattr(self, each.name)[which] for each in dataclasses.fields(Clocks)])

    def seen_from(self, positions: Positions, board: Board) -> Positions:
        """``positions``, one for each clock, as this deadline's expressions see them."""
        return replace(positions, start=self.origin, force=board.day[self.place], memory={})


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


def opened(form: Deadline, board: Board) -> Clocks:
    """Every clock of the deadline, by opening row."""
    assert form.start is not None
    starts = _start_rows(form.start, board)
    if not len(starts):
        return Clocks(*[starts] * 6)
    count, unit = _limits(form, _seen_from_start(board, starts))
    ends, hows = _ends(form, board)
    group = _groups(form, board)
    new = Clocks(starts, starts, count, unit, starts, starts)
    found = _ended(new, (ends, hows), group)
    taken = mask_of(starts, len(board))
    rounds = [found]
    while len(found.place):
        again = found.some((found.how == RESTART) & ~taken[np.maximum(found.end, 0)])
        again = again.some(_latest_of_each(again))
        taken[again.end] = True
        found = _ended(replace(again, place=again.end), (ends, hows), group)
        rounds.append(found)
    every = Clocks(*[np.concatenate([getattr(each, f.name) for each in rounds]) for f in dataclasses.fields(Clocks)])
    return every.some(np.argsort(every.place, kind="stable"))


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


def _ended(new: Clocks, ends: tuple[Ints, Ints], group: Ints) -> Clocks:
    """Each clock with the first later ending row of its group."""
    rows, hows = ends
    place = new.place
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
    return replace(new, end=end, how=how)


def _limits(form: Deadline, starts: Positions) -> tuple[Ints, Ints]:
    """The limit of each clock opened by a start event: how many, of which unit."""
    count, unit = np.zeros(len(starts), np.int64), np.full(len(starts), NO_LIMIT, np.int64)
    if form.within is not None:
        spans = column(form.within.tree, starts)
        for code in np.unique(spans.values[spans.there]).tolist():
            span = cast("Duration", starts.board.codes.values[code])
            mine = spans.there & (spans.values == code)
            count[mine], unit[mine] = span.count, UNITS.index(span.unit)
    elif form.due is not None:
        due = column(form.due.tree, starts)
        count, unit = np.where(due.there, due.values - starts.day, 0), np.where(due.there, 0, NO_LIMIT)
    return count, unit
