"""A record delivered twice counts once, however late the second delivery is recorded."""

from __future__ import annotations

import random
from dataclasses import replace

from histories import DAY, root, sample, sample_root, whole_policy
from hypothesis import strategies as st
from worlds import one_of, said, worlds

from kaohe.engine.event import Event


def test_histories_delivered_twice_in_part_have_the_same_ledger(holds) -> None:
    def law(seen, world, number) -> None:
        chance = random.Random(number)
        twice = chance.choices(world.events, k=chance.randint(1, 6))
        again = [_recorded_later(each, chance.choice([0, 0, 1, 30, 90])) for each in twice]
        whole = said(world)
        assert said(world, chance.sample([*world.events, *again], len(world.events) + len(again))).ledger == whole.ledger
        seen["again"] += len(again)
        seen["entries"] += len(whole.replay.entries)
        seen["recorded later"] += sum(each.recorded_at is not None for each in again)

    holds(law, worlds(known=True), st.integers(0, 2**32), again=30, entries=20, **{"recorded later": 5})


def test_a_second_record_under_a_new_number_is_no_duplicate(holds) -> None:
    """The law above can fail: the same act under another id is another act."""

    def law(seen, world, number) -> None:
        whole = said(world)
        one = one_of(world.events, number, whole)
        seen["differs"] += said(world, [*world.events, replace(one, id=f"{one.id}-other")]).ledger != whole.ledger

    holds(law, worlds(), st.integers(0, 100), cases=50, differs=3)


def _recorded_later(event: Event, days: int) -> Event:
    """The same delivered again; an event that does not say when it was recorded was recorded when it happened."""
    first = event.at if event.recorded_at is None else event.recorded_at
    return event if days == 0 else replace(event, recorded_at=first + days * DAY)


def test_the_sample_year_without_its_duplicates_has_the_same_root() -> None:
    once = tuple(dict.fromkeys(map(_key, sample())))
    assert len(once) < len(sample()), "the sample year holds no duplicates"
    first = {_key(each): each for each in sample()}
    assert root([first[key] for key in once], whole_policy()) == sample_root()


def _key(each) -> tuple[object, ...]:
    content = tuple(sorted((name, str(value)) for name, value in each.fields.items()))
    return (each.id, each.kind, each.at, each.case, each.unit, each.leader, each.amends, each.voids, content)
