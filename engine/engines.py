"""The engines by name. Each is one function with the same meaning; only the way differs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

from kaohe.engine.event import Event
from kaohe.engine.ledger import Replay
from kaohe.engine.progress import Progress
from kaohe.engine.roster import Roster
from kaohe.rules.policy import Policy


class Engine(Protocol):
    """(policy, roster, events as imported, as-of day, known-at in µs or None) -> what happened.

    ``progress`` is told the steps done of how many; None: nobody asks. It changes nothing in the answer.
    """

    def __call__(
        self,
        policy: Policy,
        roster: Roster,
        events: Sequence[Event],
        as_of: date,
        known_at: int | None = None,
        *,
        progress: Progress | None = None,
    ) -> Replay: ...


ENGINES = {
    "reference": "kaohe.engine.reference:replay",
    "batch": "kaohe.engine.batch.replay:replay",
    "stream": "kaohe.engine.stream_rules.replay:replay",
}


SPARK = "spark"
"""The batch engine on a cluster: it reads files itself, so it is no ``Engine`` (``scoring.on_spark``)."""
NEEDS = {"stream": "durable_rules_engine", SPARK: "pyspark"}
"""Engines that need a package which ``kaohe`` does not bring by itself (the extra of the engine's name does)."""


def is_installed(name: str) -> bool:
    """Whether the engine has all it needs."""
    return name not in NEEDS or find_spec(NEEDS[name]) is not None


def engine(name: str) -> Engine:
    """The engine of that name, imported when asked for. ``KeyError`` for an unknown name."""
    module, function = ENGINES[name].split(":")
    found: Engine = getattr(import_module(module), function)
    return found
