"""Extensions: which rows approved one, what each adds, and which of them count (P3, as ``meaning.dueline``).

An approval counts if all before it did, if it is not one too many and did not come after the due day that
those before it make. So it is enough to judge each as if all before it counted, and to stop at the first
that does not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from kaohe.engine.batch.alike import distinct
from kaohe.engine.batch.board import Board
from kaohe.engine.batch.clocks import NO_LIMIT, UNITS, Clocks
from kaohe.engine.batch.column import Codes, Column, Ints, Truths, Unsure, peak, times
from kaohe.engine.batch.evaluate import column, holds
from kaohe.engine.batch.order import spread
from kaohe.engine.meaning.duedate import LONGEST
from kaohe.engine.meaning.dueline import Refusal
from kaohe.rules.policy import Deadline, Extend
from kaohe.rules.value import Duration

REFUSALS: tuple[Refusal, ...] = ("not_a_length", "after_refused", "too_often", "after_due")
NOT_A_LENGTH, AFTER_REFUSED, TOO_OFTEN, AFTER_DUE = range(len(REFUSALS))
COUNTED = -1


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows that approve extensions of the clocks ``owner``; owners ascend, each one's rows too.

    Each adds ``added / scale`` days or hours; where ``is_length`` is not true it states none. All that
    counts together is at most ``at_most``.
    """

    owner: Ints
    row: Ints
    added: Ints
    is_length: Truths
    scale: int = 1
    at_most: int | None = None

    def some(self, which: Ints, owner: Ints) -> Asked:
        return replace(self, owner=owner, row=self.row[which], added=self.added[which], is_length=self.is_length[which])

    def of(self, place: Ints) -> Asked:
        """Those of the clocks that have a place (not -1), under it."""
        kept = np.flatnonzero(place[self.owner] >= 0)
        return self.some(kept, place[self.owner][kept])

    def told(self, number: Ints, known: Ints, end: Ints) -> tuple[Ints, Asked]:
        """Of clocks by number those before the row ``known`` and not after ``end`` (-1: running); whose each is."""
        low = np.searchsorted(self.owner, number)
        owner, nth = spread(np.searchsorted(self.owner, number, side="right") - low)
        which = low[owner] + nth
        row = self.row[which]
        kept = np.flatnonzero((row < known[owner]) & ((end[owner] < 0) | (row <= end[owner])))
        return owner[kept], self.some(which[kept], owner[kept])

    def limit_found(self, owner: Ints, amount: Ints, grains: Ints) -> Ints:
        """The limit that each approval finds, in grains, if all before it count."""
        added = sums_within(owner, self.added) - self.added
        return amount[owner] + self._in_grains(added, grains[owner])

    def total(self, owner: Ints, counted: Truths, amount: Ints, grains: Ints) -> Ints:
        """The limit that those that count make."""
        added = np.zeros(len(amount), np.int64)
        np.add.at(added, owner[counted], self.added[counted])
        return amount + self._in_grains(added, grains)

    def _in_grains(self, added: Ints, grains: Ints) -> Ints:
        """The ceiling cuts, it does not refuse."""
        most = added if self.at_most is None else np.minimum(added, self.at_most * self.scale)
        if not len(most):
            return most
        times(most, int(grains.max(initial=1)))
        return cast("Ints", most * grains // self.scale)

    def is_exact(self, grains: Ints) -> bool:
        """Whether what is added makes whole grains, so that a rest can be carried on."""
        return not len(self.row) or bool(np.all(grains % self.scale == 0))


def nothing_asked() -> Asked:
    none = np.zeros(0, np.int64)
    return Asked(none, none, none, none.astype(bool))


def asked_of(extend: Extend, board: Board, clocks: Clocks) -> Asked:
    """The rows that approve after each clock's opening and not after its end."""
    rows = board.rows_of(extend.at.kinds)
    last = np.where(clocks.end < 0, board.begins[board.stream[clocks.place] + 1] - 1, clocks.end)
    low, high = np.searchsorted(rows, clocks.place, side="right"), np.searchsorted(rows, last, side="right")
    owner, nth = spread(np.where(clocks.unit == NO_LIMIT, 0, np.maximum(high - low, 0)))
    row = rows[low[owner] + nth]
    here = clocks.some(owner).seen_from(board.at_rows(row), board)
    kept = np.flatnonzero(holds(extend.at.when, here))
    said = column(extend.add.tree, here.some(kept))
    added, is_length, scale = _lengths(said, clocks.unit[owner[kept]], board.codes)
    if peak(added) > 2 * LONGEST * scale:
        raise Unsure
    most = None if extend.at_most is None else extend.at_most.count
    return Asked(owner[kept], row[kept], added, is_length, scale, most)


def _lengths(said: Column, unit: Ints, codes: Codes) -> tuple[Ints, Truths, int]:
    """What is added; a duration counts only in the limit's own unit, nothing below 0 counts."""
    if said.sort == "number":
        is_length = said.there & (said.values >= 0)
        return np.where(is_length, said.values, 0), is_length, said.scale
    added, is_length = np.zeros(len(said), np.int64), np.zeros(len(said), bool)
    for code in distinct(said.values[said.there]).tolist():
        span = cast("Duration", codes.values[code])
        mine = said.there & (said.values == code) & (unit == UNITS.index(span.unit)) & (span.count >= 0)
        added[mine], is_length[mine] = span.count, True
    return added, is_length, 1


def sums_within(owner: Ints, values: Ints) -> Ints:
    """The sums so far of each owner's values; owners stand together."""
    if not len(owner):
        return values
    total = np.cumsum(values)
    first = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
    sizes = np.diff(np.append(first, len(owner)))
    return total - np.repeat(total[first] - values[first], sizes)


# --- which count --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Approvals:
    """Rows that approved extensions of the clocks ``owner``: ``reason`` ``COUNTED``, or which of ``REFUSALS``."""

    owner: Ints
    row: Ints
    reason: Ints

    def of(self, place: Ints) -> Approvals:
        """Those of the clocks that have a place (not -1), under it."""
        kept = np.flatnonzero(place[self.owner] >= 0)
        return Approvals(place[self.owner][kept], self.row[kept], self.reason[kept])


def judged_in_turn(form: Deadline, owner: Ints, asked: Asked, late: Truths) -> tuple[Approvals, Truths]:
    """Which approvals count; and before which nothing was refused. ``late``: after the due day they find."""
    size = len(owner)
    nth = sums_within(owner, np.ones(size, np.int64)) - 1
    times_ = None if form.extend is None else form.extend.times
    too_often = np.zeros(size, bool) if times_ is None else nth >= times_
    stops = ~asked.is_length | too_often | late
    in_turn = sums_within(owner, stops.astype(np.int64)) - stops == 0
    reason = np.select(
        [~asked.is_length, ~in_turn, too_often, late], [NOT_A_LENGTH, AFTER_REFUSED, TOO_OFTEN, AFTER_DUE], COUNTED
    )
    return Approvals(owner, asked.row, reason.astype(np.int64)), in_turn
