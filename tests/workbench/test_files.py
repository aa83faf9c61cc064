"""A look at a file tells its shape and no value; the mapping drafted from it loads, or says what remains."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from sheets import page, separated, xlsx

from kaohe.commands import files as commands
from kaohe.commands.shared import Misuse
from kaohe.engine.intake.import_rows import import_rows
from kaohe.reports.command_line import SPOKEN
from kaohe.reports.import_text import import_text, refused_text
from kaohe.reports.look_text import look_json, look_text
from kaohe.reports.mapping_text import mapping_text
from kaohe.rules.document.load import load
from kaohe.rules.document.mapping import MappingDocument
from kaohe.rules.library import load_vocabulary
from kaohe.workbench.checking import check_paths
from kaohe.workbench.files.draft import drafted, known_titles, likeness, with_case
from kaohe.workbench.files.look import _column, look_at
from kaohe.workbench.files.profile import Seen, shape

ROOT = Path(__file__).parents[2]
PETITION, _ = load_vocabulary(ROOT / "policies" / "petition" / "vocabulary.yaml")
TITLES = known_titles(PETITION)

HEADING = [
    ["信访事项台账", "", "", "", "", "", "", "", "", ""],
    ["序号", "信访编号", "办理", "", "责任单位", "渠道", "初重信访", "事项类别", "信访人", "反映内容"],
    ["", "", "登记日期", "办结日期", "", "", "", "", "", ""],
]
ROWS = [
    [n, f"XF2021{n:04}", f"2021/3/{n}", f"2021年4月{n}日" if n % 3 else "", "城北街道", ("来信", "来访")[n % 2], ("初信初访", "历史遗留")[n % 2],
     ("一般诉求", "咨询")[n % 2], "某甲", "小区门前道路破损，多次报修未果，请求尽快修复。"] for n in range(1, 21)
]  # fmt: skip
MERGED = ((0, 0, 0, 9), (1, 2, 1, 3))


def ledger(home: Path) -> Path:
    return xlsx(home / "台账.xlsx", {"台账": [*HEADING, *ROWS, ["合计", 20, *[""] * 8]], "填表说明": [["每月5日前报送"]]}, MERGED)


# --- look ---------------------------------------------------------------------------------------


def test_a_look_tells_heading_rows_and_what_columns_are_like(tmp_path: Path) -> None:
    found = look_at(ledger(tmp_path))
    main, other = found.sheets
    assert (found.form, main.sheet, main.heading, main.rows, main.passed) == ("workbook", "台账", (2, 3), 20, (("title", 1), ("total", 1)))
    assert (other.sheet, other.heading, other.columns, other.rows) == ("填表说明", None, (), 1)
    assert [(one.name, one.judged, one.profile and one.profile.seems) for one in main.columns] == [
        ("序号", "read", "number"), ("信访编号", "read", "id"), ("办理/登记日期", "read", "day"), ("办理/办结日期", "read", "day"),
        ("责任单位", "read", "code"), ("渠道", "read", "code"), ("初重信访", "read", "code"), ("事项类别", "read", "code"),
        ("信访人", "person", None), ("反映内容", "person", None),
    ]  # fmt: skip
    closed = main.columns[3].profile
    assert (closed.rows, closed.filled, closed.distinct) == (20, 14, 14)
    assert dict(main.columns[1].profile.shapes) == {"AA9{8}": 1.0}


@pytest.mark.parametrize(
    ("name", "content", "encoding", "separator"),
    [
        ("a.csv", "编号;登记日期\nA1;2021-03-01\n".encode("gb18030"), "gb18030", ";"),
        ("a.txt", "编号\t登记日期\nA1\t2021-03-01\n".encode("utf-16"), "utf-16", "\t"),
        ("a.xls", "编号，登记日期\nA1，2021-03-01\n".encode("utf-8-sig"), "utf-8", "，"),
        ("b.xls", page([["编号", "登记日期"], ["A1", "2021-03-01"]], charset="gb2312"), "", ""),
    ],
)
def test_a_look_finds_out_how_a_text_is_written(tmp_path: Path, name: str, content: bytes, encoding: str, separator: str) -> None:
    (tmp_path / name).write_bytes(content)
    found = look_at(tmp_path / name)
    assert (found.encoding, found.separator, found.sheets[0].rows) == (encoding, separator, 1)
    assert [column.name for column in found.sheets[0].columns] == ["编号", "登记日期"]


def test_shapes_tell_no_character() -> None:
    assert [shape(one) for one in ("2021-03-01", "A330102", "城北街道", "城北街道办事处", "a@b", "01 12")] == [
        "9999-99-99", "A9{6}", "####", "#{7}", "a·a", "99 99",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "seems", "private"),
    [
        (["2021/3/1", "20210302", "2021年3月3日"], "day", None),
        (["2021-03-01 09:30", "2021-03-01 9:31"], "time", None),
        (["2021/3/1", "44264", "44300", "20210302"], "day", None),
        (["44264", "44300", "38000"], "number", None),
        (["1,234", "85%", "3"], "number", None),
        (["是", "否", "√"], "flag", None),
        (["330102202103010001", "330102202103010002", "330102202103010003"], "id", None),
        (["13900000000", "x"], "code", "mobile number"),
        (["京A66666", "甲"], "code", "number plate"),
        (["王某某", "李某", "赵某某"], "id", "person's name"),
        (["道路破损，多次报修未果。", "x"], "words", None),
    ],
)
def test_what_values_seem_to_be(values: list[str], seems: str, private: str | None) -> None:
    seen = Seen()
    for value in values:
        seen.add(value)
    profile = seen.profile()
    assert (profile.private, profile.seems if private is None else seems) == (private, seems)


# --- what a look and a draft may not say --------------------------------------------------------

CANARIES = {
    "identity": "11010519491231002X", "mobile": "13900000000", "plate": "京A66666", "mail": "canary@example.org", "name": "王某某",
    "text": "金丝雀在这里叫了三声，没有人听见。", "word": "CANARYWORD",
}  # fmt: skip
PLAIN = """\
kaohe: 1
mapping: office
vocabulary: petition
timezone: Asia/Shanghai
discard: [序号, 信访人, 联系方式, 反映内容]
events:
  - {kind: accepted, case: 编号, at: 受理日期}
