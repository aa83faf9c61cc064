"""Events -> rows of text: what a canonical JSONL or CSV file holds, exact enough to be read back whole."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from kaohe.engine.event import Event
from kaohe.engine.event_value import list_text
from kaohe.engine.write import whole_file
from kaohe.rules.clock import Zone
from kaohe.rules.value import Duration, Value, plain
from kaohe.rules.vocabulary import HEADERS, Field, Vocabulary

Cells = dict[str, str | list[str]]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def row_of(event: Event, vocabulary: Vocabulary, here: Zone) -> Cells:
    """The row that ``event_from_row`` reads this event from, in the time of ``here``."""
    cells: Cells = {"id": event.id, "kind": event.kind, "at": _when(event, here)}
    if event.recorded_at is not None:
        cells["recorded_at"] = instant_text(event.recorded_at)
    if event.seq:
        cells["seq"] = str(event.seq)
    for name in ("case", "unit", "leader", "amends", "voids"):
        if (value := getattr(event, name)) is not None:
            cells[name] = value
    declared = vocabulary.kinds[event.kind].fields
    cells |= {name: _text(value, declared[name]) for name, value in event.fields.items() if value is not None}
    return cells


def instant_text(at: int) -> str:
    """``2021-03-01T01:30:00Z``, with a fraction only where there is one."""
    return (_EPOCH + timedelta(microseconds=at)).replace(tzinfo=None).isoformat() + "Z"


def write_jsonl(events: Iterable[Event], path: Path, vocabulary: Vocabulary, here: Zone) -> None:
    """One object a line, with the keys that have a value."""
    with whole_file(path) as beside, beside.open("w", encoding="utf-8", newline="\n") as file:
        for event in events:
            file.write(json.dumps(row_of(event, vocabulary, here), ensure_ascii=False) + "\n")


def write_csv(events: Sequence[Event], path: Path, vocabulary: Vocabulary, here: Zone) -> None:
    """A heading of all headers and of the fields that any of the events has; lists as JSON arrays."""
    used = {name for event in events for name in event.fields}
    declared = (name for kind in vocabulary.kinds.values() for name in kind.fields)
    columns = (*HEADERS, *dict.fromkeys(name for name in declared if name in used))
    with whole_file(path) as beside, beside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for event in events:
            cells = row_of(event, vocabulary, here)
            writer.writerow([_flat(cells.get(name, "")) for name in columns])


def _when(event: Event, here: Zone) -> str:
    return here.day(event.at).isoformat() if event.dated else instant_text(event.at)


def _text(value: Value, field: Field) -> str | list[str]:
    if isinstance(value, tuple):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        assert field.type.name == "instant"
        return instant_text(value)
    assert isinstance(value, str | Duration)
    return str(value)


def _flat(cell: str | list[str]) -> str:
    return cell if isinstance(cell, str) else list_text(cell) or ""
