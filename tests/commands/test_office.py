"""An office month after month, typed as a person types it: init, status, import, accept, needs, run, card."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kaohe.engine.office.names import Strange
from kaohe.reports.office_text import strange_text

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "docs" / "example"


@pytest.fixture
def typed(kaohe) -> Callable[..., Any]:
    """Types a command in a folder."""
    return lambda folder, *words: kaohe(*words, cwd=folder)


@pytest.fixture
def home(typed, tmp_path: Path) -> Path:
    """An office with the example's policy, roster, mapping and export."""
    assert typed(tmp_path, "init", "office", "--policy", "example").code == 0
    folder = tmp_path / "office"
    (folder / "policies" / "example").mkdir()
    shutil.copy(EXAMPLE / "policy.yaml", folder / "policies" / "example")
    for name, to in (("roster.yaml", "."), ("mapping.yaml", "mappings"), ("export.csv", ".")):
        shutil.copy(EXAMPLE / name, folder / to)
    return folder


def test_init_makes_a_commented_office_and_never_overwrites(typed, tmp_path: Path) -> None:
    first = typed(tmp_path, "init", "office", "--policy", "lishi")
    made = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "office").iterdir() if path.is_file()}
    assert (first.code, set(made)) == (0, {"office.yaml", "roster.yaml"})
    assert "policy: lishi" in made["office.yaml"]
    assert made["office.yaml"].count("#") >= 6
    assert typed(tmp_path / "office", "check", "office.yaml", "roster.yaml").code == 0
    (tmp_path / "office" / "office.yaml").write_text("mine", encoding="utf-8")
    again = typed(tmp_path, "init", "office", "--policy", "district")
    assert (tmp_path / "office" / "office.yaml").read_text(encoding="utf-8") == "mine"
    assert "什么也没有改" in again.out


def test_status_names_the_next_step_from_an_empty_office_on(typed, tmp_path: Path) -> None:
    typed(tmp_path, "init", "office")
    folder = tmp_path / "office"
    assert "next:" in typed(folder, "status", "--lang", "en").out
    steps = [typed(folder, "status")]
    (folder / "office.yaml").write_text("kaohe: 1\noffice: o\npolicy: lishi\nroster: roster.yaml\n", encoding="utf-8")
    steps.append(typed(folder, "status"))
    shutil.copy(ROOT / "policies" / "lishi" / "roster.yaml", folder)
    steps.append(typed(folder, "status"))
    assert [step.code for step in steps] == [0, 0, 0]
    assert all("下一步" in step.out for step in steps)
    assert "policy:" in steps[0].out
    assert "kaohe roster template" in steps[1].out
    assert "kaohe needs --workbooks" in steps[2].out
    assert "kaohe map suggest" in steps[2].out


UNNAMED = """\
kaohe: 1
mapping: ledger
vocabulary: petition
timezone: Asia/Shanghai
mode: {mode}
events:
  - {{kind: accepted, case: 编号, at: 受理日期, unit: {{column: 承办单位, table: roster}}}}
"""


def test_status_names_the_step_for_a_mapping_a_broken_one_unknown_names_and_quarantine(typed, home: Path) -> None:
    (home / "mappings" / "mapping.yaml").write_text("kaohe: [", "utf-8")
    broken = typed(home, "status")
    assert (broken.code, "kaohe check mappings/mapping.yaml" in broken.out) == (1, True)
    shutil.rmtree(home / "mappings")
    (home / "mappings").mkdir()
    assert "kaohe map suggest" in typed(home, "status").out
    mapping = home / "mappings" / "ledger.yaml"
    mapping.write_text(UNNAMED.format(mode="snapshot"), "utf-8")
    assert "kaohe import 导出.csv --recorded-at" in typed(home, "status").out
    mapping.write_text(UNNAMED.format(mode="events"), "utf-8")
    (home / "may.csv").write_text("编号,受理日期,承办单位\nA1,2021-05-01,街道北\n", "utf-8")
    assert typed(home, "import", "may.csv").code == 1
    nothing = typed(home, "status")
    assert (nothing.code, "事件：0 个" in nothing.out, "1 行的单位名称对不上名册" in nothing.out) == (0, True, True)
    assert typed(home, "roster", "accept", "街道北=north").code == 0
    (home / "may.csv").write_text("编号,受理日期,承办单位\nA1,2021-05-01,街道北\nA2,5月,街道北\n", "utf-8")
    assert typed(home, "import", "may.csv").code == 0
    told = typed(home, "status").out
    assert "单位名称对不上" not in told
    assert "1 行在隔离中" in told
    assert "kaohe run --as-of 2021-05-31" in told


