"""Following cases: a case step by step, what falls due and by whom, what a batch of events changed."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LATER = """\
{"id": "e9", "kind": "closed", "at": "2021-05-20T10:00", "case": "A1"}
"""


# --- replay -------------------------------------------------------------------------------------------


def test_a_case_is_replayed_step_by_step_with_facts_entries_and_the_score_so_far(kaohe, run_folder: Path) -> None:
    said = kaohe("replay", "--case", "A1", "--run", run_folder)
    assert said.code == 0, said.err
    steps = [line for line in said.out.splitlines() if line[:1].isdigit()]
    assert [step.split("  ")[0] for step in steps] == [
        "1. 2021-03-01 09:00", "2. 2021-03-02", "3. 2021-04-20", "4. 2021-05-02", "5. 2021-05-10", "6. 2021-05-20",
    ]
    assert "责任单位：（无） → chengbei" in said.out
    assert "来源：（无） → 初信初访" in said.out
    scores = [line.strip() for line in said.out.splitlines() if "到此合计" in line]
    assert [line.rpartition("chengbei ")[2] for line in scores] == ["-1", "-3", "-5"]


def test_the_score_so_far_adds_up_to_the_entries_of_the_case(kaohe, run_folder: Path) -> None:
    said = kaohe("--lang", "en", "replay", "--case", "A1", "--run", run_folder).out
    assert said.splitlines()[0] == "A1: 6 steps"
    assert said.rstrip().endswith("so far (before caps): chengbei -5")


def test_an_unknown_case_is_told_with_near_names(kaohe, run_folder: Path) -> None:
    said = kaohe("replay", "--case", "A11", "--run", run_folder)
    assert said.code == 1
    assert "A11" in said.err.splitlines()[0]
    assert said.err.splitlines()[1] == "是不是 A1？"


# --- due ----------------------------------------------------------------------------------------------


def _due(kaohe, desk: Path, day: str, *more: object, lang: str = ""):
    return kaohe("due", "--policy", desk / "small", "--events", desk / "events.jsonl", "--as-of", day, *more, lang=lang)


@pytest.mark.parametrize(
    ("day", "words"),
    [("2021-04-20", "还有 11 天"), ("2021-05-01", "今日到期"), ("2021-05-02", "已超 1 天"), ("2021-12-31", "已超 244 天")],
)
def test_what_runs_is_listed_with_the_days_left(kaohe, desk: Path, day: str, words: str) -> None:
    said = _due(kaohe, desk, day)
    assert said.code == 0, said.err
    (row,) = [line for line in said.out.splitlines() if line.startswith("  2021-05-01")]
    assert words in row
    assert "A1" in row
    assert "chengbei（1 项）" in said.out
    assert "A2" not in said.out, "it was closed in time"


def test_what_is_not_due_within_the_window_is_not_listed(kaohe, desk: Path) -> None:
    assert "没有到期的事项" in _due(kaohe, desk, "2021-04-20", "--within", 10).out
    assert "A1" in _due(kaohe, desk, "2021-04-20", "--within", 11).out
    assert "A2" in _due(kaohe, desk, "2021-04-01", "--within", 30).out, "on that day it still ran"
    assert "A1" not in _due(kaohe, desk, "2021-04-20", "--unit", "fengshan").out


def test_the_due_date_line_shows_every_counted_day(kaohe, desk: Path) -> None:
    said = _due(kaohe, desk, "2021-04-20", "--lines", "--lang", "en").out
    assert "starts 2021-03-02 (e2)" in said
    assert "limit 60 days" in said
    assert "2021-03-03 … 2021-05-01  60 days" in said


def test_the_csv_has_a_row_for_each_clock(kaohe, desk: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(_due(kaohe, desk, "2021-04-01", "--within", 60, "--format", "csv").out)))
    assert [(row["case"], row["due"], row["days"], row["units"], row["stage"]) for row in rows] == [
        ("A1", "2021-05-01", "30", "chengbei", ""), ("A2", "2021-05-01", "30", "fengshan", ""),
    ]


def test_a_calendar_program_can_read_the_due_days_and_the_same_clock_keeps_its_id(kaohe, desk: Path) -> None:
    from icalendar import Calendar

    found = []
    for day in ("2021-04-20", "2021-05-05"):
        text = _due(kaohe, desk, day, "--format", "ics").out
        (entry,) = Calendar.from_ical(text).walk("VEVENT")
        found.append((str(entry["uid"]), entry.decoded("dtstart").isoformat()))
        assert "A1" in entry["summary"]
    assert found[0] == found[1] == ("e2.finish@small.kaohe", "2021-05-01")


def test_a_reminder_is_a_stage_before_its_limit(kaohe, tmp_path: Path) -> None:
    events = tmp_path / "events.jsonl"
    events.write_text(
        '{"id": "e1", "kind": "registered", "at": "2022-06-01T09:00", "case": "A1", "origin": "new", "channel": "visit", "class": "general", "unit": "bureau"}\n'
        '{"id": "e2", "kind": "assigned", "at": "2022-06-02", "case": "A1", "unit": "street01", "due_on": "2022-07-31"}\n',
        encoding="utf-8",
    )
    inputs = ("--policy", "policies/tongling", "--events", events, "--roster", "policies/tongling/roster.yaml")
    said = kaohe("--lang", "en", "due", *inputs, "--as-of", "2022-06-20", "--within", 60)
    assert said.code == 0, said.err
    stages = [line for line in said.out.splitlines() if "before the limit" in line]
    assert [line.split("days before")[0].split()[-1] for line in stages] == ["15", "10", "5"], said.out


def test_a_case_that_nothing_opens_is_told_not_passed_over(kaohe, tmp_path: Path, desk: Path) -> None:
    events = tmp_path / "events.jsonl"
    events.write_text('{"id": "e2", "kind": "assigned", "at": "2021-03-02", "case": "A1", "unit": "chengbei"}\n', encoding="utf-8")
    said = kaohe("due", "--policy", desk / "small", "--events", events, "--as-of", "2021-04-20")
    assert "没有到期的事项" in said.out
    assert "A1" in said.err


def test_a_day_before_the_period_is_a_usage_problem(kaohe, desk: Path) -> None:
    assert _due(kaohe, desk, "2019-01-01").code == 2


# --- watch --------------------------------------------------------------------------------------------


def test_one_look_tells_what_fired_and_what_falls_due(kaohe, desk: Path) -> None:
    said = kaohe("watch", "--once", "--policy", desk / "small", "--events", desk / "events.jsonl", "--as-of", "2021-05-15")
    assert said.code == 0, said.err
    assert "起作用的条款 2 条" in said.out
    assert "finish/unit:chengbei/e2/late" in said.out
    assert "已超 14 天" in said.out


def test_a_second_batch_is_told_as_what_it_changes(desk: Path, tmp_path: Path) -> None:
    events = tmp_path / "events.jsonl"
    lines = (desk / "events.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    events.write_text("".join(line for line in lines if '"e3"' not in line), encoding="utf-8")
    command = [sys.executable, "-m", "kaohe.cli", "--lang", "en", "watch", "--policy", desk / "small", "--events", events]
    out = tmp_path / "said.txt"
    with out.open("w") as file:
        watch = subprocess.Popen([*map(str, command), "--every", "1"], cwd=ROOT, stdout=file, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        _wait(out, "new events", 1)
        voided = '{"id": "v1", "kind": "repeat_petition", "at": "2021-05-10", "case": "A1", "voids": "e4", "recorded_at": "2021-05-21T00:00"}\n'
        events.write_text(events.read_text(encoding="utf-8") + voided + LATER, encoding="utf-8")
        said = _wait(out, "new events", 2)
    finally:
        watch.send_signal(signal.SIGINT)
        watch.wait(300)
    news = said.split("new events")[2]
    assert "1 entry no longer stands" in news
    assert "repeat/unit:chengbei/e4" in news


def _wait(out: Path, words: str, times: int) -> str:
    end = time.monotonic() + 300  # a busy machine is not a fault
    while time.monotonic() < end:
        said = out.read_text(encoding="utf-8")
        if said.count(words) >= times and said.endswith("\n"):
            return said
        time.sleep(0.2)
    raise AssertionError(out.read_text(encoding="utf-8"))


def test_a_log_that_is_not_there_is_a_usage_problem(kaohe, desk: Path, tmp_path: Path) -> None:
    assert kaohe("watch", "--once", "--policy", desk / "small", "--events", tmp_path / "no").code == 2
