"""Events stand in the streams of their subjects; linked cases are one matter (P22)."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.form import form_streams
from kaohe.engine.links import matters


def opened(written, id_: str, case: str, at: str, **more: str):
    return written(id=id_, kind="opened", case=case, at=at, **more)


def codes(problems) -> list[tuple[str, str]]:
    return [(problem.code, problem.severity) for problem in problems]


def held(streams) -> dict[str, list[str]]:
    return {id_: [event.id for event in stream.events] for id_, stream in streams.cases.items()}


def test_a_chain_of_repeats_that_arrives_backwards_is_one_stream_of_its_root(desk, written) -> None:
    c = opened(written, "c", "C", "2021-03-03", repeat_of="B")
    b = opened(written, "b", "B", "2021-03-02", repeat_of="A")
    a = opened(written, "a", "A", "2021-03-01")
    streams, problems = form_streams([c, b, a], desk)
    assert held(streams) == {"A": ["a", "b", "c"]}
    assert [(e.case, e.matter) for e in streams.cases["A"].events] == [("A", "A"), ("B", "A"), ("C", "A")]
    assert problems == ()


def test_a_case_without_links_is_its_own_matter(desk, written) -> None:
    streams, _ = form_streams([opened(written, "a", "A", "2021-03-01")], desk)
    assert streams.cases["A"].events[0].matter == "A"


def test_a_circle_of_links_is_a_conflict_and_its_cases_stand_alone(desk, written) -> None:
    events = [
        opened(written, "a", "A", "2021-03-01", repeat_of="B"),
        opened(written, "b", "B", "2021-03-02", repeat_of="C"),
        opened(written, "c", "C", "2021-03-03", repeat_of="A"),
        opened(written, "d", "D", "2021-03-04", repeat_of="C"),
        opened(written, "s", "S", "2021-03-05", repeat_of="S"),
    ]
    streams, problems = form_streams(events, desk)
    assert held(streams) == {"A": ["a"], "B": ["b"], "C": ["c", "d"], "S": ["s"]}
    assert [(p.code, dict(p.facts)["cases"]) for p in problems] == [
        ("intake.link-circle", "A, B, C"),
        ("intake.link-circle", "S"),
    ]


def test_a_case_of_a_circle_keeps_its_other_links(desk, written) -> None:
    events = [
        opened(written, "a", "A", "2021-03-01", repeat_of="B"),
        opened(written, "b", "B", "2021-03-02", repeat_of="A"),
        written(id="m", kind="merged", case="B", at="2021-03-03", merged_into="R"),
        opened(written, "r", "R", "2021-03-04"),
    ]
    assert held(form_streams(events, desk)[0]) == {"A": ["a"], "R": ["b", "m", "r"]}


def test_a_matter_with_two_beginnings_takes_the_earlier_and_says_so(desk, written) -> None:
    events = [
        opened(written, "a", "A", "2021-03-02"),
        opened(written, "b", "B", "2021-03-01"),
        opened(written, "c", "C", "2021-03-03", repeat_of="A"),
        written(id="m", kind="merged", case="C", at="2021-03-04", merged_into="B"),
    ]
    streams, problems = form_streams(events, desk)
    assert held(streams) == {"B": ["b", "a", "c", "m"]}
    assert codes(problems) == [("intake.several-beginnings", "notice")]


def test_a_link_out_of_the_data_leads_to_a_matter_nobody_opened(desk, written) -> None:
    streams, problems = form_streams([opened(written, "c", "C", "2021-03-03", repeat_of="OLD")], desk)
    assert held(streams) == {"OLD": ["c"]}
    assert codes(problems) == [("intake.link-leads-out", "notice")]


def test_a_case_whose_first_event_opens_nothing_is_marked_and_reported(desk, written) -> None:
    events = [
        written(id="x", kind="closed", case="A", at="2021-03-01"),
        opened(written, "a", "A", "2021-03-02"),
        opened(written, "b", "B", "2021-03-02"),
    ]
    streams, problems = form_streams(events, desk)
    assert {id_: stream.unopened for id_, stream in streams.cases.items()} == {"A": True, "B": False}
    assert codes(problems) == [("intake.unopened", "notice")]
    assert dict(problems[0].facts) == {"count": "1", "first": "A", "more": "", "opens": "opened"}


def test_of_many_cases_the_first_are_named_and_the_others_counted(desk, written) -> None:
    events = [written(id=f"x{no}", kind="closed", case=f"N{no}", at="2021-03-01") for no in (5, 3, 1, 4, 2)]
    (told,) = form_streams(events, desk)[1]
    assert dict(told.facts) == {"count": "5", "first": "N1, N2, N3", "more": "2", "opens": "opened"}


def test_a_number_under_which_two_cases_were_opened_is_told_and_a_repeat_with_its_own_number_is_not(desk, written) -> None:
    events = [
        opened(written, "a", "A", "2021-03-01"),
        opened(written, "b", "B", "2021-03-02", repeat_of="A"),
        opened(written, "c", "C", "2021-03-01"),
        opened(written, "c2", "C", "2021-06-01"),
    ]
    assert form_streams(events[:3], desk)[1] == ()
    problems = form_streams(events, desk)[1]
    assert codes(problems) == [("intake.opened-twice", "notice")]
    assert dict(problems[0].facts) == {"count": "1", "first": "C", "more": "", "opens": "opened"}


def test_an_event_about_several_subjects_stands_in_the_stream_of_each_that_it_names(desk, written) -> None:
    both = written(id="v1", kind="visited", leader="L1", case="A", at="2021-03-02")
    alone = written(id="v2", kind="visited", leader="L1", at="2021-03-03")
    streams, _ = form_streams([both, alone, opened(written, "a", "A", "2021-03-01")], desk)
    assert [e.id for e in streams.leaders["L1"].events] == ["v1", "v2"]
    assert held(streams) == {"A": ["a", "v1"]}


def test_a_subject_merely_mentioned_gets_no_stream(desk, written) -> None:
    """``assigned`` is about a case; its unit is a field of the assignment."""
    streams, _ = form_streams([written(id="x", kind="assigned", case="A", unit="u", at="2021-03-01")], desk)
    assert (list(streams.cases), dict(streams.units)) == (["A"], {})


cases = st.sampled_from("ABCDEF")
links = st.lists(st.tuples(cases, cases), max_size=10)


@settings(max_examples=100)
@given(links=links, seed=st.randoms(use_true_random=False))
def test_the_order_of_links_changes_nothing(links, seed: random.Random) -> None:
    places = {case: place for place, case in enumerate("FEDCBA")}
    shuffled = links.copy()
    seed.shuffle(shuffled)
    assert matters(shuffled, places) == matters(links, places)


@settings(max_examples=100)
@given(links=links)
def test_linked_cases_share_a_matter_and_a_matter_is_its_own(links) -> None:
    found = matters(links, {})
    in_circle = {case: n for n, circle in enumerate(found.circles) for case in circle}
    for case, earlier in links:
        same_circle = case in in_circle and in_circle[case] == in_circle.get(earlier)
        assert same_circle or found.root(case) == found.root(earlier)
    for case in found.roots:
        assert found.root(found.root(case)) == found.root(case)


@settings(max_examples=100)
@given(links=links)
def test_a_circle_is_a_set_of_cases_that_lead_to_each_other(links) -> None:
    leads = {case: {e for c, e in links if c == case} for case in "ABCDEF"}

    def reached(case: str) -> set[str]:
        seen: set[str] = set()
        while (more := set().union(*(leads[c] for c in seen | {case})) - seen) != set():
            seen |= more
        return seen

    expected = {frozenset(o for o in reached(c) if c in reached(o)) for c in "ABCDEF" if c in reached(c)}
    assert {frozenset(circle) for circle in matters(links, {}).circles} == expected
