"""kaohe report: everything an office hands over, by one command, beside the run it is about."""

from __future__ import annotations

from pathlib import Path


def test_workbook_pages_and_documents_are_written_beside_the_run(kaohe, desk: Path, tmp_path: Path) -> None:
    run = tmp_path / "r"
    done = kaohe("run", "--policy", desk / "small", "--events", desk / "events.jsonl", "--out", run)
    assert done.code == 0, done.err
    said = kaohe("report", run, "--xlsx", "--html", "--docx")
    assert said.code == 0, said.err
    beside = tmp_path / "r-report"
    assert len(list(beside.glob("*.xlsx"))) == 1
    assert (beside / "pages" / "index.html").is_file()
    assert (beside / "通报.docx").is_file()
    written = [Path(line.partition("：")[2]) for line in said.out.splitlines()]
    assert len(written) >= 5
    assert all(path.exists() for path in written)


def test_a_folder_that_is_no_run_is_a_usage_problem(kaohe, tmp_path: Path) -> None:
    assert kaohe("report", tmp_path).code == 2
    assert not (tmp_path.parent / f"{tmp_path.name}-report").exists()
