"""What all tests share: Hypothesis keeps no stopwatch, because a busy machine is not a fault; the command line
is called within the process, unless the process is what is asked about; and several workers share the files.

A test of an engine that is not installed (``--engine stream`` needs a C compiler) is skipped, visibly.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest
from hypothesis import Phase, settings

from kaohe import cli
from kaohe.engine.engines import NEEDS, is_installed
from kaohe.reports.command_line import SPOKEN

settings.register_profile("kaohe", deadline=None)
settings.register_profile("faults", deadline=None, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate))
"""For ``make faults``: the same cases in every run, and a failure is enough, it is not made smaller."""
settings.load_profile("kaohe")

# What runs in the background of a shell does not hear Ctrl-C, nor what it starts: a test that presses the key would wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = {name for name in NEEDS if not is_installed(name)}
    for item in items:
        params = item.callspec.params.values() if isinstance(item, pytest.Function) and hasattr(item, "callspec") else ()
        wanted = missing & {each for each in params if isinstance(each, str)}
        if wanted:
            item.add_marker(pytest.mark.skip(reason=f"the {wanted.pop()} engine is not installed (it needs a C compiler)"))


TOGETHER = ("tests/engine/batch/", "tests/laws/", "tests/notice/", "tests/reports/")
"""Folders whose files share years, pages and policies that take seconds to make."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Of several workers one takes a whole file, or a whole folder that is kept together, so that nothing is made in
    each of them; tests that stand in no folder come last, and one by one: so no worker waits for another.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file, _, _ = nodeid.partition("::")
            if file.count("/") == 1 and file != "tests/test_house.py":
                return nodeid
            return next((folder for folder in TOGETHER if file.startswith(folder)), file)

    config.option.loadscopereorder = False  # as they are collected
    return ByFile(config, log)


@pytest.fixture(scope="session", autouse=True)
def _power() -> Iterator[None]:
    """Nobody pulls the plug on these tests: that files are brought to the disk at once would only cost its turns. Those
    that ask at which step of writing a process may die have processes of their own.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        yield


class Told(NamedTuple):
    """What a command answered: its exit code, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        return self.out + self.err


class Call(Protocol):
    """Types a command: ``kaohe("run", "--events", path)``; LANG says nothing unless given, the folder stays."""

    def __call__(self, *arguments: object, lang: str = "", cwd: Path | None = None) -> Told: ...


@pytest.fixture(scope="session")
def kaohe() -> Call:
    """Calls the command line in this process; any exception but a wanted exit fails the test."""

    def call(*arguments: object, lang: str = "", cwd: Path | None = None) -> Told:
        out, err = _pipe(), _pipe()
        SPOKEN.clear()
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            patch.setattr(sys, "argv", ["kaohe", *map(str, arguments)])
            patch.setattr(gc, "freeze", lambda: None)  # this process goes on
            patch.setenv("LANG", lang)
            if cwd is not None:
                patch.chdir(cwd)
            code = _exit_code()
        SPOKEN[:] = ["zh"]  # what was asked for in one call is nothing to whoever comes next
        return Told(code, _piped(out), _piped(err))

    return call


def _exit_code() -> int:
    often = gc.get_threshold()
    try:
        cli.main()
    except SystemExit as wanted:
        return int(wanted.code or 0)
    finally:
        gc.set_threshold(*often)
    return 0


def _pipe() -> io.TextIOWrapper:
    """What another process would print into."""
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")


def _piped(pipe: io.TextIOWrapper) -> str:
    """All that was printed, each line ended as a text file ends it."""
    pipe.flush()
    assert isinstance(pipe.buffer, io.BytesIO)
    return pipe.buffer.getvalue().decode("utf-8").replace("\r\n", "\n")
