"""What was known on a day is what had been recorded by then: later records do not rewrite it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from histories import DAY, root, sample, sample_root, whole_policy
from hypothesis import strategies as st
from worlds import one_of, originals, said, worlds

from kaohe.engine.event import Event

NEW_YEAR = int(datetime(2020, 12, 31, 16, tzinfo=UTC).timestamp()) * 1_000_000
"""The first instant of 2021 in Shanghai."""


def _recorded(event: Event) -> int:
    return event.at if event.recorded_at is None else event.recorded_at


def test_known_at_is_a_run_without_what_was_recorded_later(holds) -> None:
    """Asked of the instant of one of the records, or of a microsecond before it."""

    def law(seen, world, number, before) -> None:
        then = _recorded(one_of(world.events, number)) - before
        known = [each for each in world.events if _recorded(each) <= then]
        whole = said(world, known_at=then)
        assert said(world, known).ledger == whole.ledger
        seen["entries"] += len(whole.replay.entries)
        seen["later"] += len(world.events) - len(known)
        seen["corrections known later"] += sum(each.amends is not None or each.voids is not None for each in world.events if each not in known)

    holds(law, worlds(), st.integers(0, 100), st.integers(0, 1), cases=60, entries=15, later=30, **{"corrections known later": 2})


def test_correcting_later_does_not_change_what_was_known(holds) -> None:
    def law(seen, world, number) -> None:
        if not (mine := originals(world)):
            return
        whole, then = said(world), max(map(_recorded, world.events))
        one = one_of(mine, number, whole)
        void = replace(one, id="void", voids=one.id, recorded_at=then + 1)
        assert said(world, [*world.events, void], known_at=then).ledger == whole.ledger
        seen["entries"] += len(whole.replay.entries)
        if seen["cases"] % 4 == 0:
            seen["asked whether it matters since"] += 1
            seen["matters"] += said(world, [*world.events, void]).ledger != whole.ledger

    holds(law, worlds(), st.integers(0, 100), cases=40, entries=20, matters=3)


def test_all_that_is_ever_known_is_the_run_without_known_at(holds) -> None:
    def law(seen, world) -> None:
        last = max(map(_recorded, world.events))
        whole = said(world)
        assert said(world, known_at=last).ledger == whole.ledger
        seen["entries"] += len(whole.replay.entries)
        if seen["cases"] % 4 == 0:
            seen["asked for the moment before"] += 1
            seen["new at the last moment"] += said(world, known_at=last - 1).ledger != whole.ledger

    holds(law, worlds(), cases=60, entries=20, **{"new at the last moment": 3})


def test_the_sample_year_as_known_in_june() -> None:
    """Records without a recording time were known when they happened."""
    then = NEW_YEAR + 181 * DAY - 1
    recorded = [each for each in sample() if (each.at if each.recorded_at is None else each.recorded_at) <= then]
    assert 0 < len(recorded) < len(sample())
    june = root(sample(), whole_policy(), known_at=then)
    assert june == root(recorded, whole_policy())
    assert june != sample_root()
