"""The engines by name. Each is one function with the same meaning; only the way differs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module

from kaohe.engine.event import Event
from kaohe.engine.ledger import Replay
from kaohe.engine.roster import Roster
from kaohe.rules.policy import Policy

Engine = Callable[[Policy, Roster, Sequence[Event], date, int | None], Replay]
"""(policy, roster, events as imported, as-of day, known-at in µs or None) -> what happened."""

ENGINES = {"reference": "kaohe.engine.reference:replay", "batch": "kaohe.engine.batch.replay:replay"}


def engine(name: str) -> Engine:
    """The engine of that name, imported when asked for. ``KeyError`` for an unknown name."""
    module, function = ENGINES[name].split(":")
    found: Engine = getattr(import_module(module), function)
    return found
