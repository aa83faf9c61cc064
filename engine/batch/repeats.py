"""Which ids occur more than once, without a table of all of them.

Every id is folded into 64 bits, eight bytes at a time; sorted, equal ones lie side by side. Different
ids may fold alike, equal ones always do: so only ids that fold alike are compared as they are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kaohe.engine.batch.column import Truths
from kaohe.engine.batch.texts import indices_of, packed_of

LONGEST = 64
"""Bytes; longer ids are compared as they are at once."""
Words = NDArray[np.uint64]
_FACTOR = np.uint64(0x9E37_79B9_7F4A_7C15)
MASKS: Words = np.array([(1 << 8 * size) - 1 for size in range(9)], np.uint64)
"""The first bytes of a word, as many as the place says."""


def repeated(ids: pa.Array) -> Truths:
    """For each id whether another row has it too."""
    again = np.zeros(len(ids), bool)
    if not len(ids):
        return again
    marks = folded(ids)
    rows = np.arange(len(ids)) if marks is None else _alike(marks)
    if len(rows):
        codes = indices_of(packed_of(ids.take(pa.array(rows))))
        again[rows] = np.bincount(codes)[codes] > 1
    return again


def _alike(marks: Words) -> NDArray[np.int64]:
    """The rows whose folded id occurs more than once."""
    ascending = np.sort(marks)
    twice = np.unique(ascending[1:][ascending[1:] == ascending[:-1]])
    if not len(twice):
        return np.zeros(0, np.int64)
    place = np.minimum(np.searchsorted(twice, marks), len(twice) - 1)
    return np.flatnonzero(twice[place] == marks)


def folded(ids: pa.Array) -> Words | None:
    """Each id in 64 bits; None: one is too long."""
    _, offsets, data = ids.buffers()
    ends = np.frombuffer(offsets, np.int32)[ids.offset : ids.offset + len(ids) + 1].astype(np.int64)
    begins, length = ends[:-1], np.diff(ends)
    if data is None or int(length.max()) > LONGEST:
        return None
    words = words_of(np.frombuffer(data, np.uint8))
    found = length.astype(np.uint64)
    for start in range(0, int(length.max()), 8):
        own = MASKS[np.clip(length - start, 0, 8)]  # bytes beyond the id's end are another's
        found = (found ^ words[np.minimum(begins + start, len(words) - 1)] & own) * _FACTOR
        found ^= found >> np.uint64(29)
    return found


def words_of(data: NDArray[np.uint8]) -> Words:
    """The eight bytes from each byte on, as one number (zeros beyond the end)."""
    padded: Any = np.concatenate([data, np.zeros(8, np.uint8)])
    return np.ndarray((len(data) + 1,), "<u8", padded.data, strides=(1,))
