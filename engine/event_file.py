"""Files of events, read and written: Parquet, JSONL, CSV (``docs/events.md``).

    event files --> canonical columns (event_table) --> events

A file may be larger than memory: columns come in pieces. The order of rows means nothing; order is
made where streams are formed. What is only dated stands at the start or end of its local day *here*:
a file written in another timezone is placed anew, because a date is a date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kaohe.engine.event import Event
from kaohe.engine.event_table import HEADS, event_columns
from kaohe.engine.event_text import write_csv, write_jsonl
from kaohe.engine.event_value import placed
from kaohe.engine.events import DISTINCT, Events, nothing, piece_of
from kaohe.engine.footer import that_say_something
from kaohe.engine.write import whole_file
from kaohe.rules.clock import Zone, zone
from kaohe.rules.place import Place
from kaohe.rules.problem import Problem, problem
from kaohe.rules.vocabulary import Kind, Vocabulary

ROWS = 131_072
"""Rows of a row group, and of a piece when reading."""
EVENTS = "events.parquet"
FILE_FAULTS = frozenset({
    "intake.unreadable", "intake.open-quote", "intake.file-format", "intake.no-heading", "intake.not-events", "intake.no-such-field", "intake.empty-file", "intake.password",
    "intake.which-sheet",
    "intake.double-column", "intake.file-kind", "intake.file-column", "intake.file-type",
})  # fmt: skip
"""Problems of a file as a whole: its events, or those after the fault, were not read."""
_MARK = b"kaohe.events"
_TIMEZONE = b"kaohe.timezone"


@dataclass(frozen=True, slots=True)
class EventsRead:
    """``events`` of all files, in the order of files and rows; none of a row that has a problem."""

    events: tuple[Event, ...]
    problems: tuple[Problem, ...]


def read_events(paths: Iterable[Path], vocabulary: Vocabulary, timezone: str) -> EventsRead:
    """The events of files and of folders of imported batches. ``timezone`` must be known."""
    columns = event_columns(vocabulary)
    events: list[Event] = []
    problems: list[Problem] = []
    for table, found in event_tables(paths, vocabulary, timezone):
        events += columns.events(table)
        problems += found
    return EventsRead(tuple(events), tuple(problems))


@dataclass(frozen=True, slots=True)
class ColumnsRead:
    """As ``EventsRead``; events are made only where somebody looks at one."""

    events: Events
    problems: tuple[Problem, ...]


def read_columns(paths: Iterable[Path], vocabulary: Vocabulary, timezone: str) -> ColumnsRead:
    """The events of files and folders as columns, repeated texts packed. ``timezone`` must be known."""
    columns = event_columns(vocabulary)
    pieces = []
    problems: list[Problem] = []
    for table, found in event_tables(paths, vocabulary, timezone):
        pieces.append(piece_of(table, columns))
        problems += found
    return ColumnsRead(Events(pieces, columns), tuple(problems))


def event_tables(
    paths: Iterable[Path], vocabulary: Vocabulary, timezone: str
) -> Iterator[tuple[pa.Table, tuple[Problem, ...]]]:
    """The same as canonical columns of ``vocabulary``, a piece at a time, with the problems of its rows.

    Texts that our files keep as dictionaries stay so.
    """
    here = zone(timezone)
    assert here is not None, f"unknown timezone {timezone}"
    for path in event_files(paths):
        if path.suffix == ".parquet" and is_ours(path):
            yield from _parquet(path, vocabulary, here)
        else:
            from kaohe.engine.intake.canonical_rows import canonical_rows

            yield from canonical_rows(path, vocabulary, here)


def row_groups(
    path: Path, vocabulary: Vocabulary, timezone: str, groups: Sequence[int]
) -> Iterator[tuple[pa.Table, tuple[Problem, ...]]]:
    """The same of some row groups of a file that is ours."""
    here = zone(timezone)
    assert here is not None, f"unknown timezone {timezone}"
    return _parquet(path, vocabulary, here, groups)


def event_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that ``paths`` mean: a file itself, a folder of batches all of theirs, by name."""
    for path in paths:
        if not path.is_dir():
            yield path
        elif (path / EVENTS).exists():
            yield path / EVENTS
        else:
            yield from sorted(one for one in path.glob(f"*/{EVENTS}") if not one.parent.name.startswith("."))


