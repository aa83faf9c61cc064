"""What is measured beside others: the same work on all sides, figures that can be read by a program, nothing hidden."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from bench import MEANS, REQUIRED
from compare import compared

ROOT = Path(__file__).parents[2]
KEYS = {
    "events", "kaohe_s", "vs_duckdb", "vs_polars", "vs_durable", "vs_zen", "vs_read", "two_processes", "trace_cost",
    "county_year_s", "help_s", "why_s",
}  # fmt: skip
TINY = ["6000", "--county", "6000", "--traced", "6000", "--matched", "6000", "--runs", "1", "--seconds", "1"]


def test_a_tiny_bench_compares_every_ledger_and_writes_finite_figures(tmp_path: Path) -> None:
    pytest.importorskip("polars", reason="the extra `bench` is not installed: polars")
    pytest.importorskip("zen", reason="the extra `bench` is not installed: zen-engine")
    pytest.importorskip("durable_rules_engine", reason="the extra `stream` is not installed: durable-rules")
    out = tmp_path / "bench.json"
    command = [sys.executable, "benchmarks/bench.py", *TINY, "--out", str(out), "--folder", str(tmp_path)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    figures = json.loads(out.read_text(encoding="utf-8"))
    assert set(figures) == KEYS == set(MEANS)
    assert all(math.isfinite(value) and value > 0 for value in figures.values())
    for peer in ("duckdb", "polars"):
        assert f"{peer}: 1," in ran.stdout, "over a thousand ledger rows were compared"
        assert pq.read_metadata(tmp_path / "year-6000" / f"{peer}.parquet").num_rows > 1000
    assert ran.stdout.count("firings compared, 0 differ") == 2
    assert ran.stdout.count(": met") + ran.stdout.count("NOT MET") == len(REQUIRED), "each requirement is judged aloud"


def _ledger(path: Path, **changed: object) -> Path:
    row = {
        "clause": "control-new.finish", "part": "late", "role": "unit", "subject_kind": "unit", "subject": "town01", "points": -1.0,
        "at": "2021-03-01", "due": "2021-02-28", "case": "A1", "event": "a", "span": None, "because": ["a", "c"],
    }  # fmt: skip
    pq.write_table(pa.Table.from_pylist([row, {**row, **changed}]), path)
    return path


@pytest.mark.parametrize("changed", [{"points": -0.999999}, {"because": ["a"]}, {"at": "2021-03-02"}, {"subject": "town02"}, {"case": None}])
def test_a_ledger_that_differs_in_one_cell_is_told(tmp_path: Path, changed: dict[str, object]) -> None:
    """Rows are counted, too: of two equal rows one may not be missing."""
    ours, theirs = _ledger(tmp_path / "ours"), _ledger(tmp_path / "theirs", **changed)
    assert compared(ours, ours).equal
    found = compared(ours, theirs)
    assert (found.equal, found.only_ours, found.only_theirs) == (False, 1, 1)


def test_two_empty_ledgers_are_not_called_equal(tmp_path: Path) -> None:
    pq.write_table(pq.read_table(_ledger(tmp_path / "one")).slice(0, 0), tmp_path / "none")
    assert not compared(tmp_path / "none", tmp_path / "none").equal


def test_a_heavy_year_is_the_same_from_the_same_seed_and_holds_what_makes_a_year_hard(tmp_path: Path) -> None:
    made = [tmp_path / name for name in ("one", "two")]
    for folder in made:
        subprocess.run([sys.executable, "benchmarks/heavy.py", "15000", str(folder)], cwd=ROOT, capture_output=True, check=True)
    first, second = (pq.read_table(folder / "events.parquet") for folder in made)
    assert first.equals(second)
    assert first.num_rows == pytest.approx(15_000, rel=0.1)
    assert len(first) - pc.count_distinct(first["id"]).as_py() >= 3, "second deliveries"
    for links in ("amends", "voids", "repeat_of"):
        assert len(first) - first[links].null_count >= 3, links
    file = str(made[0] / "events.parquet")
    asked = 'select count(*) from (select "case", kind, "at" from read_parquet(?) group by all having count(distinct id) > 1)'
    tied = duckdb.connect().execute(asked, [file]).fetchone()
    assert tied is not None
    assert tied[0] > 500, "events of one kind at one instant"
    kinds = set(pc.unique(first["kind"]).to_pylist())
    assert {"extension_approved", "assignment_disputed", "reopened", "withdrawn", "hearing_step", "violation_confirmed"} <= kinds
