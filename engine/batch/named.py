"""Who is named, month by month: as ``meaning.rulings.named``, with every name looked up once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache, partial

from kaohe.engine.event import Event
from kaohe.engine.ledger import Named
from kaohe.engine.meaning.rulings import all_events
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import OfficeKind
from kaohe.rules.period import span_of
from kaohe.rules.vocabulary import Kind

UNIT: OfficeKind = "unit"
LEADER: OfficeKind = "leader"
Fields = tuple[tuple[str, OfficeKind], ...]


def named(world: World) -> tuple[Named, ...]:
    """How many events of each month of the period name each unit and leader, after mergers (P25)."""
    fields: Mapping[str, Fields] = {name: _offices(kind) for name, kind in world.policy.vocabulary.kinds.items()}
    months: dict[date, str | None] = {}
    answers = cache(partial(world.roster.answers_for, by=world.as_of))
    counted: Counter[tuple[OfficeKind, str, str]] = Counter()
    for event in all_events(world):
        day = world.day_of(event)
        if day not in months:
            months[day] = span_of("month", day).name if world.counts(day) else None
        month = months[day]
        if month is not None:
            found = {(kind, answers(who) if kind == "unit" else who) for kind, who in _who(event, fields[event.kind])}
            counted.update((kind, who, month) for kind, who in found)
    return tuple(Named(*key, events) for key, events in sorted(counted.items()))


def _offices(kind: Kind) -> Fields:
    """The fields of a kind that name offices, beside those called as the headers are."""
    found: list[tuple[str, OfficeKind]] = []
    for name, field in kind.fields.items():
        if name in ("unit", "leader") and field.type.name == name:
            continue
        for type_ in (field.type, field.type.of):
            if type_ is not None and type_.name == "unit":
                found.append((name, "unit"))
            elif type_ is not None and type_.name == "leader":
                found.append((name, "leader"))
    return tuple(found)


def _who(event: Event, fields: Fields) -> set[tuple[OfficeKind, str]]:
    found: set[tuple[OfficeKind, str]] = set()
    said = event.fields
    for kind, value in ((UNIT, said.get("unit", event.unit)), (LEADER, said.get("leader", event.leader))):
        if isinstance(value, str):
            found.add((kind, value))
    for name, kind in fields:
        value = event.get(name)
        several = value if isinstance(value, tuple) else (value,)
        found.update((kind, each) for each in several if isinstance(each, str))
    return found
