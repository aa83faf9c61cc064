"""What a mapping will do, once it is known to be right: cells, tests and rules without names to look up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kaohe.engine.event_row import Slots
from kaohe.engine.event_value import Refused, list_text
from kaohe.engine.intake.formats import Turn
from kaohe.engine.intake.rows import Table
from kaohe.engine.intake.source import Source
from kaohe.rules.vocabulary import Vocabulary

NOT_IN_TABLE = "intake.not-in-table"
NOT_THAT_DAY = "intake.not-that-day"
_MEANT = "\x1f"
"""Before a code that was found by the day of the event; no cell of a file keeps it."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a text of a table meant on some days, both included."""

    code: str
    from_: date
    to: date


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a cell: a column's text, fixed text, or the row's number (both None)."""

    column: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a value comes from and what becomes of its text.

    ``parts`` are put together; a missing part leaves the whole missing, then ``default`` stands in.
    ``split`` cuts the text into a list; each piece is looked up in ``table`` or turned by ``turn``.
    ``dated`` are texts of the table that mean one thing after another. ``label`` names the columns for people.
    """

    label: str
    parts: tuple[Part, ...]
    default: str | None = None
    split: str | None = None
    table: Mapping[str, str] | None = None
    table_name: str = ""
    turn: Turn | None = None
    dated: Mapping[str, tuple[Meant, ...]] = field(default_factory=dict)

    def on(self, text: str | None, day: date | None) -> str | None:
        """The text, or in its place what it meant on ``day``: for ``turned``, which knows no day.

        A text that meant nothing then, or two things, is nobody's; so it is without a day.
        """
        plain = text if text is None else text.replace(_MEANT, "")
        if plain is None or plain not in self.dated:
            return plain
        codes = {one.code for one in self.dated[plain] if day is not None and one.from_ <= day <= one.to}
        return _MEANT + (codes.pop() if len(codes) == 1 else "")

    def turned(self, text: str) -> str | Refused | None:
        """The text as readers take it; None: nothing is left of it."""
        if self.split is None:
            return self._turned_one(text)
        found = [self._turned_one(piece.strip()) for piece in text.split(self.split) if piece.strip()]
        refused = next((one for one in found if isinstance(one, Refused)), None)
        return refused or list_text(one for one in found if isinstance(one, str))

    def _turned_one(self, text: str) -> str | Refused:
        if self.dated and text.startswith(_MEANT):
            return text.removeprefix(_MEANT) or Refused(NOT_THAT_DAY, (("table", self.table_name),))
        if self.table is not None:
            return self.table.get(text) or Refused(NOT_IN_TABLE, (("table", self.table_name),))
        return text if self.turn is None else self.turn(text)

    @property
    def plain(self) -> bool:
        """Whether the text is read just as it stands."""
        return self.split is None and self.table is None and self.turn is None


@dataclass(frozen=True, slots=True)
class Test:
    """What a row must be like. ``wanted`` are the texts of ``equals`` and ``differs``."""

    column: str
    holds: Literal["filled", "empty", "equals", "differs"]
    wanted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """One event that a row may become: its kind (or the cell that names it), tests, cells by slot."""

    tests: tuple[Test, ...]
    kind: str | None
    kind_cell: Cell | None
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Plan:
    """A checked mapping.

    ``read`` are the columns that are read, ``unread`` those that never are, ``optional`` those that a file
    may lack, ``repeats`` those whose values are counted when they repeat. ``null`` are the texts that stand
    for no value. ``sha256`` is that of the mapping. ``canonical``: the rows are events already; columns may be left out, and texts
    are taken as they stand. ``snapshot``: each import shows how everything stands, or only some cases (``part``).
    """

    name: str
    vocabulary: Vocabulary
    slots: Slots
    rules: tuple[Rule, ...]
    read: tuple[str, ...]
    unread: frozenset[str]
    repeats: tuple[str, ...]
    null: frozenset[str]
    source: Source
    sha256: str
    optional: frozenset[str] = frozenset()
    canonical: bool = False
    snapshot: bool = False
    part: bool = False

    def read_of(self, table: Table) -> tuple[str, ...]:
        """The columns of ``table`` that are read."""
        return self.read if table.columns is None else tuple(name for name in self.read if name in table.columns)
