"""Rows in streams and order: the same as sorting them by all keys at once, however they arrive."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.batch import order
from kaohe.engine.batch.order import ordered

INSTANTS = st.one_of(
    st.integers(-3, 3), st.integers(59_999_998, 60_000_002), st.integers(-(10**17), 10**17), st.just(10**9)
)
ROWS = st.lists(
    st.tuples(st.integers(0, 3), INSTANTS, st.integers(0, 1), st.integers(0, 2), st.text("ab案", max_size=2)), max_size=40
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(ROWS, st.booleans(), st.sampled_from([3, 8, 100]))
def test_rows_stand_by_stream_instant_number_place_and_id(
    rows: list[tuple[int, int, int, int, str]], some: bool, together: int
) -> None:
    rows = list({(*row[:4], f"{row[4]}{n % 7}"): None for n, row in enumerate(rows)})
    keys = [np.array([row[k] for row in rows], np.int64) for k in range(4)]
    asked = np.arange(len(rows))[:: 2 if some else 1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(order, "_TOGETHER", together)
        found = _ordered(rows, keys, asked)
    expected = sorted(asked.tolist(), key=lambda n: rows[n])
    assert found.source.tolist() == expected
    assert found.subject.tolist() == sorted({rows[n][0] for n in expected})
    sizes = [sum(rows[n][0] == stream for n in expected) for stream in found.subject.tolist()]
    assert np.diff(found.begins).tolist() == sizes


def _ordered(rows: list[tuple[int, int, int, int, str]], keys: list[np.ndarray], asked: np.ndarray) -> order.Order:
    ids = pa.array([row[4] for row in rows], pa.string())
    return ordered(asked, (keys[0].astype(np.int32), keys[1], keys[2], keys[3].astype(np.int16)), ids)


def test_streams_are_cut_into_parts_that_miss_none() -> None:
    stream = np.sort(np.random.default_rng(3).integers(0, 50, 400)).astype(np.int32)
    zeros = np.zeros(400, np.int64)
    whole = ordered(np.arange(400), (stream, np.arange(400), zeros, zeros), pa.array([str(n) for n in range(400)]))
    for rows in (1, 7, 100, 1000):
        parts = [whole.part(*each) for each in whole.parts(rows)]
        assert np.concatenate([part.source for part in parts]).tolist() == whole.source.tolist()
        assert np.concatenate([part.subject for part in parts]).tolist() == whole.subject.tolist()
        assert all(part.begins[0] == 0 for part in parts)
    assert len(whole.parts(1)) == len(whole.subject)
    assert whole.part(0, 0).subject.tolist() == []