def test_an_office_imports_accepts_a_name_and_runs_without_being_told_where(typed, home: Path) -> None:
    mapping = home / "mappings" / "mapping.yaml"
    mapping.write_text(mapping.read_text(encoding="utf-8").replace(", 城南街道: south", ""), encoding="utf-8")
    export = home / "export.csv"
    export.write_text(export.read_text(encoding="utf-8").replace("城南街道", "城南街道办"), encoding="utf-8")
    first = typed(home, "import", "export.csv")
    assert first.code == 0
    assert "隔离 4 行" in first.out
    assert "kaohe roster accept 城南街道办=south" in first.out
    assert typed(home, "roster", "accept", "城南街道办=sud").code == 2
    assert typed(home, "roster", "accept", "城南街道办=south").code == 0
    assert "采用 8，隔离 1" in typed(home, "import", "export.csv").out
    told = typed(home, "status")
    assert "导入：2 批；日志 2 行" in told.out
    assert "隔离：共 1 行没有采用" in told.out, "the later import of the file speaks for it"
    assert "事件：28 个" in told.out, "what was imported twice is there once"
    assert "kaohe run --as-of 2021-09-30" in told.out
    assert typed(home, "run", "--as-of", "2021-09-30").code == 0
    assert typed(home, "run", "--as-of", "2021-09-30").code == 0
    assert sorted(path.name for path in (home / "runs").iterdir()) == ["2021-09-30", "2021-09-30-2"]
    assert "结果：2021-09-30、2021-09-30-2" in typed(home, "status").out


def test_status_tells_a_log_that_was_tampered_with(typed, home: Path) -> None:
    typed(home, "import", "export.csv")
    batch = next(path for path in (home / "events").iterdir() if path.is_dir())
    (batch / "quarantine.csv").write_text("", encoding="utf-8")
    told = typed(home, "status")
    assert told.code == 1
    assert "有 1 处不符" in told.out
    assert "从备份恢复" in told.out


def test_an_import_cut_off_before_its_line_was_written_is_told_and_completed_by_the_same_command(typed, home: Path) -> None:
    typed(home, "import", "export.csv")
    (home / "events" / "log.jsonl").unlink()
    told = typed(home, "status")
    assert (told.code, "再敲一遍" in told.out) == (1, True)
    typed(home, "import", "export.csv")
    assert "日志 1 行，首尾相接" in typed(home, "status").out


