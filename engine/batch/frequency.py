"""Frequencies by columns: on which days each subject is bound, asked for all subjects at once.

The days are laid where the plain meaning looks for them (``subjects.lay_bound_days``); periods, what was
done and what fell short it reckons from them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

import numpy as np

from kaohe.engine.batch.alike import distinct
from kaohe.engine.batch.board import Board, Positions
from kaohe.engine.batch.column import Ints
from kaohe.engine.batch.evaluate import holds
from kaohe.engine.meaning.subjects import Days, changes, days_of, lay_bound_days, reads_only_the_roster
from kaohe.engine.meaning.world import World
from kaohe.rules.period import days_in
from kaohe.rules.policy import Clause, Frequency

SUBJECTS = 20_000
"""So many subjects are asked together, at most about every day."""
Stretch = tuple[date, ...]
"""Days of a subject on which ``who`` is answered alike, ascending."""


def lay_out(clause: Clause, form: Frequency, board: Board, thin: World) -> None:
    """Lays each subject's bound days where the plain meaning looks for them; ``thin``: see ``own``.

    As in the plain meaning ``who`` is asked day by day; where it reads the roster and nothing else, once between two of its changes.
    """
    world, kind, period = board.world, form.subject_kind, thin.policy.period
    cuts = changes(thin) if reads_only_the_roster(form.who.tree) else tuple(days_in(period))
    stretches, bound = lru_cache(lambda days: _stretches(days, cuts)), lru_cache(_bound)
    subjects = world.roster.subjects(kind)
    for first in range(0, len(subjects), SUBJECTS):
        own = {who: stretches(days_of(thin, kind, who, period)) for who in subjects[first : first + SUBJECTS]}
        held = holds(form.who, on_days(board, {who: [each[0] for each in found] for who, found in own.items()})).tolist()
        place = 0
        for who, found in own.items():
            lay_bound_days(clause, world, who, bound(found, tuple(held[place : place + len(found)])))
            place += len(found)


def _stretches(days: Days, cuts: Sequence[date]) -> tuple[Stretch, ...]:
    """A subject's days between two of the days on which an answer may change."""
    found: dict[int, list[date]] = {}
    for day in sorted(days):
        found.setdefault(bisect_right(cuts, day), []).append(day)
    return tuple(map(tuple, found.values()))


def _bound(stretches: Sequence[Stretch], answers: Sequence[bool]) -> Days:
    """The days on which a subject is bound; one set for all who have the same."""
    return frozenset(day for stretch, held in zip(stretches, answers, strict=True) if held for day in stretch)


def on_days(board: Board, own: Mapping[str, Sequence[date]]) -> Positions:
    """Each subject on each of those days: after that day's events of its own stream."""
    streams = {who: number for number, who in enumerate(board.names(np.arange(board.count)).to_pylist())}
    sizes = [len(days) for days in own.values()]
    stream = np.repeat(np.array([streams.get(who, -1) for who in own], np.int64), sizes)
    day = np.array([each.toordinal() for days in own.values() for each in days], np.int64)
    days, nth = np.unique(day, return_inverse=True)
    ends = np.array([board.world.last_instant(date.fromordinal(each)) for each in days.tolist()], np.int64)
    first, before = _bounds(board, stream, ends, nth)
    none = np.full(len(day), -1, np.int64)
    subject = np.repeat(np.array([board.codes.number(who) for who in own], np.int64), sizes)
    made = Positions(board, first, before, before, none, ends[nth], day)
    return replace(made, subject=subject, asked=day)


def _bounds(board: Board, stream: Ints, ends: Ints, nth: Ints) -> tuple[Ints, Ints]:
    """The first row of each stream, and the row after the last one by the ``nth`` of the ends; none without a stream."""
    if not len(board):
        return np.zeros(len(nth), np.int64), np.zeros(len(nth), np.int64)
    instants = distinct(np.concatenate([ends, board.at]))
    keys = board.stream * (len(instants) + 1) + np.searchsorted(instants, board.at)
    before = np.searchsorted(keys, stream * (len(instants) + 1) + np.searchsorted(instants, ends)[nth], side="right")
    first = board.begins[np.maximum(stream, 0)]
    return np.where(stream < 0, 0, first), np.where(stream < 0, 0, before)
