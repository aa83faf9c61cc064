"""Scalar types of the documents: each reads its text itself.

The loader hands every scalar over as ``Located`` text; the type that a key declares decides what
it means. So ``on:`` is a key, ``007`` a code, ``1:30`` text and ``0.1`` exactly one tenth.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from kaohe.rules.place import Located
from kaohe.rules.value import Duration, duration_from, number_from

NAME = r"[A-Za-z_][A-Za-z0-9_-]*"
CLAUSE_ID = r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*"
CODE = r"[^\s/:]+"
NUMBER = r"[+-]?[0-9]{1,18}(\.[0-9]{1,9})?%?|[0-9]{1,9}/[1-9][0-9]{0,8}"
WHOLE = r"0|-?[1-9][0-9]{0,8}"
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
LENGTH = r"-?[0-9]{1,6}(wd|wh|d|h)"
FLAG = r"true|false"

_TEXT_LIKE = ("string", "number", "boolean")
"""What an editor may take an unquoted scalar for that we read as text: ``2021.1``, ``007``, ``true``."""


class Scalar:
    """How one type of scalar is recognised, read, and described to an editor.

    ``kind`` is its English name (``rules.catalogue`` knows the Chinese one). ``pattern`` must match
    the whole text; None accepts any. ``read`` gives the value, or None when there is none for text
    of this form (30 February); without it the ``Located`` text itself is the value.
    """

    def __init__(
        self,
        kind: str,
        pattern: str | None,
        read: Callable[[str], object] | None = None,
        editor: tuple[str, ...] = ("string",),
    ) -> None:
        self.kind = kind
        self.form = re.compile(rf"(?:{pattern})\Z") if pattern else None
        self.pattern = pattern
        self.read = read
        self.editor = editor

    def value(self, text: str) -> object:
        """What ``text`` means; None when it is not of this type."""
        if self.form is not None and self.form.match(text) is None:
            return None
        if self.read is not None:
            return self.read(str(text))
        return text if isinstance(text, Located) else Located(text)

    def _validated(self, given: Any) -> object:
        found = self.value(given) if isinstance(given, str) else None
        if found is None:
            raise PydanticCustomError("scalar", "not of this type")
        return found

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._validated)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _flag(text: str) -> bool:
    return text == "true"


Text = Annotated[str, Scalar("text", None, editor=_TEXT_LIKE)]
"""Words for people: titles, reasons, notes."""
Expr = Annotated[str, Scalar("expression", None, editor=_TEXT_LIKE)]
"""A condition or value in the expression language."""
Name = Annotated[str, Scalar("name", NAME, editor=("string", "boolean"))]
"""An identifier: a kind, field, fact, parameter, section."""
ClauseId = Annotated[str, Scalar("clause id", CLAUSE_ID, editor=_TEXT_LIKE)]
"""Parts of letters, digits, ``_`` and ``-``, joined by dots."""
Code = Annotated[str, Scalar("code", CODE, editor=_TEXT_LIKE)]
"""An opaque code: unit, leader, case, enum value. No blank, ``/`` or ``:``."""
Number = Annotated[Fraction, Scalar("number", NUMBER, number_from, ("string", "number"))]
"""An exact number: ``2``, ``-0.5``, ``90%``, ``1/3``."""
Whole = Annotated[int, Scalar("whole number", WHOLE, int, ("string", "integer"))]
"""A whole number without leading zeros, so that no two texts mean one key."""
Flag = Annotated[bool, Scalar("flag", FLAG, _flag, ("string", "boolean"))]
"""``true`` or ``false``; YAML 1.1's ``yes`` and ``no`` are text."""
Day = Annotated[date, Scalar("date", DAY, _day)]
Length = Annotated[Duration, Scalar("duration", LENGTH, duration_from)]
"""A length of time: ``15d`` days, ``5wd`` working days, ``24h`` hours, ``8wh`` office hours."""
