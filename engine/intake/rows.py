"""Rows on their way from a file to events: pieces that fit memory, cells as texts by column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from kaohe.engine.event_value import Refused
from kaohe.engine.intake.table.passed_over import Reason

PIECE = 65_536
"""Rows handed on at a time."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be taken for a text: its place among the rows of the piece, its column, why."""

    position: int
    column: str
    refused: Refused


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a file: their numbers, and their cells by column (None: no cell).

    ``broken`` are rows that have no cells at all, by number; ``passed`` are rows that hold no data (a
    total, a note), by number, with the reason. Neither is among ``numbers``.
    """

    numbers: np.ndarray[Any, np.dtype[np.int64]]
    cells: dict[str, pa.Array]
    broken: tuple[tuple[int, Refused], ...] = ()
    passed: tuple[tuple[int, Reason], ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file, ready to be read.

    ``columns`` are its columns in order, by the names the mapping knows them by (None: each row names its
    own); ``heading`` is the row they stand in. ``sheet`` is the name of its sheet as it may be shown, empty
    where a file has one table only. ``rows`` are its rows, cells of the columns asked for only. ``size`` is
    how many there are, where the file says so.
    """

    columns: tuple[str, ...] | None
    heading: int
    rows: Callable[[Sequence[str]], Iterator[Rows]]
    sheet: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a file that are read, and the names of sheets that hold something and are not."""

    read: tuple[Table, ...]
    unread: tuple[str, ...] = ()
