"""Whether quotation marks in a CSV file pair up, looked at while it streams by.

A reader of CSV takes a mark that is never closed for the beginning of one long value, and all rows
behind it are gone without a word. So marks are followed: one that opens a field must be closed by
one that ends it; doubled marks inside are text, marks inside an unquoted field are text too.
"""

from __future__ import annotations

import re

_MARKS = re.compile(rb'"+')


class QuoteError(Exception):
    """A quoted field that begins on ``line`` does not end where it should."""

    def __init__(self, line: int) -> None:
        super().__init__(f"quotation marks, line {line}")
        self.line = line


class Quotes:
    """Follows the marks of a text in UTF-8, fed piece by piece; ``separator`` is an ASCII character."""

    def __init__(self, separator: str) -> None:
        self._ends = frozenset((separator.encode()[0], *b"\r\n"))
        self._held = b"\n"
        self._line = 1
        self._opened: int | None = None

    def feed(self, piece: bytes) -> None:
        """The next piece; an empty one is the end of the text. ``QuoteError`` when marks do not pair."""
        text = self._held + (piece or b"\n")
        # The character after marks at the very end is not known yet: they wait for the next piece.
        whole = len(text.rstrip(b'"')) if piece else len(text)
        looked = 1
        for run in _MARKS.finditer(text, 1, whole):
            self._line += text.count(b"\n", looked, run.start())
            looked = run.start()
            self._look_at(text, run.start(), run.end())
        self._line += text.count(b"\n", looked, whole)
        self._held = text[whole - 1 :]
        if not piece and self._opened is not None:
            raise QuoteError(self._opened)

    def _look_at(self, text: bytes, start: int, end: int) -> None:
        marks = end - start
        if self._opened is None:
            if text[start - 1] not in self._ends:
                return
            self._opened = self._line
            marks -= 1
        if marks % 2:
            if text[end] not in self._ends:
                raise QuoteError(self._opened)
            self._opened = None
