"""Rows of text -> event columns, a piece of the file at a time.

Columns are read by their distinct texts: each is turned and judged once, by the same readers that
judge a single row, and the verdict is handed to every row that holds it. A row of which any event
cannot be taken gives none at all: half a case would be judged as if the rest had not happened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kaohe.engine.event_row import Slot
from kaohe.engine.event_table import EventColumns, event_columns
from kaohe.engine.event_value import Refused
from kaohe.engine.intake.made_id import made_ids
from kaohe.engine.intake.plan import Cell, Plan, Rule, Test
from kaohe.engine.intake.repeats import Hashes, hashes_of
from kaohe.engine.intake.rows import Rows
from kaohe.engine.intake.text_stream import DAMAGED
from kaohe.engine.intake.usual_text import usual_texts
from kaohe.engine.intake.verdicts import Verdicts
from kaohe.rules.vocabulary import Kind

Positions = np.ndarray[Any, np.dtype[np.int64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]
MISSING = "intake.missing-value"


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """Why a row was not taken: its number, the column as the file names it, and the reason."""

    row: int
    column: str
    refused: Refused = field(compare=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of some rows: ``rows`` = rows that gave events + ``refused_rows`` + ``silent``.

    ``numbers`` are the numbers of the rows that the events stand in, one for each event. ``keys`` holds hashes
    of the values of each column that should not repeat, for counting.
    """

    events: pa.Table
    numbers: Positions
    refusals: tuple[Refusal, ...]
    rows: int
    refused_rows: int
    silent: int
    keys: Mapping[str, Hashes]


@dataclass(frozen=True, slots=True)
class _SlotRead:
    """What one slot of one rule says: its columns (``at`` also says whether only the day was given), and
    which rows it refused.
    """

    columns: Mapping[str, pa.Array]
    refused: Mask


_Read = Mapping[str, _SlotRead]


