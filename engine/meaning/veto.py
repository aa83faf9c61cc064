"""Vetoes as they fired, and what was done about each: told, appealed, decided, taken back (P19).

Whether a veto is effective, pending or revoked is for the card to say; here stand the facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    return VetoEvent(
        clause.id, entry.subject_kind, entry.subject, event.id, entry.at,
        proposer=_said(event, clause.veto.proposer),
        confirmer=_said(event, clause.veto.confirmer),
        evidence=_said(event, clause.veto.evidence),
        steps=tuple(step for _, step in sorted(_steps(clause, world, entry, event), key=lambda each: each[0])),
    )  # fmt: skip


def _said(event: Event, field: str) -> str | None:
    value = event.get(field)
    return value if isinstance(value, str) else None


def _steps(
    clause: Clause, world: World, entry: Entry, event: Event
) -> Iterator[tuple[tuple[int, int, int, str], AppealStep]]:
    """Notices ``of`` the veto's event, appeals ``against`` it, and what took the veto back."""
    for role, field in (("notice", "of"), ("appeal", "against")):
        for position in reversal.acts(world, role):
            act = position.event
            if act is not None and act.fields.get(field) == event.id:
                yield order_key(act, world.policy.vocabulary), _step(world, role, act)
    cause = reversal.cause_of(clause, world, entry)
    if cause is not None:
        key = order_key(cause.event, world.policy.vocabulary)
        yield key, AppealStep("revoked", cause.event.id, world.day_of(cause.event))


def _step(world: World, role: str, act: Event) -> AppealStep:
    day = world.day_of(act)
    if role == "notice":
        return AppealStep("notified", act.id, day)
    if act.fields.get("step") == "filed":
        return AppealStep("filed", act.id, day)
    outcome = next((known for known in _OUTCOMES if known == act.fields.get("outcome")), None)
    return AppealStep("decided", act.id, day, outcome)
