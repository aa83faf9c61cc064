"""A page of the workbook before it is drawn: a title, a sentence, columns, rows of plain values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Literal

from kaohe.rules.record import record


@record
class Formula:
    """A formula with the value that readers show who do not reckon."""

    text: str
    value: Fraction


@record
class Styled:
    """A text in a face of its own: ``grade0`` (best) … ``grade3``, ``mark-…``, ``withheld``."""

    text: str
    face: str


@record
class Link:
    """A text that leads to another page of the workbook."""

    text: str
    page: str


Cell = str | int | date | Fraction | Formula | Styled | Link | None
Holds = Literal["text", "wrapped", "code", "points", "total", "count", "percent", "day", "number", "mark", "answer"]


@record
class Column:
    """``least`` and ``most`` bound its width in half-width characters; ``places`` are decimals shown."""

    title: str
    holds: Holds = "text"
    least: int = 6
    most: int = 40
    places: int = 2
    bar: bool = False


@record
class Page:
    """``fixed`` columns stay when one scrolls; the last ``keys`` columns are folded away and not printed.

    ``broken`` is the column at each change of whose text a line is drawn (peer groups), None: nowhere.
    """

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    fixed: int = 0
    keys: int = 0
    broken: int | None = None


FIRST_ROW = 3
"""Rows above: title, sentence, headings. Counted from 0, as drawing does."""
