"""Workbooks to be filled in: headings with remarks, drop-downs, checked dates and numbers, a hidden mark.

A list of choices stands on a hidden sheet, because a drop-down that spells its choices out may hold
no more than 255 characters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kaohe.engine.office.sheets import MARK
from kaohe.engine.write import whole_file

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FILLED_ROWS = 2000
"""Rows of a sheet that have drop-downs and checks."""
LISTS = "_lists"


@dataclass(frozen=True, slots=True)
class Column:
    """A column to fill in. ``note`` pops up over the heading. ``least`` and ``most`` bound days."""

    title: str
    note: str = ""
    holds: Literal["text", "day", "choice", "whole", "number"] = "text"
    choices: tuple[str, ...] = ()
    required: bool = False
    least: date | None = None
    most: date | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: a line of explanation in row 1, headings in row 2, ``rows`` that stand there already."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...] = ()


def write_book(path: Path, sheets: Sequence[Sheet], marks: Mapping[str, str], wrong: str) -> None:
    """The workbook at ``path``, whole or not at all. ``wrong`` is said of an entry that is refused."""
    import xlsxwriter

    with whole_file(path) as beside:
        book = xlsxwriter.Workbook(str(beside), {"constant_memory": False, "strings_to_formulas": False})
        made = [(sheet, book.add_worksheet(sheet.name)) for sheet in sheets]
        lists = _Lists(book)
        for sheet, page in made:
            _fill(book, page, sheet, lists, wrong)
        _mark(book, marks)
        book.close()


class _Lists:
    """The hidden sheet of choices: one column for each list, each list once."""

    def __init__(self, book: Workbook) -> None:
        self._page = book.add_worksheet(LISTS)
        self._page.very_hidden()
        self._known: dict[tuple[str, ...], str] = {}

    def range_of(self, choices: tuple[str, ...]) -> str:
        from xlsxwriter.utility import xl_col_to_name

        if choices not in self._known:
            column = len(self._known)
            self._page.write_column(0, column, choices)
            letter = xl_col_to_name(column)
            self._known[choices] = f"='{LISTS}'!${letter}$1:${letter}${len(choices)}"
        return self._known[choices]


def _fill(book: Workbook, page: Worksheet, sheet: Sheet, lists: _Lists, wrong: str) -> None:
    bold = book.add_format({"bold": True, "bg_color": "#DDE7F3", "border": 1})
    must = book.add_format({"bold": True, "bg_color": "#F6DCC8", "border": 1})
    plain, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    page.write_string(0, 0, sheet.about)
    page.freeze_panes(2, 0)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, max(12, 2 * len(column.title) + 4), _format(column, plain, day))
        page.write_string(1, number, column.title, must if column.required else bold)
        if column.note:
            page.write_comment(1, number, column.note, {"x_scale": 2})
        check = _check(column, lists)
        if check:
            page.data_validation(2, number, 1 + FILLED_ROWS, number, {**check, "error_message": wrong})
    for number, row in enumerate(sheet.rows, 2):
        for place, text in enumerate(row):
            page.write_string(number, place, text)


def _format(column: Column, plain: Format, day: Format) -> Format | None:
    """Codes stay text (``007``), days look like days."""
    return {"day": day, "text": plain}.get(column.holds)


def _check(column: Column, lists: _Lists) -> dict[str, object]:
    match column.holds:
        case "choice" if column.choices:
            return {"validate": "list", "source": lists.range_of(column.choices)}
        case "day":
            bounds = {"minimum": column.least or date(1900, 1, 1), "maximum": column.most or date(2099, 12, 31)}
            return {"validate": "date", "criteria": "between", **bounds}
        case "whole":
            return {"validate": "integer", "criteria": ">=", "value": 0}
        case "number":
            return {"validate": "decimal", "criteria": "between", "minimum": -(10**12), "maximum": 10**12}
    return {}


def _mark(book: Workbook, marks: Mapping[str, str]) -> None:
    page = book.add_worksheet(MARK)
    page.very_hidden()
    for number, (name, text) in enumerate(marks.items()):
        page.write_row(number, 0, [name, text])
