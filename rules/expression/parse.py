"""Text of a condition or value → ``Syntax``, or problems placed under the offending characters.

    parse('!resolved && seen(closed | reopened)')

The grammar stands in ``grammar``, the words for what is wrong in ``misread``. ``straight`` reads what
is right; the grammar's tables are made only when something is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from kaohe.rules.expression.grammar import GRAMMAR, PLACES, RESERVED, WHOLE_DIGITS
from kaohe.rules.expression.misread import Fault, lexical, syntactic
from kaohe.rules.expression.straight import straight
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
    Stretch,
    StringText,
    Syntax,
    Unary,
    UnarySign,
    children,
)
from kaohe.rules.place import Located, Place
from kaohe.rules.problem import Problem, problem

if TYPE_CHECKING:
    from lark import Lark, Token

DEEPEST = 100
"""How deeply a condition may be nested; beyond that nobody can read it."""
LONGEST = 4000
"""How many characters a condition may have."""
_SHALLOW = 2 * DEEPEST
"""A text this short cannot be nested too deeply, so it need not be measured."""

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"\\": "\\", '"': '"', "'": "'", "n": "\n", "t": "\t", "r": "\r"}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


class _RefusedError(Exception):
    """Raised inside the parser's callbacks, caught in ``_parsed``: carries the fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def parse(text: str) -> tuple[Syntax | None, tuple[Problem, ...]]:
    """The syntax of ``text``, or None and what is wrong with it.

    ``text`` may be ``Located``: problems then stand under its characters in the document.
    """
    syntax, faults = _parsed(str(text))
    return syntax, tuple(
        problem(fault.code, place_in(text, fault.span), **dict(fault.facts)) for fault in faults
    )


def place_in(text: str, span: Stretch) -> Place:
    """The place of a stretch of ``text``; of a text without a document, line 1."""
    start, end = span
    if isinstance(text, Located):
        return text.at(start, end - start)
    return Place("", 1, start + 1, max(end - start, 1))


def is_name(text: str) -> bool:
    """Whether ``text`` can be written as a name in a condition (letters, digits, ``_``)."""
    return _NAME.match(text) is not None and text not in RESERVED


@lru_cache(maxsize=4096)
def _parsed(text: str) -> tuple[Syntax | None, tuple[Fault, ...]]:
    if not text.strip():
        return None, (Fault("expression.empty", (0, len(text))),)
    if len(text) > LONGEST:
        return None, (Fault("expression.too-long", (LONGEST, len(text)), (("most", str(LONGEST)),)),)
    syntax, fault = straight(text), None
    if syntax is None:
        syntax, fault = _by_lark(text)
    if fault is not None:
        return None, lexical(text) or (fault,)
    if len(text) > _SHALLOW and _depth(syntax) > DEEPEST:
        return None, (Fault("expression.too-deep", (0, len(text)), (("most", str(DEEPEST)),)),)
    return syntax, ()


def _by_lark(text: str) -> tuple[Any, Fault | None]:
    from lark.exceptions import UnexpectedInput

    try:
        return _parser().parse(text), None
    except UnexpectedInput as error:
        return None, syntactic(text, error)
    except _RefusedError as error:
        return None, error.fault


@cache
def _parser() -> Lark:
    """The LALR parser, built once and only when a condition is not read straight (24 ms, measured)."""
    from lark import Lark

    builder = SimpleNamespace(**{rule.__name__[1:]: _inlined(rule) for rule in _RULES})
    return Lark(GRAMMAR, parser="lalr", lexer="basic", transformer=builder, maybe_placeholders=False)


def _inlined(rule: Callable[..., object]) -> Callable[[list[Any]], object]:
    return lambda parts: rule(*parts)


# --- tokens to syntax ---------------------------------------------------------------------------
# One function per rule of the grammar; each gives a node with its stretch of the text.


def _number(token: Token) -> Syntax:
    whole, _, places = token.partition(".")
    if len(places) > PLACES or len(whole) > WHOLE_DIGITS:
        raise _RefusedError(Fault("expression.number", _span(token), (("found", str(token)),)))
    return NumberText(Fraction(str(token)), _span(token))


def _string(token: Token) -> Syntax:
    return StringText(_unescaped(token), _span(token))


def _truth(token: Token) -> Syntax:
    return BoolText(token.type == "TRUE", _span(token))


def _ident(token: Token) -> Syntax:
    return Ident(str(token), _span(token))


def _member(of: Syntax, name: Token) -> Syntax:
    return Member(of, str(name), (of.span[0], _span(name)[1]))


def _index(of: Syntax, key: Syntax, close: Token) -> Syntax:
    return Index(of, key, (of.span[0], _span(close)[1]))


def _call(name: Token, args: tuple[Syntax, ...], close: Token) -> Syntax:
    return Call(str(name), args, None, (_span(name)[0], _span(close)[1]))


def _method(of: Syntax, name: Token, args: tuple[Syntax, ...], close: Token) -> Syntax:
    return Call(str(name), args, of, (of.span[0], _span(close)[1]))


def _items(*args: Syntax) -> tuple[Syntax, ...]:
    return args


def _kinds(*names: Token) -> Syntax:
    return Kinds(tuple(map(str, names)), (_span(names[0])[0], _span(names[-1])[1]))


def _list_of(opened: Token, items: tuple[Syntax, ...], close: Token) -> Syntax:
    return ListOf(items, (_span(opened)[0], _span(close)[1]))


def _grouped(opened: Token, inner: Syntax, close: Token) -> Syntax:
    # The stretch takes the brackets in, so that `(a + b) * c` is underlined whole.
    return replace(inner, span=(_span(opened)[0], _span(close)[1]))


def _unary(sign: Token, operand: Syntax) -> Syntax:
    return Unary(cast(UnarySign, str(sign)), operand, (_span(sign)[0], operand.span[1]))


def _binary(left: Syntax, sign: Token, right: Syntax) -> Syntax:
    return Binary(cast(BinarySign, str(sign)), left, right, (left.span[0], right.span[1]))


def _conditional(test: Syntax, then: Syntax, other: Syntax) -> Syntax:
    return Conditional(test, then, other, (test.span[0], other.span[1]))


_RULES: tuple[Callable[..., object], ...] = (
    _number, _string, _truth, _ident, _member, _index, _call, _method, _items, _kinds, _list_of,
    _grouped, _unary, _binary, _conditional,
)


def _span(token: Token) -> Stretch:
    start = token.start_pos or 0
    return (start, start + len(token))


def _unescaped(token: Token) -> str:
    def letter(found: re.Match[str]) -> str:
        if found[1] not in _ESCAPED:
            start = _span(token)[0] + 1 + found.start()
            raise _RefusedError(Fault("expression.escape", (start, start + 2), (("found", found[0]),)))
        return _ESCAPED[found[1]]

    return _ESCAPE.sub(letter, token[1:-1])


def _depth(syntax: Syntax) -> int:
    """How deeply nested, counted without recursion."""
    deepest, level = 0, [syntax]
    while level:
        deepest += 1
        level = [child for node in level for child in children(node)]
    return deepest
