"""Cards: who gets which, sections, base, omitted indicators, cycles, no data (P8, P12, P15, P25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from building import (
    PRINCIPAL,
    attribute,
    card_of,
    clause,
    entry,
    exact,
    frequency,
    grade,
    indicator,
    is_,
    line,
    named,
    parts,
    policy,
    post,
    ratio,
    roster,
    scorecard,
    scored,
    section,
    tally,
    totals,
    unit,
)  # fmt: skip

from kaohe.rules.policy import AcceptedRisk, PrintRound, Rate, Slope, SlopeSide, StandingRisk
from kaohe.scoring.card import Unrisked

BONUS = clause("plus", "bonus")
MINUS = clause("minus")


def rate(id_: str, full: object, **how: object):
    return indicator(id_, Rate(exact(full)), full, **how)


# --- who gets which card --------------------------------------------------------------------------


def test_a_card_is_given_to_whom_who_admits():
    cards = [scorecard("town", who=is_("kind", "town"), base=100), scorecard("bureau", who=is_("kind", "bureau"), base=50)]
    result = scored(policy(cards=cards), roster(unit("a", kind="town"), unit("b", kind="bureau")), *named("a", "b"))
    assert {(card.subject, card.card, card.total) for card in result.cards} == {("a", "town", 100), ("b", "bureau", 50)}


def test_two_cards_for_one_subject_are_a_problem_and_the_first_stands():
    cards = [scorecard("one", base=100), scorecard("other", base=50)]
    result = scored(policy(cards=cards), roster("a"), *named("a"))
    assert [(each.code, dict(each.facts)["second"], each.severity) for each in result.notices] == [
        ("run.two-cards", "other", "problem")
    ]
    assert [card.card for card in result.cards] == ["one"]


def test_who_is_charged_without_a_card_is_reported_and_nothing_is_lost():
    result = scored(
        policy(MINUS, cards=[scorecard(who=is_("kind", "town"))]), roster(unit("a", kind="office")),
        entry("minus", "a", -2, "e1"), entry("minus", "a", -3, "e2"),
    )  # fmt: skip
    assert result.cards == ()
    assert sum(each.points for each in result.entries) == -5
    (told,) = result.notices
    assert (told.code, dict(told.facts)["points"]) == ("run.charged-without-card", "-5")


def test_points_in_a_section_the_card_lacks_are_reported():
    elsewhere = clause("far", section="elsewhere")
    result = scored(policy(elsewhere, cards=[scorecard(base=100)]), roster("a"), entry("far", "a", -2, "e"), *named("a"))
    assert [each.code for each in result.notices] == ["run.section-not-on-card"]
    assert card_of(result, "a").total == 100


def test_who_is_judged_on_the_last_day_the_roster_has_the_subject():
    """A leader who left in June still has the card of his office."""
    here = roster("u", post("L1", "u", to=date(2021, 6, 30)))
    leaders = scorecard("leader", of="leader", base=100, who=is_("post", "principal", "leader"))
    charge = entry("minus", "L1", -2, "e", subject_kind="leader", role="principal")
    result = scored(policy(clause("minus", lines=(PRINCIPAL,)), cards=[leaders]), here, charge)
    assert card_of(result, "L1").total == 98


def test_a_merged_unit_has_no_card_its_successor_has():
    """P16: what passed on is limited and counted there, under ids that say where it came from."""
    gone = unit("old", to=date(2021, 6, 30), merged_into="new")
    passed = entry("minus", "new", -2, "e1", instead_of="old")
    result = scored(policy(MINUS, cards=[scorecard(base=100)]), roster(gone, "new"), passed, entry("minus", "new", -3, "e1"))
    assert totals(result) == {"new": 95}


# --- sections, base, rounding ---------------------------------------------------------------------


def test_a_section_that_starts_full_is_used_up_and_no_further():
    """扣完为止: starts with 20, floor 0, −30 charged."""
    full = scorecard("unit", section(start=20, floor=0), out_of=20)
    result = scored(policy(MINUS, cards=[full]), roster("a"), entry("minus", "a", -30, "e"))
    assert parts(result, "a") == [("charge", -30), ("start", 20), ("section", 10)]
    (shown,) = card_of(result, "a").sections
    assert (shown.start, shown.sum, shown.total, shown.full) == (20, -30, 0, 20)


def test_a_bonus_section_stops_at_its_cap():
    bonus = scorecard("unit", section(cap=10, bonus=True), base=100)
    result = scored(policy(BONUS, cards=[bonus]), roster("a"), entry("plus", "a", 12, "e"))
    assert card_of(result, "a").total == 110


@pytest.mark.parametrize(("points", "printed"), [("-0.125", "99.88"), ("-0.124", "99.88"), ("-0.115", "99.89")])
def test_the_total_is_rounded_by_an_entry_half_away_from_zero(points: str, printed: str):
    """P8: 100 − 0.125 = 99.875 prints 99.88; the entry says what rounding did."""
    result = scored(policy(MINUS, cards=[scorecard(base=100)]), roster("a"), entry("minus", "a", points, "e"))
    card = card_of(result, "a")
    assert card.total == exact(printed)
    (rounding,) = [each for each in result.entries if each.part == "round"]
    assert card.exact + rounding.points == card.total


def test_a_negative_half_is_rounded_away_from_zero():
    """P8's witness: −0.125 → −0.13."""
    result = scored(policy(MINUS, cards=[scorecard()]), roster("a"), entry("minus", "a", "-0.125", "e"))
    assert card_of(result, "a").total == exact("-0.13")


