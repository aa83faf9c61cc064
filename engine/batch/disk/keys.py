"""Ids as 64-bit numbers: equal ids, equal numbers; and numbers that ascend as the ids themselves do.

``fingerprints`` may be alike for different ids: whoever asks by them looks at too many rows, never at
too few. ``Ranges`` cut ids into parts of about equal size, in the order of ids.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaohe.engine.batch.alike import distinct
from kaohe.engine.batch.column import Ints, Truths
from kaohe.engine.batch.repeats import MASKS, Words, folded, words_apart, words_of

NOTHING = np.uint64(0)
"""The fingerprint of a missing id."""


def fingerprints(ids: pa.Array) -> Words:
    """A number for each id, 0 where one is missing."""
    if not len(ids) or ids.null_count == len(ids):
        return np.zeros(len(ids), np.uint64)
    found = folded(ids) | np.uint64(1)
    if ids.null_count:
        found[~ids.is_valid().to_numpy(zero_copy_only=False)] = NOTHING
    return found


def among(values: Words, wanted: Words) -> Truths:
    """Which fingerprints are among ``wanted``, which ascend."""
    found = np.zeros(len(values), bool)
    found[met(values, wanted)[0]] = True
    return found


def met(values: Words, wanted: Words) -> tuple[Ints, Ints]:
    """The places of fingerprints that are among ``wanted``, which ascend, and where they stand there. Most that are
    not lie in boxes where nothing is wanted.

    The box is said by bits from the middle: where fingerprints come in piles, those of a pile begin alike.
    """
    if not len(wanted):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    boxes = np.zeros(1 << min(max(len(wanted).bit_length() + 3, 12), 26), bool)
    shift, last = np.uint64(16), np.uint64(len(boxes) - 1)
    boxes[wanted >> shift & last] = True
    near = np.flatnonzero(boxes[values >> shift & last])
    place = np.minimum(np.searchsorted(wanted, values[near]), len(wanted) - 1)
    same = wanted[place] == values[near]
    return near[same], place[same]


# --- ranges -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ranges:
    """Ids that begin with ``prefix`` by the eight bytes after it: part i holds those from ``cuts[i - 1]`` on."""

    prefix: bytes
    cuts: Words

    def __len__(self) -> int:
        return len(self.cuts) + 1

    def of(self, ids: pa.Array) -> NDArray[np.int64]:
        """The part of each id; all begin with the prefix."""
        found: NDArray[np.int64] = np.searchsorted(self.cuts, leading(ids, len(self.prefix)), side="right")
        return found

    def of_any(self, ids: pa.Array) -> NDArray[np.int64]:
        """The part of each id, which may begin otherwise."""
        found = self.of(ids)
        others = ~pc.starts_with(ids.cast(pa.binary()), self.prefix).to_numpy(zero_copy_only=False)
        for place in np.flatnonzero(others).tolist():
            found[place] = 0 if ids[place].as_py().encode() < self.prefix else len(self.cuts)
        return found


def leading(ids: pa.Array, skip: int) -> Words:
    """The eight bytes of each id after the first ``skip``, as numbers that ascend as the ids do; 0 where one is missing."""
    _, offsets, data = ids.buffers()
    if data is None or not len(ids):
        return np.zeros(len(ids), np.uint64)
    ends = np.frombuffer(offsets, np.int32)[ids.offset : ids.offset + len(ids) + 1]
    length, text = np.diff(ends), np.frombuffer(data, np.uint8)
    size = int(length[0])
    if (length == size).all() and size > skip:
        found: Words = words_apart(text, int(ends[0]) + skip, size, len(ids)) & MASKS[min(size - skip, 8)]
    else:
        begins, words = ends[:-1].astype(np.int64) + skip, words_of(text)
        found = words[np.minimum(begins, len(words) - 1)] & MASKS[np.clip(ends[1:] - begins, 0, 8)]
    return found.byteswap()


def common(texts: Iterable[str]) -> bytes:
    """The bytes with which all of them begin."""
    encoded = [each.encode() for each in texts]
    least, most = min(encoded, default=b""), max(encoded, default=b"")
    same = next((place for place, pair in enumerate(zip(least, most, strict=False)) if pair[0] != pair[1]), len(least))
    return least[:same]


def ranges(prefix: bytes, sample: Words, parts: int) -> Ranges:
    """Cuts for about so many parts of equal size, as far as a ``sample`` of leading bytes tells."""
    ordered = np.sort(sample)
    places = np.arange(1, parts) * len(ordered) // parts
    return Ranges(prefix, distinct(ordered[places]) if len(ordered) else np.zeros(0, np.uint64))
