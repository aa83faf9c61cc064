"""Vetoes as they fired, and what was done about each: told, appealed, decided, taken back (P19).

Whether a veto is effective, pending or revoked is for the card to say; here stand the facts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from kaohe.engine.event import Event
from kaohe.engine.ledger import AppealStep, Entry, VetoEvent
from kaohe.engine.meaning import reversal
from kaohe.engine.meaning.world import World
from kaohe.engine.order import order_key
from kaohe.rules.policy import Clause

_OUTCOMES: tuple[Literal["upheld", "revoked", "changed"], ...] = ("upheld", "revoked", "changed")


def veto_events(clause: Clause, world: World, entries: Iterable[Entry]) -> list[VetoEvent]:
    """The vetoes that the clause's entries, which have no points, stand for."""
    found = ((entry, reversal.place_of(clause, world, entry)) for entry in entries)
    return [
        _veto_event(clause, world, entry, there[0].events[there[1]]) for entry, there in found if there is not None
    ]


def _veto_event(clause: Clause, world: World, entry: Entry, event: Event) -> VetoEvent:
    """The veto that an entry without points stands for, with its steps in order of events."""
    assert clause.veto is not None
    cause = reversal.cause_of(clause, world, entry)
    return VetoEvent(
        clause.id, entry.subject_kind, entry.subject, event.id, entry.at,
        proposer=_said(event, clause.veto.proposer),
        confirmer=_said(event, clause.veto.confirmer),
        evidence=_said(event, clause.veto.evidence),
        steps=steps_of(world, event.id, None if cause is None else cause.event),
    )  # fmt: skip


def _said(event: Event, field: str) -> str | None:
    value = event.get(field)
    return value if isinstance(value, str) else None


def steps_of(world: World, event: str, cause: Event | None) -> tuple[AppealStep, ...]:
    """Notices ``of`` the veto's event, appeals ``against`` it, and the event that took the veto back, in order."""
    acts = [(act, _step(world, role, act)) for role, act in _about(world).get(event, ())]
    if cause is not None:
        acts.append((cause, AppealStep("revoked", cause.id, world.day_of(cause))))
    return tuple(step for _, step in sorted(acts, key=lambda each: order_key(each[0], world.policy.vocabulary)))


def _about(world: World) -> Mapping[str, Sequence[tuple[str, Event]]]:
    """Notices and appeals by the id of the event that they name."""
    return world.remembered("steps", lambda: _by_event(world))


def _by_event(world: World) -> Mapping[str, Sequence[tuple[str, Event]]]:
    found: dict[str, list[tuple[str, Event]]] = defaultdict(list)
    for role, field in (("notice", "of"), ("appeal", "against")):
        for position in reversal.acts(world, role):
            act = position.event
            if act is not None and isinstance(named := act.fields.get(field), str):
                found[named].append((role, act))
    return found


def _step(world: World, role: str, act: Event) -> AppealStep:
    day = world.day_of(act)
    if role == "notice":
        return AppealStep("notified", act.id, day)
    if act.fields.get("step") == "filed":
        return AppealStep("filed", act.id, day)
    outcome = next((known for known in _OUTCOMES if known == act.fields.get("outcome")), None)
    return AppealStep("decided", act.id, day, outcome)