def test_no_mapping_or_several_that_fit_are_told(typed, home: Path) -> None:
    (home / "other.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    none = typed(home, "import", "other.csv")
    assert (none.code, "没有一份映射表合 `other.csv`" in none.err) == (2, True)
    shutil.copy(home / "mappings" / "mapping.yaml", home / "mappings" / "again.yaml")
    several = typed(home, "import", "export.csv")
    assert (several.code, "不止一份" in several.err) == (2, True)
    assert typed(home, "import", "export.csv", "--mapping", "mappings/again.yaml").code == 0


def test_an_empty_office_says_what_comes_first(typed, home: Path) -> None:
    run = typed(home, "run")
    assert (run.code, "先运行 kaohe import" in run.err) == (2, True)
    gone = typed(home, "import", "gone.csv")
    assert (gone.code, "没有这个文件" in gone.err) == (2, True)


def test_outside_an_office_what_is_missing_is_told(typed, tmp_path: Path) -> None:
    for words in (["status"], ["run"], ["import", "x.csv"], ["needs"], ["roster", "accept", "a=b"]):
        told = typed(tmp_path, *words)
        assert (told.code, "没有 office.yaml" in told.err) == (2, True), words


def test_an_office_document_that_is_wrong_is_shown(typed, home: Path) -> None:
    (home / "office.yaml").write_text("kaohe: 1\noffice: o\npolicy: nowhere\nroster: gone.yaml\n", encoding="utf-8")
    told = typed(home, "run")
    assert told.code == 2
    assert "nowhere" in told.err
    assert "gone.yaml" in told.err
    assert typed(home, "status").code == 1


def test_needs_names_suppliers_kinds_and_clauses_and_hands_out_workbooks(typed, tmp_path: Path) -> None:
    told = typed(tmp_path, "needs", "lishi")
    assert told.code == 0
    assert "■ 责任单位" in told.out
    assert "批准延期 extension_approved" in told.out
    assert max(len(line) for line in told.out.splitlines()) <= 80
    roster = ROOT / "policies" / "lishi" / "roster.yaml"
    made = typed(tmp_path, "needs", "lishi", "--workbooks", "forms", "--roster", roster)
    assert "写出 25 份" in made.out
    into = typed(tmp_path, "import", "forms/four.xlsx", "--out", "events")
    assert (into.code, "共 0 行" in into.out) == (0, True)


def test_a_roster_workbook_is_taken_wherever_a_roster_is(typed, home: Path, tmp_path: Path) -> None:
    assert typed(home, "roster", "template", "--out", "roster.xlsx").code == 0
    assert typed(home, "check", "roster.xlsx").code == 0
    typed(home, "import", "export.csv")
    done = typed(home, "run", "--roster", "roster.xlsx", "--out", tmp_path / "run")
    assert (done.code, "roster.stranger" in done.out) == (1, True), "the units of a template are not those of the export"
    assert json.loads((tmp_path / "run" / "receipt.json").read_text(encoding="utf-8"))["roster"]["path"].endswith(".xlsx")


def test_who_was_silent_stands_under_the_ranking_and_on_the_card(typed, tmp_path: Path) -> None:
    roster = ROOT / "policies" / "lishi" / "roster.yaml"
    event = {"id": "m1", "kind": "meeting_held", "at": "2021-02-03", "unit": "conference", "key_cases": "2"}
    (tmp_path / "events.jsonl").write_text(json.dumps(event) + "\n", encoding="utf-8")
    words = ["--policy", ROOT / "policies" / "lishi", "--events", "events.jsonl", "--roster", roster, "--out", "run"]
    done = typed(tmp_path, "run", *words, "--as-of", "2021-03-31")
    assert "  d07  坐班接访  ···" in done.out
    assert "另有 6 行有缺报" in done.out, "the most silent are shown, the rest is counted"
    assert "召开会议  ·■·" in typed(tmp_path, "card", "conference", "--run", "run").out


def test_two_imports_at_one_moment_are_both_in_the_log_or_one_is_refused_in_words(home: Path) -> None:
    lines = (home / "export.csv").read_text(encoding="utf-8").splitlines()
    for turn in range(2):
        body = [lines[0], *(line.replace("A-", f"B{turn}-") for line in lines[1:])]
        (home / f"part{turn}.csv").write_text("\n".join(body) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "kaohe.cli", "import"]
    work = [
        subprocess.Popen([*command, f"part{turn}.csv"], cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for turn in range(2)
    ]
    ended = [(process.communicate()[1], process.returncode) for process in work]
    refused = [err for err, code in ended if code]
    assert all("另一个导入正在写" in err for err in refused)
    log = (home / "events" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(log) == 2 - len(refused) > 0
    from kaohe.engine.intake.log import check_log

    assert check_log(home / "events") == (len(log), ())


def test_init_names_a_policy_by_its_path_as_seen_from_the_office(typed, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "rules")
    assert typed(tmp_path, "init", "office", "--policy", "rules").code == 0
    assert "policy: ../rules\n" in (tmp_path / "office" / "office.yaml").read_text(encoding="utf-8")
    assert "示例街道办理考核办法" in typed(tmp_path / "office", "status").out
    wrong = typed(tmp_path, "init", "other", "--policy", "no/such")
    assert (wrong.code, (tmp_path / "other").exists()) == (2, False)
    assert "policies/town/policy.yaml" in typed(tmp_path, "init", "third", "--policy", "town").out


def test_a_report_beside_a_run_does_not_take_its_name(typed, home: Path) -> None:
    typed(home, "import", "export.csv")
    typed(home, "run")
    (home / "runs" / "2021-12-31-report").mkdir()
    typed(home, "run")
    assert sorted(path.name for path in (home / "runs").iterdir()) == ["2021-12-31", "2021-12-31-2", "2021-12-31-report"]
    shutil.rmtree(home / "runs" / "2021-12-31")
    typed(home, "run")
    assert (home / "runs" / "2021-12-31").is_dir(), "the first name that is free"


def test_due_and_watch_take_from_the_office_what_they_are_not_told(typed, home: Path) -> None:
    typed(home, "import", "export.csv")
    due = typed(home, "due", "--as-of", "2021-04-15")
    assert (due.code, "A-001" in due.out, "L01" in due.out) == (0, True, True)
    watch = typed(home, "watch", "--once")
    assert (watch.code, "L01" in watch.out) == (0, True)


def test_a_file_that_no_mapping_fits_is_told_what_keeps_each_from_it(typed, home: Path) -> None:
    text = (home / "export.csv").read_text(encoding="utf-8")
    (home / "renamed.csv").write_text(text.replace("编号,", "信访件编号,", 1), encoding="utf-8")
    told = typed(home, "import", "renamed.csv")
    assert told.code == 2
    assert "mappings/mapping.yaml" in told.err
    assert "intake.column-renamed" in told.err
    (home / "half.xlsx").write_bytes(b"PK\x03\x04half")
    assert "intake.unreadable" in typed(home, "import", "half.xlsx").err
    (home / "mappings" / "mapping.yaml").unlink()
    assert "kaohe look renamed.csv" in typed(home, "import", "renamed.csv").err


def test_a_folder_or_nothing_is_not_called_a_damaged_file(typed, home: Path) -> None:
    for words in (("look",), ("import",), ("map", "suggest", "--out", "m.yaml")):
        folder, gone = typed(home, *words, "runs"), typed(home, *words, "gone.xlsx")
        assert (folder.code, "是文件夹" in folder.err) == (2, True), words
        assert (gone.code, "没有这个文件" in gone.err) == (2, True), words


def test_an_import_that_takes_not_one_row_says_so_and_fails(typed, home: Path) -> None:
    head, *rows = (home / "export.csv").read_text(encoding="utf-8").splitlines()
    (home / "odd.csv").write_text("\n".join([head, *(row.replace("2021-", "", 1) for row in rows)]), encoding="utf-8")
    told = typed(home, "import", "odd.csv")
    assert told.code == 1
    assert "一行也没有采用" in told.out
    assert "没有得到事件" in told.out


def test_a_run_says_after_its_ranks_how_many_rows_it_knows_nothing_of(typed, home: Path) -> None:
    typed(home, "import", "export.csv")
    told = typed(home, "run").out
    assert told.index("城南街道") < told.index("导入时有 1 行隔离") < told.index("写入 runs/2021-12-31")


def test_next_months_export_of_the_same_name_does_not_hide_this_months_quarantine(typed, home: Path) -> None:
    """Only the same export, mended, does: of the same bytes, or with most of the same events."""
    head, *rows = (home / "export.csv").read_text(encoding="utf-8").splitlines()
    march, april = [row for row in rows if row < "A-006"], [row for row in rows if row >= "A-006" and "2021-13" not in row]
    for month in ([*march, "A-099,2021-03-99,初信初访,来访,,,,,,,"], april):
        (home / "export.csv").write_text("\n".join([head, *month]), encoding="utf-8")
        typed(home, "import", "export.csv")
    assert "共 1 行没有采用" in typed(home, "status").out
    (home / "export.csv").write_text("\n".join([head, *march, "A-099,2021-03-09,初信初访,来访,,,,,,,"]), encoding="utf-8")
    typed(home, "import", "export.csv")
    assert "没有采用" not in typed(home, "status").out


def test_an_engine_cannot_check_itself(typed, home: Path) -> None:
    typed(home, "import", "export.csv")
    told = typed(home, "run", "--against", "batch")
    assert (told.code, "不能核对自己" in told.err, list((home / "runs").iterdir())) == (2, True, [])


def test_a_name_with_a_space_is_quoted_in_the_command_that_accepts_it(typed, home: Path) -> None:
    text = (home / "export.csv").read_text(encoding="utf-8").replace("城北街道", "城北 街道", 1).replace("城南街道", "住建局", 1)
    (home / "export.csv").write_text(text, encoding="utf-8")
    told = typed(home, "import", "export.csv").out
    assert "kaohe roster accept '城北 街道=north'" in told
    assert "住建局　没有相近的" in told


def test_a_roster_in_an_office_is_checked_by_the_offices_policy(typed, home: Path) -> None:
    roster = home / "roster.yaml"
    roster.write_text(roster.read_text(encoding="utf-8").replace("post: principal", "post: pricipal", 1), encoding="utf-8")
    told = typed(home, "check", "roster.yaml")
    assert (told.code, "roster.unknown-post" in told.out, "example.no-policy" in told.out) == (1, True, False)


def test_what_a_spreadsheet_program_keeps_beside_an_open_file_is_told_as_that(typed, home: Path) -> None:
    (home / "~$export.xlsx").write_bytes(b"\x05user" + bytes(160))
    for words in (("import", "export.csv"), ("look",)):
        told = typed(home, *words, "~$export.xlsx")
        assert (told.code, "关闭那个文件" in told.err) == (2, True), words
    assert not any((home / "events").iterdir())


def test_a_folder_without_documents_is_not_called_clean(typed, tmp_path: Path) -> None:
    """``kaohe check policies`` used to say: 0 files, no problems."""
    (tmp_path / "policies" / "town").mkdir(parents=True)
    told = typed(tmp_path, "check", "policies")
    assert (told.code, "没有 .yaml 文件" in told.err, told.out) == (2, True, "")


def test_of_several_names_that_are_near_none_is_proposed_to_be_accepted() -> None:
    """The command is copied as it stands: 河冬镇 is as near to 河西镇 as to 河东镇."""
    several = Strange("河冬镇", (("河西镇", "hexi"), ("河东镇", "hedong")))
    one = Strange("城北街道办", (("城北街道", "north"),))
    assert "kaohe roster accept 河冬镇=…" in strange_text([several], 0, "zh").replace("'", "")
    assert "kaohe roster accept 城北街道办=north" in strange_text([several, one], 0, "zh")


def test_a_mapping_that_looks_names_up_says_that_no_roster_was_given(typed, home: Path, tmp_path: Path) -> None:
    text = (home / "mappings" / "mapping.yaml").read_text(encoding="utf-8")
    looked_up = text.replace("table: units", "table: roster")
    assert looked_up != text
    (tmp_path / "mapping.yaml").write_text(looked_up, encoding="utf-8")
    (tmp_path / "export.csv").write_bytes((home / "export.csv").read_bytes())
    asked = ("import", "export.csv", "--mapping", "mapping.yaml", "--out", "events")
    told = typed(tmp_path, *asked)
    assert "没有给名册：加上 --roster" in told.err
    assert "没有给名册" not in typed(tmp_path, *asked, "--roster", home / "roster.yaml").err
