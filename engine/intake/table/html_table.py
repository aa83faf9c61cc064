"""HTML tables -> grids: many systems write a web page and call it .xls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from kaohe.engine.event_value import Refused
from kaohe.engine.intake.table.encoding import encoding_of
from kaohe.engine.intake.table.grid import Grid, Merged, Row
from kaohe.engine.intake.text_stream import is_encoding, open_text
from kaohe.engine.intake.unreadable import UnreadableError

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030"}
"""What pages call GB2312 holds characters of its larger successors."""
_WIDEST = 1000
_TALLEST = 100_000


@dataclass(slots=True)
class _Table:
    """A table while it is read; ``hanging`` are cells that reach down into later rows, by column."""

    rows: list[list[str]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hanging: dict[int, int] = field(default_factory=dict)
    row: list[str] | None = None
    cell: list[str] | None = None
    span: tuple[int, int] = (1, 1)


class _Reader(HTMLParser):
    """Collects tables; of a table within a cell the inner one is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._hidden = 0

    @property
    def broken_off(self) -> bool:
        return bool(self._open) or bool(self.rawdata.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script", "title"):
            self._hidden += 1
        elif tag == "table":
            self._open.append(_Table())
            self.tables.append(self._open[-1])
        elif self._open:
            self._within(self._open[-1], tag, dict(attrs))

    def _within(self, table: _Table, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "tr":
            _end_row(table)
            table.row = []
        elif tag in ("td", "th"):
            _end_cell(table)
            if table.row is None:
                table.row = []
            table.cell = []
            table.span = _whole(attributes.get("rowspan"), _TALLEST), _whole(attributes.get("colspan"), _WIDEST)
        elif tag == "br" and table.cell is not None:
            table.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script", "title"):
            self._hidden = max(0, self._hidden - 1)
        elif tag == "table" and self._open:
            _end_row(self._open.pop())
        elif self._open and tag == "tr":
            _end_row(self._open[-1])
        elif self._open and tag in ("td", "th"):
            _end_cell(self._open[-1])

    def handle_data(self, data: str) -> None:
        if self._open and not self._hidden and self._open[-1].cell is not None:
            self._open[-1].cell.append(re.sub(r"[ \t\r\n\xa0]+", " ", data))


def _whole(text: str | None, most: int) -> int:
    found = re.match(r"\s*(\d{1,6})", text or "")
    return min(max(int(found[1]), 1), most) if found else 1


def _end_cell(table: _Table) -> None:
    if table.cell is None or table.row is None:
        return
    _pass_hanging(table)
    down, right = table.span
    number, left = len(table.rows) + 1, len(table.row)
    table.row += ["".join(table.cell).strip(), *[""] * (right - 1)]
    if (down, right) != (1, 1):
        table.merged.append((number, left, number + down - 1, left + right - 1))
    if down > 1:
        table.hanging |= dict.fromkeys(range(left, left + right), down)
    table.cell = None


def _pass_hanging(table: _Table) -> None:
    """Places that a cell of an earlier row covers are empty."""
    assert table.row is not None
    while table.hanging.get(len(table.row), 0) > 0:
        table.row.append("")


def _end_row(table: _Table) -> None:
    _end_cell(table)
    if table.row is None:
        return
    _pass_hanging(table)
    table.rows.append(table.row)
    # A cell that begins in this row with a span of 3 covers 2 more.
    table.hanging = {column: rows - 1 for column, rows in table.hanging.items() if rows > 1}
    table.row = None


def html_grids(path: Path, declared: str | None) -> tuple[Grid, ...]:
    """The tables of a page that have rows, in its order. ``UnreadableError`` when it breaks off."""
    reader = _Reader()
    with open_text(path, _encoding(path, declared)) as file:
        while piece := file.read(1 << 20):
            # Read by lines, a character is never cut in two.
            reader.feed((piece + file.readline()).decode("utf-8", "replace"))
    if reader.broken_off or not any(table.rows for table in reader.tables):
        raise UnreadableError(Refused("intake.unreadable", (("format", "html"),)))
    return tuple(_grids([table for table in reader.tables if table.rows]))


def _encoding(path: Path, declared: str | None) -> str:
    with path.open("rb") as file:
        found = _CHARSET.search(file.read(4096))
    said = found[1].decode().lower() if found else ""
    said = _CHINESE.get(said, said)
    return encoding_of(path, declared or (said if said and is_encoding(said) else None))


def _grids(tables: list[_Table]) -> Iterator[Grid]:
    """Rows are numbered as a spreadsheet shows them: one table below the other."""
    above = 0
    for number, table in enumerate(tables, 1):
        merged = tuple(Merged(top + above, left, bottom + above, right) for top, left, bottom, right in table.merged)
        name = "" if len(tables) == 1 else f"table {number}"
        yield Grid(name, number, _numbered(table.rows, above + 1), merged)
        above += len(table.rows)


class _numbered:  # noqa: N801 - called like a function
    """The rows of one table, from ``first`` on, as often as they are asked for."""

    def __init__(self, rows: list[list[str]], first: int) -> None:
        self._rows, self._first = rows, first

    def __call__(self) -> Iterator[Row]:
        return iter(enumerate(self._rows, self._first))
