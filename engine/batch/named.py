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
    """The fields of a kind that name offices, beside the headers."""
    found: list[tuple[str, OfficeKind]] = []
    for name, field in kind.fields.items():
        for type_ in (field.type, field.type.of):
            if type_ is not None and type_.name == "unit":
                found.append((name, "unit"))
            elif type_ is not None and type_.name == "leader":
                found.append((name, "leader"))
    return tuple(found)


def _who(event: Event, fields: Fields) -> set[tuple[OfficeKind, str]]:
    said = [("unit", event.get("unit")), ("leader", event.get("leader")), *((k, event.get(n)) for n, k in fields)]
    found: set[tuple[OfficeKind, str]] = set()
    for kind, value in said:
        values = value if isinstance(value, tuple) else (value,)
        found.update((kind, each) for each in values if isinstance(each, str))  # type: ignore[misc]
    return found
