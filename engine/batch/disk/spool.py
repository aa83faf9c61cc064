"""The spool: rows on their way to parts, on disk, as few bytes as they say something.

    spool/<part>.<writer>    slices one after another, each an Arrow stream of one row that holds lists: headers row by
                             row (what few rows have with the rows that have it), fields kind by kind: as ``Events``
                             hold them, so that nothing is sorted out anew when a part is read

Repeated texts are numbers into the writer's own dictionary (``texts``), which its slices share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kaohe.engine.batch.column import Ints
from kaohe.engine.batch.standing import mask_of
from kaohe.engine.event_table import HEADS, KEPT, EventColumns
from kaohe.engine.events import DISTINCT, PACKED, SELDOM, Events, Piece, Said, Seldom, nothing

_AT = "@"
"""Before the name of a header: at which rows of the slice something is said."""
_CODED = "#"
"""Before the name of a column of numbers that stand for texts."""
_KIND = "kind"
HEAD = -1
"""The part of rows that are the head's."""
_WHOLE = tuple(name for name in HEADS if name not in (_KIND, *SELDOM))
"""Headers that stand there row by row."""


@dataclass(frozen=True, slots=True)
class Column:
    """Values in the order of parts, and at which rows they stand, ascending (None: at all); ``told``: whether to say at which."""

    name: str
    values: pa.Array
    rows: Ints | None = None
    told: bool = False

    def cut(self, begin: int, end: int) -> Iterator[tuple[str, pa.Array]]:
        """What it says of the rows ``begin`` … ``end`` - 1."""
        first, last = (begin, end) if self.rows is None else np.searchsorted(self.rows, [begin, end]).tolist()
        if last > first:
            yield self.name, self.values.slice(first, last - first)
            if self.told and self.rows is not None:
                yield _AT + self.name, pa.array((self.rows[first:last] - begin).astype(np.int32))


class Texts:
    """A writer's dictionary: one for each column."""

    def __init__(self) -> None:
        self._numbers: dict[str, dict[str, int]] = defaultdict(dict)

    def coded(self, name: str, packed: pa.DictionaryArray) -> pa.Array:
        """The column as numbers of the writer's dictionary."""
        numbers = self._numbers[name]
        own = [numbers.setdefault(each, len(numbers)) for each in packed.dictionary.to_pylist()]
        return pa.array(own, pa.int32()).take(packed.indices)

    def write(self, path: Path) -> None:
        """Keeps the dictionaries beside the slices."""
        lists = {name: pa.array([list(numbers)], pa.list_(pa.string())) for name, numbers in self._numbers.items()}
        table = pa.table(lists)
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)


class Spooler:
    """Takes rows with the part of each and appends them to the parts' files; one writer, one ``name``."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name, self._texts = folder, name, Texts()
        for left in folder.glob(f"*.{name}"):  # by a writer of this name that died
            left.unlink()

    def add(self, events: Events, rows: Ints, part: Ints) -> None:
        """Those rows of the events; ``part`` says where each goes (``HEAD``: to the head)."""
        if not len(rows):
            return
        narrow = part.astype(np.int16 if part.max() < 2**15 else np.int64)  # sorted digit by digit
        turn = np.argsort(narrow, kind="stable")
        counts = np.bincount(part - HEAD)
        columns = list(self._columns(events, rows[turn]))
        ends = np.cumsum(counts).tolist()
        for number, begin, end in zip(range(HEAD, len(counts) + HEAD), [0, *ends[:-1]], ends, strict=True):
            if end > begin:
                self._append(number, [each for column in columns for each in column.cut(begin, end)])

    def finish(self) -> None:
        """Every slice can be read from now on."""
        self._texts.write(self._folder / f"texts.{self._name}")

    def _columns(self, events: Events, rows: Ints) -> Iterator[Column]:
        """What those rows say: headers, then fields kind by kind."""
        kind, whole = events.kind[rows], {name: events.column(name) for name in _WHOLE}
        yield Column(_KIND, pa.array(kind))
        yield from (self._coded(name, each.take(pa.array(rows))) for name, each in whole.items() if each.null_count < len(each))
        for name in SELDOM:
            few = events.bearing(name)
            here = np.flatnonzero(mask_of(few.rows, len(events))[rows])
            yield Column(name, few.take(rows[here]), here, told=True)
        turn = np.argsort(kind, kind="stable")
        own = np.split(turn, np.cumsum(np.bincount(kind, minlength=len(events.columns.kinds)))[:-1])
        for name, places in zip(events.columns.kinds, own, strict=True):
            yield from self._fields(events, name, rows, places)

    def _fields(self, events: Events, kind: str, rows: Ints, places: Ints) -> Iterator[Column]:
        """What rows of one kind say in fields."""
        mine = pa.array(events.nth[rows[places]]) if len(places) else None
        for column in events.columns.of(kind).values() if mine is not None else ():
            said = events.said(kind, column.name)
            if said is not None:
                yield self._coded(f"{events.columns.kinds[kind]}.{column.name}", said.take(mine), places)

    def _coded(self, name: str, array: pa.Array, rows: Ints | None = None) -> Column:
        """Texts as numbers, unless too many of them differ: every part takes the whole dictionary with it."""
        if not pa.types.is_dictionary(array.type):
            return Column(name, array, rows)
        if len(array.dictionary) > max((len(array) - array.null_count) // 8, 64):
            return Column(name, array.cast(pa.string()), rows)
        return Column(_CODED + name, self._texts.coded(name, array), rows)

    def _append(self, part: int, columns: Sequence[tuple[str, pa.Array]]) -> None:
        lists = [(name, pa.ListArray.from_arrays(pa.array([0, len(each)], pa.int32()), each)) for name, each in columns]
        batch = pa.RecordBatch.from_arrays([each for _, each in lists], [name for name, _ in lists])
        with (self._folder / f"{part}.{self._name}").open("ab") as sink, pa.ipc.new_stream(sink, batch.schema) as writer:
            writer.write_batch(batch)


# --- reading ------------------------------------------------------------------------------------------


def spooled(folder: Path, part: int, columns: EventColumns) -> Events:
    """The rows of a part, in the order of their writers' names: of two numbers the smaller comes first."""
    files = sorted(folder.glob(f"{part}.*"), key=lambda file: (len(file.suffix), file.suffix))
    return Events([_piece(file, columns) for file in files], columns)


