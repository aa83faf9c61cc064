"""Vetoes: confirmed, pending, revoked; provisional cards show both ways (P19)."""

from __future__ import annotations

from datetime import date

import pytest
from building import (
    CALENDAR,
    card_of,
    clause,
    entry,
    grade,
    is_,
    named,
    policy,
    roster,
    scorecard,
    scored,
    veto,
    vetoed,
)

from kaohe.engine.ledger import AppealStep
from kaohe.rules.policy import Appeals
from kaohe.rules.value import Duration
from kaohe.scoring.veto import end_of, verdict

APPEALS = Appeals("notified", Duration(15, "wd"), Duration(10, "wd"))
TOLD = AppealStep("notified", "n1", date(2021, 9, 20))
FILE_BY = date(2021, 10, 11)
"""15 working days after 20 September: 1 October is a rest day, Saturday 9 October is worked."""
FILED = AppealStep("filed", "f1", date(2021, 10, 8))
DECIDE_BY = date(2021, 10, 21)


def status(*steps: AppealStep, as_of: date = date(2021, 12, 31), **how: object) -> tuple[str, date | None, bool]:
    return verdict(vetoed("a", *steps, **how), APPEALS, CALENDAR, as_of)


def decided(outcome: str, day: date = date(2021, 10, 15)) -> AppealStep:
    return AppealStep("decided", "d1", day, outcome)  # type: ignore[arg-type]


def test_the_windows_count_working_days_from_the_day_after():
    assert end_of(TOLD.day, APPEALS.file_within, CALENDAR) == FILE_BY
    assert end_of(FILED.day, APPEALS.decide_within, CALENDAR) == DECIDE_BY
    assert end_of(date(2021, 9, 20), Duration(15, "d"), CALENDAR) == date(2021, 10, 5)


@pytest.mark.parametrize("how", [{"confirmer": None}, {"confirmer": "proposer"}, {"evidence": None}])
def test_a_veto_needs_another_to_confirm_it_and_evidence(how: dict[str, object]):
    assert status(**how)[0] == "unconfirmed"


def test_a_veto_is_pending_until_the_office_was_told():
    assert status() == ("pending", None, False)


def test_the_last_day_of_the_window_still_counts():
    assert status(TOLD, as_of=FILE_BY) == ("pending", FILE_BY, False)
    assert status(TOLD, as_of=date(2021, 10, 12)) == ("effective", None, False)


def test_an_appeal_filed_in_time_holds_the_veto_until_it_is_decided():
    assert status(TOLD, FILED, as_of=DECIDE_BY) == ("pending", DECIDE_BY, False)
    assert status(TOLD, FILED, as_of=date(2021, 10, 22)) == ("pending", DECIDE_BY, True)
    assert status(TOLD, FILED, decided("upheld"))[0] == "effective"


def test_an_appeal_filed_on_the_last_day_of_the_window_is_in_time():
    assert status(TOLD, AppealStep("filed", "f1", FILE_BY), as_of=date(2021, 10, 12))[0] == "pending"


@pytest.mark.parametrize("outcome", ["revoked", "changed"])
def test_a_successful_appeal_ends_the_veto(outcome: str):
    assert status(TOLD, FILED, decided(outcome))[0] == "revoked"


def test_a_late_appeal_does_not_hold_the_veto_but_may_still_succeed():
    """Test 16: filed the day after the window."""
    late = AppealStep("filed", "f1", date(2021, 10, 12))
    assert status(TOLD, late)[0] == "effective"
    assert status(TOLD, late, decided("revoked", date(2021, 11, 1)))[0] == "revoked"


def test_a_ruling_takes_a_veto_back_whenever_it_comes():
    assert status(TOLD, AppealStep("revoked", "r1", date(2021, 12, 1)))[0] == "revoked"
    assert status(TOLD, AppealStep("revoked", "r1", date(2021, 12, 1)), as_of=date(2021, 11, 30))[0] == "effective"


def test_without_an_appeals_rule_a_confirmed_veto_takes_effect_at_once():
    assert verdict(vetoed("a"), None, CALENDAR, date(2021, 6, 15))[0] == "effective"


# --- on cards -------------------------------------------------------------------------------------

