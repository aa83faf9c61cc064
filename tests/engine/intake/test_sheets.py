"""Tables as offices keep them mean the same in every file, and every row of them is accounted for."""

# ruff: noqa: DTZ001 - a spreadsheet's times have no zone
from __future__ import annotations

from datetime import date, datetime

import pytest
from sheets import ods, page, separated, xlsx

from kaohe.engine.intake.table.passed_over import reason_of
from kaohe.engine.intake.usual_form import usual_day

MAPPING = """\
file: {fill_down: [责任单位]}
tables: {units: {城北街道: north, 城南街道: south}}
discard: [序号, 信访人, 备注]
events:
  - {kind: opened, id: 编号, case: 编号, at: 办理/受理日期}
  - kind: assigned
    when: {filled: [责任单位]}
    id: {join: ["=a-", 编号]}
    case: 编号
    at: 办理/受理日期
    unit: {column: 责任单位, table: units}
    fields: {pages: 页数}
  - {kind: closed, when: {filled: [办理/办结日期]}, id: {join: ["=c-", 编号]}, case: 编号, at: 办理/办结日期}
"""
TITLE = ["信访事项办理台账（2021年）", "", "", "", "", "", "", ""]
UPPER = ["序号", "编号", "责任\n单位", "办理", "", "页　数", "信访人", "备注"]
LOWER = ["", "", "", "受理日期", "办结日期", "", "", ""]
BODY = [
    ["1", "A1", "城北街道", "2021/3/1", "2021年4月1日", "1,200", "某甲", "无"],
    ["2", "A2", "", "2021.3.2", "20210402", "３", "某乙", ""],
    ["小计", "2", "", "", "", "1203", "", ""],
    ["", "", "", "", "", "", "", ""],
    ["3", "A3", "城南街道", "2021-03-03 00:00:00", "", "", "某丙", "长"],
]
FOOT = [["合 计", "3", "", "", "", "1203", "", ""], ["填表人：某丁", "", "", "", "", "审核人：某戊", "", ""]]
LEDGER = [TITLE, UPPER, LOWER, *BODY, *FOOT]
HEADING = ((1, 3, 1, 4), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 5, 2, 5), (1, 6, 2, 6), (1, 7, 2, 7), (0, 0, 0, 7))
PASSED = {"title": (1,), "total": (6, 9), "empty": (7,), "note": (10,)}


def told(report) -> dict[str, tuple[int, ...]]:
    return {one.reason: one.first for one in report.passed}


def days(office) -> list[tuple[str, str, str]]:
    from kaohe.rules.clock import zone

    here = zone("Asia/Shanghai")
    return [(event.id, event.unit or "", here.day(event.at).isoformat()) for event in sorted(office.read(), key=lambda one: one.id)]


MEANT = [
    ("A1", "", "2021-03-01"), ("A2", "", "2021-03-02"), ("A3", "", "2021-03-03"), ("a-A1", "north", "2021-03-01"),
    ("a-A2", "north", "2021-03-02"), ("a-A3", "south", "2021-03-03"), ("c-A1", "", "2021-04-01"), ("c-A2", "", "2021-04-02"),
]  # fmt: skip


def marked(rows):
    """Rows of a page with the merged cells of ``HEADING``."""
    upper = [(text, 2 if text == "办理" else 1, 1 if text == "办理" else 2) for text in UPPER if text]
    return [[(TITLE[0], 8, 1)], upper, [text for text in LOWER if text], *rows]


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("ledger.xlsx", lambda path: xlsx(path, {"台账": LEDGER}, HEADING)),
        ("ledger.xls", lambda path: xlsx(path, {"台账": LEDGER}, HEADING)),
        ("plain.xlsx", lambda path: xlsx(path, {"台账": LEDGER})),
        ("ledger.ods", lambda path: ods(path, {"台账": LEDGER})),
        ("page.xls", lambda path: path.write_bytes(page(marked([*BODY, *FOOT])))),
        ("gb.xls", lambda path: path.write_bytes(page(marked([*BODY, *FOOT]), charset="gb2312"))),
        ("text.xls", lambda path: path.write_bytes(separated(LEDGER, "\t").encode("utf-16"))),
        ("a.csv", lambda path: path.write_bytes(separated(LEDGER).encode("gb18030"))),
        ("b.csv", lambda path: path.write_bytes(separated(LEDGER, ";").encode("utf-8-sig"))),
        ("c.csv", lambda path: path.write_bytes(separated(LEDGER, "，").encode())),
        ("d.csv", lambda path: path.write_bytes(separated(LEDGER, "|").encode("utf-16-le"))),
        ("e.tsv", lambda path: path.write_bytes(separated(LEDGER, "\t").encode("gb18030"))),
    ],
)
def test_a_ledger_means_the_same_however_it_was_saved(office, name: str, make) -> None:
    make(office.home / name)
    report = office.imports(MAPPING, office.home / name)
    assert (report.problems, report.refused) == ((), ())
    assert (report.rows, report.taken, report.events) == (3, 3, 8)
    assert days(office) == MEANT
    assert told(report) == PASSED
    assert {event.fields.get("pages") for event in office.read()} == {None, 1200, 3}


