"""Who does work that falls into tasks: this process alone, or several (``batch.disk.Hands``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from kaohe.rules.problem import Problem

T = TypeVar("T")
R = TypeVar("R")


class Workers(Protocol):
    """Tasks may be done in any order and by other processes: what one changes around it, others need not see.

    ``told`` is what is to be said of the work itself.
    """

    @property
    def told(self) -> Sequence[Problem]: ...

    def all(self, tasks: Sequence[T], work: Callable[[T], R]) -> list[R]:
        """The results of all tasks, in their order."""


class _Alone:
    told = ()

    def all(self, tasks: Sequence[T], work: Callable[[T], R]) -> list[R]:
        return [work(task) for task in tasks]


ALONE: Workers = _Alone()
"""This process, one task after another."""
