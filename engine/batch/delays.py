"""Delays: up to which day each is counted on which card, and in how many units (P3, P15, as ``meaning.lateness``).

    late clocks × spans of a card ──► the first entry, where its date lies in the span
                                  └─► what the delay grew since, in a later one
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kaohe.engine.batch.calendar_days import EPOCH
from kaohe.engine.batch.clocks import NONE
from kaohe.engine.batch.column import Ints, Truths
from kaohe.engine.batch.due import Due
from kaohe.engine.batch.outcomes import Outcomes, dated
from kaohe.rules.policy import Span

NOT_GROWN = -1


@dataclass(frozen=True, slots=True)
class Delays:
    """What the ``spans`` of a card have of clocks: entries dated ``at`` for the delay up to ``through``.

    ``span`` is the number of a later span than the one of the first entry, which stands for what was added
    in it; ``NOT_GROWN``: this is the first entry.
    """

    clock: Ints
    at: Ints
    through: Ints
    span: Ints
    spans: Sequence[Span] = ()

    @property
    def grown(self) -> Truths:
        found: Truths = self.span != NOT_GROWN
        return found

    def some(self, which: Ints) -> Delays:
        return Delays(self.clock[which], self.at[which], self.through[which], self.span[which], self.spans)

    def name(self, place: int) -> str | None:
        """The name of a later span; None for a first entry."""
        return None if self.span[place] == NOT_GROWN else self.spans[self.span[place]].name


def only_first(clock: Ints, day: Ints) -> Delays:
    """One entry a clock, dated on the day that it has among all."""
    return Delays(clock, day[clock], day[clock], np.full(len(clock), NOT_GROWN))


def cut(due: Due, became: Outcomes, spans: Sequence[Span]) -> Delays:
    """The late clocks with something in a span, clock after clock: as ``meaning.lateness.is_written``."""
    first, as_of = dated(due), due.board.world.as_of.toordinal()
    late = np.flatnonzero(became.late & (first <= as_of))
    lasts = np.maximum(first, became.until)[late]
    parts: list[Delays] = []
    for number, span in enumerate(spans):
        opens, ends = span.from_.toordinal(), span.to.toordinal()
        here = late[(first[late] <= ends) & (opens <= lasts)]
        grown = first[here] < opens
        at, through = np.where(grown, opens, first[here]), np.minimum(became.until[here], ends)
        parts.append(Delays(here, at, through, np.where(grown, number, NOT_GROWN)))
    clock, at, through, span_ = (
        np.concatenate([np.zeros(0, np.int64), *(getattr(part, name) for part in parts)])
        for name in ("clock", "at", "through", "span")
    )
    return Delays(clock, at, through, span_, spans).some(np.argsort(clock, kind="stable"))


# --- units ------------------------------------------------------------------------------------------------


def delayed(due: Due, per: str, which: Ints, day: Ints) -> Ints:
    """Units of delay from the due days of those clocks to each day: started ones count, at least 1."""
    if per == "occurrence":
        return np.ones(len(which), np.int64)
    first = due.due[which]
    if per == "month":
        return np.maximum(_months(first, day) + (_day_of_month(day) > _day_of_month(first)), 1)
    passed = due.board.table.between(first, day) if per == "workday" else day - first
    passed = np.maximum(passed, 1)
    return -(-passed // 7) if per == "week" else passed


def led(due: Due, per: str, which: Ints, day: Ints) -> Ints:
    """Whole units by which each day was earlier than the clock's due day; 1 per occurrence."""
    if per == "occurrence":
        return np.ones(len(which), np.int64)
    last = np.where(due.due[which] == NONE, day, due.due[which])
    if per == "month":
        return _months(day, last) - (np.minimum(_day_of_month(day), _length(last)) > _day_of_month(last))
    early = due.board.table.between(day, last) if per == "workday" else last - day
    return early // 7 if per == "week" else early


def _month(day: Ints) -> Ints:
    """Months since 1970."""
    return (day - EPOCH).astype("M8[D]").astype("M8[M]").astype(np.int64)


def _months(first: Ints, then: Ints) -> Ints:
    """By how many calendar months ``then`` lies after ``first``, whatever the days."""
    return _month(then) - _month(first)


def _first_of(month: Ints) -> Ints:
    return month.astype("M8[M]").astype("M8[D]").astype(np.int64) + EPOCH


def _day_of_month(day: Ints) -> Ints:
    return day - _first_of(_month(day)) + 1


def _length(day: Ints) -> Ints:
    """How many days the month of each day has."""
    month = _month(day)
    return _first_of(month + 1) - _first_of(month)
