"""Records on disk: a ledger larger than memory, read a piece at a time.

A ``Shelf`` is one Arrow file of tables, written one after another; a ``Piece`` remembers where one stands.
Files last as long as the folder that somebody gave for the work; nothing of a run is kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeAlias, TypeVar, overload

import pyarrow as pa

from kaohe.engine.record_table import Layout
from kaohe.engine.records import Columns, Records

R = TypeVar("R")
ROWS = 131_072
"""Rows that are read at a time."""
_OPTIONS = pa.ipc.IpcWriteOptions(compression="lz4")


@dataclass(frozen=True, slots=True)
class Piece:
    """A table on a shelf: the batches ``first`` … ``end`` - 1 of a file."""

    path: Path
    first: int
    end: int
    rows: int

    def table(self) -> pa.Table:
        """The table, read anew."""
        with pa.OSFile(str(self.path)) as source:
            return self.read(pa.ipc.open_file(source))

    def read(self, reader: pa.ipc.RecordBatchFileReader) -> pa.Table:
        """The table, by who has the file open."""
        batches = [reader.get_batch(number) for number in range(self.first, self.end)]
        return pa.Table.from_batches(batches, reader.schema)


Kept: TypeAlias = pa.Table | Piece
"""A table, in memory or on a shelf."""


def opened(kept: Kept) -> pa.Table:
    """The table itself."""
    return kept.table() if isinstance(kept, Piece) else kept


class Readers:
    """Reads pieces of a few files in any order; the files stay open meanwhile, and no more than ``OPEN`` of them."""

    OPEN = 200

    def __init__(self) -> None:
        self._open: dict[Path, pa.ipc.RecordBatchFileReader] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.clear()

    def table(self, kept: Kept) -> pa.Table:
        """The table itself."""
        if not isinstance(kept, Piece):
            return kept
        if kept.path not in self._open:
            if len(self._open) == self.OPEN:
                self._open.clear()
            self._open[kept.path] = pa.ipc.open_file(pa.OSFile(str(kept.path)))
        return kept.read(self._open[kept.path])


class Shelf:
    """Takes tables of one schema into a file; ``close`` before anything is read from it."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._path, self._schema, self._count = path, schema, 0
        self._writer = pa.ipc.new_file(str(path), schema, options=_OPTIONS)

    def put(self, table: pa.Table) -> Piece:
        """The next table (its texts packed as a dictionary or not), and where it will be found."""
        first = self._count
        for batch in table.cast(self._schema).combine_chunks().to_batches(ROWS):
            self._writer.write_batch(batch)
            self._count += 1
        return Piece(self._path, first, self._count, table.num_rows)

    def close(self) -> None:
        self._writer.close()


class Stored(Columns[R]):
    """The records of pieces, one after another. Where order is by subject, a piece holds whole subjects."""

    def __init__(self, layout: Layout[R], pieces: Iterable[Piece], folder: Path) -> None:
        self.layout, self.pieces, self.folder = layout, tuple(pieces), folder
        self.tables = len(self.pieces)

    def __len__(self) -> int:
        return sum(piece.rows for piece in self.pieces)

    def parts(self) -> Iterator[Records[R]]:
        return (Records(self.layout, piece.table()) for piece in self.pieces)

    def __iter__(self) -> Iterator[R]:
        for records in self.parts():
            yield from records

    @overload
    def __getitem__(self, place: int) -> R: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[R]: ...
    def __getitem__(self, place: int | slice) -> R | Sequence[R]:
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        left = place % len(self)
        for piece in self.pieces:
            if left < piece.rows:
                return Records(self.layout, piece.table())[left]
            left -= piece.rows
        raise IndexError(place)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def each(self, name: str, change: Callable[[int, Records[R]], Records[R]]) -> Stored[R]:
        """The pieces changed one by one are kept beside these."""
        made = len(list(self.folder.glob(f"{name}*.arrow")))
        shelf = Shelf(self.folder / f"{name}{made}.arrow", self.layout.schema)
        pieces = [shelf.put(change(number, records).table) for number, records in enumerate(self.parts())]
        shelf.close()
        return Stored(self.layout, pieces, self.folder)
