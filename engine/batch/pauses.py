"""Limits counted out past pauses, by sums of days instead of a walk (P3, as ``meaning.duedate``).

A pause skips the days from the one it begins on up to the one before it ends. Few clocks have any, so
these are reckoned one by one, each in as many steps as it has pauses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kaohe.engine.batch.board import Board
from kaohe.engine.batch.calendar_days import DayTable
from kaohe.engine.batch.column import Ints
from kaohe.engine.batch.evaluate import turns
from kaohe.rules.policy import Deadline

NEVER = 2**62
"""Later than every day."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Rows that began and ended it (-1: it still holds), and the days it skips: ``first`` … ``until`` - 1."""

    begins: int
    ends: int
    first: int
    until: int


Turns = Sequence[Sequence[tuple[int, bool]]]
"""Of one stream, for each state that pauses: its turns as (row, whether it begins)."""


def turns_by_stream(form: Deadline, board: Board) -> Mapping[int, Turns]:
    """The turns of the streams in which a pause ever begins."""
    found: dict[int, list[list[tuple[int, bool]]]] = {}
    for number, state in enumerate(form.pause):
        rows, begins = turns(board, state)
        for row, begun, stream in zip(rows.tolist(), begins.tolist(), board.stream[rows].tolist(), strict=True):
            found.setdefault(stream, [[] for _ in form.pause])[number].append((row, begun))
    return found


def pauses(all_turns: Turns, known: int, day: Ints) -> Iterator[Pause]:
    """When the states held, as the rows before ``known`` tell."""
    for own in all_turns:
        begun = -1
        for row, begins in own:
            if row >= known:
                break
            if begins:
                begun = row if begun < 0 else begun
            elif begun >= 0:
                yield Pause(begun, row, int(day[begun]), int(day[row]))
                begun = -1
        if begun >= 0:
            yield Pause(begun, -1, int(day[begun]), NEVER)


@dataclass(frozen=True, slots=True)
class Counter:
    """Counts days (``table`` None) or working days of the table."""

    table: DayTable | None

    def between(self, day: int, then: int) -> int:
        """Countable days after ``day`` up to and including ``then``."""
        if then <= day:
            return 0
        return then - day if self.table is None else self.table.between_two(day, then)

    def nth(self, day: int, count: int) -> int:
        """The ``count``-th countable day after ``day``."""
        return day + count if self.table is None else int(self.table.moved(np.array([day]), count)[0])

    def out(self, start: int, count: int, paused: Sequence[Pause]) -> tuple[int | None, list[Pause]]:
        """The day on which a limit is used up (None: a pause holds it up), and the pauses that took days of it."""
        if count <= 0:
            return start + count, []
        day, left = start, count
        for pause in sorted(paused, key=lambda each: each.first):
            first = max(pause.first, day + 1)
            if pause.until <= first:
                continue
            before = self.between(day, first - 1)
            if before >= left:
                break
            if pause.until == NEVER:
                return None, self._took(start, pause.first - 1, paused)
            left -= before
            day = pause.until - 1
        due = self.nth(day, left)
        return due, self._took(start, due, paused)

    def _took(self, start: int, last: int, paused: Sequence[Pause]) -> list[Pause]:
        """The pauses that skipped a countable day, in the order of the first one each skipped."""
        found: list[tuple[int, int, Pause]] = []
        for number, pause in enumerate(paused):
            before = max(pause.first, start + 1) - 1
            if pause.until < NEVER and self.between(before, min(pause.until - 1, last)) > 0:
                found.append((self.nth(before, 1), number, pause))
        return [pause for *_, pause in sorted(found, key=lambda each: each[:2])]


def counter(board: Board, unit: str) -> Counter:
    return Counter(None if unit == "d" else board.table)
