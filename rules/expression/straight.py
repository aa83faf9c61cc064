"""A well-formed condition → ``Syntax`` by plain descent, in a tenth of the time that the tables take.

The grammar in ``grammar`` decides what a condition is. This reader knows only what is right: at
anything else it gives up, and the grammar's own parser says what is wrong. Tests compare the two on
every condition that is shipped and on made ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple, cast

from kaohe.rules.expression.grammar import PLACES, RESERVED, WHOLE_DIGITS
from kaohe.rules.expression.syntax import (
    Binary,
    BinarySign,
    BoolText,
    Call,
    Conditional,
    Ident,
    Index,
    Kinds,
    ListOf,
    Member,
    NumberText,
    StringText,
    Syntax,
    Unary,
    UnarySign,
)

_BLANK = " \t\r\n"
_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<number>[0-9]+(?:\.[0-9]+)?)
    |(?P<string>"[^"\\\n]*"|'[^'\\\n]*')|(?P<sign>\|\||&&|==|!=|<=|>=|[-+*/%!<>()\[\].,?:|]))""",
    re.VERBOSE,
)
_COMPARED = 3
_LEVELS: Mapping[str, int] = {
    "||": 1, "&&": 2, "==": _COMPARED, "!=": _COMPARED, "<": _COMPARED, "<=": _COMPARED, ">": _COMPARED,
    ">=": _COMPARED, "in": _COMPARED, "+": 4, "-": 4, "*": 5, "/": 5, "%": 5,
}
"""Signs between two values, loosest first."""
_DEEPEST = 60
"""Values and signs within one another; what is deeper is left to the tables, which do not recurse."""


class _UnlikeError(Exception):
    """Something that does not fit; caught in ``straight``."""


class _Token(NamedTuple):
    sort: str
    text: str
    start: int
    end: int


def straight(text: str) -> Syntax | None:
    """The syntax of a well-formed ``text``; None when it is not, or not surely."""
    try:
        reader = _Reader(_tokens(text))
        syntax = reader.value()
        reader.want("end")
    except _UnlikeError:
        return None
    return syntax


def _tokens(text: str) -> list[_Token]:
    tokens, at, end = [], 0, len(text.rstrip(_BLANK))
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise _UnlikeError
        at = found.end()
        sort, start = found.lastgroup, found.start(found.lastgroup)
        word = text[start:at]
        tokens.append(_Token(word if sort == "sign" or word in RESERVED else sort, word, start, at))
    return [*tokens, _Token("end", "", end, end)]


class _Reader:
    """One text, read from left to right."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    @property
    def sort(self) -> str:
        """What comes next: ``name``, ``number``, ``string``, ``end``, or a sign or word as it is written."""
        return self.tokens[self.at].sort

    def take(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def want(self, sort: str) -> _Token:
        if self.sort != sort:
            raise _UnlikeError
        return self.take()

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _UnlikeError

    def value(self) -> Syntax:
        self.deeper()
        found = self.joined(1)
        if self.sort == "?":
            self.take()
            then = self.value()
            self.want(":")
            other = self.value()
            found = Conditional(found, then, other, (found.span[0], other.span[1]))
        self.depth -= 1
        return found

    def joined(self, least: int) -> Syntax:
        """Values joined by signs that bind at least that tightly. Comparisons do not chain."""
        left, before = self.unary(), 0
        while (level := _LEVELS.get(self.sort, 0)) >= least:
            if level == before == _COMPARED:
                raise _UnlikeError
            sign = self.take().text
            right, before = self.joined(level + 1), level
            left = Binary(cast(BinarySign, sign), left, right, (left.span[0], right.span[1]))
        return left

    def unary(self) -> Syntax:
        self.deeper()
        if self.sort in {"!", "-"}:
            sign = self.take()
            operand = self.unary()
            found: Syntax = Unary(cast(UnarySign, sign.text), operand, (sign.start, operand.span[1]))
        else:
            found = self.postfix()
        self.depth -= 1
        return found

    def postfix(self) -> Syntax:
        of = self.atom()
        while self.sort in {".", "["}:
            of = self.member(of) if self.take().sort == "." else self.index(of)
        return of

    def member(self, of: Syntax) -> Syntax:
        name = self.want("name")
        if self.sort != "(":
            return Member(of, name.text, (of.span[0], name.end))
        args, end = self.items("(", ")")
        return Call(name.text, args, of, (of.span[0], end))

    def index(self, of: Syntax) -> Syntax:
        key = self.value()
        return Index(of, key, (of.span[0], self.want("]").end))

    def atom(self) -> Syntax:
        if self.sort == "[":
            start = self.tokens[self.at].start
            items, end = self.items("[", "]")
            return ListOf(items, (start, end))
        token = self.take()
        span = (token.start, token.end)
        match token.sort:
            case "name":
                return self.named(token)
            case "string":
                return StringText(token.text[1:-1], span)
            case "number":
                return NumberText(_number(token.text), span)
            case "true" | "false":
                return BoolText(token.sort == "true", span)
            case "(":
                inner = self.value()
                return replace(inner, span=(token.start, self.want(")").end))
        raise _UnlikeError

    def named(self, name: _Token) -> Syntax:
        if self.sort != "(":
            return Ident(name.text, (name.start, name.end))
        args, end = self.items("(", ")")
        return Call(name.text, args, None, (name.start, end))

    def items(self, open_: str, close: str) -> tuple[tuple[Syntax, ...], int]:
        """What stands between brackets, and where the closing one ends."""
        self.want(open_)
        found: list[Syntax] = []
        while self.sort != close:
            if found:
                self.want(",")
            found.append(self.item())
        return tuple(found), self.take().end

    def item(self) -> Syntax:
        """A value, or kinds joined by ``|``."""
        if self.sort != "name" or self.tokens[self.at + 1].sort != "|":
            return self.value()
        names = [self.take()]
        while self.sort == "|":
            self.take()
            names.append(self.want("name"))
        return Kinds(tuple(name.text for name in names), (names[0].start, names[-1].end))


def _number(text: str) -> Fraction:
    whole, _, places = text.partition(".")
    if len(places) > PLACES or len(whole) > WHOLE_DIGITS:
        raise _UnlikeError
    return Fraction(text) if places else Fraction(int(whole))
