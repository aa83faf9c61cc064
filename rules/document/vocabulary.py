"""The vocabulary document: event kinds, fields, case facts, attributes, what is never imported."""

from __future__ import annotations

from typing import Literal

from kaohe.rules.document.scalar import Code, Expr, Flag, Name, Text, Whole
from kaohe.rules.document.shape import Shape

FieldType = Literal[
    "int", "decimal", "bool", "code", "enum", "date", "instant", "duration", "unit", "leader", "case",
    "list of code", "list of unit", "list of leader",
]
About = Literal["case", "unit", "leader"]
Role = Literal["exemption", "appeal", "ruling", "notice", "mark", "absence", "zero_report", "link"]


class EnumValue(Shape):
    """One value of an enum, when more than a title is said of it."""

    title: Text
    volume: Flag = False


class Field(Shape):
    """A declared field of a kind, an attribute, or a fact's type.

    ``count`` is the unit of count of a number (件, 批, 人次, 起, 户); numbers of different units of
    count never mix. ``pattern`` judges a code field on import (instead of the value scanners).
    ``role: link`` makes a ``case`` field a link to an earlier case (P22).
    """

    title: Text
    type: FieldType
    values: dict[Code, Text | EnumValue] | None = None
    count: Text | None = None
    required: Flag = False
    pattern: Text | None = None
    role: Literal["link"] | None = None
    note: Text | None = None


class Kind(Shape):
    """An event kind. ``about`` says in whose stream it stands; of several, the first by default."""

    title: Text
    about: About | list[About]
    fields: dict[Name, Field] = {}
    whole_day: Literal["start", "end"] = "start"
    at: Literal["any", "instant", "date"] = "any"
    role: Role | None = None
    volume: Flag = False
    self_reported: Flag = False
    supplied_by: Text | None = None
    note: Text | None = None


class Fact(Shape):
    """A fact of a case: an expression over its history that sees the position's event too."""

    title: Text
    value: Expr


class Attributes(Shape):
    units: dict[Name, Field] = {}
    leaders: dict[Name, Field] = {}


class Forbidden(Shape):
    """Header words and value patterns that no import may carry, beside the built-in guard."""

    headers: list[Text] = []
    patterns: dict[Name, Text] = {}


class VocabularyDocument(Shape):
    kaohe: Whole
    vocabulary: Name
    title: Text
    opens: Name | None = None
    counts: list[Text] = []
    kinds: dict[Name, Kind]
    facts: dict[Name, Fact] = {}
    attributes: Attributes = Attributes()
    posts: dict[Name, Text] = {}
    forbidden: Forbidden = Forbidden()
