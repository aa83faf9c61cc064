"""Whoever is vetoed has the lowest grade and the last place, whatever the points."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hard import World
from hypothesis import strategies as st
from scored_ledgers import END, OFFICE, UNITS, ledgers, policies, vetoed
from worlds import said, worlds

from kaohe.engine.event_row import event_from_row
from kaohe.scoring.card import Card, Scored
from kaohe.scoring.from_replay import score


def _peers(card: Card, scored: Scored) -> list[Card]:
    """The other cards among which it is ranked."""
    group = (card.card, card.span, card.group, True)
    return [each for each in scored.cards if (each.card, each.span, each.group, each.data) == group and each is not card and each.rank is not None]


def test_a_veto_outranks_any_sum(holds) -> None:
    def law(seen, rules, happened, who) -> None:
        result = score(rules, OFFICE, replace(happened, vetoes=(vetoed(who),)), END)
        without = {(card.card, card.subject): card for card in score(rules, OFFICE, happened, END).cards}
        for card in (card for card in result.cards if card.subject == who and card.data):
            others = _peers(card, result)
            assert card.grade == "low"
            assert all(each.rank < card.rank for each in others)
            seen["vetoes"] += 1
            seen["beaten by fewer points"] += any(each.total < card.total for each in others)
            seen["graded better without it"] += without[card.card, who].grade != "low"

    holds(law, policies(cycles=False), ledgers(), st.sampled_from(UNITS), cases=60, vetoes=20, **{"beaten by fewer points": 3, "graded better without it": 3})


def test_what_a_confirmed_veto_denies_no_points_give_back(holds) -> None:
    """In made-up worlds with clauses of veto: each effect of the clause, on the unit and on its leader."""

    def law(seen, world, who) -> None:
        result = said(world, [*world.events, _violation(world, who)]).scored
        for card in result.cards:
            effects = {effect for veto in card.vetoes if veto.status == "effective" for effect in veto.effects}
            if card.data and effects and card.grade is not None:
                _is_denied(seen, card, effects, _peers(card, result))

    holds(law, worlds(where=_vetoes), st.sampled_from(["east", "west", "north"]), cases=60, vetoes=10, leaders=3)


def _vetoes(policy: object) -> bool:
    return any(clause.kind == "veto" for clause in policy.clauses)


def _violation(world: World, who: str) -> object:
    """A confirmed violation on a day that the clause sees, of which nobody was told: no appeal holds it."""
    year = world.policy.period
    day = max(year.from_, min(year.to, world.as_of).replace(day=1))
    row = {"id": "violation", "kind": "violation_confirmed", "at": str(day), "unit": who, "matter": "falsified",
           "proposer": "o1", "confirmer": "o2", "evidence": "e"}  # fmt: skip
    event, problems = event_from_row(row, world.policy.vocabulary, world.policy.timezone)
    assert event is not None, problems
    return event


def _is_denied(seen: Counter[str], card: Card, effects: set[str], others: list[Card]) -> None:
    assert "lowest_grade" not in effects or card.grade == "low"
    assert "no_top_grade" not in effects or card.grade != "top"
    if "ranked_last" in effects and card.rank is not None:
        assert all(each.rank < card.rank for each in others if not each.vetoes)
        seen["beaten by fewer points"] += any(each.total < card.total for each in others if not each.vetoes)
    seen["vetoes"] += 1
    seen["leaders"] += card.subject_kind == "leader"
