"""What a run leaves on disk, as Parquet: ledger, tallies, gates, clocks, vestings, vetoes, coverage.

``docs/run-files.md`` describes every column. Files are compared by the root of their rows, never by
their bytes; row groups, compression and dictionaries are fixed all the same, so that one version of
pyarrow writes one file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from kaohe.engine.ledger import (
    AppealStep,
    Clock,
    Coverage,
    Entry,
    GateRow,
    Named,
    Replay,
    Tally,
    Vesting,
    VetoEvent,
)
from kaohe.engine.record_table import (
    COUNT,
    DAY,
    FIGURE,
    FLAG,
    INSTANT,
    POINTS,
    SHARE,
    TEXT,
    TEXTS,
    Kept,
    Layout,
)
from kaohe.engine.records import Columns
from kaohe.engine.root import Root, root_of_tables
from kaohe.engine.write import whole_file

R = TypeVar("R")
ROWS = 131_072
"""Rows of a piece that is written or read."""
GROUP = 32_768
"""Rows of a row group: what is read for one entry."""

_PAUSE = ("from", "to", "began", "ended")
_STEP = ("step", "event", "day", "outcome")
_PAUSES = Kept(
    pa.list_(pa.struct([("from", pa.date32()), ("to", pa.date32()), ("began", pa.string()), ("ended", pa.string())])),
    lambda pauses: [dict(zip(_PAUSE, pause, strict=True)) for pause in pauses],
    lambda pauses: tuple(tuple(pause[name] for name in _PAUSE) for pause in pauses),
)
_STEPS = Kept(
    pa.list_(pa.struct([("step", pa.string()), ("event", pa.string()), ("day", pa.date32()), ("outcome", pa.string())])),
    lambda steps: [{name: getattr(step, name) for name in _STEP} for step in steps],
    lambda steps: tuple(AppealStep(**step) for step in steps),
)
_STREAM = Kept(pa.list_(pa.string()), list, tuple)

LEDGER: Layout[Entry] = Layout(
    Entry,
    {
        "clause": TEXT, "section": TEXT, "kind": TEXT, "subject_kind": TEXT, "subject": TEXT, "points": POINTS,
        "case": TEXT, "event": TEXT, "because": TEXTS, "at": DAY, "due": DAY, "share": SHARE, "of": TEXT,
        "basis": TEXT, "text": TEXT, "part": TEXT, "role": TEXT, "span": TEXT, "card": TEXT, "instead_of": TEXT,
    },
    {"entry": (TEXT, lambda entry: entry.id)},
    ("entry",),
)  # fmt: skip
TALLIES = Layout(
    Tally,
    {
        "clause": TEXT, "subject_kind": TEXT, "subject": TEXT, "period": TEXT, "numerator": FIGURE,
        "denominator": FIGURE, "excluded": COUNT, "value": FIGURE, "split": TEXT,
    },
)  # fmt: skip
GATES = Layout(GateRow, {"gate": TEXT, "item": TEXT, "case": TEXT, "event": TEXT, "passed": FLAG})
CLOCKS = Layout(
    Clock,
    {
        "clause": TEXT, "case": TEXT, "start": TEXT, "started": DAY, "due": DAY, "due_at": INSTANT, "end": TEXT,
        "ended": DAY, "outcome": TEXT, "extensions": TEXTS, "refused": TEXTS, "pauses": _PAUSES, "late_by": COUNT,
        "stream": _STREAM,
    },
)  # fmt: skip
VETOES = Layout(
    VetoEvent,
    {
        "clause": TEXT, "subject_kind": TEXT, "subject": TEXT, "event": TEXT, "at": DAY, "proposer": TEXT,
        "confirmer": TEXT, "evidence": TEXT, "steps": _STEPS,
    },
)  # fmt: skip
COVERAGE = Layout(Coverage, dict.fromkeys(("subject_kind", "subject", "kind", "month", "status"), TEXT))
NAMED = Layout(Named, {"subject_kind": TEXT, "subject": TEXT, "month": TEXT, "events": COUNT})
REPLAY_FILES: dict[str, Layout[Any]] = {
    "gates": GATES, "clocks": CLOCKS, "vetoes": VETOES, "coverage": COVERAGE, "named": NAMED,
}  # fmt: skip
"""What a replay says besides entries and tallies: the attribute of ``Replay``, which is also the file's name."""

VESTINGS = "vestings"
"""The last attribute of ``Replay`` that has a file: it holds entries."""

LEDGER_SCHEMA = LEDGER.schema
REPEATED = (
    "clause", "section", "kind", "subject_kind", "subject", "share", "basis", "part", "role", "span", "card",
)  # fmt: skip
"""Columns in which few texts come again and again."""


# --- ledger and tallies -------------------------------------------------------------------------


def write_ledger(entries: Iterable[Entry], path: Path) -> str:
    """The entries in the order given, which must be ledger order. Returns their root."""
    return write_ledger_tables(_pieces(LEDGER, entries), path)


def write_ledger_tables(tables: Iterable[pa.Table], path: Path) -> str:
    """Ledger rows that are columns already (any order of columns), in ledger order. Returns their root."""
    root, ahead = Root(), iter(tables)
    root.add(_hashed(LEDGER_SCHEMA.empty_table()))

    def hashed() -> pa.Table | None:
        table = next(ahead, None)
        if table is None:
            return None
        fitted = table.select(LEDGER_SCHEMA.names).cast(LEDGER_SCHEMA)
        root.add(_hashed(fitted))
        return fitted

    _write(_beside(hashed), LEDGER_SCHEMA, path, REPEATED)
    return root.hex()


