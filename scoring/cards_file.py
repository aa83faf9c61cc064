"""Cards <-> ``cards.json``: every field of ``scoring.card.Card``, exact numbers written as text."""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints, overload

from kaohe.engine.canonical import as_json
from kaohe.engine.record_file import Searched, sets
from kaohe.scoring.card import Card, Places

FORMAT = 2
"""The version of the file's layout, written as ``format``. In version 1 every card held its places."""


def cards_text(cards: Sequence[Card]) -> str:
    """The file's text, a card a line. Missing values are left out; exact numbers are decimals or ``n/d``.

    Who took the places of a grade is said once for a peer group: all its members have it on their cards.
    """
    groups = {(card.key, card.group): card.places for card in cards if card.places}
    places = [place for each in groups.values() for place in each]
    listed = (replace(card, places=()) for card in cards)
    return f'{{"format": {FORMAT},\n"places": {_lines(places)},\n"cards": {_lines(listed)}}}\n'


def _lines(records: Iterable[object]) -> str:
    return "[\n" + ",\n".join(json.dumps(as_json(each), ensure_ascii=False, sort_keys=True) for each in records) + "\n]"


def cards_from_text(text: str) -> Sequence[Card]:
    """The cards that ``cards_text`` wrote, of this version or an earlier one. ``ValueError`` for another format."""
    read = json.loads(text)
    if read.get("format") not in range(1, FORMAT + 1):
        raise ValueError(f"cards.json has format {read.get('format')}, this version reads up to {FORMAT}")
    return _Cards(read["cards"], read.get("places", ()))


class _Cards(Searched[Card]):
    """Cards as they were read; each is made when somebody looks at it, once."""

    def __init__(self, raw: Sequence[Mapping[str, Any]], places: Iterable[Mapping[str, Any]]) -> None:
        self._raw = raw
        self._made: dict[int, Card] = {}
        self._places: dict[tuple[str, str], tuple[Places, ...]] = {}
        for one in (_value(each, Places) for each in places):
            self._places[one.card, one.group] = (*self._places.get((one.card, one.group), ()), one)

    def __len__(self) -> int:
        return len(self._raw)

    @overload
    def __getitem__(self, place: int) -> Card: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Card]: ...
    def __getitem__(self, place: int | slice) -> Card | Sequence[Card]:
        if isinstance(place, slice):
            return tuple(self)[place]
        if place not in self._made:
            card: Card = _value(self._raw[place], Card)
            self._made[place] = _among(card, self._places.get((card.key, card.group), ()))
        return self._made[place]

    def where(self, **wanted: str | Collection[str]) -> tuple[Card, ...]:
        asked = sets(wanted)
        found = (place for place, raw in enumerate(self._raw) if all(raw.get(name) in values for name, values in asked.items()))
        return tuple(self[place] for place in found)


def _among(card: Card, places: tuple[Places, ...]) -> Card:
    """The card with the places of its peers; one without data was compared with nobody."""
    return replace(card, places=places) if places and card.data else card


def _value(raw: Any, type_: Any) -> Any:
    """``raw`` as a value of the declared type."""
    return _reader(type_)(raw)


@cache
def _reader(type_: Any) -> Callable[[Any], Any]:
    """How values of a declared type are read: found out once, asked for every card."""
    if type_ is Fraction:
        return Fraction
    if type_ is date:
        return date.fromisoformat
    origin, parts = get_origin(type_), get_args(type_)
    if origin is tuple:
        each = _reader(parts[0])
        return lambda raw: tuple([each(one) for one in raw])
    if origin is types.UnionType:
        there = _reader(next(kind for kind in parts if kind is not type(None)))
        return lambda raw: None if raw is None else there(raw)
    if origin is Literal or not is_dataclass(type_):
        return lambda raw: raw
    return _record_reader(type_)


def _record_reader(type_: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(type_)
    declared = [(field.name, _reader(hints[field.name]), _absent(hints[field.name])) for field in fields(type_)]
    return lambda raw: type_(**{name: read(raw[name]) if name in raw else absent for name, read, absent in declared})


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