def test_a_plain_text_is_read_as_columns_and_passes_over_the_same_rows(office) -> None:
    """Without a second row of heading and nothing to fill the fast way is taken."""
    mapping = "discard: [序号]\nevents: [{kind: opened, id: 编号, case: 编号, at: 受理日期}]"
    rows = [["台账", "", ""], ["序号", "编号", "受理\u3000日期"], ["1", "A1", "2021/3/1"], ["序号", "编号", "受理\u3000日期"],
            ["", "", ""], ["本页小计", "1", ""], ["2", "A2", "2021年3月2日"], ["合计：2件", "", ""], ["制表：某甲", "", ""]]  # fmt: skip
    report = office.imports(mapping, office.file("a.csv", separated(rows)))
    assert (report.problems, report.refused) == ((), ())
    assert told(report) == {"title": (1,), "heading": (4,), "empty": (5,), "total": (6, 8), "note": (9,)}
    assert [(event.id, str(row)) for event, row in zip(office.read(), (3, 7), strict=True)] == [("A1", "3"), ("A2", "7")]
    whole = office.imports(mapping, xlsx(office.home / "a.xlsx", {"一": rows}))
    assert told(whole) == told(report)


def test_numbers_of_columns_are_no_row(office) -> None:
    mapping = "events: [{kind: opened, id: 编号, case: 编号, at: 受理日期, fields: {due_on: 时限}}]"
    rows = [["编号", "受理日期", "时限"], ["1", "2", "3"], ["A1", "2021/3/1", "2021/4/1"]]
    for path in (office.file("a.csv", separated(rows)), xlsx(office.home / "a.xlsx", {"一": [rows[0], [1, 2, 3], rows[2]]})):
        report = office.imports(mapping, path)
        assert (report.rows, report.quarantined, told(report)) == (1, 0, {"numbering": (2,)})


@pytest.mark.parametrize(
    ("lead", "reason"),
    [
        ("合计", "total"), ("合 计：", "total"), ("城北街道小计", "total"), ("合计（件）", "total"), ("总计 35 件", "total"), ("共35件", "total"),
        ("填表人：某甲", "note"), ("填表人 某甲", "note"), ("审核人", "note"), ("制表日期  2021年4月1日", "note"), ("备注：以上为一季度", "note"),
        ("以下空白", "note"), ("第 1 页 共 3 页", "note"), ("统计局", None), ("审核中心", None), ("A1", None), ("合同纠纷", None), ("共享办", None),
        ("备注", None), ("小计划办", None), ("数据局", None), ("注册科", None),
    ],
)  # fmt: skip
def test_what_begins_a_row_that_is_no_data(lead: str, reason: str | None) -> None:
    assert reason_of(lead) == reason


# --- where the heading stands -------------------------------------------------------------------


def test_declared_heading_rows_are_taken_at_their_word(office) -> None:
    mapping = "events: [{kind: opened, id: 编号, case: 编号, at: 受理日期}]"
    rows = [["编号", "受理日期"], ["编号", "受理日期"], ["A1", "2021/3/1"]]
    for said in ("header_row: 2", "header: {rows: 2}", "header: {rows: [2]}"):
        report = office.imports(f"file: {{{said}}}\n{mapping}", xlsx(office.home / "a.xlsx", {"一": rows}))
        assert (report.rows, told(report)) == (1, {"title": (1,)}), said
    found = office.imports(f"file: {{header: {{rows: 3}}}}\n{mapping}", office.home / "a.xlsx")
    assert [(p.code, p.place.line) for p in found.problems] == [("intake.no-heading", 3)]


