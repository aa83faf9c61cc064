"""Looking back over a stream, strictly before the position (P1, P14).

    count  seen  distinct            all earlier events of the kinds for which the condition holds
    first  last  days_since  workdays_since    one of them, and what it says

Facts look back the same way from a position that includes its own event.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from kaohe.engine.event import Event
from kaohe.engine.meaning import workdays
from kaohe.engine.meaning.position import Position, is_of
from kaohe.rules.expression.tree import History
from kaohe.rules.value import Value

if TYPE_CHECKING:
    from kaohe.engine.meaning.evaluate import Reader


def found(tree: History, position: Position, reader: Reader) -> list[Event]:
    """Every earlier event of the kinds at which the condition holds, each judged in its own context."""
    return [
        event
        for place, event in enumerate(position.seen_events())
        if is_of(event, tree.kinds)
        and (tree.where is None or reader.ask(tree.where, position.back_to(place)) is True)
    ]


def chosen(tree: History, events: Sequence[Event]) -> tuple[Event, ...]:
    """The one event that speaks for the answer: the first for ``first``, else the latest (P17)."""
    if not events:
        return ()
    return (events[0],) if tree.function == "first" else (events[-1],)


def answer(tree: History, events: Sequence[Event], position: Position) -> Value:
    """What the function says of the events found."""
    if tree.function == "count":
        return Fraction(len(events))
    if tree.function == "seen":
        return bool(events)
    if tree.function == "distinct":
        return Fraction(len({_said(event, tree) for event in events} - {None}))
    spoken = chosen(tree, events)
    return _since(tree, spoken[0], position) if spoken else None


def _since(tree: History, event: Event, position: Position) -> Value:
    """A field of the chosen event, or the days or working days since its local date.

    Missing if that event has no such field: no further one is looked for.
    """
    day = position.world.day_of(event)
    if tree.function == "days_since":
        return Fraction((position.today - day).days)
    if tree.function == "workdays_since":
        return Fraction(workdays.workdays_between(position.world, day, position.today))
    return _said(event, tree)


def _said(event: Event, tree: History) -> Value:
    return None if tree.field is None else field_of(event, tree.field)


def field_of(event: Event, name: str) -> Value:
    """A field or header; ``recorded_at`` without a record is ``at`` (P18), ``seq`` is a number."""
    if name == "recorded_at":
        return event.at if event.recorded_at is None else event.recorded_at
    return Fraction(event.seq) if name == "seq" else event.get(name)
