"""Deadlines: clocks that open, pause, grow and end (P3, P4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kaohe.engine.meaning.position import Position
from kaohe.rules.value import Value

if TYPE_CHECKING:
    from kaohe.engine.meaning.evaluate import Reader


def as_known(function: Literal["due", "overdue"], clause: str, position: Position, reader: Reader) -> Value:
    """``due("clause")`` or ``overdue("clause")`` as known at the position."""
    raise NotImplementedError
