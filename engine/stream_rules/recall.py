"""The fold: what history functions say anywhere in a stream, after one pass over it.

For each history function the places of the events it counts are listed once; count, first and last at a
position are a look into that list. What ``evaluate`` does with the answers is the shared meaning.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from fractions import Fraction

from kaohe.engine.event import Event
from kaohe.engine.meaning import evaluate, history
from kaohe.engine.meaning.position import Position, at_event, is_of
from kaohe.engine.meaning.world import World
from kaohe.engine.stream import Stream
from kaohe.engine.stream_rules.questions import is_correlated
from kaohe.rules.expression.tree import Expression, History, Tree
from kaohe.rules.value import Value

Holds = Callable[[Tree, Position], bool]
MOST_STREAMS = 4096
"""Streams whose lists are kept; then all are dropped, and made again where they are asked for."""


class Recall:
    """A reader (``evaluate.Reader``) that remembers. ``holds`` judges the conditions of history functions."""

    def __init__(self, holds: Holds) -> None:
        self._holds = holds
        self._lists: dict[int, tuple[Stream, dict[object, list[int]]]] = {}
        self._names: dict[int, int] = {}
        self._alike: dict[object, int] = {}
        self._correlated: dict[int, bool] = {}

    def read(self, expression: Expression, position: Position) -> Value:
        return self.ask(expression.tree, position)

    def ask(self, tree: Tree, position: Position) -> Value:
        if isinstance(tree, History):
            return self._history(tree, position)
        return evaluate.meaning(tree, position, self)

    def cite(self, events: Sequence[Event]) -> None: ...

    def _history(self, tree: History, position: Position) -> Value:
        if self._is_correlated(tree, position.world):
            return history.answer(tree, history.found(tree, position, self), position)
        places = self._places(tree, position)
        seen = bisect_left(places, position.before)
        if tree.function == "count":
            return Fraction(seen)
        if tree.function == "seen":
            return seen > 0
        events = position.stream.events
        if tree.function == "distinct":
            return history.answer(tree, [events[place] for place in places[:seen]], position)
        one = places[:1] if tree.function == "first" else places[seen - 1 : seen]
        return history.answer(tree, [events[place] for place in one] if seen else [], position)

    def _is_correlated(self, tree: History, world: World) -> bool:
        if tree.where is None:
            return False
        if id(tree) not in self._correlated:
            self._correlated[id(tree)] = is_correlated(tree.where, world.policy)
        return self._correlated[id(tree)]

    def _places(self, tree: History, position: Position) -> list[int]:
        """Where in the stream the events stand that the function counts, ascending."""
        world, stream = position.world, position.stream
        lists = self._of(stream)
        key = (self._name(tree), world.span, world.as_of) if tree.where is not None else tree.kinds
        if key not in lists:
            lists[key] = list(self._found(tree, world, stream))
        return lists[key]

    def _of(self, stream: Stream) -> dict[object, list[int]]:
        if id(stream) not in self._lists:
            if len(self._lists) >= MOST_STREAMS:
                self._lists.clear()
            self._lists[id(stream)] = (stream, {})
        return self._lists[id(stream)][1]

    def _name(self, tree: History) -> int:
        """One number for equal kinds and conditions; the policy keeps every tree alive, so ids stay."""
        if id(tree) not in self._names:
            self._names[id(tree)] = self._alike.setdefault((tree.kinds, tree.where), len(self._alike))
        return self._names[id(tree)]

    def _found(self, tree: History, world: World, stream: Stream) -> list[int]:
        return [
            place
            for place, event in enumerate(stream.events)
            if is_of(event, tree.kinds) and (tree.where is None or self._holds(tree.where, at_event(world, stream, place)))
        ]
