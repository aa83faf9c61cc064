"""The same evaluation, written down: which events an answer rests on, and how it came about.

    because   the events that a clause's conditions chose (P17): what an entry cites
    explain   every part of an expression with its value, for ``why`` and ``why not``

Nothing is decided here: what is written down is what ``evaluate`` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kaohe.engine.event import Event
from kaohe.engine.meaning import evaluate, history, states
from kaohe.engine.meaning.position import Position
from kaohe.engine.meaning.world import World
from kaohe.engine.order import in_order
from kaohe.rules.expression import tree as trees
from kaohe.rules.expression.reading import parts_here
from kaohe.rules.expression.tree import Expression, Tree
from kaohe.rules.record import record
from kaohe.rules.value import Value

# --- because ----------------------------------------------------------------------------------------


def because(expressions: Iterable[Expression | None], position: Position) -> list[Event]:
    """The events that the history calls of the expressions chose, taken branch or not (P17).

    Defines are opened. What gates and facts rest on is not cited: the gate's own rows and ``explain``
    tell it. Nor is what a condition inside a call looked at: the event it chose speaks for it.
    """
    return [event for each in expressions if each is not None for event in _chosen(each.tree, position)]


def _chosen(tree: Tree, position: Position) -> Iterator[Event]:
    if isinstance(tree, trees.History):
        yield from history.chosen(tree, history.found(tree, position, evaluate.FORGETFUL))
    elif isinstance(tree, trees.InState):
        turn = states.latest_turn(position.world.policy.states[tree.name], position)
        yield from () if turn is None else (turn.event,)
    else:
        for part in parts_here(tree):
            yield from _chosen(part, position)


def cited(world: World, *events: Event | None) -> tuple[str, ...]:
    """The ids of the events, each once, in stream order."""
    there = {event.id: event for event in events if event is not None}
    return tuple(event.id for event in in_order(there.values(), world.policy.vocabulary))


# --- explain ----------------------------------------------------------------------------------------


@record
class Explained:
    """One part of an expression and what it was worth.

    ``text`` is the part as written. ``event`` is the id of the event it was judged at (None: a
    position without one). ``decided_by`` are the ids of the events that decided it: what a history
    call or a state chose. ``parts`` are the parts it was made of, in reading order, taken or not;
    for a history call with a condition, the condition at each event it looked at.
    """

    tree: Tree
    text: str
    value: Value
    event: str | None
    decided_by: tuple[str, ...]
    parts: tuple[Explained, ...]


def explain(expression: Expression, position: Position) -> Explained:
    """Every part of the expression with its value at the position."""
    tracer = _Tracer()
    evaluate.value(expression, position, tracer)
    return tracer.parts[0]


class _Tracer:
    """A reader that keeps what it hears."""

    def __init__(self) -> None:
        self.text = ""
        self.parts: list[Explained] = []
        self.events: tuple[str, ...] = ()

    def read(self, expression: Expression, position: Position) -> Value:
        return self._within(expression.text, expression.tree, position)

    def ask(self, tree: Tree, position: Position) -> Value:
        before, self.parts, self.events = self.parts, [], ()
        value = self._meaning(tree, position)
        event = None if position.event is None else position.event.id
        made = Explained(tree, self._said(tree), value, event, self.events, tuple(self.parts))
        self.parts, self.events = [*before, made], ()
        return value

    def cite(self, events: Sequence[Event]) -> None:
        self.events = tuple(event.id for event in events)

    def _meaning(self, tree: Tree, position: Position) -> Value:
        if isinstance(tree, trees.Defined) and tree.text:
            return self._within(tree.text, tree.body, position)
        return evaluate.meaning(tree, position, self)

    def _within(self, text: str, tree: Tree, position: Position) -> Value:
        """Asks a tree whose spans lead back to another text."""
        before, self.text = self.text, text
        value = self.ask(tree, position)
        self.text = before
        return value

    def _said(self, tree: Tree) -> str:
        start, end = tree.span
        return self.text[start:end]
