"""What the roster says of many offices on many days: stretches of days, found by binary search."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import cast

import numpy as np

from kaohe.engine.batch.alike import distinct
from kaohe.engine.batch.board import Board
from kaohe.engine.batch.column import Column, Ints, Sort, column_of, taken
from kaohe.engine.roster import ALWAYS, FOREVER, OfficeKind, Tenure, UnitRow
from kaohe.rules.value import Value

_SORTED_BY = frozenset({"kind", "level", "post", "title"})
"""What offices are sorted by reads as ``""`` where the roster says nothing."""
_DAYS = FOREVER.toordinal() + 1
"""More than there are days: an office and a day of it fit into one number."""


def attribute(
    board: Board, kind: OfficeKind, name: str, sort: Sort, who: Column, day: Ints
) -> Column:
    """The attribute of each office on each day; missing where the office is."""
    roster, codes = board.world.roster, board.codes
    otherwise = "" if name in _SORTED_BY else None

    def ask(subject: str, on: date) -> Value:
        said = roster.attribute(kind, subject, name, on)
        return otherwise if said is None else said

    def rows(subject: str) -> Iterable[UnitRow | Tenure]:
        return roster.units.get(subject, ()) if kind == "unit" else roster.posts_of(subject)

    named = distinct(who.values[who.there])
    subjects = [cast("str", codes.values[code]) for code in named.tolist()]
    opens = [changes(rows(subject)) for subject in subjects]
    values = [ask(subject, date.fromordinal(first)) for subject, own in zip(subjects, opens, strict=True) for first in own.tolist()]
    begins = np.concatenate([np.zeros(0, np.int64), *(number * _DAYS + own for number, own in enumerate(opens))])
    stretch = np.searchsorted(begins, np.searchsorted(named, who.values) * _DAYS + day, side="right") - 1
    return taken(column_of(values, sort, codes), np.where(who.there, stretch, -1))


def changes(rows: Iterable[UnitRow | Tenure]) -> Ints:
    """The first days of the stretches in which nothing changes."""
    opens = {ALWAYS.toordinal()}
    for row in rows:
        opens.add(row.from_.toordinal())
        if row.to != FOREVER:
            opens.add(row.to.toordinal() + 1)
    return np.array(sorted(opens), np.int64)


def ancestors(board: Board, unit: Column, level: Column, day: Ints) -> Column:
    """``at_level``: the unit itself or its nearest ancestor of that level on that day."""
    roster = board.world.roster
    opens = changes(row for rows in roster.units.values() for row in rows)
    stretch = np.searchsorted(opens, day, side="right") - 1
    there = unit.there & level.there
    asked, back = np.unique(np.stack([unit.values, level.values, stretch])[:, there], axis=1, return_inverse=True)
    ask = _asking(board, roster.ancestor_at)
    found = [ask(one, at, date.fromordinal(int(opens[then]))) for one, at, then in asked.T.tolist()]
    places = np.full(len(unit), -1, np.int64)
    places[there] = back.reshape(-1)
    return taken(column_of(found, "code", board.codes), places)


def _asking(
    board: Board, ask: Callable[[str, str, date], str | None]
) -> Callable[[int, int, date], Value]:
    texts = board.codes.values
    return lambda unit, level, day: ask(cast("str", texts[unit]), cast("str", texts[level]), day)