def test_the_grade_looks_at_the_printed_total():
    """P8's witness: 89.995 and a grade at 90."""
    graded = scorecard(base=100, grades=(grade("good", 90), grade("poor")))
    result = scored(policy(MINUS, cards=[graded]), roster("a"), entry("minus", "a", "-10.005", "e"))
    assert (card_of(result, "a").total, card_of(result, "a").grade) == (90, "good")


def test_three_thirds_of_a_point_are_one_point():
    """P8: three shares of 1/3 of −1 add up to −1 on three cards."""
    thirds = clause("minus", lines=(line(split="equal"),))
    shares = [entry("minus", who, points, "e") for who, points in zip("abc", ("-0.333334", "-0.333333", "-0.333333"), strict=True)]
    result = scored(policy(thirds, cards=[scorecard(base=100)]), roster("a", "b", "c"), *shares)
    assert sum(card.exact for card in result.cards) == 299


# --- indicators -----------------------------------------------------------------------------------

THREE = [rate("x", 10), rate("y", 10, form=ratio(minimum=5)), rate("z", 20)]


def test_the_rate_earns_its_share_of_the_full_marks():
    result = scored(policy(rate("x", 15), cards=[scorecard(base=85)]), roster("a"), tally("x", "a", 177, 181))
    (earned,) = [each for each in result.entries if each.part == "score"]
    assert (earned.id, earned.points) == ("x/unit:a/2021", exact("14.668508"))
    assert earned.text == "177/181 = 97.79%"
    assert card_of(result, "a").total == exact("99.67")


def test_an_omitted_indicator_leaves_its_weight_to_the_others():
    """P12, test 12: three indicators of 10, 10, 20; y has 4 rows of 5: the section × 40 ÷ 30."""
    result = scored(
        policy(*THREE, cards=[scorecard(out_of=40)]), roster("a"),
        tally("x", "a", 9, 10), tally("y", "a", 0, 4, value=None), tally("z", "a", 9, 10),
    )  # fmt: skip
    assert parts(result, "a") == [("score", 9), ("score", 18), ("reweigh", 9)]
    assert card_of(result, "a").total == 36


