"""Rows in streams and order: the same as sorting them by all keys at once, however they arrive."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.batch.order import ordered

INSTANTS = st.one_of(
    st.integers(-3, 3), st.integers(59_999_998, 60_000_002), st.integers(-(10**17), 10**17), st.just(10**9)
)
ROWS = st.lists(
    st.tuples(st.integers(0, 3), INSTANTS, st.integers(0, 1), st.integers(0, 2), st.text("ab案", max_size=2)), max_size=40
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(ROWS, st.booleans())
def test_rows_stand_by_stream_instant_number_place_and_id(rows: list[tuple[int, int, int, int, str]], some: bool) -> None:
    rows = list({(*row[:4], f"{row[4]}{n % 7}"): None for n, row in enumerate(rows)})
    keys = [np.array([row[k] for row in rows], np.int64) for k in range(4)]
    asked = np.arange(len(rows))[:: 2 if some else 1]
    found = ordered(asked, (keys[0].astype(np.int32), keys[1], keys[2], keys[3].astype(np.int16)), pa.array([r[4] for r in rows], pa.string()))
    expected = sorted(asked.tolist(), key=lambda n: rows[n])
    assert found.source.tolist() == expected
    assert found.subject.tolist() == sorted({rows[n][0] for n in expected})
    sizes = [sum(rows[n][0] == stream for n in expected) for stream in found.subject.tolist()]
    assert np.diff(found.begins).tolist() == sizes


def test_streams_are_cut_into_parts_that_miss_none() -> None:
    stream = np.sort(np.random.default_rng(3).integers(0, 50, 400)).astype(np.int32)
    zeros = np.zeros(400, np.int64)
    order = ordered(np.arange(400), (stream, np.arange(400), zeros, zeros), pa.array([str(n) for n in range(400)]))
    for rows in (1, 7, 100, 1000):
        parts = [order.part(*each) for each in order.parts(rows)]
        assert np.concatenate([part.source for part in parts]).tolist() == order.source.tolist()
        assert np.concatenate([part.subject for part in parts]).tolist() == order.subject.tolist()
        assert all(part.begins[0] == 0 for part in parts)
    assert len(order.parts(1)) == len(order.subject)
    assert order.part(0, 0).subject.tolist() == []
