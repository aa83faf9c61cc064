"""Deadlines by columns: what became of every clock, what it costs, and the clocks themselves.

    clocks (which) ──► due (until when) ──► outcomes ──► late and on-time entries, ledger clocks

A clock that the plain meaning reckoned, and a delay that grows over several cards, it also writes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Literal, cast

import numpy as np
import pyarrow as pa

from kaohe.engine.batch import because
from kaohe.engine.batch.board import Board, Positions
from kaohe.engine.batch.charge import Charges, Worth, alike, charges
from kaohe.engine.batch.clock_table import clock_table
from kaohe.engine.batch.clocks import HOW, RUNNING, can_be_reckoned, opened
from kaohe.engine.batch.column import Column, Ints, Unsure
from kaohe.engine.batch.due import NONE, Due, reckoned
from kaohe.engine.batch.evaluate import column
from kaohe.engine.batch.ledger import Written
from kaohe.engine.batch.on import within
from kaohe.engine.batch.outcomes import Outcomes, outcomes
from kaohe.engine.ledger import Clock, Entry
from kaohe.engine.meaning import cardspans, deadline, lateness
from kaohe.engine.meaning.deadline import NOTHING
from kaohe.engine.meaning.unscored import OutOfBounds, judged
from kaohe.rules.policy import Clause, Deadline, Outcome
from kaohe.rules.problem import Problem

Part = Literal["late", "on_time"]


def due_of(clause: Clause, board: Board) -> Due:
    """The clause's clocks with their due days, reckoned once. ``Unsure``: not by columns."""
    key = ("due", clause.id)
    if key not in board.memory:
        form = cast("Deadline", clause.form)
        can_be_reckoned(form, board.world.policy)
        clocks = opened(form, board)
        clocks = clocks.some(within(clause.in_force, board.day[clocks.place]))
        board.memory[key] = reckoned(clause, board, clocks)
    return cast("Due", board.memory[key])


# --- what is written ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judged:
    """What a deadline clause writes. ``told`` in the order of clocks."""

    written: Sequence[Written]
    plain: Sequence[Entry]
    told: Sequence[Problem]


def judged_deadline(clause: Clause, board: Board) -> Judged:
    """The entries of the clause's clocks, and what is to be told."""
    due = due_of(clause, board)
    became = outcomes(due)
    form = due.form
    written: list[Written] = []
    told: list[tuple[int, int, Problem]] = []
    late = form.late or (NOTHING if clause.kind == "monitored" else None)
    plain = set(due.plain)
    if late is not None:
        which, grown = _late_here(due, became, late)
        plain.update(grown.tolist())
        written += _written(due, became, which, late, "late", told)
    if form.on_time is not None:
        span = board.world.span
        ended = became.on_time & within(span, became.until) & (became.until <= board.world.as_of.toordinal())
        written += _written(due, became, np.flatnonzero(ended), form.on_time, "on_time", told)
    entries = _plainly(due, sorted(plain), told)
    told += _refused(due)
    return Judged(written, entries, [problem for *_, problem in sorted(told, key=lambda each: each[:2])])


def _late_here(due: Due, became: Outcomes, result: Outcome) -> tuple[Ints, Ints]:
    """The late clocks with an entry dated in the span; and those whose delay only grew in it."""
    board, clause = due.board, due.clause
    ways = cardspans.ways_to_cut(clause, board.world)
    grows = result.per != "occurrence"
    if len(ways) > 1 or result.per == "month" or (grows and len(ways[0]) > 1):
        return np.zeros(0, np.int64), np.flatnonzero(became.late)
    first = dated(due)
    shown = became.late & (first <= board.world.as_of.toordinal())
    here = within(board.world.policy.period, first)
    grown = shown & (first < board.world.policy.period.from_.toordinal()) & grows
    return np.flatnonzero(shown & here), np.flatnonzero(grown)


def dated(due: Due) -> Ints:
    """The date of a late entry: the day after the due day; for hours the day of the due instant."""
    return due.due + ~due.in_hours


