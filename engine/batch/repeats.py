"""Which ids occur more than once, or are named elsewhere, without a table of all of them.

Every id is folded into 64 bits, eight bytes at a time; sorted, equal ones lie side by side. Different
ids may fold alike, equal ones always do: so only rows whose ids fold alike are looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaohe.engine.batch.alike import distinct
from kaohe.engine.batch.column import Ints, Truths
from kaohe.engine.batch.texts import indices_of, packed_of
from kaohe.engine.events import PIECE

LONGEST = 64
"""Bytes of an id that are folded; ids that differ only beyond them are told apart like others that fold alike."""
Words = NDArray[np.uint64]
_FACTOR = np.uint64(0x9E37_79B9_7F4A_7C15)
MASKS: Words = np.array([(1 << 8 * size) - 1 for size in range(9)], np.uint64)
"""The first bytes of a word, as many as the place says."""
_TOP = np.uint64(44)
"""The highest 20 bits of a folded id say in which of a million boxes it lies."""


def repeated(ids: pa.Array) -> Truths:
    """For each id whether another row has it too."""
    return found_again([ids], lambda rows: ids.take(pa.array(rows)), ids.slice(0, 0))[0]


def found_again(pieces: Sequence[pa.Array], take: Callable[[Ints], pa.Array], named: pa.Array) -> tuple[Truths, Truths]:
    """For each id, piece after piece, whether another row has it too, and whether it is among ``named``;
    ``take`` gives the ids of rows.
    """
    marks = np.concatenate([np.zeros(0, np.uint64), *map(folded, pieces)])
    again, wanted = np.zeros(len(marks), bool), np.zeros(len(marks), bool)
    rows = _in_question(marks, np.concatenate([_twice(marks), folded(named)]))
    if len(rows):
        own = take(rows).cast(pa.string())
        codes = indices_of(packed_of(own))
        again[rows] = np.bincount(codes)[codes] > 1
        wanted[rows] = pc.is_in(own, named.cast(pa.string())).to_numpy(zero_copy_only=False)
    return again, wanted


def _twice(marks: Words) -> Words:
    """What several ids are folded to."""
    ascending = np.sort(marks)
    return distinct(ascending[1:][ascending[1:] == ascending[:-1]])


def _in_question(marks: Words, wanted: Words) -> Ints:
    """The rows whose folded id is wanted: nearly all others lie in boxes where nothing is wanted."""
    if not len(wanted):
        return np.zeros(0, np.int64)
    boxes = np.zeros(1 << 20, bool)
    boxes[wanted >> _TOP] = True
    near = [start + np.flatnonzero(boxes[marks[start : start + PIECE] >> _TOP]) for start in range(0, len(marks), PIECE)]
    rows, wanted = np.concatenate([np.zeros(0, np.int64), *near]), np.sort(wanted)
    place = np.minimum(np.searchsorted(wanted, marks[rows]), len(wanted) - 1)
    found: Ints = rows[wanted[place] == marks[rows]]
    return found


def folded(ids: pa.Array) -> Words:
    """Each id in 64 bits, by nothing but its own first bytes; any number where one is missing."""
    found = np.empty(len(ids), np.uint64)
    for start in range(0, len(ids), PIECE):  # a few at a time: they fit into the processor's cache
        found[start : start + PIECE] = _folded(ids.slice(start, PIECE))
    return found


def _folded(ids: pa.Array) -> Words:
    _, offsets, data = ids.buffers()
    ends = np.frombuffer(offsets, np.int32)[ids.offset : ids.offset + len(ids) + 1].astype(np.int64)
    length, text = np.diff(ends), np.frombuffer(data or b"", np.uint8)[ends[0] : ends[-1]]
    if (length == length[0]).all():
        return _folded_alike(text, len(ids), int(length[0]))
    begins, words = ends[:-1] - ends[0], words_of(text)
    found = length.astype(np.uint64)
    for start in range(0, min(int(length.max()), LONGEST), 8):
        own = MASKS[np.clip(length - start, 0, 8)]  # bytes beyond the id's end are another's
        mixed = _mixed(found, words[np.minimum(begins + start, len(words) - 1)] & own)
        found = np.where(length > start, mixed, found)
    return found


def _folded_alike(text: NDArray[np.uint8], rows: int, length: int) -> Words:
    """The same of ids of one length, which lie in rank and file: a tenth of the time, and most files hold such."""
    found = np.full(rows, length, np.uint64)
    for start in range(0, min(length, LONGEST), 8):
        found = _mixed(found, words_apart(text, start, length, rows) & MASKS[min(length - start, 8)])
    return found


def _mixed(found: Words, word: Words) -> Words:
    mixed = (found ^ word) * _FACTOR
    mixed ^= mixed >> np.uint64(29)
    return mixed


def words_of(data: NDArray[np.uint8]) -> Words:
    """The eight bytes from each byte on, as one number (zeros beyond the end)."""
    return words_apart(data, 0, 1, len(data) + 1)


def words_apart(data: NDArray[np.uint8], first: int, apart: int, count: int) -> Words:
    """So many of them, from the byte ``first`` on, so far apart."""
    padded: Any = np.concatenate([data, np.zeros(8, np.uint8)])
    return np.ndarray((count,), "<u8", padded.data, first, (apart,))
