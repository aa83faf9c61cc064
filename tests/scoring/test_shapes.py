"""Score shapes are exact (P13, P36)."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product

import pytest
from building import exact
from hypothesis import given
from hypothesis import strategies as st

from kaohe.rules.policy import (
    Band,
    Bands,
    Each,
    Mark,
    MinMax,
    PrintRound,
    Rank,
    Rate,
    Score,
    ShareOfBest,
    Slope,
    SlopeSide,
)  # fmt: skip
from kaohe.scoring.relative import peers_points
from kaohe.scoring.shapes import entered, points_of

PERCENT = exact("0.01")
NUMBERS = st.fractions(min_value=0, max_value=2, max_denominator=10_000)


def slope(steps: str, **how: object) -> Slope:
    """100 % is 9 points, one point less for each percentage point below."""
    return Slope(
        Fraction(1), Fraction(9), SlopeSide(PERCENT, Fraction(-1)), None, steps,  # type: ignore[arg-type]
        how.get("floor"), how.get("ceiling"),  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(("steps", "off"), [("exact", "-2.21"), ("full", "-2"), ("started", "-3")])
def test_a_rate_of_97_79_per_cent_loses_by_the_steps_stated(steps: str, off: str):
    """P13's witness: 97.79 % of 100 %, −1 per point: −2.21, −2 or −3."""
    assert points_of(slope(steps), exact("0.9779")) == 9 + exact(off)


def test_a_full_step_is_no_started_one():
    assert points_of(slope("started"), exact("0.97")) == points_of(slope("full"), exact("0.97")) == 6


def test_a_slope_stops_at_its_floor():
    assert points_of(slope("exact", floor=Fraction(0)), exact("0.5")) == 0


def test_a_slope_with_two_sides_moves_both_ways():
    """梅陇: repeat rate 12 % is 8 points, ±1 per percentage point, at most 10."""
    side = SlopeSide(PERCENT, Fraction(1)), SlopeSide(PERCENT, Fraction(-1))
    both = Slope(exact("0.12"), Fraction(8), *side, "exact", Fraction(0), Fraction(10))
    assert [points_of(both, exact(rate)) for rate in ("0.12", "0.11", "0.05", "0.155", "0.3")] == [
        8, 9, 10, exact("4.5"), 0,
    ]  # fmt: skip


@given(NUMBERS)
def test_the_three_ways_of_counting_steps_enclose_each_other(value: Fraction):
    worst, true, best = (points_of(slope(steps), value) for steps in ("started", "exact", "full"))
    assert worst <= true <= best or value > 1
    assert abs(best - worst) <= 1


def test_bands_take_the_first_that_holds_bounds_included():
    """y17: at least 60 % is 8 points, else 0."""
    bands = Bands(True, (Band(exact("0.9"), Fraction(10)), Band(exact("0.6"), Fraction(8)), Band(None, Fraction(0))))
    assert [points_of(bands, exact(v)) for v in ("0.9", "0.8999", "0.6", "0.5999")] == [10, 8, 8, 0]


def test_bands_for_less_is_better_read_at_most():
    bands = Bands(False, (Band(exact(2), Fraction(5)), Band(exact(5), Fraction(3))))
    assert [points_of(bands, exact(v)) for v in (2, 3, 5, 6)] == [5, 3, 3, 0]


def test_rate_each_and_mark():
    assert points_of(Rate(Fraction(10)), Fraction(2, 3)) == Fraction(20, 3)
    assert points_of(Each(Fraction(1), Fraction(6)), Fraction(8)) == 6
    assert points_of(Each(Fraction(-1), Fraction(2)), Fraction(5)) == -2
    assert points_of(Mark(exact("0.2")), Fraction(85)) == 17


def test_points_are_entered_as_the_score_says_else_to_the_ledgers_grid():
    third = Fraction(10, 3)
    assert entered(Score(Rate(third), third, None), third) == exact("3.333333")
    assert entered(Score(Rate(third), third, PrintRound(2, "half_up")), third) == exact("3.33")