def _written(
    due: Due, became: Outcomes, which: Ints, result: Outcome, part: Part, told: list[tuple[int, int, Problem]]
) -> list[Written]:
    """The entries of those clocks, evaluated at the due point or the finish."""
    if not len(which):
        return []
    board, clause, clocks = due.board, due.clause, due.clocks.some(which)
    here = due_points(due, which) if part == "late" else board.at_rows(clocks.end)
    here = clocks.seen_from(here, board)
    at = dated(due)[which] if part == "late" else became.until[which]
    through = np.minimum(became.until[which], _ends_of_spans(due, at)) if part == "late" else at
    due_day = due.due[which]
    days = {"entry": at, "start": board.day[clocks.place], "due": np.where(due_day == NONE, at, due_day)}
    worth = _worth(due, result, _units(board, result.per, due_day, through, part), column(result.points.tree, here))
    found = charges(clause, here, clocks.place, days, "monitored" if clause.kind == "monitored" else part, worth)
    told += [(int(which[place]), 1, problem) for place, problem in found.told]
    cited = _because(due, which, result, here)
    text = _late_texts(due, which, through) if part == "late" else _on_time_texts(due, which, through)
    return [_entries(board, found, clocks.place, (at, due_day), (text, cited))]


def _ends_of_spans(due: Due, day: Ints) -> Ints:
    """The last day of the card's span that holds each day: a card says what was known when it was settled."""
    spans = cardspans.ways_to_cut(due.clause, due.board.world)[0]
    opens = np.array([span.from_.toordinal() for span in spans], np.int64)
    ends = np.array([span.to.toordinal() for span in spans], np.int64)
    return ends[np.maximum(np.searchsorted(opens, day, side="right") - 1, 0)]


def _entries(board: Board, found: Charges, rows: Ints, days: tuple[Ints, Ints], said: tuple[pa.Array, pa.ListArray]) -> Written:
    owner, own = found.owner, pa.array(found.owner)
    at, due = days
    return Written(board, found.patterns, found.pattern, rows[owner], at[owner], due[owner], *[each.take(own) for each in said])


def due_points(due: Due, which: Ints) -> Positions:
    """After every event of the due day (hours: up to the due instant), and after the opening event."""
    board, place = due.board, due.clocks.place[which]
    streams = board.stream[place]
    days, back = np.unique(due.due[which], return_inverse=True)
    last = np.array([board.world.last_instant(date.fromordinal(day)) for day in days.tolist()], np.int64)
    at = np.where(due.in_hours[which], due.due_at[which], last[back])
    before = np.maximum(board.after(streams, at), place + 1)
    none = np.full(len(which), -1, np.int64)
    return Positions(board, board.begins[streams], before, before, none, at, due.due[which])


