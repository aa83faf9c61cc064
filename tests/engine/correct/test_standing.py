"""What stands after deliveries, amendments and voids, as of what was known (P18)."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.correct import LONGEST, recorded, standing
from kaohe.engine.event import Event

DAY = 86_400_000_000


def opened(id_: str, day: int = 1, **more) -> Event:
    return Event(id=id_, kind="opened", at=day * DAY, case=more.pop("case", "A1"), **more)


def amend(id_: str, target: str, recorded_on: int, **more) -> Event:
    return opened(id_, amends=target, recorded_at=recorded_on * DAY, **more)


def void(id_: str, target: str, recorded_on: int) -> Event:
    return opened(id_, voids=target, recorded_at=recorded_on * DAY)


def whose(result) -> dict[str, str | None]:
    """For each standing event the id of the amendment whose content it is."""
    return {event.id: event.standing for event in result.events}


def codes(result) -> list[str]:
    return [problem.code for problem in result.problems]


# --- deliveries ---------------------------------------------------------------------------------


def test_equal_content_counts_once_with_the_earliest_record(desk) -> None:
    result = standing([opened("e", recorded_at=9), opened("e", recorded_at=5), opened("e", recorded_at=7)], desk, None)
    assert result.events == (opened("e", recorded_at=5),)
    assert (result.repeated, result.conflicts, result.problems) == (2, (), ())


def test_without_a_record_time_it_was_recorded_when_it_happened(desk) -> None:
    result = standing([opened("e", 3, recorded_at=5 * DAY), opened("e", 3)], desk, None)
    assert result.events == (opened("e", 3),)
    assert recorded(result.events[0]) == 3 * DAY


def test_of_unequal_contents_under_one_id_the_first_recorded_counts_and_the_rest_are_conflicts(desk) -> None:
    late, early = opened("e", case="B", recorded_at=9), opened("e", case="A", recorded_at=5)
    result = standing([late, early, replace(late, recorded_at=8)], desk, None)
    assert result.events == (early,)
    assert [(c.id, c.counted, c.others) for c in result.conflicts] == [("e", early, (replace(late, recorded_at=8),))]
    assert codes(result) == ["intake.conflict"]


def test_of_unequal_contents_recorded_at_once_the_first_by_canonical_text_counts(desk) -> None:
    a, b = opened("e", case="A", recorded_at=5), opened("e", case="B", recorded_at=5)
    assert standing([b, a], desk, None).events == (a,)


# --- amendments and voids -----------------------------------------------------------------------


def test_an_amendment_states_the_whole_event_and_keeps_the_originals_id(desk) -> None:
    result = standing([opened("e"), amend("k", "e", 4, day=2, case="B")], desk, None)
    assert result.events == (opened("e", 2, case="B", recorded_at=4 * DAY, standing="k"),)
    assert result.amended == ("e",)


def test_a_void_takes_the_event_away(desk) -> None:
    result = standing([opened("e"), opened("f"), void("v", "e", 4)], desk, None)
    assert whose(result) == {"f": None}
    assert result.voided == ("e",)


def test_of_several_amendments_and_voids_the_last_recorded_decides(desk) -> None:
    base = [opened("e"), amend("k1", "e", 4), void("v", "e", 5)]
    assert whose(standing(base, desk, None)) == {}
    assert whose(standing([*base, amend("k2", "e", 6)], desk, None)) == {"e": "k2"}


def test_recorded_at_once_the_last_id_decides(desk) -> None:
    assert whose(standing([opened("e"), amend("k1", "e", 4), amend("k2", "e", 4)], desk, None)) == {"e": "k2"}


def test_amending_an_amendment_amends_the_original(desk) -> None:
    chain = [opened("e"), amend("k1", "e", 4), amend("k2", "k1", 5)]
    assert whose(standing(chain, desk, None)) == {"e": "k2"}


def test_a_void_of_an_amendment_leaves_what_amended_it(desk) -> None:
    chain = [opened("e"), amend("k1", "e", 4), amend("k2", "k1", 5), void("v", "k1", 6)]
    assert whose(standing(chain, desk, None)) == {"e": "k2"}


def test_a_voided_amendment_is_as_if_never_sent(desk) -> None:
    chain = [opened("e"), amend("k1", "e", 4), amend("k2", "e", 5), void("v", "k2", 6)]
    assert whose(standing(chain, desk, None)) == {"e": "k1"}


def test_a_voided_void_is_as_if_never_sent_and_so_on(desk) -> None:
    chain = [opened("e"), void("v1", "e", 4)]
    assert whose(standing([*chain, void("v2", "v1", 5)], desk, None)) == {"e": None}
    assert whose(standing([*chain, void("v2", "v1", 5), void("v3", "v2", 6)], desk, None)) == {}


def test_amending_a_void_amends_the_original(desk) -> None:
    assert whose(standing([opened("e"), void("v", "e", 4), amend("k", "v", 5)], desk, None)) == {"e": "k"}


def test_a_correction_of_something_unknown_has_no_effect_and_is_reported(desk) -> None:
    result = standing([opened("e"), amend("k", "nowhere", 4), void("v", "k", 5)], desk, None)
    assert whose(result) == {"e": None}
    assert codes(result) == ["intake.correction-without-target"] * 2


def test_corrections_in_a_circle_have_no_effect(desk) -> None:
    result = standing([opened("e"), amend("a", "b", 4), amend("b", "a", 4), void("c", "c", 4)], desk, None)
    assert whose(result) == {"e": None}
    assert codes(result) == ["intake.correction-without-target"] * 3


@pytest.mark.parametrize(("links", "decides"), [(LONGEST, f"k{LONGEST:02}"), (LONGEST + 1, f"k{LONGEST:02}")])
def test_a_chain_of_corrections_counts_up_to_its_longest(desk, links: int, decides: str) -> None:
    chain = [amend(f"k{n:02}", f"k{n - 1:02}" if n > 1 else "e", n) for n in range(1, links + 1)]
    result = standing([opened("e"), *chain], desk, None)
    assert whose(result) == {"e": decides}
    assert len(result.problems) == max(0, links - LONGEST)


# --- known-at -----------------------------------------------------------------------------------


def test_known_at_sees_what_was_recorded_up_to_it(desk) -> None:
    history = [opened("e"), amend("k", "e", 4), void("v", "k", 6)]
    assert whose(standing(history, desk, 0)) == {}
    assert whose(standing(history, desk, 1 * DAY)) == {"e": None}
    assert whose(standing(history, desk, 4 * DAY)) == {"e": "k"}
    assert whose(standing(history, desk, 6 * DAY)) == {"e": None}
    assert standing(history, desk, 4 * DAY).unknown == 1


def test_a_correction_whose_target_is_not_known_yet_has_no_effect_yet(desk) -> None:
    history = [opened("e", recorded_at=9 * DAY), amend("k", "e", 4)]
    early = standing(history, desk, 5 * DAY)
    assert (whose(early), codes(early)) == ({}, ["intake.correction-without-target"])
    assert whose(standing(history, desk, 9 * DAY)) == {"e": "k"}


# --- laws ---------------------------------------------------------------------------------------

names = st.sampled_from(["a", "b", "c", "d", "e", "f"])


@st.composite
def deliveries(draw) -> Event:
    target = draw(st.one_of(st.none(), names))
    how = draw(st.sampled_from(["amends", "voids"]))
    return Event(
        id=draw(names), kind="opened", at=draw(st.integers(0, 3)), case=draw(st.sampled_from(["A", "B"])),
        recorded_at=draw(st.one_of(st.none(), st.integers(0, 4))), **({} if target is None else {how: target}),
    )  # fmt: skip


histories = st.lists(deliveries(), max_size=12)


@settings(max_examples=100)
@given(history=histories, seed=st.randoms(use_true_random=False), known_at=st.one_of(st.none(), st.integers(0, 4)))
def test_order_and_number_of_deliveries_change_nothing(desk, history, seed: random.Random, known_at) -> None:
    again = [*history, *history[: len(history) // 2]]
    seed.shuffle(again)
    once, twice = standing(history, desk, known_at), standing(again, desk, known_at)
    assert (once.events, once.problems, once.conflicts) == (twice.events, twice.problems, twice.conflicts)


@settings(max_examples=100)
@given(history=histories, known_at=st.integers(0, 4))
def test_what_is_recorded_later_changes_nothing(desk, history, known_at: int) -> None:
    known = [event for event in history if recorded(event) <= known_at]
    assert standing(history, desk, known_at).events == standing(known, desk, None).events


@settings(max_examples=100)
@given(history=histories)
def test_every_delivery_is_accounted_for(desk, history) -> None:
    result = standing(history, desk, None)
    conflicting = sum(len(conflict.others) for conflict in result.conflicts)
    distinct = {event.id for event in history}
    assert len(history) == len(distinct) + result.repeated + conflicting
    ids = [event.id for event in result.events]
    assert len(ids) == len(set(ids))
    assert set(ids) <= distinct - set(result.voided)
    assert all(event.amends is None and event.voids is None for event in result.events)


@settings(max_examples=100)
@given(history=histories)
def test_the_reading_day_by_day_agrees(desk, history) -> None:
    """A second, plain reading: void and amendment decided one by one over the surviving contents."""
    first: dict[str, Event] = {}
    for event in sorted(history, key=lambda e: (recorded(e), _text(e))):
        first.setdefault(event.id, event)
    expected = {}
    for original in first.values():
        if original.amends or original.voids:
            continue
        rows = [e for e in first.values() if _leads_to(e, original.id, first) and _alive(e, first)]
        rows = [e for e in rows if e.amends or e.voids == original.id]
        rows.sort(key=lambda e: (recorded(e), e.id))
        if not rows:
            expected[original.id] = None
        elif rows[-1].amends:
            expected[original.id] = rows[-1].id
    assert whose(standing(history, desk, None)) == expected


def _text(event: Event) -> str:
    from kaohe.engine.correct import content

    return content(event)


def _leads_to(event: Event, original: str, first: dict[str, Event]) -> bool:
    steps = 0
    while (target := event.amends or event.voids) and steps <= LONGEST:
        if target not in first:
            return False
        event, steps = first[target], steps + 1
    return steps > 0 and event.id == original and not (event.amends or event.voids)


def _alive(event: Event, first: dict[str, Event]) -> bool:
    return not any(e.voids == event.id and _alive(e, first) for e in first.values() if e.id != event.id)
