"""Texts as numbers: whichever way they are numbered or taken, they are the same texts."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.batch import texts
from kaohe.engine.batch.texts import Named, _of_one_length, texts_of

OF_ONE_LENGTH = st.lists(st.integers(0, 400).map(lambda number: f"A{number:05}"), min_size=1)
OF_ANY = st.lists(st.one_of(st.none(), st.text("ab9éz永", max_size=3)))


@settings(max_examples=150, deadline=None)
@given(st.one_of(OF_ONE_LENGTH, OF_ANY))
def test_numbers_of_texts_compare_as_the_texts_do(texts: list[str | None]) -> None:
    found = texts_of(pa.array(["0", *texts, "0"], pa.string()).slice(1, len(texts)))
    names = sorted({each for each in texts if each is not None}, key=lambda each: each.encode())
    assert found.list() == names
    assert found.code.tolist() == [-1 if each is None else names.index(each) for each in texts]


@settings(max_examples=150, deadline=None)
@given(st.one_of(OF_ONE_LENGTH, OF_ANY), st.data())
def test_texts_taken_again_and_again_are_those_of_the_rows(texts: list[str | None], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.integers(-1 if data.draw(st.booleans()) else 0, len(texts) - 1))) if texts else []
    taken = Named(pa.array(["00", *texts], pa.string()).slice(1)).take(np.array(rows, np.int64))
    taken.validate(full=True)
    assert taken.to_pylist() == [None if row < 0 else texts[row] for row in rows]


@pytest.mark.parametrize(("texts", "as_numbers"), [
    (["A00017", "A00023", "A00017"], True), (["A1", "A10"], False), (["A1", None], False), (["", ""], False),
    (["zzzzzzzz", "00000000"], False), ([], False),
])  # fmt: skip
def test_only_texts_of_one_length_that_differ_little_are_read_as_numbers(texts: list[str | None], as_numbers: bool) -> None:
    assert (_of_one_length(pa.array(texts, pa.string())) is not None) == as_numbers


def test_more_than_one_array_of_texts_holds_is_not_taken_as_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where texts begin is told in 32 bits: 54 million ids of 40 characters would begin again below nought. Arrow refuses that."""
    monkeypatch.setattr(texts, "LARGEST", 9)
    ids = Named(pa.array(["abc"]))
    ids._texts = pa.array(["as Arrow takes it"])
    assert ids.take(np.zeros(3, np.int64)).to_pylist() == ["abc"] * 3
    assert ids.take(np.zeros(4, np.int64)).to_pylist() == ["as Arrow takes it"] * 4