def test_names_that_a_heading_must_have_tell_it_from_another(office) -> None:
    rows = [["编号", "受理日期"], ["汇总", "12"], ["编号", "受理日期", "类别"], ["A1", "2021/3/1", "x"]]
    mapping = "file: {header: {find: [类别]}}\ndiscard: [类别]\nevents: [{kind: opened, id: 编号, case: 编号, at: 受理日期}]"
    report = office.imports(mapping, xlsx(office.home / "a.xlsx", {"一": rows}))
    assert [event.id for event in office.read()] == ["A1"]
    assert told(report) == {"title": (1, 2)}


@pytest.mark.parametrize("rows", ["0", "[1, 5]", "90"])
def test_a_heading_has_three_rows_at_most_and_stands_near_the_top(office, rows: str) -> None:
    report = office.imports(f"file: {{header: {{rows: {rows}}}}}\nevents: [{{kind: opened, id: a, case: a, at: b}}]", office.file("a.csv", "a,b\n"))
    assert [p.code for p in report.problems] == ["intake.mapping-header-row"]


# --- columns that change from month to month ----------------------------------------------------

MONTHS = """\
discard: [备注]
optional: [时限]
events:
  - {kind: opened, id: 编号, case: 编号, at: {column: [受理日期, 受理时间, 登记日期]}, fields: {due_on: 时限}}
"""


def test_order_and_agreed_names_may_change_and_optional_columns_may_be_missing(office) -> None:
    one = office.file("1.csv", "编号,受理日期,备注,时限\nA1,2021-03-01,x,2021-04-01\n")
    two = xlsx(office.home / "2.xlsx", {"一": [["备注", "受理\n时间", "编 号"], ["x", "2021-03-02", "A2"]]})
    three = office.file("3.csv", "登记日期,编号,备注\n2021-03-03,A3,\n")
    report = office.imports(MONTHS, one, two, three)
    assert report.problems == ()
    assert [(event.id, event.fields.get("due_on")) for event in office.read()] == [("A1", date(2021, 4, 1)), ("A2", None), ("A3", None)]


def test_a_renamed_column_is_asked_about_and_an_added_one_stops_the_import(office) -> None:
    rows = [["标题"], ["编号", "受理登记日", "承办意见"], ["A1", "2021-03-01", "x"]]
    report = office.imports(MONTHS, xlsx(office.home / "a.xlsx", {"三月": rows}))
    facts = [(p.code.removeprefix("intake."), p.place.file.rpartition("/")[2], p.place.line, dict(p.facts)) for p in report.problems]
    assert facts == [
        ("column-renamed", "a.xlsx!三月", 2, {"column": "受理日期", "found": "受理登记日"}),
        ("undeclared-column", "a.xlsx!三月", 2, {"columns": "承办意见"}),
    ]
    assert office.written() == []


def test_the_lower_name_alone_will_do_but_not_below_a_person(office) -> None:
    mapping = "discard: [联系]\n" + OPENED
    rows = [["办理", "", "联系"], ["编号", "受理日期", ""], ["A1", "2021-03-01", "x"]]
    assert office.imports(mapping, xlsx(office.home / "a.xlsx", {"一": rows}, [(0, 0, 0, 1), (0, 2, 1, 2)])).taken == 1
    for upper, merged in ((["信访人", "办理", "联系"], [(0, 2, 1, 2)]), (["信访人", "办理", "联系"], [])):
        rows = [upper, ["编号", "受理日期", ""], ["13900000000", "2021-03-01", "x"]]
        report = office.imports(mapping, xlsx(office.home / "b.xlsx", {"一": rows}, merged))
        assert [p.code for p in report.problems] == ["intake.column-renamed"]
        assert {"found": "信访人/编号"}.items() <= dict(report.problems[0].facts).items()
    title = [["信访人情况台账", "", ""], ["编号", "受理日期", "联系"], ["A1", "2021-03-01", "x"]]
    assert office.imports(mapping, xlsx(office.home / "c.xlsx", {"一": title})).taken == 1


def test_two_names_of_one_column_in_one_file_are_two_columns(office) -> None:
    report = office.imports(MONTHS, office.file("a.csv", "编号,受理日期,登记日期,备注\nA1,2021-03-01,2021-03-01,\n"))
    assert [p.code for p in report.problems] == ["intake.double-column"]


