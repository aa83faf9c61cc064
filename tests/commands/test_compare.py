"""``kaohe compare``: what two runs differ in, from what went in down to the entry that can be asked about."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kaohe.engine.ledger_file import LEDGER
from kaohe.reports.words import WORDS

Call = Callable[..., Any]


@pytest.fixture(scope="module")
def later(desk: Path, kaohe: Call, run_folder: Path) -> Path:  # noqa: ARG001 - made after it
    """A run by another edition of the policy, with one event less and one more: e5 never was, A2 came again."""
    (desk / "other").mkdir()
    text = (desk / "small" / "policy.yaml").read_text(encoding="utf-8")
    text = text.replace('version: "1"', 'version: "2"').replace('late: {points: "-1"}', 'late: {points: "-1.5"}').replace("60d", "20d")
    (desk / "other" / "policy.yaml").write_text(text, encoding="utf-8")
    lines = [line for line in (desk / "events.jsonl").read_text(encoding="utf-8").splitlines() if '"e5"' not in line]
    lines.append('{"id": "e9", "kind": "repeat_petition", "at": "2021-03-30", "case": "A2"}')
    (desk / "later.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = kaohe("run", "--policy", desk / "other", "--events", desk / "later.jsonl", "--out", desk / "later")
    assert done.code == 0, done.all
    return desk / "later"


def test_inputs_come_first_then_cards_clauses_and_entries(run_folder: Path, later: Path, kaohe: Call) -> None:
    said = kaohe("compare", run_folder, later).out
    marks = ["办法版本", "policy.yaml", "later.jsonl", "台账的根", "考核表：2 张中 2 张不同", "条款（", "分录：", "只在 A", "只在 B", "kaohe why 编号"]
    assert [said.index(mark) for mark in marks] == sorted(said.index(mark) for mark in marks)
    assert re.search(r"fengshan .* 100 +96\.5 +-3\.5", said)
    assert re.search(r"finish/unit:chengbei/e2/late\n      分值: -1 → -1\.5", said)
    assert "截至" not in said


def test_an_id_that_is_told_can_be_asked_about_in_the_run_that_has_it(run_folder: Path, later: Path, kaohe: Call) -> None:
    told = json.loads(kaohe("compare", run_folder, later, "--format", "json").out)
    asked = [(run_folder, one) for one in told["entries"]["gone"]] + [(later, one) for one in told["entries"]["new"]]
    assert {one["entry"] for _, one in asked} >= {"repeat/unit:chengbei/e5", "repeat/unit:fengshan/e9"}
    for run, one in asked:
        assert kaohe("why", one["entry"], "--run", run).code == 0, one


def test_the_figures_are_those_of_the_runs(run_folder: Path, later: Path, kaohe: Call) -> None:
    told = json.loads(kaohe("compare", run_folder, later, "--format", "json").out)
    for card in told["cards"]:
        for side, run in (("before", run_folder), ("after", later)):
            (own,) = json.loads(kaohe("card", card["subject"], "--run", run, "--format", "json").out)
            assert (own["total"], own["grade"], own["rank"]) == tuple(card[side][name] for name in ("total", "grade", "rank"))
    assert len(told["cards"]) == 2
    rows = list(csv.DictReader(io.StringIO(kaohe("compare", run_folder, later, "--format", "csv").out)))
    totals = {row["subject"]: row["difference"] for row in rows if (row["what"], row["field"]) == ("card", "total")}
    assert totals == {card["subject"]: card["difference"] for card in told["cards"]}
    moved = sum(float(row["difference"]) for row in rows if row["what"] in ("gone", "new", "changed") and row["field"] == "points")
    assert moved == sum(map(float, totals.values()))


def test_a_run_compared_with_itself_says_that_nothing_differs(run_folder: Path, kaohe: Call) -> None:
    said = kaohe("compare", run_folder, run_folder).out
    root = json.loads((run_folder / "receipt.json").read_text(encoding="utf-8"))["root"]
    assert "没有差别" in said
    assert root[:12] in said
    assert "kaohe why" not in said
    english = " ".join(kaohe("compare", run_folder, run_folder, "--lang", "en").out.split())
    assert "no difference: the ledgers have the same root" in english
    told = json.loads(kaohe("compare", run_folder, run_folder, "--format", "json").out)
    assert (told["cards"], told["clauses"], told["inputs"], told["roots"]["equal"]) == ([], [], [], True)


def test_a_ledger_that_was_altered_is_found_out_and_said_to_be(run_folder: Path, desk: Path, kaohe: Call) -> None:
    from kaohe.engine.ledger_file import read_ledger, write_ledger

    shutil.copytree(run_folder, altered := desk / "altered")
    entries = read_ledger(run_folder / "ledger.parquet")
    (altered / "ledger.parquet").unlink()
    write_ledger(entries[:-1], altered / "ledger.parquet")
    done = kaohe("compare", run_folder, altered)
    assert "ledger.parquet" in done.err
    assert "没有了 1，" in done.out
    assert "没有差别" not in done.out


def test_only_one_subject_or_one_clause_is_told_when_asked_for(run_folder: Path, later: Path, kaohe: Call) -> None:
    said = kaohe("compare", run_folder, later, "--subject", "fengshan").out
    assert "fengshan" in said
    assert "chengbei" not in said
    said = kaohe("compare", run_folder, later, "--clause", "finish").out
    assert "finish/unit:chengbei/e2/late" in said
    assert "repeat/" not in said


def test_long_lists_are_shortened_and_the_rest_is_counted(desk: Path, run_folder: Path, kaohe: Call) -> None:
    few, many = desk / "few.jsonl", desk / "many.jsonl"
    many.write_text((desk / "events.jsonl").read_text(encoding="utf-8") + "".join(
        f'{{"id": "f{n}", "kind": "repeat_petition", "at": "2021-06-{n:02}", "case": "A1"}}\n' for n in range(1, 21)
    ), encoding="utf-8")  # fmt: skip
    assert not few.exists()
    assert kaohe("run", "--policy", desk / "small", "--events", many, "--out", desk / "many").code == 0
    short, full = kaohe("compare", run_folder, desk / "many").out, kaohe("compare", run_folder, desk / "many", "--all").out
    assert (short.count("repeat/unit:chengbei/f"), full.count("repeat/unit:chengbei/f")) == (12, 20)
    assert "还有 8 条" in short
    assert "还有" not in full


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_cannot_be_compared_is_said_with_its_place(run_folder: Path, desk: Path, kaohe: Call, lang: str) -> None:
    done = kaohe("compare", run_folder, desk / "nothing", "--lang", lang)
    assert (done.code, str(desk / "nothing") in done.err) == (2, True)
    if not (desk / "next").exists():
        (desk / "2022").mkdir()
        text = (desk / "small" / "policy.yaml").read_text(encoding="utf-8")
        (desk / "2022" / "policy.yaml").write_text(text.replace("{from: 2021-01-01, to: 2021-12-31}", "{from: 2022-01-01, to: 2022-12-31}"), encoding="utf-8")
        assert kaohe("run", "--policy", desk / "2022", "--events", desk / "events.jsonl", "--out", desk / "next").code == 0
    done = kaohe("compare", run_folder, desk / "next", "--lang", lang)
    assert done.code == 2
    assert all(text in done.err for text in (f"{run_folder}/receipt.json", f"{desk / 'next'}/receipt.json", "2021-12-31", "2022-12-31"))


def test_names_that_neither_run_knows_are_answered_by_the_nearest(run_folder: Path, later: Path, kaohe: Call) -> None:
    done = kaohe("compare", run_folder, later, "--subject", "fengshen")
    assert (done.code, "fengshan" in done.err) == (1, True)
    done = kaohe("compare", run_folder, later, "--clause", "finsh")
    assert (done.code, "finish" in done.err) == (2, True)


def test_a_policy_edited_in_place_is_told_as_it_was(desk: Path, kaohe: Call, tmp_path: Path) -> None:
    """Each run is told by the policy that it kept, whatever has become of the document since."""
    shutil.copytree(desk / "small", tmp_path / "small")
    policy = tmp_path / "small" / "policy.yaml"
    run = ("run", "--policy", tmp_path / "small", "--events", desk / "events.jsonl", "--out")
    assert kaohe(*run, tmp_path / "one").code == 0
    policy.write_text(policy.read_text(encoding="utf-8").replace("-2", "-1").replace("第二次反映仍未解决", "再次反映"), encoding="utf-8")
    assert kaohe(*run, tmp_path / "two").code == 0
    policy.write_text("kaohe: 1\n", encoding="utf-8")
    done = kaohe("compare", tmp_path / "one", tmp_path / "two")
    assert (done.code, done.err) == (0, "")
    assert re.search(r"repeat +再次反映 +-3 +", done.out)


def test_every_column_of_a_ledger_has_a_name() -> None:
    columns = [name for name in LEDGER.schema.names if name != "entry"]
    assert len(columns) > 15
    assert [name for name in columns if f"compare.field.{name}" not in WORDS] == []
