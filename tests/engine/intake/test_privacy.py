"""What points at a person is refused; numbers of cases are not mistaken for it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kaohe.engine.event_row import event_from_row
from kaohe.engine.privacy import person_word, private_kind

# All numbers here are invented; the identity numbers have a valid last character and no holder.
PERSONAL = [
    ("11010519491231002X", "identity number"),
    ("11010519491231002x", "identity number"),
    ("110105 19491231 002X", "identity number"),
    ("ID:110105-19491231-002X;", "identity number"),
    ("１１０１０５１９４９１２３１００２Ｘ", "identity number"),
    ("13800000000", "mobile number"),
    ("+86 138-0000-0000", "mobile number"),
    ("8613800000000", "mobile number"),
    ("tel13800000000x", "mobile number"),
    ("１３８００００００００", "mobile number"),
    ("京A12345", "number plate"),
    ("粤B·D12345", "number plate"),
    ("沪a 1234学", "number plate"),
    ("nobody@example.org", "e-mail address"),
    ("a.b+c@例子.example.org", "e-mail address"),
]
HARMLESS = [
    "110105194912310021", "110105194913310020", "20210301000123456789", "2021-03-01-0001", "1234567890", "A13800000000B1"[:10],
    "NYCC34519748", "信访〔2021〕138号", "川A组", "豫北片区", "x@y", "19-2023", "138000000001", "IM0000013", "001A3970723",
]  # fmt: skip


@pytest.mark.parametrize(("text", "what"), PERSONAL)
def test_personal_data_are_recognised(text: str, what: str) -> None:
    assert private_kind(text) == what


@pytest.mark.parametrize("text", HARMLESS)
def test_codes_of_cases_and_offices_are_not_personal(text: str) -> None:
    assert private_kind(text) is None


@pytest.mark.parametrize(("text", "what"), PERSONAL)
@pytest.mark.parametrize("column", ["id", "case", "unit", "leader", "item"])
def test_no_id_and_no_code_carries_them_and_nothing_repeats_them(desk, column: str, text: str, what: str) -> None:
    row = {"id": "e", "kind": "checked", "at": "2021-03-01T09:00", "case": "A", "passed": "true", column: text}
    event, problems = event_from_row(row, desk, "UTC")
    assert event is None
    assert [(p.code, dict(p.facts)["what"]) for p in problems] == [("intake.personal-value", what)]
    assert text not in repr(problems)


def test_a_code_with_a_declared_pattern_is_judged_by_it(desk) -> None:
    row = {"id": "e", "kind": "checked", "at": "2021-03-01T09:00", "case": "A", "passed": "true"}
    assert event_from_row({**row, "file": "01 110105194912310021"}, desk, "UTC")[0] is not None
    assert event_from_row({**row, "file": "13800000000"}, desk, "UTC")[0] is None


@given(digits=st.integers(10**16, 10**17 - 1))
def test_one_of_eleven_last_characters_makes_an_identity_number(digits: int) -> None:
    """Any seventeen digits with a birth date in the middle have exactly one valid last character."""
    base = f"{str(digits)[:6]}19800101{str(digits)[-3:]}"
    assume(not base.startswith("0"))
    valid = [last for last in "0123456789X" if private_kind(base + last) == "identity number"]
    assert len(valid) == 1


@pytest.mark.parametrize(
    "header",
    ["姓名", "信访人", "信访人姓名", "联系电话", "手机号码", "身份证号", "家庭住址", "车牌号", "name", "Full Name", "petitionerName",
     "phone", "e-mail", "email", "contact phone", "home_address", "诉求内容", "反映内容", "重点人员", "complainant_name", "出生日期"],
)  # fmt: skip
def test_a_column_about_a_person_may_not_be_read(header: str) -> None:
    assert person_word(header, ("诉求内容",)) is not None


@pytest.mark.parametrize(
    "header",
    ["信访人数", "来访人次", "信访件编号", "责任单位", "登记日期", "unit_name", "agency name", "activityNameEN", "filename", "account",
     "closedate", "surface", "concept_name", "plateau", "人次"],
)  # fmt: skip
def test_a_column_about_an_office_or_a_case_may(header: str) -> None:
    assert person_word(header, ("诉求内容", "信访人")) is None