"""


def planted() -> list[list[str]]:
    """Every canary above the heading, in columns that are discarded, in totals and notes."""
    top = [[canary, "", "", canary, "", ""] for canary in CANARIES.values()]
    body = [[str(n), f"A{n}", f"2021-03-0{n}", canary, canary, canary] for n, canary in enumerate(CANARIES.values(), 1)]
    foot = [[one, "3", "", canary, "", canary] for canary in CANARIES.values() for one in ("合计", f"填表人：{canary}")]
    return [*top, ["序号", "编号", "受理日期", "信访人", "联系方式", "反映内容"], *body, *foot]


def files_of(home: Path, rows: list[list[str]], sheets: list[str] | None = None) -> list[Path]:
    """The rows as workbook (with other sheets that say what they are called), page and text."""
    (home / "a.xls").write_bytes(page([list(row) for row in rows]))
    (home / "a.csv").write_bytes(separated(rows, ";").encode("gb18030"))
    return [xlsx(home / "a.xlsx", {"台账": rows, **{name: [[name]] for name in sheets or ["说明"]}}), home / "a.xls", home / "a.csv"]


def everything_told(path: Path, home: Path) -> tuple[str, int]:
    """All that look, draft and import say about a file, in both languages and for programs; rows imported."""
    found = look_at(path, TITLES)
    draft = drafted(found, PETITION)
    document = load(PLAIN, "mapping.yaml", MappingDocument).document
    report = import_rows(document, [path], PETITION, home / f"events-{path.suffix[1:]}")
    said = repr(report)
    for lang in ("zh", "en"):
        said += look_text([found], lang) + look_json([found], lang) + (mapping_text(draft, "office", lang) if draft else "")
        said += refused_text(report, {}, lang) + (import_text(report, PETITION, lang) if report.batch else "")
    return said, report.taken


def assert_silent(said: str, home: Path, canaries: list[str]) -> None:
    written = [one.read_bytes() for folder in home.glob("events-*") for one in folder.rglob("*") if one.is_file()]
    for canary in canaries:
        assert canary not in said
        assert not [code for code in ("utf-8", "utf-16-le", "gb18030") if any(canary.encode(code) in one for one in written)]


ALL = list(CANARIES.values())


def test_what_is_discarded_or_no_data_is_never_said_or_written(tmp_path: Path) -> None:
    """Discarded columns, titles, totals, notes, other sheets and their names."""
    paths = files_of(tmp_path, planted(), [CANARIES[one] for one in ("identity", "mobile", "plate", "mail", "name", "text")])
    assert len(paths) == 3
    for path in paths:
        said, rows = everything_told(path, tmp_path)
        assert rows == len(ALL), path.name
        assert_silent(said, tmp_path, ALL)


@pytest.mark.parametrize("what", [one for one in CANARIES if one != "word"])
def test_a_heading_that_holds_personal_data_is_told_by_number(tmp_path: Path, what: str) -> None:
    """A column's name must be told so that somebody can declare it; one that is no name is a number."""
    rows = planted()
    rows[len(ALL)] = [*rows[len(ALL)][:5], CANARIES[what]]
    for path in files_of(tmp_path, rows):
        said, imported = everything_told(path, tmp_path)
        assert imported == 0
        assert "#6" in said
        assert_silent(said, tmp_path, ALL)


