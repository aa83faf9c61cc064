"""A row -> an event, typed by its kind.

The one door for events written by hand (examples), read from canonical files, or made by a mapping:
all of them are judged by the same slots. Every mistake of a row is found in one go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from kaohe.engine.event import Event
from kaohe.engine.event_value import (
    Door,
    Moment,
    Reader,
    Refused,
    field_reader,
    id_reader,
    list_text,
    moment_reader,
    read_whole,
    recorded_reader,
)
from kaohe.rules.clock import Zone, zone
from kaohe.rules.nearest import nearest
from kaohe.rules.place import Place, place_of
from kaohe.rules.problem import Problem, problem
from kaohe.rules.record import record
from kaohe.rules.value import Duration, Value, plain
from kaohe.rules.vocabulary import Field, Kind, Vocabulary

Raw = object
"""What a row may hold: text, numbers and flags as JSON has them, days, lists of these, None."""

Storage = Literal["id", "code", "moment", "instant", "date", "number", "whole", "bool", "duration", "list"]
"""How a slot's value is kept in a column."""

_SUBJECTS = ("case", "unit", "leader")
_REFERENCES = {"appeal": "against", "notice": "of", "ruling": "event"}
"""Fields of a role that name an event: ids, though they are declared as codes."""


@record
class Slot:
    """One thing an event of a kind may say. ``header``: kept beside the fields, not among them."""

    name: str
    read: Reader
    storage: Storage
    required: bool
    header: bool


@record
class Slots:
    """What events of each kind of ``vocabulary`` may say. ``foreign``: in rows of another system's
    export, where ids are not encoded yet.
    """

    vocabulary: Vocabulary
    zone: Zone
    foreign: bool = False
    _made: dict[str, Mapping[str, Slot]] = field(default_factory=dict, compare=False, repr=False)

    def of(self, kind: Kind) -> Mapping[str, Slot]:
        """The slots of ``kind`` by name: headers in their order, then fields as declared."""
        if kind.name not in self._made:
            self._made[kind.name] = {slot.name: slot for slot in self._slots(kind)}
        return self._made[kind.name]

    def _slots(self, kind: Kind) -> Iterator[Slot]:
        patterns = {name: re.compile(text) for name, text in self.vocabulary.forbidden_patterns.items()}
        door = Door(self.zone, patterns, self.foreign)
        id_ = id_reader(door)
        yield Slot("id", id_, "id", required=True, header=True)
        yield Slot("at", moment_reader(kind, self.zone), "moment", required=True, header=True)
        yield Slot("recorded_at", recorded_reader(self.zone), "instant", required=False, header=True)
        yield Slot("seq", read_whole, "whole", required=False, header=True)
        for name in _SUBJECTS:
            yield Slot(name, id_, "id", _is_subject_required(name, kind), header=True)
        for name in ("amends", "voids"):
            yield Slot(name, id_, "id", required=False, header=True)
        for declared in kind.fields.values():
            if declared.name not in _SUBJECTS:
                yield _field_slot(declared, kind, door)


def _field_slot(declared: Field, kind: Kind, door: Door) -> Slot:
    refers = kind.role is not None and _REFERENCES.get(kind.role) == declared.name
    read = id_reader(door) if refers else field_reader(declared, door)
    return Slot(declared.name, read, storage_of(declared), declared.required, header=False)


def storage_of(declared: Field) -> Storage:
    """How values of a declared field are kept in a column."""
    if declared.type.name == "number":
        return "whole" if declared.whole else "number"
    kept: dict[str, Storage] = {
        "bool": "bool", "date": "date", "instant": "instant", "duration": "duration", "list": "list",
    }
    return kept.get(declared.type.name, "code")


def _is_subject_required(name: str, kind: Kind) -> bool:
    """The first subject a kind is about must be named, and what the kind declares as required."""
    return name == kind.about[0] or (name in kind.fields and kind.fields[name].required)


def event_from_row(
    row: Mapping[str, Raw], vocabulary: Vocabulary, timezone: str | Zone
) -> tuple[Event | None, tuple[Problem, ...]]:
    """The event that ``row`` states, or what is wrong with it (never both).

    Keys are headers and the fields of the row's kind; empty cells are missing. Times without an
    offset are local to ``timezone`` (which must be known). Problems carry the place of the value
    (``Located`` text) or of the row's kind, and never the value.
    """
    here = timezone if isinstance(timezone, Zone) else zone(timezone)
    assert here is not None, f"unknown timezone {timezone}"
    return read_row(row, Slots(vocabulary, here))


