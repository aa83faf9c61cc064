"""The spool: rows on their way to parts, on disk, as few bytes as they say something.

    spool/<part>.<writer>    slices one after another, each an Arrow stream of one row that holds lists:
                             the headers whole; of a field only what is said, and at which rows

Repeated texts are numbers into the writer's own dictionary (``texts``), which its slices share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaohe.engine.event_table import HEADS
from kaohe.engine.events import DISTINCT, nothing, one_array

_AT = "@"
"""Before the name of a field: at which rows of the slice something is said."""
_CODED = "#"
"""Before the name of a column of numbers that stand for texts."""
_ROWS = "rows"
"""How many rows a slice has."""
HEAD = -1
"""The part of rows that are the head's."""


Column = tuple[str, pa.Array, NDArray[np.int64] | None]
"""A name, values in the order of parts, and at which rows (None: at all)."""


class Texts:
    """A writer's dictionary: one for each column."""

    def __init__(self) -> None:
        self._numbers: dict[str, dict[str | None, int]] = defaultdict(dict)

    def coded(self, name: str, packed: pa.DictionaryArray) -> pa.Array:
        """The column as numbers of the writer's dictionary."""
        numbers = self._numbers[name]
        own = np.array([numbers.setdefault(each, len(numbers)) for each in packed.dictionary.to_pylist()] or [0], np.int32)
        indices = packed.indices
        codes = own[indices.fill_null(0).to_numpy(zero_copy_only=False)]
        return pa.array(codes, mask=indices.is_null().to_numpy(zero_copy_only=False) if indices.null_count else None)

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

    def add(self, table: pa.Table, part: NDArray[np.int64]) -> None:
        """Rows of canonical columns; ``part`` says where each goes (``HEAD``: to the head)."""
        narrow = part.astype(np.int16 if len(part) and part.max() < 2**15 else np.int64)  # sorted digit by digit
        turn = np.argsort(narrow, kind="stable")
        parts, counts = np.unique(narrow[turn], return_counts=True)
        bounds = [0, *np.cumsum(counts).tolist()]
        columns = [self._column(name, one_array(table[name]), turn) for name in table.column_names if table[name].null_count < len(table)]
        for number, begin, end in zip(parts.tolist(), bounds[:-1], bounds[1:], strict=True):
            said = [each for column in columns for each in _cut(column, begin, end)]
            self._append(number, said, end - begin)

    def finish(self) -> None:
        """Every slice can be read from now on."""
        self._texts.write(self._folder / f"texts.{self._name}")

    def _column(self, name: str, array: pa.Array, turn: NDArray[np.int64]) -> Column:
        if pa.types.is_string(array.type) and name not in DISTINCT:
            array = array.dictionary_encode()
        if pa.types.is_dictionary(array.type):
            spread = len(array.dictionary) > max(len(array) // 2, 64)
            name, array = (name, array.cast(pa.string())) if spread else (_CODED + name, self._texts.coded(name, array))
        if name.removeprefix(_CODED) in HEADS and not array.null_count:
            return name, array.take(pa.array(turn)), None
        said = np.flatnonzero(array.is_valid().to_numpy(zero_copy_only=False)[turn])
        return name, array.take(pa.array(turn[said])), said

    def _append(self, part: int, columns: Sequence[tuple[str, pa.Array]], rows: int) -> None:
        lists = [(name, pa.ListArray.from_arrays(pa.array([0, len(each)], pa.int32()), each)) for name, each in columns]
        lists.append((_ROWS, pa.array([rows], pa.int64())))
        batch = pa.RecordBatch.from_arrays([each for _, each in lists], [name for name, _ in lists])
        with (self._folder / f"{part}.{self._name}").open("ab") as sink, pa.ipc.new_stream(sink, batch.schema) as writer:
            writer.write_batch(batch)


def _cut(column: Column, begin: int, end: int) -> Iterator[tuple[str, pa.Array]]:
    """What a column says of the rows ``begin`` … ``end`` - 1."""
    name, values, said = column
    if said is None:
        yield name, values.slice(begin, end - begin)
        return
    first, last = np.searchsorted(said, [begin, end]).tolist()
    if last > first:
        yield name, values.slice(first, last - first)
        yield _AT + name, pa.array((said[first:last] - begin).astype(np.int32))


# --- reading ------------------------------------------------------------------------------------------


def spooled(folder: Path, part: int, schema: pa.Schema) -> list[pa.Table]:
    """The rows of a part as canonical columns, a table for each writer; repeated texts are packed."""
    return [_whole(file, schema, folder) for file in sorted(folder.glob(f"{part}.*"))]


Slice = Mapping[str, pa.Array]


def _whole(file: Path, schema: pa.Schema, folder: Path) -> pa.Table:
    slices = list(_slices(file))
    sizes = [each[_ROWS][0].as_py() for each in slices]
    texts = _texts(folder / f"texts{file.suffix}")
    columns = [_joined(field, slices, sizes, texts.get(field.name)) for field in schema]
    return pa.table(columns, schema.names)


def _slices(file: Path) -> Iterator[Slice]:
    with pa.OSFile(str(file)) as source:
        while source.tell() < source.size():
            for batch in pa.ipc.open_stream(source):
                yield {name: batch.column(name) if name == _ROWS else batch.column(name).flatten() for name in batch.schema.names}


def _texts(file: Path) -> dict[str, pa.Array]:
    with pa.OSFile(str(file)) as source:
        table = pa.ipc.open_stream(source).read_all()
    return {name: table[name].combine_chunks().flatten() for name in table.column_names}


def _joined(field: pa.Field, slices: Sequence[Slice], sizes: Sequence[int], texts: pa.Array | None) -> pa.Array:
    """A column of all slices."""
    packed = pa.types.is_string(field.type) and field.name not in DISTINCT
    coded = _placed(_CODED + field.name, slices, sizes)
    plain = _placed(field.name, slices, sizes)
    if coded is None:
        if plain is None:
            return nothing(sum(sizes), pa.dictionary(pa.int32(), pa.string()) if packed else field.type)
        return plain.dictionary_encode() if packed else plain
    named = pa.DictionaryArray.from_arrays(coded, texts)
    return named if plain is None else pc.coalesce(plain, named.cast(pa.string())).dictionary_encode()


def _placed(name: str, slices: Sequence[Slice], sizes: Sequence[int]) -> pa.Array | None:
    """What slices say under a name, at its rows; None: nothing at all."""
    said = [each[name] for each in slices if name in each]
    if not said:
        return None
    values = pa.concat_arrays(said)
    if len(values) == sum(sizes):
        return values
    begins = np.cumsum([0, *sizes])
    at = [
        each[_AT + name].to_numpy() + begin if _AT + name in each else np.arange(begin, begin + size)
        for each, begin, size in zip(slices, begins[:-1].tolist(), sizes, strict=True)
        if name in each
    ]
    place = np.full(sum(sizes), -1, np.int64)
    place[np.concatenate(at)] = np.arange(len(values))
    return values.take(pa.array(place, mask=place < 0))
