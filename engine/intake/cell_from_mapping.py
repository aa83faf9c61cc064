"""One value of a mapping -> ``Cell``: a column's name, or what it says about column, table and format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from kaohe.engine.event_row import Storage
from kaohe.engine.intake.formats import Turn, turn_of
from kaohe.engine.intake.plan import Cell, Meant, Part
from kaohe.engine.intake.usual_form import usual_turn
from kaohe.engine.intake.usual_text import usual_text
from kaohe.rules.document.mapping import Column, DatedCode
from kaohe.rules.nearest import nearest
from kaohe.rules.place import Located

LITERAL = "="
"""A part of ``join`` that begins with this is text, not a column."""


class Refuse(Protocol):
    """Reports a mistake at the place of a scalar."""

    def __call__(self, code: str, at: object, /, **facts: object) -> None: ...


ROSTER_TABLE = "roster"
"""The table that no mapping writes: the names of units on the roster, where one is at hand."""
Table = Mapping[str, str | list[DatedCode]]
"""Texts to codes, as a mapping writes them."""


class CellMaker:
    """Makes cells, with the mapping's tables at hand; ``refuse`` takes the mistakes.

    ``known`` are the names of columns by every name that files have for them.
    """

    def __init__(self, tables: Mapping[str, Table], known: Mapping[str, str], refuse: Refuse) -> None:
        self._tables = tables
        self._known = known
        self._refuse = refuse

    def cell(self, name: str, given: str | Column, storage: Storage, *, whole_day: bool = False) -> Cell | None:
        """The cell of slot ``name``, kept as ``storage``; None when it cannot be made.

        ``whole_day``: an event of this kind may be dated by its day alone.
        """
        usual = usual_turn(storage, midnight_is_a_day=whole_day)
        if isinstance(given, str):
            column = self.column(given)
            return Cell(column, (Part(column),), turn=usual)
        parts = self._parts(name, given)
        turn = self._turn(name, given, storage) if given.format is not None else usual
        table = self._table(given)
        if parts is None:
            return None
        label = "+".join(part.column for part in parts if part.column) or name
        default = None if given.default is None else str(given.default)
        split = None if given.split is None else str(given.split)
        if split is not None and storage != "list":
            self._refuse("intake.mapping-split", given.split, field=name)
        codes = None if table is None else {text: str(code) for text, code in table.items() if not isinstance(code, list)}
        return Cell(label, parts, default, split, codes, str(given.table or ""), turn, dict(_dated(table or {})))

    def column(self, name: str) -> str:
        """The one name of a column that files may call differently."""
        return self._known.get(name, name)

    def _parts(self, name: str, given: Column) -> tuple[Part, ...] | None:
        ways = [given.column is not None, given.value is not None, given.row_number, given.join is not None]
        if sum(ways) != 1:
            self._refuse("intake.mapping-cell", _first_scalar(given), field=name)
            return None
        if given.join is not None:
            return tuple(self._joined(given.join))
        if given.value is not None:
            return (Part(text=str(given.value)),)
        names = names_of(given)
        if not names and not given.row_number:
            self._refuse("intake.mapping-cell", _first_scalar(given), field=name)
            return None
        return (Part(self.column(names[0]) if names else None),)

    def _joined(self, join: list[str]) -> Iterator[Part]:
        for part in join:
            literal = part.startswith(LITERAL)
            yield Part(text=part.removeprefix(LITERAL)) if literal else Part(self.column(part))

    def _turn(self, name: str, given: Column, storage: Storage) -> Turn | None:
        assert given.format is not None
        formats = [given.format] if isinstance(given.format, str) else given.format
        turn = turn_of(tuple(map(str, formats)), storage)
        if turn is None or given.table is not None:
            self._refuse("intake.mapping-form", formats[0], format=", ".join(map(str, formats)), field=name, type=storage)
        return turn

    def _table(self, given: Column) -> Table | None:
        if given.table is None:
            return None
        table = self._tables.get(str(given.table), {} if given.table == ROSTER_TABLE else None)
        if table is None:
            near = nearest(str(given.table), self._tables)
            self._refuse("intake.mapping-table", given.table, table=given.table, near=near)
            return None
        return {usual_text(text): code for text, code in table.items()}


def _dated(table: Table) -> Iterator[tuple[str, tuple[Meant, ...]]]:
    """The texts that mean one thing after another, and when."""
    for text, codes in table.items():
        if isinstance(codes, list):
            yield text, tuple(Meant(str(one.code), one.from_ or date.min, one.to or date.max) for one in codes)


def names_of(given: Column) -> list[str]:
    """Every name that files have for the column; the first is the one it is known by."""
    if given.column is None:
        return []
    return [given.column] if isinstance(given.column, str) else list(given.column)


def _first_scalar(given: Column) -> object:
    """Something of the value that has a place."""
    scalars = (getattr(given, name) for name in type(given).model_fields)
    return next((one for one in scalars if isinstance(one, Located)), None)


def columns_of(cell: Cell) -> Iterator[str]:
    """The columns that a cell reads."""
    yield from (part.column for part in cell.parts if part.column is not None)
