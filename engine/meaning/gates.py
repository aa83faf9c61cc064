"""Gates: named conditions an event must meet, all looked at, each result kept (P29)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kaohe.engine.event import Event
from kaohe.engine.ledger import GateRow
from kaohe.engine.meaning import evaluate
from kaohe.engine.meaning.position import Position, events_of
from kaohe.engine.meaning.unscored import answered, place_in
from kaohe.engine.meaning.world import World
from kaohe.rules.policy import Gate, GateItem
from kaohe.rules.problem import Problem
from kaohe.rules.vocabulary import SubjectKind

if TYPE_CHECKING:
    from kaohe.engine.meaning.evaluate import Reader


def passes(item: GateItem, position: Position, reader: Reader) -> bool:
    """Whether one item of a gate is met at the position's event; a missing answer is not met."""
    return evaluate.value(item.pass_, position, reader) is True


def gate_rows(gate: Gate, world: World) -> tuple[list[GateRow], list[Problem]]:
    """One row for each item at each event of the gate's kinds that the run's span holds."""
    rows: list[GateRow] = []
    told: list[Problem] = []
    for position in _positions(gate, world):
        for item in gate.items:
            passed, said = _passed(gate, item, position)
            rows += [] if passed is None else [_row(gate, item, position, passed=passed)]
            told += said
    return rows, told


def _positions(gate: Gate, world: World) -> Iterator[Position]:
    for stream in world.scored(stream_kind(gate, world)):
        for position in events_of(world, stream, gate.kinds):
            if world.counts(world.day(position.at)):
                yield position


def _passed(gate: Gate, item: GateItem, position: Position) -> tuple[bool | None, tuple[Problem, ...]]:
    place = place_in(item.pass_, None)
    return answered(gate.name, place, _event(position).id, lambda: evaluate.holds(item.pass_, position))


def stream_kind(gate: Gate, world: World) -> SubjectKind:
    """The first kind of stream in which every kind of the gate stands."""
    kinds = [world.policy.vocabulary.kinds[name] for name in gate.kinds]
    return next(about for about in kinds[0].about if all(about in kind.about for kind in kinds))


def _row(gate: Gate, item: GateItem, position: Position, *, passed: bool) -> GateRow:
    case = position.stream.id if position.stream.kind == "case" else None
    return GateRow(gate.name, item.name, case, _event(position).id, passed)


def _event(position: Position) -> Event:
    assert position.event is not None
    return position.event