@pytest.mark.parametrize("name", ["", "承办意见", "办理情况"])
def test_undeclared_and_nameless_columns_stop_the_import_and_are_not_told(tmp_path: Path, name: str) -> None:
    heading = len(ALL)
    for offset in range(1, len(ALL) + 1):
        rows = [[*row, ""] for row in planted()]
        rows[heading][-1], rows[heading + offset][-1] = name, ALL[offset - 1]
        paths = files_of(tmp_path, rows) if offset == 1 else [xlsx(tmp_path / "a.xlsx", {"台账": rows})]
        for path in paths:
            said, imported = everything_told(path, tmp_path)
            assert imported == 0
            assert_silent(said, tmp_path, ALL)


@pytest.mark.parametrize("what", CANARIES)
def test_a_table_without_a_heading_is_somebodys_data(tmp_path: Path, what: str) -> None:
    paths = files_of(tmp_path, [[CANARIES[what]] * 4, [CANARIES[what]] * 4])
    assert len(paths) == 3
    for path in paths:
        said, imported = everything_told(path, tmp_path)
        assert imported == 0
        assert_silent(said, tmp_path, ALL)


def test_the_canary_would_be_found_where_it_may_stand(tmp_path: Path) -> None:
    rows = planted()
    rows[len(ALL) + 1][1] = "FOUNDWORD"
    path = files_of(tmp_path, rows)[0]
    everything_told(path, tmp_path)
    assert any(b"FOUNDWORD" in one.read_bytes() for one in (tmp_path / "events-xlsx").rglob("*.parquet"))


# --- draft --------------------------------------------------------------------------------------


def test_a_draft_finds_events_columns_and_tables_and_discards_persons(tmp_path: Path) -> None:
    draft = drafted(look_at(ledger(tmp_path), TITLES), PETITION)
    assert [(rule.kind.name, rule.at, rule.case, rule.sometimes) for rule in draft.rules] == [
        ("registered", "办理/登记日期", "信访编号", False), ("closed", "办理/办结日期", "信访编号", True),
    ]  # fmt: skip
    assert [(one.field.name, one.column, one.table) for one in draft.rules[0].fields] == [
        ("origin", "初重信访", "origin"), ("channel", "渠道", "channel"), ("class", "事项类别", "class"),
    ]  # fmt: skip
    assert draft.discard == (("序号", "serial", ""), ("责任单位", "unknown", ""), ("信访人", "person", ""), ("反映内容", "person", ""))
    assert (draft.sheets, draft.shows, draft.left) == (("台账",), "all", 2)


def test_a_drafted_mapping_checks_and_imports_the_file_it_was_made_from(tmp_path: Path) -> None:
    path = ledger(tmp_path)
    text = mapping_text(drafted(look_at(path, TITLES), PETITION), "office", "zh")
    (tmp_path / "mapping.yaml").write_text(text, encoding="utf-8")
    assert check_paths([tmp_path / "mapping.yaml"]).problems == ()
    document = load(text, "mapping.yaml", MappingDocument).document
    report = import_rows(document, [path], PETITION, tmp_path / "events", recorded_at="2021-04-30")
    assert (report.problems, report.refused) == ((), ())
    assert (report.rows, report.kinds) == (20, {"registered": 20, "closed": 14})
    assert "# ?" in text
    assert "王" not in text