def _beside(make: Callable[[], R | None]) -> Iterator[R]:
    """What is made until None is, each while the one before is worked on: Arrow and hashes need no interpreter."""
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(make)
        while (made := coming.result()) is not None:
            coming = thread.submit(make)
            yield made


def read_ledger(path: Path) -> tuple[Entry, ...]:
    """The entries of a ledger file, in its order."""
    return read_records(LEDGER, path)


def ledger_tables(path: Path, rows: int = ROWS) -> Iterator[pa.Table]:
    """The rows of a ledger file in pieces, for a ledger larger than memory."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(rows):
            yield pa.Table.from_batches([batch], LEDGER_SCHEMA)


def ledger_file_root(path: Path) -> str:
    """The root of the rows that a ledger file holds, worked out anew."""
    pieces = (_hashed(table) for table in ledger_tables(path))
    return root_of_tables(chain((_hashed(LEDGER_SCHEMA.empty_table()),), pieces))


def write_tallies(tallies: Iterable[Tally], path: Path) -> str:
    """The counts behind ratios, measures and frequencies. Returns the root of their rows."""
    table = TALLIES.table(list(tallies))
    _write([table], table.schema, path, ("clause", "subject_kind", "period"))
    return root_of_tables([table])


def read_tallies(path: Path) -> tuple[Tally, ...]:
    return read_records(TALLIES, path)


def _hashed(table: pa.Table) -> pa.Table:
    """What the root covers: all columns but the entry's id, which is made of others."""
    return table.drop_columns("entry")


# --- the rest of a replay -----------------------------------------------------------------------


def write_replay(replay: Replay, folder: Path) -> None:
    """What a replay says besides entries and tallies, one file each, into ``folder``."""
    for name in (*REPLAY_FILES, VESTINGS):
        write_replay_file(name, replay, folder)


def write_replay_file(name: str, replay: Replay, folder: Path) -> None:
    """One of these files, by the attribute of ``Replay`` that it holds."""
    if name == VESTINGS:
        _write([_vestings(replay.vestings)], VESTINGS_SCHEMA, folder / "vestings.parquet", ())
        return
    layout = REPLAY_FILES[name]
    _write(_pieces(layout, getattr(replay, name)), layout.schema, folder / f"{name}.parquet", ())


def read_replay_file(name: str, folder: Path) -> tuple[Any, ...]:
    """One of the files of ``write_replay`` by the attribute of ``Replay`` that it holds."""
    if name == VESTINGS:
        return _read_vestings(_table(folder / "vestings.parquet"))
    return read_records(REPLAY_FILES[name], folder / f"{name}.parquet")


def read_records(layout: Layout[R], path: Path) -> tuple[R, ...]:
    """The records of a file of that layout, in its order."""
    return tuple(layout.records(_table(path)))


def _table(path: Path) -> pa.Table:
    """The whole file. (``read_table`` would look for a dataset, and import all that datasets need.)"""
    with pq.ParquetFile(path) as file:
        return file.read()


VESTINGS_SCHEMA = LEDGER_SCHEMA.append(pa.field("vests", pa.date32()))
"""A pending entry's row is a ledger row with the day on which it vests."""


def _vestings(vestings: Sequence[Vesting]) -> pa.Table:
    entries = LEDGER.table([vesting.entry for vesting in vestings])
    return entries.append_column(VESTINGS_SCHEMA.field("vests"), pa.array([v.vests for v in vestings], pa.date32()))


def _read_vestings(table: pa.Table) -> tuple[Vesting, ...]:
    days = table.column("vests").to_pylist()
    return tuple(Vesting(entry, day) for entry, day in zip(LEDGER.records(table), days, strict=True))


# --- files --------------------------------------------------------------------------------------


def _pieces(layout: Layout[R], records: Iterable[R]) -> Iterator[pa.Table]:
    if isinstance(records, Columns):
        for part in records.parts():
            yield from (part.table.slice(start, ROWS) for start in range(0, len(part), ROWS))
        return
    ahead = iter(records)
    while piece := list(islice(ahead, ROWS)):
        yield layout.table(piece)


def _write(tables: Iterable[pa.Table], schema: pa.Schema, path: Path, as_dictionary: Sequence[str]) -> None:
    """One row group of ``GROUP`` rows after another, however the tables are cut; the file whole or not at all."""
    options: dict[str, Any] = {
        "compression": "zstd", "use_dictionary": list(as_dictionary), "store_decimal_as_integer": True,
        "write_page_index": True,
    }  # fmt: skip
    with whole_file(path) as beside, pq.ParquetWriter(beside, schema, **options) as writer:
        for group in in_groups(tables, ROWS):
            writer.write_table(group, row_group_size=GROUP)


def in_groups(tables: Iterable[pa.Table], rows: int) -> Iterator[pa.Table]:
    """The same rows in tables of exactly ``rows`` rows (the last: what is left)."""
    held: list[pa.Table] = []
    count = 0
    for table in tables:
        held.append(table)
        count += table.num_rows
        while count >= rows:
            whole = pa.concat_tables(held)
            yield whole.slice(0, rows).combine_chunks()
            held, count = [whole.slice(rows)], count - rows
    if count:
        yield pa.concat_tables(held).combine_chunks()