def test_a_column_without_a_name_is_nothing_until_something_stands_in_it(office) -> None:
    mapping = "events: [{kind: opened, id: 编号, case: 编号, at: 受理日期}]"
    rows = [["编号", "", "受理日期", ""], ["A1", "", "2021-03-01", ""]]
    for number, path in enumerate((office.file("a.csv", separated(rows)), xlsx(office.home / "a.xlsx", {"一": rows}))):
        assert office.imports(mapping, path).problems == (), number
    rows.append(["A2", "", "2021-03-01", "张"])
    for path in (office.file("b.csv", separated(rows)), xlsx(office.home / "b.xlsx", {"一": rows}), office.file("c.csv", separated([["t"], *rows]))):
        report = office.imports(mapping, path)
        assert [(p.code, p.place.line - (path.name == "c.csv")) for p in report.problems] == [("intake.undeclared-column", 3)]
        assert "#4" in dict(report.problems[0].facts)["columns"]


@pytest.mark.parametrize("given", ["受理日期: [编号, 编号]"])
def test_a_name_belongs_to_one_column(office, given: str) -> None:
    case, names = given.split(": ")
    mapping = f"events: [{{kind: opened, id: {case}, case: {case}, at: {{column: {names}}}}}]"
    assert "intake.mapping-name-twice" in {p.code for p in office.imports(mapping, office.file("a.csv", "编号,受理日期\n")).problems}


# --- sheets -------------------------------------------------------------------------------------

OPENED = "events: [{kind: opened, id: 编号, case: 编号, at: 受理日期}]"
JANUARY = [["编号", "受理日期"], ["A1", "2021-01-05"], ["", "2021-01-06"]]
FEBRUARY = [["编号", "受理日期"], ["", "2021-02-05"], ["A2", "2021-02-06"]]


def test_the_one_sheet_that_has_the_heading_is_read_and_the_others_are_named(office) -> None:
    path = xlsx(office.home / "a.xlsx", {"说明": [["本表由…"]], "空": [], "1月": JANUARY, "旧": JANUARY}, hidden=["旧"])
    report = office.imports(OPENED, path)
    assert [event.id for event in office.read()] == ["A1"]
    assert report.unread_sheets == ("说明", "旧")
    assert [(one.first, one.sheets) for one in report.refused] == [((3,), ("1月",))]