def _piece(file: Path, columns: EventColumns) -> Piece:
    """What one writer has to say of the part."""
    found = _Slices(file)
    kind = np.concatenate(found.kinds)
    sizes = [len(each) for each in found.kinds]
    heads = {name: found.joined(name, HEADS[name], sizes, packed=name not in DISTINCT) for name in _WHOLE}
    said: dict[Said, pa.Array] = {}
    for name, number in columns.kinds.items():
        sizes = [int(np.count_nonzero(each == number)) for each in found.kinds] if (kind == number).any() else []
        for column in columns.of(name).values() if sizes else ():
            array = found.joined(f"{number}.{column.name}", KEPT[column.storage].type, sizes)
            if array.null_count < len(array):
                said[number, column.name] = array
    return Piece(heads, {name: found.seldom(name) for name in SELDOM}, kind, said)


Slice = Mapping[str, pa.Array]


class _Slices:
    """The slices of a file, in their order."""

    def __init__(self, file: Path) -> None:
        self._slices = list(_slices(file))
        self._texts = _texts(file.with_name(f"texts{file.suffix}"))
        self.kinds: list[NDArray[np.int16]] = [each[_KIND].to_numpy() for each in self._slices]

    def joined(self, name: str, type_: pa.DataType, sizes: Sequence[int], *, packed: bool = True) -> pa.Array:
        """A column of all slices; ``sizes``: how many rows each has there. Texts are packed where asked."""
        packed = packed and pa.types.is_string(type_)
        if not any(name in each or _CODED + name in each for each in self._slices):
            return nothing(sum(sizes), PACKED if packed else type_)
        if not any(name in each for each in self._slices):
            codes = [each.get(_CODED + name, nothing(size, pa.int32())) for each, size in zip(self._slices, sizes, strict=True)]
            return pa.DictionaryArray.from_arrays(pa.concat_arrays(codes), self._texts[name])
        column = pa.concat_arrays([self._said(each, name, type_, size) for each, size in zip(self._slices, sizes, strict=True)])
        return column.dictionary_encode() if packed else column

    def _said(self, slice_: Slice, name: str, type_: pa.DataType, size: int) -> pa.Array:
        if _CODED + name in slice_:
            return self._texts[name].take(slice_[_CODED + name])
        return slice_.get(name, nothing(size, type_))

    def seldom(self, name: str) -> Seldom:
        """A header that few rows have."""
        begins = np.cumsum([0, *map(len, self.kinds)]).tolist()
        said = [(each, begin) for each, begin in zip(self._slices, begins, strict=False) if name in each]
        rows = [each[_AT + name].to_numpy() + np.int32(begin) for each, begin in said]
        values = [pa.array([], HEADS[name]), *(each[name] for each, _ in said)]
        return Seldom(np.concatenate([np.zeros(0, np.int32), *rows]), pa.concat_arrays(values))


def _slices(file: Path) -> Iterator[Slice]:
    with pa.OSFile(str(file)) as source:
        while source.tell() < source.size():
            for batch in pa.ipc.open_stream(source):
                yield {name: batch.column(place).flatten() for place, name in enumerate(batch.schema.names)}


def _texts(file: Path) -> dict[str, pa.Array]:
    with pa.OSFile(str(file)) as source:
        table = pa.ipc.open_stream(source).read_all()
    return {name: table[name].combine_chunks().flatten() for name in table.column_names}
