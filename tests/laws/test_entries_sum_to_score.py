"""Whoever adds up the ledger by subject and card has every card's total; a ledger that does not add up stops the run."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from scored_ledgers import (
    END,
    OFFICE,
    clause,
    entry,
    ledgers,
    policies,
    policy,
    replay,
    scorecard,
)
from worlds import said, worlds

from kaohe.engine.ledger import Replay
from kaohe.scoring.card import Scored
from kaohe.scoring.check import Unbalanced, balanced
from kaohe.scoring.from_replay import score


def test_entries_sum_to_score_in_made_up_worlds(holds) -> None:
    """Every card's total, what it was before rounding, and the total of every section."""

    def law(seen, world) -> None:
        result = said(world).scored
        assert bool(result.cards) == (world.as_of >= world.policy.period.from_), "there are cards as soon as the period has begun"
        _adds_up(seen, result)

    holds(law, worlds(known=True), entries=50, rounded=5, charged=20)


def test_entries_sum_to_score(holds) -> None:
    """With floors, caps, omitted indicators, months rolled up and points inherited."""

    def law(seen, rules, happened) -> None:
        result = score(rules, OFFICE, happened, END)
        assert result.cards
        _adds_up(seen, result)

    holds(law, policies(), ledgers(), cases=60, entries=20, rounded=20, capped=20, inherited=5, charged=20)


def _adds_up(seen: Counter[str], result: Scored) -> None:
    for card in result.cards:
        mine = [each for each in result.entries if (each.subject_kind, each.subject, each.card) == (card.subject_kind, card.subject, card.key)]
        assert sum(each.points for each in mine) == card.total
        assert sum(each.points for each in mine if each.part != "round") == card.exact
        for shown in card.sections:
            assert sum(each.points for each in mine if each.section == shown.name) == shown.total
        seen["entries"] += len(mine)
        seen["rounded"] += any(each.part == "round" for each in mine)
        seen["capped"] += any(each.part in ("cap", "cap_case", "section") for each in mine)
        seen["inherited"] += any(each.part == "inherit" for each in mine)
        seen["charged"] += sum(each.part in ("charge", "late", "short", "item", "score") for each in mine)


def test_nothing_that_happened_is_lost_or_changed(holds) -> None:
    """Scoring adds entries; of the engine's it only says which card counts them, in which section."""

    def law(seen, rules, happened) -> None:
        result = score(rules, OFFICE, happened, END)
        assert len({each.id for each in result.entries}) == len(result.entries), "every entry has an id of its own"
        kept = {each.id: each for each in result.entries}
        for each in happened.entries:
            assert replace(kept[each.id], card=None, section=None) == each
        assert score(rules, OFFICE, happened, END) == result
        seen["happened"] += len(happened.entries)
        seen["added"] += len(result.entries) - len(happened.entries)

    holds(law, policies(), ledgers(), cases=60, happened=50, added=50)


@pytest.mark.parametrize("fault", ["points", "twice", "nothing twice", "orphan"])
def test_a_ledger_that_does_not_add_up_stops_the_run(fault: str) -> None:
    """The check can fail: a changed point, an entry twice, an entry on a card that is not there."""
    rules = policy(clause("c0"), cards=[scorecard(base=100)])
    result = score(rules, OFFICE, replay(entry("c0", "a", -2, "e")), END)
    first = next(each for each in result.entries if each.card)
    nothing = replace(first, event="nothing", points=first.points * 0)
    changed = {
        "points": [replace(first, points=first.points - 1), *result.entries[1:]],
        "twice": [*result.entries, first],
        "nothing twice": [*result.entries, nothing, nothing],
        "orphan": [*result.entries, replace(first, event="other", card="unit@1999")],
    }[fault]
    assert balanced(result.entries, result.cards) > len(result.cards)
    assert balanced([*result.entries, nothing], result.cards) > len(result.cards)
    with pytest.raises(Unbalanced):
        balanced(changed, result.cards)


def test_an_empty_replay_scores_nobody() -> None:
    result = score(policy(clause("c0"), cards=[scorecard(base=100)]), OFFICE, Replay((), (), (), (), (), (), (), ()), END)
    assert [card.data for card in result.cards] == [False] * 5
    assert result.entries == ()
