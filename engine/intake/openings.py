"""One number used for two cases: which they are, and in which rows of which files they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kaohe.engine.intake.desk import desk

LISTED = 10
"""Numbers, and rows of each, that are named; the others are counted."""
Numbers = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class OpenedTwice:
    """A number under which ``rows`` rows open a case, not all alike; the ``first`` of them (``export.csv:2``, ``book.xlsx:一月!2``)."""

    case: str
    rows: int
    first: tuple[str, ...]


@dataclass(slots=True)
class Openings:
    """In which rows the opening events of an import stand, piece by piece; ``opens`` is their kind, None: nothing opens a case."""

    opens: str | None
    _events: int = 0
    _places: list[Numbers] = field(default_factory=list)
    _rows: list[Numbers] = field(default_factory=list)
    _tables: list[str] = field(default_factory=list)

    def add(self, events: pa.Table, rows: Numbers, table: str) -> None:
        """The next events of the file, and the numbers of their rows in ``table`` (``export.csv:``, ``book.xlsx:一月!``)."""
        if self.opens is None:
            return
        opening = np.flatnonzero(np.asarray(pc.equal(events.column("kind"), self.opens)))
        self._places.append(opening + self._events)
        self._rows.append(rows[opening])
        self._tables.append(table)
        self._events += events.num_rows

    def twice(self, events: Path) -> tuple[int, tuple[OpenedTwice, ...]]:
        """How many numbers open several cases in the file of all those events; the first of them."""
        if not any(map(len, self._places)):
            return 0, ()
        with desk(events) as asked:
            found = asked.execute(_TWICE, {"events": str(events), "opens": self.opens, "listed": LISTED}).fetchall()
        return (found[0][0] if found else 0), tuple(OpenedTwice(case, rows, self._named(first)) for _, case, rows, first in found)

    def _named(self, places: list[int]) -> tuple[str, ...]:
        """The rows of opening events, by their places in the file of events."""
        at = np.searchsorted(np.concatenate(self._places), places)
        tables = np.searchsorted(np.cumsum([len(one) for one in self._places]), at, side="right")
        rows = np.concatenate(self._rows)[at].tolist()
        return tuple(f"{self._tables[table]}{row}" for table, row in zip(tables.tolist(), rows, strict=True))


_TWICE = """
with voided as (
    select voids as id from read_parquet($events) where voids is not null
), opened as (
    select * from read_parquet($events, file_row_number = true) anti join voided using (id)
    where kind = $opens and amends is null and voids is null
), more as (
    select "case" from opened group by "case" having count(*) > 1
), contents as (
    select distinct * exclude (recorded_at, file_row_number) from opened semi join more using ("case")
), twice as (
    select "case" from contents group by "case" having count(*) > 1
)
select count(*) over () as cases, "case", count(*), list(file_row_number order by file_row_number)[1:$listed]
from opened semi join twice using ("case") group by "case" order by "case" limit $listed
"""
