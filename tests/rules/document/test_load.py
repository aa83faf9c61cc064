"""Documents load whole, or every fault is told at its place in the words of the document."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.rules.document.cases import CasesDocument
from kaohe.rules.document.load import load
from kaohe.rules.document.outline import Keys, keys_of, shapes_in
from kaohe.rules.document.policy import DueOf, PolicyDocument
from kaohe.rules.document.roster import RosterDocument
from kaohe.rules.document.vocabulary import EnumValue, VocabularyDocument
from kaohe.rules.place import Located, place_of
from kaohe.rules.value import Duration

BASE = Path(__file__).parents[2] / "bad" / "base" / "desk"
POLICY = (BASE / "policy.yaml").read_text(encoding="utf-8")
HEAD = POLICY.partition("clauses:")[0]


def clause(body: str) -> str:
    """A policy with one clause: the body's lines beside the keys every clause has."""
    lines = ["id: a", "title: x", "kind: deduction", "basis: {source: rules}", *body.split("\n")]
    return f"{HEAD}clauses:\n  - " + "\n    ".join(lines) + "\n"


def faults(text: str, shape=PolicyDocument) -> list[tuple[str, str, dict[str, str]]]:
    """Code, the underlined text, and the facts of every problem."""
    found = []
    for one in load(text, "f", shape).problems:
        line = text.split("\n")[one.place.line - 1]
        found.append((one.code, line[one.place.column - 1 :][: one.place.length], dict(one.facts)))
    return found


def fault(text: str, shape=PolicyDocument) -> tuple[str, str, dict[str, str]]:
    (only,) = faults(text, shape)
    return only


# --- what a scalar means is what its key declares ------------------------------------------------


def test_alternatives_are_told_apart_by_what_is_written() -> None:
    text = clause(
        "deadline: {finish: closed, within: 15d, due: {of: b, minus: 5wd}, lapse: [withdrawn, {on: reopened}]}"
    )
    document = load(text, "f", PolicyDocument).document
    assert document is not None
    deadline = document.clauses[0].deadline
    assert deadline is not None
    assert deadline.within == Duration(15, "d")
    assert isinstance(deadline.due, DueOf)
    assert deadline.lapse is not None
    assert [type(part).__name__ for part in deadline.lapse] == ["Located", "At"]
    text = text.replace("15d", "param.limit")
    document = load(text, "f", PolicyDocument).document
    assert document is not None
    assert document.clauses[0].deadline is not None
    assert document.clauses[0].deadline.within == "param.limit"


def test_text_of_a_document_remembers_its_place() -> None:
    document = load(POLICY, "f", PolicyDocument).document
    assert document is not None
    assert str(place_of(document.title)) == "f:4:8"
    (name,) = document.sources
    assert POLICY.split("\n")[place_of(name).line - 1].strip().startswith("sources")
    assert isinstance(document.clauses[0].id, Located)


def test_a_word_that_editors_take_for_something_else_is_a_name_and_a_code() -> None:
    text = "kaohe: 1\nvocabulary: desk\ntitle: x\nkinds: {on: {title: 1.50, about: case, fields: {no: {title: x, type: enum, values: {007: y, yes: {title: z}}}}}}\n"
    document = load(text, "f", VocabularyDocument).document
    assert document is not None
    kind = document.kinds["on"]
    assert kind.title == "1.50"
    values = kind.fields["no"].values
    assert values is not None
    assert list(values) == ["007", "yes"]
    assert isinstance(values["yes"], EnumValue)


def test_events_of_examples_keep_their_fields_and_the_places_of_them() -> None:
    text = (BASE / "cases.yaml").read_text(encoding="utf-8")
    loaded = load(text, "f", CasesDocument)
    assert loaded.document is not None
    event = loaded.document.examples[0].events[0]
    assert event.model_extra == {"at": "2021-03-01", "case": "A1", "origin": "new"}
    assert place_of(event.model_extra["origin"]).path == "examples[0].events[0].origin"


# --- places -------------------------------------------------------------------------------------


def test_any_path_has_a_place() -> None:
    loaded = load(POLICY, "f", PolicyDocument)
    lines = POLICY.split("\n")

    def shown(*path) -> str:
        place = loaded.place(*path)
        return lines[place.line - 1][place.column - 1 :][: place.length]

    assert shown("title") == "示例考核办法"
    assert shown("clauses", 0, "cap", "per_case") == "1"
    assert shown("clauses", 0) == "id"
    assert shown("clauses", 0, "accountable") == "["
    assert shown("clauses", 0, "cap", "missing") == "per_case"
    assert loaded.place("clauses", 0, "cap", "missing").path == "clauses[0].cap"
    assert str(loaded.key("clauses", 0, "cap")) == str(loaded.key("clauses", 0, "cap").within(0))
    key = loaded.key("clauses", 0, "late")
    assert lines[key.line - 1][key.column - 1 :].startswith("late:")


