"""Whoever adds up the ledger by subject and card has every card's total; a ledger that does not add up stops the run."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from scored_ledgers import (
    END,
    OFFICE,
    clause,
    entry,
    ledgers,
    many,
    policies,
    policy,
    replay,
    scorecard,
)

from kaohe.engine.ledger import Replay
from kaohe.scoring.check import Unbalanced, balanced
from kaohe.scoring.from_replay import score


def test_entries_sum_to_score() -> None:
    """Every card's total, what it was before rounding, and the total of every section."""
    seen: Counter[str] = Counter()

    @many
    @given(policies(), ledgers())
    def law(rules, happened) -> None:
        result = score(rules, OFFICE, happened, END)
        assert result.cards
        for card in result.cards:
            mine = [each for each in result.entries if (each.subject_kind, each.subject, each.card) == (card.subject_kind, card.subject, card.key)]
            assert sum(each.points for each in mine) == card.total
            assert sum(each.points for each in mine if each.part != "round") == card.exact
            for shown in card.sections:
                assert sum(each.points for each in mine if each.section == shown.name) == shown.total
            seen["cards"] += bool(mine)
            seen["entries"] += len(mine)
            seen["rounded"] += any(each.part == "round" for each in mine)

    law()
    assert min(seen["cards"], seen["entries"], seen["rounded"]) >= 20, seen


def test_nothing_that_happened_is_lost_or_changed() -> None:
    """Scoring adds entries; of the engine's it only says which card counts them, in which section."""
    seen: Counter[str] = Counter()

    @many
    @given(policies(), ledgers())
    def law(rules, happened) -> None:
        result = score(rules, OFFICE, happened, END)
        assert len({each.id for each in result.entries}) == len(result.entries), "every entry has an id of its own"
        kept = {each.id: each for each in result.entries}
        for each in happened.entries:
            assert replace(kept[each.id], card=None, section=None) == each
        assert score(rules, OFFICE, happened, END) == result
        seen["happened"] += len(happened.entries)
        seen["added"] += len(result.entries) - len(happened.entries)

    law()
    assert min(seen["happened"], seen["added"]) >= 50, seen


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