MINUS = clause("minus")
CARDS = [scorecard(base=100, grades=(grade("top", 90), grade("good", 60), grade("poor")))]
NO_TOP = policy(MINUS, veto("v", "no_top_grade"), cards=CARDS, appeals=APPEALS)
LAST = policy(MINUS, veto("v", "lowest_grade", "ranked_last"), cards=CARDS, appeals=None)


def test_a_pending_veto_makes_the_card_provisional_and_shows_both():
    result = scored(NO_TOP, roster("a"), *named("a"), vetoed("a", TOLD), as_of=date(2021, 10, 1))
    card = card_of(result, "a")
    assert (card.provisional, card.grade, card.would_be) == (True, "top", "good")
    assert [(line.status, line.until) for line in card.vetoes] == [("pending", FILE_BY.isoformat())]


def test_an_effective_veto_denies_the_grade_and_leaves_the_score():
    result = scored(NO_TOP, roster("a"), *named("a"), vetoed("a", TOLD))
    card = card_of(result, "a")
    assert (card.provisional, card.grade, card.would_be, card.total) == (False, "good", None, 100)
    (written,) = [each for each in result.entries if each.part == "veto"]
    assert (written.points, written.of, written.card) == (0, "v/e1", "unit@2021")


def test_who_would_move_up_if_a_pending_veto_takes_effect_is_shown():
    one_place = policy(
        veto("v", "no_top_grade"), appeals=APPEALS,
        cards=[scorecard(base=100, grades=(grade("top", None, "0.5"), grade("rest")))],
    )  # fmt: skip
    minus = clause("minus")
    both = policy(minus, *one_place.clauses, cards=one_place.scorecards, appeals=APPEALS)
    result = scored(both, roster("a", "b"), *named("a"), entry("minus", "b", -1, "e"), vetoed("a", TOLD), as_of=date(2021, 10, 1))
    a, b = card_of(result, "a"), card_of(result, "b")
    assert [(card.grade, card.would_be, card.provisional) for card in (a, b)] == [
        ("top", "rest", True), ("rest", "top", False),
    ]  # fmt: skip


def test_last_place_and_lowest_grade_whatever_the_points():
    minus = [entry("minus", who, -50, "e") for who in ("b", "c")]
    result = scored(LAST, roster("a", "b", "c"), *minus, *named("a"), vetoed("a"))
    assert (card_of(result, "a").total, card_of(result, "a").grade, card_of(result, "a").rank) == (100, "poor", 3)
    assert card_of(result, "b").rank == card_of(result, "c").rank == 1


def test_a_veto_weighs_on_the_year_and_on_no_months_card():
    """P15: grade and veto on the year. ``a`` is first in June, and last in the year whatever its points."""
    monthly = policy(MINUS, veto("v", "lowest_grade", "ranked_last"), cards=[scorecard(base=100, grades=CARDS[0].grades, cycle="month")], appeals=None)
    result = scored(monthly, roster("a", "b"), *named("a"), entry("minus", "b", -5, "e"), vetoed("a"))
    june = [card_of(result, who, "2021-06") for who in ("a", "b")]
    year = [card_of(result, who) for who in ("a", "b")]
    assert [(card.rank, card.grade, len(card.vetoes)) for card in june] == [(1, None, 0), (2, None, 0)]
    assert [(card.rank, card.grade, len(card.vetoes)) for card in year] == [(2, "poor", 1), (1, "top", 0)]


def test_a_veto_on_whom_no_card_admits_is_told():
    towns = policy(veto("v", "no_top_grade"), cards=[scorecard(who=is_("kind", "town"))])
    result = scored(towns, roster("a"), vetoed("a"))
    assert [(each.code, dict(each.facts)["subject"]) for each in result.notices] == [("run.veto-without-card", "a")]


def test_a_window_that_runs_into_an_unknown_year_is_a_problem_and_the_veto_waits():
    told = AppealStep("notified", "n1", date(2021, 12, 20))
    result = scored(NO_TOP, roster("a"), *named("a"), vetoed("a", told))
    assert [each.code for each in result.notices] == ["run.unknown-year"]
    assert card_of(result, "a").provisional