def test_of_several_sheets_that_fit_the_mapping_says_which(office) -> None:
    path = xlsx(office.home / "a.xlsx", {"1月": JANUARY, "2月": FEBRUARY, "说明": [["x"]]})
    assert [(p.code, dict(p.facts)["sheets"]) for p in office.imports(OPENED, path).problems] == [("intake.which-sheet", "1月, 2月")]
    for sheet in ("[1月, 2月]", '"*月"', '["?月"]'):
        report = office.imports(f"file: {{sheet: {sheet}}}\n{OPENED}", path)
        assert (report.problems, report.rows, report.quarantined, report.unread_sheets) == ((), 4, 2, ("说明",))
        assert [(one.first, one.sheets) for one in report.refused] == [((3, 2), ("1月", "2月"))]
    kept = (report.batch / "quarantine.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[:4] for line in kept[1:]] == [["a.xlsx", "1月", "3", "编号"], ["a.xlsx", "2月", "2", "编号"]]
    gone = office.imports(f"file: {{sheet: 3月}}\n{OPENED}", path).problems
    assert [(p.code, dict(p.facts)["known"]) for p in gone] == [("intake.no-sheet", "1月, 2月, 说明")]


def test_row_numbers_name_rows_of_one_sheet_only(office) -> None:
    mapping = "file: {sheet: '*月'}\ndiscard: [编号]\nevents: [{kind: opened, id: {row_number: true}, case: {row_number: true}, at: 受理日期}]"
    assert [p.code for p in office.imports(mapping, xlsx(office.home / "a.xlsx", {"1月": JANUARY, "2月": FEBRUARY})).problems] == ["intake.row-numbers"]


# --- cells that mean the cells above ------------------------------------------------------------


def test_merged_cells_of_the_body_say_the_same_in_every_row_they_cover(office) -> None:
    mapping = "events: [{kind: assigned, id: 编号, case: 编号, at: 交办日期, unit: 单位}]"
    rows = [["单位", "编号", "交办日期"], ["u1", "A1", "2021-03-01"], ["", "A2", "2021-03-02"], ["", "A3", "2021-03-03"], ["u2", "A4", "2021-03-04"]]
    path = xlsx(office.home / "a.xlsx", {"一": rows}, [(1, 0, 3, 0)])
    assert office.imports(mapping, path).quarantined == 0
    assert [(event.id, event.unit) for event in office.read()] == [("A1", "u1"), ("A2", "u1"), ("A3", "u1"), ("A4", "u2")]
    unmerged = office.imports(mapping, xlsx(office.home / "b.xlsx", {"一": rows}))
    assert unmerged.quarantined == 2, "an empty cell alone means nothing unless the mapping says so"


def test_filling_down_ends_with_a_total_and_with_the_wider_group(office) -> None:
    mapping = "file: {fill_down: [片区, 单位]}\nevents: [{kind: assigned, id: 编号, case: 片区, at: 交办日期, unit: 单位}]"
    rows = [["片区", "单位", "编号", "交办日期"], ["P1", "u1", "A1", "2021-03-01"], ["", "", "A2", "2021-03-01"], ["P2", "", "A3", "2021-03-01"],
            ["小计", "", "3", ""], ["", "u1", "A4", "2021-03-01"]]  # fmt: skip
    report = office.imports(mapping, xlsx(office.home / "a.xlsx", {"一": rows}))
    assert [(event.id, event.case, event.unit) for event in office.read()] == [("A1", "P1", "u1"), ("A2", "P1", "u1")]
    assert [(one.column, one.first) for one in report.refused] == [("单位", (4,)), ("片区", (6,))]


def test_rows_that_the_mapping_declares_are_passed_over(office) -> None:
    mapping = 'file: {skip_rows: ["示例*", 单位：件]}\n' + OPENED
    rows = [["编号", "受理日期"], ["示例1", "2021-03-01"], ["A1", "2021-03-01"], ["单位：件", ""]]
    for path in (office.file("a.csv", separated(rows)), xlsx(office.home / "a.xlsx", {"一": rows})):
        report = office.imports(mapping, path)
        assert (report.rows, told(report)) == (1, {"declared": (2, 4)})


# --- values -------------------------------------------------------------------------------------


def test_days_and_times_a_workbook_stores_in_either_way_to_count_them(office) -> None:
    mapping = 'events: [{kind: opened, id: 编号, case: 编号, at: {column: 时间, format: "%Y/%m/%d"}, fields: {due_on: 时限}}]'
    rows = [["编号", "时间", "时限"], ["A1", date(2021, 3, 1), datetime(2021, 4, 1, 0, 0)], ["A2", datetime(2021, 3, 1, 9, 30), 44287],
            ["A3", 44256, 20210401], ["A4", 44256.5, "2021.4.1"], ["A5", "2021/3/1", "20210401"]]  # fmt: skip
    for year, less in ((1900, 0), (1904, 1462)):
        shifted = [[cell - less if isinstance(cell, int | float) and cell < 50_000 else cell for cell in row] for row in rows]
        report = office.imports(mapping, xlsx(office.home / f"{year}.xlsx", {"一": shifted}, year=year))
        assert report.refused == ()
    found = {(event.id, event.dated, event.at % 86_400_000_000 // 3_600_000_000, event.fields["due_on"]) for event in office.read()}
    due = date(2021, 4, 1)
    assert found == {("A1", True, 16, due), ("A2", False, 1, due), ("A3", True, 16, due), ("A4", False, 4, due), ("A5", True, 16, due)}


def test_numbers_flags_and_ids_in_the_forms_they_come_in(office) -> None:
    mapping = """\
events:
  - {kind: checked, when: {filled: [通过]}, id: {join: ["=c", 编号]}, case: 编号, at: 时间, fields: {passed: 通过}}
  - {kind: assigned, id: 编号, case: 编号, at: 时间, unit: 单位, fields: {score: 难度, pages: 页数}}
"""
    rows = [["编号", "时间", "通过", "单位", "难度", "页数"], ["\t330100", "2021-03-01 9:30", "是", "Ｕ１", "85%", "1,200"],
            ['="0012"', "2021年3月1日 下午3时5分", "√", "U1", "８．５", "3"], ["'0013", "2021/3/1 9:30:00", "×", "U1\u200b", "0.5", "４"]]  # fmt: skip
    report = office.imports(mapping, office.file("a.csv", separated(rows)))
    assert report.refused == ()
    found = {event.id: event for event in office.read()}
    assert sorted(found) == ["0012", "0013", "330100", "c0012", "c0013", "c330100"]
    assert {event.unit for event in found.values()} == {None, "U1"}
    assert [found[one].fields["passed"] for one in ("c330100", "c0012", "c0013")] == [True, True, False]
    assert [(float(found[one].fields["score"]), found[one].fields["pages"]) for one in ("330100", "0012", "0013")] == [(0.85, 1200), (8.5, 3), (0.5, 4)]


def test_what_a_workbook_stores_as_number_flag_or_percentage(office) -> None:
    mapping = """\
events:
  - {kind: checked, id: {join: ["=c", 编号]}, case: 编号, at: 时间, fields: {passed: {column: 通过, format: 是/否}}}
  - {kind: assigned, id: 编号, case: 编号, at: 时间, unit: 单位, fields: {score: {column: 难度, format: percent}, pages: 页数}}
"""
    rows = [["编号", "时间", "通过", "单位", "难度", "页数"], [12, datetime(2021, 3, 1, 9), True, 7, 0.85, 1200], [13.0, datetime(2021, 3, 1, 9), "否", 8, "90%", 0.1 + 2.9]]
    report = office.imports(mapping, xlsx(office.home / "a.xlsx", {"一": rows}))
    assert report.refused == ()
    found = {event.id: event for event in office.read()}
    assert [(one.unit, float(one.fields["score"]), one.fields["pages"]) for one in (found["12"], found["13"])] == [("7", 0.85, 1200), ("8", 0.9, 3)]
    assert [found[one].fields["passed"] for one in ("c12", "c13")] == [True, False]


def test_ids_stored_as_long_numbers_are_refused_with_the_way_to_repair_it(office, refused) -> None:
    rows = [["编号", "受理日期"], [330102202103010001, "2021-03-01"], [330102202103010002, "2021-03-01"], [123456789012345, "2021-03-01"]]
    report = office.imports(OPENED, xlsx(office.home / "a.xlsx", {"一": rows}))
    assert refused(report) == [("编号", "long-number", (2, 3))]
    assert [event.id for event in office.read()] == ["123456789012345"]
    text = office.imports(OPENED, office.file("a.csv", "编号,受理日期\n3.30102E+17,2021-03-01\n3e5,2021-03-01\n"))
    assert refused(text) == [("编号", "long-number", (2,))]


def test_a_failed_formula_is_no_empty_cell(office, refused) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(office.home / "a.xlsx") as book:
        sheet = book.add_worksheet("一")
        for row, cells in enumerate([["编号", "受理日期"], ["A1", "2021-03-01"], ["A2"]]):
            sheet.write_row(row, 0, cells)
        sheet.write_formula(2, 1, "=VLOOKUP(1,A1:B2,2,0)", None, "#N/A")
    assert refused(office.imports(OPENED, office.home / "a.xlsx")) == [("受理日期", "failed-formula", (3,))]


def test_lines_within_a_cell_are_no_rows(office, refused) -> None:
    text = '标题,,\n"编号","受理\n日期",备注\nA1,2021-03-01,"一\n二"\nA2,bad,\n'
    report = office.imports("discard: [备注]\n" + OPENED, office.file("a.csv", text))
    assert (report.rows, refused(report)) == (2, [("受理日期", "bad-date", (4,))])


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-03-01", "2024-03-01"), ("2024/3/1", "2024-03-01"), ("2024.3.1", "2024-03-01"), ("20240301", "2024-03-01"), ("2024年3月1日", "2024-03-01"),
        ("２０２４－０３－０１", "2024-03-01"), ("2024 年 3 月 1 日", "2024-03-01"), ("2024-3-1 9:30", "2024-03-01T09:30:00"),
        ("2024/3/1 09:30:05", "2024-03-01T09:30:05"), ("2024年3月1日9时30分5秒", "2024-03-01T09:30:05"), ("2024-03-01 下午3:05", "2024-03-01T15:05:00"),
        ("2024/3/1 12:10 AM", "2024-03-01T00:10:00"), ("20240301093005", "2024-03-01T09:30:05"), ("2024-03-01 星期五", "2024-03-01"),
        ("2024-03-01（周五）9:30", "2024-03-01T09:30:00"), ("2024-03-01 09:30:00.0", "2024-03-01T09:30:00"), ("2024-03-01 00:00:00", "2024-03-01"),
        *((one, one) for one in ("3/1/2024", "24-3-1", "2024-3", "45352", "2024-03-01T09:30+08:00", "2024-03/01", "2024-03-01 下午15:00", "2024年", "")),
    ],
)  # fmt: skip
def test_days_in_their_usual_ways_and_no_others(text: str, iso: str) -> None:
    assert usual_day(text, midnight_is_a_day=True) == iso


def test_a_mark_of_byte_order_decides_whatever_was_declared(office) -> None:
    text = "编号,受理日期\n甲1,2021-03-01\n"
    for number, (declared, written) in enumerate([("gb18030", "utf-8-sig"), ("utf-8", "utf-16"), ("gb18030", "utf-16"), ("utf-16", "utf-16")]):
        report = office.imports(f"file: {{encoding: {declared}}}\n{OPENED}", office.file(f"{number}.csv", text.encode(written)))
        assert (report.problems, report.taken) == ((), 1), (declared, written)


def test_discarded_columns_may_have_one_name(office) -> None:
    for path in (office.file("a.csv", "编号,备注,受理日期,备注\nA1,x,2021-03-01,y\n"), xlsx(office.home / "a.xlsx", {"一": [["编号", "备注", "受理日期", "备注"], ["A1", "x", "2021-03-01", "y"]]})):
        assert office.imports("discard: [备注]\n" + OPENED, path).taken == 1


def test_a_page_that_a_spreadsheet_wrote(office) -> None:
    text = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset=gbk><!--[if gte mso 9]><xml></xml><![endif]--></head><body>'
        "<table><tr><td colspan=2>台账<table><tr><td>内</td></tr></table></td></tr></table>"
        "<TABLE><THEAD><TR><TH>编号<TH>受理<br>日期</THEAD><![if supportMisalignedColumns]><tr style='display:none'></tr><![endif]>"
        "<TBODY><TR><TD rowspan=2>A1&amp;2<TD>2021/3/1</TR><TR><TD>2021/3/2</TBODY></TABLE></body></html>"
    )
    report = office.imports("events: [{kind: opened, case: 编号, at: 受理日期}]", office.file("a.xls", text.encode("gbk")))
    assert (report.problems, report.refused, report.taken) == ((), (), 2)
    assert {event.case for event in office.read()} == {"A1&2"}


