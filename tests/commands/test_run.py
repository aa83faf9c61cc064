"""The main job from the command line: what it says, writes, refuses and leaves alone."""

from __future__ import annotations

import json
import random
from pathlib import Path

import duckdb
import pytest

from kaohe.engine.write import work_folder


def test_a_run_writes_receipt_ledger_tallies_and_cards(run_folder: Path) -> None:
    receipt = json.loads((run_folder / "receipt.json").read_text(encoding="utf-8"))
    assert receipt["policy"]["name"] == "small"
    assert receipt["as_of"] == "2021-12-31"
    assert len(receipt["root"]) == 64
    assert set(receipt["policy"]["documents"]) == {"calendars/cn.yaml", "petition/vocabulary.yaml", "small/policy.yaml"}
    assert {p.name for p in run_folder.iterdir()} >= {"ledger.parquet", "tallies.parquet", "cards.json"}


def test_the_ledger_has_the_promised_columns_and_adds_up(run_folder: Path) -> None:
    ledger = str(run_folder / "ledger.parquet")
    columns = [row[0] for row in duckdb.sql(f"describe select * from '{ledger}'").fetchall()]
    promised = "entry clause section kind subject_kind subject points case event because at due share of basis text"
    assert set(promised.split()) <= set(columns)
    rows = duckdb.sql(f"select subject, sum(points) from '{ledger}' group by subject order by subject").fetchall()
    # chengbei: late -1; two repeats past due -2 -2, held to 3; base 100. fengshan: nothing lost.
    assert [(subject, float(total)) for subject, total in rows] == [("chengbei", 96.0), ("fengshan", 100.0)]


def test_a_run_never_replaces_what_stands_there(desk: Path, run_folder: Path, kaohe) -> None:
    before = sorted((p.name, p.read_bytes()) for p in run_folder.iterdir())
    again = kaohe("run", "--policy", desk / "small", "--events", desk / "events.jsonl", "--out", run_folder)
    assert again.code == 2
    assert "没有覆盖" in again.err
    assert sorted((p.name, p.read_bytes()) for p in run_folder.iterdir()) == before


def test_order_and_duplicates_of_rows_and_files_change_nothing(desk: Path, run_folder: Path, kaohe, tmp_path: Path) -> None:
    rows = (desk / "events.jsonl").read_text(encoding="utf-8").splitlines()
    shuffled = rows * 2
    random.Random(5).shuffle(shuffled)
    assert shuffled != rows * 2
    (tmp_path / "b.jsonl").write_text("\n".join(shuffled[:7]) + "\n", encoding="utf-8")
    (tmp_path / "a.jsonl").write_text("\n".join(shuffled[7:]) + "\n", encoding="utf-8")
    done = kaohe(
        "run", "--policy", desk / "small", "--events", tmp_path / "b.jsonl", "--events", tmp_path / "a.jsonl",
        "--out", tmp_path / "run",
    )  # fmt: skip
    assert done.code == 0, done.err
    roots = [json.loads((f / "receipt.json").read_text(encoding="utf-8"))["root"] for f in (run_folder, tmp_path / "run")]
    assert roots[0] == roots[1]


def test_tables_are_ranked_and_problems_come_first(desk: Path, kaohe, tmp_path: Path) -> None:
    done = kaohe("run", "--policy", desk / "small", "--events", desk / "events.jsonl", "--out", tmp_path / "run")
    said = done.out
    assert said.index("没有名册") < said.index("单位考核表")
    assert said.index("fengshan") < said.index("chengbei")


def test_csv_and_json_say_the_same_figures(desk: Path, kaohe, tmp_path: Path) -> None:
    arguments = ("run", "--policy", desk / "small", "--events", desk / "events.jsonl", "--out")
    as_json = json.loads(kaohe(*arguments, tmp_path / "j", "--format", "json").out)
    as_csv = kaohe(*arguments, tmp_path / "c", "--format", "csv").out.splitlines()
    totals = {row["subject"]: row["total"] for row in as_json}
    assert totals == {"chengbei": "96", "fengshan": "100"}
    assert next(row for row in as_csv if ",total," in row and "chengbei" in row).split(",")[6] == "96"


