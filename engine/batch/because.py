"""Because of which rows: what ``meaning.trace.because`` cites, kept as row numbers until the end (P17).

Rows of one stream ascend as its events do, so what an entry cites is its rows, sorted, each once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa

from kaohe.engine.batch import history
from kaohe.engine.batch.alike import distinct
from kaohe.engine.batch.board import Board, Positions
from kaohe.engine.batch.column import Ints, Unsure
from kaohe.engine.batch.order import sums
from kaohe.rules.expression import tree as trees
from kaohe.rules.expression.reading import parts_here
from kaohe.rules.expression.tree import Expression, Tree


def chosen(expressions: Iterable[Expression | None], positions: Positions) -> list[Ints]:
    """For each history call or state of the expressions, the row it chose at each position; -1: none."""
    return [rows for each in expressions if each is not None for rows in _chosen(each.tree, positions)]


def _chosen(tree: Tree, positions: Positions) -> Iterator[Ints]:
    if isinstance(tree, trees.History):
        seen = history.look_back(tree, positions)
        yield seen.first if tree.function == "first" else seen.latest
    elif isinstance(tree, trees.InState):
        yield history.turned(tree, positions).latest
    else:
        for part in parts_here(tree):
            yield from _chosen(part, positions)


def cited(board: Board, size: int, lists: Iterable[Ints], more: tuple[Ints, Ints] | None = None) -> pa.ListArray:
    """The ids of what each of ``size`` entries cites: a row of each list, and ``more`` (owner, row)."""
    kept = list(lists)
    owners = [np.flatnonzero(each >= 0) for each in kept]
    rows = [each[each >= 0] for each in kept]
    if more is not None:
        owners.append(more[0])
        rows.append(more[1])
    owner, row = np.concatenate([*owners, np.zeros(0, np.int64)]), np.concatenate([*rows, np.zeros(0, np.int64)])
    span = max(len(board), 1)
    if size * span > 2**62:
        raise Unsure
    pairs = distinct(owner * span + row)
    sizes = np.bincount(pairs // span, minlength=size).astype(np.int64)
    return pa.ListArray.from_arrays(pa.array(sums(sizes), pa.int32()), board.ids(pairs % span))
