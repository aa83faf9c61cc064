"""Files of an export -> rows of text, in pieces that fit memory (CSV, JSONL, Parquet).

A row's number is what a spreadsheet shows: the heading of a CSV file is row 1, blank lines do not count.
A line of a JSONL file is its row; the rows of a Parquet file, which has no heading, begin at 1.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from kaohe.engine.event_value import Refused, list_text
from kaohe.engine.intake.quotes import QuoteError, Quotes
from kaohe.engine.intake.text_stream import open_text

Format = Literal["csv", "jsonl", "parquet"]
FORMATS: dict[str, Format] = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet",
}  # fmt: skip
PIECE = 65_536
"""Rows handed on at a time."""
_BYTES = 8 << 20


@dataclass(frozen=True, slots=True)
class Written:
    """How a file is written. ``header_row`` counts from 1; ``separator`` is one character.

    ``format`` None: as the file's name says.
    """

    format: Format | None = None
    encoding: str = "utf-8"
    separator: str = ","
    header_row: int = 1


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a file: their numbers, and their cells by column (None: no cell).

    ``broken`` are rows that have no cells at all, by number.
    """

    numbers: np.ndarray[Any, np.dtype[np.int64]]
    cells: dict[str, pa.Array]
    broken: tuple[tuple[int, Refused], ...] = ()


class UnreadableError(Exception):
    """The file as a whole cannot be read as it is said to be written; why, as a refusal."""

    def __init__(self, refused: Refused, line: int = 1) -> None:
        super().__init__(refused.code)
        self.refused, self.line = refused, line


def written_as(path: Path, written: Written) -> Written:
    """``written`` with the format that the file's name says where none is declared.

    ``UnreadableError`` for an ending that says nothing.
    """
    plain = path.with_suffix("") if path.suffix == ".gz" else path
    found = written.format or FORMATS.get(plain.suffix.lower())
    if found is None:
        raise UnreadableError(Refused("intake.file-format", (("format", plain.suffix.lower().removeprefix(".")),)))
    separator = "\t" if plain.suffix.lower() == ".tsv" and written.format is None else written.separator
    return replace(written, format=found, separator=separator)


def heading(path: Path, written: Written) -> tuple[str, ...] | None:
    """The columns of the file, in order; None where each row names its own (JSONL)."""
    if written.format == "jsonl":
        return None
    try:
        return tuple(pq.read_schema(path).names) if written.format == "parquet" else _csv_heading(path, written)
    except (pa.ArrowException, csv.Error, EOFError, OSError):
        raise _unreadable(written) from None


def rows_of(path: Path, written: Written, columns: Sequence[str], unread: frozenset[str]) -> Iterator[Rows]:
    """The rows of the file, cells of ``columns`` only.

    Rows of a JSONL file may also have ``unread`` keys; any other raises ``UndeclaredError``.
    ``UnreadableError`` when the file is not what it is said to be, or breaks off.
    """
    readers = {"csv": _csv_rows, "jsonl": _jsonl_rows, "parquet": _parquet_rows}
    assert written.format is not None, "written_as settles the format"
    try:
        yield from readers[written.format](path, written, columns, unread)
    except QuoteError as error:
        raise UnreadableError(Refused("intake.open-quote"), error.line) from None
    except (pa.ArrowException, EOFError, OSError):
        raise _unreadable(written) from None


def _unreadable(written: Written) -> UnreadableError:
    """Raised without what caused it: Arrow's own words repeat the row that it stumbled over."""
    return UnreadableError(Refused("intake.unreadable", (("format", str(written.format)),)))


def row_count(path: Path, written: Written) -> int | None:
    """How many rows the file has, where it says so itself (Parquet)."""
    return int(pq.read_metadata(path).num_rows) if written.format == "parquet" else None


# --- CSV ----------------------------------------------------------------------------------------


def _csv_heading(path: Path, written: Written) -> tuple[str, ...]:
    with io.TextIOWrapper(open_text(path, written.encoding), "utf-8", newline="") as lines:
        for _ in range(written.header_row - 1):
            lines.readline()
        return tuple(next(csv.reader(lines, delimiter=written.separator), ()))


def _csv(path: Path, written: Written, columns: Sequence[str], on_broken: Any) -> Any:
    """A reader of batches of texts. One thread: row numbers of broken rows are only known then."""
    convert = pyarrow.csv.ConvertOptions(
        column_types=dict.fromkeys(columns, pa.string()), include_columns=list(columns),
        strings_can_be_null=False, check_utf8=False,
    )  # fmt: skip
    return pyarrow.csv.open_csv(
        pa.PythonFile(open_text(path, written.encoding, Quotes(written.separator).feed), mode="r"),
        pyarrow.csv.ReadOptions(use_threads=False, block_size=_BYTES, skip_rows=written.header_row - 1),
        pyarrow.csv.ParseOptions(
            delimiter=written.separator, newlines_in_values=True, invalid_row_handler=on_broken
        ),
        convert,
    )


def _csv_rows(path: Path, written: Written, columns: Sequence[str], _: frozenset[str]) -> Iterator[Rows]:
    found: list[tuple[int, Refused]] = []

    def on_broken(row: Any) -> str:
        facts = (("expected", str(row.expected_columns)), ("found", str(row.actual_columns)))
        found.append((row.number, Refused("intake.ragged-row", facts)))
        return "skip"

    next_number = written.header_row + 1
    with _csv(path, written, columns, on_broken) as reader:
        for batch in reader:
            numbers, next_number = _numbers(next_number, batch.num_rows, [number for number, _ in found])
            broken = tuple(one for one in found if one[0] < next_number)
            del found[: len(broken)]
            yield Rows(numbers, {name: batch.column(name) for name in columns}, broken)
    if found:
        yield Rows(np.empty(0, np.int64), {name: pa.array([], pa.string()) for name in columns}, tuple(found))


def _numbers(first: int, count: int, skipped: Iterable[int]) -> tuple[Any, int]:
    """The numbers of ``count`` rows from ``first`` on that leave out the ``skipped`` ones; the next number."""
    numbers = np.arange(first, first + count, dtype=np.int64)
    for number in skipped:
        numbers[numbers >= number] += 1
    return numbers, int(numbers[-1]) + 1 if count else first


# --- JSONL --------------------------------------------------------------------------------------


def _jsonl_rows(path: Path, written: Written, columns: Sequence[str], unread: frozenset[str]) -> Iterator[Rows]:
    read = frozenset(columns)
    numbers: list[int] = []
    rows: list[dict[str, str]] = []
    broken: list[tuple[int, Refused]] = []
    with open_text(path, written.encoding) as lines:
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


class UndeclaredError(Exception):
    """Row ``row`` of a JSONL file has keys that are neither read nor discarded; ``columns`` are all its keys."""

    def __init__(self, row: int, columns: list[str]) -> None:
        super().__init__("undeclared columns")
        self.row, self.columns = row, columns


def _cell(value: Any) -> str | Refused | None:
    if isinstance(value, str):
        return value if value.isprintable() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return list_text(value)
    return None if value is None else Refused("intake.nested")


# --- Parquet ------------------------------------------------------------------------------------


def _parquet_rows(path: Path, _: Written, columns: Sequence[str], __: frozenset[str]) -> Iterator[Rows]:
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
