"""The rows of one kind of stream in order: stream after stream, in each as ``engine.order`` says (P2).

One stable sort by stream, instant, upstream number and place of the kind; ids decide only where all
of these are equal, so ids are looked at nowhere else.
"""

from __future__ import annotations

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


Keys = tuple[NDArray[np.signedinteger], ...]
"""Of each row, the most important first: stream, instant, upstream number, place of the kind."""


def ordered(rows: Ints, keys: Keys, ids: pa.Array) -> Order:
    """``rows`` (of the table, as are ``keys`` and ``ids``) in streams and order."""
    mine = [key[rows] for key in keys]
    used = [key for number, key in enumerate(mine) if number < 2 or (len(key) and np.any(key != key[0]))]
    turn = np.lexsort(used[::-1])
    sorted_keys = [key[turn] for key in used]
    equal = np.ones(max(len(rows) - 1, 0), bool)
    for key in sorted_keys:
        equal &= key[1:] == key[:-1]
    source = _by_id(rows[turn], equal, ids)
    stream = sorted_keys[0].astype(np.int64)
    opens = np.flatnonzero(np.concatenate([[True], stream[1:] != stream[:-1]])) if len(stream) else stream
    return Order(source, np.append(opens, len(stream)).astype(np.int64), stream[opens])


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
