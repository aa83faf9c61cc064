"""Rows of a grid below its heading -> rows of text; what is no data is passed over and told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from kaohe.engine.event_value import Refused
from kaohe.engine.intake.rows import PIECE, Fault, Rows
from kaohe.engine.intake.table.cell_text import Want, shown_text, text_of
from kaohe.engine.intake.table.grid import Grid, Raw, is_empty
from kaohe.engine.intake.table.heading import Heading
from kaohe.engine.intake.table.names import name_key
from kaohe.engine.intake.table.passed_over import LOOKED_AT, Reason, is_numbering, reason_of
from kaohe.engine.intake.unreadable import UndeclaredError

FAILED_FORMULA = Refused("intake.failed-formula")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a mapping reads rows: what numbers mean by column, which columns are filled from above (the
    wider group first), which rows it declares to be no data. ``ragged``: rows may differ in length, and
    one that is not as long as the heading is refused. ``lenient``: whatever has no name is left alone.
    """

    wants: Mapping[str, Want]
    fill_down: tuple[str, ...] = ()
    skip_rows: tuple[str, ...] = ()
    ragged: bool = False
    lenient: bool = False


def body_rows(
    grid: Grid, heading: Heading, columns: Sequence[str], read: Sequence[str], manner: Manner
) -> Iterator[Rows]:
    """The rows of ``grid``, cells of ``read`` only. ``columns`` are the heading's by the mapping's names.

    ``UndeclaredError`` for a row that has something in a column without a name.
    """
    body = _Body(grid, heading, tuple(columns), tuple(read), manner)
    for number, cells in grid.rows():
        body.row(number, cells)
        if body.size >= PIECE:
            yield body.piece()
    yield body.piece()