def _units(board: Board, per: str, due: Ints, through: Ints, part: Part) -> Ints:
    """Units of delay up to ``through``, or whole units by which an end was early."""
    if per == "occurrence":
        return np.ones(len(due), np.int64)
    if part == "late":
        passed = board.table.between(due, through) if per == "workday" else through - due
        return -(-np.maximum(passed, 1) // 7) if per == "week" else np.maximum(passed, 1)
    if per not in ("day", "week", "workday"):
        raise Unsure
    due = np.where(due == NONE, through, due)
    early = board.table.between(through, due) if per == "workday" else due - through
    return cast("Ints", early // 7 if per == "week" else early)


def _worth(due: Due, result: Outcome, units: Ints, points: Column) -> Worth:
    """Points × units within the bound, as the plain meaning rounds them."""

    def of(place: int) -> Fraction:
        each = Fraction(int(points.values[place]), points.scale)
        try:
            return lateness.worth(due.clause, result, each, int(units[place]))
        except OutOfBounds:
            raise Unsure from None

    return Worth(of, [points.values, units])


def _because(due: Due, which: Ints, result: Outcome, here: Positions) -> pa.ListArray:
    """Start, extensions that counted, pauses that took time, the end; what ``when`` and ``points`` chose."""
    board, form, clocks = due.board, due.form, due.clocks.some(which)
    opening = clocks.seen_from(board.at_rows(clocks.place), board)
    chosen = because.chosen((form.start.when if form.start else None,), opening)
    chosen += because.chosen((result.points,), here)
    moved = [
        (owner, row)
        for owner, number in enumerate(which.tolist())
        if number in due.moved
        for row in _that_moved(due, number)
    ]
    pairs = np.array(moved, np.int64).reshape(-1, 2)
    return because.cited(board, len(which), [clocks.place, clocks.end, *chosen], (pairs[:, 0], pairs[:, 1]))


def _that_moved(due: Due, number: int) -> list[int]:
    moved = due.moved[number]
    extended = [each.row for each in moved.approvals if each.refused is None]
    return extended + [row for pause in moved.pauses for row in (pause.begins, pause.ends) if row >= 0]


def _late_texts(due: Due, which: Ints, through: Ints) -> pa.Array:
    board, clocks = due.board, due.clocks.some(which)
    ended = np.where(clocks.end < 0, NONE, board.day[np.maximum(clocks.end, 0)])
    keys = [board.day[clocks.place], due.due[which], ended, clocks.how, through]
    return _texts(keys, lambda started, day, end, how, last: deadline.late_text(
        _day(started), _day(day), None if end == NONE else _day(end), None if how == RUNNING else HOW[how], _day(last)
    ))  # fmt: skip


def _on_time_texts(due: Due, which: Ints, through: Ints) -> pa.Array:
    keys = [due.board.day[due.clocks.place[which]], due.due[which], through]
    return _texts(keys, lambda started, day, last: deadline.on_time_text(
        _day(started), None if day == NONE else _day(day), _day(last)
    ))  # fmt: skip


def _texts(keys: Sequence[Ints], say: Callable[..., str]) -> pa.Array:
    """Each different text once."""
    sort, first = alike(keys)
    said = [say(*each) for each in zip(*[key[first].tolist() for key in keys], strict=True)]
    return pa.array(said, pa.string()).take(pa.array(sort))


_day = date.fromordinal


# --- one by one -----------------------------------------------------------------------------------------


def _plainly(due: Due, numbers: Sequence[int], told: list[tuple[int, int, Problem]]) -> list[Entry]:
    """What the plain meaning writes for those clocks."""
    board, clause = due.board, due.clause
    board.make(board.stream[due.clocks.place[list(numbers)]])
    entries: list[Entry] = []
    for number in numbers:
        each, problems = timed(due, number)
        told += [(number, 0, problem) for problem in problems]
        if each is not None:
            made, said = judged(clause, each.clock.start.id, partial(deadline.entries_of, clause, board.world, each))
            charged, notices = made or ([], [])
            entries += charged
            told += [(number, 1, problem) for problem in (*said, *notices)]
    return entries


def timed(due: Due, number: int) -> deadline.Reckoned:
    """A clock with the due line that the plain meaning walks."""
    if number in due.plain:
        return due.plain[number]
    clock = due.instance(number)
    return judged(due.clause, clock.start.id, partial(deadline.as_timed, due.board.world, clock, len(clock.stream.events)))


def _refused(due: Due) -> list[tuple[int, int, Problem]]:
    """Every approval that does not count, by clock."""
    board, world, told = due.board, due.board.world, []
    for number, (each, _) in due.plain.items():
        if each is not None:
            told += [(number, 2, problem) for problem in deadline.refused(due.clause, world, each.line)]
    for number, moved in due.moved.items():
        for approval in moved.approvals:
            if approval.refused is not None and world.counts(_day(int(board.day[approval.row]))):
                start = int(due.clocks.place[number])
                event, opening = board.ids(np.array([approval.row, start])).to_pylist()
                told.append((number, 2, deadline.refusal(due.clause, event, opening, approval.refused)))
    return told


# --- the clocks of the ledger ---------------------------------------------------------------------------


def ledger_clocks(clause: Clause, board: Board) -> pa.Table:
    """Every clock as the ledger keeps it; one that cannot be reckoned is left out."""
    due = due_of(clause, board)
    plain: dict[int, Clock | None] = {
        number: None if each is None else deadline.ledger_clock(board.world, each)
        for number, (each, _) in due.plain.items()
    }
    return clock_table(due, outcomes(due), plain)
