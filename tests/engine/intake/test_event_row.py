"""A row becomes an event, typed by its kind; what cannot be taken is said by column, never repeated."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine.event import Event
from kaohe.engine.event_row import event_from_row
from kaohe.engine.event_value import encoded
from kaohe.rules.place import Located, Place
from kaohe.rules.value import Duration

SHANGHAI = "Asia/Shanghai"
OPENED = {"id": "e1", "kind": "opened", "at": "2021-03-01", "case": "A1"}
ASSIGNED = {**OPENED, "kind": "assigned", "unit": "u1"}
CHECKED = {**OPENED, "kind": "checked", "at": "2021-03-01T09:00", "passed": "true"}


def micros(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp()) * 1_000_000


def found(row, vocabulary, timezone: str = SHANGHAI) -> list[tuple[str, str]]:
    event, problems = event_from_row(row, vocabulary, timezone)
    assert (event is None) == bool(problems)
    return [(problem.code, dict(problem.facts)["column"]) for problem in problems]


def taken(row, vocabulary, timezone: str = SHANGHAI) -> Event:
    event, problems = event_from_row(row, vocabulary, timezone)
    assert problems == ()
    assert event is not None
    return event


def test_every_type_is_read_from_its_text(desk) -> None:
    assert taken({**ASSIGNED, "within": "15wd", "score": "-0.50", "pages": "007", "co_units": ["b", "a"]}, desk).fields == {
        "within": Duration(15, "wd"), "score": Fraction(-1, 2), "pages": Fraction(7), "co_units": ("b", "a"),
    }  # fmt: skip
    assert taken({**CHECKED, "item": "007", "seen_at": "2021-03-01T09:30:00.25Z"}, desk).fields == {
        "passed": True, "item": "007", "seen_at": micros("2021-03-01T09:30Z") + 250_000,
    }  # fmt: skip
    assert taken({**OPENED, "due_on": "2021-04-30", "channel": "online"}, desk).fields == {
        "due_on": date(2021, 4, 30), "channel": "online",
    }  # fmt: skip


def test_values_that_are_typed_already_mean_what_their_text_means(desk) -> None:
    event = taken({**ASSIGNED, "at": date(2021, 3, 1), "seq": 3, "pages": 7, "score": Fraction(1, 2)}, desk)
    assert (event.seq, event.fields) == (3, {"pages": Fraction(7), "score": Fraction(1, 2)})
    assert taken({**CHECKED, "passed": False}, desk).fields == {"passed": False}


def test_empty_cells_are_missing(desk) -> None:
    assert taken({**OPENED, "channel": "", "due_on": None, "unit": ""}, desk) == taken(OPENED, desk)
    assert taken({**ASSIGNED, "co_units": []}, desk).fields == {}


# --- time ---------------------------------------------------------------------------------------


def test_a_day_alone_stands_at_its_start_or_at_its_end_as_the_kind_says(desk) -> None:
    start, end = taken(OPENED, desk), taken({**OPENED, "kind": "closed"}, desk)
    assert (start.at, start.dated) == (micros("2021-02-28T16:00Z"), True)
    assert (end.at, end.dated) == (micros("2021-03-01T16:00Z") - 1, True)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2021-03-01T09:30", "2021-03-01T01:30Z"),
        ("2021-03-01 09:30:05", "2021-03-01T01:30:05Z"),
        ("2021-03-01T09:30:05Z", "2021-03-01T09:30:05Z"),
        ("2021-03-01T00:00:00+02:00", "2021-02-28T22:00Z"),
        ("2021-03-01T09:30 -0500", "2021-03-01T14:30Z"),
    ],
)
def test_a_time_without_offset_is_local_and_one_with_offset_is_not(desk, text: str, instant: str) -> None:
    event = taken({**OPENED, "at": text}, desk)
    assert (event.at, event.dated) == (micros(instant), False)


def test_of_a_local_time_shown_twice_the_earlier_counts_and_a_skipped_one_is_refused(desk) -> None:
    twice = taken({**OPENED, "at": "2021-10-31T02:30"}, desk, "Europe/Amsterdam")
    assert twice.at == micros("2021-10-31T00:30Z")
    assert found({**OPENED, "at": "2021-03-28T02:30"}, desk, "Europe/Amsterdam") == [("intake.skipped-time", "at")]


def test_a_kind_that_needs_the_time_refuses_a_day_and_one_of_whole_days_refuses_a_time(desk) -> None:
    assert found({**CHECKED, "at": "2021-03-01"}, desk) == [("intake.not-an-instant", "at")]
    assert found({**OPENED, "kind": "closed", "at": "2021-03-01T09:00"}, desk) == [("intake.not-a-day", "at")]


def test_what_was_recorded_on_a_day_was_known_at_its_end(desk) -> None:
    assert taken({**OPENED, "recorded_at": "2021-03-05"}, desk).recorded_at == micros("2021-03-05T16:00Z") - 1


@pytest.mark.parametrize(
    "text",
    ["2021-3-1", "2021-02-29", "20210301", "2021-03-01T24:00", "2021-03-01T09:30:00.1234567", "03/01/2021", "2021-W05",
     "2021-03-01T09:30+25:00", "２０２１-03-01", "2021-03-01T09", "yesterday"],
)  # fmt: skip
def test_other_ways_to_write_a_day_need_a_declared_format(desk, text: str) -> None:
    assert found({**OPENED, "at": text}, desk) == [("intake.bad-date", "at")]


def test_a_finer_time_than_a_microsecond_may_end_in_zeros(desk) -> None:
    assert taken({**OPENED, "at": "2021-03-01T09:30:00.123456000"}, desk).at % 1_000_000 == 123_456


@pytest.mark.parametrize("text", ["1899-12-31T00:00Z", "2100-01-01T00:00Z", "9999-12-31", "0001-01-01T00:00Z"])
def test_no_event_lies_before_1900_or_after_2099(desk, text: str) -> None:
    assert found({**OPENED, "at": text}, desk) == [("intake.far-date", "at")]


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ({**ASSIGNED, "score": "1/3"}, "intake.bad-number", "score"),
        ({**ASSIGNED, "score": "12%"}, "intake.bad-number", "score"),
        ({**ASSIGNED, "score": "1e3"}, "intake.bad-number", "score"),
        ({**ASSIGNED, "score": "0.1234567890"}, "intake.bad-number", "score"),
        ({**ASSIGNED, "pages": "1.5"}, "intake.not-whole", "pages"),
        ({**ASSIGNED, "within": "15 days"}, "intake.bad-length", "within"),
        ({**ASSIGNED, "co_units": ["u"] * 65}, "intake.too-many", "co_units"),
        ({**CHECKED, "passed": "yes"}, "intake.bad-flag", "passed"),
        ({**CHECKED, "file": "01 1"}, "intake.pattern", "file"),
        ({**CHECKED, "item": "T-0001"}, "intake.forbidden-value", "item"),
        ({**CHECKED, "item": "他来过三次，都没有人接待。"}, "intake.free-text", "item"),
        ({**CHECKED, "item": "x" * 65}, "intake.free-text", "item"),
        ({**CHECKED, "seen_at": "2021-03-01"}, "intake.not-an-instant", "seen_at"),
        ({**OPENED, "due_on": "2021-03-01T09:00"}, "intake.not-a-day", "due_on"),
        ({**OPENED, "channel": "fax"}, "intake.not-a-value", "channel"),
        ({**OPENED, "chanel": "online"}, "intake.undeclared-field", "chanel"),
        ({**OPENED, "matter": "A1"}, "intake.undeclared-field", "matter"),
        ({**OPENED, "seq": "1.5"}, "intake.not-whole", "seq"),
        ({**OPENED, "amends": "e0", "voids": "e0"}, "intake.two-corrections", "voids"),
        ({**OPENED, "kind": "opend"}, "intake.unknown-kind", "kind"),
        ({"id": "e1", "at": "2021-03-01"}, "intake.missing-value", "kind"),
        ({k: v for k, v in OPENED.items() if k != "id"}, "intake.missing-value", "id"),
        ({k: v for k, v in OPENED.items() if k != "case"}, "intake.missing-value", "case"),
        ({k: v for k, v in ASSIGNED.items() if k != "unit"}, "intake.missing-value", "unit"),
        ({k: v for k, v in CHECKED.items() if k != "passed"}, "intake.missing-value", "passed"),
    ],
)
def test_what_does_not_fit_its_type_is_refused(desk, row, code: str, column: str) -> None:
    assert found(row, desk) == [(code, column)]


def test_all_mistakes_of_a_row_are_found_in_one_go(desk) -> None:
    row = {"kind": "checked", "at": "2021-03-01", "passed": "ja", "colour": "red", "item": "x" * 99}
    assert sorted(found(row, desk)) == [
        ("intake.bad-flag", "passed"), ("intake.free-text", "item"), ("intake.missing-value", "case"),
        ("intake.missing-value", "id"), ("intake.not-an-instant", "at"), ("intake.undeclared-field", "colour"),
    ]  # fmt: skip


def test_a_problem_points_at_the_value_or_at_the_row(desk) -> None:
    def at(column: int, text: str) -> Located:
        return Located(text, Place("cases.yaml", 7, column, len(text)))

    row = {"id": at(4, "e1"), "kind": at(12, "opened"), "at": at(30, "2021-3-1")}
    _, problems = event_from_row(row, desk, SHANGHAI)
    assert [(p.code, p.place.column) for p in problems] == [("intake.bad-date", 30), ("intake.missing-value", 12)]


def test_a_void_needs_nothing_but_what_it_voids(desk) -> None:
    event = taken({"id": "v", "kind": "checked", "at": "2021-03-02T10:00", "voids": "e1"}, desk)
    assert (event.voids, event.case, event.fields) == ("e1", None, {})


# --- ids ----------------------------------------------------------------------------------------


def test_ids_lose_what_has_a_meaning_in_entry_keys(desk) -> None:
    event = taken({**OPENED, "id": "A 1/2:3", "case": "信访〔2021〕7号", "repeat_of": "x/1"}, desk)
    assert (event.id, event.case, event.fields["repeat_of"]) == ("A%201%2F2%3A3", "信访〔2021〕7号", "x%2F1")


def test_encoding_an_encoded_id_changes_nothing(desk) -> None:
    assert taken({**OPENED, "id": "A%201"}, desk).id == "A%201"


def test_a_reference_to_an_event_is_encoded_like_the_event_and_a_code_with_a_pattern_is_not(desk) -> None:
    about = {"id": "n", "at": "2021-03-01", "unit": "u"}
    assert taken({**about, "kind": "notified", "of": "A/1"}, desk).fields["of"] == "A%2F1"
    ruling = {**about, "kind": "ruled", "effect": "reverse", "approver": "o", "basis": "b", "event": "A/1"}
    assert taken(ruling, desk).fields["event"] == "A%2F1"
    assert taken({**CHECKED, "file": "01 110105194912310021"}, desk).fields["file"] == "01 110105194912310021"


@given(text=st.text(min_size=1))
def test_an_encoded_id_holds_nothing_that_keys_are_split_at(text: str) -> None:
    made = encoded(text)
    assert not any(one.isspace() or one in "/:" or not one.isprintable() for one in made)
    assert encoded(made) == made


@given(one=st.text(max_size=6), other=st.text(max_size=6))
def test_different_ids_of_another_system_never_become_one(one: str, other: str) -> None:
    assert (encoded(one, foreign=True) == encoded(other, foreign=True)) == (one == other)
