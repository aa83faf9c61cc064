"""Records on disk: a ledger larger than memory, read a piece at a time.

A ``Shelf`` is a file of tables, one after another; a ``Piece`` remembers where one stands. What changes the
pieces of a ``Stored`` waits until somebody looks: then each is read, goes through all that is to be done with it,
and is written, once, by whoever works.

    pieces ──each: ordered──each: filed──┐
                                         └─asked: bundles──► pieces kept, and the answers

Files last as long as the folder that somebody gave for the work; nothing of a run is kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Generic, NamedTuple, TypeAlias, TypeVar, overload

import pyarrow as pa

from kaohe.engine.record_table import Layout
from kaohe.engine.records import Columns, Records, last_of
from kaohe.engine.workers import ALONE, Workers

R = TypeVar("R")
A = TypeVar("A")
_PUT = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
_GET = pa.ipc.IpcReadOptions(use_threads=False)
"""In the thread that asks. Arrow would hand each buffer of a piece to a thread of its own pool, where every processor has a
process at work already: at a hundred million events that was most of 2.7 million changes of context.
"""
_HELD = 1 << 20
"""Bytes that are written at once: buffers of a piece are a few kilobytes each."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A table on a shelf: an Arrow stream of ``rows`` that begins ``at`` a byte of a file."""

    path: Path
    at: int
    rows: int

    def table(self) -> pa.Table:
        """The table, read anew."""
        with pa.OSFile(str(self.path)) as source:
            source.seek(self.at)
            return pa.ipc.open_stream(source, options=_GET).read_all()


Kept: TypeAlias = pa.Table | Piece
"""A table, in memory or on a shelf."""


def opened(kept: Kept) -> pa.Table:
    """The table itself."""
    return kept.table() if isinstance(kept, Piece) else kept


class Shelf:
    """Takes tables into a file; ``close`` before anything is read from it."""

    def __init__(self, path: Path) -> None:
        self._path, self._file = path, pa.output_stream(str(path), buffer_size=_HELD)

    def put(self, table: pa.Table) -> Piece:
        """The next table as it is, packed texts packed, and where it will be found."""
        at = self._file.tell()
        whole = table.combine_chunks()
        with pa.ipc.new_stream(self._file, whole.schema, options=_PUT) as writer:
            writer.write_table(whole)
        return Piece(self._path, at, table.num_rows)

    def close(self) -> None:
        self._file.close()


Made: TypeAlias = Callable[[], pa.Table]
"""A table that is made when it is asked for, of what is on shelves already."""


class _Looked(NamedTuple, Generic[R, A]):
    """A piece that was made, its last record, and what was asked about it."""

    piece: Piece
    last: R | None
    answer: A


class Stored(Columns[R]):
    """The records of pieces, one after another. Where order is by subject, a piece holds whole subjects.

    Pieces that are still to be made are made by the ``workers`` all at once, when somebody first looks at one.
    """

    def __init__(
        self, layout: Layout[R], pieces: Sequence[Piece | Made], folder: Path, workers: Workers = ALONE, name: str = "made"
    ) -> None:
        self.layout, self._pieces, self._folder, self._workers, self._name = layout, tuple(pieces), folder, workers, name
        self._lasts: Sequence[R | None] | None = None
        self.tables = len(self._pieces)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Where the tables stand."""
        if not all(isinstance(each, Piece) for each in self._pieces):
            self._made(len)
        return tuple(each for each in self._pieces if isinstance(each, Piece))

    def asked(self, question: Callable[[Records[R]], A]) -> list[A]:
        if not all(isinstance(each, Piece) for each in self._pieces):
            return self._made(question)
        return self._workers.all(range(self.tables), lambda number: question(self._records(number)))

    def lasts(self) -> Sequence[R | None]:
        if self._lasts is None:
            self._lasts = self.asked(last_of)
        return self._lasts

    def each(self, name: str, change: Callable[[int, Records[R]], Records[R]]) -> Stored[R]:
        """The pieces changed one by one, kept beside these."""
        changed = [partial(self._changed, change, number) for number in range(self.tables)]
        return Stored(self.layout, changed, self._folder, self._workers, name)

    def _changed(self, change: Callable[[int, Records[R]], Records[R]], number: int) -> pa.Table:
        return change(number, self._records(number)).table

    def _records(self, number: int) -> Records[R]:
        each = self._pieces[number]
        return Records(self.layout, each.table() if isinstance(each, Piece) else each())

    def _made(self, question: Callable[[Records[R]], A]) -> list[A]:
        """What is asked about each piece, which is kept from now on."""
        folder = Path(mkdtemp("", f"{self._name}.", self._folder))

        def looked(number: int) -> _Looked[R, A]:
            records = self._records(number)
            shelf = Shelf(folder / f"{number}.arrow")
            piece = shelf.put(records.table)
            shelf.close()
            return _Looked(piece, last_of(records), question(records))

        found = self._workers.all(range(self.tables), looked)
        self._pieces, self._lasts = tuple(each.piece for each in found), [each.last for each in found]
        return [each.answer for each in found]

    def parts(self) -> Iterator[Records[R]]:
        return (Records(self.layout, piece.table()) for piece in self.pieces)

    def __len__(self) -> int:
        return sum(piece.rows for piece in self.pieces)

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
