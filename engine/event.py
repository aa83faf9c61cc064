"""One event, as the engines see it: an office's act about a case, a unit or a leader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from kaohe.rules.record import record
from kaohe.rules.value import Value


@record
class Event:
    """An event after intake: typed, in UTC.

    ``at`` and ``recorded_at`` are microseconds since 1970 UTC (a date-only ``at`` already stands at
    the start or end of its local day, as its kind says; ``dated`` tells). ``case`` is the own id,
    ``matter`` the root of its links (equal to ``case`` without links), set when streams are formed.
    ``fields`` holds the kind's declared fields that are present. ``amends``/``voids`` name the event
    that this one corrects. ``standing`` is the id of the amendment whose content this is.
    """

    id: str
    kind: str
    at: int
    dated: bool = False
    recorded_at: int | None = None
    seq: int = 0
    case: str | None = None
    unit: str | None = None
    leader: str | None = None
    fields: Mapping[str, Value] = field(default_factory=dict)
    amends: str | None = None
    voids: str | None = None
    matter: str | None = None
    standing: str | None = None

    def get(self, name: str) -> Value:
        """A header or field by name; None when it is missing. A declared ``matter`` is the field."""
        if name in _HEADERS and name not in self.fields:
            return getattr(self, name)  # type: ignore[no-any-return]
        return self.fields.get(name)


_HEADERS = frozenset({"id", "kind", "at", "recorded_at", "seq", "case", "unit", "leader", "matter"})
