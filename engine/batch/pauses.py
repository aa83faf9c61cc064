"""Limits counted out past pauses, all clocks at once: sums instead of a walk (P3, as ``meaning.duedate``).

    turns of states ──► pauses (one state each) ──► stretches (any of them) ──laid on a tape──► due places

Of a clock opened at s, ``free(s)`` is what its tape has passed by s less what pauses took. Its limit of n
is used up where ``free(s) + n`` is reached; the stretches that begin before take what they last of it.
A pause is half-open: on a tape of days it lasts from the eve of its first day to the eve of the day it ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kaohe.engine.batch.board import Board
from kaohe.engine.batch.column import Ints, Truths, Unsure
from kaohe.engine.batch.evaluate import turns
from kaohe.engine.batch.order import sums
from kaohe.engine.batch.tapes import BEYOND, Tape

MOST = 2**61
"""No tape holds more; sums of pauses beyond it are not taken."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """When states held: rows that began and ended each (-1: it still holds), by opening row.

    ``state`` is the state's place among those that pause the deadline.
    """

    state: Ints
    begins: Ints
    ends: Ints

    def __len__(self) -> int:
        return len(self.begins)


def pauses_of(states: Sequence[str], board: Board) -> Pauses:
    """Every pause of the board's streams."""
    found = [_held(name, board) for name in states]
    begins = np.concatenate([np.zeros(0, np.int64), *(begun for begun, _ in found)])
    ends = np.concatenate([np.zeros(0, np.int64), *(ended for _, ended in found)])
    state = np.repeat(np.arange(len(found), dtype=np.int64), [len(begun) for begun, _ in found])
    turn = np.argsort(begins, kind="stable")
    return Pauses(state[turn], begins[turn], ends[turn])


def _held(state: str, board: Board) -> tuple[Ints, Ints]:
    """The rows at which a state began to hold, and those at which it ceased (-1: it holds on).

    A begin while it holds and an end while it does not change nothing.
    """
    rows, begins = turns(board, state)
    stream = board.stream[rows]
    held = np.append(False, begins[:-1] & (stream[1:] == stream[:-1])) if len(rows) else begins
    opens, shuts = rows[begins & ~held], rows[~begins & held]
    place = np.searchsorted(shuts, opens)
    ends = np.append(shuts, -1)[place]
    return opens, np.where((ends >= 0) & (board.stream[ends] == board.stream[opens]), ends, -1)


# --- stretches --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stretches:
    """Pauses that overlap or touch, as one: ``begins`` and ``ends`` are rows; one that still holds ends at
    the first row after its stream.
    """

    begins: Ints
    ends: Ints

    def known(self, streams: Ints, before: Ints, board: Board) -> tuple[Ints, Ints]:
        """For each stream, between which places its stretches stand that began before the row ``before``."""
        return (
            np.searchsorted(self.begins, board.begins[streams]),
            np.searchsorted(self.begins, before),
        )


def stretches_of(pauses: Pauses, board: Board) -> Stretches:
    """Row numbers hold the stream, so a running maximum of ends needs no regard for where streams part."""
    if not len(pauses):
        return Stretches(pauses.begins, pauses.ends)
    stream = board.stream[pauses.begins]
    ends = np.where(pauses.ends < 0, board.begins[stream + 1], pauses.ends)
    latest = np.maximum.accumulate(ends)
    apart = (pauses.begins[1:] > latest[:-1]) | (stream[1:] != stream[:-1])
    first = np.flatnonzero(np.append(True, apart))
    return Stretches(pauses.begins[first], latest[np.append(first[1:], len(latest)) - 1])


# --- on a tape --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Laid:
    """Stretches on a tape: after which place each begins to take time, up to and including which it does.

    ``taken[i]`` is what the first i of all take together; ``free[i]`` what has passed, less that, when
    stretch i begins.
    """

    tape: Tape
    after: Ints
    until: Ints
    taken: Ints
    free: Ints
    ends: Ints

    def passed(self, place: Ints, low: Ints, high: Ints, known: Ints) -> Ints:
        """What has passed by each place and was not paused, as the rows before ``known`` tell of it."""
        begun = first_at_least(self.after, low, high, place)
        latest = begun - 1
        there = begun > low
        until = np.where(self._lasts(latest, known), BEYOND, self.until[latest]) if len(self.after) else place
        covered = there & (until >= place)
        free = self.tape.passed(place) - self.taken[begun]
        return np.where(covered, self.free[latest], free) if len(self.after) else free

    def used_up(self, amount: Ints, low: Ints, high: Ints, known: Ints) -> tuple[Ints, Truths]:
        """Where so much has passed unpaused, and where a stretch that has not ended holds it up for good."""
        passed = first_at_least(self.free, low, high, amount)
        place = self.tape.reached(amount + self.taken[passed])
        if not len(self.after):
            return place, np.zeros(len(amount), bool)
        return place, (passed > low) & self._lasts(passed - 1, known)

    def _lasts(self, stretch: Ints, known: Ints) -> Truths:
        return self.ends[stretch] >= known


def laid(stretches: Stretches, tape: Tape, place: Ints) -> Laid:
    """The stretches on a tape; ``place`` is that of each of the board's rows: the eve of its day, or its instant."""
    size = len(place)
    after = place[stretches.begins]
    until = place[np.minimum(stretches.ends, max(size - 1, 0))] if size else after
    amount = np.maximum(tape.passed(until) - tape.passed(after), 0)
    if float(amount.sum(dtype=np.float64)) > MOST:
        raise Unsure
    taken = sums(amount)
    return Laid(tape, after, until, taken, tape.passed(after) - taken[:-1], stretches.ends)


def first_at_least(values: Ints, low: Ints, high: Ints, wanted: Ints) -> Ints:
    """The first place of ``low`` … ``high`` - 1 with a value not below what is wanted; ``high`` where none is.

    Values ascend between each pair of bounds.
    """
    low, high = low.copy(), high.copy()
    while len(open_ := np.flatnonzero(low < high)):
        middle = (low[open_] + high[open_]) // 2
        below = values[middle] < wanted[open_]
        low[open_] = np.where(below, middle + 1, low[open_])
        high[open_] = np.where(below, high[open_], middle)
    return low