def test_a_sections_cap_holds_what_the_weights_of_omitted_indicators_made_of_it():
    """P12, then P7: 9 + 18 become 36, and the section ends at 30."""
    result = scored(
        policy(*THREE, cards=[scorecard("unit", section(cap=30), out_of=40)]), roster("a"),
        tally("x", "a", 9, 10), tally("y", "a", 0, 4, value=None), tally("z", "a", 9, 10),
    )  # fmt: skip
    assert set(parts(result, "a")) == {("score", 9), ("score", 18), ("reweigh", 9), ("section", -6)}
    assert card_of(result, "a").total == 30


@pytest.mark.parametrize(("otherwise", "total"), [("full", 100), ("zero", 85), ("omit", 100)])
def test_nothing_counted_is_below_every_minimum(otherwise: str, total: int):
    """P12: a unit that no row names is judged as its indicator says; base 85, indicator 15."""
    stock = rate("stock", 15, section="stock", form=ratio(otherwise=otherwise))
    cards = [scorecard("unit", section("work"), section("stock"), base=85)]
    result = scored(policy(MINUS, stock, cards=cards), roster("a"), *named("a"))
    assert card_of(result, "a").total == total


def test_a_section_with_every_indicator_omitted_is_left_out_of_the_card():
    """Base 85 less 3 stand for the whole: 82 × 100 ÷ 85 = 96.47; the bonus is not multiplied."""
    stock = rate("stock", 15, section="stock")
    cards = [scorecard("unit", section("work"), section("stock"), section("more", bonus=True), base=85)]
    extra = clause("plus", "bonus", "more")
    result = scored(
        policy(MINUS, stock, extra, cards=cards), roster("a"), entry("minus", "a", -3, "e"), entry("plus", "a", 2, "f"),
    )  # fmt: skip
    card = card_of(result, "a")
    assert card.total == exact("98.47")
    assert [shown.left_out for shown in card.sections] == [False, True, False]


def test_a_card_whose_every_indicator_is_omitted_is_not_judged():
    only = [scorecard(out_of=10, grades=(grade("good", 0),))]
    result = scored(policy(rate("x", 10), cards=only), roster("a"), tally("x", "a", 0, 0))
    card = card_of(result, "a")
    assert (card.data, card.grade, card.rank) == (False, None, None)


def test_a_share_of_the_line_is_a_share_of_the_marks():
    """The principal answers for half: 4.5 of 5, and half of what is omitted."""
    shared = [rate(id_, 10, lines=(line(), PRINCIPAL)) for id_ in ("x", "y")]
    cards = [scorecard(out_of=20), scorecard("leader", of="leader", out_of=10)]
    result = scored(policy(*shared, cards=cards), roster("a", post("L1", "a")), tally("x", "a", 9, 10))
    assert (card_of(result, "a").total, card_of(result, "L1").total) == (18, 9)


def test_what_is_left_out_of_a_leaders_card_is_the_leaders_share_of_it():
    """Half of 10 marks are his: base 5 stands for 10 − 5, so 5 × 10 ÷ 5."""
    shared = rate("x", 10, section="rates", form=ratio(minimum=5), lines=(PRINCIPAL,))
    cards = [scorecard("leader", section("rates"), of="leader", out_of=10, base=5)]
    result = scored(policy(shared, cards=cards), roster("a", post("L1", "a")), tally("x", "a", 1, 4, value=None), *named("L1", kind="leader"))
    assert card_of(result, "L1").total == 10


def test_a_leader_of_two_units_has_an_entry_for_each():
    both = rate("x", 10, lines=(PRINCIPAL,))
    cards = [scorecard("leader", of="leader", out_of=10)]
    office = roster("a", "b", post("L1", "a"), post("L1", "b"))
    result = scored(policy(both, cards=cards), office, tally("x", "a", 9, 10), tally("x", "b", 7, 10))
    assert [(each.id, each.points) for each in result.entries if each.part == "score"] == [
        ("x/principal:L1/2021:a", exact("4.5")), ("x/principal:L1/2021:b", exact("3.5")),
    ]  # fmt: skip


