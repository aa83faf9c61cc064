"""The world without the case streams that only cases' clauses read.

Frequencies, coverage, marks and the acts of engine roles (exemptions, rulings, appeals …) look through
every stream for a few kinds. Case streams without any such event cannot answer them and are left out;
streams of units and leaders all stay.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from kaohe.engine.batch.alike import distinct
from kaohe.engine.batch.column import Ints
from kaohe.engine.batch.ground import Ground
from kaohe.engine.batch.streams import LazyStreams
from kaohe.engine.event import Event
from kaohe.engine.meaning import reversal
from kaohe.engine.meaning.position import Position, at_event
from kaohe.engine.meaning.world import World
from kaohe.engine.stream import Stream, Streams
from kaohe.rules.policy import ANY, Appraisal, Frequency, Policy
from kaohe.rules.vocabulary import SubjectKind

ROLES = ("exemption", "ruling", "notice", "appeal")
"""The roles whose events act upon what clauses of any stream wrote."""
_STREAMS: tuple[SubjectKind, ...] = ("case", "unit", "leader")


def thinned(world: World, ground: Ground, kinds: Collection[SubjectKind], own: Collection[str]) -> World:
    """The same world, its memory shared, for those who read only events of ``own`` kinds in streams of ``kinds``."""
    streams: dict[SubjectKind, Mapping[str, Stream]] = {}
    for kind in _STREAMS:
        if kind not in kinds:
            streams[kind] = {}
        elif ANY[0] in own and kind == "case":
            streams[kind] = ground.streams[kind]
        else:
            streams[kind] = _all_made(ground.streams[kind], _asked(ground, kind, own))
    return replace(world, streams=Streams(streams["case"], streams["unit"], streams["leader"]))


def _asked(ground: Ground, kind: SubjectKind, own: Collection[str]) -> Ints:
    """The numbers of the streams that hold such events; all of units and leaders."""
    order = ground.streams[kind].order
    if kind != "case":
        return np.arange(len(order.subject))
    wanted = np.array([name in own for name in ground.vocabulary.kinds])
    asked = np.flatnonzero(wanted[ground.kind[order.source]])
    return distinct(np.searchsorted(order.begins, asked, side="right") - 1)


def _all_made(streams: LazyStreams, numbers: Ints) -> dict[str, Stream]:
    """Those streams, by ascending number, with all their events, which are going to be read one by one."""
    order = streams.order
    sizes = np.diff(order.begins)
    wanted = np.zeros(len(order.subject), bool)
    wanted[numbers] = True
    events = streams.made.several(order.source[np.repeat(wanted, sizes)])
    ends = np.cumsum(sizes[numbers]).tolist()
    lazy = [streams.stream(number) for number in numbers.tolist()]
    return {each.id: replace(each, events=events[begin:end]) for each, begin, end in zip(lazy, [0, *ends], ends, strict=False)}


def own_kinds(policy: Policy) -> frozenset[str]:
    """Kinds that are read across subjects: they play a role, are self-reported, or give marks."""
    found = {kind.name for kind in policy.vocabulary.kinds.values() if kind.role or kind.self_reported}
    for clause in policy.clauses:
        if isinstance(clause.form, Appraisal):
            found.update(clause.form.kinds)
    return frozenset(found)


def counted_kinds(policy: Policy) -> frozenset[str]:
    """Kinds that a frequency counts."""
    forms = (clause.form for clause in policy.clauses)
    return frozenset(kind for form in forms if isinstance(form, Frequency) for kind in form.at.kinds)


@dataclass(frozen=True, slots=True)
class Act:
    """An event of an engine role, and the stream in which it stands first."""

    role: str
    kind: SubjectKind
    stream: str
    event: Event


def acts_of(thin: World) -> tuple[Act, ...]:
    """The acts of every role, in the order of events."""
    return tuple(
        Act(role, each.stream.kind, each.stream.id, cast("Event", each.event)) for role in ROLES for each in reversal.acts(thin, role)
    )


def lay_acts(world: World, found: Iterable[Act]) -> None:
    """Lays the acts of every role where the plain meaning looks for them."""
    laid: dict[str, list[Position]] = {role: [] for role in ROLES}
    for act in found:
        laid[act.role].append(at_event(world, Stream(act.kind, act.stream, (act.event,)), 0))
    for role, positions in laid.items():
        reversal.lay_acts(world, role, tuple(positions))


