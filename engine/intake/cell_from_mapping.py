"""One value of a mapping -> ``Cell``: a column's name, or what it says about column, table and format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from kaohe.engine.event_row import Storage
from kaohe.engine.intake.formats import Turn, turn_of
from kaohe.engine.intake.plan import Cell, Part
from kaohe.rules.document.mapping import Column
from kaohe.rules.nearest import nearest
from kaohe.rules.place import Located

LITERAL = "="
"""A part of ``join`` that begins with this is text, not a column."""


class Refuse(Protocol):
    """Reports a mistake at the place of a scalar."""

    def __call__(self, code: str, at: object, /, **facts: object) -> None: ...


class CellMaker:
    """Makes cells, with the mapping's tables at hand; ``refuse`` takes the mistakes."""

    def __init__(self, tables: Mapping[str, Mapping[str, str]], refuse: Refuse) -> None:
        self._tables = tables
        self._refuse = refuse

    def cell(self, name: str, given: str | Column, storage: Storage) -> Cell | None:
        """The cell of slot ``name``, kept as ``storage``; None when it cannot be made."""
        if isinstance(given, str):
            return Cell(given, (Part(given),))
        parts = self._parts(name, given)
        turn = self._turn(name, given, storage)
        table = self._table(given)
        if parts is None:
            return None
        label = "+".join(part.column for part in parts if part.column) or name
        default = None if given.default is None else str(given.default)
        split = None if given.split is None else str(given.split)
        if split is not None and storage != "list":
            self._refuse("intake.mapping-split", given.split, field=name)
        return Cell(label, parts, default, split, table, str(given.table or ""), turn)

    def _parts(self, name: str, given: Column) -> tuple[Part, ...] | None:
        ways = [given.column is not None, given.value is not None, given.row_number, given.join is not None]
        if sum(ways) != 1:
            self._refuse("intake.mapping-cell", _first_scalar(given), field=name)
            return None
        if given.join is not None:
            return tuple(_joined(given.join))
        if given.value is not None:
            return (Part(text=str(given.value)),)
        return (Part(given.column),)

    def _turn(self, name: str, given: Column, storage: Storage) -> Turn | None:
        if given.format is None:
            return None
        formats = [given.format] if isinstance(given.format, str) else given.format
        turn = turn_of(tuple(map(str, formats)), storage)
        if turn is None or given.table is not None:
            self._refuse("intake.mapping-form", formats[0], format=", ".join(map(str, formats)), field=name, type=storage)
        return turn

    def _table(self, given: Column) -> Mapping[str, str] | None:
        if given.table is None:
            return None
        table = self._tables.get(str(given.table))
        if table is None:
            near = nearest(str(given.table), self._tables)
            self._refuse("intake.mapping-table", given.table, table=given.table, near=near)
            return None
        return {str(text): str(code) for text, code in table.items()}


def _joined(join: list[str]) -> Iterator[Part]:
    for part in join:
        yield Part(text=part.removeprefix(LITERAL)) if part.startswith(LITERAL) else Part(part)


def _first_scalar(given: Column) -> object:
    """Something of the value that has a place."""
    scalars = (getattr(given, name) for name in type(given).model_fields)
    return next((one for one in scalars if isinstance(one, Located)), None)


def columns_of(cell: Cell) -> Iterator[str]:
    """The columns that a cell reads."""
    yield from (part.column for part in cell.parts if part.column is not None)
