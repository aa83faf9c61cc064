"""A command imports what it needs and no more: half of a short command is its imports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kaohe.engine.ledger_file import read_ledger

_CALL = """
import json, sys
from kaohe.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
finally:
    sys.stdout.flush()
    print("\\n" + json.dumps(sorted(sys.modules)))
"""
_THREADS = """
import ctypes, pathlib, sys
from kaohe.cli import main
try:
    main()
finally:
    sys.stdout.flush()
    library = next((line.split()[-1] for line in pathlib.Path("/proc/self/maps").read_text().splitlines() if "openblas" in line), None)
    named = ctypes.CDLL(library) if library else None
    asked = [name for name in ("scipy_openblas_get_num_threads64_", "openblas_get_num_threads64_", "openblas_get_num_threads") if hasattr(named, name)]
    print("\\n" + (str(getattr(named, asked[0])()) if asked else "none"))
"""
COLUMNS = ("numpy", "pyarrow", "duckdb", "kaohe.engine.batch", "kaohe.scoring")
SHEETS = (
    "xlsxwriter", "openpyxl", "python_calamine", "docx", "docxtpl", "jinja2", "lxml", "icalendar", "sqlalchemy",
    "durable", "durable_rules_engine", "pandas",
)  # fmt: skip
READING = ("kaohe.engine.intake.plan", "kaohe.engine.intake.table", "kaohe.engine.intake.source", "kaohe.engine.pull", "kaohe.engine.stream_rules", "lark")
OTHERS = ("kaohe.scoring.cross_check", "kaohe.scoring.compare", "kaohe.scoring.why", "kaohe.workbench", "kaohe.reports.pages")
ARROW = ("pyarrow.dataset", "pyarrow.pandas_compat", "pyarrow.csv", "pyarrow.flight")


def loaded(*arguments: object) -> set[str]:
    """The modules that a process has imported by the end of that command."""
    command = [sys.executable, "-c", _CALL, *map(str, arguments)]
    env = {**os.environ, "LANG": "", "PYTHONUTF8": "1"}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env=env)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def of(modules: set[str], families: tuple[str, ...]) -> set[str]:
    return {name for name in modules if any(name == one or name.startswith(f"{one}.") for one in families)}


def test_the_front_page_reads_no_document_and_has_no_columns() -> None:
    modules = loaded("--help")
    assert "kaohe.reports.help" in modules
    assert of(modules, (*COLUMNS, *SHEETS, *READING, *OTHERS, "yaml", "pydantic", "kaohe.rules", "kaohe.engine")) == set()


def test_a_check_has_no_columns(desk: Path) -> None:
    modules = loaded("check", desk / "small")
    assert "kaohe.rules.library" in modules
    assert of(modules, (*COLUMNS, *SHEETS, *READING)) == set()


def test_a_run_reads_no_foreign_files_and_makes_no_pages(run_folder: Path, desk: Path, tmp_path: Path) -> None:
    """From columns to a folder: what imports, sheets, pages and second opinions need is left alone."""
    events = tmp_path / "events.parquet"
    _as_columns(desk, events)
    modules = loaded("run", "--policy", desk / "small", "--events", events, "--out", tmp_path / "run")
    assert "kaohe.engine.batch.replay" in modules
    assert of(modules, (*SHEETS, *READING, *OTHERS, *ARROW, "duckdb")) == set()
    same = [json.loads((folder / "receipt.json").read_text(encoding="utf-8"))["root"] for folder in (run_folder, tmp_path / "run")]
    assert same[0] == same[1]


@pytest.mark.parametrize("what", ["chengbei", "A1"])
def test_why_scores_nothing_and_makes_no_pages(run_folder: Path, what: str) -> None:
    modules = loaded("why", what, "--run", run_folder)
    assert "kaohe.scoring.why" in modules
    assert of(modules, (*SHEETS, "kaohe.engine.stream_rules", "kaohe.scoring.from_replay", *ARROW[:2])) == set()


@pytest.mark.skipif(sys.platform != "linux", reason="what is loaded is looked up as Linux tells it")
def test_nothing_waits_for_matrices(run_folder: Path) -> None:
    """OpenBLAS, which numpy brings, would start a thread for each processor, and they wait by going round in circles."""
    done = subprocess.run([sys.executable, "-c", _THREADS, "card", "chengbei", "--run", str(run_folder)], capture_output=True, text=True, encoding="utf-8", check=True)
    threads = done.stdout.splitlines()[-1]
    if threads == "none":
        pytest.skip("this numpy brings no OpenBLAS")
    assert threads == "1"


def _as_columns(desk: Path, path: Path) -> None:
    from kaohe.engine.event_file import read_events, write_events
    from kaohe.rules.library import load_policy

    policy = load_policy(desk / "small").policy
    assert policy is not None
    read = read_events([desk / "events.jsonl"], policy.vocabulary, policy.timezone)
    assert len(read.events) == 8
    write_events(read.events, path, policy.vocabulary, policy.timezone)


def test_an_entry_of_a_run_is_explained_without_checking_a_document(desk: Path, tmp_path: Path) -> None:
    """The run keeps what it was judged by: no shapes of documents, no YAML, no library of validation, no widths of signs."""
    (tmp_path / "roster.yaml").write_text("kaohe: 1\nroster: small\nunits: [{id: chengbei, title: 城北}, {id: fengshan, title: 凤山}]\n", encoding="utf-8")
    _as_columns(desk, tmp_path / "events.parquet")
    given = ("--policy", desk / "small", "--roster", tmp_path / "roster.yaml", "--events", tmp_path / "events.parquet")
    loaded("run", *given, "--out", tmp_path / "run")
    entry = next(entry.id for entry in read_ledger(tmp_path / "run" / "ledger.parquet") if entry.event)
    modules = loaded("why", entry, "--run", tmp_path / "run")
    assert "kaohe.engine.kept" in modules
    assert of(modules, ("pydantic", "yaml", "kaohe.rules.library", "kaohe.rules.document", "kaohe.scoring.job", "kaohe.engine.batch", "wcwidth")) == {
        "kaohe.rules.document", "kaohe.rules.document.source",
    }  # fmt: skip
