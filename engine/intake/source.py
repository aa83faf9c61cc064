"""Files of an export -> tables of text rows, in pieces that fit memory.

A row's number is what a spreadsheet shows: the heading of a CSV file is row 1, blank lines count.
A line of a JSONL file is its row (``book.xlsx!sheet`` was made of that sheet); the rows of a Parquet file, which has no heading, begin at 1.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kaohe.engine.event_value import Refused, list_text
from kaohe.engine.intake.quotes import QuoteError
from kaohe.engine.intake.rows import PIECE, Rows, Table, Tables
from kaohe.engine.intake.table.content import content_of
from kaohe.engine.intake.table.open import Reading, open_grids, open_text_table
from kaohe.engine.intake.text_stream import open_text
from kaohe.engine.intake.unreadable import UndeclaredError, UnreadableError

Format = Literal["csv", "jsonl", "parquet", "xlsx", "xls", "ods", "html"]
FORMATS: dict[str, Format] = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet",
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".et": "xls", ".ods": "ods", ".htm": "html", ".html": "html",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """How files are read. ``format`` None: as their content says. ``unread`` columns may be there, and are
    never read.
    """

    reading: Reading
    format: Format | None = None
    unread: frozenset[str] = frozenset()


def open_tables(path: Path, source: Source) -> Tables:
    """The tables of a file; no row of data is read before it is asked for.

    ``UnreadableError`` when the file is not what it is said to be, then or while it is read;
    ``UndeclaredError`` while rows are read that have columns of their own.
    """
    ending = ending_of(path)
    found = source.format or FORMATS.get(ending)
    if found == "jsonl":
        encoding = source.reading.encoding or "utf-8"
        table = Table(None, 1, lambda read: _jsonl_rows(path, encoding, read, source.unread), path.name.partition("!")[2])
        return Tables((_guarded(table, "jsonl"),))
    if found == "parquet":
        return Tables((_guarded(_parquet_table(path), "parquet"),))
    return _by_content(path, source, found)


def ending_of(path: Path) -> str:
    """The ending that tells the format, without ``.gz``."""
    plain = path.with_suffix("") if path.suffix == ".gz" else path
    return plain.suffix.lower()


def _by_content(path: Path, source: Source, found: Format | None) -> Tables:
    content = content_of(path)
    if content == "parquet":
        return Tables((_guarded(_parquet_table(path), "parquet"),))
    how = source.reading
    if content == "text":
        if found is None:
            raise UnreadableError(Refused("intake.file-format", (("format", ending_of(path).removeprefix(".")),)))
        if ending_of(path) == ".tsv" and source.format is None:
            how = replace(how, separator=how.separator or "\t")
    try:
        tables = open_text_table(path, how) if content == "text" else open_grids(path, content, how)
    except (csv.Error, EOFError, OSError):
        raise _unreadable("csv" if content == "text" else content) from None
    return Tables(tuple(_guarded(table, "csv" if content == "text" else content) for table in tables.read), tables.unread)


def _guarded(table: Table, form: str) -> Table:
    """The table with every way in which its reading can break off put into one error of ours."""

    def rows(read: Sequence[str]) -> Iterator[Rows]:
        try:
            yield from table.rows(read)
        except QuoteError as error:
            raise UnreadableError(Refused("intake.open-quote"), error.line) from None
        except (pa.ArrowException, csv.Error, EOFError, OSError):
            raise _unreadable(form) from None

    return replace(table, rows=rows)


def _unreadable(form: str) -> UnreadableError:
    """Raised without what caused it: Arrow's own words repeat the row that it stumbled over."""
    return UnreadableError(Refused("intake.unreadable", (("format", form),)))


# --- JSONL --------------------------------------------------------------------------------------


def _jsonl_rows(path: Path, encoding: str, columns: Sequence[str], unread: frozenset[str]) -> Iterator[Rows]:
    read = frozenset(columns)
    numbers: list[int] = []
    rows: list[dict[str, str]] = []
    broken: list[tuple[int, Refused]] = []
    with open_text(path, encoding) as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                row = _json_row(number, line, read, unread)
                if isinstance(row, Refused):
                    broken.append((number, row))
                else:
                    numbers.append(number)
                    rows.append(row)
            if len(rows) >= PIECE:
                yield _piece(numbers, rows, broken, columns)
                numbers, rows, broken = [], [], []
    yield _piece(numbers, rows, broken, columns)


def _piece(
    numbers: list[int], rows: list[dict[str, str]], broken: list[tuple[int, Refused]], columns: Sequence[str]
) -> Rows:
    cells = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in columns}
    return Rows(np.array(numbers, np.int64), cells, tuple(broken))


def _json_row(number: int, line: bytes, read: frozenset[str], unread: frozenset[str]) -> dict[str, str] | Refused:
    """The cells of one line. A key that is neither read nor discarded stops the whole import."""
    try:
        found = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):  # thousands of brackets
        return Refused("intake.bad-json")
    if not isinstance(found, dict):
        return Refused("intake.bad-json")
    if not found.keys() <= (read | unread):
        raise UndeclaredError(number, list(found))
    cells = {name: _cell(value) for name, value in found.items() if name in read}
    if any(isinstance(cell, Refused) for cell in cells.values()):
        return Refused("intake.nested")
    return {name: cell for name, cell in cells.items() if isinstance(cell, str)}


def _cell(value: Any) -> str | Refused | None:
    if isinstance(value, str):
        return value if value.isprintable() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return list_text(value)
    return None if value is None else Refused("intake.nested")


# --- Parquet ------------------------------------------------------------------------------------


def _parquet_table(path: Path) -> Table:
    try:
        names, size = tuple(pq.read_schema(path).names), int(pq.read_metadata(path).num_rows)
    except (pa.ArrowException, OSError):
        raise _unreadable("parquet") from None
    return Table(names, 1, lambda read: _parquet_rows(path, read), size=size)


def _parquet_rows(path: Path, columns: Sequence[str]) -> Iterator[Rows]:
    first = 1
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(PIECE, columns=list(columns)):
            cells = {name: _as_texts(batch.column(name)) for name in columns}
            yield Rows(np.arange(first, first + batch.num_rows, dtype=np.int64), cells)
            first += batch.num_rows


def _as_texts(array: pa.Array) -> pa.Array:
    """Typed values as the texts that readers take; no other zone database than ours turns time."""
    type_ = array.type
    if pa.types.is_dictionary(type_):
        return _as_texts(array.dictionary_decode())
    if pa.types.is_timestamp(type_) and type_.tz is not None:
        utc = array.cast(pa.int64()).cast(pa.timestamp(type_.unit))
        return pc.binary_join_element_wise(utc.cast(pa.string()), "Z", "")
    if pa.types.is_decimal(type_):
        texts = [None if value is None else _plain(value) for value in array.to_pylist()]
        return pa.array(texts, pa.string())
    if pa.types.is_list(type_) or pa.types.is_large_list(type_):
        return pa.array([None if value is None else list_text(map(str, value)) for value in array.to_pylist()], pa.string())
    return array.cast(pa.string())


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
