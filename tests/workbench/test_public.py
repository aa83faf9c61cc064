"""No published table gives away a count under ten, neither by itself nor by subtraction from its sums."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine.ledger import Tally
from kaohe.workbench.public import LEAST, public_rows

seen = {"withheld": 0, "shown": 0}


def _tally(place: int, hits: int, rows: int) -> Tally:
    return Tally("finish", "unit", f"u{place}", "2021", Fraction(hits), Fraction(rows))


def _withheld(*pairs: tuple[int, int]) -> list[bool]:
    return [row.withheld for row in public_rows([_tally(n, *pair) for n, pair in enumerate(pairs)])]


counts = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: (pair[0], sum(pair)))


@given(st.lists(counts, max_size=12))
def test_what_is_withheld_cannot_be_found_by_subtraction(pairs: list[tuple[int, int]]) -> None:
    rows = public_rows([_tally(n, *pair) for n, pair in enumerate(pairs)])
    assert [row.tally.subject for row in rows] == [f"u{n}" for n in range(len(pairs))]
    for row in rows:
        parts = (row.tally.numerator, row.tally.denominator - row.tally.numerator, row.tally.denominator)
        assert row.withheld or not any(0 < part < LEAST for part in parts)
    hidden = [row.tally for row in rows if row.withheld]
    everything = len(hidden) == sum(any((hits, all_)) for hits, all_ in pairs)
    if hidden and not everything:  # the rest is the sum of the table less what is shown
        assert len(hidden) > 1
        left = [sum(t.numerator for t in hidden), sum(t.denominator - t.numerator for t in hidden)]
        assert not any(0 < rest < LEAST for rest in (*left, sum(left)))
    seen["withheld" if hidden else "shown"] += 1


def test_the_law_looked_at_tables_of_both_sorts() -> None:
    test_what_is_withheld_cannot_be_found_by_subtraction()
    assert min(seen.values()) > 5, seen


def test_counts_of_ten_and_of_none_are_shown() -> None:
    assert _withheld((10, 20), (0, 30), (30, 30), (0, 0)) == [False] * 4


def test_nine_hits_nine_misses_and_nine_rows_are_withheld() -> None:
    assert _withheld((9, 30), (21, 30), (9, 9), (40, 80)) == [True, True, True, False]


def test_one_row_alone_takes_the_smallest_other_with_it() -> None:
    assert _withheld((3, 30), (40, 80), (20, 40), (60, 90)) == [True, False, True, False]


def test_two_rows_that_add_up_to_little_take_a_third_with_them() -> None:
    assert _withheld((2, 40), (3, 50), (20, 60), (50, 99)) == [True, True, True, False]
