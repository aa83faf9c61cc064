"""Whatever ends a command - a crash, a full disk, a key pressed -, a result is there whole or not at all."""

from __future__ import annotations

import json
import random
import signal
from pathlib import Path

import pytest

from kaohe.engine.event_file import event_files
from kaohe.engine.intake.log import check_log
from kaohe.engine.ledger_file import read_ledger
from kaohe.scoring.run_files import is_run
from kaohe.scoring.stored_run import read_run

TIMES = 15


@pytest.fixture
def work(office: Path, kaohe) -> dict[str, list[object]]:
    """The commands of a year, but for where they write."""
    done = kaohe("import", office / "export.csv", "--mapping", office / "mapping.yaml", "--out", office / "before")
    assert done.code == 0, done.all
    return {
        "run": ["run", "--policy", office, "--events", office / "before", "--roster", office / "roster.yaml"],
        "import": ["import", office / "export.csv", "--mapping", office / "mapping.yaml"],
    }


def is_whole(command: str, out: Path) -> bool:
    """Whether a reader of ours takes ``out`` for a result; one that it takes must be complete."""
    if command == "run":
        if not is_run(out):
            assert not out.exists(), "a folder of that name is a result or nothing"
            return False
        stored = read_run(out)
        assert len(stored.scored.entries) == stored.receipt["counts"]["entries"] > 0
        assert read_ledger(out / "ledger.parquet") == stored.scored.entries
        return True
    batches = list(event_files([out])) if out.exists() else []
    for events in batches:
        assert json.loads((events.parent / "import.json").read_text(encoding="utf-8"))["events"] == 28
    return bool(batches)


def goes_on(command: str, arguments: list[object], out: Path, kaohe) -> None:
    """After a crash the same command works, and the log of imports verifies."""
    if command == "run" and is_whole(command, out):
        assert kaohe(*arguments, "--out", out).code == 2, "a whole result is never replaced"
        return
    again = kaohe(*arguments, "--out", out)
    assert again.code == 0, again.all
    assert is_whole(command, out)
    if command == "import":
        assert check_log(out) == (1, ())


@pytest.mark.parametrize("command", ["run", "import"])
def test_killed_at_any_step_of_writing(command: str, work, forked, kaohe, tmp_path: Path) -> None:
    killed = whole = 0
    for step in range(60):
        out = tmp_path / f"out{step}"
        answer = forked(*work[command], "--out", out, step=step)
        if answer["code"] != -signal.SIGKILL:
            assert answer["code"] == 0, answer["err"]
            break
        killed += 1
        whole += is_whole(command, out)
        if step % 8 == 0 or (is_whole(command, out) and whole == 1):
            goes_on(command, work[command], out, kaohe)
    assert killed >= 5, "steps of writing are counted"
    assert whole >= 1, "between the renaming and the end lies a step"


@pytest.mark.parametrize("command", ["run", "import"])
def test_killed_at_any_moment(command: str, work, forked, kaohe, tmp_path: Path) -> None:
    longest = forked(*work[command], "--out", tmp_path / "measured")["seconds"]
    moments = random.Random(11)
    killed = 0
    for turn in range(TIMES):
        out = tmp_path / f"out{turn}"
        answer = forked(*work[command], "--out", out, seconds=moments.uniform(0, longest))
        killed += answer["code"] == -signal.SIGKILL
        longest = min(longest, answer["seconds"]) if answer["code"] == 0 else longest  # a machine grows quick when others rest
        assert answer["code"] in (0, -signal.SIGKILL), answer["err"]
        assert is_whole(command, out) or answer["code"] != 0
        if turn % 7 == 0:
            goes_on(command, work[command], out, kaohe)
    assert killed > TIMES / 2


@pytest.mark.parametrize("command", ["run", "import"])
def test_a_disk_that_is_full_is_told_and_nothing_is_left(command: str, work, forked, tmp_path: Path) -> None:
    told = 0
    for largest in (0, 1000, 6000):
        out = tmp_path / f"disk{largest}" / "out"
        answer = forked(*work[command], "--out", out, largest=largest)
        told += answer["code"] == 1 and "磁盘已满" in answer["err"]
        assert answer["code"] in (0, 1), answer["err"]
        if answer["code"] == 1:
            assert "Traceback" not in answer["err"]
            assert not is_whole(command, out)
            assert [one for one in out.parent.rglob("*") if one.is_file()] == []
    assert told >= 2


@pytest.mark.parametrize("command", ["run", "import"])
def test_interrupted_from_the_keyboard(command: str, work, forked, tmp_path: Path) -> None:
    longest = min(forked(*work[command], "--out", tmp_path / f"measured{turn}")["seconds"] for turn in range(2))
    interrupted = 0
    for turn in range(12):  # how long one takes is never the same: as often as it needs to be caught at work
        out = tmp_path / f"stop{turn}" / "out"
        answer = forked(*work[command], "--out", out, seconds=longest * (turn % 6 + 1) / 8, signal=signal.SIGINT)
        assert answer["code"] in (0, 130), answer["err"]
        if answer["code"] == 130:
            interrupted += 1
            assert "已中断" in answer["err"]
            assert "Traceback" not in answer["err"]
            assert list(out.parent.glob(".*")) == []
            is_whole(command, out)
        if interrupted == 3:
            return
    assert interrupted >= 2
