"""How far a replay is, shown on a terminal while it lasts."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import typer

from kaohe.reports.command_line import lang
from kaohe.reports.progress_text import replay_text

PATIENCE = 2.0
"""Seconds in which nobody asks how far it is."""
PAUSE = 0.1
"""Seconds between two words of it: a terminal is slower than an engine that counts events."""


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
