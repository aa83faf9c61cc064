"""A quotation mark that is not closed never swallows rows in silence."""

from __future__ import annotations

import csv
import io
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.intake.quotes import QuoteError, Quotes


def line_of_error(text: str, cuts: list[int] | None = None) -> int | None:
    """The line that a quoted field opens on which does not end well; None: all marks pair."""
    data = text.encode()
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts or []), len(data)]
    quotes = Quotes(",")
    try:
        for start, end in pairwise(edges):
            if start < end:
                quotes.feed(data[start:end])
        quotes.feed(b"")
    except QuoteError as error:
        return error.line
    return None


@pytest.mark.parametrize(
    "text", ['a,"b"\n', 'a,"b\nc",d\n', '"",""\n', 'a,"say ""hi"""\n', 'a,5" pipe\n', '""""\n', '"a"', "", '信,"访"\r\n']
)
def test_marks_that_pair_are_let_pass(text: str) -> None:
    assert line_of_error(text) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [('a,b\n1,"2\n3,4\n', 2), ('a\n"b"c\n', 2), ('a\nb\n"', 3), ('"a""', 1), ('x,"a\ny,"b\n', 1), ('a,"b"\n\n"c\n', 3)],
)
def test_marks_that_do_not_pair_are_found_by_their_line(text: str, line: int) -> None:
    assert line_of_error(text) == line


@settings(max_examples=200)
@given(text=st.text('a",\n', max_size=12), cuts=st.lists(st.integers(0, 50), max_size=4))
def test_pieces_change_nothing_and_a_strict_reader_agrees(text: str, cuts: list[int]) -> None:
    found = line_of_error(text)
    assert line_of_error(text, cuts) == found
    try:
        list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        assert found is not None
    else:
        assert found is None
