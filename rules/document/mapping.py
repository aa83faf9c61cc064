"""The mapping: how the rows of a foreign export become events.

A row may become several events; each event of a mapping has a condition under which it arises.
Columns are named as the file names them. Every column is read or discarded by name: a column
that is neither stops the import, and ``discard`` columns are never read.
"""

from __future__ import annotations

from typing import Literal

from kaohe.rules.document.scalar import Code, Flag, Name, Text, Whole
from kaohe.rules.document.shape import Shape


class Column(Shape):
    """Where a value comes from: a column, a constant, the row number, or parts joined.

    ``format`` is a date or number format, ``table`` a code table of the mapping, ``split`` the
    separator of a list, ``default`` stands in for an empty cell.
    """

    column: Text | None = None
    value: Text | None = None
    row_number: Flag = False
    join: list[Text] | None = None
    format: Text | list[Text] | None = None
    table: Name | None = None
    split: Text | None = None
    default: Text | None = None


class When(Shape):
    """A row gives rise to an event when every named test holds."""

    filled: list[Text] = []
    empty: list[Text] = []
    equals: dict[Text, Text | list[Text]] = {}
    differs: dict[Text, Text | list[Text]] = {}


class EventRule(Shape):
    """One event a row may become. ``id`` defaults to one made of the mapping, case, kind and key."""

    kind: Name | Column
    when: When = When()
    id: Text | Column | None = None
    at: Text | Column
    recorded_at: Text | Column | None = None
    seq: Text | Column | None = None
    case: Text | Column | None = None
    unit: Text | Column | None = None
    leader: Text | Column | None = None
    amends: Text | Column | None = None
    voids: Text | Column | None = None
    fields: dict[Name, Text | Column] = {}


class FileShape(Shape):
    """How the file is written."""

    format: Literal["csv", "jsonl", "parquet", "xlsx"] | None = None
    encoding: Text | None = None
    separator: Text | None = None
    header_row: Whole | None = None
    sheet: Text | None = None
    null: list[Text] = [""]


class MappingDocument(Shape):
    """``discard`` columns are never read. ``repeats`` names columns whose values an export should
    not repeat: rows that repeat one are taken all the same, counted and reported."""

    kaohe: Whole
    mapping: Name
    title: Text | None = None
    vocabulary: Name
    timezone: Text
    mode: Literal["events", "snapshot"] = "events"
    file: FileShape = FileShape()
    tables: dict[Name, dict[Text, Code]] = {}
    discard: list[Text] = []
    repeats: list[Text] = []
    events: list[EventRule]
