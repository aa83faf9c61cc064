"""Draws pages as sheets: A4 across, one page wide, headings repeated, page numbers, nothing that warns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import islice
from math import ceil
from typing import TYPE_CHECKING

from wcwidth import wcswidth

from kaohe.reports.words import Lang, say
from kaohe.reports.workbook.page import FIRST_ROW, Cell, Column, Formula, Link, Page, Styled
from kaohe.reports.workbook.plain_text import plain_text, print_text
from kaohe.reports.workbook.styles import Styles

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

A4 = 9
LOOKED_AT = 400
"""Rows looked at for the width of a column."""
_LINE, _ROOM = 14, 4
"""Points of height that a line takes, and that a row has besides."""
_MOST_LINES = 28
_CALCULATED_BY = 191029
"""A recent spreadsheet program, which therefore trusts the values that stand there."""


def new_book(path: str, *, small: bool = False) -> Workbook:
    """A workbook in which text stays text and stored values are shown as they stand.

    ``small``: put together in memory, which is quicker for many of them.
    """
    import xlsxwriter

    quiet = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": small}
    book = xlsxwriter.Workbook(path, quiet)
    book.set_calc_mode("auto", _CALCULATED_BY)
    book.calc_on_load = False
    return book


def draw(book: Workbook, styles: Styles, page: Page, foot: str, lang: Lang) -> Worksheet:
    """One page as a sheet; ``foot`` stands at the bottom of each printed page."""
    sheet = book.add_worksheet(page.name)
    sheet.set_default_row(_LINE + _ROOM)
    _top(sheet, styles, page)
    _rows(sheet, styles, page, _columns(sheet, page))
    _bars(sheet, page)
    _paper(sheet, page, foot, lang)
    return sheet


def _top(sheet: Worksheet, styles: Styles, page: Page) -> None:
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, plain_text(page.title), styles.heading(font_size=16))
    sheet.write_string(1, 0, plain_text(page.about), styles.plain(font_color="#52606D"))
    face = styles.table_head()
    sheet.set_row(FIRST_ROW - 1, _LINE * max((_heading_lines(column) for column in page.columns), default=1) + 6)
    for place, column in enumerate(page.columns):
        sheet.write_string(FIRST_ROW - 1, place, plain_text(column.title), face)
    sheet.freeze_panes(FIRST_ROW, page.fixed)
    if page.rows:
        sheet.autofilter(FIRST_ROW - 1, 0, FIRST_ROW - 1 + len(page.rows), len(page.columns) - 1)


def _heading_lines(column: Column) -> int:
    """Lines that the heading takes in a column as wide as it may become."""
    return min(3, 1 + (_wide(column.title) + 3) // max(column.most, 8))


# --- columns ----------------------------------------------------------------------------------------


def _columns(sheet: Worksheet, page: Page) -> list[float]:
    """Sets the widths and returns them."""
    first_key = len(page.columns) - page.keys
    widths = [_width(column, (row[place] for row in islice(page.rows, LOOKED_AT))) for place, column in enumerate(page.columns)]
    for place, width in enumerate(widths):
        folded = {"level": 1, "hidden": 1} if place >= first_key else {}
        sheet.set_column(place, place, width, None, folded)
    if page.keys:
        sheet.set_column(len(page.columns), len(page.columns), None, None, {"collapsed": 1})
    return widths


def _width(column: Column, cells: Iterator[Cell]) -> float:
    content = max((_wide(line) for cell in cells for line in _shown(cell, column).split("\n")), default=0)
    heading = min(_wide(column.title) + 3, column.most)  # with room for the filter's arrow
    return min(max(content + 2, heading, column.least), column.most)


def _wide(text: str) -> int:
    return max(wcswidth(text), len(text) if not text.isprintable() else 0)


def _shown(cell: Cell, column: Column) -> str:
    match cell:
        case None:
            return ""
        case Formula(_, value):
            return _figure(value, column)
        case Fraction():
            return _figure(cell, column)
        case Styled(text) | Link(text):
            return text
    return str(cell)[:100]


def _figure(value: Fraction, column: Column) -> str:
    return f"{float(value):,.{0 if column.holds == 'count' else column.places}f}"


# --- rows -------------------------------------------------------------------------------------------


def _rows(sheet: Worksheet, styles: Styles, page: Page, widths: Sequence[float]) -> None:
    wrapped = [(place, widths[place]) for place, column in enumerate(page.columns) if column.holds == "wrapped"]
    faces = [[styles.cell(column, above=above) for column in page.columns] for above in (False, True)]
    last: Cell = None
    for number, row in enumerate(page.rows):
        above = page.broken is not None and number > 0 and row[page.broken] != last
        last = None if page.broken is None else row[page.broken]
        if wrapped:
            lines = max(_lines(row[place], width) for place, width in wrapped)
            sheet.set_row(FIRST_ROW + number, _LINE * lines + _ROOM)
        for place, cell in enumerate(row):
            _cell(sheet, FIRST_ROW + number, place, cell, faces[above][place], styles, above=above)


def _lines(cell: Cell, width: float) -> int:
    """Lines that a text takes in a column so wide."""
    if not isinstance(cell, str) or not cell:
        return 1
    return min(sum(max(1, ceil(_wide(line) / (width - 1))) for line in cell[:4000].split("\n")), _MOST_LINES)


def _cell(sheet: Worksheet, row: int, place: int, cell: Cell, face: Format, styles: Styles, *, above: bool) -> None:
    match cell:
        case str():
            sheet.write_string(row, place, plain_text(cell), face)
        case int():
            sheet.write_number(row, place, cell, face)
        case Fraction():
            sheet.write_number(row, place, float(cell), face)
        case date():
            sheet.write_datetime(row, place, cell, face)
        case Formula(text, value):
            sheet.write_formula(row, place, text, face, float(value))
        case Styled(text, name):
            sheet.write_string(row, place, plain_text(text), styles.named(name, above=above))
        case Link(text, target):
            sheet.write_url(row, place, f"internal:'{target}'!A1", face, plain_text(text))
        case None:
            sheet.write_blank(row, place, None, face)


def _bars(sheet: Worksheet, page: Page) -> None:
    for place, column in enumerate(page.columns):
        if column.bar and page.rows:
            bar = {
                "type": "data_bar", "bar_color": "#C9D9EE", "bar_solid": True, "bar_border_color": "#8FAACB",
                "data_bar_2010": True, "bar_negative_color": "#F3CFC7", "bar_negative_border_color": "#C98A7D",
            }  # fmt: skip
            sheet.conditional_format(FIRST_ROW, place, FIRST_ROW + len(page.rows) - 1, place, bar)


# --- paper ------------------------------------------------------------------------------------------


def _paper(sheet: Worksheet, page: Page, foot: str, lang: Lang) -> None:
    paper(sheet, foot, lang)
    sheet.repeat_rows(0, FIRST_ROW - 1)
    last = max(len(page.columns) - page.keys - 1, 0)
    sheet.print_area(0, 0, FIRST_ROW - 1 + len(page.rows), last)


def paper(sheet: Worksheet, foot: str, lang: Lang) -> None:
    """A4 across, as wide as the page, as long as it takes; numbered at the bottom."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    sheet.set_footer(f"&L&8{print_text(foot)}&R&8{say('wb.page-of', lang)}")


