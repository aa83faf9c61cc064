"""The world without the case streams that only cases' clauses read.

Frequencies, coverage and the acts of engine roles (exemptions, rulings, appeals …) look through every
stream for a few kinds. Case streams without any such event cannot answer them and are left out;
streams of units and leaders all stay.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kaohe.engine.batch.column import Ints
from kaohe.engine.batch.ground import Ground
from kaohe.engine.batch.streams import LazyStreams
from kaohe.engine.meaning.reversal import acts
from kaohe.engine.meaning.world import World
from kaohe.engine.stream import Stream, Streams
from kaohe.rules.policy import ANY, Frequency, Policy


def thinned(world: World, ground: Ground) -> World:
    """The same world, its memory shared, for those who read only ``own_kinds``."""
    kinds = own_kinds(world.policy)
    if ANY[0] in kinds:
        return world
    cases = ground.streams["case"]
    wanted = np.array([name in kinds for name in world.policy.vocabulary.kinds])
    asked = np.flatnonzero(wanted[ground.kind[cases.order.source]])
    numbers = np.unique(np.searchsorted(cases.order.begins, asked, side="right") - 1)
    others = (ground.streams["unit"], ground.streams["leader"])
    units, leaders = (_all_made(each, np.arange(len(each))) for each in others)
    return replace(world, streams=Streams(_all_made(cases, numbers), units, leaders))


def _all_made(streams: LazyStreams, numbers: Ints) -> dict[str, Stream]:
    """Those streams with all their events, which are going to be read one by one."""
    order = streams.order
    wanted = np.zeros(len(order.subject), bool)
    wanted[numbers] = True
    streams.made.make(order.source[np.repeat(wanted, np.diff(order.begins))])
    lazy = [streams.stream(number) for number in numbers.tolist()]
    return {each.id: replace(each, events=tuple(each.events)) for each in lazy}


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
