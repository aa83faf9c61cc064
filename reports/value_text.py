"""Values of the language as readers see them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

from kaohe.reports.words import Lang, say
from kaohe.rules.clock import Zone
from kaohe.rules.expression.tree import Tree
from kaohe.rules.value import Duration, Value, plain, shown

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - added to a local reading, which has no zone


def value_text(value: Value, tree: Tree | None, here: Zone, lang: Lang) -> str:
    """``value`` of ``tree`` (None: a field as it stands); instants in local time, missing said as such."""
    if value is None:
        return say("value.missing", lang)
    if isinstance(value, bool):
        return say("value.true" if value else "value.false", lang)
    if isinstance(value, Fraction):
        return plain(value)
    if tree is not None and tree.type.name == "instant" and isinstance(value, int):
        return instant_text(value, here)
    if isinstance(value, date | Duration):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(value_text(one, tree, here, lang) for one in value) + "]"
    return str(value)


def signed(points: Fraction, places: int | None = None) -> str:
    """Points given or taken: ``+2``, ``-0.50``, ``0``; with so many decimals, by default those needed."""
    text = plain(points) if places is None else shown(points, places)
    return f"+{text}" if points > 0 else text


def instant_text(at: int, here: Zone) -> str:
    """The local date and time of an instant."""
    shown = _EPOCH + timedelta(microseconds=at + here.offset(at))
    return shown.isoformat(sep=" ", timespec="minutes")
