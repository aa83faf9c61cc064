"""Grades, places and ranks by the printed total (P19)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from building import exact, grade

from kaohe.scoring.grades import graded
from kaohe.scoring.rank import Standing, ranked

TOP = grade("top", 90, "0.3")
GOOD = grade("good", 80)
REST = grade("rest")


def group(*totals: object, **effects: str) -> list[Standing]:
    """Subjects a, b, c … with these totals; ``b="no_top_grade"`` denies b something."""
    return [
        Standing(name, exact(total), frozenset({effects[name]}) if name in effects else frozenset())  # type: ignore[arg-type]
        for name, total in zip("abcdefghij", totals, strict=False)
    ]


def grades(members: list[Standing], *scale: object) -> dict[str, str]:
    return graded("unit@2021", "g", scale or (TOP, GOOD, REST), members).grades  # type: ignore[arg-type]


@pytest.mark.parametrize(("n", "places"), [(3, 0), (4, 1), (7, 2), (10, 3)])
def test_thirty_per_cent_gives_at_most_the_whole_places(n: int, places: int):
    """P19's witnesses: floor(30 % × 3) = 0, × 7 = 2."""
    found = grades(group(*range(99, 99 - n, -1)))
    assert list(found.values()).count("top") == places


def test_at_least_one_place_where_the_policy_says_so():
    assert grades(group(99, 98, 97), grade("top", 90, "0.3", least=1), REST)["a"] == "top"


def test_a_tie_that_would_overrun_is_left_out_whole():
    """Test 17: 30 % of 7 are two places; one first, two tied seconds: the second place stays empty."""
    result = graded("unit@2021", "g", (TOP, GOOD, REST), group(99, 95, 95, 94, 93, 92, 91))
    assert [name for name, given in result.grades.items() if given == "top"] == ["a"]
    (note,) = result.places
    assert (note.n, note.share, note.floor, note.places) == (7, Fraction(3, 10), 2, 2)
    assert (note.taken, note.outside, note.tied) == (("a",), ("b", "c"), True)


def test_who_stands_after_a_tie_left_out_does_not_step_over_it():
    assert grades(group(95, 95, 95, 94, 93, 92, 91))["d"] == "good"


def test_a_tie_that_fits_is_taken_whole():
    assert [each for each, given in grades(group(95, 95, 94, 93, 92, 91, 90)).items() if given == "top"] == ["a", "b"]


def test_the_threshold_holds_within_the_places():
    """Two places, one of seven reaches 90: one gets it."""
    found = grades(group(91, 89, 88, 70, 60, 50, 40))
    assert [found[name] for name in "abd"] == ["top", "good", "rest"]


def test_a_vetoed_subjects_place_passes_on_or_stays_vacant_as_stated():
    """P19: a is denied the top grade; n stays 7, two places."""
    members = group(99, 98, 97, 96, 95, 94, 93, a="no_top_grade")
    passed = graded("unit@2021", "g", (TOP, GOOD, REST), members)
    vacant = graded("unit@2021", "g", (grade("top", 90, "0.3", places="vacant"), GOOD, REST), members)
    assert [each for each, given in passed.grades.items() if given == "top"] == ["b", "c"]
    assert [each for each, given in vacant.grades.items() if given == "top"] == ["b"]
    assert (passed.places[0].n, passed.places[0].vacant, vacant.places[0].vacant) == (7, 0, 1)
    assert passed.grades["a"] == vacant.grades["a"] == "good"


def test_the_lowest_grade_is_for_whom_a_veto_gives_it():
    assert grades(group(99, 98, a="lowest_grade"))["a"] == "rest"


def test_no_grade_where_none_fits():
    assert "b" not in grades(group(95, 50), grade("good", 60))


def test_equal_totals_share_a_rank_and_the_next_is_counted_on():
    """1, 2, 2, 4 and not 1, 2, 2, 3."""
    assert list(ranked(group(9, 8, 8, 7)).values()) == [1, 2, 2, 4]


def test_those_ranked_last_stand_behind_all_others_equal_among_themselves():
    members = group(9, 8, 7, 6, a="ranked_last", c="ranked_last")
    assert ranked(members) == {"b": 1, "d": 2, "a": 3, "c": 3}


def test_who_is_ranked_last_takes_a_place_only_after_all_others():
    members = group(99, 98, 97, 96, 95, 94, 93, a="ranked_last")
    assert grades(members)["a"] == "good"
