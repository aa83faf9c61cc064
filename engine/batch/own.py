"""The world without the case streams that only cases' clauses read.

Frequencies, coverage and the acts of engine roles (exemptions, rulings, appeals …) look through every
stream for a few kinds. Case streams without any such event cannot answer them and are left out;
streams of units and leaders all stay.
"""

from __future__ import annotations

from dataclasses import replace

from kaohe.engine.meaning.reversal import acts
from kaohe.engine.meaning.world import World
from kaohe.rules.policy import ANY, Frequency, Policy


def thinned(world: World) -> World:
    """The same world, its memory shared, for those who read only ``own_kinds``."""
    kinds = own_kinds(world.policy)
    if ANY[0] in kinds:
        return world
    kept = {
        case: stream
        for case, stream in world.streams.cases.items()
        if any(event.kind in kinds for event in stream.events)
    }
    return replace(world, streams=replace(world.streams, cases=kept))


def own_kinds(policy: Policy) -> frozenset[str]:
    """Kinds that play a role, are self-reported, or that a frequency counts."""
    found = {kind.name for kind in policy.vocabulary.kinds.values() if kind.role or kind.self_reported}
    for clause in policy.clauses:
        if isinstance(clause.form, Frequency):
            found.update(clause.form.at.kinds)
    return frozenset(found)


def recall_acts(thin: World) -> None:
    """Lays the acts of every role into the world's memory."""
    for role in ("exemption", "ruling", "notice", "appeal"):
        acts(thin, role)
