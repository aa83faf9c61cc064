"""Deadlines by columns: what became of every clock, what it costs, and the clocks themselves.

    clocks (which) ──► due (until when) ──► outcomes ──► late and on-time entries, ledger clocks

A clock that the plain meaning reckoned it also writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, Literal, cast

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kaohe.engine.batch import because
from kaohe.engine.batch.alike import alike
from kaohe.engine.batch.board import Board, Positions
from kaohe.engine.batch.calendar_days import last_instants
from kaohe.engine.batch.charge import Charges, Worth, charges
from kaohe.engine.batch.clock_table import clock_table
from kaohe.engine.batch.clocks import HOW, NONE, Clocks, counted_back, opened
from kaohe.engine.batch.column import Column, Ints, Truths, Unsure
from kaohe.engine.batch.delays import Delays, cut, delayed, led, only_first
from kaohe.engine.batch.due import Due, reckoned
from kaohe.engine.batch.endings import RUNNING
from kaohe.engine.batch.evaluate import column
from kaohe.engine.batch.extensions import COUNTED, REFUSALS
from kaohe.engine.batch.ledger import Written
from kaohe.engine.batch.on import within
from kaohe.engine.batch.order import spread
from kaohe.engine.batch.outcomes import Outcomes, outcomes
from kaohe.engine.batch.phrases import phrased, spelled
from kaohe.engine.ledger import Clock, Entry
from kaohe.engine.meaning import cardspans, deadline, lateness
from kaohe.engine.meaning.deadline import NOTHING
from kaohe.engine.meaning.unscored import OutOfBounds, judged
from kaohe.rules.policy import Clause, Deadline, Outcome
from kaohe.rules.problem import Problem

Part = Literal["late", "on_time"]


def due_of(clause: Clause, board: Board) -> Due:
    """The clause's clocks that opened while it is in force, with their due days. ``Unsure``: not by columns."""
    return board.remembered(("due", clause.id), lambda: _in_force(clause, board))


def became_of(clause: Clause, board: Board) -> Outcomes:
    """What became of each of them."""
    return board.remembered(("became", clause.id), lambda: outcomes(due_of(clause, board)))


def _in_force(clause: Clause, board: Board) -> Due:
    every = _every_due(clause, board)
    here = within(clause.in_force, board.day[every.clocks.place])
    return every if here.all() else every.some(np.flatnonzero(here))


def _every_due(clause: Clause, board: Board) -> Due:
    """All clocks, whenever they opened: others are counted back from them."""
    return board.remembered(("every due", clause.id), lambda: reckoned(clause, board, _clocks(clause, board)))


def _clocks(clause: Clause, board: Board) -> Clocks:
    """Opened by events, or counted back from those of another deadline."""
    form = cast("Deadline", clause.form)
    if form.before is None:
        return opened(form, board)
    other = board.world.policy.clause(form.before.clause)
    return counted_back(form, form.before, board, _every_due(other, board))


# --- what is written ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judged:
    """What a deadline clause writes: as columns, and one by one. ``told`` in the order of clocks."""

    written: Sequence[Written]
    singly: Sequence[Entry]
    told: Sequence[Problem]


def judged_deadline(clause: Clause, board: Board) -> Judged:
    """The entries of the clause's clocks, and what is to be told."""
    due = due_of(clause, board)
    became = became_of(clause, board)
    form = due.form
    written: list[Written] = []
    told: list[tuple[int, int, Problem]] = []
    late = form.late or (NOTHING if clause.kind == "monitored" else None)
    if late is not None:
        ways = cardspans.ways_to_cut(clause, board.world)
        for spans in ways:
            delays = cut(due, became, spans)
            wrote = _late(due, delays, late, told)
            written += [_cut_so(each, clause, spans) if len(ways) > 1 else each for each in wrote]
    if form.on_time is not None:
        written += _on_time(due, became, form.on_time, told)
    entries = _plainly(due, told)
    told += _refused(due)
    return Judged(written, entries, [problem for *_, problem in sorted(told, key=lambda each: each[:2])])


def _late(
    due: Due, delays: Delays, late: Outcome, told: list[tuple[int, int, Problem]]
) -> list[Written]:
    """The entries of late clocks, evaluated at the due point, and what their delays grew in later spans."""
    here = due.clocks.some(delays.clock).seen_from(due_points(due, delays.clock), due.board)
    points = column(late.points.tree, here)
    units = delayed(due, late.per, delays.clock, delays.through)
    already = np.where(delays.grown, delayed(due, late.per, delays.clock, delays.at - 1), 0)
    worth = _worth(due, late, points, delays, units, already)
    kept = np.flatnonzero(~delays.grown | _is_something(worth))
    if not len(kept):
        return []
    if len(kept) < len(units):
        delays, here = delays.some(kept), here.some(kept)
        worth = _worth(due, late, points.some(kept), delays, units[kept], already[kept])
    text = _late_texts(due, delays)
    return [_written(due, delays, (late, worth, here, text), "late", told)]


