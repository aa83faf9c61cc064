"""What events say, out of canonical columns: one Arrow column of one storage -> one exact ``Column``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import lcm
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaohe.engine.batch.alike import distinct
from kaohe.engine.batch.calendar_days import EPOCH
from kaohe.engine.batch.column import Codes, Column, Ints, Sort, Truths, Unsure, number, times
from kaohe.engine.batch.texts import indices_of, packed_of
from kaohe.engine.event_row import Storage
from kaohe.rules.value import Value, duration_from

_NINE_PLACES = 10**9


def column_from(array: pa.Array, storage: Storage, codes: Codes) -> Column:
    """The values of a field as its storage keeps them; 0 where one is missing."""
    there = array.is_valid().to_numpy(zero_copy_only=False)
    return _WAYS[storage](array, there, codes)


def texts_column(array: pa.Array | pa.ChunkedArray, codes: Codes, read: Callable[[Any], Value] = str) -> Column:
    """Texts as codes; ``read`` makes the value of each different one."""
    packed = packed_of(array)
    indices = indices_of(packed)
    numbers = np.zeros(len(packed.dictionary) + 1, np.int64)
    for place in distinct(indices[indices >= 0]).tolist():
        numbers[place] = codes.number(read(packed.dictionary[place].as_py()))
    return Column("code", numbers[indices], indices >= 0)


def _codes(array: pa.Array, _: Truths, codes: Codes) -> Column:
    return texts_column(array, codes)


def _durations(array: pa.Array, _: Truths, codes: Codes) -> Column:
    return texts_column(array, codes, duration_from)


def _lists(array: pa.Array, there: Truths, codes: Codes) -> Column:
    numbers = [0 if one is None else codes.number(tuple(one)) for one in array.to_pylist()]
    return Column("code", np.array(numbers, np.int64), there)


def _flags(array: pa.Array, there: Truths, _: Codes) -> Column:
    return Column("bool", array.fill_null(False).to_numpy(zero_copy_only=False), there)


def _days(array: pa.Array, there: Truths, _: Codes) -> Column:
    days = array.cast(pa.int32()).fill_null(-EPOCH).to_numpy(zero_copy_only=False)
    return Column("day", days.astype(np.int64) + EPOCH, there)


def _whole(array: pa.Array, there: Truths, _: Codes) -> Column:
    return number(array.fill_null(0).to_numpy(zero_copy_only=False), there, 1)


def _instants(array: pa.Array, there: Truths, _: Codes) -> Column:
    return Column("instant", array.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False), there)


def _numbers(array: pa.Array, there: Truths, _: Codes) -> Column:
    """Decimals of nine places, over the least scale that holds all of them."""
    held = low_words(pc.fill_null(array, 0))
    common = int(np.gcd.reduce(held, initial=_NINE_PLACES))
    return number(held // common, there, _NINE_PLACES // common)


def low_words(array: pa.Array) -> Ints:
    """A decimal128 array in units of its last place. ``Unsure`` where 64 bits do not hold a value."""
    words = np.frombuffer(array.buffers()[1] or b"", "<i8")[2 * array.offset : 2 * (array.offset + len(array))]
    low, high = words[0::2], words[1::2]
    if np.any(high != low >> 63):
        raise Unsure
    return cast("Ints", low)


_WAYS: Mapping[Storage, Callable[[pa.Array, Truths, Codes], Column]] = {
    "id": _codes, "code": _codes, "instant": _instants, "date": _days, "bool": _flags, "list": _lists,
    "number": _numbers, "whole": _whole, "duration": _durations,
}  # fmt: skip


def together(parts: list[tuple[NDArray[Any], Column]], sort: Sort, size: int) -> Column:
    """A column of ``size`` places out of columns and the places each fills, which ascend; missing elsewhere."""
    if len(parts) == 1 and len(parts[0][0]) == size and parts[0][1].sort == sort:
        return parts[0][1]
    scale = lcm(1, *{column.scale for _, column in parts})
    values = np.zeros(size, bool if sort == "bool" else np.int64)
    there = np.zeros(size, bool)
    for places, column in parts:
        if column.sort != sort:
            raise Unsure
        values[places] = column.values if sort != "number" else times(column.values, scale // column.scale)
        there[places] = column.there
    return number(values, there, scale) if sort == "number" else Column(sort, values, there)
