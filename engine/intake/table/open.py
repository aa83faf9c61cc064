"""A file -> its tables, ready to be read: workbook, page or text, as its content says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from kaohe.engine.event_value import Refused
from kaohe.engine.intake.rows import Rows, Table, Tables
from kaohe.engine.intake.table.body import Manner, body_rows
from kaohe.engine.intake.table.cell_text import shown_text
from kaohe.engine.intake.table.content import Content
from kaohe.engine.intake.table.csv_rows import PlainText, csv_rows
from kaohe.engine.intake.table.delimited import SEPARATORS, head_rows, text_grid
from kaohe.engine.intake.table.encoding import encoding_of
from kaohe.engine.intake.table.grid import HEAD, Grid, Row, is_empty
from kaohe.engine.intake.table.heading import Heading, Wanted, heading_of
from kaohe.engine.intake.table.html_table import html_grids
from kaohe.engine.intake.table.names import name_key
from kaohe.engine.intake.table.passed_over import is_numbering
from kaohe.engine.intake.table.shown import shown
from kaohe.engine.intake.table.workbook import workbook_grids
from kaohe.engine.intake.unreadable import UnreadableError
from kaohe.rules.nearest import nearest


@dataclass(frozen=True, slots=True)
class Reading:
    """How a mapping wants tables read. ``sheets`` are names or patterns, empty: the one that fits.

    ``encoding`` and ``separator`` None: found out. ``canonical``: columns are named exactly, nothing is
    looked for and nothing passed over.
    """

    wanted: Wanted
    manner: Manner
    sheets: tuple[str, ...] = ()
    encoding: str | None = None
    separator: str | None = None
    canonical: bool = False


def grids_of(path: Path, content: Content, encoding: str | None) -> tuple[Grid, ...]:
    """The grids of a workbook or a page."""
    return workbook_grids(path) if content == "workbook" else html_grids(path, encoding)


def open_grids(path: Path, content: Content, how: Reading) -> Tables:
    """The tables of a workbook or a page that are to be read."""
    grids = [grid for grid in grids_of(path, content, how.encoding) if _has_cells(grid)]
    if not grids:
        raise UnreadableError(Refused("intake.empty-file"))
    chosen = _declared(grids, how) if how.sheets else _fitting(grids, how)
    unread = tuple(_shown_sheet(grid) for grid in grids if grid not in chosen)
    return Tables(tuple(_table(grid, how) for grid in chosen), unread)


def _has_cells(grid: Grid) -> bool:
    return any(not is_empty(cell) for _, cells in grid.rows() for cell in cells)


def _shown_sheet(grid: Grid) -> str:
    return shown(grid.sheet, grid.number)


def _declared(grids: Sequence[Grid], how: Reading) -> list[Grid]:
    """The sheets that the mapping names; a pattern passes over hidden ones."""
    found: list[Grid] = []
    for name in how.sheets:
        plain = [grid for grid in grids if name_key(grid.sheet) == name_key(name)]
        fits = plain or [grid for grid in grids if not grid.hidden and fnmatchcase(grid.sheet, name)]
        if not fits:
            known = [_shown_sheet(grid) for grid in grids]
            facts = (("sheet", name), ("near", nearest(name, known)), ("known", ", ".join(known)))
            raise UnreadableError(Refused("intake.no-sheet", facts))
        found += [grid for grid in fits if grid not in found]
    return found


def _fitting(grids: Sequence[Grid], how: Reading) -> list[Grid]:
    """The one sheet that has the heading; several that have it are for the mapping to choose from."""
    seen = [grid for grid in grids if not grid.hidden] or list(grids)
    if len(seen) == 1:
        return seen
    fits = [grid for grid in seen if _heading(grid, how) is not None]
    if len(fits) > 1:
        facts = (("sheets", ", ".join(_shown_sheet(grid) for grid in fits)),)
        raise UnreadableError(Refused("intake.which-sheet", facts))
    return fits or seen[:1]


def _head(grid: Grid) -> list[Row]:
    """The first rows of a table, up to where no heading is looked for any more."""
    head: list[Row] = []
    for row in grid.rows():
        head.append(row)
        if len(head) >= HEAD:
            break
    return head


def _heading(grid: Grid, how: Reading) -> Heading | None:
    return heading_of(_head(grid), grid.merged, how.wanted)


def _table(grid: Grid, how: Reading) -> Table:
    found = _heading(grid, how)
    sheet = _shown_sheet(grid) if grid.sheet else ""
    if found is None:
        return _without_heading(_head(grid), sheet)
    columns = how.wanted.names.resolved(found.columns)
    return Table(columns, found.last, lambda read: body_rows(grid, found, columns, read, how.manner), sheet)


def _without_heading(head: Sequence[Row], sheet: str = "") -> Table:
    """A table of which only the first row is known, which is no heading: nothing of it is read."""
    first = next(((number, cells) for number, cells in head if not all(map(is_empty, cells))), None)
    if first is None:
        return Table((), 1, _nothing, sheet)
    return Table(tuple(shown_text(cell) for cell in first[1]), first[0], _nothing, sheet)


def _nothing(_read: Sequence[str]) -> Iterator[Rows]:
    return iter(())


# --- texts --------------------------------------------------------------------------------------


def open_text_table(path: Path, how: Reading) -> Tables:
    """The one table of a text with a separator."""
    encoding = how.encoding or "utf-8" if how.canonical else encoding_of(path, how.encoding)
    separator, head, found = _separated(path, encoding, how)
    if found is None:
        return Tables((_without_heading(head),))
    names = _whole(head, found)
    columns = names if how.canonical else how.wanted.names.resolved(names)
    if _is_plain(head, found, separator, how):
        text = PlainText(path, encoding, separator, found.last, names, columns, how.canonical)
        titles = tuple(number for number, cells in head if number < found.first and not all(map(is_empty, cells)))
        return Tables((Table(columns, found.last, lambda read: _titled(titles, text, read, head)),))
    grid = text_grid(path, encoding, separator)
    wide = Heading(found.first, found.last, names, found.lowest)
    manner = Manner(how.manner.wants, how.manner.fill_down, how.manner.skip_rows, ragged=True)
    return Tables((Table(columns, found.last, lambda read: body_rows(grid, wide, columns, read, manner)),))


def _separated(path: Path, encoding: str, how: Reading) -> tuple[str, list[Row], Heading | None]:
    """The separator with which most of the wanted names are found, the first rows, the heading."""
    tried = (how.separator,) if how.separator else SEPARATORS if not how.canonical else (",",)
    best: tuple[str, list[Row], Heading | None] | None = None
    most = -1
    for separator in tried:
        head: list[Row] = [(number, cells) for number, cells in head_rows(path, encoding, separator)]
        found = _exact(head, how) if how.canonical else heading_of(head, None, how.wanted)
        known = 0 if found is None else _known(found, how)
        if known > most:
            best, most = (separator, head, found), known
    assert best is not None
    return best


def _exact(head: Sequence[Row], how: Reading) -> Heading | None:
    first = how.wanted.rows[0] if how.wanted.rows else 1
    row = next((one for one in head if one[0] == first), None)
    return None if row is None else Heading(first, first, tuple(map(str, row[1])))


def _known(found: Heading, how: Reading) -> int:
    names = how.wanted.names
    return len({name for name in names.resolved(found.columns) if name in names.exact})


def _whole(head: Sequence[Row], found: Heading) -> tuple[str, ...]:
    """The names of a text's columns, empty ones at the end too: every row has a cell for them."""
    width = max(len(cells) for number, cells in head if found.first <= number <= found.last)
    return (*found.columns, *[""] * (width - len(found.columns)))


def _is_plain(head: Sequence[Row], found: Heading, separator: str, how: Reading) -> bool:
    """Whether the text can be read as columns: one row of heading, nothing filled, lines that are rows."""
    if found.first != found.last or how.manner.fill_down or how.manner.skip_rows or not separator.isascii():
        return False
    above = [cells for number, cells in head if number <= found.last]
    below = next((cells for number, cells in head if number == found.last + 1), ())
    one_line = not any("\n" in str(cell) or "\r" in str(cell) for cells in above for cell in cells)
    return one_line and (how.canonical or not is_numbering(below))


def _titled(titles: tuple[int, ...], text: PlainText, read: Sequence[str], head: Sequence[Row]) -> Iterator[Rows]:
    """The rows of a plain text; those above its heading are told with them."""
    import numpy as np
    import pyarrow as pa

    if titles:
        nothing = {name: pa.array([], pa.string()) for name in read}
        yield Rows(np.empty(0, np.int64), nothing, passed=tuple((number, "title") for number in titles))
    if head[-1][0] > text.heading:
        yield from csv_rows(text, read)