def test_a_document_that_is_no_yaml_still_has_a_place() -> None:
    assert str(load("a: [", "f", PolicyDocument).place("clauses", 0)) == "f:1:1"


# --- keys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "near"),
    [
        ("wen: x", "when"),
        ("pionts: -1", "points"),
        ("accountible: []", "accountable"),
        ("per-case: 1", ""),
        ("分值: 1", "points"),
        ("charge: []", "accountable"),
    ],
)
def test_an_unknown_key_gets_the_key_that_was_meant(body, near) -> None:
    code, shown, facts = fault(clause(body))
    assert (code, shown, facts["near"], facts["shape"]) == (
        "shape.unknown-key",
        body.split(":")[0],
        near,
        "clause",
    )


@pytest.mark.parametrize(
    ("body", "elsewhere"),
    [
        ("per_case: 6", "clauses[0].cap.per_case"),
        ("within: 15d", "clauses[0].deadline.within, clauses[0].revoke.within"),
        ("pause: [x]", "clauses[0].deadline.pause"),
        ("late: {points: -1, roll: none}", "clauses[0].deadline.roll"),
        ("timezone: x", "timezone"),
        ("cap: {unit: {grades: []}}", "scorecards.….grades"),
        ("deadline: {finish: x, extend: {on: x, add: 1, timezone: y}}", "timezone"),
    ],
)
def test_a_key_on_the_wrong_level_is_told_where_it_belongs(body, elsewhere) -> None:
    code, _, facts = fault(clause(body))
    assert (code, facts["elsewhere"]) == ("shape.unknown-key", elsewhere)


def test_a_key_that_is_right_nowhere_is_answered_with_the_keys_there_are() -> None:
    _, shown, facts = fault(clause("late: {points: -1, colour: red}"))
    assert (shown, facts["near"], facts["elsewhere"], facts["allowed"]) == (
        "colour",
        "",
        "",
        "points, per, at_most",
    )


def test_a_misspelt_required_key_is_one_fault_not_two() -> None:
    assert [code for code, _, _ in faults(POLICY.replace("timezone:", "timezon:"))] == ["shape.unknown-key"]


def test_all_missing_keys_of_a_mapping_are_one_fault_at_its_first_key() -> None:
    code, shown, facts = fault(clause("measure: {over: cases}"))
    assert (code, shown, facts["keys"]) == ("shape.missing-key", "over", "statistic, by")


def test_a_key_that_may_have_been_dropped_is_not_called_missing() -> None:
    text = POLICY.replace("timezone: Asia/Shanghai", "<<: {timezone: Asia/Shanghai}")
    assert [code for code, _, _ in faults(text)] == ["yaml.merge-key"]


def test_a_hole_is_told_once() -> None:
    assert [code for code, _, _ in faults(POLICY.replace("within: 15d", "within: !x"))] == ["yaml.tag"]
    assert load(POLICY.replace("within: 15d", "within: !x"), "f", PolicyDocument).document is None


# --- types --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "shown", "expected", "found"),
    [
        ("accountable: {unit: case.unit}", "unit", "a list", "a mapping"),
        ("accountable: case.unit", "case.unit", "a list", "text"),
        ("cap: 6", "6", "a mapping", "text"),
        ("cap: [6]", "[", "a mapping", "a list"),
        ("points: [1]", "[", "text", "a list"),
        ("on: {closed: x}", "closed", "text", "a mapping"),
        ("revoke: reopened", "reopened", "a mapping, a list", "text"),
        ("revoke: [reopened]", "reopened", "a mapping", "text"),
        ("deadline: {finish: x, due: [1]}", "[", "a mapping, text", "a list"),
        ("deadline: {finish: x, lapse: [[x]]}", "[", "text, a mapping", "a list"),
    ],
)
def test_a_value_of_the_wrong_kind_is_one_fault_that_names_all_right_kinds(
    body, shown, expected, found
) -> None:
    code, underlined, facts = fault(clause(body))
    assert (code, underlined, facts["expected"], facts["found"]) == (
        "shape.wrong-type",
        shown,
        expected,
        found,
    )


def test_inside_an_alternative_the_faults_are_those_of_what_is_written() -> None:
    assert [
        (code, shown)
        for code, shown, _ in faults(
            clause("deadline: {finish: x, due: {of: b, minsu: 5}, lapse: {on: x, wen: y}}")
        )
    ] == [
        ("shape.unknown-key", "minsu"),
        ("shape.unknown-key", "wen"),
    ]
    assert [(code, shown) for code, shown, _ in faults(clause("effect: [lowest_grade, lowest]"))] == [
        ("shape.choice", "lowest")
    ]


