"""Events <-> columns: the canonical table of a vocabulary (``docs/events.md``).

Headers come first, then one column for every field name that the vocabulary's kinds declare. Where
two kinds keep a field of one name differently (or the name is taken), each has a column of its own,
``<kind>.<field>``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pyarrow as pa

from kaohe.engine.event import Event
from kaohe.engine.event_row import Storage, storage_of
from kaohe.engine.record_table import DAY, FLAG, INSTANT, TEXT, TEXTS, Kept, decimal_from
from kaohe.rules.record import record
from kaohe.rules.value import duration_from
from kaohe.rules.vocabulary import Vocabulary

_NUMBER = Kept(pa.decimal128(27, 9), lambda exact: decimal_from(exact, 9), Fraction)
_WHOLE = Kept(pa.int64(), int, Fraction)
KEPT: Mapping[Storage, Kept] = {
    "id": TEXT, "code": TEXT, "instant": INSTANT, "date": DAY, "bool": FLAG, "list": TEXTS,
    "number": _NUMBER, "whole": _WHOLE, "duration": Kept(pa.string(), str, duration_from),
}  # fmt: skip
"""How a field's values are kept in its column."""

HEADS: Mapping[str, pa.DataType] = {
    "id": pa.string(), "kind": pa.string(), "at": INSTANT.type, "dated": pa.bool_(), "recorded_at": INSTANT.type,
    "seq": pa.int64(), "case": pa.string(), "unit": pa.string(), "leader": pa.string(),
    "amends": pa.string(), "voids": pa.string(),
}  # fmt: skip
_ALWAYS = frozenset({"id", "kind", "at", "dated", "seq"})


@record
class FieldColumn:
    """A column of field values: which field it holds, of which kinds, and how."""

    name: str
    field: str
    kinds: frozenset[str]
    storage: Storage


@record
class EventColumns:
    """The canonical columns of a vocabulary; ``kinds`` numbers its kinds."""

    fields: tuple[FieldColumn, ...]
    kinds: Mapping[str, int]

    @property
    def schema(self) -> pa.Schema:
        heads = [pa.field(name, type_, nullable=name not in _ALWAYS) for name, type_ in HEADS.items()]
        return pa.schema([*heads, *(pa.field(one.name, KEPT[one.storage].type) for one in self.fields)])

    def of(self, kind: str) -> dict[str, FieldColumn]:
        """The columns of a kind's fields by the field's name."""
        return {one.field: one for one in self.fields if kind in one.kinds}

    def table(self, events: Sequence[Event]) -> pa.Table:
        """The events, one row each. What streams add (``matter``, ``standing``) is not kept."""
        columns = {name: pa.array([getattr(one, name) for one in events], type_) for name, type_ in HEADS.items()}
        for column in self.fields:
            columns[column.name] = pa.array(self._values(column, events), KEPT[column.storage].type)
        return pa.table(columns, self.schema)

    def _values(self, column: FieldColumn, events: Iterable[Event]) -> Iterator[Any]:
        put = KEPT[column.storage].put
        for event in events:
            value = event.fields.get(column.field) if event.kind in column.kinds else None
            yield None if value is None else put(value)

    def events(self, table: pa.Table) -> list[Event]:
        """The events of a table with these columns."""
        fields: list[dict[str, Any]] = [{} for _ in range(table.num_rows)]
        for column in self.fields:
            if table.column(column.name).null_count == table.num_rows:
                continue
            get = KEPT[column.storage].get
            for own, value in zip(fields, listed(table.column(column.name)), strict=True):
                if value is not None:
                    own[column.field] = get(value)
        heads = [listed(table.column(name)) for name in HEADS]
        return [
            Event(id_, kind, at, dated, recorded_at, seq, case, unit, leader, own, amends, voids)
            for id_, kind, at, dated, recorded_at, seq, case, unit, leader, amends, voids, own in zip(
                *heads, fields, strict=True
            )
        ]


def listed(column: pa.ChunkedArray | pa.Array) -> list[Any]:
    """A column's values; instants in µs."""
    if column.null_count == len(column):
        return [None] * len(column)
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.int64())
    values: list[Any] = column.to_pylist()
    return values


def event_columns(vocabulary: Vocabulary) -> EventColumns:
    """The columns that events of ``vocabulary`` are kept in, fields in the order they are first declared."""
    kept: dict[str, dict[str, Storage]] = {}
    for kind in vocabulary.kinds.values():
        for field in kind.fields.values():
            if field.name not in ("case", "unit", "leader"):
                kept.setdefault(field.name, {})[kind.name] = storage_of(field)
    fields = tuple(column for name, by_kind in kept.items() for column in _columns(name, by_kind))
    return EventColumns(fields, {name: number for number, name in enumerate(vocabulary.kinds)})


def _columns(name: str, by_kind: Mapping[str, Storage]) -> Iterator[FieldColumn]:
    storages = set(by_kind.values())
    if len(storages) == 1 and name not in HEADS:
        yield FieldColumn(name, name, frozenset(by_kind), storages.pop())
        return
    for kind, storage in by_kind.items():
        yield FieldColumn(f"{kind}.{name}", name, frozenset({kind}), storage)
