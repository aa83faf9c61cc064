"""What a policy names: events at which something holds, states that begin and end, gates."""

from __future__ import annotations

from dataclasses import dataclass

from kaohe.rules.expression.tree import Expression
from kaohe.rules.policy.head import Basis


@dataclass(frozen=True, slots=True)
class At:
    """An event of one of ``kinds`` at which ``when`` holds (None: always)."""

    kinds: tuple[str, ...]
    when: Expression | None


@dataclass(frozen=True, slots=True)
class Definition:
    """A named condition or value, for people: a checked policy has its uses opened. ``kinds`` are those
    it may be used at (empty: anywhere).
    """

    name: str
    title: str | None
    text: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """True iff the latest begin or end before the position is a begin (P14)."""

    name: str
    title: str | None
    begins: tuple[At, ...]
    ends: tuple[At, ...]


@dataclass(frozen=True, slots=True)
class GateItem:
    name: str
    title: str
    pass_: Expression


@dataclass(frozen=True, slots=True)
class Gate:
    """Conditions an event of ``kinds`` must meet, all evaluated, each result kept (P29)."""

    name: str
    title: str | None
    kinds: tuple[str, ...]
    items: tuple[GateItem, ...]
    basis: Basis | None
