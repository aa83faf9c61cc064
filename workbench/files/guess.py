"""Where the heading of a table seems to stand, while no mapping says which names it should have."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kaohe.engine.intake.table.cell_text import shown_text
from kaohe.engine.intake.table.grid import Grid, Merged, Row, is_empty
from kaohe.engine.intake.table.heading import Heading, joined
from kaohe.engine.intake.table.names import LEVELS, name_key
from kaohe.engine.intake.table.person_names import has_column_word, is_like_a_person
from kaohe.workbench.files.names import is_column_name

_ROWS = 30
_MOST = 0.8
_SURE = 0.4
"""So many of the names must have a word of their trade, or the row may be somebody's data."""


def guessed_heading(head: Sequence[Row], merged: Sequence[Merged], known: Collection[str] = ()) -> Heading | None:
    """The first row that is full of names, with the one below it where that is part of it; None: none is.

    ``known`` are titles that make a text a name of a column for sure (by ``name_key``).
    """
    rows = list(head[:_ROWS])
    counts = [_names(row) for row in rows]
    most = max(counts, default=0)
    place = next((one for one, count in enumerate(counts) if count and count >= most * _MOST), None)
    if place is None:
        return None
    below = rows[place + 1 : place + 2]
    depth = 2 if below and _is_second(rows[place], below[0], merged) else 1
    found = joined(rows[place : place + depth], merged)
    return found if _is_sure(found, known) else None


def _names(row: Row) -> int:
    """How many names stand in a row of names; 0 for a row that is none."""
    texts = [shown_text(cell) for cell in row[1] if not is_empty(cell)]
    names = {text for text in texts if is_column_name(text)}
    return len(names) if texts and len(names) >= len(texts) * _MOST else 0


def _is_second(upper: Row, lower: Row, merged: Sequence[Merged]) -> bool:
    """Whether the row below belongs to the heading: it has names where the upper one has nothing of its own."""
    if not _names(lower):
        return False
    wide = any(span.top == upper[0] and span.right > span.left for span in merged)
    gaps = [one for one, cell in enumerate(lower[1]) if not is_empty(cell) and (one >= len(upper[1]) or is_empty(upper[1][one]))]
    both = [one for one, cell in enumerate(upper[1]) if not is_empty(cell) and (one >= len(lower[1]) or is_empty(lower[1][one]))]
    return bool(gaps) and (wide or bool(both))


def _is_sure(found: Heading, known: Collection[str]) -> bool:
    names = [name for name in found.columns if name]
    sure = [name for name in names if name_key(name.rpartition(LEVELS)[2]) in known or has_column_word(name)]
    return len(sure) >= max(1, len(names) * _SURE)


def may_be_shown(name: str, known: Collection[str] = ()) -> bool:
    """Whether a name of a heading is one of a column, and not a value that stands there by mistake."""
    if name_key(name) in known:
        return True
    parts = name.split(LEVELS)
    return all(is_column_name(part) and not is_like_a_person(part) for part in parts)


def head_of(grid: Grid) -> list[Row]:
    """The first rows of a table."""
    head: list[Row] = []
    for row in grid.rows():
        head.append(row)
        if len(head) >= 2 * _ROWS:
            break
    return head
