"""The world without the case streams that only cases' clauses read.

Frequencies, coverage and the acts of engine roles (exemptions, rulings, appeals …) look through every
stream for a few kinds. Case streams without any such event cannot answer them and are left out;
streams of units and leaders all stay.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kaohe.engine.batch.ground import Ground
from kaohe.engine.meaning.reversal import acts
from kaohe.engine.meaning.world import World
from kaohe.rules.policy import ANY, Frequency, Policy


def thinned(world: World, ground: Ground) -> World:
    """The same world, its memory shared, for those who read only ``own_kinds``."""
    kinds = own_kinds(world.policy)
    if ANY[0] in kinds:
        return world
    cases = ground.streams["case"]
    wanted = np.array([name in kinds for name in world.policy.vocabulary.kinds])
    asked = np.flatnonzero(wanted[ground.kind[cases.order.source]])
    numbers = np.unique(np.searchsorted(cases.order.begins, asked, side="right") - 1).tolist()
    kept = {cases.ids[number]: cases.stream(number) for number in numbers}
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
