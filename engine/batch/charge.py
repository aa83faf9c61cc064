"""Who answers, asked once for all that is alike: ``meaning.accountable.charged`` at one of each sort.

Whom points are laid on, and with how much, follows from the points, from what the clause's lines name,
and from the stretch of days in which the roster stays as it is. Firings equal in all of these are one
sort: the plain meaning charges the first of them, and its entries are the *patterns* of all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, cast

import numpy as np

from kaohe.engine.batch.board import Board, Positions
from kaohe.engine.batch.column import Ints, Unsure
from kaohe.engine.batch.evaluate import column
from kaohe.engine.batch.offices import changes
from kaohe.engine.batch.order import alike, spread, sums
from kaohe.engine.ledger import Entry, Part
from kaohe.engine.meaning.accountable import When, charged
from kaohe.engine.meaning.unscored import OutOfBounds
from kaohe.rules.calendar import UnknownYear
from kaohe.rules.policy import Clause, Line, Span
from kaohe.rules.problem import Problem

_EVENT = "\x00"
"""Stands for the event in patterns and in what is told of them."""
Answer = tuple[list[Entry], list[Problem]]
Days = Mapping[str, Ints]
"""Ordinals by what ``responsible_at`` may name: ``entry`` always; of clocks ``start`` and ``due``."""


@dataclass(frozen=True, slots=True)
class Charges:
    """Entry i is firing ``owner[i]``'s, of pattern ``pattern[i]``; firings ascend. ``told``: of firings."""

    patterns: Sequence[Entry]
    owner: Ints
    pattern: Ints
    told: Sequence[tuple[int, Problem]]


@dataclass(frozen=True, slots=True)
class Worth:
    """The points of each firing: ``of`` one by its place, told apart by ``keys``.

    ``more`` are further fields of its entries, which the keys tell apart as well. ``over``: holders of posts
    answer for that stretch of days, not for the entry's.
    """

    of: Callable[[int], Fraction]
    keys: Sequence[Ints]
    more: Callable[[int], Mapping[str, Any]] = lambda _: {}
    over: Span | None = None


def charges(clause: Clause, positions: Positions, events: Ints, days: Days, part: Part, worth: Worth) -> Charges:
    """The charges of firings at ``positions`` about the ``events`` (rows; -1: about none)."""
    if not len(events):
        return Charges((), events, events, ())
    decides = _what_decides(clause, positions, days)
    sort, first = alike([*worth.keys, *decides])
    said = [(worth.of(place), *worth.more(place).items()) for place in first.tolist()]
    sorts = list(zip(said, *[each[first].tolist() for each in decides], strict=True))
    known = _known(clause, positions.board, part)
    new = [place for place, one in zip(first.tolist(), sorts, strict=True) if one not in known]
    _make(positions.board, events[new])
    for place, one in zip(first.tolist(), sorts, strict=True):
        if one not in known:
            known[one] = _one(clause, positions, days, part, worth, place)
    answers = [known[one] for one in sorts]
    sizes = np.array([len(entries) for entries, _ in answers], np.int64)
    owner, nth = spread(sizes[sort])
    told = _told([problems for _, problems in answers], sort, positions.board, events)
    return Charges([each for entries, _ in answers for each in entries], owner, sums(sizes)[sort[owner]] + nth, told)


def _make(board: Board, events: Ints) -> None:
    """The streams of those events, in one go; -1: about none."""
    board.make(board.stream[events[events >= 0]])


def _known(clause: Clause, board: Board, part: Part) -> dict[tuple[object, ...], Answer]:
    """What was asked before about this clause: a later part of the cases brings few new sorts."""
    world = board.world
    known = world.memory.setdefault((world.span, world.as_of, "charged", clause.id, part), {})
    return cast("dict[tuple[object, ...], Answer]", known)


def _what_decides(clause: Clause, positions: Positions, days: Days) -> list[Ints]:
    """All that a charge depends on beside the points, as numbers."""
    board = positions.board
    found = [_stretch(board, days["entry"])]
    for line in clause.lines:
        asked = [*line.subjects, *(each for each in (line.of, line.except_) if each is not None)]
        for expression in asked:
            named = column(expression.tree, positions)
            found += [named.values.astype(np.int64), named.there.astype(np.int64)]
        found += _days_that_decide(board, line, days)
    return found


def _days_that_decide(board: Board, line: Line, days: Days) -> list[Ints]:
    """Posts are resolved on a day, or day by day."""
    if line.post is None:
        return []
    if line.responsible_at == "by_days" and "start" in days:
        return [days["start"], days["due"]]
    return [_stretch(board, days.get(line.responsible_at, days["entry"]))]


def _stretch(board: Board, day: Ints) -> Ints:
    """In which stretch of days without a change of the roster each day lies."""
    if "stretches" not in board.memory:
        roster = board.world.roster
        units = (row for rows in roster.units.values() for row in rows)
        board.memory["stretches"] = changes([*units, *roster.tenures])
    return np.searchsorted(cast("Ints", board.memory["stretches"]), day, side="right")


def _one(
    clause: Clause, positions: Positions, days: Days, part: Part, worth: Worth, place: int
) -> Answer:
    """The charge of one firing, as the plain meaning has it."""
    whose: dict[str, When] = {name: date.fromordinal(int(each[place])) for name, each in days.items()}
    if "start" in whose and "due" in whose:
        start, due = cast("date", whose["start"]), cast("date", whose["due"])
        whose["by_days"] = Span(start, max(start, due))
    at = cast("date", whose["entry"])
    if worth.over is not None:
        whose["entry"] = worth.over
    fields = {"event": _EVENT, **worth.more(place)}
    try:
        return charged(clause, worth.of(place), positions.plain(place), whose, part=part, at=at, **fields)
    except (OutOfBounds, UnknownYear):
        raise Unsure from None


def _told(said: Sequence[list[Problem]], sort: Ints, board: Board, events: Ints) -> list[tuple[int, Problem]]:
    """What was told of one of a sort, told of each about its own event."""
    spoken = np.array([bool(each) for each in said], bool)
    places = np.flatnonzero(spoken[sort])
    about = board.ids(events[places]).to_pylist() if len(board) else [None] * len(places)
    return [
        (place, replace(each, facts=tuple((name, event if fact == _EVENT else fact) for name, fact in each.facts)))
        for place, event in zip(places.tolist(), about, strict=True)
        for each in said[sort[place]]
    ]
