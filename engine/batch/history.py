"""Looking back by binary search: how many rows of a list lie between a stream's first and the position.

A condition filters the list once, each row judged in its own context. One that compares with the
looking event (``this.f``) is judged for every pair of a position and an earlier row of its stream.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kaohe.engine.batch.alike import alike
from kaohe.engine.batch.board import Board, Positions
from kaohe.engine.batch.column import Column, Ints, Unsure, sort_of, truths, whole
from kaohe.engine.batch.evaluate import column
from kaohe.rules.expression.tree import FieldOf, History

MOST_PAIRS = 20_000_000
"""More pairs than this are left to the plain meaning."""
_MANY = 20
"""Where more than every so manieth row of a board is asked from, rows are counted."""


@dataclass(frozen=True, slots=True)
class Lookback:
    """For each position: how many rows, the first and the latest of them (-1: none).

    ``owner`` and ``rows`` list every pair of a position and a row found, by need.
    """

    count: Ints
    first: Ints
    latest: Ints
    pairs: Callable[[], tuple[Ints, Ints]]


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
    passed[rows + 1] = 1
    np.cumsum(passed, out=passed)
    return passed[positions.first], passed[positions.before]


def _listed(tree: History, positions: Positions) -> Lookback:
    """Those of the rows at which the condition holds that lie between the bounds."""
    rows = filtered(positions.board, tree)
    low, high = _bounds(rows, positions)
    places = np.arange(len(rows), dtype=np.int64)
    some = high > low
    first = np.where(some, low, -1)
    latest = np.where(some, high - 1, -1)
    return Lookback(
        high - low, _row(rows, first), _row(rows, latest), lambda: _spread(rows, low, high, places)
    )  # fmt: skip


def filtered(board: Board, tree: History) -> Ints:
    """The rows of the kinds at which the condition, which asks nothing of ``this``, holds."""
    return board.remembered(("rows", tree.kinds, tree.where), lambda: _filtered(board, tree))


def _filtered(board: Board, tree: History) -> Ints:
    rows = board.rows_of(tree.kinds)
    return rows if tree.where is None else rows[column(tree.where, board.at_rows(rows)).true]


def _paired(tree: History, positions: Positions) -> Lookback:
    """Every earlier row of the kinds, judged with the looking event beside it."""
    board, size = positions.board, len(positions)
    rows = board.rows_of(tree.kinds)
    low, high = _bounds(rows, positions)
    owner, earlier = _spread(rows, low, high, np.arange(len(rows), dtype=np.int64))
    assert tree.where is not None
    kept = column(tree.where, board.at_rows(earlier, this=positions.row[owner])).true
    owner, earlier = owner[kept], earlier[kept]
    count = np.bincount(owner, minlength=size).astype(np.int64)
    ends = np.cumsum(count)
    some = count > 0
    first, latest = np.where(some, ends - count, -1), np.where(some, ends - 1, -1)
    return Lookback(count, _row(earlier, first), _row(earlier, latest), lambda: (owner, earlier))


def _row(rows: Ints, places: Ints) -> Ints:
    """The rows at places of a list; -1 at place -1."""
    return np.append(rows, -1)[places]


def _spread(rows: Ints, low: Ints, high: Ints, places: Ints) -> tuple[Ints, Ints]:
    """Every pair of a position and a row between its bounds, by position and row."""
    sizes = high - low
    total = int(sizes.sum())
    if total > MOST_PAIRS:
        raise Unsure
    owner = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    within = np.arange(total, dtype=np.int64) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return owner, rows[places[low[owner] + within]] if total else np.zeros(0, np.int64)


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
