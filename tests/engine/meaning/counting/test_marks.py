"""Marks that people give: panels, discretion, figures from elsewhere, paragraphs that need a person (P26, P35)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine.meaning.appraisal import trimmed_mean, weighed

ROSTER = """\
units:
  - {id: u1, title: 一单位, level: township}
  - {id: old, title: 旧单位, level: township, to: 2021-06-30, merged_into: u1}
"""
PANEL = """\
  - id: panel
    kind: indicator
    section: work
    appraisal: {of: marked, field: mark, range: [0, 100], by: unit, minimum: 1, otherwise: omit}
    score: {rate: {points: 10}}
"""
CARD = """\
scorecards:
  unit: {of: unit, who: 'subject.level == "township"', out_of: 10, sections: {work: {title: 办理}}, points_from: example}
"""


def panel(more: str = "", minimum: int = 1, points: str = "{rate: {points: 10}}") -> str:
    text = PANEL.replace("by: unit", f"{more + ', ' if more else ''}by: unit").replace("minimum: 1", f"minimum: {minimum}")
    return text.replace("{rate: {points: 10}}", points)


def marks(*lines: str) -> str:
    return "\n".join(f"2021-03-0{n} marked unit=u1 {line}" for n, line in enumerate(lines, start=1))


def value(office, clause, events):
    return office(clause, ROSTER, events).tally("panel", "u1").value


def test_a_mark_counts_by_its_place_in_the_range(office):
    assert value(office, panel(), marks("mark=80", "mark=90")) == Fraction(85, 100)
    within = panel().replace("range: [0, 100]", "range: [60, 100]")
    assert value(office, within, marks("mark=80")) == Fraction(1, 2)


def test_a_mark_that_is_scored_as_marked_stays_what_it_is(office):
    assert value(office, panel(points="{mark: {factor: 0.1}}"), marks("mark=80")) == 80


def test_a_factor_converts_figures_from_elsewhere(office):
    assert value(office, panel("factor: 0.5"), marks("mark=80")) == Fraction(2, 5)


def test_below_the_minimum_of_marks_there_is_no_value(office):
    assert value(office, panel(minimum=3), marks("mark=80", "mark=90")) is None


def test_of_two_marks_of_one_reviewer_on_one_item_the_later_counts(office):
    clause = panel("reviewer: reviewer, item: topic")
    given_ = marks("mark=10 reviewer=r1 topic=a", "mark=90 reviewer=r1 topic=a", "mark=50 reviewer=r2 topic=a", "mark=30 reviewer=r1 topic=b")
    # item a: (90 + 50) / 2 = 70; item b: 30; both weigh the same
    assert value(office, clause, given_) == Fraction(50, 100)


def test_later_means_later_in_time_wherever_the_mark_was_entered(office):
    events = "2021-05-01 marked unit=old mark=20 reviewer=r1\n2021-03-01 marked unit=u1 mark=80 reviewer=r1"
    assert value(office, panel("reviewer: reviewer"), events) == Fraction(20, 100)


def test_marks_without_a_reviewer_are_all_different(office):
    assert value(office, panel("reviewer: reviewer"), marks("mark=10", "mark=90")) == Fraction(1, 2)


def test_the_highest_and_lowest_are_dropped_only_of_enough_marks(office):
    trimmed = panel("trim: 1")
    assert value(office, trimmed, marks("mark=0", "mark=50", "mark=60", "mark=70", "mark=100")) == Fraction(60, 100)
    assert value(office, trimmed, marks("mark=0", "mark=50", "mark=70", "mark=100")) == Fraction(55, 100)


def test_groups_weigh_as_written_and_an_absent_group_is_left_out(office):
    clause = panel("groups: {by: group, weights: {above: 3, peers: 6, below: 3}}")
    given_ = marks("mark=60 group=above", "mark=90 group=peers", "mark=90 group=peers")
    # (3 × 60 + 6 × 90) / 9 = 80
    assert value(office, clause, given_) == Fraction(80, 100)


def test_items_weigh_as_written(office):
    clause = panel("item: topic, items: {a: 1, b: 3}")
    assert value(office, clause, marks("mark=20 topic=a", "mark=60 topic=b")) == Fraction(50, 100)


@pytest.mark.parametrize(
    ("more", "good", "bad", "code"),
    [
        ("", "mark=80", "mark=101", "run.mark-outside-range"),
        ("", "mark=80", "mark=-1", "run.mark-outside-range"),
        ("reason: reason", "mark=80 reason=x", "mark=10", "run.mark-incomplete"),
        ("reviewer: reviewer, second: second", "mark=80 reviewer=r1 second=r2", "mark=10 reviewer=r3", "run.mark-incomplete"),
        ("reviewer: reviewer, second: second", "mark=80 reviewer=r1 second=r2", "mark=10 reviewer=r3 second=r3", "run.mark-incomplete"),
        ("document: document, factor: 1", "mark=80 document=d1", "mark=10", "run.mark-incomplete"),
        ("item: topic, items: {a: 1}", "mark=80 topic=a", "mark=10 topic=z", "run.mark-without-weight"),
        ("groups: {by: group, weights: {g: 1}}", "mark=80 group=g", "mark=10", "run.mark-without-weight"),
    ],
)  # fmt: skip
def test_a_mark_without_what_is_asked_for_is_told_and_left_out(office, more, good, bad, code):
    run = office(panel(more), ROSTER, marks(good, bad))
    tally = run.tally("panel", "u1")
    assert (tally.value, tally.denominator, tally.excluded) == (Fraction(80, 100), 1, 1)
    assert run.codes() == [code]


@pytest.mark.parametrize(("asked", "lacks"), [("reason", "a reason"), ("document", "a document"), ("second", "a second reviewer")])
def test_what_a_mark_lacks_is_named(office, asked, lacks):
    run = office(panel(f"{asked}: {asked}"), ROSTER, marks("mark=10"))
    assert [dict(problem.facts)["lacks"] for problem in run.replay.notices] == [lacks]


def test_a_subject_whose_marks_are_all_left_out_has_a_tally_without_a_value(office):
    tally = office(panel(), ROSTER, marks("mark=101")).tally("panel", "u1")
    assert (tally.value, tally.denominator, tally.excluded) == (None, 0, 1)


def test_marks_of_other_years_are_not_counted(office):
    assert value(office, panel(), "2020-12-31 marked unit=u1 mark=10\n" + marks("mark=80")) == Fraction(80, 100)


def test_a_merged_units_marks_are_its_successors(office):
    events = marks("mark=80") + "\n2021-04-01 marked unit=old mark=60"
    assert value(office, panel(), events) == Fraction(70, 100)


# --- by hand ----------------------------------------------------------------------------------------

MANUAL = """\
  - id: manual
    kind: indicator
    section: work
    manual: 宣传效果由人评定
