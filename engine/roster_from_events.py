"""The roster that the events imply: every unit and leader they name, without dates or attributes.

For replays without a roster. Whoever is named may be charged; posts have no holders, and a
condition on an attribute finds it missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kaohe.engine.event import Event
from kaohe.engine.roster import ALWAYS, FOREVER, OfficeKind, Roster, Tenure, UnitRow
from kaohe.engine.stream import Streams
from kaohe.rules.value import Value
from kaohe.rules.vocabulary import Vocabulary


def roster_from_events(streams: Streams, vocabulary: Vocabulary | None = None) -> Roster:
    """Units and leaders named in headers and, given the vocabulary, in fields of those types."""
    events = [event for stream in _all(streams) for event in stream]
    units = {*streams.units, *named_in("unit", events, vocabulary)}
    return implied(units, {*streams.leaders, *named_in("leader", events, vocabulary)})


def implied(unit_ids: Iterable[str], leader_ids: Iterable[str]) -> Roster:
    """These units and leaders, always there, titled by their ids."""
    units, leaders = sorted(unit_ids), sorted(leader_ids)
    return Roster(
        {unit: (UnitRow(unit, ALWAYS, FOREVER, {"title": unit}),) for unit in units},
        tuple(Tenure(leader, "", "", ALWAYS, FOREVER, {"title": leader}) for leader in leaders),
        implied=True,
    )


def _all(streams: Streams) -> Iterator[tuple[Event, ...]]:
    for group in (streams.cases, streams.units, streams.leaders):
        for stream in group.values():
            yield stream.events


def named_in(kind: OfficeKind, events: Iterable[Event], vocabulary: Vocabulary | None) -> set[str]:
    """Ids of that kind of office in the events' headers and typed fields."""
    found: set[Value] = set()
    for event in events:
        found.add(event.get(kind))
        declared = vocabulary.kinds.get(event.kind) if vocabulary else None
        for name, field in (declared.fields if declared else {}).items():
            value = event.get(name)
            if field.type.name == kind:
                found.add(value)
            elif field.type.of is not None and field.type.of.name == kind and isinstance(value, tuple):
                found.update(value)
    return {each for each in found if isinstance(each, str)}
