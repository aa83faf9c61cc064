from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.rules.check.red_words import BEARERS, RED_WORDS
from kaohe.rules.expression.tree import Type
from kaohe.rules.library import check_text
from kaohe.rules.policy import Policy

HEAD = "kaohe: 1\nvocabulary: v\ntitle: 试\n"


def codes(body: str) -> list[str]:
    return [one.code for one in check_text(HEAD + body, Path("v/vocabulary.yaml")).problems]


def kind(title: str = "办结", fields: str = "") -> str:
    return f"kinds:\n  done:\n    title: {title}\n    about: case\n    fields:\n      f: {{title: 项, type: bool}}\n{fields}"


# --- what is kept -------------------------------------------------------------------------------


def test_types_are_those_that_were_declared(fines: Policy) -> None:
    kinds = fines.vocabulary.kinds
    assert kinds["lent"].fields["days"].type == Type("number", count="天")
    assert kinds["lent"].fields["days"].whole
    assert kinds["lent"].fields["class"].type == Type("enum", values=("book", "film", "rare"))
    assert kinds["lent"].fields["class"].titles == {"book": "图书", "film": "影片", "rare": "珍本"}
    assert kinds["returned"].fields["damaged"].type == Type("bool", optional=True)
    assert not kinds["graded"].fields["mark"].whole
    assert fines.vocabulary.unit_attributes["shelves"].type == Type("number", optional=True, count="册")


def test_a_kind_may_stand_in_several_streams_and_keeps_its_place(fines: Policy) -> None:
    kinds = fines.vocabulary.kinds
    assert kinds["opened_hall"].about == ("unit", "leader")
    assert [one.place for one in kinds.values()] == list(range(len(kinds)))


def test_facts_may_use_facts_written_below_them(fines: Policy) -> None:
    """``rare`` uses ``class``, which the document declares after it; the order written is kept."""
    assert list(fines.vocabulary.facts) == ["rare", "class", "branch", "shelf", "lent_on"]
    assert fines.vocabulary.facts["rare"].value.type == Type("bool")


def test_facts_over_the_opening_kind_are_never_missing(fines: Policy) -> None:
    assert fines.vocabulary.facts["branch"].value.type == Type("unit")
    assert fines.vocabulary.facts["shelf"].value.type == Type("unit", optional=True)


def test_lists_and_links_are_types() -> None:
    fields = "      who: {title: 项, type: list of leader}\n      before: {title: 原事项, type: case, role: link}\n"
    assert codes(kind(fields=fields)) == []


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize("word", [word for entry in RED_WORDS for word in entry.words if entry.ground != "identity"])
def test_a_red_word_is_refused_as_a_kind_and_in_every_title(word: str) -> None:
    where = {
        "kind": kind(title=word),
        "field": kind(fields=f"      g: {{title: '{word}', type: bool}}\n"),
        "value": kind(fields=f"      g: {{title: 项, type: enum, values: {{a: '{word}'}}}}\n"),
        "fact": kind() + f"facts: {{g: {{title: '{word}', value: seen(done)}}}}\n",
        "post": kind() + f"posts: {{g: '{word}'}}\n",
        "attribute": kind() + f"attributes: {{units: {{g: {{title: '{word}', type: int}}}}}}\n",
    }
    for place, body in where.items():
        found = codes(body)
        assert found, place
        assert set(found) <= {"vocabulary.person-directed", "vocabulary.upward-visit"}, place


@pytest.mark.parametrize("word", [word for entry in RED_WORDS for word in entry.words if entry.ground == "identity"])
def test_a_word_of_identity_is_refused_as_a_field_and_free_elsewhere(word: str) -> None:
    """A telephone may be a channel of petitions; a field that holds its number may not be."""
    assert codes(kind(fields=f"      g: {{title: '{word}', type: code}}\n")) == ["vocabulary.identity"]
    assert codes(kind(fields=f"      g: {{title: 渠道, type: enum, values: {{a: '{word}'}}}}\n")) == []


@pytest.mark.parametrize("word", BEARERS)
def test_a_person_s_number_is_refused_and_a_notice_to_the_person_is_not(word: str) -> None:
    assert codes(kind(fields=f"      g: {{title: '{word}编号', type: code}}\n")) == ["vocabulary.identity"]
    assert codes(kind(fields=f"      g: {{title: 已告知{word}, type: bool}}\n")) == []
    assert codes(kind(title=f"告知{word}")) == []


def test_forbidden_headers_may_name_what_they_forbid() -> None:
    assert codes(kind() + "forbidden: {headers: [姓名, 重点人员], patterns: {id: '[0-9]{17}'}}\n") == []


def test_no_reason_lifts_a_red_word() -> None:
    """There is nothing like ``silence`` or ``accepted_risk`` in a vocabulary."""
    found = codes(kind(title="稳控").replace("    about", "    note: 上级要求\n    about"))
    assert found == ["vocabulary.person-directed"]


def test_a_header_may_be_declared_again_to_make_it_required_and_matter_is_no_header() -> None:
    fields = "      unit: {title: 单位, type: unit, required: true}\n      matter: {title: 行为, type: code}\n"
    assert codes(kind(fields=fields)) == []
    assert codes(kind(fields="      unit: {title: 单位, type: code}\n")) == ["vocabulary.header-type"]
    assert codes(kind(fields="      recorded_at: {title: 登记, type: instant}\n")) == ["vocabulary.reserved-name"]


def test_facts_in_a_circle_are_refused_with_every_hop() -> None:
    body = kind() + (
        "facts:\n  c: {title: 三, value: '!case.a'}\n  a: {title: 一, value: case.b}\n"
        "  b: {title: 二, value: case.c}\n  d: {title: 四, value: case.a}\n"
    )
    (problem,) = check_text(HEAD + body, Path("v/vocabulary.yaml")).problems
    assert problem.code == "vocabulary.fact-cycle"
    assert dict(problem.facts)["hops"] == "c → a → b → c"


def test_all_mistakes_of_a_vocabulary_are_said_in_one_go() -> None:
    body = (
        "opens: lent\ncounts: [件]\nkinds:\n  a: {title: 甲, about: case, fields: {x: {title: 项, type: enum}}}\n"
        "  b: {title: 乙, about: cas}\n  c: {title: 丙, about: case, fields: {n: {title: 数, type: int, count: 批}}}\n"
    )
    assert codes(body) == ["vocabulary.enum-values", "shape.choice", "vocabulary.unknown-count"]
