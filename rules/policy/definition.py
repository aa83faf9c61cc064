"""What a policy names: events at which something holds, states that begin and end, gates."""

from __future__ import annotations

from kaohe.rules.expression.tree import Expression
from kaohe.rules.policy.head import Basis
from kaohe.rules.record import record


@record
class At:
    """An event of one of ``kinds`` at which ``when`` holds (None: always)."""

    kinds: tuple[str, ...]
    when: Expression | None


@record
class Definition:
    """A named condition or value, for people: a checked policy has its uses opened. ``kinds`` are those
    it may be used at (empty: anywhere).
    """

    name: str
    title: str | None
    text: str
    kinds: tuple[str, ...]


@record
class State:
    """True iff the latest begin or end before the position is a begin (P14)."""

    name: str
    title: str | None
    begins: tuple[At, ...]
    ends: tuple[At, ...]


@record
class GateItem:
    name: str
    title: str
    pass_: Expression


@record
class Gate:
    """Conditions an event of ``kinds`` must meet, all evaluated, each result kept (P29)."""

    name: str
    title: str | None
    kinds: tuple[str, ...]
    items: tuple[GateItem, ...]
    basis: Basis | None
