"""Who answers, asked once for all that is alike: ``meaning.accountable.charged_to`` for one of each sort.

Whom points are laid on, and with how much, follows from the points, from what the clause's lines name,
from the stretch of days in which units stay as they are, and from that in which a post of those units has
the same holders. Firings equal in all of these are one sort: the plain meaning charges the first of them,
and its entries are the *patterns* of all. What lines name is read off columns, so no event is made for it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any, cast

import numpy as np

from kaohe.engine.batch.alike import alike, distinct
from kaohe.engine.batch.board import Board, Positions
from kaohe.engine.batch.column import Codes, Column, Ints, Unsure, said, taken
from kaohe.engine.batch.evaluate import column
from kaohe.engine.batch.offices import changes
from kaohe.engine.batch.order import spread, sums
from kaohe.engine.ledger import Entry, Part
from kaohe.engine.meaning.accountable import Naming, When, charged_to, ids_in
from kaohe.engine.meaning.unscored import OutOfBounds
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import ALWAYS, FOREVER, Roster
from kaohe.rules.calendar import UnknownYear
from kaohe.rules.expression.tree import Expression
from kaohe.rules.policy import Clause, Line, Span
from kaohe.rules.problem import Problem
from kaohe.rules.value import Value

EVENT = "\x00"
"""Stands for the event (of what is about a case: for that) in patterns and in what is told of them."""
_DAYS = FOREVER.toordinal() + 2
"""More than there are days: a unit and a day of it fit into one number."""
_ALWAYS = Span(ALWAYS, FOREVER, "")
Answer = tuple[list[Entry], list[Problem]]
Asked = dict[Hashable, dict[Hashable, Answer]]
"""What was asked, clause by clause. Whoever judges several parts of a run may keep it from one to the next."""
_ASKED = "charged"
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
    sort, first = alike([*worth.keys, *decides.numbers, *decides.codes()])
    sorts = list(zip(_worth_of(worth, first), decides.spoken(first, positions.board.codes), strict=True))
    known = _known(clause, positions.board, part)
    for place, one in zip(first.tolist(), sorts, strict=True):
        if one not in known:
            known[one] = _one(clause, positions.board.world, decides.naming(one[1]), days, part, worth, place)
    answers = [known[one] for one in sorts]
    sizes = np.array([len(entries) for entries, _ in answers], np.int64)
    owner, nth = spread(sizes[sort])
    told = _told([problems for _, problems in answers], sort, positions.board, events)
    return Charges([each for entries, _ in answers for each in entries], owner, sums(sizes)[sort[owner]] + nth, told)


def _worth_of(worth: Worth, first: Ints) -> list[Hashable]:
    """The points of those firings, and all else that is said of their worth."""
    return [(worth.of(place), worth.over, *worth.more(place).items()) for place in first.tolist()]


def memory_with(asked: Asked) -> dict[object, object]:
    """The memory of a world that knows what was ``asked`` for others, and into which they see what it asks."""
    return {_ASKED: asked}


def _known(clause: Clause, board: Board, part: Part) -> dict[Hashable, Answer]:
    """What was asked before about this clause: a later part of the cases brings few new sorts."""
    world = board.world
    kept = cast("Asked", world.memory.setdefault(_ASKED, {}))
    return kept.setdefault((world.span, world.as_of, clause.id, part), {})


# --- what decides -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Decides:
    """What a charge depends on beside its worth: numbers that mean the same in every part, and whom the lines'
    expressions (``asked``) name.
    """

    numbers: list[Ints]
    asked: list[Expression]
    named: list[Column]

    def codes(self) -> list[Ints]:
        """Whom they name, told apart on one desk."""
        return [each for column in self.named for each in (column.values.astype(np.int64), column.there.astype(np.int64))]

    def spoken(self, places: Ints, codes: Codes) -> list[tuple[Any, ...]]:
        """The same at some places, told apart everywhere."""
        numbers = [each[places].tolist() for each in self.numbers]
        return list(zip(*numbers, *(said(taken(column, places), codes) for column in self.named), strict=True))

    def naming(self, spoken: tuple[Any, ...]) -> Naming:
        """Whom each expression names where that is ``spoken``."""
        said = {id(each): ids_in(named) for each, named in zip(self.asked, spoken[len(self.numbers) :], strict=True)}
        return lambda expression: () if expression is None else said[id(expression)]


def _what_decides(clause: Clause, positions: Positions, days: Days) -> Decides:
    """All that a charge depends on beside the points. The entry's own day tells whether a unit has ended by then."""
    board = positions.board
    found = Decides([_stretch(board, days["entry"])], [], [])
    for line in clause.lines:
        asked = [*line.subjects, *(each for each in (line.of, line.except_) if each is not None)]
        found.asked.extend(asked)
        found.named.extend(column(expression.tree, positions) for expression in asked)
        if line.post is not None and line.of is not None:
            found.numbers.extend(_turns_that_decide(board, line, column(line.of.tree, positions), days))
    return found


