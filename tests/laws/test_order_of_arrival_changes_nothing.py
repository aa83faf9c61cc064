"""In whatever order rows arrive, the ledger is the same: its root is."""

from __future__ import annotations

import random
from dataclasses import replace

from histories import root, sample, sample_root, whole_policy
from hypothesis import strategies as st
from scored_ledgers import END as LAST_DAY
from scored_ledgers import OFFICE, ledgers, policies
from worlds import said, worlds

from kaohe.scoring.from_replay import score


def test_shuffled_histories_have_the_same_ledger(holds) -> None:
    def law(seen, world, number) -> None:
        other = random.Random(number).sample(world.events, len(world.events))
        whole = said(world)
        assert said(world, other).ledger == whole.ledger
        moved = other != list(world.events)
        seen["shuffled"] += moved
        seen["entries"] += moved * len(whole.replay.entries)
        seen["corrections"] += moved * sum(event.amends is not None or event.voids is not None for event in other)

    holds(law, worlds(known=True), st.integers(0, 2**32), shuffled=20, entries=20, corrections=5)


def test_the_sample_year_in_other_orders_has_the_same_root() -> None:
    """As it came (shuffled), by id, and shuffled otherwise."""
    arrived = list(sample())
    by_id = sorted(arrived, key=lambda each: each.id)
    again = random.Random(5).sample(arrived, len(arrived))
    assert len({tuple(each.id for each in order) for order in (arrived, by_id, again)}) == 3
    assert {root(order, whole_policy()) for order in (by_id, again)} == {sample_root()}
    assert sample_root() != root((), whole_policy())


def test_a_shuffled_ledger_is_scored_the_same(holds) -> None:
    def law(seen, rules, happened, number) -> None:
        shuffler = random.Random(number)
        entries = tuple(shuffler.sample(happened.entries, len(happened.entries)))
        shuffled = replace(happened, entries=entries, tallies=tuple(shuffler.sample(happened.tallies, len(happened.tallies))))
        assert score(rules, OFFICE, happened, LAST_DAY).cards == score(rules, OFFICE, shuffled, LAST_DAY).cards
        seen["moved"] += entries != tuple(happened.entries)

    holds(law, policies(exclusive=False), ledgers(), st.integers(0, 2**32), cases=60, moved=20)
