"""Which cases links tie together, and the part of each: for links stated by many rows, without a stream in sight.

    pairs (case, earlier) ──► clusters ──one case that leads nowhere──► its part, for all of them
                                       └─circles, several beginnings, doubts──► held for the head

A part resolves its links itself (``engine.links``); here it is only made sure that it can.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from kaohe.engine.batch.column import Ints, Truths
from kaohe.engine.batch.disk.keys import among, fingerprints
from kaohe.engine.batch.repeats import Words

PAIRS = pa.schema([("case", pa.string()), ("earlier", pa.string()), ("doubtful", pa.bool_())])
"""Links as rows state them; doubtful: whether the row stands by as-of is not known yet."""


@dataclass(frozen=True, slots=True)
class Clusters:
    """Linked cases by fingerprint, ascending. ``root`` is the case in whose stream all of a cluster stand, ``own``
    whether that is the case itself.
    """

    cases: Words
    root: pa.Array
    own: Truths
    held: Truths


def clusters(pairs: pa.Table, hold: Words) -> Clusters:
    """The clusters of all links. Those with a case among ``hold`` (ascending) are held too."""
    both = pa.chunked_array([*pairs["case"].chunks, *pairs["earlier"].chunks], pa.string()).combine_chunks()
    if not len(both):
        return Clusters(np.zeros(0, np.uint64), pa.array([], pa.string()), np.zeros(0, bool), np.zeros(0, bool))
    packed = both.dictionary_encode() if not isinstance(both, pa.ChunkedArray) else pa.concat_arrays(both.chunks).dictionary_encode()
    codes = packed.indices.to_numpy().astype(np.int64)
    case, earlier = codes[: pairs.num_rows], codes[pairs.num_rows :]
    names, marks = packed.dictionary, fingerprints(packed.dictionary)
    label = _labels(case, earlier, len(names))
    ends = np.bincount(case, minlength=len(names)) == 0
    doubt = _in_circles(case, earlier, len(names)) | among(marks, hold)
    doubt[case[pairs["doubtful"].to_numpy()]] = True
    held = np.zeros(len(names), bool)
    held[label[doubt]] = True
    held |= np.bincount(label[ends], minlength=len(names)) != 1
    root = np.zeros(len(names), np.int64)
    root[label[ends]] = np.flatnonzero(ends)
    turn = np.argsort(marks)
    roots = root[label][turn]
    return Clusters(marks[turn], names.take(pa.array(roots)), roots == turn, held[label][turn])


def _labels(case: Ints, earlier: Ints, size: int) -> Ints:
    """For each case the least number of any in its cluster."""
    label: Ints = np.arange(size, dtype=np.int64)
    while True:
        least = np.minimum(label[case], label[earlier])
        new = label.copy()
        np.minimum.at(new, case, least)
        np.minimum.at(new, earlier, least)
        np.minimum.at(new, label[case], least)
        np.minimum.at(new, label[earlier], least)
        new = new[new]
        if np.array_equal(new, label):
            return label
        label = new


def _in_circles(case: Ints, earlier: Ints, size: int) -> Truths:
    """The cases from which links lead into a circle: what is left when cases that lead nowhere are taken away."""
    left = np.ones(size, bool)
    while True:
        leads = np.bincount(case[left[earlier]], minlength=size) > 0
        gone = left & ~leads
        if not gone.any():
            return left
        left &= ~gone
