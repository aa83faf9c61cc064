"""The events about one subject, in order: what every rule is replayed over."""

from __future__ import annotations

from collections.abc import Mapping

from kaohe.engine.event import Event
from kaohe.rules.record import record
from kaohe.rules.vocabulary import SubjectKind


@record
class Stream:
    """All standing events about one case (the root of its links), unit or leader, in order (P2).

    ``unopened`` marks a case whose first event is not of the vocabulary's ``opens`` kind: reported,
    never scored.
    """

    kind: SubjectKind
    id: str
    events: tuple[Event, ...]
    unopened: bool = False


@record
class Streams:
    cases: Mapping[str, Stream]
    units: Mapping[str, Stream]
    leaders: Mapping[str, Stream]

    def of(self, kind: SubjectKind) -> Mapping[str, Stream]:
        return {"case": self.cases, "unit": self.units, "leader": self.leaders}[kind]
