"""Text with a separator -> a grid, row by row, however long the file is."""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from kaohe.engine.event_value import Refused
from kaohe.engine.intake.quotes import Quotes
from kaohe.engine.intake.table.grid import HEAD, Grid, Row
from kaohe.engine.intake.text_stream import open_text
from kaohe.engine.intake.unreadable import UnreadableError

SEPARATORS = (",", "\t", ";", "|", "，")
"""Tried in this order where none is declared."""


def text_grid(path: Path, encoding: str, separator: str) -> Grid:
    """The rows of a text; a row's number counts blank lines, and lines within a cell not."""
    return Grid("", 1, lambda: _rows(path, encoding, separator))


def head_rows(path: Path, encoding: str, separator: str) -> tuple[Row, ...]:
    """The first rows, as many as a heading is looked for in. Marks that do not pair are no concern here."""
    with closing(_plain_rows(path, encoding, separator)) as rows:
        return tuple(islice(rows, HEAD))


def _rows(path: Path, encoding: str, separator: str) -> Iterator[Row]:
    """All rows; a quotation mark that is never closed stops the file: it would swallow the rest of it."""
    follows = separator.isascii()
    watch = Quotes(separator).feed if follows else None
    with io.TextIOWrapper(open_text(path, encoding, watch), "utf-8", newline="") as lines:
        reader = csv.reader(lines, delimiter=separator, strict=not follows)
        try:
            yield from enumerate(reader, 1)
        except csv.Error:
            raise UnreadableError(Refused("intake.open-quote"), reader.line_num) from None


def _plain_rows(path: Path, encoding: str, separator: str) -> Generator[Row]:
    with io.TextIOWrapper(open_text(path, encoding), "utf-8", newline="") as lines:
        try:
            yield from enumerate(csv.reader(lines, delimiter=separator), 1)
        except csv.Error:  # a cell beyond all measure: the whole reading will say so
            return
