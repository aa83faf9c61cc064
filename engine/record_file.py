"""Records that a file keeps, read where somebody looks: those of one subject, of one case, one entry.

    Filed(LEDGER, path)      a sequence like any other: its length is known at once, its records are made when asked for
    .where(subject=…, …)     the records with those values, in the file's order

A row group is left unread when the least and the greatest value of its column say that it holds none of
them: that is what a ledger in the order of its subjects is sorted for. Of the others one column is read
after another, and the rest only where a row was found.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeVar, overload

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kaohe.engine.footer import groups_with, packed
from kaohe.engine.record_table import Layout

R = TypeVar("R")
Rows = np.ndarray[tuple[int], np.dtype[np.int64]]
"""Numbers of rows."""


def can_be_read(file: Path) -> bool:
    """Whether there is such a Parquet file, whole to its last row."""
    try:
        with pq.ParquetFile(file) as rows:
            return bool(sum(len(each) for each in rows.iter_batches()) == rows.metadata.num_rows)
    except (OSError, pa.ArrowException):
        return False


class Searched(Sequence[R]):
    """Records of a file that are found without all others being made."""

    @abstractmethod
    def where(self, **wanted: str | Collection[str]) -> tuple[R, ...]:
        """The records whose values are the ones asked for, each one or one of several, in order."""


class Filed(Searched[R]):
    """The rows of a Parquet file with the columns of ``layout``. The file is there as long as this is used."""

    def __init__(self, layout: Layout[R], path: Path) -> None:
        self.layout, self.path = layout, path
        self._names = [name for name in layout.schema.names if name not in layout.made]

    @cached_property
    def _file(self) -> pq.ParquetFile:
        footer = pq.read_metadata(self.path)
        return pq.ParquetFile(self.path, metadata=footer, read_dictionary=packed(footer))

    def __len__(self) -> int:
        return int(self._file.metadata.num_rows)

    @overload
    def __getitem__(self, place: int) -> R: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[R]: ...
    def __getitem__(self, place: int | slice) -> R | Sequence[R]:
        return tuple(self)[place]

    def __iter__(self) -> Iterator[R]:
        for group in range(self._file.num_row_groups):
            yield from self.layout.records(self._file.read_row_group(group, self._names))

    def where(self, **wanted: str | Collection[str]) -> tuple[R, ...]:
        """The records whose columns (of texts) have the values asked for, each one or one of several, in order."""
        return tuple(record for table in self._tables(sets(wanted)) for record in self.layout.records(table))

    def _tables(self, wanted: Mapping[str, Collection[str]]) -> Iterator[pa.Table]:
        held = [set(groups_with(self._file.metadata, column, values)) for column, values in wanted.items()]
        for group in sorted(set.intersection(*held)):
            rows = self._rows(group, wanted)
            if len(rows):
                yield self._file.read_row_group(group, self._names).take(pa.array(rows))

    def _rows(self, group: int, wanted: Mapping[str, Collection[str]]) -> Rows:
        """The rows of a row group with those values: column after column, the shortest first, until none is left."""
        told = self._file.metadata.row_group(group)
        size = {(one := told.column(number)).path_in_schema: one.total_compressed_size for number in range(told.num_columns)}
        mask = np.ones(told.num_rows, bool)
        for column in sorted(wanted, key=lambda name: size[name]):
            mask &= has_one_of(self._file.read_row_group(group, [column]).column(column), wanted[column])
            if not mask.any():
                break
        return np.flatnonzero(mask)


def where(records: Sequence[R], **wanted: str | Collection[str]) -> tuple[R, ...]:
    """The records whose attributes have the values asked for; ``entry`` is an entry's id."""
    if isinstance(records, Searched):
        return records.where(**wanted)
    asked = [({"entry": "id"}.get(name, name), values) for name, values in sets(wanted).items()]
    return tuple(each for each in records if all(getattr(each, name) in values for name, values in asked))


def sets(wanted: Mapping[str, str | Collection[str]]) -> dict[str, Collection[str]]:
    return {name: {values} if isinstance(values, str) else set(values) for name, values in wanted.items()}


def has_one_of(column: pa.ChunkedArray, wanted: Collection[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which rows of a column of texts have one of those values."""
    import pyarrow.compute as pc

    return np.asarray(pc.is_in(column, value_set=pa.array(sorted(wanted), pa.string())), dtype=bool)
