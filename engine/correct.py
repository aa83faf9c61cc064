"""What stands: deliveries counted once, corrections applied, as of what was known (P18, engine notes 3.8).

    events as imported --known-at--> known --once each--> events --amends, voids--> standing events

Nothing is edited: an amendment or void is an event of its own, and every run applies them anew.
This comes before streams are formed, because an amendment may move an event to another case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kaohe.engine.canonical import canonical_json
from kaohe.engine.event import Event
from kaohe.engine.order import in_order
from kaohe.rules.problem import Problem, notice, problem
from kaohe.rules.record import record
from kaohe.rules.vocabulary import Vocabulary

LONGEST = 64
"""A chain of corrections of corrections with more links than this has no effect."""


@record
class Conflict:
    """Several contents under one id: ``counted`` was recorded first, the others do not count."""

    id: str
    counted: Event
    others: tuple[Event, ...]


@record
class Standing:
    """``events`` in order (P2); corrections themselves are no longer among them.

    A run with ``conflicts`` cannot be sealed. ``problems`` name conflicts (problems) and corrections
    without effect (notices). ``unknown`` counts events recorded after known-at, ``repeated``
    deliveries of equal content beyond the first; ``amended`` and ``voided`` are ids of originals.
    """

    events: tuple[Event, ...]
    problems: tuple[Problem, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unknown: int = 0
    repeated: int = 0
    amended: tuple[str, ...] = ()
    voided: tuple[str, ...] = ()


def standing(events: Iterable[Event], vocabulary: Vocabulary, known_at: int | None) -> Standing:
    """The events that stand for one who knows what was recorded up to ``known_at`` (µs; None: all).

    The result does not depend on the order of ``events``, nor on how often each was delivered.
    """
    delivered = list(events)
    known = [event for event in delivered if known_at is None or recorded(event) <= known_at]
    counted, conflicts = _once_each(known)
    roots, lost = _roots(counted)
    decided = {root: _deciding(chain, counted) for root, chain in _chains(roots, counted).items()}
    originals = (event for event in counted.values() if _target(event) is None)
    outcome = [(event, decided.get(event.id)) for event in originals]
    return Standing(
        events=in_order((_content(event, by) for event, by in outcome if by is None or by.voids is None), vocabulary),
        problems=_problems(conflicts, lost),
        conflicts=conflicts,
        unknown=len(delivered) - len(known),
        repeated=len(known) - len(counted) - sum(len(conflict.others) for conflict in conflicts),
        amended=tuple(sorted(event.id for event, by in outcome if by is not None and by.amends is not None)),
        voided=tuple(sorted(event.id for event, by in outcome if by is not None and by.voids is not None)),
    )


def recorded(event: Event) -> int:
    """When the event became known, in µs: ``recorded_at``, or ``at`` where nothing else is said."""
    return event.at if event.recorded_at is None else event.recorded_at


def content(event: Event) -> str:
    """All that the event says, as canonical JSON: everything but when it was recorded."""
    return canonical_json(replace(event, recorded_at=None))


# --- once each ----------------------------------------------------------------------------------


def _once_each(events: list[Event]) -> tuple[dict[str, Event], tuple[Conflict, ...]]:
    """For each id the content recorded first (of equal times, the first by its canonical JSON)."""
    deliveries: dict[str, list[Event]] = {}
    for event in events:
        deliveries.setdefault(event.id, []).append(event)
    counted = {id_: several[0] for id_, several in deliveries.items()}
    conflicts = []
    for id_, several in deliveries.items():
        if len(several) > 1:
            contents = _distinct(several)
            counted[id_] = contents[0]
            if len(contents) > 1:
                conflicts.append(Conflict(id_, contents[0], tuple(contents[1:])))
    return counted, tuple(sorted(conflicts, key=lambda conflict: conflict.id))


def _distinct(deliveries: list[Event]) -> list[Event]:
    """One event per content, each as recorded earliest, in order of recording."""
    earliest: dict[str, Event] = {}
    for event in sorted(deliveries, key=_by_record):
        earliest.setdefault(content(event), event)
    return list(earliest.values())


def _by_record(event: Event) -> tuple[int, str, bool]:
    """The last decides between an event that says when it was recorded and one that leaves it to ``at``."""
    return (recorded(event), content(event), event.recorded_at is None)


# --- corrections --------------------------------------------------------------------------------


def _target(event: Event) -> str | None:
    return event.voids if event.amends is None else event.amends


def _roots(counted: Mapping[str, Event]) -> tuple[dict[str, str], list[str]]:
    """For each correction the original that its chain of targets ends in; and the corrections whose
    chain ends nowhere, runs in a circle or is longer than ``LONGEST``.
    """
    roots, lost = {}, []
    for event in counted.values():
        if _target(event) is not None:
            root = _root(event, counted)
            if root is None:
                lost.append(event.id)
            else:
                roots[event.id] = root
    return roots, sorted(lost)


def _root(correction: Event, counted: Mapping[str, Event]) -> str | None:
    event: Event | None = correction
    for _ in range(LONGEST + 1):
        if event is None:
            return None
        target = _target(event)
        if target is None:
            return event.id
        event = counted.get(target)
    return None


def _chains(roots: Mapping[str, str], counted: Mapping[str, Event]) -> dict[str, list[Event]]:
    """The corrections of each original."""
    chains: dict[str, list[Event]] = {}
    for id_, root in roots.items():
        chains.setdefault(root, []).append(counted[id_])
    return chains


def _deciding(chain: list[Event], counted: Mapping[str, Event]) -> Event | None:
    """Of the standing amendments, and the standing voids of the original itself, the one recorded
    last (of equal times, the last by id). None: the original stands as it was.
    """
    voids: dict[str, list[Event]] = {}
    for event in chain:
        if event.voids is not None:
            voids.setdefault(event.voids, []).append(event)

    def stands(event: Event) -> bool:
        return not any(stands(void) for void in voids.get(event.id, ()))

    def decides(event: Event) -> bool:
        return (event.amends is not None or _is_original(counted[event.voids or ""])) and stands(event)

    return max((event for event in chain if decides(event)), key=lambda e: (recorded(e), e.id), default=None)


def _is_original(event: Event) -> bool:
    return _target(event) is None


def _content(original: Event, by: Event | None) -> Event:
    """The original, or what its amendment says, under the original's id."""
    return original if by is None else replace(by, id=original.id, amends=None, standing=by.id)


def _problems(conflicts: tuple[Conflict, ...], lost: list[str]) -> tuple[Problem, ...]:
    found = [
        problem("intake.conflict", event=conflict.id, contents=len(conflict.others) + 1) for conflict in conflicts
    ]
    return (*found, *(notice("intake.correction-without-target", event=id_) for id_ in lost))