def test_what_is_required_and_not_there_is_said_by_check(tmp_path: Path) -> None:
    rows = [["编号", "登记日期"], *[[f"A{n}", f"2021-03-0{n}"] for n in range(1, 5)]]
    (tmp_path / "a.csv").write_text(separated(rows), encoding="utf-8")
    assert _suggest(tmp_path) == 1
    problems = check_paths([tmp_path / "mapping.yaml"]).problems
    missing = {dict(one.facts)["field"] for one in problems if one.code == "intake.mapping-missing"}
    assert missing == {"origin", "channel", "class"}
    text = (tmp_path / "mapping.yaml").read_text(encoding="utf-8")
    assert all(f"# ? {field}（" in text for field in missing)


def _suggest(home: Path, *, vocabulary: str = "petition", shows: str | None = None) -> int:
    return commands.suggest_(home / "a.csv", home / "mapping.yaml", vocabulary, shows)


MONTHLY = [
    ["信访编号", "登记日期", "来源", "渠道", "事项类别", "交办日期", "承办单位", "办结日期", "办结方式", "转办文号"],
    *[[f"A{n}", f"2021-03-0{n}", "初信初访", "来访", "咨询", f"2021-03-0{n}", ("城北街道", "城南街道")[n % 2], "", "", f"转{n}"] for n in range(1, 7)],
]


@pytest.mark.parametrize(("shows", "mode", "recorded"), [
    ("all", ("snapshot", "all"), "2021-03-31"), ("part", ("snapshot", "part"), "2021-03-31"), ("records", ("events", "all"), None),
])  # fmt: skip
def test_a_draft_that_was_told_what_the_export_shows_loads_and_imports_with_the_rosters_names(tmp_path: Path, shows, mode, recorded) -> None:
    """In March nothing was closed: the columns of days and manners of closing are kept for April."""
    (tmp_path / "a.csv").write_text(separated(MONTHLY), encoding="utf-8")
    assert _suggest(tmp_path, shows=shows) == 1
    text = (tmp_path / "mapping.yaml").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if "# ?" in line][1:] == ["  - 转办文号  # ? 没有认出用途：要用就移到 events，不用就删去问号"]
    assert check_paths([tmp_path / "mapping.yaml"]).problems == ()
    document = load(text, "mapping.yaml", MappingDocument).document
    assert (document.mode, document.shows) == mode
    assert [(str(rule.kind), rule.id is not None) for rule in document.events] == [
        (kind, shows != "records") for kind in ("registered", "assigned", "closed")
    ]  # fmt: skip
    assert (document.events[1].unit.table, document.events[2].fields["manner"].column) == ("roster", "办结方式")
    known = document.model_copy(update={"tables": {**document.tables, "roster": {"城北街道": "north", "城南街道": "south"}}})
    report = import_rows(known, [tmp_path / "a.csv"], PETITION, tmp_path / "events", recorded_at=recorded)
    assert (report.quarantined, report.kinds) == (0, {"assigned": 6, "registered": 6})


def test_a_draft_asks_which_of_several_numbers_is_the_cases(tmp_path: Path) -> None:
    rows = [["案号", "信访编号", "登记日期"], *[[f"B{n}", f"A{n}", f"2021-03-0{n}"] for n in range(1, 5)]]
    (tmp_path / "a.csv").write_text(separated(rows), encoding="utf-8")
    draft = drafted(look_at(tmp_path / "a.csv", TITLES), PETITION)
    assert (set(draft.cases), draft.shows) == ({"案号", "信访编号"}, "records")
    assert "# ? 事项编号是不是这一列？也可能是" in mapping_text(draft, "office", "zh")
    decided = with_case(draft, "信访编号")
    assert (decided.cases, decided.rules[0].case, ("案号", "unknown", "") in decided.discard) == ((), "信访编号", True)


@pytest.mark.parametrize("name", ["办结方式", "办理情况/办结方式"])
def test_a_title_of_the_vocabulary_is_no_text_that_must_be_discarded(name: str) -> None:
    seen = Seen()
    for value in ("现场办结", "转办办结", "现场办结"):
        seen.add(value)
    assert _column(0, name, seen.profile(), TITLES).judged == "read"
    assert _column(0, "办理意见", seen.profile(), TITLES).judged == "words"


