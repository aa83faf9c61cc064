"""Whether a workbook that comes back is laid out as it was handed out: what somebody renamed, moved or added is told,
for what stands where nobody looks for it would be lost without a word.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kaohe.engine.intake.check_columns import place_in
from kaohe.engine.office.forms import TICK
from kaohe.engine.office.sheets import Book, Row
from kaohe.rules.nearest import nearest
from kaohe.rules.problem import Problem, problem

HEADING = 2
"""The row of the headings; above it stands what the sheet is about."""
ZERO_COLUMNS = 2
"""Columns of a sheet of zero reports that say which report and whose; the months follow."""
_TICKS = frozenset({TICK, "✓", "✔"})


def is_tick(text: str) -> bool:
    return text in _TICKS


def altered(book: Book, path: Path) -> tuple[Problem, ...]:
    """Sheets that are gone, headings that changed, ticks that are none."""
    return tuple(_flaws(book, path))


def strangers(book: Book) -> tuple[str, ...]:
    """Sheets that were not handed out and hold something."""
    ours = dict(_sheets(book))
    return tuple(name for name, rows in book.sheets.items() if name not in ours and any(map(any, rows)))


def _sheets(book: Book) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The sheets handed out, and what the hidden sheet says of each."""
    for mark, text in book.marks.items():
        if mark.startswith("sheet:"):
            yield mark.removeprefix("sheet:"), json.loads(text)


def _flaws(book: Book, path: Path) -> Iterator[Problem]:
    for sheet, meaning in _sheets(book):
        rows = book.sheets.get(sheet)
        if rows is None:
            longer = (one for one in strangers(book) if sheet in one)
            near = nearest(sheet, strangers(book)) or next(longer, "")
            yield problem("intake.form-sheet", place_in(path), sheet=sheet, near=near)
        elif "zero" in meaning:
            yield from _zero_flaws(path, sheet, meaning, rows)
        else:
            yield from _heading_flaws(path, sheet, list(meaning["columns"]), rows)


def _heading_flaws(path: Path, sheet: str, columns: list[str], rows: tuple[Row, ...]) -> Iterator[Problem]:
    heading = rows[HEADING - 1] if len(rows) >= HEADING else ()
    missing = [one for one in columns if one not in heading]
    more = [one for one in heading if one and one not in columns]
    if missing or more:
        yield problem(
            "intake.form-heading", place_in(path, sheet, HEADING), missing=", ".join(missing), more=", ".join(more)
        )


def _zero_flaws(path: Path, sheet: str, meaning: Mapping[str, Any], rows: tuple[Row, ...]) -> Iterator[Problem]:
    yield from _heading_flaws(path, sheet, meaning["heads"], rows)
    for number, row in enumerate(rows[HEADING:], HEADING + 1):
        for place, text in enumerate(row[ZERO_COLUMNS:], ZERO_COLUMNS):
            if text and not is_tick(text):
                yield problem("intake.form-tick", place_in(path, sheet, number), cell=f"{_letter(place)}{number}")


def _letter(place: int) -> str:
    """A column's letters, as a spreadsheet counts from A."""
    found = ""
    while place >= 0:
        found, place = chr(ord("A") + place % 26) + found, place // 26 - 1
    return found