# --- peers ----------------------------------------------------------------------------------------

FIRST_FIVE = {place: Fraction(6 - place) for place in range(1, 6)}
VALUES = {"a": exact(9), "b": exact(7), "c": exact(7), "d": exact(5)}


def test_two_in_second_place_share_four_and_three_as_the_policy_says():
    """P13: rank bonus 5 … 1; b and c are second and third: 4 each, or 3.5 each; d is fourth."""
    best = peers_points(Rank(FIRST_FIVE, "highest", "best"), VALUES)
    mean = peers_points(Rank(FIRST_FIVE, "highest", "mean"), VALUES)
    assert best == {"a": 5, "b": 4, "c": 4, "d": 2}
    assert mean == {"a": 5, "b": exact("3.5"), "c": exact("3.5"), "d": 2}


def test_two_firsts_get_four_and_a_half_each_when_they_share_the_mean():
    """Test 15 of the semantics: two 4.5s in a rank bonus."""
    two = peers_points(Rank(FIRST_FIVE, "highest", "mean"), {"a": exact(1), "b": exact(1), "c": exact(0)})
    assert two == {"a": exact("4.5"), "b": exact("4.5"), "c": 3}


def test_places_from_the_bottom_count_from_the_bottom():
    table = Rank({1: Fraction(2), -1: Fraction(-3), -2: Fraction(-1)}, "lowest", "best")
    values = {name: exact(number) for number, name in enumerate("abcd")}
    assert peers_points(table, values) == {"a": 2, "b": 0, "c": -1, "d": -3}


def test_who_is_alone_is_first_and_last():
    assert peers_points(Rank({1: Fraction(5), -1: Fraction(-5)}, "highest", "best"), {"a": exact(1)}) == {"a": 0}


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), NUMBERS, min_size=1, max_size=12))
def test_the_mean_of_tied_places_gives_out_exactly_what_the_places_hold(values: dict[str, Fraction]):
    given_out = sum(peers_points(Rank(FIRST_FIVE, "highest", "mean"), values).values())
    assert given_out == sum(points for place, points in FIRST_FIVE.items() if place <= len(values))


def test_a_share_of_the_best_is_full_for_the_best():
    values = {"a": exact(8), "b": exact(4), "c": exact(0)}
    assert peers_points(ShareOfBest(Fraction(10), "highest"), values) == {"a": 10, "b": 5, "c": 0}
    assert peers_points(ShareOfBest(Fraction(10), "lowest"), values) == {"a": 0, "b": 0, "c": 10}


def test_when_nobody_has_anything_all_are_best():
    assert peers_points(ShareOfBest(Fraction(10), "highest"), {"a": exact(0), "b": exact(0)}) == {"a": 10, "b": 10}


def test_between_the_worst_and_the_best_points_are_in_proportion():
    """功效系数: base 60 for the worst, 100 for the best."""
    shape = MinMax(Fraction(100), Fraction(60), "highest")
    assert peers_points(shape, {"a": exact(10), "b": exact(5), "c": exact(0)}) == {"a": 100, "b": 80, "c": 60}
    assert peers_points(shape, {"a": exact(3), "b": exact(3)}) == {"a": 100, "b": 100}


@pytest.mark.parametrize(
    "shape",
    [Rank(FIRST_FIVE, "highest", "best"), ShareOfBest(Fraction(10), "highest"), MinMax(Fraction(10), Fraction(0), "highest")],
)
@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), NUMBERS, min_size=2, max_size=8))
def test_who_is_better_never_gets_less(shape, values: dict[str, Fraction]):
    points = peers_points(shape, values)
    by_value = sorted(values, key=lambda who: values[who])
    for worse, better in pairwise(by_value):
        assert points[better] >= points[worse]
    for one, other in product(by_value, repeat=2):
        assert values[one] != values[other] or points[one] == points[other]