class Taker:
    """Takes the rows of files by one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.columns: EventColumns = event_columns(plan.vocabulary)
        self.schema = self.columns.schema
        self._verdicts: dict[tuple[int, str, str], Verdicts] = {}

    def take(self, rows: Rows) -> Taken:
        """The events of ``rows`` in the order of rows, then of rules."""
        return _Piece(self, rows).taken()

    def verdicts(self, number: int, kind: Kind, slot: Slot, cell: Cell) -> Verdicts:
        """What is known of the texts of one slot of one rule."""
        key = (number, kind.name, slot.name)
        if key not in self._verdicts:
            guarded, foreign = bool(self.plan.vocabulary.forbidden_patterns), not self.plan.canonical
            self._verdicts[key] = Verdicts(slot, cell, guarded=guarded, foreign=foreign)
        return self._verdicts[key]


class _Piece:
    """Some rows of a file while they are taken."""

    def __init__(self, taker: Taker, rows: Rows) -> None:
        self.taker, self.plan, self.rows = taker, taker.plan, rows
        self.size = len(rows.numbers)
        self.bad: Mask = np.zeros(self.size, bool)
        self.fired: Mask = np.zeros(self.size, bool)
        self.refusals: dict[tuple[int, str, str], Refusal] = {}
        self.faulty = frozenset((fault.position, fault.column) for fault in rows.faults)
        for fault in rows.faults:
            self._refuse(np.array([fault.position]), fault.column, fault.refused)
        self.texts = {name: self._text(name) for name in self.plan.read}

    def taken(self) -> Taken:
        found = [group for number, rule in enumerate(self.plan.rules) for group in self._groups(number, rule)]
        broken = [Refusal(row, "", refused) for row, refused in self.rows.broken]
        events, positions = self._in_order(found)
        return Taken(
            events=events,
            numbers=self.rows.numbers[positions],
            refusals=tuple(sorted((*self.refusals.values(), *broken))),
            rows=self.size + len(broken),
            refused_rows=int(self.bad.sum()) + len(broken),
            silent=int((~self.bad & ~self.fired).sum()),
            keys={name: hashes_of(self.texts[name]) for name in self.plan.repeats},
        )

    def _in_order(self, found: list[tuple[Positions, pa.Table]]) -> tuple[pa.Table, Positions]:
        """The events, and the position of the row that each stands in."""
        if not found:
            return self.taker.schema.empty_table(), np.zeros(0, np.int64)
        places = np.concatenate([positions for positions, _ in found])
        numbers = np.repeat(np.arange(len(found)), [len(positions) for positions, _ in found])
        order = np.lexsort((numbers, places))
        kept = order[~self.bad[places[order]]]
        return pa.concat_tables([table for _, table in found]).take(pa.array(kept)), places[kept]

    # --- texts ----------------------------------------------------------------------------------

    def _text(self, name: str) -> pa.Array:
        """A column's cells; what stands for no value is missing, what could not be decoded is refused."""
        cells = self.rows.cells.get(name)
        if cells is None:
            return pa.nulls(self.size, pa.string())
        if not self.plan.canonical:
            cells = usual_texts(cells)
        empty = pc.is_in(cells, pa.array(sorted(self.plan.null)))
        texts = pc.if_else(empty, pa.scalar(None, pa.string()), cells)
        damaged = _mask(pc.match_substring(texts, DAMAGED))
        if damaged.any():
            self._refuse(np.flatnonzero(damaged), name, Refused("intake.bad-encoding"))
        return texts

    def _cell(self, cell: Cell) -> pa.Array:
        parts = [self._part(part.column, part.text) for part in cell.parts]
        text = parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, "")
        return text if cell.default is None else pc.fill_null(text, cell.default)

    def _part(self, column: str | None, text: str | None) -> pa.Array:
        if column is not None:
            return self.texts[column]
        if text is not None:
            return pa.repeat(pa.scalar(text, pa.string()), self.size)
        return pa.array(self.rows.numbers).cast(pa.string())

    # --- rules ----------------------------------------------------------------------------------

    def _groups(self, number: int, rule: Rule) -> Iterator[tuple[Positions, pa.Table]]:
        """The events of one rule, one table for each kind it makes."""
        holds = np.ones(self.size, bool)
        for test in rule.tests:
            holds &= self._holds(test)
        self.fired |= holds
        for kind, positions in self._kinds(rule, np.flatnonzero(holds)):
            if len(positions):
                yield positions, self._events(number, rule, kind, positions)

    def _holds(self, test: Test) -> Mask:
        text = self.texts[test.column]
        if test.holds in ("filled", "empty"):
            return _mask(text.is_valid() if test.holds == "filled" else text.is_null())
        among = _mask(pc.is_in(text, pa.array(sorted(test.wanted))))
        return among if test.holds == "equals" else ~among

    def _kinds(self, rule: Rule, positions: Positions) -> Iterator[tuple[Kind, Positions]]:
        kinds = self.plan.vocabulary.kinds
        if rule.kind is not None:
            yield kinds[rule.kind], positions
            return
        assert rule.kind_cell is not None
        texts = self._cell(rule.kind_cell).take(pa.array(positions)).dictionary_encode()
        codes = np.asarray(texts.indices.fill_null(-1))
        label = rule.kind_cell.label
        self._refuse(positions[codes == -1], label, _missing("kind", ""))
        for code, text in enumerate(texts.dictionary.to_pylist()):
            name = rule.kind_cell.turned(text)
            here = positions[codes == code]
            if isinstance(name, str) and name in kinds:
                yield kinds[name], here
            else:
                unknown = Refused("intake.unknown-kind", (("vocabulary", self.plan.vocabulary.name),))
                self._refuse(here, label, name if isinstance(name, Refused) else unknown)

    def _events(self, number: int, rule: Rule, kind: Kind, positions: Positions) -> pa.Table:
        slots = self.plan.slots.of(kind)
        self._check_undeclared(rule, slots, kind, positions)
        read: dict[str, _SlotRead] = {}
        for name in sorted(slots.keys() & rule.cells.keys(), key=lambda name: name != "at"):
            verdicts = self.taker.verdicts(number, kind, slots[name], rule.cells[name])
            read[name] = self._values(verdicts, positions, read.get("at"))
        self._check_missing(rule, slots, kind, read, positions)
        return self._table(slots, kind, read, len(positions))

    def _values(self, verdicts: Verdicts, positions: Positions, at: _SlotRead | None) -> _SlotRead:
        texts = self._cell(verdicts.cell).take(pa.array(positions))
        if verdicts.cell.dated and at is not None:
            days = map(self._day, at.columns["at"].cast(pa.int64()).to_pylist())
            meant = [verdicts.cell.on(text, day) for text, day in zip(texts.to_pylist(), days, strict=True)]
            texts = pa.array(meant, pa.string())
        columns, refused = verdicts.of(texts)
        read = _SlotRead(columns, np.zeros(len(positions), bool))
        for places, reason in refused:
            self._refuse(positions[places], verdicts.cell.label, reason)
            read.refused[places] = True
        return read

    def _day(self, at: int | None) -> date | None:
        return None if at is None else self.plan.slots.zone.day(at)

    def _check_undeclared(self, rule: Rule, slots: Mapping[str, Slot], kind: Kind, positions: Positions) -> None:
        """Where a column tells the kind, what other kinds may say must be left empty."""
        for name in rule.cells.keys() - slots.keys():
            cell = rule.cells[name]
            said = _mask(self._cell(cell).take(pa.array(positions)).is_valid())
            self._refuse(positions[said], cell.label, Refused("intake.undeclared-field", (("kind", kind.name),)))

    def _check_missing(self, rule: Rule, slots: Mapping[str, Slot], kind: Kind, read: _Read, positions: Positions) -> None:
        """A void says which event does not count; nothing but its id and time is asked of it."""
        void = self._is_said("voids", read, positions)
        both = void & self._is_said("amends", read, positions)
        self._refuse(positions[both], _label(rule, "voids"), Refused("intake.two-corrections"))
        for name, slot in slots.items():
            if slot.required and (name in rule.cells or name != "id" or self.plan.canonical):
                gone = ~self._is_said(name, read, positions)
                asked = gone if name in ("id", "at") else gone & ~void
                self._refuse(positions[asked], _label(rule, name), _missing(name, kind.name))

    def _is_said(self, name: str, read: _Read, positions: Positions) -> Mask:
        """Where there is something under ``name``, taken or refused."""
        if name not in read:
            return np.zeros(len(positions), bool)
        return _mask(read[name].columns[name].is_valid()) | read[name].refused

    def _table(self, slots: Mapping[str, Slot], kind: Kind, read: _Read, size: int) -> pa.Table:
        """Events of one kind as canonical columns, from what was read by slot."""
        said = {name: array for one in read.values() for name, array in one.columns.items()}
        said["seq"] = pc.fill_null(said["seq"], 0) if "seq" in said else pa.repeat(pa.scalar(0, pa.int64()), size)
        said["dated"] = pc.fill_null(said["dated"], False)
        if "id" not in said:
            said["id"] = made_ids(said, self.plan.name, kind.name)
        fields = self.taker.columns.of(kind.name)
        found = {fields[name].name if name in slots and not slots[name].header else name: said[name] for name in said}
        found["kind"] = pa.repeat(pa.scalar(kind.name, pa.string()), size)
        schema = self.taker.schema
        return pa.table([found.get(one.name, pa.nulls(size, one.type)) for one in schema], _unbound(schema))

    def _refuse(self, positions: Positions, column: str, refused: Refused) -> None:
        for position in positions.tolist():
            self.bad[position] = True
            if refused.code == MISSING and (position, column) in self.faulty:
                continue  # it is not missing: why it cannot be taken is said already
            row = int(self.rows.numbers[position])
            already = self.refusals.setdefault((row, column, refused.code), Refusal(row, column, refused))
            assert already.row == row


def _unbound(schema: pa.Schema) -> pa.Schema:
    """The schema without the promise that headers are there: refused rows still lack some."""
    return pa.schema([one.with_nullable(True) for one in schema])


def _label(rule: Rule, name: str) -> str:
    return rule.cells[name].label if name in rule.cells else name


def _missing(name: str, kind: str) -> Refused:
    return Refused(MISSING, (("field", name), ("kind", kind)))


def _mask(array: pa.Array) -> Mask:
    """A boolean array with missing as false."""
    mask: Mask = np.asarray(pc.fill_null(array, False), dtype=bool)
    return mask



