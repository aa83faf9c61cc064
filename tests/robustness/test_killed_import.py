"""Imports into a folder that holds earlier ones, killed at random moments: the log stays as it was.

40 kills; ``KAOHE_KILLS=200`` asks for more. Full disks and half a file here too.
"""

from __future__ import annotations

import errno
import os
import random
import signal
from pathlib import Path

import pytest

from kaohe.engine.intake.log import LOG, check_log
from kaohe.engine.lock import only_writer

KILLS = int(os.environ.get("KAOHE_KILLS", "40"))
LINES = 20


@pytest.fixture
def held(office: Path, kaohe, tmp_path: Path):
    """A folder of events with one batch, and the words that import the next, larger, export into it."""
    out = tmp_path / "events"
    words = ["--mapping", office / "mapping.yaml", "--out", out]
    assert kaohe("import", office / "export.csv", *words).code == 0
    heading, *rows = (office / "export.csv").read_text(encoding="utf-8").splitlines()
    more = [row.replace("A-", f"N{turn}-") for turn in range(LINES) for row in rows]
    (office / "next.csv").write_text("\n".join([heading, *more]) + "\n", encoding="utf-8")
    return out, ["import", office / "next.csv", *words]


def state(out: Path) -> tuple[bytes, int, list[str]]:
    """The log's bytes, how many lines verify, and what is wrong with it."""
    lines, problems = check_log(out)
    return (out / LOG).read_bytes(), lines, [problem.code for problem in problems]


def test_a_killed_import_leaves_the_log_as_it_was_and_the_next_one_completes(held, forked, kaohe) -> None:
    out, words = held
    before = state(out)
    assert before[1:] == (1, [])
    longest = forked(*words[:-1], out.with_name("measured"))["seconds"]
    moments, ended = random.Random(5), {"killed": 0, "as it was": 0, "one line more": 0, "batch without its line": 0}
    for turn in range(4 * KILLS):
        if ended["killed"] == KILLS:
            break
        answer = forked(*words, seconds=moments.uniform(0, 0.8 * longest))
        ended["killed"] += answer["code"] == -signal.SIGKILL
        longest = min(longest, answer["seconds"]) if answer["code"] == 0 else longest  # a machine grows quick when others rest
        log, lines, problems = state(out)
        assert log.startswith(before[0]), "no line is lost or altered"
        if lines == 2:
            assert problems == []
            ended["one line more"] += 1
        else:
            assert log == before[0]
            assert problems in ([], ["intake.batch-unlogged"])
            ended["batch without its line" if problems else "as it was"] += 1
        if problems or turn % 13 == 0:
            assert kaohe(*words).code == 0
            assert state(out)[1:] == (2, [])
        if len(list(out.iterdir())) > 2:
            _take_back(out, before[0])
    assert ended["killed"] == KILLS, ended
    assert ended["as it was"] >= KILLS / 2, ended
    with only_writer(out, 0):
        print(ended)  # noqa: T201 - how the kills ended, with -s


def _take_back(out: Path, log: bytes) -> None:
    """The folder as it was before the second import, so that it can be killed again."""
    import json
    import shutil

    first = json.loads(log)["batch"]
    for path in out.iterdir():
        if path.is_dir() and path.name != first:
            shutil.rmtree(path)
    (out / LOG).write_bytes(log)


STEPS = ("fsync", "rename", "replace", "mkdir", "chmod")


def test_a_disk_full_at_any_step_of_an_import_is_told_and_the_log_verifies(
    held, kaohe, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, words = held
    before = state(out)
    told = 0
    for step in range(40):
        with monkeypatch.context() as patch:
            left = [step]
            for name in STEPS:
                patch.setattr(os, name, _failing(getattr(os, name), left))
            answer = kaohe(*words)
        if answer.code == 0:
            break
        told += "磁盘已满" in answer.err
        log, lines, problems = state(out)
        assert log.startswith(before[0]), "a full disk takes no line"
        assert problems in ([], ["intake.batch-unlogged"])
        assert lines == 1 or not problems, "a line stands with its batch"
        if problems or lines == 2:
            _take_back(out, before[0])
    assert told >= 4, "steps of writing are counted"
    assert answer.code == 0
    assert state(out)[1:] == (2, [])


def _failing(call, left: list[int]):
    def counted(*arguments, **named):
        left[0] -= 1
        if left[0] < 0:  # a full disk stays full
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(arguments[0]))
        return call(*arguments, **named)

    return counted


@pytest.mark.parametrize("part", [0.2, 0.5, 0.97])
def test_half_a_file_is_taken_for_what_it_is_or_refused_and_the_whole_one_follows(part: float, held, kaohe) -> None:
    out, words = held
    path = words[1]
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    kaohe(*words)
    assert state(out)[2] == []
    path.write_bytes(whole)
    done = kaohe(*words)
    assert done.code == 0
    assert f"共 {9 * LINES} 行" in done.out
    assert state(out)[2] == []


def test_half_a_workbook_is_refused_and_nothing_is_written(office: Path, held, kaohe) -> None:
    out, words = held
    before = state(out)
    path = office / "half.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(200))
    answer = kaohe("import", path, *words[2:])
    assert answer.code == 1
    assert "Traceback" not in answer.err
    assert state(out) == before
