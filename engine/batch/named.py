"""Who is named, month by month: as ``meaning.rulings.named``, every office and month counted at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from typing import cast

import numpy as np

from kaohe.engine.batch.alike import distinct
from kaohe.engine.batch.calendar_days import local_days
from kaohe.engine.batch.column import Codes, Ints
from kaohe.engine.batch.ground import Ground
from kaohe.engine.ledger import Named
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import OfficeKind
from kaohe.rules.period import span_of
from kaohe.rules.vocabulary import Kind, SubjectKind

OFFICES: tuple[OfficeKind, ...] = ("leader", "unit")
Naming = tuple[Ints, Ints]
"""Rows, and the number of the office that each names."""


@dataclass(slots=True)
class Offices:
    """Numbers for offices after mergers, in the order met."""

    world: World
    numbers: dict[tuple[OfficeKind, str], int] = field(default_factory=dict)

    def number(self, kind: OfficeKind, who: str) -> int:
        answers = cache(partial(self.world.roster.answers_for, by=self.world.as_of))
        key = (kind, answers(who) if kind == "unit" else who)
        return self.numbers.setdefault(key, len(self.numbers))


Counted = dict[tuple[OfficeKind, str, str], int]
"""Events by kind of office, office and month."""


def named(world: World, ground: Ground, codes: Codes, kinds: Collection[SubjectKind]) -> Counted:
    """How many events of each month of the period name each unit and leader, after mergers (P25).

    Of events in streams of ``kinds``; one that also stands in a case is counted where cases are.
    """
    rows, offices = _standing_rows(ground, kinds), Offices(world)
    found = [*_headers(ground, rows, offices), *_fields(ground, rows, offices, codes)]
    row = np.concatenate([np.zeros(0, np.int64), *(each for each, _ in found)])
    who = np.concatenate([np.zeros(0, np.int64), *(each for _, each in found)])
    size = max(len(offices.numbers), 1)
    once = distinct(row * size + who)
    month, months = _months(world, ground.at[once // size])
    once, month = once[month >= 0], month[month >= 0]
    pairs, events = np.unique(month * size + once % size, return_counts=True)
    names = list(offices.numbers)
    return {
        (*names[pair % size], months[pair // size]): count
        for pair, count in zip(pairs.tolist(), events.tolist(), strict=True)
    }


def in_order(parts: Iterable[Counted]) -> tuple[Named, ...]:
    """What all parts counted, by kind, office and month."""
    counted: Counter[tuple[OfficeKind, str, str]] = Counter()
    for each in parts:
        counted.update(each)
    listed = (Named(kind, who, month, events) for (kind, who, month), events in counted.items())
    return tuple(sorted(listed, key=lambda each: (each.subject_kind, each.subject, each.month)))


def _standing_rows(ground: Ground, kinds: Collection[SubjectKind]) -> Ints:
    """The rows of those streams."""
    stands = np.zeros(len(ground.at), bool)
    for kind in kinds:
        stands[ground.streams[kind].order.source] = True
    if "case" not in kinds:
        stands[ground.streams["case"].order.source] = False
    return np.flatnonzero(stands)


def _months(world: World, at: Ints) -> tuple[Ints, list[str]]:
    """The number of each instant's month; -1 on days that the run does not count."""
    first, last = world.span.from_.toordinal(), min(world.span.to, world.as_of).toordinal()
    names = [span_of("month", date.fromordinal(each)).name for each in range(first, last + 1)]
    months = sorted(set(names))
    number = np.array([*(months.index(name) for name in names), -1], np.int64)
    day = local_days(at, world.policy.timezone)
    return number[np.where((day >= first) & (day <= last), day - first, -1)], months


def _headers(ground: Ground, rows: Ints, offices: Offices) -> Iterator[Naming]:
    for kind in OFFICES:
        texts = ground.texts[kind]
        known = texts.code[rows] >= 0
        mine = rows[known]
        ranks, back = np.unique(texts.code[mine], return_inverse=True)
        names = texts.names.take(ranks).to_pylist()
        yield mine, np.array([offices.number(kind, name) for name in names] or [0], np.int64)[back]


def _fields(ground: Ground, rows: Ints, offices: Offices, codes: Codes) -> Iterator[Naming]:
    """What the fields of each kind name, beside those called as the headers are."""
    for number, kind in enumerate(ground.vocabulary.kinds.values()):
        fields = _naming(kind)
        mine = rows[ground.kind[rows] == number] if fields else rows[:0]
        for name, office in fields if len(mine) else ():
            column = ground.field(name, kind.name, mine, codes)
            if column is not None:
                for code in distinct(column.values[column.there]).tolist():
                    said = codes.values[code]
                    places = mine[column.there & (column.values == code)]
                    for who in said if isinstance(said, tuple) else (said,):
                        yield places, np.full(len(places), offices.number(office, cast("str", who)))


def _naming(kind: Kind) -> tuple[tuple[str, OfficeKind], ...]:
    """The fields that name offices."""
    return tuple(
        (name, office)
        for name, declared in kind.fields.items()
        for office in OFFICES
        for type_ in (declared.type, declared.type.of)
        if type_ is not None and type_.name == office != name
    )