def write_events(events: Sequence[Event], path: Path, vocabulary: Vocabulary, timezone: str) -> None:
    """The events as a file in the format of its ending (``.parquet``, ``.jsonl``, ``.csv``), whole or not at all."""
    here = zone(timezone)
    assert here is not None, f"unknown timezone {timezone}"
    if path.suffix == ".parquet":
        columns = event_columns(vocabulary)
        with event_writer(path, vocabulary, here) as writer:
            for start in range(0, len(events), ROWS):
                writer.add(columns.table(events[start : start + ROWS]))
    elif path.suffix == ".jsonl":
        write_jsonl(events, path, vocabulary, here)
    else:
        assert path.suffix == ".csv", f"no format for {path.suffix}"
        write_csv(events, path, vocabulary, here)


# --- Parquet ------------------------------------------------------------------------------------


class EventWriter:
    """Takes canonical columns piece by piece and writes row groups of ``group`` rows."""

    def __init__(self, file: pq.ParquetWriter, schema: pa.Schema, group: int = ROWS) -> None:
        self._file, self._schema, self._group = file, schema, group
        self._held = [schema.empty_table()]
        self._count = 0
        self.rows = 0

    def add(self, table: pa.Table) -> None:
        """The next events, in the columns of the vocabulary."""
        self._held.append(table.cast(self._schema))
        self._count += table.num_rows
        while self._count >= self._group:
            self._write(self._group)

    def finish(self) -> None:
        """Writes what is left."""
        if self._count:
            self._write(self._count)

    def _write(self, rows: int) -> None:
        held = pa.concat_tables(self._held)
        self._file.write_table(held.slice(0, rows).combine_chunks(), row_group_size=self._group)
        self._held, self._count = [held.slice(rows)], self._count - rows
        self.rows += rows


@contextmanager
def event_writer(path: Path, vocabulary: Vocabulary, here: Zone, group: int = ROWS) -> Iterator[EventWriter]:
    """A writer of a Parquet file, in row groups of so many rows, that appears whole when the block ends well."""
    marks = {_MARK: b"1", _TIMEZONE: here.name.encode(), b"kaohe.vocabulary": vocabulary.name.encode()}
    schema = event_columns(vocabulary).schema.with_metadata(marks)
    packed = [one.name for one in schema if one.name not in DISTINCT]
    options: dict[str, Any] = {"compression": "zstd", "use_dictionary": packed, "write_page_index": True}
    with whole_file(path) as beside, pq.ParquetWriter(beside, schema, **options) as file:
        writer = EventWriter(file, schema, group)
        yield writer
        writer.finish()


def is_ours(path: Path) -> bool:
    """Whether a Parquet file says that it was written by ``EventWriter``."""
    try:
        return _MARK in (pq.read_schema(path).metadata or {})
    except (pa.ArrowException, OSError):
        return False


def timezone_of(schema: pa.Schema) -> str:
    """In which timezone a file of ours was written; ``KeyError`` where it is not ours."""
    return str((schema.metadata or {})[_TIMEZONE].decode())


def _parquet(
    path: Path, vocabulary: Vocabulary, here: Zone, groups: Sequence[int] | None = None
) -> Iterator[tuple[pa.Table, tuple[Problem, ...]]]:
    with pq.ParquetFile(path) as plain:
        footer, schema = plain.metadata, plain.schema_arrow
    repeated = [one.name for one in schema if pa.types.is_string(one.type) and one.name not in DISTINCT]
    read = range(footer.num_row_groups) if groups is None else groups
    moved: Moved = {}
    alone = groups is None  # else others read at the same time, and threads would only stand in their way
    with pq.ParquetFile(path, metadata=footer, read_dictionary=repeated, pre_buffer=alone) as file:
        there = zone(timezone_of(schema))
        for batch in file.iter_batches(ROWS, row_groups=read, columns=that_say_something(footer, schema.names, read), use_threads=alone):
            yield fitted(pa.Table.from_batches([batch]), path, vocabulary, (there, here, moved))


