"""Caps are sums, one entry per group, the cap times the line's share (P7)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from building import (
    PRINCIPAL,
    cap,
    card_of,
    clause,
    entry,
    line,
    policy,
    post,
    roster,
    scorecard,
    scored,
    section,
)

TWO_LINES = (line(), PRINCIPAL)
SIX_A_CASE = clause("c", lines=TWO_LINES, cap=cap(per_case=6))
CARDS = (scorecard(base=100), scorecard("leader", of="leader", base=100))
OFFICE = roster("north", "south", post("L1", "north"))


def four_times(who: str = "north", case: str = "A", points: object = -2):
    return [entry("c", who, points, f"{case}{n}", case=case) for n in range(4)]


def for_leader(points: object, event: str, case: str):
    return entry("c", "L1", points, event, case=case, role="principal", subject_kind="leader")


def test_four_times_two_points_on_one_case_are_held_to_six_and_half_of_it_for_the_leader():
    """P7: 4 × −2, per case 6, leader's share 0.5: −6 for the unit, −3 for the leader."""
    happened = [*four_times(), *(for_leader(-1, f"A{n}", "A") for n in range(4))]
    result = scored(policy(SIX_A_CASE, cards=CARDS), OFFICE, *happened)
    assert card_of(result, "north").total == 94
    assert card_of(result, "L1").total == 97
    limits = [each for each in result.entries if each.part == "cap_case"]
    assert {(each.subject, each.points) for each in limits} == {("north", 2), ("L1", 1)}


def test_two_units_on_one_case_are_each_held_to_the_limit():
    """P7: 2 + 2 charges in two units: each has its own sum, −4 and −4 together −8, not −6."""
    happened = [*four_times("north")[:2], *four_times("south")[2:]]
    result = scored(policy(SIX_A_CASE, cards=CARDS), OFFICE, *happened)
    assert card_of(result, "north").total + card_of(result, "south").total == 200 - 8


def test_a_revoked_entry_leaves_the_sum_at_the_limit():
    """P7: −2 four times and one taken back sum to −6: sums, not running totals (which would leave −4)."""
    charged = four_times()
    back = entry("c", "north", 2, "A3", case="A", part="reverse", of=charged[3].id)
    result = scored(policy(SIX_A_CASE, cards=CARDS), OFFICE, *charged, back)
    assert card_of(result, "north").total == 94
    assert not [each for each in result.entries if each.part == "cap_case"]


def test_the_limit_per_subject_holds_what_the_limits_per_case_left():
    both = clause("c", cap=cap(per_case=6, per_subject=10))
    happened = [*four_times(case="A"), *four_times(case="B")]
    result = scored(policy(both, cards=CARDS), OFFICE, *happened)
    assert card_of(result, "north").total == 90
    assert [(each.part, each.case, each.points) for each in result.entries if each.part.startswith("cap")] == [
        ("cap_case", "A", 2), ("cap_case", "B", 2), ("cap", None, 2),
    ]  # fmt: skip


def test_a_limit_written_for_leaders_is_not_multiplied_by_the_share():
    apart = clause("c", lines=TWO_LINES, leader_cap=cap(per_case=2, times_share=False))
    result = scored(policy(apart, cards=CARDS), OFFICE, *(for_leader(-1, f"A{n}", "A") for n in range(4)))
    assert card_of(result, "L1").total == 98


def test_a_share_of_a_third_gives_a_limit_on_the_grid_of_the_ledger():
    third = (line(), line(2, "principal", "1/3", post="principal"))
    held = clause("c", lines=third, cap=cap(per_subject=1))
    result = scored(policy(held, cards=CARDS), OFFICE, for_leader(-2, "A1", "A"))
    assert card_of(result, "L1").exact == 100 - Fraction(333333, 10**6)


def test_the_limit_is_dated_on_the_groups_last_entry():
    late = entry("c", "north", -7, "z", case="A", at=date(2021, 9, 1))
    early = entry("c", "north", -7, "y", case="A", at=date(2021, 2, 1))
    result = scored(policy(SIX_A_CASE, cards=CARDS), OFFICE, early, late)
    (limit,) = [each for each in result.entries if each.part == "cap_case"]
    assert limit.at == date(2021, 9, 1)


def test_each_month_of_a_monthly_card_is_capped_anew():
    monthly = scorecard(base=100, cycle="month")
    months = [entry("c", "north", -9, f"m{m}", case="A", at=date(2021, m, 5)) for m in (1, 2)]
    result = scored(policy(SIX_A_CASE, cards=[monthly]), OFFICE, *months)
    assert [card_of(result, "north", span).total for span in ("2021-01", "2021-02")] == [94, 94]
    ids = [each.id for each in result.entries if each.part == "cap_case"]
    assert ids == ["c/unit:north/2021-01/cap_case:A", "c/unit:north/2021-02/cap_case:A"]


def test_what_has_no_case_has_no_limit_per_case():
    result = scored(policy(SIX_A_CASE, cards=CARDS), OFFICE, *(entry("c", "north", -5, f"u{n}") for n in range(2)))
    assert card_of(result, "north").total == 90


def test_a_sections_floor_comes_after_the_caps():
    bounded = scorecard("unit", section(floor=-5), base=100)
    result = scored(policy(SIX_A_CASE, cards=[bounded]), OFFICE, *four_times())
    assert card_of(result, "north").total == 95
    assert [line.total for line in card_of(result, "north").sections] == [-5]
