"""Gates: named conditions an event must meet, all looked at, each result kept (P29)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaohe.engine.meaning import evaluate
from kaohe.engine.meaning.position import Position
from kaohe.rules.policy import GateItem

if TYPE_CHECKING:
    from kaohe.engine.meaning.evaluate import Reader


def passes(item: GateItem, position: Position, reader: Reader) -> bool:
    """Whether one item of a gate is met at the position's event; a missing answer is not met."""
    return evaluate.value(item.pass_, position, reader) is True
