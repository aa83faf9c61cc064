"""Why a card says what it says, and what makes two runs differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from building import (
    PRINCIPAL,
    cap,
    card_of,
    clause,
    entry,
    exact,
    indicator,
    line,
    policy,
    post,
    roster,
    scorecard,
    scored,
    section,
    tally,
)  # fmt: skip

from kaohe.engine.ledger_file import LEDGER, write_ledger
from kaohe.engine.record_file import Filed
from kaohe.rules.policy import Exclusive, Inherit, Rate
from kaohe.scoring.compare import differences
from kaohe.scoring.why import why, why_entry

CAPPED = clause("c", cap=cap(per_case=6, per_subject=10), lines=(line(), PRINCIPAL))
RATE = indicator("r", Rate(Fraction(10)), 10, "rates")
POLICY = policy(
    CAPPED, RATE,
    cards=[
        scorecard("unit", section("work", floor=-8), section("rates"), base=90),
        scorecard("leader", of="leader", base=100, inherit=Inherit("unit", exact("0.5"), None, None)),
    ],
)  # fmt: skip
OFFICE = roster("a", post("L1", "a"))


def happened(last: int = 4) -> list[object]:
    on_a = [entry("c", "a", -2, f"A{n}", case="A", at=date(2021, 3, n)) for n in range(1, last + 1)]
    on_b = [entry("c", "a", -3, f"B{n}", case="B", at=date(2021, 4, n)) for n in range(1, 3)]
    return [*on_a, *on_b, tally("r", "a", 9, 10)]


def test_every_entry_of_the_card_is_explained_once_and_they_sum_to_its_total():
    result = scored(POLICY, OFFICE, *happened())
    for card in result.cards:
        told = why(POLICY, result, card)
        assert sum(each.points for each in told.entries) == card.total
        assert sorted(each.id for each in told.entries) == sorted(
            each.id for each in result.entries if (each.subject, each.card) == (card.subject, card.key)
        )
        assert told.entries


def test_a_cap_uses_up_the_last_entries_first():
    """Case A: −2 × 4 held to −6, so the fourth counts nothing; then −6 −3 −3 held to −10."""
    result = scored(POLICY, OFFICE, *happened())
    told = why(POLICY, result, card_of(result, "a"))
    (work,) = [each for each in told.sections[0].clauses if each.clause.id == "c"]
    assert [(each.entry.event, each.counted) for each in work.entries] == [
        ("A1", -2), ("A2", -2), ("A3", -2), ("A4", 0), ("B1", -3), ("B2", -1),
    ]  # fmt: skip
    assert sum(each.counted for each in work.entries) == work.points == -10
    assert {(limit.entry.part, limit.limit) for limit in work.limits} == {("cap_case", 6), ("cap", 10)}


def test_an_entry_alone_is_told_as_it_is_on_its_card(tmp_path: Path):
    """Out of the ledger's file, too, where of the other entries only what caps look at is read."""
    result = scored(POLICY, OFFICE, *happened())
    write_ledger(result.entries, tmp_path / "ledger.parquet")
    filed = replace(result, entries=Filed(LEDGER, tmp_path / "ledger.parquet"))
    told = [(card, of, each) for card in result.cards for section in why(POLICY, result, card).sections for of in section.clauses for each in of.entries]
    assert {each.entry.part for _, _, each in told} == {"charge", "score"}
    for card, of, each in told:
        for run in (result, filed):
            assert why_entry(run, card, of.clause, each.entry) == (each, of.limits)
    cap_ = next(each for each in result.entries if each.part == "cap")
    assert why_entry(filed, card_of(result, "a"), CAPPED, cap_) == (None, ())


def test_a_clause_is_shown_with_its_basis_share_and_counts():
    result = scored(POLICY, OFFICE, *happened())
    told = why(POLICY, result, card_of(result, "a"))
    rates = told.sections[1].clauses[0]
    assert [text for _, text in rates.basis] == ["《来源》“原文”"]
    assert [(each.numerator, each.denominator) for each in rates.tallies] == [(9, 10)]
    assert rates.entries[0].entry.text == "9/10 = 90.00%"


def test_a_section_shows_what_its_floor_did():
    result = scored(POLICY, OFFICE, *happened())
    work = why(POLICY, result, card_of(result, "a")).sections[0]
    assert [(each.part, each.points) for each in work.made] == [("section", 2)]


