"""Large texts with a plain heading: columns are read as columns, and row by row only what is odd."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from kaohe.engine.event_value import Refused
from kaohe.engine.intake.quotes import Quotes
from kaohe.engine.intake.rows import Rows
from kaohe.engine.intake.table.names import name_key
from kaohe.engine.intake.table.passed_over import LOOKED_AT, NOTE, TOTAL, Reason
from kaohe.engine.intake.text_stream import open_text
from kaohe.engine.intake.unreadable import UndeclaredError

_BYTES = 8 << 20
_MOST_NAMES = 40


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text whose heading is one row. ``names`` are the heading's as the file has them, ``columns`` the
    same by the mapping's names. ``canonical``: every row is an event; none is passed over.
    """

    path: Path
    encoding: str
    separator: str
    heading: int
    names: tuple[str, ...]
    columns: tuple[str, ...]
    canonical: bool = False


def csv_rows(text: PlainText, read: Sequence[str]) -> Iterator[Rows]:
    """The rows below the heading. Of columns that are not read no value is kept: the first three are
    looked at for the word "total" and the like, those without a name for whether there is anything.
    """
    found: list[tuple[int, Refused]] = []
    blank: list[int] = []

    def on_broken(row: Any) -> str:
        if row.text.strip():
            facts = (("expected", str(row.expected_columns)), ("found", str(row.actual_columns)))
            found.append((row.number, Refused("intake.ragged-row", facts)))
        else:
            blank.append(row.number)
        return "skip"

    next_number = text.heading
    with _reader(text, read, on_broken) as reader:
        for batch in reader:
            skipped = sorted((*(number for number, _ in found), *blank))
            numbers, next_number = _numbers(next_number, batch.num_rows, skipped)
            broken = [one for one in found if one[0] < next_number]
            del found[: len(broken)]
            blank.clear()
            yield _piece(text, read, batch, numbers, broken)
    if found:
        yield Rows(np.empty(0, np.int64), {name: pa.array([], pa.string()) for name in read}, tuple(found))


def _reader(text: PlainText, read: Sequence[str], on_broken: Any) -> Any:
    """A reader of batches of texts. One thread: row numbers of broken rows are only known then."""
    places = {*_lead_places(text, read), *_unnamed(text)}
    kept = [f"c{place}" for place in sorted(places)]
    return pyarrow.csv.open_csv(
        pa.PythonFile(open_text(text.path, text.encoding, Quotes(text.separator).feed), mode="r"),
        # The heading is read as a row: a file may end with it.
        pyarrow.csv.ReadOptions(
            use_threads=False, block_size=_BYTES, skip_rows=text.heading - 1,
            column_names=[f"c{place}" for place in range(len(text.columns))],
        ),
        pyarrow.csv.ParseOptions(
            delimiter=text.separator, newlines_in_values=True, invalid_row_handler=on_broken, ignore_empty_lines=False
        ),
        pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(kept, pa.string()), include_columns=kept, strings_can_be_null=False,
            check_utf8=False,
        ),
    )  # fmt: skip


def _numbers(first: int, count: int, skipped: Iterable[int]) -> tuple[Any, int]:
    """The numbers of ``count`` rows from ``first`` on that leave out the ``skipped`` ones; the next number."""
    numbers = np.arange(first, first + count, dtype=np.int64)
    for number in skipped:
        numbers[numbers >= number] += 1
    return numbers, int(numbers[-1]) + 1 if count else first


def _lead_places(text: PlainText, read: Sequence[str]) -> list[int]:
    looked_at = () if text.canonical else range(min(LOOKED_AT, len(text.columns)))
    return sorted({*looked_at, *(text.columns.index(name) for name in read)})


def _unnamed(text: PlainText) -> list[int]:
    return [] if text.canonical else [place for place, name in enumerate(text.columns) if not name]


def _piece(text: PlainText, read: Sequence[str], batch: Any, numbers: Any, broken: list[tuple[int, Refused]]) -> Rows:
    data = numbers > text.heading
    passed: list[tuple[int, Reason]] = []
    if not text.canonical:
        reasons = list(_reasons(text, read, batch))
        for reason, mask in reasons:
            passed += [(int(number), reason) for number in numbers[mask & data]]
            data &= ~mask
        _check_unnamed(text, batch, numbers, data)
    whole = bool(data.all())
    keep = pa.array(data)
    cells = {name: batch.column(f"c{text.columns.index(name)}") for name in read}
    if not whole:
        cells = {name: array.filter(keep) for name, array in cells.items()}
    return Rows(numbers[data], cells, tuple(broken), tuple(sorted(passed)))


def _reasons(text: PlainText, read: Sequence[str], batch: Any) -> Iterator[tuple[Reason, Any]]:
    """What is no data, as masks; each row falls under the first that holds."""
    lead = _lead(text, read, batch)
    empty = np.asarray(lead.is_null())
    # A row with nothing where we look may still have something in a column without a name.
    yield "empty", empty & ~_something_unnamed(text, batch)
    few = pc.less_equal(pc.utf8_length(lead), _MOST_NAMES)
    yield "total", _mask(pc.and_(few, pc.match_substring_regex(lead, TOTAL)))
    yield "note", _mask(pc.match_substring_regex(lead, NOTE))
    yield "heading", _repeats(text, read, batch, lead)


def _lead(text: PlainText, read: Sequence[str], batch: Any) -> Any:
    """The first text of each row, missing where there is none."""
    lead: Any = None
    for place in _lead_places(text, read):
        cells = pc.utf8_trim_whitespace(batch.column(f"c{place}"))
        filled = pc.if_else(pc.equal(cells, ""), pa.scalar(None, pa.string()), cells)
        lead = filled if lead is None else pc.coalesce(lead, filled)
        if lead.null_count == 0:
            break
    return pa.nulls(batch.num_rows, pa.string()) if lead is None else lead


def _repeats(text: PlainText, read: Sequence[str], batch: Any, lead: Any) -> Any:
    """Rows that say what the heading says, in every column that is read."""
    first = next((name for name in text.names if name), "")
    again = _mask(pc.equal(lead, first))
    for row in np.flatnonzero(again).tolist():
        shown = [(text.columns.index(name), batch.column(f"c{text.columns.index(name)}")[row].as_py()) for name in read]
        again[row] = all(name_key(cell or "") == name_key(text.names[place]) for place, cell in shown)
    return again


def _something_unnamed(text: PlainText, batch: Any) -> Any:
    found = np.zeros(batch.num_rows, bool)
    for place in _unnamed(text):
        found |= ~_mask(pc.equal(pc.utf8_trim_whitespace(batch.column(f"c{place}")), ""))
    return found


def _check_unnamed(text: PlainText, batch: Any, numbers: Any, data: Any) -> None:
    strange = _something_unnamed(text, batch) & data
    if strange.any():
        raise UndeclaredError(int(numbers[strange][0]), list(text.columns))


def _mask(array: Any) -> Any:
    return np.array(pc.fill_null(array, False), dtype=bool)
