"""``kaohe run --engine spark``: the same run from a cluster, and a word for what it cannot do."""

from __future__ import annotations

import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from kaohe.rules.library import load_policy
from kaohe.rules.shelf import SHIPPED
from kaohe.workbench.sample.year import write_sample

SPARK = find_spec("pyspark") is not None and shutil.which("java") is not None
there = pytest.mark.skipif(not SPARK, reason="pyspark or Java is not installed (make spark)")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    policy = load_policy(SHIPPED / "lishi").policy
    assert policy is not None
    file = tmp_path_factory.mktemp("year") / "events.parquet"
    write_sample(file, policy.vocabulary, policy.calendar, policy.timezone, 0, 11)
    return file


def asked(year: Path, out: Path, *more: str) -> list[str]:
    home = SHIPPED / "lishi"
    return ["run", "--policy", str(home), "--events", str(year), "--roster", str(home / "roster.yaml"), "--out", str(out), *more]


@there
def test_a_run_on_spark_has_the_same_roots(process, year: Path, tmp_path: Path) -> None:
    here = process(*asked(year, tmp_path / "here"))
    there = process(*asked(year, tmp_path / "there", "--engine", "spark", "--master", "local[2]"))
    assert here.returncode == there.returncode, there.stderr
    one, other = (json.loads((tmp_path / name / "receipt.json").read_text()) for name in ("here", "there"))
    assert {one["root"], one["tallies_root"]} == {other["root"], other["tallies_root"]}
    assert other["engine"] == "spark"
    assert other["clauses_on_columns"] == one["clauses_on_columns"]
    assert (tmp_path / "here/cards.json").read_bytes() == (tmp_path / "there/cards.json").read_bytes()
    assert not list(tmp_path.glob("*.part")), "pieces of the ledger are gone with the run"


@there
@pytest.mark.parametrize("option", ["--cross-check", "--keep-events"])
def test_what_spark_does_not_do_is_said_before_anything_is_read(process, year: Path, tmp_path: Path, option: str) -> None:
    told = process(*asked(year, tmp_path / "run", "--engine", "spark", option))
    assert told.returncode == 2
    assert option in told.stderr
    assert not (tmp_path / "run").exists()


@there
def test_a_master_that_is_none_is_told_in_words(process, year: Path, tmp_path: Path) -> None:
    told = process(*asked(year, tmp_path / "run", "--engine", "spark", "--master", "nonsense"))
    assert told.returncode == 2
    assert "nonsense" in told.stderr
    assert "Traceback" not in told.stderr
    assert list(tmp_path.iterdir()) == []


@there
def test_a_file_that_is_not_ours_is_named(process, tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("id,kind\n", encoding="utf-8")
    told = process(*asked(tmp_path / "events.csv", tmp_path / "run", "--engine", "spark"))
    assert told.returncode == 2
    assert "events.csv" in told.stderr


def test_a_master_is_for_spark_only(process, year: Path, tmp_path: Path) -> None:
    told = process(*asked(year, tmp_path / "run", "--master", "local[2]", "--lang", "en"))
    assert told.returncode == 2
    assert "spark" in told.stderr
