"""Which places are alike: equal in several whole numbers at once.

The numbers are packed into one, the first the most important; what lies close together is then told
apart by a table, and only what is spread far and wide by sorting.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from kaohe.engine.batch.column import Ints, Truths

T = TypeVar("T", bound=np.generic)
_WIDEST = 2**62
"""So many different packed numbers fit into int64, with room to spare."""
CLOSE = 8
"""A table of so many places for each number is cheaper than sorting them."""
_SMALL = 65_536
"""A table of so many places is always cheap."""


def alike(keys: Sequence[NDArray[np.generic]]) -> tuple[Ints, Ints]:
    """Which sort each place is of, and the first place of each sort; sorts ascend by their keys."""
    code, width = packed(keys)
    sort, sorts = dense(code, width)
    first = np.empty(sorts, np.int64)
    first[sort[::-1]] = np.arange(len(sort) - 1, -1, -1)  # written from the last place to the first: the first stays
    return sort, first


def in_turn(keys: Sequence[NDArray[np.generic]]) -> tuple[Ints, Truths]:
    """The places in the order of their keys (tied ones as they stand), and whether each in that order is tied with the next."""
    code, _ = packed(keys)
    turn = np.argsort(code, kind="stable")
    code = code[turn]
    return turn, code[1:] == code[:-1]


def packed(keys: Sequence[NDArray[np.generic]]) -> tuple[Ints, int]:
    """One number of each place that says all its keys and ascends as they do; all are below the second."""
    code, width = np.zeros(len(keys[0]), np.int64), 1
    for key in keys:
        own, span = _from_zero(key)
        if span == 1:
            continue
        if width * span > _WIDEST:
            code, width = dense(code, width)
            own, span = dense(own, span)
        code *= span
        code += own
        width *= span
    return code, width


def _from_zero(key: NDArray[Any]) -> tuple[Ints, int]:
    if not len(key):
        return key.astype(np.int64), 1
    low, high = int(key.min()), int(key.max())
    if high - low < _WIDEST:
        return key.astype(np.int64) - low, high - low + 1
    different, own = np.unique(key, return_inverse=True)
    return own, len(different)


def dense(code: Ints, width: int) -> tuple[Ints, int]:
    """Numbers below ``width`` as ranks among those that occur, and how many do."""
    if width > max(CLOSE * len(code), _SMALL):
        different, rank = np.unique(code, return_inverse=True)
        return rank, len(different)
    there = np.zeros(width, bool)
    there[code] = True
    ranks = np.cumsum(there, dtype=np.int32)
    return ranks[code].astype(np.int64) - 1, int(ranks[-1])


def distinct(values: NDArray[T]) -> NDArray[T]:
    """The different values, ascending. ``np.unique`` of numpy 2.3 and later hashes, a hundred times slower than this sorts."""
    ascending = np.sort(values)
    found: NDArray[T] = ascending[np.append(True, ascending[1:] != ascending[:-1])[: len(ascending)]]
    return found
