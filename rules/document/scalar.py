"""Scalar types of the documents: each reads its text itself.

The loader hands every scalar over as ``Located`` text; the type that a key declares decides what
it means. So ``on:`` is a key, ``007`` a code, ``1:30`` text and ``0.1`` exactly one tenth.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from kaohe.rules.place import Located
from kaohe.rules.value import Duration, duration_from, number_from

NAME = r"[A-Za-z_][A-Za-z0-9_-]*"
CLAUSE_ID = r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*"
CODE = r"[^\s/:]+"


class _Kept:
    """Keeps a ``Located`` scalar as it is (pydantic would copy it to a plain ``str``)."""

    def __init__(self, kind: str, pattern: str | None) -> None:
        self.kind = kind
        self.pattern = re.compile(rf"(?:{pattern})\Z") if pattern else None

    def read(self, value: Any) -> Located:
        if not isinstance(value, str):
            raise PydanticCustomError("scalar_expected", "a scalar was expected", {"kind": self.kind})
        if self.pattern is not None and self.pattern.match(value) is None:
            raise PydanticCustomError(
                "scalar_form", "not of this form", {"kind": self.kind, "found": str(value)}
            )
        return value if isinstance(value, Located) else Located(value)

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        shape: dict[str, Any] = {"type": ["string", "number", "boolean"] if self.pattern is None else "string"}
        if self.pattern is not None:
            shape["pattern"] = "^" + self.pattern.pattern.replace("\\Z", "$")
        shape["title"] = self.kind
        return shape


Text = Annotated[str, _Kept("text", None)]
"""Words for people: titles, reasons, notes."""
Expr = Annotated[str, _Kept("expression", None)]
"""A condition or value in the expression language."""
Name = Annotated[str, _Kept("name", NAME)]
"""An identifier: a kind, field, fact, parameter, section."""
ClauseId = Annotated[str, _Kept("clause id", CLAUSE_ID)]
"""Parts of letters, digits, ``_`` and ``-``, joined by dots."""
Code = Annotated[str, _Kept("code", CODE)]
"""An opaque code: unit, leader, case, enum value. No blank, ``/`` or ``:``."""


def _read(kind: str, reader: Any) -> BeforeValidator:
    def read(value: Any) -> Any:
        if not isinstance(value, str):
            raise PydanticCustomError("scalar_expected", "a scalar was expected", {"kind": kind})
        exact = reader(str(value))
        if exact is None:
            raise PydanticCustomError(
                "scalar_form", "not of this form", {"kind": kind, "found": str(value)}
            )
        return exact

    return BeforeValidator(read)


class _Json:
    """The JSON Schema of a scalar whose Python type says nothing to an editor."""

    def __init__(self, kind: str, pattern: str, types: tuple[str, ...] = ("string",)) -> None:
        self.shape = {"title": kind, "pattern": pattern, "type": list(types)}

    def __get_pydantic_core_schema__(
        self, source: type, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.is_instance_schema(source)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(self.shape)


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else None


def _flag(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text)


def _day(text: str) -> date | None:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


Number = Annotated[
    Fraction, _Json("number", r"^[+-]?\d+(\.\d+)?%?$|^\d+/\d+$", ("string", "number")),
    _read("number", number_from),
]
"""An exact number: ``2``, ``-0.5``, ``90%``, ``1/3``."""
Whole = Annotated[int, _Json("whole number", r"^-?\d+$", ("string", "integer")), _read("whole number", _whole)]
Flag = Annotated[bool, _Json("flag", r"^(true|false)$", ("string", "boolean")), _read("flag", _flag)]
Day = Annotated[date, _Json("date", r"^\d{4}-\d{2}-\d{2}$"), _read("date", _day)]
Length = Annotated[Duration, _Json("duration", r"^-?\d+(d|wd|h|wh)$"), _read("duration", duration_from)]
"""A length of time: ``15d`` days, ``5wd`` working days, ``24h`` hours, ``8wh`` office hours."""
