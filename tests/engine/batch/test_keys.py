"""Ids as numbers: the same whichever ids lie beside them, and ascending as the ids do."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine.batch.disk.keys import among, common, fingerprints, leading, ranges

of_any_length = st.lists(st.text("ab7-案", max_size=20), min_size=1, max_size=30)
of_one_length = st.integers(1, 20).flatmap(lambda size: st.lists(st.text("ab7", min_size=size, max_size=size), min_size=1, max_size=30))


def somewhere(ids: Sequence[str | None]) -> pa.Array:
    """The ids as a column that begins in the midst of another."""
    return pa.array(["before", *ids, "after, and longer"]).slice(1, len(ids))


@given(st.one_of(of_any_length, of_one_length))
def test_an_id_among_others_of_its_length_has_the_number_it_has_among_any(ids: list[str]) -> None:
    alone = fingerprints(somewhere(ids)).tolist()
    assert alone == fingerprints(somewhere([*ids, "a much longer one", None])).tolist()[: len(ids)]
    assert len(set(alone)) == len(set(ids)), "so few ids of so few bytes do not fold alike"


@given(st.one_of(of_any_length, of_one_length), st.integers(0, 3))
def test_leading_bytes_ascend_as_ids_do_whatever_lies_beside_them(ids: list[str], skip: int) -> None:
    ids = ["中" * (skip > 0) + each for each in ids]
    found = leading(somewhere(ids), skip)
    first = [each.encode()[skip : skip + 8].ljust(8, b"\0") for each in ids]
    assert found.tolist() == list(map(partial(int.from_bytes, byteorder="big"), first))
    assert found.tolist() == leading(somewhere([*ids, "x" * 30, None]), skip).tolist()[: len(ids)]
    assert found.dtype == np.uint64


@given(st.sets(st.text("ab7案", max_size=4), min_size=2), st.text("ab7", max_size=2), st.lists(st.text("ab7案囧", max_size=6), max_size=9))
def test_parts_ascend_as_ids_do_also_those_of_ids_that_begin_otherwise(ids: set[str], begin: str, others: list[str]) -> None:
    known = sorted(begin + each for each in ids)
    prefix = common(known)
    cuts = ranges(prefix, leading(pa.array(known), len(prefix)), 3)
    every = sorted({*known, *others}, key=str.encode)
    parts = cuts.of_any(pa.array(every)).tolist()
    assert parts == sorted(parts)
    assert [parts[every.index(each)] for each in known] == cuts.of(pa.array(known)).tolist()


@given(st.sets(st.integers(0, 2**64 - 1), max_size=40), st.sets(st.integers(0, 2**64 - 1), max_size=40))
def test_fingerprints_are_among_others_only_where_they_are(some: set[int], others: set[int]) -> None:
    wanted = np.array(sorted({*some, *(each ^ 1 for each in others)}), np.uint64)
    asked = np.array(sorted({*some, *others}), np.uint64)
    assert among(asked, wanted).tolist() == [each in wanted for each in asked]
