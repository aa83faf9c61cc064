"""A question to a stored run is answered alike however much of the run was read for it."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import time
from pathlib import Path

import pytest

from kaohe.commands import progress
from kaohe.scoring import fingerprints
from kaohe.scoring.fingerprints import fingerprint, is_as_told
from kaohe.scoring.stored_run import Stored, open_run, read_run
from kaohe.workbench.tracing import trace, trace_not


@pytest.fixture(scope="module")
def both(run_folder: Path) -> tuple[Stored, Stored]:
    """The run as a whole, and the run of which only what is asked for is read."""
    whole, narrow = read_run(run_folder), open_run(run_folder)
    assert whole is not None
    assert narrow is not None
    return whole, narrow


def test_the_entries_of_a_subject_a_case_and_an_id_are_those_of_the_whole_ledger(both: tuple[Stored, Stored]) -> None:
    whole, narrow = both
    policy = whole.checked.policy
    assert policy is not None
    names = [entry.id for entry in whole.scored.entries] + ["chengbei", "fengshan", "A1", "A2", "nobody"]
    assert len(names) > 9
    for name in names:
        assert trace(narrow, policy, name) == trace(whole, policy, name), name
    for clause in ("finish", "repeat"):
        for about in ("A1", "A2", "chengbei", "nobody"):
            assert trace_not(narrow, policy, clause, about) == trace_not(whole, policy, clause, about), (clause, about)


def test_a_run_that_keeps_its_events_answers_when_its_inputs_are_gone(desk: Path, kaohe, tmp_path: Path) -> None:
    roster = tmp_path / "roster.yaml"
    roster.write_text(
        "kaohe: 1\nroster: small\nunits:\n  - {id: chengbei, title: 城北}\n  - {id: fengshan, title: 凤山}\n", encoding="utf-8"
    )
    events = tmp_path / "events.jsonl"
    shutil.copy(desk / "events.jsonl", events)
    call = ("run", "--policy", desk / "small", "--roster", roster, "--events", events)
    assert kaohe(*call, "--out", tmp_path / "kept", "--keep-events").code == 0
    receipt = json.loads((tmp_path / "kept" / "receipt.json").read_text(encoding="utf-8"))
    assert "events.parquet" in receipt["files"]
    before = kaohe("why", "A1", "--run", tmp_path / "kept").out
    assert "[e3]" in before
    assert kaohe(*call, "--out", tmp_path / "by-two", "--keep-events", "--processes", "2").code == 0
    assert (tmp_path / "by-two" / "events.parquet").read_bytes() == (tmp_path / "kept" / "events.parquet").read_bytes()
    events.unlink()
    after = kaohe("why", "A1", "--run", tmp_path / "kept")
    assert after.out == before
    assert "run.input-changed" in after.err


def test_a_large_file_is_hashed_when_it_was_written_to_or_when_proof_is_asked_for(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(fingerprints, "LARGE", 3)
    file = tmp_path / "file"
    file.write_bytes(b"1234")
    told, now = fingerprint(file), file.stat().st_mtime_ns
    assert is_as_told(file, told, now, thorough=True)
    file.write_bytes(b"1235")
    os.utime(file, ns=(now, now))
    assert is_as_told(file, told, now, thorough=False)  # what only --verify finds
    assert not is_as_told(file, told, now, thorough=True)
    os.utime(file, ns=(now + 1, now + 1))
    assert not is_as_told(file, told, now, thorough=False)
    file.write_bytes(b"12345")
    os.utime(file, ns=(now, now))
    assert not is_as_told(file, told, now, thorough=False)
    file.unlink()
    assert not is_as_told(file, told, now, thorough=False)


def test_a_small_file_is_hashed_every_time(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"1234")
    told, now = fingerprint(file), file.stat().st_mtime_ns
    file.write_bytes(b"1235")
    os.utime(file, ns=(now, now))
    assert not is_as_told(file, told, now, thorough=False)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_who_waits_for_an_answer_sees_what_it_waits_for_and_then_only_the_answer(monkeypatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress.searching("查找依据", soon=0.01) as told:
        told(1, 4)
        for _ in range(30_000):  # as long as a busy machine may need
            if "25%" in terminal.getvalue():
                break
            time.sleep(0.01)
    assert "\r\033[K查找依据 25%" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\033[K")


def test_a_quick_answer_comes_without_a_word(monkeypatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress.searching("查找依据", soon=60) as told:
        told(1, 4)
    assert terminal.getvalue() == ""
