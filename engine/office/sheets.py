"""The workbooks that kaohe hands out, read back: cells as text, rows as the spreadsheet numbers them.

Any spreadsheet that python-calamine opens will do; what an office saves again as xlsx or ods is the same.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

MARK = "_kaohe"
"""The hidden sheet that says what a workbook is: rows of key and value."""
BOOKS = frozenset({".xlsx", ".ods", ".xls"})
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\Z")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """``sheets`` by name, each with all its rows from row 1 on; ``marks`` are what the hidden sheet says."""

    sheets: Mapping[str, tuple[Row, ...]]
    marks: Mapping[str, str] = field(default_factory=dict)


def read_book(path: Path) -> Book | None:
    """The workbook at ``path``; None when it is none that can be read."""
    from python_calamine import CalamineError, load_workbook

    try:
        with load_workbook(path) as workbook:
            sheets = {
                name: tuple(
                    tuple(_text(cell) for cell in row)
                    for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
                )
                for name in workbook.sheet_names
            }
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError):
        return None
    marks = {row[0]: row[1] for row in sheets.get(MARK, ()) if len(row) > 1 and row[0]}
    return Book({name: rows for name, rows in sheets.items() if not name.startswith("_")}, marks)


def made_by_us(path: Path) -> str | None:
    """What kind of kaohe's workbooks the file is (``ledger``, ``roster``); None: none of ours."""
    if path.suffix.lower() not in BOOKS:
        return None
    book = read_book(path)
    return None if book is None else book.marks.get("kaohe")


def _text(cell: object) -> str:
    """A cell as text: whole numbers without point, days and times as ISO writes them."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.strftime("%Y-%m-%dT%H:%M:%S")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell).strip()


def day_text(text: str) -> str:
    """A day as offices write it (``2021/3/1``, ``2021.3.1``, ``2021年3月1日``) in ISO's way; other text as it is."""
    found = _DAY.match(text)
    return f"{int(found[1]):04}-{int(found[2]):02}-{int(found[3]):02}" if found else text