def _on_time(
    due: Due, became: Outcomes, result: Outcome, told: list[tuple[int, int, Problem]]
) -> list[Written]:
    """A credit for every clock that ended in time, dated and evaluated at the finish."""
    board, span = due.board, due.board.world.span
    ended = became.on_time & within(span, became.until) & (became.until <= board.world.as_of.toordinal())
    delays = only_first(np.flatnonzero(ended), became.until)
    if not len(delays.clock):
        return []
    here = due.clocks.some(delays.clock).seen_from(board.at_rows(due.clocks.end[delays.clock]), board)
    units = led(due, result.per, delays.clock, delays.at)
    worth = _worth(due, result, column(result.points.tree, here), delays, units, np.zeros(len(units), np.int64))
    text = _on_time_texts(due, delays)
    return [_written(due, delays, (result, worth, here, text), "on_time", told)]


def _written(
    due: Due, delays: Delays, said: tuple[Outcome, Worth, Positions, pa.Array], part: Part,
    told: list[tuple[int, int, Problem]],
) -> Written:  # fmt: skip
    """The entries of those delays."""
    board, clause, clocks = due.board, due.clause, due.clocks.some(delays.clock)
    result, worth, here, text = said
    due_day = due.due[delays.clock]
    days = {"entry": delays.at, "start": board.day[clocks.place], "due": np.where(due_day == NONE, delays.at, due_day)}
    charged = "monitored" if clause.kind == "monitored" else part
    found = charges(clause, here, clocks.place, days, charged, worth)
    told += [(int(delays.clock[place]), 1, problem) for place, problem in found.told]
    cited = _because(due, delays.clock, result, here)
    return _entries(board, found, clocks.place, (delays.at, due_day), (text, cited))


def _cut_so(written: Written, clause: Clause, spans: cardspans.Spans) -> Written:
    """The entries whose subject has a card of those spans."""
    world = written.board.world
    kept = np.array([cardspans.is_cut_so(clause, world, spans, each) for each in written.patterns] or [True])
    return written.some(np.flatnonzero(kept[written.pattern]))


def _entries(board: Board, found: Charges, rows: Ints, days: tuple[Ints, Ints], said: tuple[pa.Array, pa.ListArray]) -> Written:
    owner, own = found.owner, pa.array(found.owner)
    at, due = days
    return Written(board, found.patterns, found.pattern, rows[owner], at[owner], due[owner], *[each.take(own) for each in said])


def due_points(due: Due, which: Ints) -> Positions:
    """After every event of the due day (hours: up to the due instant), and after the opening event."""
    board, place = due.board, due.clocks.place[which]
    streams = board.stream[place]
    last = last_instants(due.due[which], board.world.policy.timezone)
    at = np.where(due.in_hours[which], due.due_at[which], last)
    before = np.maximum(board.after(streams, at), place + 1)
    none = np.full(len(which), -1, np.int64)
    return Positions(board, board.begins[streams], before, before, none, at, due.due[which])


def _worth(
    due: Due, result: Outcome, points: Column, delays: Delays, units: Ints, already: Ints
) -> Worth:
    """Points × units within the bound, as the plain meaning rounds them, less those of the units ``already`` written."""

    def f(place: int, units: Ints) -> Fraction:
        each = Fraction(int(points.values[place]), points.scale)
        return lateness.worth(due.clause, result, each, int(units[place]))

    def of(place: int) -> Fraction:
        try:
            return f(place, units) - (f(place, already) if already[place] else 0)
        except OutOfBounds:
            raise Unsure from None

    return Worth(of, [points.values, units, already, delays.span], lambda place: {"span": delays.name(place)})


def _is_something(worth: Worth) -> Truths:
    """Where anything was added at all."""
    if not len(worth.keys[0]):
        return np.zeros(0, bool)
    sort, first = alike(worth.keys)
    return np.array([worth.of(place) != 0 for place in first.tolist()], bool)[sort]


def _because(due: Due, which: Ints, result: Outcome, here: Positions) -> pa.ListArray:
    """Start, extensions that counted, pauses that took time, the end; what ``when`` and ``points`` chose."""
    board, form, clocks = due.board, due.form, due.clocks.some(which)
    opening = clocks.seen_from(board.at_rows(clocks.place), board)
    chosen = because.chosen((form.start.when if form.start else None,), opening)
    chosen += because.chosen((result.points,), here)
    return because.cited(board, len(which), [clocks.place, clocks.end, *chosen], _that_moved(due, which))


