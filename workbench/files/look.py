"""A look at files: their tables, where the heading is thought to be, and what each column looks like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kaohe.engine.event_value import Refused
from kaohe.engine.intake.canonical_rows import unreadable_problem
from kaohe.engine.intake.source import FORMATS, ending_of
from kaohe.engine.intake.table.body import Manner, body_rows
from kaohe.engine.intake.table.content import content_of
from kaohe.engine.intake.table.delimited import SEPARATORS, head_rows, text_grid
from kaohe.engine.intake.table.encoding import encoding_of
from kaohe.engine.intake.table.grid import Grid, is_empty
from kaohe.engine.intake.table.heading import Heading
from kaohe.engine.intake.table.names import LEVELS, name_key
from kaohe.engine.intake.table.open import grids_of
from kaohe.engine.intake.table.passed_over import Reason
from kaohe.engine.intake.table.shown import shown
from kaohe.engine.intake.unreadable import UnreadableError
from kaohe.rules.problem import Problem
from kaohe.workbench.files.guess import guessed_heading, head_of, may_be_shown
from kaohe.workbench.files.names import points_at_a_person, promises_text
from kaohe.workbench.files.profile import Profile, Seen

_ENOUGH = 100_000
"""Of a longer table the first so many rows, or a few more, tell what it is like."""
Judged = Literal["read", "person", "private", "words"]
"""What becomes of a column: it can be read; its title points at a person, and it was not looked at; its values
give somebody away; it holds somebody's words.
"""


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """``name`` may be shown: ``#5`` for a column whose name may not be, or that has none. ``profile`` is there
    only of a column that can be read; ``told`` says what a column that may not gives away.
    """

    number: int
    name: str
    judged: Judged
    profile: Profile | None = None
    told: str = ""

    @property
    def named(self) -> bool:
        """Whether a mapping can speak of it."""
        return not self.name.startswith("#")


@dataclass(frozen=True, slots=True)
class SheetLook:
    """``rows`` are rows of data; ``passed`` counts the others by reason. ``heading``: its first and last row;
    None where no row is surely one, and then no column is shown. ``more``: there are rows that were not looked at.
    """

    sheet: str
    hidden: bool
    heading: tuple[int, int] | None
    columns: tuple[ColumnLook, ...]
    rows: int
    passed: tuple[tuple[Reason, int], ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class FileLook:
    """``form``: workbook, html or text; ``encoding`` and ``separator`` only of texts. ``problems`` instead of
    all else when the file cannot be read.
    """

    path: Path
    form: str = ""
    encoding: str = ""
    separator: str = ""
    sheets: tuple[SheetLook, ...] = ()
    problems: tuple[Problem, ...] = ()


def look_at(path: Path, known: Collection[str] = ()) -> FileLook:
    """What ``path`` holds; ``known`` are titles that columns may have (by ``name_key``)."""
    try:
        return _look(path, known)
    except UnreadableError as error:
        return FileLook(path, problems=(unreadable_problem(error, path),))
    except OSError:
        fault = UnreadableError(Refused("intake.unreadable", (("format", path.suffix.removeprefix(".") or "file"),)))
        return FileLook(path, problems=(unreadable_problem(fault, path),))


def _look(path: Path, known: Collection[str]) -> FileLook:
    content = content_of(path)
    if content == "parquet":
        raise UnreadableError(Refused("intake.file-format", (("format", "parquet"),)))
    if content == "text" and FORMATS.get(ending_of(path), "jsonl") == "jsonl":
        raise UnreadableError(Refused("intake.file-format", (("format", ending_of(path).removeprefix(".")),)))
    if content != "text":
        grids = [grid for grid in grids_of(path, content, None) if _has_cells(grid)]
        return FileLook(path, content, sheets=tuple(_sheet(grid, known) for grid in grids))
    encoding = encoding_of(path)
    separator = max(SEPARATORS, key=lambda one: _fit(path, encoding, one))
    sheet = _sheet(text_grid(path, encoding, separator), known)
    return FileLook(path, "text", encoding, separator, (sheet,))


def _has_cells(grid: Grid) -> bool:
    return any(not is_empty(cell) for _, cells in grid.rows() for cell in cells)


def _fit(path: Path, encoding: str, separator: str) -> tuple[int, int]:
    """How well a separator parts the first lines: rows of the most frequent width, then that width."""
    widths = Counter(len(cells) for _, cells in head_rows(path, encoding, separator) if len(cells) > 1)
    width, rows = max(widths.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
    return rows, width


# --- one table ----------------------------------------------------------------------------------


def _sheet(grid: Grid, known: Collection[str]) -> SheetLook:
    name = shown(grid.sheet, grid.number) if grid.sheet else ""
    head = head_of(grid)
    found = guessed_heading(head, grid.merged or (), known)
    if found is None:
        rows = sum(not all(map(is_empty, cells)) for _, cells in grid.rows())
        return SheetLook(name, grid.hidden, None, (), rows, ())
    width = max(len(cells) for _, cells in head)
    names = _distinct([*found.columns, *[""] * (width - len(found.columns))])
    asked = [place for place, column in enumerate(names) if not points_at_a_person(column)]
    seen, rows, passed = _seen(grid, found, names, asked)
    profiles = {place: one.profile() for place, one in seen.items()}
    columns = tuple(
        _column(place, column, profiles.get(place), known)
        for place, column in enumerate(names)
        if not column.startswith("#") or (place in profiles and profiles[place].filled)
    )
    return SheetLook(name, grid.hidden, (found.first, found.last), columns, rows, tuple(sorted(passed.items())), rows > _ENOUGH)


def _distinct(names: Sequence[str]) -> list[str]:
    """Every column by a name of its own: those without one, or with another's, by their number."""
    times = Counter(names)
    return [name if name and times[name] == 1 else f"#{place}" for place, name in enumerate(names, 1)]


def _seen(
    grid: Grid, heading: Heading, names: Sequence[str], asked: Sequence[int]
) -> tuple[dict[int, Seen], int, Counter[Reason]]:
    """The columns that are asked for as they passed by, the rows, and how many were passed over by reason."""
    seen = {place: Seen() for place in asked}
    passed: Counter[Reason] = Counter()
    count = 0
    for rows in body_rows(grid, heading, names, [names[place] for place in asked], Manner({}, lenient=True)):
        count += len(rows.numbers)
        if count > _ENOUGH:
            return seen, count, passed
        passed.update(reason for _, reason in rows.passed)
        for place, one in seen.items():
            for text in rows.cells[names[place]].to_pylist():
                one.add(text)
    return seen, count, passed


def _column(place: int, name: str, profile: Profile | None, known: Collection[str]) -> ColumnLook:
    number = place + 1
    label = shown(name, number) if may_be_shown(name, known) else f"#{number}"
    if profile is None:
        return ColumnLook(number, label, "person")
    if profile.private is not None:
        return ColumnLook(number, label, "private", told=profile.private)
    if profile.seems == "words" or (promises_text(name) and name_key(name.rpartition(LEVELS)[2]) not in known and profile.seems in ("id", "code", "empty")):
        return ColumnLook(number, label, "words")
    return ColumnLook(number, label, "read", profile)
