"""A process of its own, and what it took."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

ROOT = Path(__file__).parent.parent
KAOHE = (sys.executable, "-m", "kaohe.cli")


@dataclass(frozen=True, slots=True)
class Ran:
    """Wall and processor seconds of a process from start to end (processes that it waited for included), and the
    most memory that any one of them held.
    """

    wall: float
    cpu: float
    peak_mb: float


def ran(command: Sequence[str], limit: float = 900, **environment: str) -> Ran:
    """Runs a command in the repository; ``RuntimeError`` with its last words when it fails, or is stopped after
    ``limit`` seconds.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # as where a program is used
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env={**kept, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    stop = Timer(limit, process.kill)
    stop.start()
    said = process.stderr.read().decode(errors="replace")
    _, status, used = os.wait4(process.pid, 0)
    stop.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    if status != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {said[-2000:]}")
    return Ran(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def median(runs: Sequence[Ran], what: Callable[[Ran], float]) -> float:
    """The median of one figure of several runs."""
    return statistics.median(what(one) for one in runs)


def wall(one: Ran) -> float:
    """Wall seconds."""
    return one.wall


def cpu(one: Ran) -> float:
    """Processor seconds."""
    return one.cpu
