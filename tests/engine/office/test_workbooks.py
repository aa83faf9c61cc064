"""Workbooks that units fill in: who gets which sheets, what comes back as events, corrections, zero reports."""

from __future__ import annotations

import os
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from kaohe.engine.correct import standing
from kaohe.engine.event_file import read_events
from kaohe.engine.intake.log import check_log
from kaohe.engine.office.filled import Ledger, import_ledger
from kaohe.engine.office.roster_book import read_roster
from kaohe.engine.office.sheets import made_by_us, read_book
from kaohe.engine.reference import replay
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.library import load_policy
from kaohe.rules.shelf import SHIPPED
from kaohe.workbench.workbooks import forms_of, write_workbooks


@pytest.fixture(scope="module")
def lishi():
    policy = load_policy(SHIPPED / "lishi").policy
    document, _, _ = read_roster(SHIPPED / "lishi" / "roster.yaml")
    return policy, roster_from_document(document, policy.vocabulary)[0]


@pytest.fixture(scope="module")
def written(lishi, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("forms")
    assert len(write_workbooks(*lishi, folder, "zh")) == len(lishi[1].subjects("unit")) == 25
    return folder


@pytest.fixture
def book(written: Path, tmp_path: Path) -> Path:
    path = tmp_path / "conference.xlsx"
    path.write_bytes((written / "conference.xlsx").read_bytes())
    return path


def taken(book: Path, policy, out: Path, day: str):
    """The import of the workbook as it was saved on that day, and the events that then stand."""
    stamp = int(datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp())
    os.utime(book, (stamp, stamp))
    report = import_ledger(Ledger(read_book(book), book, policy.vocabulary), out)
    events = read_events([out], policy.vocabulary, policy.timezone).events if report.batch else ()
    return report, standing(events, policy.vocabulary, None).events


def test_a_unit_fills_in_what_its_policy_asks_of_it_and_of_its_leaders(lishi) -> None:
    forms = forms_of(*lishi)
    assert {unit: [form.kind.name for form in each] for unit, each in forms.items()}["conference"] == [
        "hearing_step", "duty_day", "field_visit", "meeting_held",
    ]  # fmt: skip
    assert [form.kind.name for form in forms["town01"]] == ["hearing_step"], "a register that every unit keeps by hand"
    duty = forms["conference"][1]
    assert [one.code for one in duty.reporters] == ["d03"]
    assert not any(one.isspace() for one in duty.reporters[0].code)


def test_drop_downs_and_checked_dates_stand_in_the_file(written: Path) -> None:
    with zipfile.ZipFile(written / "conference.xlsx") as packed:
        sheets = [packed.read(name).decode() for name in packed.namelist() if "worksheets/sheet" in name]
        states = packed.read("xl/workbook.xml").decode()
    kinds = [re.findall(r'<dataValidation type="(\w+)"', text) for text in sheets]
    assert kinds[:4] == [["date", "list"], ["date", "list"], ["date", "list", "whole", "whole"], ["date", "list", "whole"]]
    assert kinds[4] == ["list"] * 12, "a tick for each month"
    assert states.count('state="veryHidden"') == 2


def test_a_workbook_that_stands_there_is_left_alone(lishi, written: Path) -> None:
    before = (written / "four.xlsx").read_bytes()
    assert write_workbooks(*lishi, written, "zh") == ()
    assert (written / "four.xlsx").read_bytes() == before


def test_rows_become_events_without_a_mapping(book: Path, lishi, fill, tmp_path: Path) -> None:
    fill(book, {
        "坐班接访": [["2021-01-05", "d03 区委专职副书记"], ["2021年1月12日", "d03 区委专职副书记"]],
        "召开会议": [["2021/2/3", "是", "4"]],
    })  # fmt: skip
    assert made_by_us(book) == "ledger"
    report, events = taken(book, lishi[0], tmp_path / "events", "2021-03-01")
    assert (report.taken, report.quarantined) == (3, 0)
    said = {(event.kind, str(event.leader or event.unit), event.fields.get("key_cases")) for event in events}
    assert said == {("duty_day", "d03", None), ("meeting_held", "conference", 4)}
    assert len(events) == 3
    assert events[2].fields["item_first"] is True


def test_a_row_changed_later_amends_its_event_and_a_new_row_adds_one(book: Path, lishi, fill, tmp_path: Path) -> None:
    out = tmp_path / "events"
    fill(book, {"召开会议": [["2021-02-03", "是", "4"]]})
    taken(book, lishi[0], out, "2021-03-01")
    fill(book, {"召开会议": [["2021-02-03", "否", "5"], ["2021-03-09", "是", "1"]]})
    report, events = taken(book, lishi[0], out, "2021-04-01")
    assert (report.changes.new, report.changes.amended) == (1, 1)
    assert [(event.fields["item_first"], event.fields["key_cases"]) for event in events] == [(False, 5), (True, 1)]
    assert check_log(out) == (2, ())


def test_a_row_taken_out_of_the_workbook_no_longer_counts(book: Path, lishi, fill, tmp_path: Path) -> None:
    out = tmp_path / "events"
    fill(book, {"召开会议": [["2021-02-03", "是", "4"], ["2021-03-09", "是", "1"]]})
    taken(book, lishi[0], out, "2021-04-01")
    fill(book, {"召开会议": [["2021-02-03", "是", "4"]]})
    report, events = taken(book, lishi[0], out, "2021-05-01")
    assert report.changes.voided == 1
    assert [str(event.id).rpartition(".")[2] for event in events] == ["3"]


def test_the_same_workbook_twice_changes_nothing(book: Path, lishi, fill, tmp_path: Path) -> None:
    out = tmp_path / "events"
    fill(book, {"召开会议": [["2021-02-03", "是", "4"]]})
    first, _ = taken(book, lishi[0], out, "2021-03-01")
    again, events = taken(book, lishi[0], out, "2021-03-01")
    assert again.already
    assert (again.batch, len(events)) == (first.batch, 1)


def test_a_tick_is_a_zero_report_and_ends_the_silence(book: Path, lishi, fill, tmp_path: Path) -> None:
    policy, roster = lishi
    ticked = ["坐班接访", "d03 区委专职副书记", "√", "", "√"]
    fill(book, {"零报告": [["召开会议", "conference 示例", "", "√"], ticked]})
    _, events = taken(book, policy, tmp_path / "events", "2021-04-01")
    assert {(event.kind, event.fields["of"]) for event in events} == {
        ("leader_zero_report", "duty_day"), ("zero_report", "meeting_held"),
    }  # fmt: skip
    grid = replay(policy, roster, events, date(2021, 3, 31)).coverage
    rows = {(row.subject, row.kind, row.month): row.status for row in grid}
    assert [rows["d03", "duty_day", f"2021-0{month}"] for month in (1, 2, 3)] == ["zero_reported", "silent", "zero_reported"]
    assert rows["conference", "meeting_held", "2021-02"] == "zero_reported"


def test_a_cell_that_cannot_be_taken_is_told_by_its_row_and_nothing_is_written(book: Path, lishi, fill, tmp_path: Path) -> None:
    fill(book, {"召开会议": [["2021-02-03", "是", "4"], ["2021-02-30", "也许", "4"]]})
    report, _ = taken(book, lishi[0], tmp_path / "events", "2021-03-01")
    assert report.batch is None
    assert {(one.column, one.first) for one in report.refused} == {("日期", (4,)), ("首个议题为信访", (4,))}
    assert not (tmp_path / "events").exists()


def rewritten(path: Path, edit) -> None:
    """The workbook with its sheets (name -> rows) changed by ``edit``; the hidden sheet stays."""
    found = read_book(path)
    pages = {name: [list(row) for row in rows] for name, rows in found.sheets.items()}
    edit(pages)
    with xlsxwriter.Workbook(str(path)) as made:
        for name, rows in pages.items():
            page = made.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
        mark = made.add_worksheet("_kaohe")
        for number, pair in enumerate(found.marks.items()):
            mark.write_row(number, 0, pair)


def _renamed(pages) -> None:
    pages["召开会议（3月）"] = pages.pop("召开会议")


def _moved_up(pages) -> None:
    pages["召开会议"].pop(0)


def _numbered(pages) -> None:
    pages["召开会议"] = [["序号", *row] if number == 1 else ["", *row] for number, row in enumerate(pages["召开会议"])]


def _said_none(pages) -> None:
    pages["零报告"][2][3] = "无"


@pytest.mark.parametrize(
    ("edit", "code", "sheet"),
    [
        (_renamed, "intake.form-sheet", ""),
        (_moved_up, "intake.form-heading", "!召开会议"),
        (_numbered, "intake.form-heading", "!召开会议"),
        (_said_none, "intake.form-tick", "!零报告"),
    ],
)
def test_what_a_unit_renames_moves_or_adds_is_told_and_never_lost_in_silence(
    book: Path, lishi, fill, tmp_path: Path, edit, code: str, sheet: str
) -> None:
    """A renamed sheet used to be passed over, a row taken out to swallow the first row of data, “无” to mean nothing."""
    fill(book, {"召开会议": [["2021-02-03", "是", "4"]]})
    rewritten(book, edit)
    report, _ = taken(book, lishi[0], tmp_path / "events", "2021-03-01")
    assert report.batch is None
    assert [(one.code, one.place.file) for one in report.problems] == [(code, f"{book}{sheet}")]
    assert not (tmp_path / "events").exists()


def test_problems_of_a_workbook_are_told_at_its_sheet_and_not_in_a_file_of_ours(book: Path, lishi, fill, tmp_path: Path) -> None:
    fill(book, {"召开会议": [["2021-02-30", "是", "4"]], "坐班接访": [["3月1日", "d03 区委专职副书记"]]})
    report, _ = taken(book, lishi[0], tmp_path / "events", "2021-03-01")
    assert [(one.code, one.place.file) for one in report.problems] == [("intake.form-rows", str(book))]
    assert {(one.sheets, one.first) for one in report.refused} == {(("坐班接访", "召开会议"), (3, 3))}


def test_a_sheet_of_the_units_own_is_said_to_be_unread(book: Path, lishi, fill, tmp_path: Path) -> None:
    fill(book, {"召开会议": [["2021-02-03", "是", "4"]]})
    rewritten(book, lambda pages: pages.update({"附件": [["说明"]], "空": []}))
    report, events = taken(book, lishi[0], tmp_path / "events", "2021-03-01")
    assert (report.unread_sheets, len(events)) == (("附件",), 1)
    assert [one.name for one in report.sources] == ["conference.xlsx!召开会议"]


def test_only_what_may_be_reported_as_none_speaks_of_zero_reports(written: Path) -> None:
    said = {name: rows[0][0] for name, rows in read_book(written / "conference.xlsx").sheets.items()}
    assert {name for name, text in said.items() if "零报告" in text} == {"坐班接访", "带案下访", "召开会议"}
    assert "零报告" not in read_book(written / "town01.xlsx").sheets["听证步骤"][0][0]


def test_a_kind_asked_for_besides_has_a_sheet_in_every_units_workbook(lishi) -> None:
    forms = forms_of(*lishi, ["hearing_held"])
    assert len(forms) == 25
    assert all("hearing_held" in [form.kind.name for form in each] for each in forms.values())


def test_a_register_kept_by_hand_is_filled_in_and_imported(lishi, written: Path, fill, tmp_path: Path) -> None:
    policy, _ = lishi
    book = tmp_path / "town01.xlsx"
    book.write_bytes((written / "town01.xlsx").read_bytes())
    titles = policy.vocabulary.kinds["hearing_step"].fields["step"].titles
    step, title = next(iter(titles.items()))
    fill(book, {"听证步骤": [["2021-03-05", "A-17", title]]})
    _, events = taken(book, policy, tmp_path / "events", "2021-04-01")
    assert [(event.kind, event.case, event.fields["step"]) for event in events] == [("hearing_step", "A-17", step)]
