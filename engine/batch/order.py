"""The rows of one kind of stream in order: stream after stream, in each as ``engine.order`` says (P2).

One sort by stream and minute, which fit into one number; then only rows that still stand wrong are
sorted among their neighbours by instant, upstream number and place of the kind. Ids decide only where
all of these are equal, and are looked at nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaohe.engine.batch.column import Ints, Truths


@dataclass(frozen=True, slots=True)
class Order:
    """``source``: table rows, stream after stream; stream i holds ``begins[i]`` … ``begins[i + 1]`` - 1.

    ``subject`` is the rank of each stream's id among the subjects' texts, ascending.
    """

    source: Ints
    begins: Ints
    subject: Ints

    def part(self, first: int, end: int) -> Order:
        """The streams ``first`` … ``end`` - 1."""
        begins = self.begins[first : end + 1]
        return Order(self.source[begins[0] : begins[-1]], begins - begins[0], self.subject[first:end])

    def parts(self, rows: int) -> list[tuple[int, int]]:
        """The streams cut where about so many rows are together; one part at least."""
        cuts = np.searchsorted(self.begins, np.arange(rows, int(self.begins[-1]), rows)).tolist()
        ends = sorted({*cuts, len(self.subject)} - {0}) or [0]
        return list(zip([0, *ends[:-1]], ends, strict=True))

    def without(self, streams: Truths) -> Order:
        """The streams that are not marked."""
        if not streams.any():
            return self
        sizes = np.diff(self.begins)
        kept = ~streams
        return Order(self.source[np.repeat(kept, sizes)], sums(sizes[kept]), self.subject[kept])


def sums(sizes: Ints) -> Ints:
    """0 and the sums so far."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])


def spread(sizes: Ints) -> tuple[Ints, Ints]:
    """So many places of each owner, one after the other: whose each is, and its number among them."""
    owner = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    return owner, np.arange(len(owner), dtype=np.int64) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def alike(keys: Sequence[NDArray[np.generic]]) -> tuple[Ints, Ints]:
    """Which sort each place is of, and the first place of each sort."""
    sort: Ints = np.zeros(len(keys[0]), np.int64)
    for key in keys:
        _, own = np.unique(key, return_inverse=True)
        _, sort = np.unique(sort * (int(own.max(initial=0)) + 1) + own, return_inverse=True)
    _, first = np.unique(sort, return_index=True)
    return sort, first


Keys = tuple[NDArray[np.signedinteger], ...]
"""Of each row, the most important first: stream, instant, upstream number, place of the kind."""
_MINUTE = 60_000_000


def ordered(rows: Ints, keys: Keys, ids: pa.Array) -> Order:
    """``rows`` (of the table, as are ``keys`` and ``ids``) in streams and order."""
    mine = [key[rows] for key in keys]
    turn = _by_minute(mine[0], mine[1])
    turn = _settled(turn, mine)
    stream = mine[0][turn].astype(np.int64)
    source = _by_id(rows[turn], ~_differ([key[turn] for key in mine]), ids)
    opens = np.flatnonzero(np.concatenate([[True], stream[1:] != stream[:-1]])) if len(stream) else stream
    return Order(source, np.append(opens, len(stream)).astype(np.int64), stream[opens])


def _by_minute(stream: NDArray[np.signedinteger], at: NDArray[np.signedinteger]) -> Ints:
    """Rows by stream and minute, which one number holds: most are then in order already."""
    if not len(at):
        return np.zeros(0, np.int64)
    minute = (at - at.min()) // _MINUTE
    width = int(minute.max()) + 1
    if (int(stream.max()) + 1) * width > 2**62:
        return np.lexsort((minute, stream))
    return np.argsort(stream.astype(np.int64) * width + minute, kind="stable")


def _settled(turn: Ints, keys: Sequence[NDArray[np.signedinteger]]) -> Ints:
    """Rows of one stream whose neighbour should come before them, put in order with all about them."""
    stream, *rest = (key[turn] for key in keys)
    wrong = np.zeros(max(len(turn) - 1, 0), bool)
    equal = stream[1:] == stream[:-1]
    for key in rest:
        wrong |= equal & (key[1:] < key[:-1])
        equal &= key[1:] == key[:-1]
    if not wrong.any():
        return turn
    minute = (rest[0] - rest[0].min()) // _MINUTE
    run = np.concatenate([[0], np.cumsum(_differ([stream, minute]))])
    apart = np.zeros(int(run[-1]) + 1, bool)
    apart[run[:-1][wrong]] = True
    mixed = np.flatnonzero(apart[run])
    turn = turn.copy()
    turn[mixed] = turn[mixed][np.lexsort([*(key[mixed] for key in reversed(rest)), run[mixed]])]
    return turn


def _differ(keys: Sequence[NDArray[np.signedinteger]]) -> Truths:
    """Whether each row differs from the one after it in any of the keys."""
    found = np.zeros(max(len(keys[0]) - 1, 0), bool)
    for key in keys:
        found |= key[1:] != key[:-1]
    return found


def _by_id(source: Ints, equal: Truths, ids: pa.Array) -> Ints:
    """Rows that all else leaves tied (row i + 1 with row i where ``equal[i]``) by id."""
    pairs = np.flatnonzero(equal)
    if not len(pairs):
        return source
    ascend = pc.less(ids.take(pa.array(source[pairs])), ids.take(pa.array(source[pairs + 1])))
    wrong = ~ascend.to_numpy(zero_copy_only=False)
    if not wrong.any():
        return source
    run = np.concatenate([[0], np.cumsum(~equal)])
    tied = np.flatnonzero(np.isin(run, run[pairs[wrong]]))
    order = pc.sort_indices(
        pa.table({"run": run[tied], "id": ids.take(pa.array(source[tied]))}),
        sort_keys=[("run", "ascending"), ("id", "ascending")],
    ).to_numpy()
    found = source.copy()
    found[tied] = source[tied][order]
    return found
