"""The phrases of a Chinese condition, each a small function of the position it stands at.

What a word means depends on where it stands (来源 is a field here, a fact there), so a phrase is read
only once the whole sentence is known: ``Phrase.read(spot)`` gives its syntax.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from kaohe.rules.expression.chinese_grammar import Word
from kaohe.rules.expression.parse import is_name, parse
from kaohe.rules.expression.syntax import (
    Binary,
    BoolText,
    Call,
    Conditional,
    Ident,
    Index,
    Kinds,
    ListOf,
    Member,
    StringText,
    Syntax,
    Unary,
)
from kaohe.rules.expression.titles import Titles, Words
from kaohe.rules.record import record


class UnknownWordError(Exception):
    """A word that means nothing where it stands; caught in ``from_chinese``."""

    def __init__(self, word: Word, known: tuple[str, ...]) -> None:
        super().__init__(word.value)
        self.word = word
        self.known = known


# --- where a phrase stands ----------------------------------------------------------------------


@record
class Spot:
    """``kinds`` of the event a phrase is read at, ``this`` of the event that looks back."""

    titles: Titles
    kinds: tuple[str, ...]
    this: tuple[str, ...] = ()

    def inside(self, kinds: tuple[str, ...]) -> Spot:
        return replace(self, kinds=self.titles.expanded(kinds), this=self.kinds)

    def named(self, word: Word) -> Syntax:
        """What a bare or quoted title stands for here."""
        meant = self.titles.table(self.kinds).meant
        if word.value in meant:
            return meant[word.value]
        return Ident(_own_name(word, tuple(meant)))

    def values_of(self, syntax: Syntax) -> Words:
        return self.titles.value_words(syntax, self.kinds, self.this)


def _own_name(word: Word, known: tuple[str, ...]) -> str:
    """A word without a title is a name itself, or unknown."""
    if not is_name(word.value):
        raise UnknownWordError(word, known)
    return word.value


def _name_in(words: Words, word: Word) -> str:
    return words.meant[word.value] if word.value in words.meant else _own_name(word, tuple(words.meant))


@record
class Phrase:
    """``value``: the quoted title it is, if it is no more than that; ``items``: the list it is."""

    read: Callable[[Spot], Syntax]
    value: Word | None = None
    items: tuple[Phrase, ...] | None = None

    def valued(self, spot: Spot, values: Words) -> Syntax:
        """Read beside a value whose titles are ``values``."""
        if self.value is None:
            return self.read(spot)
        if self.value.value not in values.meant:
            raise UnknownWordError(self.value, tuple(values.meant))
        return StringText(values.meant[self.value.value])


# --- leaves -------------------------------------------------------------------------------------


def _as_written(word: Word) -> Phrase:
    """A number or a code in plain quotes: read as the expression language reads it."""
    syntax, _ = parse(word.text)
    if syntax is None:
        raise UnknownWordError(word, ())
    return Phrase(lambda _: syntax)


def _date(word: Word) -> Phrase:
    year, month, day = (int(part) for part in word.text[:-1].replace("年", "月").split("月"))
    try:
        text = date(year, month, day).isoformat()
    except ValueError:
        raise UnknownWordError(word, ()) from None
    return Phrase(lambda _: Call("date", (StringText(text),)))


def _truth(word: Word) -> Phrase:
    return Phrase(lambda _: BoolText(word.type == "TRUE"))


def _named(word: Word) -> Phrase:
    return Phrase(lambda spot: spot.named(word) if word.type == "NAME" else Ident(word.value))


def _quoted(word: Word) -> Phrase:
    def alone(_: Spot) -> Syntax:
        raise UnknownWordError(word, ())

    return Phrase(alone, value=word)


def _list_of(_: Word, items: tuple[Phrase, ...], __: Word) -> Phrase:
    return Phrase(lambda spot: ListOf(tuple(item.read(spot) for item in items)), items=items)


def _grouped(_: Word, inner: Phrase, __: Word) -> Phrase:
    return Phrase(inner.read)


def _items(*found: Phrase | Word) -> tuple[Phrase, ...]:
    return tuple(each for each in found if isinstance(each, Phrase))


def _joined(*found: Word | tuple[Word, ...]) -> Phrase:
    """Kinds joined with ／; ``value`` keeps the quoted words for ``_kinds``."""
    quoted = tuple(_quoted_words(found))
    return Phrase(lambda spot: Kinds(_kind_names(spot, quoted)), items=tuple(_quoted(word) for word in quoted))


def _quoted_words(found: tuple[Any, ...]) -> Iterator[Word]:
    for each in found:
        if isinstance(each, Phrase):
            yield from (item.value for item in each.items or () if item.value is not None)
        elif each.type == "QUOTED":
            yield each


def _kinds(found: Word | Phrase) -> tuple[Word, ...]:
    return tuple(_quoted_words((found,)))


def _kind_names(spot: Spot, quoted: tuple[Word, ...]) -> tuple[str, ...]:
    return tuple(_name_in(spot.titles.kind_words, word) for word in quoted)


# --- signs --------------------------------------------------------------------------------------


def _binary(left: Phrase, sign: Word, right: Phrase) -> Phrase:
    if sign.value in ("==", "!="):
        return Phrase(lambda spot: _equation(spot, left, sign.value, right))
    if sign.value == "in":
        return Phrase(lambda spot: _membership(spot, left, right))
    return Phrase(lambda spot: _pair(left.read(spot), sign.value, right.read(spot)))


def _pair(left: Syntax, sign: Any, right: Syntax) -> Syntax:
    return Binary(sign, left, right)


def _equation(spot: Spot, left: Phrase, sign: str, right: Phrase) -> Syntax:
    if left.value is not None:
        other = right.read(spot)
        return _pair(left.valued(spot, spot.values_of(other)), sign, other)
    first = left.read(spot)
    return _pair(first, sign, right.valued(spot, spot.values_of(first)))


def _membership(spot: Spot, left: Phrase, right: Phrase) -> Syntax:
    first = left.read(spot)
    if right.items is None:
        return _pair(first, "in", right.read(spot))
    values = spot.values_of(first)
    return _pair(first, "in", ListOf(tuple(item.valued(spot, values) for item in right.items)))


def _not_in(left: Phrase, _: Word, right: Phrase) -> Phrase:
    return Phrase(lambda spot: Unary("!", _membership(spot, left, right)))


def _negated(_: Word, operand: Phrase) -> Phrase:
    return Phrase(lambda spot: Unary("!", operand.read(spot)))


def _opposite(_: Word, operand: Phrase) -> Phrase:
    return Phrase(lambda spot: Unary("-", operand.read(spot)))


def _conditional(_: Word, test: Phrase, __: Word, then: Phrase, ___: Word, other: Phrase) -> Phrase:
    return Phrase(lambda spot: Conditional(test.read(spot), then.read(spot), other.read(spot)))


def _not_yet(_: Word, name: Word) -> Phrase:
    return Phrase(lambda spot: Unary("!", spot.named(name)))


def _reached(_: Word, gate: Word, *item: Word) -> Phrase:
    """A gate, or after 之 one of its items."""

    def read(spot: Spot) -> Syntax:
        named = spot.named(gate)
        if not item:
            return named
        gates = spot.titles.gates
        if not isinstance(named, Ident) or named.name not in gates:
            raise UnknownWordError(gate, tuple(gates))
        return Member(named, _name_in(spot.titles.item_words(named.name), item[-1]))

    return Phrase(read)


def _not_reached(*found: Word) -> Phrase:
    phrase = _reached(*found)
    return Phrase(lambda spot: Unary("!", phrase.read(spot)))


# --- members and functions ----------------------------------------------------------------------


def _member(of: Phrase, _: Word, name: Word) -> Phrase:
    def read(spot: Spot) -> Syntax:
        whose = of.read(spot)
        words = spot.titles.member_words(whose, spot.this)
        return Member(whose, _name_in(words, name) if name.type == "NAME" else name.value)

    return Phrase(read)


def _index(of: Phrase, _: Word, key: Phrase, __: Word) -> Phrase:
    return Phrase(lambda spot: Index(of.read(spot), key.read(spot)))


def _call(name: Word, _: Word, args: tuple[Phrase, ...], __: Word) -> Phrase:
    return Phrase(lambda spot: Call(name.value, tuple(arg.read(spot) for arg in args)))


def _method(of: Phrase, _: Word, name: Word, __: Word, args: tuple[Phrase, ...], ___: Word) -> Phrase:
    return Phrase(lambda spot: Call(name.value, tuple(arg.read(spot) for arg in args), of.read(spot)))


def _default(of: Phrase, _: Word, other: Phrase, __: Word) -> Phrase:
    def read(spot: Spot) -> Syntax:
        value = of.read(spot)
        return Call("default", (value, other.valued(spot, spot.values_of(value))))

    return Phrase(read)


def _part(of: Phrase, word: Word) -> Phrase:
    return Phrase(lambda spot: Call(word.value, (of.read(spot),)))


def _after(function: str, *, denied: bool) -> Callable[..., Phrase]:
    """A word after a value that says something of it: 有值, 不是工作日."""

    def phrase(of: Phrase, _: Word) -> Phrase:
        if denied:
            return Phrase(lambda spot: Unary("!", Call(function, (of.read(spot),))))
        return Phrase(lambda spot: Call(function, (of.read(spot),)))

    return phrase


def _during(day: Phrase, _: Word, name: Word, __: Word) -> Phrase:
    def read(spot: Spot) -> Syntax:
        return Binary("in", day.read(spot), Member(Ident("periods"), _name_in(spot.titles.period_words, name)))

    return Phrase(read)


def _not_during(*found: Any) -> Phrase:
    phrase = _during(*found)
    return Phrase(lambda spot: Unary("!", phrase.read(spot)))


# --- looking back -------------------------------------------------------------------------------


def _looking_back(function: str) -> Callable[..., Phrase]:
    """A phrase around the events found: its kinds and, in brackets, what must hold there."""

    def phrase(*found: Any) -> Phrase:
        kinds = next(each for each in found if isinstance(each, tuple))
        conditions = [each for each in found if isinstance(each, Phrase)]
        return Phrase(lambda spot: Call(function, (_first(spot, kinds), *_conditions(spot, kinds, conditions))))

    return phrase


def _first(spot: Spot, kinds: tuple[Word, ...]) -> Syntax:
    names = _kind_names(spot, kinds)
    return Ident(names[0]) if len(names) == 1 else Kinds(names)


def _conditions(spot: Spot, kinds: tuple[Word, ...], conditions: list[Phrase]) -> Iterator[Syntax]:
    for condition in conditions:
        yield condition.read(spot.inside(_kind_names(spot, kinds)))


_seen = _looking_back("seen")
_count = _looking_back("count")
_last = _looking_back("last")
_days_since = _looking_back("days_since")
_workdays_since = _looking_back("workdays_since")
_of_first = _looking_back("first")


def _none(*found: Any) -> Phrase:
    phrase = _seen(*found)
    return Phrase(lambda spot: Unary("!", phrase.read(spot)))


def _distinct(kinds: tuple[Word, ...], _: Word, field: Word, __: Word) -> Phrase:
    def read(spot: Spot) -> Syntax:
        words = spot.titles.field_words(spot.titles.expanded(_kind_names(spot, kinds)))
        return Call("distinct", (_first(spot, kinds), Ident(_name_in(words, field))))

    return Phrase(read)


def _deadline(function: str) -> Callable[..., Phrase]:
    def phrase(_: Word, name: Word, __: Word) -> Phrase:
        return Phrase(lambda spot: Call(function, (_clause(spot, name),)))

    return phrase


def _clause(spot: Spot, name: Word) -> Syntax:
    if name.type == "RAW":
        return _as_written(name).read(spot)
    meant = spot.titles.deadline_words.meant
    if name.value not in meant:
        raise UnknownWordError(name, tuple(meant))
    return StringText(meant[name.value])


_due = _deadline("due")
_overdue = _deadline("overdue")


def _not_overdue(*found: Word) -> Phrase:
    phrase = _overdue(*found)
    return Phrase(lambda spot: Unary("!", phrase.read(spot)))


# --- the rules of the grammar ---------------------------------------------------------------------

RULES: dict[str, Callable[..., object]] = {
    "number": _as_written, "raw": _as_written, "date": _date, "truth": _truth, "named": _named, "quoted": _quoted,
    "list_of": _list_of, "grouped": _grouped, "items": _items, "joined": _joined, "kinds": _kinds, "binary": _binary,
    "not_in": _not_in, "negated": _negated, "opposite": _opposite, "conditional": _conditional, "not_yet": _not_yet,
    "reached": _reached, "not_reached": _not_reached, "member": _member, "index": _index, "call": _call,
    "method": _method, "default": _default, "has": _after("has", denied=False), "has_not": _after("has", denied=True),
    "workday": _after("is_workday", denied=False), "no_workday": _after("is_workday", denied=True), "part": _part,
    "during": _during, "not_during": _not_during, "seen": _seen, "none": _none,
    "count": _count, "first": _of_first, "last": _last, "days_since": _days_since, "workdays_since": _workdays_since,
    "distinct": _distinct, "due": _due, "overdue": _overdue, "not_overdue": _not_overdue,
}
"""One function for each rule of the grammar, by its name there."""
