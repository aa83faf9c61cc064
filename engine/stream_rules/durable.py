"""The one file that touches durable-rules: a ruleset of single-fact rules, and which of them a fact fires.

The rules engine of the package is ``durable_rules_engine`` (C); ``durable.lang`` above it adds threads that
poll timers by the wall clock, which no replay may have, and costs three times as much per firing. What it
does with values, sizes and repeats was probed (``tests/engine/stream/test_probes.py``), and this file
keeps within what was found:

    facts, not events     an event is consumed by the first rule it matches, a fact fires all of them
    retracted at once     one session, one fact at a time: nothing is remembered, memory does not grow
    whole numbers, texts  exact in 64 bits and by every character; decimals would be doubles
    never null            a missing value is a field left out: no comparison with it holds
    at most MOST_PARTS    more ands and ors in one rule are refused when the ruleset is made
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.util import find_spec

Node = Mapping[str, object]
"""A condition in the notation of durable-rules: ``{"$and": [{"k": "closed"}, {"$gt": {"n": 4}}]}``."""

MOST_PARTS = 14
"""Ands and ors in one rule's condition; the rules engine refuses a fifteenth beside its own outer one."""
_FIRED = 0


def needed() -> None:
    """``ModuleNotFoundError`` where durable-rules is not installed; it is not imported."""
    if find_spec("durable_rules_engine") is None:
        raise ModuleNotFoundError("durable-rules is not installed", name="durable_rules_engine")


class Ruleset:
    """Rules by name; made anew for each worker. Raises the package's own ``error`` on a rule it refuses."""

    def __init__(self, name: str, rules: Mapping[str, Node]) -> None:
        import durable_rules_engine as engine

        definition = {rule: {"all": [{"m": node}]} for rule, node in rules.items()}
        self._engine = engine
        self._handle = engine.create_ruleset(name, json.dumps(definition, ensure_ascii=False))

    def fired(self, fact: str) -> list[str]:
        """The rules that the fact (JSON, with ``id`` and ``sid``) fires; one may be named several times.

        The fact is taken back before this returns. ``MemoryError`` and the package's ``error`` pass.
        """
        engine, handle = self._engine, self._handle
        outcome, session = engine.assert_fact(handle, fact)
        names: list[str] = []
        action = engine.start_action_for_state(handle, session) if outcome == _FIRED else None
        message = action[1] if action else None
        while message:
            names.extend(json.loads(message))
            message = engine.complete_and_start_action(handle, session)
        engine.retract_fact(handle, fact)
        return names
