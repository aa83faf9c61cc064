"""How far a replay or a search is, shown on a terminal while it lasts."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from kaohe.reports.command_line import lang
from kaohe.reports.progress_text import replay_text, seconds_text

PATIENCE = 2.0
"""Seconds in which nobody asks how far it is."""
PAUSE = 0.1
"""Seconds between two words of it: a terminal is slower than an engine that counts events."""


SOON = 1.0
"""Seconds in which whoever asked a question waits without a word."""


@contextmanager
def searching(stage: str, soon: float = SOON) -> Iterator[Callable[[int, int | None], None]]:
    """From the first second on, says twice a second what a question waits for and how far that is.

    What is yielded takes the counts. The line is wiped when the block ends. Nothing is written where
    standard error is no terminal.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _whole: None
        return
    counts: list[tuple[int, int | None]] = [(0, None)]
    over = threading.Event()
    shown = threading.Thread(target=_showing, args=(stage, counts, over, soon), daemon=True)
    shown.start()
    try:
        yield lambda done, whole: counts.append((done, whole))
    finally:
        over.set()
        shown.join()


def _showing(stage: str, counts: list[tuple[int, int | None]], over: threading.Event, soon: float) -> None:
    began, told = time.monotonic(), False
    while not over.wait(SOON / 2 if told else soon):
        done, whole = counts[-1]
        far = f" {done / whole:.0%}" if whole else ""
        typer.echo(f"\r\033[K{stage}{far} {seconds_text(time.monotonic() - began, lang())}", err=True, nl=False)
        told = True
    if told:
        typer.echo("\r\033[K", err=True, nl=False)


def replaying(stage: str, clock: Callable[[], float] = time.monotonic) -> Callable[[int, int | None], None]:
    """Takes an engine's counts and, from the third second on, rewrites the line that says ``stage``.

    Nothing is written where standard error is no terminal.
    """
    began = clock()
    first: list[float] = []  # when the first step began: reading and sorting before it is no step
    told = [began]

    def show(done: int, whole: int | None) -> None:
        now = clock()
        first[:] = first or [now]
        if now - began < PATIENCE or now - told[0] < PAUSE or not sys.stderr.isatty():
            return
        told[0] = now
        typer.echo(f"\r\033[K{stage} {replay_text(done, whole, now - first[0], lang())}", err=True, nl=False)

    return show
