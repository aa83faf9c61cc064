"""Texts as numbers: ids and codes of a column, ranked by code points.

``code[i]`` is the rank of row i's text among the different ones (int32), -1 where it is missing, so
numbers compare as their texts do. UTF-8 bytes sort as code points do.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaohe.engine.batch.alike import CLOSE, alike
from kaohe.engine.events import one_array

Ranks = NDArray[np.int32]
LARGEST = 2**31 - 1
"""Bytes that one array of texts holds at most; Arrow says so, numbers of 32 bits would begin again below nought."""


@dataclass(frozen=True, slots=True)
class Texts:
    """``names`` ascend; not every one of them need occur."""

    code: Ranks
    names: pa.Array

    def list(self) -> list[str]:
        return cast("list[str]", self.names.to_pylist())

    def at(self, rows: NDArray[Any]) -> pa.Array:
        """The texts of rows; null where one is missing."""
        codes = self.code[rows]
        return self.names.take(pa.array(codes, mask=codes < 0))


def texts_of(column: pa.ChunkedArray | pa.Array) -> Texts:
    """A column of texts, packed as a dictionary or not."""
    whole = one_array(column)
    return _of_one_length(whole) or _of_any(whole)


def _of_one_length(texts: pa.Array) -> Texts | None:
    """Texts of one length that differ in few characters, as cases' numbers mostly do, are small numbers byte by byte: half
    the time of looking each of them up. None: they are not so.
    """
    held = _in_file(texts)
    if held is None:
        return None
    characters = np.ascontiguousarray(np.frombuffer(held.buffers()[1], np.uint8).reshape(len(texts), -1).T)
    if prod(int(each.max()) - int(each.min()) + 1 for each in characters) > CLOSE * len(texts):
        return None
    rank, first = alike(list(characters))
    return Texts(rank.astype(np.int32), texts.take(pa.array(first)))


def _of_any(texts: pa.Array) -> Texts:
    packed = packed_of(texts)
    order = pc.sort_indices(packed.dictionary).to_numpy()
    rank = np.empty(len(order) + 1, np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    rank[-1] = -1
    return Texts(rank[indices_of(packed)], packed.dictionary.take(pa.array(order)))


def _in_file(texts: pa.Array) -> pa.FixedSizeBinaryArray | None:
    """The same bytes as so many for each text; None: texts are not all of one length, or one is missing."""
    if not pa.types.is_string(texts.type) or texts.null_count or not len(texts):
        return None
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    length = int(ends[1] - ends[0])
    if not length or (np.diff(ends) != length).any():
        return None
    bytes_ = data.slice(int(ends[0]), length * len(texts))
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(length), len(texts), [None, bytes_])


class Named:
    """Texts that are taken again and again. Those of one length, as ids mostly are, are taken as numbers are: in a tenth of the time."""

    def __init__(self, texts: pa.Array) -> None:
        self._texts, self._in_file = texts, _in_file(texts)

    def take(self, rows: NDArray[Any]) -> pa.Array:
        """The texts of rows; null at -1."""
        none = rows < 0
        if none.any():
            return self._texts.take(pa.array(np.maximum(rows, 0), mask=none))
        if self._in_file is None or self._in_file.type.byte_width * len(rows) > LARGEST:
            return self._texts.take(pa.array(rows))
        taken, length = self._in_file.take(pa.array(rows)), self._in_file.type.byte_width
        ends = np.arange(0, length * (len(rows) + 1), length, dtype=np.int32)
        return pa.StringArray.from_buffers(len(rows), pa.py_buffer(ends), taken.buffers()[1])


def packed_of(column: pa.ChunkedArray | pa.Array) -> pa.DictionaryArray:
    """The column as one array of numbers and their texts."""
    whole = one_array(column)
    return whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()


def indices_of(packed: pa.DictionaryArray) -> NDArray[np.int64]:
    """The numbers of a packed column, -1 where a text is missing."""
    indices = packed.indices
    if indices.null_count:
        indices = indices.fill_null(-1)
    return cast("NDArray[np.int64]", indices.to_numpy(zero_copy_only=False))