def _turns_that_decide(board: Board, line: Line, units: Column, days: Days) -> list[Ints]:
    """Whose turn at a post it was: on a day; or day by day, which matters only where another's turn came between."""
    turn = partial(_turns, board, cast("str", line.post), units)
    if line.responsible_at == "by_days" and "start" in days:
        start, due = days["start"], np.maximum(days["start"], days["due"])
        first, changed = turn(start), turn(start) != turn(due)
        return [first, np.where(changed, start, 0), np.where(changed, due, 0)]
    return [turn(days.get(line.responsible_at, days["entry"]))]


def _turns(board: Board, post: str, units: Column, day: Ints) -> Ints:
    """For each unit in which stretch of its own days with the same holders of a post a day lies."""
    codes = distinct(units.values[units.there])
    opens = [_openings(board.world, post, board.codes.values[code]) for code in codes.tolist()]
    begins = sums(np.array([len(each) for each in opens], np.int64))
    edges = np.concatenate([np.zeros(0, np.int64), *(number * _DAYS + each for number, each in enumerate(opens))])
    which = np.searchsorted(codes, np.where(units.there, units.values, -1))
    turn = np.searchsorted(edges, which * _DAYS + day, side="right") - begins[which]
    return np.where(units.there, turn, 0)


def _openings(world: World, post: str, named: Value) -> Ints:
    """The days from which others may hold the post of a unit, or another unit answers for it."""

    def made() -> Ints:
        first = named[0] if isinstance(named, tuple) and named else named
        units = _successors(world.roster, first) if isinstance(first, str) else []
        rows = (row for unit in units for row in world.roster.units.get(unit, ()))
        return changes([*rows, *(row for unit in units for row in world.roster.tenures_in(post, unit, _ALWAYS))])

    return world.remembered(("openings", post, named), made)


def _successors(roster: Roster, unit: str) -> list[str]:
    """A unit and all that ever answer for it, one after the other."""
    found = [unit]
    while (rows := roster.units.get(found[-1])) and (next_ := rows[-1].merged_into) is not None and next_ not in found:
        found.append(next_)
    return found


def _stretch(board: Board, day: Ints) -> Ints:
    """In which stretch of days without a change of units each day lies."""
    units = board.world.roster.units.values()
    stretches = board.remembered("stretches", lambda: changes(row for rows in units for row in rows))
    return np.searchsorted(stretches, day, side="right")


def _one(clause: Clause, world: World, named: Naming, days: Days, part: Part, worth: Worth, place: int) -> Answer:
    """The charge of one firing, as the plain meaning has it."""
    whose: dict[str, When] = {name: date.fromordinal(int(each[place])) for name, each in days.items()}
    if "start" in whose and "due" in whose:
        start, due = cast("date", whose["start"]), cast("date", whose["due"])
        whose["by_days"] = Span(start, max(start, due))
    at = cast("date", whose["entry"])
    if worth.over is not None:
        whose["entry"] = worth.over
    fields = {"event": EVENT, **worth.more(place)}
    try:
        return charged_to(clause, worth.of(place), named, world, whose, part=part, at=at, **fields)
    except (OutOfBounds, UnknownYear):
        raise Unsure from None


def _told_of(event: str, problem: Problem) -> Problem:
    """The same, told of that event. A run may tell a hundred thousand: ``replace`` would take four times as long."""
    facts = tuple([(name, event if fact == EVENT else fact) for name, fact in problem.facts])
    return Problem(problem.code, problem.place, facts, problem.severity, problem.also)


def _told(said: Sequence[list[Problem]], sort: Ints, board: Board, events: Ints) -> list[tuple[int, Problem]]:
    """What was told of one of a sort, told of each about its own event."""
    spoken = np.array([bool(each) for each in said], bool)
    places = np.flatnonzero(spoken[sort])
    about = board.ids(events[places]).to_pylist() if len(board) else [""] * len(places)
    return [
        (place, _told_of(event, each))
        for place, event in zip(places.tolist(), about, strict=True)
        for each in said[sort[place]]
    ]
