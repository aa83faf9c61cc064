"""In whatever order rows arrive, the ledger is the same: its root is."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

from histories import (
    case_policy,
    few,
    histories,
    is_worth_looking_at,
    root,
    sample,
    sample_root,
    whole_policy,
)
from hypothesis import given
from hypothesis import strategies as st
from scored_ledgers import END as LAST_DAY
from scored_ledgers import OFFICE, ledgers, many, policies

from kaohe.scoring.from_replay import score


def test_shuffled_histories_have_the_same_root() -> None:
    seen: Counter[str] = Counter()

    @few
    @given(histories(), st.randoms(use_true_random=False))
    def law(events, shuffler) -> None:
        other = list(events)
        shuffler.shuffle(other)
        assert root(other, case_policy()) == root(events, case_policy())
        seen["told"] += other != list(events) and is_worth_looking_at(events)

    law()
    assert seen["told"] >= 5, f"only {seen['told']} histories were really shuffled and wrote anything"


def test_the_sample_year_in_other_orders_has_the_same_root() -> None:
    """As it came (shuffled), by id, and shuffled otherwise."""
    arrived = list(sample())
    by_id = sorted(arrived, key=lambda each: each.id)
    again = random.Random(5).sample(arrived, len(arrived))
    assert len({tuple(each.id for each in order) for order in (arrived, by_id, again)}) == 3
    assert {root(order, whole_policy()) for order in (by_id, again)} == {sample_root()}
    assert sample_root() != root((), whole_policy())


def test_a_shuffled_ledger_is_scored_the_same() -> None:
    seen: Counter[str] = Counter()

    @many
    @given(policies(exclusive=False), ledgers(), st.randoms(use_true_random=False))
    def law(rules, happened, shuffler) -> None:
        other, rows = list(happened.entries), list(happened.tallies)
        shuffler.shuffle(other)
        shuffler.shuffle(rows)
        shuffled = replace(happened, entries=tuple(other), tallies=tuple(rows))
        assert score(rules, OFFICE, happened, LAST_DAY).cards == score(rules, OFFICE, shuffled, LAST_DAY).cards
        seen["moved"] += tuple(other) != tuple(happened.entries)

    law()
    assert seen["moved"] >= 20, seen
