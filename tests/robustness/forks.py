"""Loads kaohe once, then forks a child for each order read from standard input; see ``Killer`` in conftest.

A child is killed after so many seconds, or right before its n-th step of writing (a file forced to
disk, renamed, made or given rights), so that every state a crash can leave behind is seen.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

import duckdb  # noqa: F401 - loaded before the first fork, as is all below

import kaohe.engine.intake.import_rows
import kaohe.engine.reference
import kaohe.reports.import_text
import kaohe.reports.run_text
import kaohe.scoring.job
import kaohe.scoring.run_files
import kaohe.workbench.importing  # noqa: F401
from kaohe import cli
from kaohe.rules.library import load_policy

_STEPS = ("fsync", "rename", "replace", "chmod", "mkdir")


def _die_before(step: int) -> None:
    """Replaces the calls that make and move files by ones that count, and end this process at ``step``."""
    left = [step]
    for name in _STEPS:
        setattr(os, name, _counted(getattr(os, name), left))


def _counted(call: Any, left: list[int]) -> Any:
    def counted(*arguments: Any, **named: Any) -> Any:
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return call(*arguments, **named)

    return counted


def _child(order: dict[str, Any], err: int) -> None:
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - until the process ends
    sys.stderr = open(err, "w", encoding="utf-8")  # noqa: SIM115
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if "largest" in order:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["largest"], order["largest"]))
    if "step" in order:
        _die_before(order["step"])
    sys.argv = ["kaohe", *order["arguments"]]
    code: Any = 1
    try:
        cli.main()
        code = 0
    except SystemExit as wanted:
        code = wanted.code or 0
    except BaseException:  # noqa: BLE001 - the test sees the traceback
        sys.excepthook(*sys.exc_info())
        code = 99
    finally:
        sys.stderr.flush()
        os._exit(code)


def _followed(order: dict[str, Any]) -> dict[str, Any]:
    """What became of one child."""
    reading, err = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        _child(order, err)
    os.close(err)
    if "seconds" in order:
        time.sleep(order["seconds"])
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, order.get("signal", signal.SIGKILL))
    with os.fdopen(reading, encoding="utf-8", errors="replace") as said:
        text = said.read()
    _, status = os.waitpid(child, 0)
    return {"code": os.waitstatus_to_exitcode(status), "err": text, "seconds": time.monotonic() - began}


load_policy(Path(sys.argv[1]))  # its vocabulary and calendar are kept: children are quicker
for line in sys.stdin:
    sys.stdout.write(json.dumps(_followed(json.loads(line))) + "\n")
    sys.stdout.flush()
