"""What ends each clock: the first later row that finishes it, makes it lapse or restarts it (P3).

Whether a row ends clocks at all is asked once, where the condition looks at nothing of the clock. Where it
does (``start.f``, a parameter of the opening day) it is asked of pairs: each clock with its next rows, then
with twice as many, until one ends it or none is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.engine.batch.alike import alike
from kaohe.engine.batch.board import Board, Positions, mask_of
from kaohe.engine.batch.column import Ints, Truths, Unsure
from kaohe.engine.batch.evaluate import holds, matching
from kaohe.engine.batch.order import spread
from kaohe.rules.expression import tree as trees
from kaohe.rules.expression.reading import parts_here
from kaohe.rules.expression.tree import Tree
from kaohe.rules.policy import At, Deadline, Policy

if TYPE_CHECKING:
    from kaohe.engine.batch.clocks import Clocks

FINISH, LAPSE, RESTART, RUNNING = 0, 1, 2, 3
MOST_PAIRS = 20_000_000
"""More pairs of a clock and a row than this are left to the plain meaning."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to end: ``rows`` at which it may, and the condition to be asked of each clock (None: no more)."""

    how: int
    rows: Truths
    at: At | None


@dataclass(frozen=True, slots=True)
class Endings:
    """All rows that may end clocks: ``keys`` ascend by group, then row."""

    board: Board
    ways: Sequence[Way]
    group: Ints
    rows: Ints
    keys: Ints

    def end(self, clocks: Clocks, last: Ints | None = None) -> tuple[Ints, Ints]:
        """The row that ends each clock (-1: none) and how; none after ``last``."""
        group, size = self.group[clocks.place], max(len(self.group), 1)
        place = np.searchsorted(self.keys, group * size + clocks.place, side="right")
        stop = np.searchsorted(self.keys, group * size + (size - 1 if last is None else last), side="right")
        stop = np.where(group < 0, place, stop)
        end, how = np.full(len(clocks), -1, np.int64), np.full(len(clocks), RUNNING, np.int64)
        width = 1
        while len(open_ := np.flatnonzero((end < 0) & (place < stop))):
            owner, nth = spread(np.minimum(stop[open_] - place[open_], width))
            if len(owner) > MOST_PAIRS:
                raise Unsure
            number, rows = open_[owner], self.rows[place[open_][owner] + nth]
            ways = self._how(clocks.some(number), rows)
            ends = np.flatnonzero(ways < RUNNING)
            first = ends[np.append(True, number[ends][1:] != number[ends][:-1])] if len(ends) else ends
            end[number[first]], how[number[first]] = rows[first], ways[first]
            place[open_] += width
            width *= 2
        return end, how

    def _how(self, clocks: Clocks, rows: Ints) -> Ints:
        """How each row ends its clock: a finish before a lapse before a restart."""
        how = np.full(len(rows), RUNNING, np.int64)
        for way in self.ways:
            here = self.board_rows(way, rows)
            if way.at is not None and len(here):
                here = here[holds(way.at.when, self._seen(clocks.some(here), rows[here]))]
            how[here] = np.minimum(how[here], way.how)
        return how

    def board_rows(self, way: Way, rows: Ints) -> Ints:
        """Which of the rows may end a clock this way."""
        return np.flatnonzero(way.rows[rows])

    def _seen(self, clocks: Clocks, rows: Ints) -> Positions:
        return clocks.seen_from(self.board.at_rows(rows), self.board)


def endings(form: Deadline, board: Board, starts: Ints) -> Endings:
    """What ends the clocks that rows like ``starts``, or restarts, open."""
    ways = [_way(number, at, board) for number, ats in enumerate(_ways(form)) for at in ats]
    ending = np.logical_or.reduce([way.rows for way in ways])
    rows = np.flatnonzero(ending)
    group = _groups(form, board, np.flatnonzero(ending | mask_of(starts, len(board))))
    keys = group[rows] * max(len(group), 1) + rows
    turn = np.argsort(keys, kind="stable")
    return Endings(board, ways, group, rows[turn], keys[turn])


def _ways(form: Deadline) -> tuple[tuple[At, ...], ...]:
    return (form.finish,), form.lapse, () if form.restart is None else (form.restart.at,)


def _way(how: int, at: At, board: Board) -> Way:
    if at.when is not None and looks_at_start(at.when.tree, board.world.policy):
        return Way(how, mask_of(board.rows_of(at.kinds), len(board)), at)
    return Way(how, matching(board, (at,)), None)


def _groups(form: Deadline, board: Board, rows: Ints) -> Ints:
    """Within which rows one ends another: the stream, and equal ``match`` fields; -1: with nothing."""
    keys, there = [board.stream[rows]], np.ones(len(rows), bool)
    for name in form.match:
        said = board.said(name, rows)
        there &= said.there
        keys.append(said.values.astype(np.int64))
    own, _ = alike(keys) if form.match else (keys[0], rows)
    group = np.full(len(board), -1, np.int64)
    group[rows[there]] = own[there]
    return group


def looks_at_start(tree: Tree, policy: Policy) -> bool:
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
    return any(looks_at_start(part, policy) for part in parts_here(tree))