# --- files that cannot be read ------------------------------------------------------------------


def whole(office) -> bytes:
    return xlsx(office.home / "whole.xlsx", {"一": [["编号", "受理日期"], *[[f"A{n}", "2021-03-01"] for n in range(300)]]}).read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", lambda whole: whole[:-500], "unreadable"),
        ("a.xlsx", lambda whole: whole[:200], "unreadable"),
        ("a.xlsx", b"", "empty-file"),
        ("a.csv", "\ufeff\n \n".encode(), "empty-file"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unreadable"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.xls", page([["编号", "受理日期"], ["A1", "2021-03-01"]])[:-30], "unreadable"),
        ("a.xls", b"<html><body>no table</body></html>", "unreadable"),
        ("a.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "file-format"),
        ("a.xlsx", b"%PDF-1.4", "file-format"),
        ("a.xlsx", b"\x89PNG\r\n", "file-format"),
        ("a.zip", b"PK\x05\x06" + bytes(18), "file-format"),
        ("a.csv", lambda whole: whole[:], None),
        ("a.xlsx", "编号;受理日期\nA1;2021-03-01\n".encode("gb18030"), None),
    ],
)  # fmt: skip
def test_a_file_is_what_its_content_says_and_a_broken_one_writes_nothing(office, name: str, content, code: str | None) -> None:
    data = content(whole(office)) if callable(content) else content
    report = office.imports(OPENED, office.file(name, data))
    if code is None:
        assert report.problems == ()
        assert report.events > 0
    else:
        assert [(p.code, p.place.file.endswith(name)) for p in report.problems] == [(f"intake.{code}", True)]
        assert office.written() == []


def test_a_damaged_sheet_within_a_whole_archive_is_refused(office) -> None:
    import zipfile

    path = office.home / "a.xlsx"
    whole(office)
    with zipfile.ZipFile(office.home / "whole.xlsx") as source, zipfile.ZipFile(path, "w") as target:
        for one in source.namelist():
            data = source.read(one)
            target.writestr(one, data[: len(data) // 2] if one == "xl/worksheets/sheet1.xml" else data)
    assert [p.code for p in office.imports(OPENED, path).problems] == ["intake.unreadable"]
    assert office.written() == []
