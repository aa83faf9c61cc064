"""A Chinese condition → ``Syntax``, or problems under the words that are wrong.

The grammar gives phrases that can be read only where they stand (来源 is a field here, a fact there), so
each phrase is a small function of its position, read once the whole sentence is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from kaohe.rules.expression.chinese_grammar import GRAMMAR, WORDS, Cutter, Word
from kaohe.rules.expression.parse import is_name, parse, place_in
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
from kaohe.rules.nearest import nearest
from kaohe.rules.place import Place
from kaohe.rules.problem import Problem, problem

if TYPE_CHECKING:
    from lark import Lark


def from_chinese(text: str, titles: Titles) -> tuple[Syntax | None, tuple[Problem, ...]]:
    """The syntax that a Chinese condition stands for, or None and what is wrong with it."""
    from lark.exceptions import UnexpectedInput

    words = list(Cutter(titles.vocabulary_of_words).cut(text))
    try:
        phrase: Any = _parser().parse(words)
        return phrase.read(_Spot(titles, titles.expanded(titles.kinds))), ()
    except UnexpectedInput as error:
        return None, (_unexpected(text, error),)
    except _UnknownWordError as unknown:
        return None, (_unknown(text, unknown),)


def _unexpected(text: str, error: Any) -> Problem:
    """The first word that does not fit, in the words that the expression language uses for it."""
    expected = _said(frozenset(error.accepts or error.expected))
    if error.token.type == "$END":
        end = len(text.rstrip())
        return problem("expression.unfinished", place_in(text, (max(end - 1, 0), end)), expected=expected)
    word: Word = error.token.value
    code = "expression.character" if word.type == "UNKNOWN" else "expression.unexpected"
    return problem(code, _place(text, word), found=word.text, expected=expected)


def _said(terminals: frozenset[str]) -> str:
    """Terminals as terms of the glossary; those that begin a value, or go on from one, as one."""
    rest, said = terminals, []
    for group, term in ((_STARTS, "a value"), (_CONTINUES, "an operator")):
        if len(group & rest) > 3:
            said.append(term)
            rest -= group
    said += [f"`{text}`" for text, terminal in WORDS.items() if terminal in rest]
    return ", ".join((*said, "the end")) if "$END" in rest else ", ".join(said)


_STARTS = frozenset({"NUMBER", "RAW", "DATE", "TRUE", "NAME", "QUOTED", "OPEN", "NOT", "SEEN", "NONE", "LAST", "FIRST", "IF"})
_CONTINUES = frozenset({"OR", "AND", "RELATION", "IN", "NOT_IN", "PLUS", "MINUS", "TIMES", "HAS", "HAS_NOT", "OF", "PART"})


def _unknown(text: str, unknown: _UnknownWordError) -> Problem:
    near = nearest(unknown.word.value, unknown.known)
    return problem("expression.unknown-name", _place(text, unknown.word), found=unknown.word.value, near=near)


def _place(text: str, word: Word) -> Place:
    return place_in(text, (word.start, word.start + len(word.text)))


class _UnknownWordError(Exception):
    """A word that means nothing where it stands; caught in ``from_chinese``."""

    def __init__(self, word: Word, known: tuple[str, ...]) -> None:
        super().__init__(word.value)
        self.word = word
        self.known = known


# --- where a phrase stands ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Spot:
    """``kinds`` of the event a phrase is read at, ``this`` of the event that looks back."""

    titles: Titles
    kinds: tuple[str, ...]
    this: tuple[str, ...] = ()

    def inside(self, kinds: tuple[str, ...]) -> _Spot:
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
        raise _UnknownWordError(word, known)
    return word.value


def _name_in(words: Words, word: Word) -> str:
    return words.meant[word.value] if word.value in words.meant else _own_name(word, tuple(words.meant))


@dataclass(frozen=True, slots=True)
class _Phrase:
    """``value``: the quoted title it is, if it is no more than that; ``items``: the list it is."""

    read: Callable[[_Spot], Syntax]
    value: Word | None = None
    items: tuple[_Phrase, ...] | None = None

    def valued(self, spot: _Spot, values: Words) -> Syntax:
        """Read beside a value whose titles are ``values``."""
        if self.value is None:
            return self.read(spot)
        if self.value.value not in values.meant:
            raise _UnknownWordError(self.value, tuple(values.meant))
        return StringText(values.meant[self.value.value])


# --- leaves -------------------------------------------------------------------------------------


def _as_written(word: Word) -> _Phrase:
    """A number or a code in plain quotes: read as the expression language reads it."""
    syntax, _ = parse(word.text)
    if syntax is None:
        raise _UnknownWordError(word, ())
    return _Phrase(lambda _: syntax)


def _date(word: Word) -> _Phrase:
    year, month, day = (int(part) for part in word.text[:-1].replace("年", "月").split("月"))
    try:
        text = date(year, month, day).isoformat()
    except ValueError:
        raise _UnknownWordError(word, ()) from None
    return _Phrase(lambda _: Call("date", (StringText(text),)))


def _truth(word: Word) -> _Phrase:
    return _Phrase(lambda _: BoolText(word.type == "TRUE"))


def _named(word: Word) -> _Phrase:
    return _Phrase(lambda spot: spot.named(word) if word.type == "NAME" else Ident(word.value))


def _quoted(word: Word) -> _Phrase:
    def alone(_: _Spot) -> Syntax:
        raise _UnknownWordError(word, ())

    return _Phrase(alone, value=word)


def _list_of(_: Word, items: tuple[_Phrase, ...], __: Word) -> _Phrase:
    return _Phrase(lambda spot: ListOf(tuple(item.read(spot) for item in items)), items=items)


def _grouped(_: Word, inner: _Phrase, __: Word) -> _Phrase:
    return _Phrase(inner.read)


def _items(*found: _Phrase | Word) -> tuple[_Phrase, ...]:
    return tuple(each for each in found if isinstance(each, _Phrase))


def _joined(*found: Word | tuple[Word, ...]) -> _Phrase:
    """Kinds joined with ／; ``value`` keeps the quoted words for ``_kinds``."""
    quoted = tuple(_quoted_words(found))
    return _Phrase(lambda spot: Kinds(_kind_names(spot, quoted)), items=tuple(_quoted(word) for word in quoted))


def _quoted_words(found: tuple[Any, ...]) -> Iterator[Word]:
    for each in found:
        if isinstance(each, _Phrase):
            yield from (item.value for item in each.items or () if item.value is not None)
        elif each.type == "QUOTED":
            yield each


def _kinds(found: Word | _Phrase) -> tuple[Word, ...]:
    return tuple(_quoted_words((found,)))


def _kind_names(spot: _Spot, quoted: tuple[Word, ...]) -> tuple[str, ...]:
    return tuple(_name_in(spot.titles.kind_words, word) for word in quoted)


# --- signs --------------------------------------------------------------------------------------


def _binary(left: _Phrase, sign: Word, right: _Phrase) -> _Phrase:
    if sign.value in ("==", "!="):
        return _Phrase(lambda spot: _equation(spot, left, sign.value, right))
    if sign.value == "in":
        return _Phrase(lambda spot: _membership(spot, left, right))
    return _Phrase(lambda spot: _pair(left.read(spot), sign.value, right.read(spot)))


def _pair(left: Syntax, sign: Any, right: Syntax) -> Syntax:
    return Binary(sign, left, right)


def _equation(spot: _Spot, left: _Phrase, sign: str, right: _Phrase) -> Syntax:
    if left.value is not None:
        other = right.read(spot)
        return _pair(left.valued(spot, spot.values_of(other)), sign, other)
    first = left.read(spot)
    return _pair(first, sign, right.valued(spot, spot.values_of(first)))


def _membership(spot: _Spot, left: _Phrase, right: _Phrase) -> Syntax:
    first = left.read(spot)
    if right.items is None:
        return _pair(first, "in", right.read(spot))
    values = spot.values_of(first)
    return _pair(first, "in", ListOf(tuple(item.valued(spot, values) for item in right.items)))


def _not_in(left: _Phrase, _: Word, right: _Phrase) -> _Phrase:
    return _Phrase(lambda spot: Unary("!", _membership(spot, left, right)))


def _negated(_: Word, operand: _Phrase) -> _Phrase:
    return _Phrase(lambda spot: Unary("!", operand.read(spot)))


def _opposite(_: Word, operand: _Phrase) -> _Phrase:
    return _Phrase(lambda spot: Unary("-", operand.read(spot)))


def _conditional(_: Word, test: _Phrase, __: Word, then: _Phrase, ___: Word, other: _Phrase) -> _Phrase:
    return _Phrase(lambda spot: Conditional(test.read(spot), then.read(spot), other.read(spot)))


def _not_yet(_: Word, name: Word) -> _Phrase:
    return _Phrase(lambda spot: Unary("!", spot.named(name)))


def _reached(_: Word, gate: Word, *item: Word) -> _Phrase:
    """A gate, or after 之 one of its items."""

    def read(spot: _Spot) -> Syntax:
        named = spot.named(gate)
        if not item:
            return named
        gates = spot.titles.gates
        if not isinstance(named, Ident) or named.name not in gates:
            raise _UnknownWordError(gate, tuple(gates))
        return Member(named, _name_in(spot.titles.item_words(named.name), item[-1]))

    return _Phrase(read)


def _not_reached(*found: Word) -> _Phrase:
    phrase = _reached(*found)
    return _Phrase(lambda spot: Unary("!", phrase.read(spot)))


# --- members and functions ----------------------------------------------------------------------


def _member(of: _Phrase, _: Word, name: Word) -> _Phrase:
    def read(spot: _Spot) -> Syntax:
        whose = of.read(spot)
        words = spot.titles.member_words(whose, spot.this)
        return Member(whose, _name_in(words, name) if name.type == "NAME" else name.value)

    return _Phrase(read)


def _index(of: _Phrase, _: Word, key: _Phrase, __: Word) -> _Phrase:
    return _Phrase(lambda spot: Index(of.read(spot), key.read(spot)))


def _call(name: Word, _: Word, args: tuple[_Phrase, ...], __: Word) -> _Phrase:
    return _Phrase(lambda spot: Call(name.value, tuple(arg.read(spot) for arg in args)))


def _method(of: _Phrase, _: Word, name: Word, __: Word, args: tuple[_Phrase, ...], ___: Word) -> _Phrase:
    return _Phrase(lambda spot: Call(name.value, tuple(arg.read(spot) for arg in args), of.read(spot)))


def _default(of: _Phrase, _: Word, other: _Phrase, __: Word) -> _Phrase:
    def read(spot: _Spot) -> Syntax:
        value = of.read(spot)
        return Call("default", (value, other.valued(spot, spot.values_of(value))))

    return _Phrase(read)


def _part(of: _Phrase, word: Word) -> _Phrase:
    return _Phrase(lambda spot: Call(word.value, (of.read(spot),)))


def _after(function: str, *, denied: bool) -> Callable[..., _Phrase]:
    """A word after a value that says something of it: 有值, 不是工作日."""

    def phrase(of: _Phrase, _: Word) -> _Phrase:
        if denied:
            return _Phrase(lambda spot: Unary("!", Call(function, (of.read(spot),))))
        return _Phrase(lambda spot: Call(function, (of.read(spot),)))

    return phrase


def _during(day: _Phrase, _: Word, name: Word, __: Word) -> _Phrase:
    def read(spot: _Spot) -> Syntax:
        return Binary("in", day.read(spot), Member(Ident("periods"), _name_in(spot.titles.period_words, name)))

    return _Phrase(read)


def _not_during(*found: Any) -> _Phrase:
    phrase = _during(*found)
    return _Phrase(lambda spot: Unary("!", phrase.read(spot)))


# --- looking back -------------------------------------------------------------------------------


def _looking_back(function: str) -> Callable[..., _Phrase]:
    """A phrase around the events found: its kinds and, in brackets, what must hold there."""

    def phrase(*found: Any) -> _Phrase:
        kinds = next(each for each in found if isinstance(each, tuple))
        conditions = [each for each in found if isinstance(each, _Phrase)]
        return _Phrase(lambda spot: Call(function, (_first(spot, kinds), *_conditions(spot, kinds, conditions))))

    return phrase


def _first(spot: _Spot, kinds: tuple[Word, ...]) -> Syntax:
    names = _kind_names(spot, kinds)
    return Ident(names[0]) if len(names) == 1 else Kinds(names)


def _conditions(spot: _Spot, kinds: tuple[Word, ...], conditions: list[_Phrase]) -> Iterator[Syntax]:
    for condition in conditions:
        yield condition.read(spot.inside(_kind_names(spot, kinds)))


_seen = _looking_back("seen")
_count = _looking_back("count")
_last = _looking_back("last")
_days_since = _looking_back("days_since")
_workdays_since = _looking_back("workdays_since")
_of_first = _looking_back("first")


def _none(*found: Any) -> _Phrase:
    phrase = _seen(*found)
    return _Phrase(lambda spot: Unary("!", phrase.read(spot)))


def _distinct(kinds: tuple[Word, ...], _: Word, field: Word, __: Word) -> _Phrase:
    def read(spot: _Spot) -> Syntax:
        words = spot.titles.field_words(spot.titles.expanded(_kind_names(spot, kinds)))
        return Call("distinct", (_first(spot, kinds), Ident(_name_in(words, field))))

    return _Phrase(read)


def _deadline(function: str) -> Callable[..., _Phrase]:
    def phrase(_: Word, name: Word, __: Word) -> _Phrase:
        return _Phrase(lambda spot: Call(function, (_clause(spot, name),)))

    return phrase


def _clause(spot: _Spot, name: Word) -> Syntax:
    if name.type == "RAW":
        return _as_written(name).read(spot)
    meant = spot.titles.deadline_words.meant
    if name.value not in meant:
        raise _UnknownWordError(name, tuple(meant))
    return StringText(meant[name.value])


_due = _deadline("due")
_overdue = _deadline("overdue")


def _not_overdue(*found: Word) -> _Phrase:
    phrase = _overdue(*found)
    return _Phrase(lambda spot: Unary("!", phrase.read(spot)))


# --- the parser ---------------------------------------------------------------------------------

_RULES: dict[str, Callable[..., object]] = {
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


@cache
def _parser() -> Lark:
    """The LALR parser over words that ``Cutter`` has cut; built once, when it is first needed."""
    from lark import Lark, Token
    from lark.lexer import Lexer

    class Given(Lexer):
        """Hands the words over as they are."""

        def __init__(self, _: Any) -> None: ...

        def lex(self, data: Any) -> Iterator[Token]:  # type: ignore[override]
            yield from (Token(word.type, word, start_pos=word.start) for word in data)

    def inlined(rule: Callable[..., object]) -> Callable[[list[Any]], object]:
        return lambda parts: rule(*(part.value if isinstance(part, Token) else part for part in parts))

    builder = SimpleNamespace(**{name: inlined(rule) for name, rule in _RULES.items()})
    declared = f"%declare {' '.join(_terminals())}\n"
    return Lark(GRAMMAR + declared, parser="lalr", lexer=Given, transformer=builder, maybe_placeholders=False)


def _terminals() -> list[str]:
    return sorted(set(re.findall(r"\b[A-Z][A-Z_]+\b", GRAMMAR)))