Moved = dict[tuple[str, int], int]
"""Where a dated event that stood at an instant stands here, by how its kind places days."""


def fitted(
    table: pa.Table, path: Path, vocabulary: Vocabulary, zones: tuple[Zone | None, Zone, Moved]
) -> tuple[pa.Table, tuple[Problem, ...]]:
    """The table in the columns that the vocabulary has today, dated events placed in the time of here."""
    schema = event_columns(vocabulary).schema
    problems = [*_unknown_kinds(table, path, vocabulary), *_unknown_columns(table, path, schema, vocabulary)]
    if problems:
        return schema.empty_table(), tuple(problems)
    columns = [_column(table, one, path, problems) for one in schema]
    fitted = pa.table(columns, schema.names) if not problems else schema.empty_table()
    there, here, moved = zones
    assert there is not None, "written by us, in a zone that we knew"
    return _placed(fitted, vocabulary, (there, here, moved)), tuple(problems)


def _unknown_kinds(table: pa.Table, path: Path, vocabulary: Vocabulary) -> Iterator[Problem]:
    for name in pc.unique(table.column("kind")).to_pylist():
        if name not in vocabulary.kinds:
            yield problem("intake.file-kind", Place(str(path), 1, 1), kind=name, vocabulary=vocabulary.name)


def _unknown_columns(table: pa.Table, path: Path, schema: pa.Schema, vocabulary: Vocabulary) -> Iterator[Problem]:
    for name in table.column_names:
        if name not in schema.names and table.column(name).null_count < table.num_rows:
            yield problem("intake.file-column", Place(str(path), 1, 1), column=name, vocabulary=vocabulary.name)


def _column(table: pa.Table, wanted: pa.Field, path: Path, problems: list[Problem]) -> pa.Array | pa.ChunkedArray:
    """A column as the vocabulary keeps it today; an int that has become a decimal, say."""
    if wanted.name not in table.column_names:
        return nothing(table.num_rows, wanted.type)
    column = table.column(wanted.name)
    if pa.types.is_dictionary(column.type) and pa.types.is_string(wanted.type):
        return column
    try:
        return column.cast(wanted.type)
    except pa.ArrowException:
        problems.append(problem("intake.file-type", Place(str(path), 1, 1), column=wanted.name))
        return pa.nulls(table.num_rows, wanted.type)


def _placed(table: pa.Table, vocabulary: Vocabulary, zones: tuple[Zone, Zone, Moved]) -> pa.Table:
    """Dated events at the start or end of their day as the vocabulary says today, in the time of here."""
    dated = np.asarray(pc.fill_null(table.column("dated"), False), dtype=bool)
    if not dated.any():
        return table
    at = table.column("at").cast(pa.int64()).to_numpy().copy()
    kinds = table.column("kind").combine_chunks()
    kinds = kinds if pa.types.is_dictionary(kinds.type) else kinds.dictionary_encode()
    sorts = {vocabulary.kinds[name].whole_day: vocabulary.kinds[name] for name in kinds.dictionary.to_pylist()}
    for whole_day, kind in sorts.items():
        such = np.array([vocabulary.kinds[name].whole_day == whole_day for name in kinds.dictionary.to_pylist()])
        where = np.flatnonzero(dated & such[kinds.indices])
        at[where] = _anew(at[where], kind, *zones)
    return table.set_column(table.column_names.index("at"), "at", pa.array(at).cast(HEADS["at"]))


def _anew(at: np.ndarray[Any, Any], kind: Kind, there: Zone, here: Zone, moved: Moved) -> np.ndarray[Any, Any]:
    coded = pa.array(at).dictionary_encode()
    known = coded.dictionary.to_pylist()
    for one in known:
        if (kind.whole_day, one) not in moved:
            moved[kind.whole_day, one] = placed(there.day(one), kind, here)
    anew: np.ndarray[Any, Any] = np.array([moved[kind.whole_day, one] for one in known], np.int64)[coded.indices]
    return anew
