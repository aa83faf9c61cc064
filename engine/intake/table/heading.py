"""Where the heading of a table stands, and what it calls the columns.

Titles stand above it, a heading may have several rows, names may be merged across columns. The mapping
knows the names it wants: the heading is where most of them are found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kaohe.engine.intake.table.cell_text import shown_text
from kaohe.engine.intake.table.grid import HEAD, Merged, Raw, Row
from kaohe.engine.intake.table.names import LEVELS, Names
from kaohe.engine.privacy import person_word

_BROKEN = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")
DEEPEST = 3
"""Rows that a heading has at most."""


@dataclass(frozen=True, slots=True)
class Heading:
    """``first`` and ``last`` are the rows it stands in, ``columns`` its names as the file has them (empty:
    a column without one), ``lowest`` the texts of its last row.
    """

    first: int
    last: int
    columns: tuple[str, ...]
    lowest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a heading is known by. ``rows`` are declared ones; ``find`` are names that it must have."""

    names: Names
    rows: tuple[int, int] | None = None
    find: tuple[str, ...] = ()


def heading_of(head: Sequence[Row], merged: Iterable[Merged] | None, wanted: Wanted) -> Heading | None:
    """The heading among the first rows; None where no name that is wanted is found, or not where it should be."""
    spans = tuple(merged or ())
    if wanted.rows is not None:
        rows = [row for row in head if wanted.rows[0] <= row[0] <= wanted.rows[1]]
        return joined(rows, spans) if rows else None
    find = {wanted.names.known(name) or name for name in wanted.find}
    best: tuple[int, Heading] | None = None
    for depth in range(1, DEEPEST + 1):
        for place in range(min(len(head), HEAD) - depth + 1):
            if not any(shown_text(cell) for cell in head[place][1]):
                continue
            found = joined(head[place : place + depth], spans)
            known = {name for name in wanted.names.resolved(found.columns) if name in wanted.names.exact}
            # Of headings that name as many columns the shallowest counts: a title above is no part of it.
            if len(known) > (best[0] if best else 0) and find <= known:
                best = len(known), _below_persons(found, head[max(place - 1, 0) : place + depth], spans, wanted.names)
    return best[1] if best else None


def _below_persons(found: Heading, rows: Sequence[Row], spans: Sequence[Merged], names: Names) -> Heading:
    """The heading with the names above it where those point at a person: ``编号`` below ``信访人`` is no case
    number, even where all names that are wanted stand in the lower row. One text alone above is a title.
    """
    above = {shown_text(cell) for cell in rows[0][1]} - {""}
    if rows[0][0] == found.first or len(above) < 2:
        return found
    whole = joined(rows, spans).columns
    columns = tuple(
        more if name and more != name and person_word(more.partition(LEVELS)[0], names.forbidden) else name
        for name, more in zip(found.columns, whole, strict=False)
    )
    return replace(found, columns=columns)


def joined(rows: Sequence[Row], merged: Sequence[Merged]) -> Heading:
    """The names of the columns that some rows give together."""
    first, last = rows[0][0], rows[-1][0]
    width = max(len(cells) for _, cells in rows)
    levels = [[_name(cells[i]) if i < len(cells) else "" for i in range(width)] for _, cells in rows]
    lowest = tuple(levels[-1])
    across = [span for span in merged if first <= span.top <= last and span.right > span.left]
    for span in across:
        level = levels[span.top - first]
        level[span.left : span.right + 1] = [level[span.left]] * (min(span.right + 1, width) - span.left)
    if not across:
        for upper, lower in pairwise(levels):
            _spread(upper, lower)
    names = tuple(LEVELS.join(dict.fromkeys(filter(None, column))) for column in zip(*levels, strict=True))
    return Heading(first, last, _without_tail(names), lowest)


def _name(cell: Raw) -> str:
    """A name on one line; a line break between Chinese characters is no blank."""
    return _BROKEN.sub("", shown_text(cell))


def _spread(upper: list[str], lower: list[str]) -> None:
    """Where merged cells are not told: an empty place beside a name that has something below it belongs to it."""
    for place in range(1, len(upper)):
        if not upper[place] and lower[place] and upper[place - 1] and lower[place - 1]:
            upper[place] = upper[place - 1]


def _without_tail(names: tuple[str, ...]) -> tuple[str, ...]:
    while names and not names[-1]:
        names = names[:-1]
    return names
