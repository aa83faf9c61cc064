"""Events stand in one order: instant, upstream number, place of the kind, id (P2)."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine.event import Event
from kaohe.engine.order import in_order, order_key


def ids(events) -> list[str]:
    return [event.id for event in events]


def test_a_closing_that_is_only_dated_follows_an_opening_with_a_time_on_that_day(desk, written) -> None:
    opened = written(id="z", kind="opened", at="2021-03-01T09:00", case="A1")
    closed = written(id="a", kind="closed", at="2021-03-01", case="A1")
    assert ids(in_order([closed, opened], desk)) == ["z", "a"]


def test_what_is_only_dated_and_no_closing_comes_first_on_its_day(desk, written) -> None:
    at_midnight = written(id="b", kind="assigned", at="2021-03-01T00:00", case="A1", unit="u")
    dated = written(id="a", kind="opened", at="2021-03-01", case="A1")
    just_before = written(id="c", kind="assigned", at="2021-02-28T23:59:59.999999", case="A1", unit="u")
    assert ids(in_order([at_midnight, dated, just_before], desk)) == ["c", "a", "b"]


def test_the_upstream_number_decides_before_the_kind_and_the_kind_before_the_id(desk, written) -> None:
    at = "2021-03-01T09:00"
    events = [
        written(id="a", kind="assigned", at=at, case="A1", unit="u", seq="1"),
        written(id="b", kind="assigned", at=at, case="A1", unit="u"),
        written(id="d", kind="opened", at=at, case="A1"),
        written(id="c", kind="opened", at=at, case="A1"),
        written(id="e", kind="opened", at=at, case="A1", seq="2"),
    ]
    assert ids(in_order(events, desk)) == ["c", "d", "b", "a", "e"]


def test_ids_compare_by_code_points(desk, written) -> None:
    events = [written(id=id_, kind="opened", at="2021-03-01", case="A") for id_ in ("Z", "a", "10", "9", "é", "甲")]
    assert ids(in_order(events, desk)) == ["10", "9", "Z", "a", "é", "甲"]
    assert sorted(ids(events)) == sorted(ids(events), key=lambda id_: id_.encode())


def test_dated_and_timed_events_never_run_in_a_circle(desk, written) -> None:
    """The witness of P2: A date-only, B at 09:00, C at 15:00."""
    a = written(id="a", kind="closed", at="2021-03-01", case="A1")
    b = written(id="b", kind="answered", at="2021-03-01T09:00", unit="u")
    c = written(id="c", kind="opened", at="2021-03-01T15:00", case="A1")
    assert ids(in_order([a, b, c], desk)) == ["b", "c", "a"]


kinds = st.sampled_from(["opened", "assigned", "closed", "answered"])
events_ = st.lists(
    st.builds(Event, id=st.text("ab甲", min_size=1, max_size=3), kind=kinds, at=st.integers(0, 2), seq=st.integers(0, 1)),
    unique_by=lambda event: event.id,
)


@given(events=events_, seed=st.randoms(use_true_random=False))
def test_order_of_arrival_changes_nothing(desk, events: list[Event], seed: random.Random) -> None:
    shuffled = events.copy()
    seed.shuffle(shuffled)
    ordered = in_order(shuffled, desk)
    assert ordered == in_order(events, desk)
    keys = [order_key(event, desk) for event in ordered]
    assert keys == sorted(set(keys))
