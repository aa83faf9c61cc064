"""Checked records <-> JSON, every field of them: a run keeps the policy and the roster it was judged by.

    {"head.Span": [{"day": "2021-01-01"}, {"day": "2021-12-31"}]}     a record: its class, what it is made of in order
    {"()": […]}  {"set": […]}  {"{}": [[key, value], …]}              lists, sets, and what is looked up by a key
    {"/": [1, 3]}  {"day": "2021-01-01"}  {"text": [text, place, …]}   exact numbers, days, texts that know where they stood

No class is named here but by these rooms, none has a secret: to read such a file is to make plain records, nothing
else. ``SHAPE`` stands first in each; a file of any other is not read, and what it was made from is read anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from kaohe.engine import roster
from kaohe.rules import calendar, move, place, value, vocabulary
from kaohe.rules.expression import tree
from kaohe.rules.place import Located, Place
from kaohe.rules.policy import card, clause, definition, form, head, score

_ROOMS = (place, value, calendar, move, vocabulary, tree, head, definition, score, form, clause, card, roster)
Named = Callable[[str], str]
"""What a document is called where the file stands, or where it is read."""


@cache
def _records() -> Mapping[str, Any]:
    """Every record that may stand in such a file, by its name there."""
    own = ((room.__name__, made) for room in _ROOMS for made in vars(room).values() if isinstance(made, type) and is_dataclass(made))
    return {_tag(made): made for room, made in own if made.__module__ == room}


def _tag(record: type) -> str:
    return f"{record.__module__.rpartition('.')[2]}.{record.__name__}"


@cache
def shape() -> str:
    """Which records there are and what each is made of, as one hash: another version of kaohe has another."""
    told = sorted(f"{tag}({', '.join(made.__match_args__)})" for tag, made in _records().items())
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def kept_text(record: object, named: Named) -> str:
    """A policy or a roster as a file's text; ``named`` says what the documents of its places are called there."""
    return json.dumps([shape(), _put(record, named)], ensure_ascii=False, separators=(",", ":")) + "\n"


def kept_from(text: str, named: Named) -> Any:
    """What ``kept_text`` wrote; None: it was written by another version, or is no such text."""
    try:
        told, record = json.loads(text, object_hook=_reader(named))
    except (ValueError, KeyError, TypeError):
        return None
    return record if told == shape() else None


def _put(one: object, named: Named) -> Any:
    if one is None or type(one) in (bool, int, str):
        return one
    if isinstance(one, Located):
        return {"text": [str(one), _put(one.place, named), _put(one.spread, named)]}
    if isinstance(one, Fraction):
        return {"/": [one.numerator, one.denominator]}
    if isinstance(one, date):
        return {"day": one.isoformat()}
    if isinstance(one, Place):
        return {"place.Place": [named(one.file), one.line, one.column, one.length, one.path]}
    return _put_parts(one, named)


def _put_parts(one: object, named: Named) -> Any:
    if isinstance(one, tuple):
        return {"()": [_put(each, named) for each in one]}
    if isinstance(one, frozenset):
        return {"set": sorted((_put(each, named) for each in one), key=json.dumps)}
    if isinstance(one, Mapping):
        return {"{}": [[_put(key, named), _put(each, named)] for key, each in one.items()]}
    tag = _tag(one.__class__)
    assert tag in _records(), f"no form for {one.__class__}"
    return {tag: [_put(getattr(one, name), named) for name in one.__match_args__]}  # type: ignore[attr-defined]


def _reader(named: Named) -> Callable[[dict[str, Any]], Any]:
    """Makes what one pair of braces stands for."""
    named = cache(named)
    make: dict[str, Callable[[Any], Any]] = {tag: _maker(made) for tag, made in _records().items()}
    make |= {"()": tuple, "set": frozenset, "{}": dict, "day": date.fromisoformat}
    make |= {"/": lambda told: Fraction(*told), "text": lambda told: Located(*told)}
    make |= {"place.Place": lambda told: Place(named(told[0]), *told[1:])}

    def read(braces: dict[str, Any]) -> Any:
        [(tag, told)] = braces.items()
        return make[tag](told)

    return read


def _maker(record: Any) -> Callable[[list[Any]], Any]:
    return lambda told: record(*told)
