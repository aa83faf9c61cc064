"""Files as offices have them, made of rows: xlsx, ods, pages, texts. Not a test by itself."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from html import escape
from pathlib import Path
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]
Spans = Sequence[tuple[int, int, int, int]]
"""(first row, first column, last row, last column), from 0."""


def xlsx(path: Path, sheets: Mapping[str, Rows], merged: Spans = (), *, year: int = 1900, hidden: Sequence[str] = ()) -> Path:
    """A workbook; ``merged`` cells are those of its first sheet."""
    with xlsxwriter.Workbook(path, {"date_1904": year == 1904}) as book:
        day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for number, (name, rows) in enumerate(sheets.items()):
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, datetime | date | time):
                        sheet.write_datetime(row, column, cell, moment if isinstance(cell, datetime) else day)
                    elif cell != "":
                        sheet.write(row, column, cell) if not isinstance(cell, str) else sheet.write_string(row, column, cell)
            for span in merged if number == 0 else ():
                text = rows[span[0]][span[1]]
                sheet.merge_range(*span, text)
        return path


def ods(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """An OpenDocument sheet by hand: dates as dates, numbers as numbers, the rest as text."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(_ods_row, rows))}</table:table>' for name, rows in sheets.items()
    )
    names = ("office:1.0", "table:1.0", "text:1.0")
    spaces = " ".join(f'xmlns:{one[:-4]}="urn:oasis:names:tc:opendocument:xmlns:{one}"' for one in names)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def _ods_row(cells: Sequence[Any]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>"


def _ods_cell(cell: Any) -> str:
    if isinstance(cell, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"><text:p>x</text:p></table:table-cell>'
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    if cell == "":
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>'


def page(rows: Rows, *, charset: str = "utf-8") -> bytes:
    """A page that a system calls .xls: cells may be (text, columns, rows) for merged ones."""
    lines = "".join(f"<tr>{''.join(map(_td, row))}</tr>\n" for row in rows)
    text = (
        f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">'
        f"<style>td {{mso-number-format:'\\@'}}</style></head><body><table border=1>\n{lines}</table></body></html>"
    )
    return text.encode("gb18030" if charset == "gb2312" else charset)


def _td(cell: Any) -> str:
    text, across, down = cell if isinstance(cell, tuple) else (cell, 1, 1)
    return f"<td colspan={across} rowspan='{down}'>{escape(str(text))}&nbsp;</td>"


def separated(rows: Rows, separator: str = ",") -> str:
    """Text with that separator; a cell that holds it, or a line break, stands in quotation marks."""

    def cell(text: Any) -> str:
        shown = str(text)
        return f'"{shown.replace(chr(34), chr(34) * 2)}"' if any(one in shown for one in f'{separator}"\n') and shown[:1] != "=" else shown

    return "".join(separator.join(map(cell, row)) + "\n" for row in rows)
