"""Looking back by binary search: how many rows of a list lie between a stream's first and the position.

A condition filters the list once, each row judged in its own context. One that compares with the
looking event (``this.f``) is judged for every pair of a position and an earlier row of its stream.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from kaohe.engine.batch.alike import alike
from kaohe.engine.batch.board import Board, Positions
from kaohe.engine.batch.column import Column, Ints, Truths, Unsure, sort_of, truths, whole
from kaohe.engine.batch.evaluate import column, turns
from kaohe.engine.batch.order import spread, sums
from kaohe.rules.expression.tree import FieldOf, History, InState

MOST_PAIRS = 20_000_000
"""More pairs than this are left to the plain meaning."""
_MANY = 50
"""Where more than every so manieth row of a board is asked from, rows are counted."""


@dataclass(frozen=True, slots=True)
class Lookback:
    """What each position finds: of ``rows`` those from the place ``low`` up to ``high`` - 1."""

    rows: Ints
    low: Ints
    high: Ints

    def some(self, which: Ints | Truths) -> Lookback:
        """The same of those of the positions."""
        return Lookback(self.rows, self.low[which], self.high[which])

    @property
    def count(self) -> Ints:
        """How many rows each finds."""
        return self.high - self.low

    @property
    def first(self) -> Ints:
        """The first of them; -1: none."""
        return self._row(self.low)

    @property
    def latest(self) -> Ints:
        """The latest of them; -1: none."""
        return self._row(self.high - 1)

    def _row(self, place: Ints) -> Ints:
        return np.append(self.rows, -1)[np.where(self.high > self.low, place, -1)]

    def pairs(self) -> tuple[Ints, Ints]:
        """Every pair of a position and a row that it finds, by position and row."""
        sizes = self.count
        if int(sizes.sum()) > MOST_PAIRS:
            raise Unsure
        owner, nth = spread(sizes)
        return owner, self.rows[self.low[owner] + nth]


def answer(tree: History, positions: Positions) -> Column:
    """What the function says at each position."""
    seen = look_back(tree, positions)
    if tree.function == "count":
        return whole(seen.count)
    if tree.function == "seen":
        return truths(seen.count > 0)
    if tree.function == "distinct":
        return _distinct(tree, positions, seen)
    if tree.function in ("days_since", "workdays_since"):
        return _since(tree, positions, seen.latest)
    rows = seen.first if tree.function == "first" else seen.latest
    if tree.field is None:
        raise Unsure
    return positions.board.said(tree.field, rows, sort_of(tree.type))


def _since(tree: History, positions: Positions, rows: Ints) -> Column:
    board, there = positions.board, rows >= 0
    day = board.day[np.maximum(rows, 0)] if len(board) else positions.day
    day = np.where(there, day, positions.day)
    passed = positions.day - day if tree.function == "days_since" else board.table.between(day, positions.day)
    return whole(np.where(there, passed, 0), there)


def _distinct(tree: History, positions: Positions, seen: Lookback) -> Column:
    """Different values of a field among the rows found; a missing one is none."""
    owner, rows = seen.pairs()
    if tree.field is None:
        raise Unsure
    said = positions.board.said(tree.field, rows)
    owner = owner[said.there]
    _, first = alike([owner, said.values[said.there]])
    return whole(np.bincount(owner[first], minlength=len(positions)))


# --- rows found -------------------------------------------------------------------------------------


def look_back(tree: History, positions: Positions) -> Lookback:
    """The rows that the call looks back at, from each position."""
    way = _paired if tree.where is not None and looks_at_this(tree.where) else _listed
    return positions.remembered(("look back", tree.kinds, tree.where), lambda: way(tree, positions))


def _bounds(rows: Ints, positions: Positions) -> tuple[Ints, Ints]:
    """How many of the rows (of the board, ascending) stand before what each position looks at, and before itself.

    By binary search; where many ask it takes a tenth of that to count once for all rows of the board.
    """
    size = len(positions.board)
    if len(positions) * _MANY < size:
        return np.searchsorted(rows, positions.first), np.searchsorted(rows, positions.before)
    passed = np.zeros(size + 1, np.int64)
    passed[1:][rows] = 1
    np.cumsum(passed, out=passed)
    return passed[positions.first], passed[positions.before]


def _listed(tree: History, positions: Positions) -> Lookback:
    """Those of the rows at which the condition holds that lie between the bounds."""
    rows = filtered(positions.board, tree)
    return Lookback(rows, *_bounds(rows, positions))


def filtered(board: Board, tree: History) -> Ints:
    """The rows of the kinds at which the condition, which asks nothing of ``this``, holds."""
    return board.remembered(("rows", tree.kinds, tree.where), lambda: _filtered(board, tree))


def _filtered(board: Board, tree: History) -> Ints:
    if tree.where is None:
        return board.rows_of(tree.kinds)
    every = board.at_all(tree.kinds)
    return every.row[column(tree.where, every).true]


def _paired(tree: History, positions: Positions) -> Lookback:
    """Every earlier row of the kinds, judged with the looking event beside it."""
    board, rows = positions.board, positions.board.rows_of(tree.kinds)
    owner, earlier = Lookback(rows, *_bounds(rows, positions)).pairs()
    assert tree.where is not None
    kept = column(tree.where, board.at_rows(earlier, this=positions.row[owner])).true
    ends = sums(np.bincount(owner[kept], minlength=len(positions)))
    return Lookback(earlier[kept], ends[:-1], ends[1:])


# --- states -----------------------------------------------------------------------------------------


def in_state(tree: InState, positions: Positions) -> Column:
    """Whether the latest turn of the state began it."""
    seen = turned(tree, positions)
    begins = np.append(turns(positions.board, tree.name)[1], False)
    return truths(begins[np.where(seen.high > seen.low, seen.high - 1, -1)])


def turned(tree: InState, positions: Positions) -> Lookback:
    """The rows at which the state began or ended."""
    rows, _ = turns(positions.board, tree.name)
    return positions.remembered(("turned", tree.name), lambda: Lookback(rows, *_bounds(rows, positions)))


def looks_at_this(tree: object) -> bool:
    """Whether a condition reads the looking event; an inner condition's ``this`` is another event."""
    if isinstance(tree, FieldOf):
        return tree.whose == "this"
    if isinstance(tree, History):
        return False
    return any(looks_at_this(part) for part in parts_of(tree))


def parts_of(tree: object) -> tuple[object, ...]:
    """What a tree or a tuple of trees is directly made of."""
    if isinstance(tree, tuple):
        return tree
    if not dataclasses.is_dataclass(tree):
        return ()
    return tuple(getattr(tree, part.name) for part in dataclasses.fields(tree))
