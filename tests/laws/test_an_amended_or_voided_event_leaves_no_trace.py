"""A false record that was voided leaves no trace in the ledger; so does an amendment that was voided."""

from __future__ import annotations

from dataclasses import replace

from histories import DAY, root, sample, sample_root, whole_policy
from hypothesis import strategies as st
from worlds import one_of, originals, said, worlds

from kaohe.engine.correct import standing
from kaohe.engine.event_file import read_events, write_events

NUMBERS, DAYS = st.integers(0, 100), st.integers(1, 60)


def test_a_voided_record_is_as_if_never_sent(holds) -> None:
    def law(seen, world, number, days) -> None:
        whole = said(world)
        one = one_of(world.events, number, whole)
        false = replace(one, id="false", amends=None, voids=None, at=one.at + days * DAY, recorded_at=one.at)
        void = replace(false, id="void", voids="false", recorded_at=one.at + days * DAY)
        assert said(world, [*world.events, false, void]).ledger == whole.ledger
        seen["entries"] += len(whole.replay.entries)
        if seen["cases"] % 4 == 0:
            seen["asked whether believing it would have mattered"] += 1
            seen["mattered"] += said(world, [*world.events, false]).ledger != whole.ledger

    holds(law, worlds(), NUMBERS, DAYS, cases=40, entries=20, mattered=3)


def test_a_voided_amendment_leaves_what_it_amended(holds) -> None:
    def law(seen, world, number, days) -> None:
        if not (mine := originals(world)):
            return
        whole = said(world)
        one = one_of(mine, number, whole)
        last = max(each.at if each.recorded_at is None else each.recorded_at for each in world.events)
        wrong = replace(one, id="wrong", amends=one.id, at=one.at + days * DAY, recorded_at=last + DAY)
        void = replace(wrong, id="void", amends=None, voids="wrong", recorded_at=last + 2 * DAY)
        assert said(world, [*world.events, wrong, void]).ledger == whole.ledger
        seen["entries"] += len(whole.replay.entries)
        if seen["cases"] % 4 == 0:
            seen["asked whether believing it would have mattered"] += 1
            seen["mattered"] += said(world, [*world.events, wrong]).ledger != whole.ledger

    holds(law, worlds(), NUMBERS, DAYS, cases=40, entries=20, mattered=3)


def test_what_was_amended_stands_as_if_it_had_been_sent_so(holds) -> None:
    """An amendment of an amendment leaves no trace of either but the id under which its content stands."""

    def law(seen, world, number, days) -> None:
        if not (mine := originals(world)):
            return
        one = one_of(mine, 2 * number + 1, said(world))
        last = max(each.at if each.recorded_at is None else each.recorded_at for each in world.events)
        wrong = replace(one, id="wrong", amends=one.id, at=one.at + 99 * DAY, recorded_at=last + DAY)
        right = replace(one, id="right", amends="wrong", at=one.at + days % 3 * DAY, recorded_at=last + 2 * DAY)
        plain = [each for each in world.events if one.id not in (each.id, each.amends, each.voids)]
        sent = said(world, [*plain, replace(right, id=one.id, amends=None)])
        amended = said(world, [*plain, one, wrong, right])
        assert amended.ledger == sent.ledger
        seen["entries"] += len(sent.replay.entries)
        seen["points because of it"] += any(one.id in entry.because for entry in sent.replay.entries)

    holds(law, worlds(), NUMBERS, DAYS, cases=40, entries=20, **{"points because of it": 3})


def test_what_was_voided_stays_in_the_log(tmp_path) -> None:
    """The log is read back with the false records and what voided them; only what stands is without them."""
    file = tmp_path / "log.parquet"
    write_events(sample(), file, whole_policy().vocabulary, whole_policy().timezone)
    kept = read_events([file], whole_policy().vocabulary, whole_policy().timezone).events
    false = {each.voids for each in sample()} - {None}
    stands = {each.id for each in standing(kept, whole_policy().vocabulary, None).events}
    assert false
    assert false <= {each.id for each in kept}
    assert {each.voids for each in kept} - {None} == false
    assert not false & stands


def test_the_sample_year_without_its_false_records_has_the_same_root() -> None:
    false = {each.voids for each in sample()} - {None}
    clean = [each for each in sample() if each.voids is None and each.id not in false]
    assert false
    assert root(clean, whole_policy()) == sample_root()
    believed = [each for each in sample() if each.voids is None]
    assert root(believed, whole_policy()) != sample_root(), "believing them would have changed the ledger"