def test_what_a_text_is_about_may_have_a_number_a_day_and_a_kind(tmp_path: Path) -> None:
    """诉求编号 is a number: by it the cases are known. Their words, and who made them, stay out."""
    rows = [["诉求编号", "诉求类别", "意见书日期", "诉求", "诉求人编号", "登记日期"]]
    rows += [[f"A{n}", "噪声", f"2021-04-0{n}", "太吵", f"P{n}", f"2021-03-0{n}"] for n in range(1, 5)]
    (tmp_path / "a.csv").write_text(separated(rows), encoding="utf-8")
    found = look_at(tmp_path / "a.csv", TITLES)
    assert [one.judged for one in found.sheets[0].columns] == ["read", "read", "read", "words", "person", "read"]
    draft = drafted(found, PETITION)
    assert [rule.case for rule in draft.rules] == ["诉求编号"] * len(draft.rules) != []


def test_a_draft_counts_the_questions_that_it_asks(tmp_path: Path) -> None:
    rows = [["登记日期", "办结日期"], *[[f"2021-03-0{n}", f"2021-04-0{n}"] for n in range(1, 5)]]
    (tmp_path / "a.csv").write_text(separated(rows), encoding="utf-8")
    draft = drafted(look_at(tmp_path / "a.csv", TITLES), PETITION)
    assert [rule.lacks_case for rule in draft.rules] == [True, True]
    asked = [line for line in mapping_text(draft, "office", "en").splitlines()[2:] if "# ?" in line]
    assert draft.left == len(asked)


def test_answers_at_a_terminal_go_into_the_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    rows = [["事项号码", "登记日期", "甲栏"], *[[f"A{n}", f"2021-03-0{n}", "x"] for n in range(1, 5)]]
    (tmp_path / "a.csv").write_text(separated(rows), encoding="utf-8")
    answers = iter(["records", "事项号码", "new", "visit", "nonsense", "y"])
    asked: list[str] = []
    monkeypatch.setattr(typer, "prompt", lambda question, **_: asked.append(question) or next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert _suggest(tmp_path) == 1
    text = (tmp_path / "mapping.yaml").read_text(encoding="utf-8")
    assert len(asked) == 6
    assert "mode: events  # 每行" in text
    assert "case: 事项号码" in text
    assert "origin: {value: new}" in text
    assert "甲栏  # 不需要" in text
    assert text.count("# ?") == 1 + 1, "the class that was answered by no code is left open; the other mark explains itself"
    assert "1 处" in capsys.readouterr().out


def test_what_cannot_be_drafted_is_said(tmp_path: Path, capsys) -> None:
    (tmp_path / "a.csv").write_text("13900000000;x\n", encoding="utf-8")
    assert _suggest(tmp_path) == 1
    assert "没有认出表头" in capsys.readouterr().err
    assert not (tmp_path / "mapping.yaml").exists()
    (tmp_path / "a.csv").write_bytes(b"%PDF")
    assert _suggest(tmp_path) == 1
    assert "pdf" in capsys.readouterr().err
    with pytest.raises(Misuse, match="nowhere"):
        _suggest(tmp_path, vocabulary="nowhere")
    (tmp_path / "mapping.yaml").write_text("", encoding="utf-8")
    with pytest.raises(Misuse):
        _suggest(tmp_path)


def test_looking_at_a_file_that_is_none_is_a_problem(tmp_path: Path, capsys) -> None:
    with pytest.raises(Misuse):
        commands.look_([tmp_path / "gone.xlsx"])
    (tmp_path / "torn.xlsx").write_bytes(b"PK\x03\x04 and then nothing")
    assert commands.look_([tmp_path / "torn.xlsx", ledger(tmp_path)], "json") == 1
    told = json.loads(capsys.readouterr().out)
    assert [one.get("problems", [{}])[0].get("code") for one in told] == ["intake.unreadable", None]
    assert told[1]["sheets"][0]["columns"][1]["seems"] == "id"
    SPOKEN.append("en")
    try:
        assert commands.look_([ledger(tmp_path)]) == 0
    finally:
        SPOKEN.pop()
    assert "heading in row 2–3, 20 rows of data" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "title", "alike"),
    [("办理/责任单位", "责任单位", True), ("批准延期", "延期批准", True), ("承办单位", "责任单位", False), ("编号", "日期", False)],
)
def test_names_are_alike_by_their_characters(name: str, title: str, alike: bool) -> None:
    assert (likeness(name, title) >= 0.67) is alike
