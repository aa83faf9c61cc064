"""Cards <-> ``cards.json``: every field of ``scoring.card.Card``, exact numbers written as text."""

from __future__ import annotations

import json
import types
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from kaohe.engine.canonical import as_json
from kaohe.scoring.card import Card

FORMAT = 1
"""The version of the file's layout, written as ``format``."""


def cards_text(cards: Sequence[Card]) -> str:
    """The file's text. Missing values are left out; exact numbers are decimals or ``n/d``."""
    listed = [as_json(card) for card in cards]
    return json.dumps({"format": FORMAT, "cards": listed}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def cards_from_text(text: str) -> tuple[Card, ...]:
    """The cards that ``cards_text`` wrote. ``ValueError`` for another format."""
    read = json.loads(text)
    if read.get("format") != FORMAT:
        raise ValueError(f"cards.json has format {read.get('format')}, this version reads {FORMAT}")
    return tuple(_value(card, Card) for card in read["cards"])


def _value(raw: Any, type_: Any) -> Any:
    """``raw`` as a value of the declared type."""
    if type_ is Fraction:
        return Fraction(raw)
    if type_ is date:
        return date.fromisoformat(raw)
    origin = get_origin(type_)
    if origin is tuple:
        return tuple(_value(one, get_args(type_)[0]) for one in raw)
    if origin is types.UnionType:
        kinds = [kind for kind in get_args(type_) if kind is not type(None)]
        return None if raw is None else _value(raw, kinds[0])
    if origin is Literal or not is_dataclass(type_):
        return raw
    return _record(raw, type_)


def _record(raw: dict[str, Any], type_: Any) -> Any:
    return type_(**{
        name: _value(raw[name], hint) if name in raw else _absent(hint) for name, hint in _declared(type_)
    })  # fmt: skip


@cache
def _declared(type_: Any) -> tuple[tuple[str, Any], ...]:
    """A record's fields with their types."""
    hints = get_type_hints(type_)
    return tuple((field.name, hints[field.name]) for field in fields(type_))


def _absent(type_: Any) -> Any:
    """What a field that was left out stood for: nothing, or an empty list."""
    return () if get_origin(type_) is tuple else None


def cards_table(cards: Sequence[Card]) -> Any:
    """One row per card (``pyarrow.Table``); figures as decimals, missing where there is no data."""
    import pyarrow as pa

    from kaohe.engine.record_table import decimal_from

    figure = pa.decimal128(18, 6)
    columns = {
        "card": pa.array([card.card for card in cards], pa.string()),
        "span": pa.array([card.span for card in cards], pa.string()),
        "group": pa.array([card.group for card in cards], pa.string()),
        "subject_kind": pa.array([card.subject_kind for card in cards], pa.string()),
        "subject": pa.array([card.subject for card in cards], pa.string()),
        "title": pa.array([card.title for card in cards], pa.string()),
        "total": pa.array([decimal_from(card.total, 6) if card.data else None for card in cards], figure),
        "grade": pa.array([card.grade for card in cards], pa.string()),
        "rank": pa.array([card.rank for card in cards], pa.int64()),
        "provisional": pa.array([card.provisional for card in cards], pa.bool_()),
    }
    return pa.table(columns)