def read_row(row: Mapping[str, Raw], slots: Slots) -> tuple[Event | None, tuple[Problem, ...]]:
    """As ``event_from_row``, for many rows."""
    name = None if _is_nested(row.get("kind")) else as_text(row.get("kind"))
    kind = slots.vocabulary.kinds.get(name or "")
    if kind is None:
        return None, (_kind_problem(row, name, slots.vocabulary),)
    found = _Row(row, kind, slots.of(kind))
    return found.event(), tuple(found.problems)


def _kind_problem(row: Mapping[str, Raw], name: str | None, vocabulary: Vocabulary) -> Problem:
    place = place_of(row.get("kind"))
    if name is None:
        return problem("intake.missing-value", _place_of_row(row), column="kind", kind="", own="kind")
    near = nearest(name, vocabulary.kinds)
    return problem("intake.unknown-kind", place, column="kind", vocabulary=vocabulary.name, near=near)


class _Row:
    """One row while it is read."""

    def __init__(self, row: Mapping[str, Raw], kind: Kind, slots: Mapping[str, Slot]) -> None:
        self.row, self.kind, self.slots = row, kind, slots
        self.nested = frozenset(name for name in row if _is_nested(row[name]))
        told = row.keys() - self.nested - {"kind"}
        self.texts = {name: text for name in row if name in told and (text := as_text(row[name])) is not None}
        self.problems: list[Problem] = []

    def event(self) -> Event | None:
        for name in sorted(self.nested):
            self._refuse("intake.nested", name)
        self._check_names()
        read = {name: self._value(slot) for name, slot in self.slots.items() if name in self.texts}
        self._check_missing()
        if "amends" in read and "voids" in read:
            self._refuse("intake.two-corrections", "voids")
        return None if self.problems else _event(self.kind, read, self.slots)

    def _check_names(self) -> None:
        for name in self.texts:
            if name not in self.slots:
                near = nearest(name, self.slots)
                self._refuse("intake.undeclared-field", name, near=near)

    def _value(self, slot: Slot) -> Value | Moment:
        found = slot.read(self.texts[slot.name])
        if isinstance(found, Refused):
            self._refuse(found.code, slot.name, **dict(found.facts))
            return None
        return found

    def _check_missing(self) -> None:
        """A void says which event does not count; nothing else is asked of it."""
        for slot in self.slots.values():
            waived = "voids" in self.texts and slot.name not in ("id", "at")
            if slot.required and not waived and slot.name not in self.texts.keys() | self.nested:
                self._refuse("intake.missing-value", slot.name, **{"own" if slot.header else "field": slot.name})

    def _refuse(self, code: str, column: str, **facts: str) -> None:
        place = place_of(self.row.get(column))
        if not place.file:
            place = _place_of_row(self.row)
        self.problems.append(problem(code, place, column=column, kind=self.kind.name, **facts))


def _place_of_row(row: Mapping[str, Raw]) -> Place:
    """Where a row stands: at its kind, or at the first of its values that has a place."""
    places = [place_of(row.get("kind")), *(place_of(value) for value in row.values())]
    return next((place for place in places if place.file), places[0])


def _event(kind: Kind, read: Mapping[str, Value | Moment], slots: Mapping[str, Slot]) -> Event:
    headers = {name: value for name, value in read.items() if slots[name].header}
    moment = headers.pop("at")
    seq = headers.pop("seq", Fraction(0))
    assert isinstance(moment, Moment)
    assert isinstance(seq, Fraction)
    fields = {name: value for name, value in read.items() if not slots[name].header and value != ()}
    return Event(kind=kind.name, at=moment.at, dated=moment.dated, seq=int(seq), fields=fields, **headers)  # type: ignore[arg-type]


def _is_nested(raw: Raw) -> bool:
    """Whether a cell holds what no cell can: names with values, or lists in a list."""
    return isinstance(raw, Mapping) or (isinstance(raw, list | tuple) and any(isinstance(one, Mapping | list) for one in raw))


def as_text(raw: Raw) -> str | None:
    """What a cell says, as the one text that readers take; None: nothing (an empty cell, an empty list)."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, str):
        return str(raw)
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, Fraction | Decimal):
        return plain(Fraction(raw))
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, list | tuple):
        return list_text(as_text(one) or "" for one in raw)
    assert isinstance(raw, int | Duration), f"no text for {type(raw)}"
    return str(raw)

