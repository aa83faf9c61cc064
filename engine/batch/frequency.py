"""Frequencies by columns: on which days each subject is bound, asked for all subjects and days at once.

The days are laid into the world's memory; periods, what was done and what fell short are reckoned
from them by the plain meaning.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from kaohe.engine.batch.alike import distinct
from kaohe.engine.batch.board import Board, Positions
from kaohe.engine.batch.column import Ints
from kaohe.engine.batch.evaluate import holds
from kaohe.engine.meaning.subjects import days_of
from kaohe.engine.meaning.world import World
from kaohe.rules.policy import Clause, Frequency


def lay_out(clause: Clause, form: Frequency, board: Board, thin: World) -> None:
    """Lays each subject's bound days where the plain meaning looks for them; ``thin``: see ``own``."""
    world, kind = board.world, form.subject_kind
    own = {who: sorted(days_of(thin, kind, who, world.policy.period)) for who in world.roster.subjects(kind)}
    held = holds(form.who, on_days(board, own)).tolist()
    place = 0
    for who, days in own.items():
        kept = frozenset(day for day, bound in zip(days, held[place : place + len(days)], strict=True) if bound)
        place += len(days)
        world.memory[world.span, world.as_of, ("bound", clause.id, who)] = kept


def on_days(board: Board, own: dict[str, list[date]]) -> Positions:
    """Each subject on each of its days: after that day's events of its own stream."""
    streams = {who: number for number, who in enumerate(board.names(np.arange(board.count)).to_pylist())}
    sizes = [len(days) for days in own.values()]
    stream = np.repeat(np.array([streams.get(who, -1) for who in own], np.int64), sizes)
    day = np.array([each.toordinal() for days in own.values() for each in days], np.int64)
    first, before = _bounds(board, stream, day)
    none = np.full(len(day), -1, np.int64)
    subject = np.repeat(np.array([board.codes.number(who) for who in own], np.int64), sizes)
    made = Positions(board, first, before, before, none, _last_instants(board.world, day), day)
    return replace(made, subject=subject, asked=day, memory={})


def _bounds(board: Board, stream: Ints, day: Ints) -> tuple[Ints, Ints]:
    """The first row of each stream, and the row after the last one of each day; none without a stream."""
    if not len(board):
        return np.zeros(len(day), np.int64), np.zeros(len(day), np.int64)
    ends = _last_instants(board.world, day)
    instants = distinct(np.concatenate([ends, board.at]))
    keys = board.stream * (len(instants) + 1) + np.searchsorted(instants, board.at)
    before = np.searchsorted(keys, stream * (len(instants) + 1) + np.searchsorted(instants, ends), side="right")
    first = board.begins[np.maximum(stream, 0)]
    return np.where(stream < 0, 0, first), np.where(stream < 0, 0, before)


def _last_instants(world: World, day: Ints) -> Ints:
    days, back = np.unique(day, return_inverse=True)
    ends = [world.last_instant(date.fromordinal(each)) for each in days.tolist()]
    return np.array(ends, np.int64)[back]