"""


def test_a_paragraph_that_needs_a_person_asks_for_a_mark(office):
    run = office(MANUAL, ROSTER, "2021-03-01 mark_by_hand unit=u1 item=other mark=8 document=d1")
    assert run.codes() == ["run.mark-wanted"]
    assert run.tallies("manual") == {}


def test_the_mark_given_by_hand_is_used_the_later_of_two(office):
    events = "2021-03-01 mark_by_hand unit=u1 item=manual mark=8 document=d1\n2021-04-01 mark_by_hand unit=u1 item=manual mark=7 document=d2"
    run = office(MANUAL, ROSTER, events)
    assert run.tally("manual", "u1").value == 7
    assert run.codes() == []


# --- laws -------------------------------------------------------------------------------------------

MARKS = st.lists(st.integers(0, 100).map(Fraction), min_size=1, max_size=12)


@given(MARKS, st.integers(0, 3))
def test_a_trimmed_mean_lies_within_the_marks_and_forgets_their_order(given_, trim):
    mean = trimmed_mean(given_, trim)
    assert min(given_) <= mean <= max(given_)
    assert mean == trimmed_mean(given_[::-1], trim)


@given(MARKS.filter(lambda marks: len(marks) >= 5), st.integers(101, 10_000))
def test_one_wild_mark_moves_a_trimmed_mean_no_further_than_the_marks_reach(given_, wild):
    assert trimmed_mean([*given_, Fraction(wild)], 1) <= max(given_)


@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 100).map(Fraction), min_size=1),
    st.lists(st.integers(1, 9).map(Fraction), min_size=4, max_size=4),
    st.integers(1, 7),
)
def test_only_the_proportions_of_weights_matter_and_absent_parts_change_nothing(parts, weights, times):
    one = dict(zip("abcd", weights, strict=True))
    many = {name: weight * times for name, weight in one.items()}
    assert weighed(parts, one) == weighed(parts, many)
    assert min(parts.values()) <= weighed(parts, one) <= max(parts.values())
    assert weighed(parts, {name: one[name] for name in parts}) == weighed(parts, one)


def test_nothing_weighs_nothing():
    assert weighed({}, {"a": Fraction(1)}) is None
