"""Where something stands in a document, and text that remembers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of one document.

    ``line`` and ``column`` count from 1, columns in characters. ``length`` is the number of
    offending characters on that line (at least 1). ``path`` is the trail of keys that leads
    there (``clauses[2].points``), for readers without an editor. Line 0: no line of a text, but the whole of what
    ``file`` names (a cell: ``roster.xlsx!单位!E4``).
    """

    file: str
    line: int
    column: int
    length: int = 1
    path: str = ""

    def within(self, offset: int, length: int = 1) -> Place:
        """The place ``offset`` characters into this one (for an error inside a condition)."""
        return Place(self.file, self.line, self.column + offset, max(length, 1), self.path)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


NOWHERE = Place("", 0, 0, 1, "")


class Located(str):
    """A scalar's text with the place it was read from.

    Compares and hashes as its text, so it can be used wherever a string is expected.
    ``spread`` maps an offset in the text to its (line, column) when the scalar was folded,
    quoted or escaped and offsets in the text are not offsets in the line; empty when they are.
    """

    __slots__ = ("place", "spread")
    place: Place
    spread: tuple[tuple[int, int], ...]

    def __new__(
        cls, text: str, place: Place = NOWHERE, spread: tuple[tuple[int, int], ...] = ()
    ) -> Self:
        self = super().__new__(cls, text)
        self.place = place
        self.spread = spread
        return self

    def at(self, offset: int, length: int = 1) -> Place:
        """The place of ``length`` characters at ``offset`` of the text."""
        if not self.spread:
            return self.place.within(offset, length)
        line, column = self.spread[min(offset, len(self.spread) - 1)]
        return Place(self.place.file, line, column, max(length, 1), self.place.path)


def place_of(value: object) -> Place:
    """The place ``value`` was read from, or ``NOWHERE`` for text made by the program."""
    return value.place if isinstance(value, Located) else NOWHERE
