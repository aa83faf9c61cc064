"""The example office on disk, and the command line called in a process that may be killed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A copy of the example office: policy, examples, roster, mapping, export."""
    return Path(shutil.copytree(ROOT / "docs" / "example", tmp_path / "office"))


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