def test_an_inherited_figure_leads_to_the_card_it_came_from():
    result = scored(POLICY, OFFICE, *happened())
    told = why(POLICY, result, card_of(result, "L1"))
    (passed,) = [each for each in told.made if each.entry.part == "inherit"]
    assert passed.source == card_of(result, "a")


def test_what_took_an_entry_back_stands_beside_it():
    charged = entry("c", "a", -2, "A1", case="A")
    back = entry("c", "a", 2, "A1", case="A", part="reverse", of=charged.id, because=("r1",))
    result = scored(POLICY, OFFICE, charged, back)
    told = why(POLICY, result, card_of(result, "a"))
    (shown,) = told.sections[0].clauses[0].entries
    assert [each.because for each in shown.taken_back] == [("r1",)]


def test_a_month_leads_to_its_card():
    monthly = policy(clause("c"), cards=[scorecard(base=100, cycle="month")])
    result = scored(monthly, OFFICE, entry("c", "a", -2, "e", at=date(2021, 3, 1)))
    told = why(monthly, result, card_of(result, "a"))
    (month,) = told.made
    assert month.source == card_of(result, "a", "2021-03")


# --- exclusive groups -----------------------------------------------------------------------------


def in_group(name: str, per: str = "case", keep: str = "largest"):
    return clause(name, exclusive=Exclusive("g", per, keep))  # type: ignore[arg-type]


def winners(per: str, keep: str, *entries: object) -> set[str]:
    rules = policy(in_group("x", per, keep), in_group("y", per, keep), cards=[scorecard(base=100)])
    result = scored(rules, OFFICE, *entries)
    zeroed = {each.of for each in result.entries if each.part == "zero"}
    return {each.event or "" for each in result.entries if each.part == "charge" and each.id not in zeroed}


SEVERE = entry("x", "a", -3, "e1", case="A", at=date(2021, 2, 1))
LIGHT = entry("y", "a", -1, "e2", case="A", at=date(2021, 3, 1))
OTHER = entry("y", "a", -1, "e3", case="B", at=date(2021, 4, 1))


def test_of_a_group_one_entry_stays_for_a_case():
    """就高不重复: per case, the largest stays; another case is another matter."""
    assert winners("case", "largest", SEVERE, LIGHT, OTHER) == {"e1", "e3"}
    assert winners("subject", "largest", SEVERE, LIGHT, OTHER) == {"e1"}
    assert winners("event", "largest", SEVERE, LIGHT, OTHER) == {"e1", "e2", "e3"}


def test_the_first_or_the_latest_stays_where_the_clause_says_so():
    assert winners("case", "first", SEVERE, LIGHT) == {"e1"}
    assert winners("case", "latest", SEVERE, LIGHT) == {"e2"}


def test_a_reversed_entry_does_not_win():
    back = entry("x", "a", 3, "e1", case="A", part="reverse", of=SEVERE.id, at=SEVERE.at)
    assert winners("case", "largest", SEVERE, back, LIGHT) == {"e1", "e2"}


def test_the_loser_stays_visible_and_names_the_winner():
    rules = policy(in_group("x"), in_group("y"), cards=[scorecard(base=100)])
    result = scored(rules, OFFICE, SEVERE, LIGHT)
    (zero,) = [each for each in result.entries if each.part == "zero"]
    assert (zero.points, zero.of) == (1, LIGHT.id)
    assert SEVERE.id in zero.text
    assert card_of(result, "a").total == 97


# --- two runs -------------------------------------------------------------------------------------


def test_the_difference_of_two_runs_is_told_by_card_clause_and_entry():
    """Three faults of case A turn out to be none. The total was at the section's floor and stays there."""
    before = scored(POLICY, OFFICE, *happened())
    after = scored(POLICY, OFFICE, *happened(1))
    found = differences(before, after)
    changed = {change.id[1]: change.points for change in found.cards}
    # a: −10 (capped, floor −8) becomes −2 −3 −3 = −8: the total stays; the leader inherits the same.
    assert changed == {"a": 0}
    assert [(change.clause, change.points) for change in found.clauses] == [("c", 2), ("card.unit", -2)]
    gone = [change.id for change in found.gone]
    assert len(gone) == 3 + 3
    assert found.entries_looked_at[0] > len(gone)


def test_equal_runs_do_not_differ():
    run = scored(POLICY, OFFICE, *happened())
    found = differences(run, run)
    assert (found.none, found.cards, found.clauses) == (True, (), ())
    assert found.cards_looked_at == 2
