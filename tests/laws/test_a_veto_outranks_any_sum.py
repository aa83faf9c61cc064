"""Whoever is vetoed has the lowest grade and the last place, whatever the points."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from scored_ledgers import END, OFFICE, UNITS, ledgers, many, policies, vetoed

from kaohe.scoring.from_replay import score


def test_a_veto_outranks_any_sum() -> None:
    seen: Counter[str] = Counter()

    @many
    @given(policies(cycles=False), ledgers(), st.sampled_from(UNITS))
    def law(rules, happened, who) -> None:
        result = score(rules, OFFICE, replace(happened, vetoes=(vetoed(who),)), END)
        without = {(card.card, card.subject): card for card in score(rules, OFFICE, happened, END).cards}
        cards = [card for card in result.cards if card.subject == who and card.data]
        for card in cards:
            peers = [each for each in result.cards if (each.card, each.group, each.data) == (card.card, card.group, True)]
            others = [each for each in peers if each is not card and each.rank is not None]
            assert card.grade == "low"
            assert all(each.rank < card.rank for each in others)
            seen["vetoes"] += 1
            seen["beaten by fewer points"] += any(each.total < card.total for each in others)
            seen["graded better without it"] += without[card.card, who].grade != "low"

    law()
    assert seen["vetoes"] >= 20, seen
    assert min(seen["beaten by fewer points"], seen["graded better without it"]) >= 3, seen
