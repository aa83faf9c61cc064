"""Texts that columns say: a phrase with gaps, worded once, and what fills them row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from string import Formatter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaohe.engine.batch.alike import alike
from kaohe.engine.batch.calendar_days import EPOCH
from kaohe.engine.batch.column import Ints


def phrased(keys: Sequence[NDArray[Any]], phrase: Callable[..., str], gaps: Mapping[str, pa.Array]) -> pa.Array:
    """For each place the ``phrase`` of its keys, as ``str.format`` fills its ``gaps``; a phrase is asked for once."""
    sort, first = alike(keys)
    turn = np.argsort(sort, kind="stable")
    back = np.empty(len(turn), np.int64)
    back[turn] = np.arange(len(turn))
    filled = [pa.array([], pa.string())]
    for mine, *own in zip(np.split(turn, np.cumsum(np.bincount(sort))[:-1]), *[key[first].tolist() for key in keys], strict=False):
        filled.append(_filled(phrase(*own), {name: each.take(pa.array(mine)) for name, each in gaps.items()}))
    return pa.concat_arrays(filled).take(pa.array(back))


def _filled(phrase: str, gaps: Mapping[str, pa.Array]) -> pa.Array:
    parts = [part for literal, name, *_ in Formatter().parse(phrase) for part in (literal, None if name is None else gaps[name])]
    return pc.binary_join_element_wise(*[part for part in parts if part is not None], "")


def spelled(days: Ints) -> pa.Array:
    """Ordinals as ``str`` of a date says them."""
    return pa.array((days - EPOCH).astype(np.int32), pa.int32()).cast(pa.date32()).cast(pa.string())