def test_a_deduction_that_would_give_is_nothing_and_is_told():
    """P8: a slope that comes out positive on a deduction writes no points."""
    up = Slope(Fraction(0), Fraction(0), None, SlopeSide(exact("0.1"), Fraction(1)), "exact", None, None)
    giving = indicator("x", up, 0, form=ratio())
    result = scored(
        policy(clause("x", "deduction", score=giving.score, form=ratio()), cards=[scorecard(base=100)]), roster("a"),
        tally("x", "a", 5, 10),
    )  # fmt: skip
    assert card_of(result, "a").total == 100
    assert [each.code for each in result.notices] == ["run.wrong-sign"]


def test_the_printed_rate_is_scored_where_the_clause_says_so():
    """97.7901 % printed 97.79 %: with −1 per point, −2.2099… exact, −2.21 as printed."""
    slope = Slope(Fraction(1), Fraction(9), SlopeSide(exact("0.01"), Fraction(-1)), None, "exact", None, Fraction(9))
    points = []
    for as_printed in (False, True):
        form = ratio(round=PrintRound(4, "half_up"), score_rounded=as_printed)
        result = scored(
            policy(indicator("x", slope, 9, form=form), cards=[scorecard(out_of=9)]), roster("a"), tally("x", "a", 177, 181)
        )
        points.append(card_of(result, "a").exact)
    assert points == [exact("6.790055"), exact("6.79")]


def test_ranks_are_taken_within_the_peer_group():
    from kaohe.rules.policy import Rank

    first = clause(
        "x", "bonus", form=ratio(otherwise="zero"),
        score=indicator("x", Rank({1: Fraction(5)}, "highest", "best"), 5).score,
    )  # fmt: skip
    office = roster(unit("a", peer_group="g"), unit("b", peer_group="g"), unit("c", peer_group="h"))
    counted = [tally("x", who, hits, 10) for who, hits in (("a", 9), ("b", 8), ("c", 1))]
    result = scored(policy(first, cards=[scorecard(base=95, groups=attribute("peer_group"))]), office, *counted)
    assert totals(result) == {"a": 100, "b": 95, "c": 100}


# --- no data --------------------------------------------------------------------------------------


def test_no_data_is_shown_as_such():
    """P25: b is named by nothing; nothing is written for it, it is neither graded nor ranked."""
    cards = [scorecard(base=100, grades=(grade("good", 60),))]
    result = scored(policy(MINUS, cards=cards), roster("a", "b"), *named("a"))
    card = card_of(result, "b")
    assert (card.data, card.grade, card.rank, card.total) == (False, None, None, 0)
    assert parts(result, "b") == []
    assert card_of(result, "a").ranked_of == 1


def test_a_tally_row_is_data_even_below_the_minimum():
    result = scored(policy(rate("x", 15), cards=[scorecard(base=85)]), roster("a"), tally("x", "a", 0, 0))
    assert card_of(result, "a").data


def test_a_judged_week_is_data_and_a_silent_one_is_not():
    """P34: of a silent subject nothing is known; a week with the meeting held is data without any entry."""
    held = clause("meet", form=frequency())
    weeks = [tally("meet", "a", 1, 1, period="2021-W10"), tally("meet", "b", 0, 1, period="2021-W10", value=None)]
    result = scored(policy(held, cards=[scorecard(base=100, cycle="quarter")]), roster("a", "b"), *weeks)
    assert [(card.subject, card.span) for card in result.cards if card.data] == [("a", "2021-Q1"), ("a", "2021")]


