"""Workbooks (xlsx, xls, ods) -> grids, read by calamine whatever the file is called."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kaohe.engine.event_value import Refused
from kaohe.engine.intake.table.grid import Grid, Merged, Row
from kaohe.engine.intake.unreadable import UnreadableError

_DAMAGED = Refused("intake.unreadable", (("format", "xlsx/xls/ods"),))
_PASSWORD = "PasswordError"  # noqa: S105 - the name of an error
_YEAR_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true)[\"']")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_FAILED = re.compile(rb"<(?:\w+:)?c\b[^>]*\bt=\"e\"[^>]*>")
_CELL = re.compile(rb"\br=\"([A-Z]{1,3})(\d{1,7})\"")


def workbook_grids(path: Path) -> tuple[Grid, ...]:
    """The sheets of a workbook, in its order. ``UnreadableError`` for a damaged or closed one."""
    sheets = _sheets(path)
    try:
        inside = _Inside(path)
        return tuple(
            replace(_grid(sheet, number), hidden=hidden, **inside.of(sheet.name)) for number, sheet, hidden in sheets
        )
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise UnreadableError(_DAMAGED) from None


def _sheets(path: Path) -> list[tuple[int, Any, bool]]:
    """(number, sheet, whether it is hidden) of each sheet of cells."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        listed = [one for one in enumerate(book.sheets_metadata, 1) if one[1].typ == SheetTypeEnum.WorkSheet]
        return [
            (number, book.get_sheet_by_index(number - 1), one.visible != SheetVisibleEnum.Visible) for number, one in listed
        ]
    except BaseException as error:  # noqa: BLE001 - a panic of the reader is no ``Exception``
        raise _worded(error) from None


def _worded(error: BaseException) -> BaseException:
    """The reader's own words may repeat what stands in the file. Its panics are no ``Exception``."""
    if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
        return error
    return UnreadableError(Refused("intake.password") if type(error).__name__ == _PASSWORD else _DAMAGED)


def _grid(sheet: Any, number: int) -> Grid:
    _, left = sheet.start or (0, 0)
    spans = sheet.merged_cell_ranges
    merged = None if spans is None else tuple(Merged(a[0] + 1, a[1], b[0] + 1, b[1]) for a, b in spans)
    # Rows come from the top of the sheet, cells from its first used column.
    missing = [""] * left

    def rows() -> Iterator[Row]:
        return ((row, [*missing, *cells]) for row, cells in enumerate(sheet.iter_rows(), 1))

    return Grid(sheet.name, number, rows, merged)


class _Inside:
    """What only the parts of an xlsx archive tell: the year that days are counted from, failed formulas."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._parts: dict[str, str] = {}
        self._year = 1900
        if not zipfile.is_zipfile(path):
            return
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.xml" in archive.namelist():
                book = archive.read("xl/workbook.xml")
                self._year = 1904 if _YEAR_1904.search(book) else 1900
                self._parts = _parts(book, archive)

    def of(self, sheet: str) -> dict[str, Any]:
        part = self._parts.get(sheet)
        return {"year": self._year, "errors": _failed(self._path, part) if part else frozenset()}


def _parts(book: bytes, archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet's name -> the archive's part that holds it."""
    names = frozenset(archive.namelist())
    if "xl/_rels/workbook.xml.rels" not in names:
        return {}
    relations = _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
    target = {_attribute(one, "Id"): _attribute(one, "Target") for one in relations}
    found = {}
    for sheet in _SHEET.findall(book):
        part = target.get(_attribute(sheet, "r:id"), "")
        part = part.removeprefix("/") if part.startswith("/") else f"xl/{part}"
        if part in names:
            found[_attribute(sheet, "name")] = part
    return found


def _attribute(tag: bytes, name: str) -> str:
    import html

    found = re.search(rf"\s{re.escape(name)}\s*=\s*(?:\"([^\"]*)\"|'([^']*)')".encode(), tag)
    return "" if found is None else html.unescape((found[1] or found[2] or b"").decode("utf-8", "replace"))


def _failed(path: Path, part: str) -> frozenset[tuple[int, int]]:
    """Cells whose formula failed: the reader shows them empty, which they are not."""
    found: set[tuple[int, int]] = set()
    held = b""
    with zipfile.ZipFile(path) as archive, archive.open(part) as file:
        while piece := file.read(1 << 20):
            text = held + piece
            found |= {cell for tag in _FAILED.findall(text) if (cell := _cell(tag)) is not None}
            held = text[text.rfind(b"<") :] if b"<" in text else text
    return frozenset(found)


def _cell(tag: bytes) -> tuple[int, int] | None:
    found = _CELL.search(tag)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + letter - 64
    return int(found[2]), column - 1
