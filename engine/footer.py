"""What a Parquet file tells of itself at its end, without being read: which columns of which row groups say what.

The footer is never asked for its schema. From then on the two hold each other, 58 MB for a hundred million events, and
whoever reads such a file a share at a time has one more of them after each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import pyarrow.parquet as pq


def that_say_something(footer: pq.FileMetaData, names: Sequence[str], groups: Sequence[int]) -> list[str]:
    """Of the columns ``names`` those in which some row of those groups has a value, as far as the file tells; lists always."""
    chunks = [chunk for group in groups for chunk in _chunks(footer, group)]
    silent = {chunk.path_in_schema for chunk in chunks} - {chunk.path_in_schema for chunk in chunks if not _is_silent(chunk)}
    return [name for name in names if name not in silent]


def groups_with(footer: pq.FileMetaData, column: str, wanted: Collection[str]) -> list[int]:
    """The row groups whose column may hold one of those texts, as far as the file tells."""
    return [group for group, chunk in _of_column(footer, column) if _may_hold(chunk, wanted)] if wanted else []


def groups_saying(footer: pq.FileMetaData, column: str) -> list[int]:
    """The row groups in which the column may have a value, as far as the file tells."""
    return [group for group, chunk in _of_column(footer, column) if not _is_silent(chunk)]


def packed(footer: pq.FileMetaData) -> list[str]:
    """The columns of texts that the file keeps as dictionaries: so they are read, and searched."""
    chunks = _chunks(footer, 0) if footer.num_row_groups else ()
    return [chunk.path_in_schema for chunk in chunks if chunk.has_dictionary_page and chunk.physical_type == "BYTE_ARRAY"]


def _chunks(footer: pq.FileMetaData, group: int) -> Iterator[pq.ColumnChunkMetaData]:
    return map(footer.row_group(group).column, range(footer.num_columns))


def _of_column(footer: pq.FileMetaData, column: str) -> Iterator[tuple[int, pq.ColumnChunkMetaData]]:
    """Every row group with its chunk of that column; none where the file has no such column."""
    paths = [chunk.path_in_schema for chunk in _chunks(footer, 0)] if footer.num_row_groups else []
    if column in paths:
        number = paths.index(column)
        yield from ((group, footer.row_group(group).column(number)) for group in range(footer.num_row_groups))


def _is_silent(chunk: pq.ColumnChunkMetaData) -> bool:
    """Whether the file tells that no row of the group has a value there."""
    told = chunk.statistics
    return told is not None and told.has_null_count and told.null_count == chunk.num_values


def _may_hold(chunk: pq.ColumnChunkMetaData, wanted: Collection[str]) -> bool:
    told = chunk.statistics
    if told is None or not told.has_min_max:
        return not _is_silent(chunk)
    least, greatest = told.min, told.max
    return any(least <= value <= greatest for value in wanted)