def test_as_of_leaves_later_events_unseen(desk: Path, kaohe, tmp_path: Path) -> None:
    done = kaohe(
        "run", "--policy", desk / "small", "--events", desk / "events.jsonl", "--as-of", "2021-05-05",
        "--out", tmp_path / "run", "--format", "json",
    )  # fmt: skip
    totals = {row["subject"]: row["total"] for row in json.loads(done.out)}
    # Due 1 May, so late on 2 May; the repeats of 10 and 20 May have not happened yet.
    assert totals["chengbei"] == "99"


def test_bad_input_is_a_worded_problem_and_nothing_is_written(desk: Path, kaohe, tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("kaohe: 1\npolicy: x\ntitel: y\n", encoding="utf-8")
    done = kaohe("run", "--policy", tmp_path, "--events", desk / "events.jsonl", "--out", tmp_path / "run")
    assert done.code == 1
    assert "shape.unknown-key" in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "run").exists()


def test_missing_files_and_bad_dates_are_usage_or_problems(desk: Path, kaohe, tmp_path: Path) -> None:
    gone = kaohe("run", "--policy", desk / "small", "--events", tmp_path / "no.jsonl", "--out", tmp_path / "run")
    assert (gone.code, "no.jsonl" in gone.err) == (1, True)
    bad = kaohe(
        "run", "--policy", desk / "small", "--events", desk / "events.jsonl", "--as-of", "2021-13-01", "--out", tmp_path / "r"
    )
    assert bad.code == 2
    assert "2021-13-01" in bad.err


def test_an_export_and_an_empty_folder_given_as_events_are_told_as_what_they_are(desk: Path, kaohe, tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text("编号,登记日期,责任单位\nA1,2021-03-01,north\n", encoding="utf-8")
    (tmp_path / "rows.jsonl").write_text('{"编号": "A1"}\n', encoding="utf-8")
    (tmp_path / "empty").mkdir()
    for name, code in (("export.csv", "intake.not-events"), ("rows.jsonl", "intake.not-events"), ("empty", "intake.no-batch")):
        done = kaohe("run", "--policy", desk / "small", "--events", tmp_path / name, "--out", tmp_path / "run")
        assert done.code == 1
        assert code in done.err
        assert "kaohe import" in done.err
        assert "没有名册" not in done.err, "nothing was read: no unit to speak of"
    assert not (tmp_path / "run").exists()


def test_a_run_from_disk_or_by_two_processes_writes_the_same_files(desk: Path, run_folder: Path, process, tmp_path: Path) -> None:
    asked = ("run", "--policy", desk / "small", "--events", desk / "events.jsonl")
    before = {p.name: p.read_bytes() for p in run_folder.iterdir() if p.name != "receipt.json"}
    receipt = json.loads((run_folder / "receipt.json").read_text(encoding="utf-8"))
    for number, options in enumerate((("--on-disk",), ("--processes", "2"))):
        out = tmp_path / f"run{number}"
        done = process(*asked, "--out", out, *options)
        assert done.returncode == 0, done.stderr
        assert {p.name: p.read_bytes() for p in out.iterdir() if p.name != "receipt.json"} == before
        said = json.loads((out / "receipt.json").read_text(encoding="utf-8"))
        assert [said[key] for key in ("root", "clauses_on_columns", "counts")] == [
            receipt[key] for key in ("root", "clauses_on_columns", "counts")
        ]
    assert receipt["clauses_on_columns"], "what ran on columns is told"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["run0", "run1"], "nothing is left of the work"


def test_only_batch_works_on_disk_or_in_several_processes(desk: Path, kaohe, tmp_path: Path) -> None:
    asked = ("run", "--policy", desk / "small", "--events", desk / "events.jsonl", "--out", tmp_path / "run")
    refused = kaohe(*asked, "--engine", "reference", "--processes", "2")
    assert refused.code == 2
    assert "batch" in refused.err
    both = kaohe(*asked, "--in-memory", "--processes", "2")
    assert both.code == 2
    assert "--in-memory" in both.err
    assert not (tmp_path / "run").exists()


def test_of_work_that_is_interrupted_nothing_is_left(tmp_path: Path) -> None:
    def work() -> None:
        with work_folder(tmp_path / "run") as folder:
            (folder / "part").write_bytes(b"half")
            assert folder.parent == tmp_path
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert list(tmp_path.iterdir()) == []
