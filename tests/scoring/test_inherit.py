"""Inheritance: a leader's from his units by days in post, a parent's from its children (P15)."""

from __future__ import annotations

from datetime import date

from building import (
    attribute,
    card_of,
    clause,
    entry,
    exact,
    is_,
    named,
    policy,
    post,
    roster,
    scorecard,
    scored,
    unit,
)

from kaohe.rules.policy import Inherit

MINUS = clause("minus")
HALF_OF_UNIT = scorecard("leader", of="leader", base=100, inherit=Inherit("unit", exact("0.5"), None, None))
UNITS = scorecard(base=100)
TEN_OFF_A = entry("minus", "a", -10, "e")
FOUR_OFF_B = entry("minus", "b", -4, "f")
EIGHT_OFF_B = entry("minus", "b", -8, "f")
RULES = policy(MINUS, cards=[HALF_OF_UNIT, UNITS])


def test_a_leader_in_post_all_year_inherits_the_share_of_what_the_unit_is_off():
    result = scored(RULES, roster("a", post("L1", "a")), TEN_OFF_A)
    (passed,) = [each for each in result.entries if each.part == "inherit"]
    assert (passed.id, passed.points) == ("card.leader/total:L1/2021/inherit:a", -5)
    assert card_of(result, "L1").total == 95


def test_a_leader_with_two_posts_divides_each_day_between_them():
    """P15: two units all year, −10 and −4: 0.5 × (½ × −10 + ½ × −4) = −3.5."""
    result = scored(RULES, roster("a", "b", post("L1", "a"), post("L1", "b")), TEN_OFF_A, FOUR_OFF_B)
    assert card_of(result, "L1").total == exact("96.5")


def test_days_are_divided_only_on_the_days_when_both_posts_are_held():
    """The second post from 2 July (183 days): a counts 182 + 91.5 days, b 91.5, of 365."""
    office = roster("a", "b", post("L1", "a"), post("L1", "b", date(2021, 7, 2)))
    result = scored(RULES, office, TEN_OFF_A, EIGHT_OFF_B)
    # 0.5 × (273.5 / 365 × −10 + 91.5 / 365 × −8) = −4.749315…
    assert card_of(result, "L1").exact == exact("95.250685")


def test_a_leader_in_post_for_part_of_the_year_inherits_that_part():
    """73 of 365 days are a fifth: 0.5 × 1/5 × −10 = −1."""
    result = scored(RULES, roster("a", post("L1", "a", to=date(2021, 3, 14))), TEN_OFF_A)
    assert card_of(result, "L1").total == 99


def test_days_run_to_as_of_not_to_the_end_of_the_year():
    result = scored(RULES, roster("a", post("L1", "a")), TEN_OFF_A, as_of=date(2021, 6, 30))
    assert card_of(result, "L1").total == 95


def test_a_post_in_a_unit_that_is_not_assessed_dilutes_nothing():
    office = roster("a", unit("body", kind="body"), post("L1", "a"), post("L1", "body"))
    cards = [HALF_OF_UNIT, scorecard(base=100, who=is_("title", "a"))]
    result = scored(policy(MINUS, cards=cards), office, TEN_OFF_A)
    assert card_of(result, "L1").total == 95


def test_a_post_in_a_merged_unit_inherits_from_the_one_that_answers_for_it():
    gone = unit("old", to=date(2021, 6, 30), merged_into="a")
    result = scored(RULES, roster(gone, "a", post("L1", "old", to=date(2021, 6, 30)), post("L1", "a", date(2021, 7, 1))), TEN_OFF_A)
    assert card_of(result, "L1").total == 95


def test_a_leader_without_data_of_his_own_has_it_by_inheritance_and_only_then():
    result = scored(RULES, roster("a", "b", post("L1", "a"), post("L2", "b")), TEN_OFF_A)
    assert (card_of(result, "L1").data, card_of(result, "L2").data) == (True, False)


COUNTY = [
    scorecard("village", who=is_("level", "village"), base=100),
    scorecard(
        "town", who=is_("level", "town"), base=100,
        inherit=Inherit("children", exact("0.3"), attribute("population", type_="number"), None),
    ),
    scorecard("county", who=is_("level", "county"), base=100, inherit=Inherit("children", exact("0.5"), None, None)),
]  # fmt: skip
TREE = roster(
    unit("county", level="county"),
    unit("t1", level="town", parent="county"), unit("t2", level="town", parent="county"),
    unit("v1", level="village", parent="t1", population=exact(3000)),
    unit("v2", level="village", parent="t1", population=exact(1000)),
)  # fmt: skip


def test_children_count_by_weight_and_the_tree_is_climbed_from_below():
    """v1 −8 (weight 3), v2 −4 (weight 1): t1 0.3 × −7 = −2.1; county 0.5 × mean(−2.1, 0) = −0.525."""
    charged = [entry("minus", "v1", -8, "e"), entry("minus", "v2", -4, "e")]
    result = scored(policy(MINUS, cards=COUNTY), TREE, *charged, *named("t2"))
    assert card_of(result, "t1").total == exact("97.9")
    assert card_of(result, "county").exact == exact("99.475")


def test_children_without_data_are_left_out_of_the_mean():
    charged = [entry("minus", "v1", -8, "e")]
    result = scored(policy(MINUS, cards=COUNTY), TREE, *charged)
    assert card_of(result, "t1").total == exact("97.6")
    assert card_of(result, "county").total == exact("98.8")


def test_what_a_child_printed_is_what_the_parent_inherits():
    """The village's 94.995 prints 95.00: the town inherits 0.3 × −5."""
    result = scored(policy(MINUS, cards=COUNTY), TREE, entry("minus", "v1", "-5.005", "e"))
    assert card_of(result, "t1").total == exact("98.5")


def test_a_ruling_on_a_total_comes_after_inheritance_and_names_its_clause():
    ruling = entry("minus", "a", 2, "r1", part="adjust", role="ruling")
    result = scored(RULES, roster("a", post("L1", "a")), TEN_OFF_A, ruling)
    (adjusted,) = [each for each in result.entries if each.part == "adjust"]
    assert (adjusted.clause, adjusted.of, adjusted.card) == ("card.unit", "minus", "unit@2021")
    assert (card_of(result, "a").total, card_of(result, "L1").total) == (92, 96)