# --- cycles ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("how", "total", "out_of"), [("mean", 95, 100), ("sum", 285, 300), ("last", 97, 100), ("min", 90, 100)])
def test_monthly_cards_roll_up_over_the_months_with_data(how: str, total: int, out_of: int):
    """January −10, February −2, March −3, nothing in the other months."""
    monthly = scorecard(base=100, cycle="month", roll_up=how)
    months = [entry("minus", "a", points, f"m{m}", at=date(2021, m, 9)) for m, points in ((1, -10), (2, -2), (3, -3))]
    result = scored(policy(MINUS, cards=[monthly]), roster("a"), *months)
    year = card_of(result, "a")
    assert (year.total, year.out_of) == (total, out_of)
    assert [card.span for card in result.cards if card.data] == ["2021-01", "2021-02", "2021-03", "2021"]


def test_a_mean_of_months_is_exact_before_it_is_rounded():
    """99.99, 99.98 and 100: 99.99 exactly, though no third of them is."""
    monthly = scorecard(base=100, cycle="month")
    months = [entry("minus", "a", points, f"m{m}", at=date(2021, m, 9)) for m, points in ((1, "-0.01"), (2, "-0.02"))]
    result = scored(policy(MINUS, cards=[monthly]), roster("a"), *months, *named("a", month="2021-03"))
    assert card_of(result, "a").exact == exact("99.99")


def test_months_after_as_of_have_no_cards():
    quarterly = scorecard(base=100, cycle="quarter")
    result = scored(policy(MINUS, cards=[quarterly]), roster("a"), *named("a", month="2021-01"), as_of=date(2021, 5, 31))
    assert [(card.span, card.data) for card in result.cards] == [("2021-Q1", True), ("2021-Q2", False), ("2021", True)]


def test_a_monthly_indicator_stands_on_its_months_card_only():
    """A clause on a monthly and on a yearly card is judged over each card's own span."""
    cards = [
        scorecard("monthly", who=is_("kind", "town"), cycle="month", out_of=10),
        scorecard("yearly", who=is_("kind", "bureau"), out_of=10),
    ]
    counted = [
        tally("x", "t", 5, 10), tally("x", "b", 8, 10), tally("x", "b", 1, 1, period="2021-03"),
        *(tally("x", "t", m, 10, period=f"2021-0{m}") for m in (1, 2)),
    ]  # fmt: skip
    result = scored(policy(rate("x", 10), cards=cards), roster(unit("t", kind="town"), unit("b", kind="bureau")), *counted)
    assert [card_of(result, "t", f"2021-0{m}").total for m in (1, 2)] == [1, 2]
    assert (card_of(result, "t").total, card_of(result, "b").total) == (exact("1.5"), 8)


# --- printed beside the score ---------------------------------------------------------------------


def test_an_accepted_risk_is_on_the_card_with_the_points_that_hung_on_it():
    risk = AcceptedRisk("试点", "主任", date(2021, 12, 31), "minus")
    risky = clause("risky", accepted_risk=risk)
    result = scored(policy(MINUS, risky, cards=[scorecard(base=100)]), roster("a"), entry("risky", "a", -4, "e"))
    (shown,) = card_of(result, "a").accepted_risks
    assert (shown.clauses, shown.approver, shown.points) == (("risky",), "主任", -4)
    assert card_of(result, "a").total == 96


def test_beside_it_stands_what_the_card_would_say_without_the_clauses_at_risk():
    risk = StandingRisk(("unregistered",), ("risky",), "试点", "主任", date(2021, 12, 31), "minus")
    whole = replace(policy(MINUS, clause("risky"), cards=[scorecard(base=100)]), accepted_risks=(risk,))
    happened = (entry("risky", "a", -4, "e"), entry("minus", "a", -3, "f"))
    card = card_of(scored(whole, roster("a"), *happened), "a")
    (shown,) = card.accepted_risks
    assert (shown.moves, shown.clauses, shown.points) == (("unregistered",), ("risky",), -4)
    assert (card.total, card.unrisked) == (93, Unrisked(Fraction(97), None))
    assert card_of(scored(policy(MINUS, cards=[scorecard(base=100)]), roster("a"), happened[1]), "a").unrisked is None
