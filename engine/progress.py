"""How far a replay is, told to whoever asks: engines count, commands show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Progress = Callable[[int, int | None], None]
"""(steps done, steps in all; None: unknown). A step is a clause, or what an engine goes through instead."""

Item = TypeVar("Item")


def told_of(items: Sequence[Item], progress: Progress | None) -> Iterator[Item]:
    """The items; each is told as done when the next is asked for. ``progress`` None: nobody asks."""
    if progress is None:
        yield from items
        return
    for done, item in enumerate(items):
        progress(done, len(items))
        yield item
    progress(len(items), len(items))
