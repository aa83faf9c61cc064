"""The checked vocabulary: which events exist, what they carry, in whose stream they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from kaohe.rules.expression.tree import Expression, Type
from kaohe.rules.move import Move
from kaohe.rules.record import record

SubjectKind = Literal["case", "unit", "leader"]
Role = Literal["exemption", "appeal", "ruling", "notice", "mark", "absence", "zero_report", "link"]

HEADERS = ("id", "kind", "at", "recorded_at", "seq", "case", "unit", "leader", "amends", "voids")
"""The columns every event may have beside its kind's fields."""


@record
class Field:
    """A declared field. ``type.optional`` unless ``required``; ``link``: leads to an earlier case;
    ``whole``: an ``int``, so that 1.5 is refused on import (both are numbers in conditions).
    """

    name: str
    title: str
    type: Type
    required: bool
    titles: Mapping[str, str]
    volume_values: frozenset[str]
    pattern: str | None
    link: bool
    whole: bool = False


@record
class Kind:
    """An event kind. ``place`` is its place in the vocabulary (part of the order of events). ``kept_by_hand``: units
    keep a register of it.
    """

    name: str
    title: str
    place: int
    about: tuple[SubjectKind, ...]
    fields: Mapping[str, Field]
    whole_day: Literal["start", "end"]
    at: Literal["any", "instant", "date"]
    role: Role | None
    volume: bool
    self_reported: bool
    supplied_by: str | None
    kept_by_hand: bool = False


@record
class CaseFact:
    name: str
    title: str
    value: Expression


@record
class Vocabulary:
    """``opens``: a case stream whose first event is of another kind is reported and not scored."""

    name: str
    title: str
    opens: str | None
    counts: tuple[str, ...]
    kinds: Mapping[str, Kind]
    facts: Mapping[str, CaseFact]
    unit_attributes: Mapping[str, Field]
    leader_attributes: Mapping[str, Field]
    posts: Mapping[str, str]
    forbidden_headers: tuple[str, ...]
    forbidden_patterns: Mapping[str, str]
    moves: Mapping[str, Move] = field(default_factory=dict)

    def links(self) -> tuple[str, ...]:
        """Names of the fields that link a case to an earlier one."""
        return tuple(
            dict.fromkeys(
                field.name
                for kind in self.kinds.values()
                for field in kind.fields.values()
                if field.link
            )
        )
