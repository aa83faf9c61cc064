"""A declared format reads exactly what it says, and nothing that merely resembles it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine.event_value import Refused
from kaohe.engine.intake.formats import turn_of

READ = [
    ("%Y-%m-%d", "2021-3-1", "2021-03-01"),
    ("%d.%m.%Y", "01.03.2021", "2021-03-01"),
    ("%Y年%m月%d日", "2021年3月1日", "2021-03-01"),
    ("%Y%m%d", "20210301", "2021-03-01"),
    ("%Y-%m-%d 00:00:00", "2021-03-01 00:00:00", "2021-03-01"),
    ("%Y/%m/%d %H:%M", "2021/3/1 9:05", "2021-03-01T09:05:00"),
    ("%Y%m%d%H%M%S", "20210301090507", "2021-03-01T09:05:07"),
    ("%m/%d/%Y %I:%M:%S %p", "03/01/2021 12:05:07 AM", "2021-03-01T00:05:07"),
    ("%m/%d/%Y %I:%M %p", "3/1/2021 12:05 pm", "2021-03-01T12:05:00"),
    ("%Y-%m-%d %p%I:%M", "2021-03-01 下午3:30", "2021-03-01T15:30:00"),
    ("%Y-%m-%dT%H:%M:%S.%f%z", "2021-03-01T09:05:07.25+08:00", "2021-03-01T09:05:07.25+08:00"),
    ("100%% %Y-%m-%d", "100% 2021-03-01", "2021-03-01"),
    ("excel", "44256", "2021-03-01"),
    ("excel", "44256.5", "2021-03-01T12:00:00"),
    ("unix", "1614556800", "2021-03-01T00:00:00Z"),
    ("unix_ms", "1614556800250", "2021-03-01T00:00:00.250000Z"),
]
REFUSED = [
    ("%Y-%m-%d", "2021-03-01 09:00"), ("%Y-%m-%d", "x2021-03-01"), ("%Y%m%d", "2021301"), ("%Y-%m-%d", "２０２１-03-01"),
    ("%m/%d/%Y %I:%M %p", "3/1/2021 13:05 pm"), ("%m/%d/%Y %I:%M %p", "3/1/2021 0:05 am"), ("excel", "-1"), ("excel", "4e4"),
    ("unix", "99999999999999"), ("unix", "16145568.5"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "text", "means"), READ)
def test_a_day_is_read_by_its_format(form: str, text: str, means: str) -> None:
    turn = turn_of((form,), "moment")
    assert turn is not None
    assert turn(text) == means


@pytest.mark.parametrize(("form", "text"), REFUSED)
def test_what_does_not_fit_is_refused_without_being_repeated(form: str, text: str) -> None:
    turn = turn_of((form,), "moment")
    assert turn is not None
    assert turn(text) == Refused("intake.format")


def test_of_several_formats_the_first_that_fits_counts() -> None:
    turn = turn_of(("%d/%m/%Y", "%m/%d/%Y"), "date")
    assert turn is not None
    assert turn("04/03/2021") == "2021-03-04"
    assert turn("2021") == Refused("intake.format")


@pytest.mark.parametrize(
    ("form", "storage"),
    [("YYYY-MM-DD", "date"), ("%Y-%m", "date"), ("%Y-%m-%d %q", "date"), ("%Y-%m-%d %M", "moment"), ("%Y-%m-%d %I", "moment"),
     ("%Y-%m-%d %H %p", "moment"), ("%Y-%Y-%m-%d", "date"), ("1 234", "number"), ("%Y", "number"), ("yes", "bool"),
     ("yes/yes", "bool"), ("%Y-%m-%d", "code"), ("是/否", "list")],
)  # fmt: skip
def test_what_is_no_format_of_its_type_is_found_before_any_row(form: str, storage) -> None:
    assert turn_of((form,), storage) is None


@pytest.mark.parametrize(
    ("form", "text", "means"),
    [("1,234.5", "1,234,567.80", "1234567.80"), ("1,234.5", "-12", "-12"), ("1.234,5", "1.234,5", "1234.5"), ("percent", "98.5%", "0.985"),
     ("percent", "100 ％", "1"), ("1,234.5", "12,34", None), ("1,234.5", "1.234,5", None), ("percent", "98.5", None)],
)  # fmt: skip
def test_numbers_with_separators(form: str, text: str, means: str | None) -> None:
    turn = turn_of((form,), "number")
    assert turn is not None
    assert turn(text) == (means or Refused("intake.format"))


def test_flags_are_two_words() -> None:
    turn = turn_of(("是/否",), "bool")
    assert turn is not None
    assert [turn(text) for text in ("是", "否", "不")] == ["true", "false", Refused("intake.format")]


@given(moment=st.datetimes(datetime.fromisoformat("1901-01-01"), datetime.fromisoformat("2099-12-31")))
def test_formats_agree_with_strptime(moment: datetime) -> None:
    second = moment.replace(microsecond=0)
    for form in ("%Y-%m-%d %H:%M:%S", "%d.%m.%Y %I:%M:%S %p", "%Y%m%d%H%M%S", "%Y年%m月%d日 %H时%M分%S秒"):
        turn = turn_of((form,), "moment")
        assert turn is not None
        assert turn(second.strftime(form)) == second.isoformat()


@given(seconds=st.integers(61 * 86_400, 73_000 * 86_400))
def test_a_serial_number_is_days_since_the_end_of_1899(seconds: int) -> None:
    turn = turn_of(("excel",), "moment")
    assert turn is not None
    text = f"{seconds / 86_400:.9f}"
    assert turn(text) == (datetime.fromisoformat("1899-12-30") + timedelta(seconds=seconds)).isoformat()
