"""Canonical JSON: one text for equal records, whatever they were made from.

Keys are sorted, nothing is spaced, text is UTF-8 as it is. Numbers are exact decimals or fractions
written as text, days as ``2021-03-01``, instants as whole microseconds, missing values are left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from kaohe.rules.value import Duration, plain


def canonical_json(record: object) -> str:
    """``record`` (a dataclass, mapping, sequence or value) as its one JSON text."""
    return json.dumps(as_json(record), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def as_json(value: object) -> Any:
    """``value`` in the types of JSON. Attributes that are None are left out of records."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Fraction):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Duration):
        return str(value)
    return _compound(value)


def _compound(value: object) -> Any:
    if isinstance(value, Mapping):
        return {str(name): as_json(one) for name, one in value.items() if one is not None}
    if isinstance(value, list | tuple | frozenset | set):
        return [as_json(one) for one in (sorted(value) if isinstance(value, frozenset | set) else value)]
    assert is_dataclass(value), f"no canonical form for {type(value)}"
    named = ((name, getattr(value, name)) for name in _names(value.__class__))
    return {name: as_json(one) for name, one in named if one is not None}


@cache
def _names(record: Any) -> tuple[str, ...]:
    """What a record's attributes are called."""
    return tuple(field.name for field in fields(record))
