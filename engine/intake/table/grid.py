"""A table of cells as it stands in a file, before anybody knows what its rows mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Raw = str | int | float | bool | date | datetime | time | timedelta | None
"""A cell: text, or what a workbook stores; ``""`` and None are an empty one."""
Row = tuple[int, Sequence[Raw]]
"""A row's number, as a spreadsheet shows it, and its cells."""
HEAD = 60
"""Rows at the top of a table in which its heading is looked for."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells shown as one. Rows count from 1, columns from 0; both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One table. ``sheet`` is its name, empty where a file has but one; ``number`` counts from 1.

    ``rows`` begins anew with each call. ``merged`` None: the file does not say which cells are merged.
    ``year`` is the first year of the day numbers of the workbook (1900 or 1904).
    """

    sheet: str
    number: int
    rows: Callable[[], Iterator[Row]]
    merged: tuple[Merged, ...] | None = None
    year: int = 1900
    hidden: bool = False
    errors: frozenset[tuple[int, int]] = frozenset()
    """Cells in which a formula failed: (row, column), counted as in ``Merged``."""


def is_empty(raw: Raw) -> bool:
    """Whether there is nothing in the cell to see."""
    return raw is None or (isinstance(raw, str) and not raw.strip())
