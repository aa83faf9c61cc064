"""Streams whose events are made when somebody looks: the plain meaning reads them like any others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import cast, overload

import numpy as np

from kaohe.engine.batch.alike import distinct
from kaohe.engine.batch.column import Ints, Truths
from kaohe.engine.batch.order import Order
from kaohe.engine.batch.texts import Texts
from kaohe.engine.event import Event
from kaohe.engine.events import Events
from kaohe.engine.stream import Stream
from kaohe.rules.vocabulary import SubjectKind

BLOCK = 512
"""So many rows are made at a time when one is asked for that nobody made in advance."""


class Made:
    """The events of table rows, each made once, with its matter; ``standing`` as in ``standing.Stood``."""

    def __init__(self, events: Events, matters: Texts, standing: Mapping[int, str]) -> None:
        self.events, self.matters, self.standing = events, matters, standing
        self._kept: dict[int, Event] = {}

    def one(self, row: int, beside: Callable[[], Ints]) -> Event:
        """The event of a row; with it those of the rows ``beside`` it, if it is not there yet."""
        if row not in self._kept:
            self.make(beside())
        return self._kept[row]

    def several(self, rows: Ints) -> tuple[Event, ...]:
        """The events of those rows, all of them to be looked at."""
        self.make(rows)
        return tuple(map(self._kept.__getitem__, rows.tolist()))

    def make(self, rows: Ints) -> None:
        """Makes the events of those rows in one go."""
        missing = np.array([row for row in distinct(rows).tolist() if row not in self._kept], np.int64)
        matters = self.matters.at(missing).to_pylist()
        for row, own, matter in zip(missing.tolist(), self.events.at(missing, matters), matters, strict=True):
            standing = self.standing.get(row)
            is_plain = standing is None and (own.case is None or own.matter == matter)
            self._kept[row] = own if is_plain else replace(own, matter=matter, standing=standing)


class StreamEvents(Sequence[Event]):
    """The events at ``first`` … ``end`` - 1 of an order."""

    __slots__ = ("_end", "_first", "_made", "_source")

    def __init__(self, made: Made, source: Ints, first: int, end: int) -> None:
        self._made, self._source, self._first, self._end = made, source, first, end

    def __len__(self) -> int:
        return self._end - self._first

    @overload
    def __getitem__(self, place: int) -> Event: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Event, ...]: ...
    def __getitem__(self, place: int | slice) -> Event | tuple[Event, ...]:
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        at = self._first + place % len(self)
        return self._made.one(int(self._source[at]), lambda: self._beside(at))

    def __iter__(self) -> Iterator[Event]:
        return (self[place] for place in range(len(self)))

    def _beside(self, at: int) -> Ints:
        return self._source[at // BLOCK * BLOCK : (at // BLOCK + 1) * BLOCK]


class LazyStreams(Mapping[str, Stream]):
    """The streams of one kind by id, ascending. ``unopened`` marks cases that nothing opened."""

    def __init__(self, kind: SubjectKind, order: Order, names: Texts, made: Made, unopened: Truths) -> None:
        self.kind, self.order, self.names, self.made, self.unopened = kind, order, names, made, unopened
        self._kept: dict[int, Stream] = {}

    @cached_property
    def ids(self) -> list[str]:
        """The id of each stream."""
        return cast("list[str]", self.names.names.take(self.order.subject).to_pylist())

    def number(self, id_: str) -> int:
        """The number of the stream of that id; -1 without one."""
        place = bisect_left(self.ids, id_)
        return place if place < len(self.ids) and self.ids[place] == id_ else -1

    def stream(self, number: int) -> Stream:
        """The stream of that number."""
        found = self._kept.get(number)
        if found is None:
            first, end = self.order.begins[number : number + 2].tolist()
            events = cast("tuple[Event, ...]", StreamEvents(self.made, self.order.source, first, end))
            found = Stream(self.kind, self.ids[number], events, bool(self.unopened[number]))
            self._kept[number] = found
        return found

    def __getitem__(self, id_: str) -> Stream:
        number = self.number(id_)
        if number < 0:
            raise KeyError(id_)
        return self.stream(number)

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.order.subject)