@pytest.mark.parametrize(
    ("body", "kind", "near"),
    [
        ("cap: {per_case: 6分}", "number", "6"),
        ("cap: {per_case: ６}", "number", "6"),
        ("cap: {per_case: 1e3}", "number", ""),
        ("cap: {per_case: 1/0}", "number", ""),
        ("round: {places: 02}", "whole number", ""),
        ("vest: 15 d", "duration", "15d"),
        ("vest: 5个工作日", "duration", "5wd"),
        ("vest: +15d", "duration", ""),
        ("vest: 15w", "duration", ""),
        ("vest: 24小时", "duration", "24h"),
        ("from: 2021.3.1", "date", "2021-03-01"),
        ("from: 2021年3月1日", "date", "2021-03-01"),
        ("section: control new", "name", "control_new"),
        ("section: 办理", "name", ""),
        ("ratio: {over: cases, hit: x, by: y, all_time: yes}", "flag", "true"),
        ("ratio: {over: cases, hit: x, by: y, all_time: 否}", "flag", "false"),
    ],
)
def test_a_scalar_of_another_form_gets_the_form_that_was_meant(body, kind, near) -> None:
    code, _, facts = fault(clause(body))
    assert (code, facts["kind"], facts["near"]) == ("shape.form", kind, near)


@pytest.mark.parametrize("day", ["2021-02-29", "2021-13-01", "2021-00-10"])
def test_a_day_that_no_calendar_has_is_told_so(day) -> None:
    assert fault(clause(f"from: {day}"))[:2] == ("shape.no-such-day", day)


def test_keys_of_a_table_are_judged_too_at_their_own_place() -> None:
    text = "kaohe: 1\ncalendar: a\ntitle: x\nyears: {2021: {}, Anno: {}}\n"
    from kaohe.rules.document.calendar import CalendarDocument

    assert fault(text, CalendarDocument)[:2] == ("shape.form", "Anno")


def test_a_row_of_fixed_length_is_counted() -> None:
    code, shown, facts = fault(clause("appraisal: {of: a, field: b, by: c, range: [1, 2, 3]}"))
    assert (code, shown, facts["expected"], facts["found"]) == ("shape.length", "[", "2", "3")


# --- whole documents ----------------------------------------------------------------------------


def test_another_version_of_the_language_is_the_only_thing_said() -> None:
    assert [
        code for code, _, _ in faults(POLICY.replace("kaohe: 1", "kaohe: 2").replace("clauses", "rules"))
    ] == ["shape.version"]


@pytest.mark.parametrize("name", ["vocabulary", "roster", "cases", "mapping"])
def test_another_kind_of_document_is_the_only_thing_said(name) -> None:
    _, _, facts = fault((BASE / f"{name}.yaml").read_text(encoding="utf-8"))
    assert facts == {"expected": "policy", "found": name}


@pytest.mark.parametrize("text", ["x", "[]", "kaohe: 1", "{}", "1: 2"])
def test_what_is_no_document_at_all_is_told_so(text) -> None:
    loaded = load(text, "f", RosterDocument)
    assert loaded.document is None
    assert loaded.problems


def test_all_faults_of_a_document_come_in_one_go_in_order_of_place() -> None:
    text = clause("wen: x\npoints: [1]\ncap: {per_case: x}\naccountable: [{unti: a}, {share: y}]").replace(
        "title: 示例考核办法", "titel: x"
    )
    found = load(text, "f", PolicyDocument).problems
    assert [one.place for one in found] == sorted(one.place for one in found)
    assert len(found) == 6


# --- the shapes ---------------------------------------------------------------------------------


def test_every_key_of_every_shape_says_what_it_means_in_both_languages() -> None:
    from kaohe.rules.catalogue.glossary import TERMS
    from kaohe.rules.document.fit import title_of
    from kaohe.rules.document.kinds import DOCUMENTS

    looked_at = 0
    for root in DOCUMENTS.values():
        for _, shape in shapes_in(Keys(root), ()):
            assert title_of(shape) in TERMS, f"{shape.__name__} has no Chinese name in the glossary"
            for name, key in keys_of(shape).items():
                assert key.title, f"{shape.__name__}.{name}"
                assert key.zh.endswith("。"), f"{shape.__name__}.{name}: {key.zh}"
                assert key.en.endswith("."), f"{shape.__name__}.{name}: {key.en}"
                looked_at += 1
    assert looked_at > 300
