"""The same input gives the same bytes in any process, on any terminal, from any folder - and touches nothing else."""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def call(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kaohe.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, check=False)


def result(run: Path) -> tuple[str, bytes]:
    receipt = json.loads((run / "receipt.json").read_text(encoding="utf-8"))
    return receipt["root"], (run / "cards.json").read_bytes()


def test_another_process_zone_language_folder_and_order_of_rows_change_nothing(office: Path, kaohe, tmp_path: Path) -> None:
    rows = (office / "export.csv").read_text(encoding="utf-8").splitlines()
    found = []
    for number, seed in enumerate(("1", "2")):
        lines = [rows[0], *random.Random(seed).sample(rows[1:], len(rows) - 1)]
        here = tmp_path / f"文件 {number}"
        shutil.copytree(office, here / "办法 一")
        ending = "\r\n" if number else "\n"
        (here / "export.csv").write_text(ending.join(lines) + ending, encoding="utf-8", newline="")
        for document in (here / "办法 一").glob("*.yaml"):
            text = document.read_text(encoding="utf-8")
            document.write_text(text, encoding="utf-8", newline=ending)
        done = kaohe("import", here / "export.csv", "--mapping", here / "办法 一" / "mapping.yaml", "--out", here / "events")
        assert done.code == 0, done.all
        environment = {"PYTHONHASHSEED": seed, "TZ": ("America/New_York", "Asia/Tokyo")[number], "LANG": ("C", "en_US.UTF-8")[number]}
        done_there = call(
            "run", "--policy", "办法 一", "--events", "events", "--roster", "办法 一/roster.yaml", "--out", "结果 1",
            cwd=here, **environment,
        )  # fmt: skip
        assert done_there.returncode == 0, done_there.stderr.decode()
        found.append(result(here / "结果 1"))
        assert sorted(one.name for one in here.iterdir()) == sorted(["export.csv", "events", "办法 一", "结果 1"])
    assert found[0] == found[1]


def test_a_terminal_without_chinese_and_a_reader_that_leaves_are_no_faults(office: Path) -> None:
    ascii_ = call("check", office / "policy.yaml", office / "no.yaml", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (ascii_.returncode, b"Traceback" in ascii_.stderr) == (1, False)
    assert b"policy.not-found" in ascii_.stdout
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "kaohe.cli", "schema", "policy"]
    left = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (left.returncode, left.stderr) == (1, b"")


def test_nothing_is_asked_of_a_network(office: Path, kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(AssertionError):
        socket.create_connection(("localhost", 9))
    assert kaohe("import", office / "export.csv", "--mapping", office / "mapping.yaml", "--out", tmp_path / "events").code == 0
    assert kaohe("run", "--policy", office, "--events", tmp_path / "events", "--out", tmp_path / "run").code == 0
    assert kaohe("check", office).code == 0


def test_a_path_that_is_no_text_is_told(office: Path) -> None:
    done = subprocess.run(
        [sys.executable.encode(), b"-m", b"kaohe.cli", b"check", b"\xff.yaml"], cwd=office, capture_output=True, check=False
    )
    assert (done.returncode, "UTF-8" in done.stderr.decode("utf-8", "replace")) == (2, True)
