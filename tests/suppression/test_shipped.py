"""No shipped policy pays for a bent record, but where it says so; and a clause planted to pay is caught in each."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from worked import SCORED, worked_year

from kaohe.rules.library import check_text
from kaohe.rules.policy import Clause, Policy
from kaohe.rules.shelf import SHIPPED
from kaohe.scoring.job import prepare_for
from kaohe.workbench.sample.demo import lay_out
from kaohe.workbench.suppression.gate import Suppression, suppression
from kaohe.workbench.suppression.trial import Bench

SAMPLE = 20


@cache
def judged(name: str) -> Suppression:
    year = worked_year(name)
    return suppression(year.policy, year.roster, year.events, seed=3, sample=SAMPLE)


# --- as shipped -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCORED)
def test_no_move_pays_that_the_policy_does_not_name_and_outweigh(name: str) -> None:
    refused = [one for one in judged(name).problems if one.severity == "problem"]
    assert refused == []


@pytest.mark.parametrize("name", SCORED)
def test_every_move_of_the_vocabulary_finds_a_case_to_be_made_in(name: str) -> None:
    tried = judged(name).tried
    assert {each.trial.move.name for each in tried} == set(worked_year(name).policy.vocabulary.moves)
    assert all(each.trial.tried > 0 for each in tried), [each.trial.move.name for each in tried if not each.trial.tried]


@pytest.mark.parametrize("name", SCORED)
def test_the_gate_has_teeth_moves_that_hide_a_case_pay_and_only_the_named_risks_hold_them(name: str) -> None:
    paid = {each.trial.move.name: each.paid for each in judged(name).tried}
    assert paid["never-registered"]
    assert paid["withdrawal-bought"]
    assert all(each.counter is not None and each.points > 0 for found in paid.values() for each in found)


@pytest.mark.parametrize("name", SCORED)
def test_every_accepted_risk_is_one_that_some_move_runs(name: str) -> None:
    """A risk that nothing runs would let a real one pass unseen: each counter clause is met in the trials."""
    policy = worked_year(name).policy
    counters = {paid.counter for each in judged(name).tried for paid in each.paid}
    assert {risk.counter_clause for risk in policy.accepted_risks} <= counters
    assert len(policy.accepted_risks) >= 2


@pytest.mark.parametrize("name", ["danfeng", "erdao", "district", "tongling"])
def test_nor_does_one_pay_in_the_year_that_kaohe_demo_makes(name: str, tmp_path: Path) -> None:
    """The larger sample year of 离石 is checked the same way by hand: ``kaohe check policies/lishi --events``."""
    policy = worked_year(name).policy
    made = lay_out(SHIPPED / name, tmp_path / "demo", None, 7)
    ready = prepare_for(policy, (made.events,), SHIPPED / name / "roster.yaml")
    said = suppression(policy, ready.roster, ready.events, seed=5, sample=20)
    assert [one for one in said.problems if one.severity == "problem"] == []
    assert sum(each.trial.tried for each in said.tried) >= 100


# --- planted --------------------------------------------------------------------------------------

LINE = "    accountable: [{unit: case.unit}]\n"
RISK = "    accepted_risk: {reason: 试, approver: 试, until: 2029-12-31, counter_clause: COUNTER}\n"
PLANTS: dict[str, tuple[str, str, str]] = {
    "a deduction per registered repeat": ("deduction", "repeat-unregistered", "    on: repeat_petition\n    points: -1\n"),
    "a bonus for withdrawals": ("bonus", "withdrawal-bought", "    on: withdrawn\n    points: 1\n"),
    "a bonus for being closed, however": ("bonus", "closed-early", "    on: closed\n    points: 1\n"),
    "a bonus for cases never raised again": ("bonus", "repeat-unregistered", (
        "    ratio: {over: cases, where: 'case.registered_on >= period.from', hit: '!seen(repeat_petition)', by: case.unit,"
        " minimum: 1, otherwise: zero}\n    score: {rate: {points: 10}}\n"
    )),
}  # fmt: skip


def planted(name: str, plant: str) -> tuple[Policy, Clause]:
    """The shipped policy with the clause planted last, let past the structure so that behaviour is what judges."""
    kind, _, body = PLANTS[plant]
    text = (SHIPPED / name / "policy.yaml").read_text(encoding="utf-8")
    policy = worked_year(name).policy
    section, source = policy.scorecards[0].sections[0].name, next(iter(policy.sources))
    line = "" if "ratio:" in body else LINE
    whole = (
        f"\n  - id: planted\n    title: 埋设\n    kind: {kind}\n    section: {section}\n"
        f"    basis: {{source: {source}, article: 某条}}\n    points_from: example\n{line}{body}"
    )
    counter = policy.accepted_risks[0].counter_clause
    for risk in ("", RISK.replace("COUNTER", counter)):
        checked = check_text(text.replace("\nscorecards:", f"{whole}{risk}\nscorecards:"), SHIPPED / name / "policy.yaml")
        if checked.policy is not None:
            break
    assert checked.policy is not None, [one for one in checked.problems if one.severity == "problem"]
    clause = replace(checked.policy.clause("planted"), accepted_risk=None)
    clauses = tuple(clause if one.id == "planted" else one for one in checked.policy.clauses)
    return replace(checked.policy, clauses=clauses), clause


@pytest.mark.parametrize("plant", PLANTS)
@pytest.mark.parametrize("name", SCORED)
def test_a_planted_clause_is_refused_where_it_stands_by_the_move_it_pays_for(name: str, plant: str) -> None:
    policy, clause = planted(name, plant)
    move = PLANTS[plant][1]
    only = replace(policy, vocabulary=replace(policy.vocabulary, moves={move: policy.vocabulary.moves[move]}))
    year = worked_year(name)
    said = suppression(only, year.roster, year.events, seed=3, sample=SAMPLE).problems
    found = [one for one in said if dict(one.facts)["id"] == "planted"]
    assert [one.code for one in found] == ["gate.pays"]
    facts = dict(found[0].facts)
    assert found[0].place == clause.place
    assert (facts["title_en"], facts["seed"]) == (move, "3")
    assert 0 < int(facts["gains"]) <= int(facts["tried"]) <= SAMPLE


STRUCTURE = {
    "a deduction per registered repeat": ("gate.volume", "on: repeat_petition\n    points: -1\n"),
    "a falling number": ("gate.volume-decline", (
        "measure: {over: registered, statistic: count, by: unit, against: previous_year, minimum: 1, otherwise: zero}\n"
        "    score: {slope: {at: 0, full: 5, above: {per: 1%, points: -1}, below: {per: 1%, points: 1}, steps: exact, floor: 0, ceiling: 10}}\n"
    )),
    "a ranking by number": ("gate.volume-rank", (
        "measure: {over: registered, statistic: count, by: unit, minimum: 1, otherwise: zero}\n"
        "    score: {rank: {points: [5, 4, 3], best: lowest, ties: mean}}\n"
    )),
    "visits to higher levels": ("vocabulary.upward-visit", "on: closed\n    points: -5\n"),
}  # fmt: skip


@pytest.mark.parametrize("plant", STRUCTURE)
@pytest.mark.parametrize("name", SCORED)
def test_what_is_never_allowed_is_refused_by_its_structure_without_any_events(name: str, plant: str) -> None:
    code, body = STRUCTURE[plant]
    title = "进京越级上访每批扣分" if code.startswith("vocabulary") else "埋设"
    kind = "deduction" if body.startswith("on:") else "bonus"
    section = worked_year(name).policy.scorecards[0].sections[0].name
    source = next(iter(worked_year(name).policy.sources))
    clause = (
        f"\n  - id: planted\n    title: {title}\n    kind: {kind}\n    section: {section}\n"
        f"    basis: {{source: {source}, article: 某条}}\n    points_from: example\n    {body}"
    )
    text = (SHIPPED / name / "policy.yaml").read_text(encoding="utf-8")
    said = check_text(text.replace("\nscorecards:", f"{clause}\nscorecards:"), SHIPPED / name / "policy.yaml").problems
    assert code in {one.code for one in said if one.severity == "problem"}, [one.code for one in said]


# --- how cases are judged -------------------------------------------------------------------------


def test_a_seed_chooses_the_same_cases_and_another_seed_others() -> None:
    year = worked_year("tongling")
    move = year.policy.vocabulary.moves["never-registered"]

    def gains(seed: int) -> list[str]:
        return [gain.case for gain in Bench(year.policy, year.roster, year.events, year.policy.period.to, seed=seed, limit=20).trial(move).gains]

    assert gains(5) == gains(5)
    assert gains(5) != gains(6)
