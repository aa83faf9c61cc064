"""Units and leaders over time. See ``Roster`` for what may be asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kaohe.rules.value import Value

FOREVER = date.max
ALWAYS = date.min


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One stretch of a unit's life, both days included. ``attributes``: kind, level, parent,
    peer_group, population, title and what the vocabulary declares."""

    id: str
    from_: date
    to: date
    attributes: Mapping[str, Value]
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Tenure:
    """A post held by ``leader`` in ``unit``, both days included."""

    leader: str
    unit: str
    post: str
    from_: date
    to: date
    attributes: Mapping[str, Value]
    acting: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """All rows; rows of one id ascend by date and do not overlap.

    ``implied`` says the roster was made from the subjects seen in the events.
    """

    units: Mapping[str, tuple[UnitRow, ...]] = field(default_factory=dict)
    tenures: tuple[Tenure, ...] = ()
    implied: bool = False
