"""Every flaw of a roster is told at the code it is about, and a sound roster tells of none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine.roster_check import _of_one_day, _share_a_day, like_a_name
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.catalogue.roster import WORDINGS
from kaohe.rules.document.load import load
from kaohe.rules.document.roster import RosterDocument, UnitRow
from kaohe.rules.expression.tree import Type
from kaohe.rules.say import gaps

HEAD = "kaohe: 1\nroster: r\n"
U = "units:\n  - {id: u, title: 甲, from: 2021-01-01, to: 2021-12-31}\n"

FLAWS: dict[str, tuple[str, str]] = {
    # code: (document, the characters it is about)
    "roster.backward-dates": ("units:\n  - {id: u, title: 甲, from: 2021-03-01, to: 2021-02-28}", "u"),
    "roster.overlapping-rows": (
        "units:\n  - {id: u, title: 甲, to: 2021-03-01}\n  - {id: u, title: 乙, from: 2021-03-01}", "u"),
    "roster.unknown-parent": ("units:\n  - {id: u, title: 甲, parent: nowhere}", "nowhere"),
    "roster.unknown-successor": ("units:\n  - {id: u, title: 甲, to: 2021-03-01, merged_into: gone}", "gone"),
    "roster.unknown-unit": (U + "leaders:\n  - {leader: L1, unit: vv, post: principal}", "vv"),
    "roster.unknown-post": (
        U + "leaders:\n  - {leader: L1, unit: u, post: principle, from: 2021-01-01, to: 2021-12-31}", "principle"),
    "roster.unknown-attribute": ("units:\n  - {id: u, title: 甲, colour: red}", "red"),
    "roster.attribute-type": ("units:\n  - {id: u, title: 甲, staff: many}", "many"),
    "roster.parents-circle": (
        ("units:\n  - {id: a, title: 甲, parent: b}\n  - {id: b, title: 乙, parent: c}\n"
        "  - {id: c, title: 丙, parent: a}"), "a"),
    "roster.parent-not-alive": (
        "units:\n  - {id: u, title: 甲, parent: up}\n  - {id: up, title: 乙, to: 2021-05-31}", "up"),
    "roster.merger-without-end": (
        "units:\n  - {id: u, title: 甲, merged_into: v}\n  - {id: v, title: 乙}", "v"),
    "roster.row-after-merger": (
        ("units:\n  - {id: u, title: 甲, to: 2021-01-31, merged_into: v}\n"
        "  - {id: u, title: 甲, from: 2021-05-01}\n  - {id: v, title: 乙}"), "v"),
    "roster.successor-not-alive": (
        ("units:\n  - {id: u, title: 甲, to: 2021-06-30, merged_into: v}\n"
        "  - {id: v, title: 乙, from: 2021-07-02}"), "v"),
    "roster.mergers-circle": (
        ("units:\n  - {id: u, title: 甲, to: 2021-06-30, merged_into: v}\n"
        "  - {id: v, title: 乙, to: 2021-07-31, merged_into: u}"), "v"),
    "roster.shared-name": ("units:\n  - {id: u, title: 甲}\n  - {id: v, title: 乙, aliases: [甲]}", "v"),
    "roster.tenure-outside-unit": (U + "leaders:\n  - {leader: L1, unit: u, post: principal, from: 2021-01-01}", "L1"),
    "roster.overlapping-tenures": (
        ("units:\n  - {id: u, title: 甲}\nleaders:\n  - {leader: L1, unit: u, post: principal}\n"
        "  - {leader: L1, unit: u, post: principal, from: 2021-05-01}"), "L1"),
    "roster.handover-shared": (
        ("units:\n  - {id: u, title: 甲}\nleaders:\n  - {leader: L1, unit: u, post: principal, to: 2021-06-28}\n"
        "  - {leader: L2, unit: u, post: principal, from: 2021-06-28}"), "L2"),
    "roster.two-holders": (
        ("units: [{id: u, title: 甲}, {id: v, title: 乙}, {id: w, title: 丙}]\nleaders:\n"
        "  - {leader: L1, unit: u, post: principal}\n  - {leader: L2, unit: u, post: principal, from: 2021-06-28}\n"
        "  - {leader: L3, unit: v, post: principal}\n  - {leader: L4, unit: w, post: principal}"), "L2"),
    "roster.acting-beside-holder": (
        ("units:\n  - {id: u, title: 甲}\nleaders:\n  - {leader: L1, unit: u, post: principal}\n"
        "  - {leader: L2, unit: u, post: principal, from: 2021-06-28, acting: true}"), "L2"),
    "roster.personal-datum": (
        "units:\n  - {id: u, title: 甲}\nleaders:\n  - {leader: '13800000000', unit: u, post: principal}", "13800000000"),
    "roster.like-a-name": (
        "units:\n  - {id: u, title: 甲}\nleaders:\n  - {leader: L1, title: 王某某, unit: u, post: principal}", "王某某"),
}  # fmt: skip
WARNINGS = {
    "roster.parent-not-alive", "roster.shared-name", "roster.handover-shared", "roster.acting-beside-holder",
    "roster.two-holders", "roster.like-a-name",
}  # fmt: skip


@pytest.mark.parametrize("code", FLAWS)
def test_each_flaw_is_told_at_the_characters_it_is_about(code, flaws):
    body, about = FLAWS[code]
    text = HEAD + body
    found = [flaw for flaw in flaws(text) if flaw.code == code]
    assert len(found) == 1, flaws(text)
    place = found[0].place
    line = text.splitlines()[place.line - 1]
    assert line[place.column - 1 : place.column - 1 + place.length].strip("'") == about.strip("'")
    assert found[0].severity == ("warning" if code in WARNINGS else "problem")


@pytest.mark.parametrize("code", FLAWS)
def test_a_document_with_one_flaw_tells_of_one(code, flaws):
    assert [flaw.code for flaw in flaws(HEAD + FLAWS[code][0])] == [code]


def test_a_name_of_forty_units_is_told_once_with_how_many_more_bear_it(flaws):
    rows = "".join(f"  - {{id: u{n}, title: 甲}}\n" for n in range(40))
    found = flaws(HEAD + "units:\n" + rows + "  - {id: v, title: 乙}")
    assert [flaw.code for flaw in found] == ["roster.shared-name"]
    assert dict(found[0].facts) == {"name": "甲", "left": "u0", "right": "u1", "more": "38"}


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9), st.integers(0, 9)), max_size=8))
def test_those_who_share_a_name_are_all_units_of_which_two_bear_it_on_one_day(lives):
    rows = [_row(f"u{unit}", min(days), max(days)) for unit, *days in lives]
    pairs = [(one, two) for one, two in combinations(rows, 2) if one.id != two.id and _share_a_day(one, two)]
    found = _of_one_day(rows)
    assert {row.id for row in found} == {row.id for pair in pairs for row in pair}
    assert len(found) == len({row.id for row in found})
    assert not found or _share_a_day(*found[:2])


def _row(unit, first, last):
    return UnitRow.model_construct(id=unit, title="甲", from_=date(2021, 1, 1 + first), to=date(2021, 1, 1 + last))


def test_a_required_attribute_that_is_missing_is_doubted_row_by_row(vocabulary, field):
    needs = replace(vocabulary, unit_attributes={"target": field("target", Type("number"), required=True)})
    document = load(HEAD + "units:\n  - {id: u, title: 甲, target: 1}\n  - {id: v, title: 乙}", "r.yaml", RosterDocument).document
    found = roster_from_document(document, needs)[1]
    assert [(p.code, p.severity, p.place.line) for p in found] == [("roster.missing-attribute", "warning", 5)]


def test_every_worded_flaw_has_its_document_and_every_document_its_wording():
    told_beside_events = {"roster.missing-attribute", "roster.stranger"}
    assert set(FLAWS) | told_beside_events == set(WORDINGS)
    assert len(FLAWS) >= 21


@pytest.mark.parametrize("code", FLAWS)
def test_every_gap_of_a_wording_is_filled_by_a_fact(code, flaws):
    facts = {name for flaw in flaws(HEAD + FLAWS[code][0]) if flaw.code == code for name, _ in flaw.facts}
    wording = WORDINGS[code]
    for sentence in (wording.zh, wording.en, wording.hint_zh, wording.hint_en):
        assert set(gaps(sentence)) <= facts
    assert wording.meaning_zh
    assert wording.meaning_en


@pytest.mark.parametrize("good", sorted({wording.good for wording in WORDINGS.values()}))
def test_the_documents_that_the_manual_calls_right_are_right(good, flaws):
    assert flaws(good) == ()


def test_the_county_has_a_handover_and_an_acting_head_and_is_otherwise_sound(flaws, county_text):
    assert [flaw.code for flaw in flaws(county_text)] == ["roster.acting-beside-holder"]


def test_all_flaws_of_a_roster_are_told_at_once_in_order_of_place(flaws):
    text = HEAD + "units:\n  - {id: u, title: 甲, parent: x, colour: red}\nleaders:\n  - {leader: L1, unit: w, post: q}\n"
    assert [flaw.code for flaw in flaws(text)] == [
        "roster.unknown-parent", "roster.unknown-attribute", "roster.unknown-unit", "roster.unknown-post",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("units:\n  - {id: u, title: 甲}\nleaders:\n  - {leader: L1, unit: u, post: principal, from: 2021-03-01, to: 2021-02-01}",
         "roster.backward-dates"),
        ("units:\n  - {id: u, title: 甲, to: 2021-03-01}\n  - {id: u, title: 甲, from: 2021-03-01}", "roster.overlapping-rows"),
        ("units:\n  - {id: u, title: 甲, line: sideways}", "roster.attribute-type"),
        ("units:\n  - {id: u, title: 甲, founded: 2021-W01-1}", "roster.attribute-type"),
        ("units:\n  - {id: u, title: 甲, urban: yes}", "roster.attribute-type"),
        ("units:\n  - {id: u, title: 甲, tags: a}", "roster.attribute-type"),
        ("units:\n  - {id: u, title: 甲, seen_at: 2021-03-01}", "roster.attribute-type"),
    ],
)  # fmt: skip
def test_one_mistake_is_told_once(body, code, flaws):
    assert [flaw.code for flaw in flaws(HEAD + body)] == [code]


def test_a_circle_of_parents_on_different_days_is_no_circle(flaws):
    text = (
        HEAD + "units:\n  - {id: a, title: 甲, parent: b, to: 2021-06-30}\n  - {id: a, title: 甲, from: 2021-07-01}\n"
        "  - {id: b, title: 乙, to: 2021-06-30}\n  - {id: b, title: 乙, parent: a, from: 2021-07-01}\n"
    )
    assert flaws(text) == ()


def test_a_tenure_may_run_through_the_rows_of_a_renamed_unit(flaws):
    text = (
        HEAD + "units:\n  - {id: u, title: 甲, to: 2021-02-28}\n  - {id: u, title: 乙, from: 2021-03-01}\n"
        "leaders:\n  - {leader: L1, unit: u, post: principal}\n"
    )
    assert flaws(text) == ()


def test_a_gap_in_the_life_of_a_unit_breaks_its_tenures(flaws):
    text = (
        HEAD + "units:\n  - {id: u, title: 甲, to: 2021-02-27}\n  - {id: u, title: 乙, from: 2021-03-01}\n"
        "leaders:\n  - {leader: L1, unit: u, post: principal}\n"
    )
    assert [flaw.code for flaw in flaws(text)] == ["roster.tenure-outside-unit"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("王某某", True), ("李某", True), ("高级主管", False), ("方山县长", False), ("主要负责人", False),
     ("L01", False), ("万", False), ("欧阳某某某", False)],
)  # fmt: skip
def test_a_name_is_told_from_a_title(text, expected):
    assert like_a_name(text) is expected


def test_an_undeclared_attribute_is_left_out_not_kept_untyped(vocabulary):
    document = load(HEAD + FLAWS["roster.unknown-attribute"][0], "r.yaml", RosterDocument).document
    roster, _ = roster_from_document(document, vocabulary)
    assert "colour" not in roster.units["u"][0].attributes


def test_attributes_of_units_are_none_of_leaders(vocabulary):
    swapped = replace(vocabulary, unit_attributes={})
    document = load(HEAD + "units:\n  - {id: u, title: 甲, staff: '3'}", "r.yaml", RosterDocument).document
    assert [p.code for p in roster_from_document(document, swapped)[1]] == ["roster.unknown-attribute"]


def test_a_second_holder_is_asked_about_only_where_most_units_have_one(flaws) -> None:
    """Nobody wrote when the first left; but where several deputies are the custom, nothing is said."""
    units = "units: [{id: a, title: 甲}, {id: b, title: 乙}, {id: c, title: 丙}]\n"
    rows = [f"{{leader: {unit}{number}, unit: {unit}, post: deputy}}" for unit in "abc" for number in (1, 2)]
    alone = [f"{{leader: {unit}, unit: {unit}, post: principal}}" for unit in "abc"]
    slip = "{leader: new, unit: a, post: principal, from: 2021-06-01}"
    custom = f"kaohe: 1\nroster: r\n{units}leaders: [{', '.join([*rows, *alone])}]\n"
    assert [one.code for one in flaws(custom)] == []
    found = flaws(f"kaohe: 1\nroster: r\n{units}leaders: [{', '.join([*rows, *alone, slip])}]\n")
    assert [(one.code, dict(one.facts)["day"]) for one in found] == [("roster.two-holders", "2021-06-01")]
