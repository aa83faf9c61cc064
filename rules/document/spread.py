"""Where each character of a quoted, folded or block scalar stands in the source.

YAML removes indentation, joins lines and resolves escapes, so an offset in the text is not an
offset in the line. ``spread`` finds the way back, so that an error inside a long condition is
underlined at its own character. It returns one (line, column) for each character and one more for
the end of the text; and nothing at all when it cannot account for every character.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Spot = tuple[int, int]
"""Line and column, both from 1."""

_ESCAPE_DIGITS = {"x": 2, "u": 4, "U": 8}


def spread(value: str, lines: Sequence[str], start: Spot, style: str) -> tuple[Spot, ...]:
    """The spots of ``value``'s characters; ``start`` is where its first source character stands.

    ``style`` is YAML's: ``|`` and ``>`` for blocks, ``'`` and ``"`` for quotes, empty for plain.
    """
    for indent in _indents(lines, start) if style in ("|", ">") else (None,):
        found = _flow(value, lines, start, style) if indent is None else _block(value, lines, start, indent)
        spots = tuple(found)
        if len(spots) == len(value) + 1:
            return spots
    return ()


def _flow(value: str, lines: Sequence[str], start: Spot, style: str) -> Iterator[Spot]:
    """Plain and quoted scalars: blanks around a line break fold to one blank or to line breaks."""
    walk = _Walk(lines, start)
    if style:
        walk.step()
    for wanted in value:
        if style == '"':
            walk.past_escaped_breaks()
        if wanted not in " \t\n":
            walk.past_blanks()
        if walk.done or not walk.shows(wanted, style):
            return
        yield walk.spot
        walk.step(walk.width(style))
    if style:
        walk.past_blanks()
    if walk.rest.startswith(style):
        yield walk.spot


class _Walk:
    """A finger moving over the source, line by line; a line's end counts as one character."""

    def __init__(self, lines: Sequence[str], start: Spot) -> None:
        self.lines = lines
        self.line, self.column = start[0] - 1, start[1] - 1

    @property
    def spot(self) -> Spot:
        return self.line + 1, self.column + 1

    @property
    def done(self) -> bool:
        return self.line >= len(self.lines)

    @property
    def rest(self) -> str:
        return "" if self.done else self.lines[self.line][self.column :]

    def step(self, count: int = 1) -> None:
        for _ in range(count):
            if self.done or self.column < len(self.lines[self.line]):
                self.column += 1
            else:
                self.line, self.column = self.line + 1, 0

    def past_blanks(self) -> None:
        while not self.done and (not self.rest or self.rest[0] in " \t"):
            self.step()

    def past_escaped_breaks(self) -> None:
        while self.rest == "\\":
            self.step(2)
            self.past_blanks()

    def shows(self, wanted: str, style: str) -> bool:
        """Whether the character here can be the one wanted (an escape can be any)."""
        return wanted in " \t\n" or self.rest[0] == wanted or (style == '"' and self.rest[0] == "\\")

    def width(self, style: str) -> int:
        """How many source characters one character of text takes here."""
        if style == "'" and self.rest.startswith("''"):
            return 2
        if style == '"' and self.rest.startswith("\\"):
            return 2 + _ESCAPE_DIGITS.get(self.rest[1:2], 0)
        return 1


def _block(value: str, lines: Sequence[str], start: Spot, indent: int) -> Iterator[Spot]:
    """Literal and folded blocks: indentation is cut off, single breaks of ``>`` become blanks."""
    at, spot = 0, start
    for number in range(start[0], len(lines)):
        content = lines[number][indent:]
        while content and value[at : at + 1] in ("\n", " ") and not value.startswith(content, at):
            yield spot
            at += 1
        if at >= len(value) or not value.startswith(content, at):
            break
        yield from ((number + 1, indent + offset + 1) for offset in range(len(content)))
        at += len(content)
        spot = (number + 1, indent + len(content) + 1)
        if value.startswith("\n", at):
            yield spot
            at += 1
    yield spot


def _indents(lines: Sequence[str], start: Spot) -> range:
    """How many columns of a block may be indentation, likeliest first.

    It is what stands before the first text of the block, unless the header says otherwise
    (``|2``); then only the value itself shows where the indentation ends.
    """
    for line in lines[start[0] :]:
        if line.strip(" "):
            return range(len(line) - len(line.lstrip(" ")), -1, -1)
    return range(1)