@dataclass(slots=True)
class _Piece:
    """Rows that were read since the last piece."""

    numbers: list[int] = field(default_factory=list)
    texts: list[list[str | None]] = field(default_factory=list)
    broken: list[tuple[int, Refused]] = field(default_factory=list)
    passed: list[tuple[int, Reason]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class _Body:
    """One table while its rows are read."""

    def __init__(self, grid: Grid, heading: Heading, columns: tuple[str, ...], read: tuple[str, ...], manner: Manner) -> None:
        self._grid, self._heading, self._read, self._manner = grid, heading, read, manner
        self._columns = columns
        self._places = [columns.index(name) for name in read]
        self._wants = [manner.wants.get(name, "text") for name in read]
        self._leading = sorted({*range(min(LOOKED_AT, len(columns))), *self._places})
        self._unnamed = [place for place, name in enumerate(columns) if not name]
        self._filled = [read.index(name) for name in manner.fill_down if name in read]
        self._above: dict[int, str | None] = {}
        self._covers = _covered(grid, heading, set(self._places))
        self._merged: dict[tuple[int, int], Raw] = {}
        self._now = _Piece()

    @property
    def size(self) -> int:
        return len(self._now.numbers) + len(self._now.passed)

    def piece(self) -> Rows:
        now, self._now = self._now, _Piece()
        by_column = zip(*now.texts, strict=True) if now.texts else ([] for _ in self._read)
        cells = {name: pa.array(texts, pa.string()) for name, texts in zip(self._read, by_column, strict=True)}
        return Rows(np.array(now.numbers, np.int64), cells, tuple(now.broken), tuple(now.passed), tuple(now.faults))

    def row(self, number: int, cells: Sequence[Raw]) -> None:
        if number <= self._heading.last:
            if number < self._heading.first and not all(map(is_empty, cells)):
                self._now.passed.append((number, "title"))
            return
        reason = self._reason(number, cells)
        if reason is not None:
            self._now.passed.append((number, reason))
            if reason == "total":
                self._above.clear()  # a group ends with its total
            return
        if self._manner.ragged and len(cells) != len(self._columns):
            facts = (("expected", str(len(self._columns))), ("found", str(len(cells))))
            self._now.broken.append((number, Refused("intake.ragged-row", facts)))
            return
        if not self._manner.lenient:
            self._check_unnamed(number, cells)
        self._take(number, cells)

    # --- rows that are no data ------------------------------------------------------------------

    def _reason(self, number: int, cells: Sequence[Raw]) -> Reason | None:
        place = next((one for one in self._leading if one < len(cells) and not is_empty(cells[one])), None)
        if place is None:
            return None if any((number, one) in self._covers for one in self._places) else self._if_empty(cells)
        if number == self._heading.last + 1 and is_numbering(cells):
            return "numbering"
        lead = shown_text(cells[place])
        found = reason_of(lead, self._manner.skip_rows)
        return found or ("heading" if self._is_heading(place, lead, cells) else None)

    def _if_empty(self, cells: Sequence[Raw]) -> Reason | None:
        """A row that has nothing where we look is empty, unless it has something in a column nobody named."""
        named = any(place < len(cells) and not is_empty(cells[place]) for place in self._unnamed)
        beyond = any(not is_empty(cell) for cell in cells[len(self._columns) :])
        return None if named or beyond else "empty"

    def _is_heading(self, place: int, lead: str, cells: Sequence[Raw]) -> bool:
        """Whether the row repeats the heading, as pages printed one below the other do."""
        if not self._names(place, lead):
            return False
        filled = [(one, shown_text(cell)) for one, cell in enumerate(cells) if not is_empty(cell)]
        return sum(self._names(*one) for one in filled) * 2 > len(filled)

    def _names(self, place: int, text: str) -> bool:
        if place >= len(self._heading.columns):
            return False
        key = name_key(text)
        parts = self._heading.columns[place].split("/")
        return key in {name_key(part) for part in (self._heading.columns[place], *parts)} - {""}

    def _check_unnamed(self, number: int, cells: Sequence[Raw]) -> None:
        beyond = range(len(self._columns), len(cells))
        if any(place < len(cells) and not is_empty(cells[place]) for place in (*self._unnamed, *beyond)):
            raise UndeclaredError(number, [*self._columns, *("" for _ in beyond)])

    # --- cells ----------------------------------------------------------------------------------

    def _take(self, number: int, cells: Sequence[Raw]) -> None:
        texts = [self._text(index, number, cells) for index in range(len(self._read))]
        self._fill(texts)
        self._now.numbers.append(number)
        self._now.texts.append(texts)

    def _text(self, index: int, number: int, cells: Sequence[Raw]) -> str | None:
        place = self._places[index]
        raw = self._raw(number, place, cells)
        found = FAILED_FORMULA if (number, place) in self._grid.errors else text_of(raw, self._wants[index], self._grid.year)
        if isinstance(found, Refused):
            self._now.faults.append(Fault(len(self._now.numbers), self._read[index], found))
            return None
        return found

    def _raw(self, number: int, place: int, cells: Sequence[Raw]) -> Raw:
        """The cell; within merged cells what stands in the first of them."""
        here = cells[place] if place < len(cells) else ""
        top = self._covers.get((number, place))
        if top is None:
            return here
        if top == number:
            self._merged[top, place] = here
        return self._merged.get((top, place), here)

    def _fill(self, texts: list[str | None]) -> None:
        """Empty cells of the declared columns say what the last row said; a new group has no such row."""
        for order, index in enumerate(self._filled):
            text = texts[index]
            if text is None or text.strip():
                self._above[index] = text
                for narrower in self._filled[order + 1 :]:
                    self._above.pop(narrower, None)
            else:
                texts[index] = self._above.get(index, text)


def _covered(grid: Grid, heading: Heading, places: set[int]) -> dict[tuple[int, int], int]:
    """(row, column) of every cell below the heading that is merged with one above it -> the first row."""
    spans = [span for span in grid.merged or () if span.bottom > span.top and span.left in places]
    return {
        (row, span.left): max(span.top, heading.last + 1)
        for span in spans
        for row in range(max(span.top, heading.last + 1), span.bottom + 1)
    }