def _that_moved(due: Due, which: Ints) -> tuple[Ints, Ints]:
    """The rows that extended clocks or paused them, each with the place of its clock among ``which``."""
    approvals, took, pauses = due.reached.approvals, due.took, due.line.pauses
    counted = approvals.reason == COUNTED
    owner = np.concatenate([approvals.owner[counted], took.owner, took.owner])
    row = np.concatenate([approvals.row[counted], pauses.begins[took.pause], pauses.ends[took.pause]])
    turn = np.argsort(owner, kind="stable")
    owner, row = owner[turn], row[turn]
    low = np.searchsorted(owner, which)
    place, nth = spread(np.searchsorted(owner, which, side="right") - low)
    rows = row[low[place] + nth]
    return place[rows >= 0], rows[rows >= 0]


def _late_texts(due: Due, delays: Delays) -> pa.Array:
    board, clocks = due.board, due.clocks.some(delays.clock)
    ended = np.where(clocks.end < 0, NONE, board.day[np.maximum(clocks.end, 0)])
    keys = [board.day[clocks.place], due.due[delays.clock], delays.through, ended, clocks.how, delays.grown]
    sort, (started, day, last, ended, how, grown) = _each(keys)
    done = (ended != NONE) & (ended <= last)
    gaps = {"started": spelled(started), "due": spelled(day), "through": spelled(last)}
    gaps["days"] = pa.array(np.maximum(last - day, 1)).cast(pa.string())

    def phrase(done: int, how: int, grown: int) -> str:
        return deadline.late_phrase(None if how == RUNNING else HOW[how], done=bool(done), grown=bool(grown))

    return phrased([done, how, grown], phrase, gaps).take(pa.array(sort))


def _on_time_texts(due: Due, delays: Delays) -> pa.Array:
    keys = [due.board.day[due.clocks.place[delays.clock]], due.due[delays.clock], delays.at]
    sort, (started, day, ended) = _each(keys)
    gaps = {"started": spelled(started), "due": spelled(day), "ended": spelled(ended)}
    return phrased([day != NONE], lambda is_due: deadline.on_time_phrase(is_due=bool(is_due)), gaps).take(pa.array(sort))


def _each(keys: Sequence[NDArray[Any]]) -> tuple[Ints, list[NDArray[Any]]]:
    """Which sort each place is of, and the keys of each sort: what is alike is worded once."""
    sort, first = alike(keys)
    return sort, [key[first] for key in keys]


# --- one by one -----------------------------------------------------------------------------------------


def _plainly(due: Due, told: list[tuple[int, int, Problem]]) -> list[Entry]:
    """What the plain meaning writes for the clocks that it reckoned."""
    board, clause = due.board, due.clause
    entries: list[Entry] = []
    for number, (each, problems) in sorted(due.by_meaning.items()):
        told += [(number, 0, problem) for problem in problems]
        if each is not None:
            made, said = judged(clause, each.clock.start.id, partial(deadline.entries_of, clause, board.world, each))
            charged, notices = made or ([], [])
            entries += charged
            told += [(number, 1, problem) for problem in (*said, *notices)]
    return entries


def _refused(due: Due) -> list[tuple[int, int, Problem]]:
    """Every approval that does not count, by clock."""
    board, world, approvals = due.board, due.board.world, due.reached.approvals
    told = [
        (number, 2, problem)
        for number, (each, _) in due.by_meaning.items() if each is not None
        for problem in deadline.refused(due.clause, world, each.line)
    ]  # fmt: skip
    refused = np.flatnonzero(approvals.reason != COUNTED)
    refused = refused[~np.isin(approvals.owner[refused], list(due.by_meaning))]
    day = board.day[approvals.row[refused]] if len(refused) else refused
    refused = refused[within(world.span, day) & (day <= world.as_of.toordinal())]
    events = board.ids(approvals.row[refused]).to_pylist()
    starts = board.ids(due.clocks.place[approvals.owner[refused]]).to_pylist()
    for number, event, start, reason in zip(
        approvals.owner[refused].tolist(), events, starts, approvals.reason[refused].tolist(), strict=True
    ):
        told.append((number, 2, deadline.refusal(due.clause, event, start, REFUSALS[reason])))
    return told


# --- the clocks of the ledger ---------------------------------------------------------------------------


def ledger_clocks(clause: Clause, board: Board) -> pa.Table:
    """Every clock as the ledger keeps it; one that cannot be reckoned is left out."""
    due = due_of(clause, board)
    own: dict[int, Clock | None] = {
        number: None if each is None else deadline.ledger_clock(board.world, each)
        for number, (each, _) in due.by_meaning.items()
    }
    return clock_table(due, became_of(clause, board), own)
