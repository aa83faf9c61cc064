"""The example office on disk, and the command line called inside this process or in one that may be killed."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kaohe import cli
from kaohe.reports.command_line import SPOKEN

ROOT = Path(__file__).parent.parent.parent


class Told(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        return self.out + self.err


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A copy of the example office: policy, examples, roster, mapping, export."""
    return Path(shutil.copytree(ROOT / "docs" / "example", tmp_path / "office"))


@pytest.fixture
def kaohe(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Told]:
    """Calls the command line in this process; any exception but a wanted exit fails the test."""
    monkeypatch.setattr(sys, "argv", ["kaohe"])

    def call(*arguments: object) -> Told:
        sys.argv[1:] = list(map(str, arguments))
        SPOKEN.clear()
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = _exit_code()
        return Told(code, out.getvalue(), err.getvalue())

    return call


def _exit_code() -> int:
    try:
        cli.main()
    except SystemExit as wanted:
        return int(wanted.code or 0)
    return 0


class Killer:
    """A process that has loaded kaohe and, for each order, forks one that may be killed while it works."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, *arguments: object, **how: Any) -> dict[str, Any]:
        """``seconds``: killed after so long; ``step``: killed before that step of writing; ``signal``,
        ``largest`` (bytes a file may grow to). The answer: ``code`` (negative: by a signal), ``err``, ``seconds``.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"arguments": list(map(str, arguments)), **how}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@pytest.fixture(scope="module")
def forked() -> Iterator[Killer]:
    command = [sys.executable, str(Path(__file__).with_name("forks.py")), str(ROOT / "docs" / "example")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Killer(process)
        assert process.stdin is not None
        process.stdin.close()
