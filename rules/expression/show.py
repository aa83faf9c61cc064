"""``Syntax`` → text: one blank around signs, brackets only where they are needed.

``parse(show(x)) == x`` for every syntax, and ``show(parse(text))`` is the tidy form of ``text``.
"""

from __future__ import annotations

from fractions import Fraction

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
    NumberText,
    StringText,
    Syntax,
    Unary,
)
from kaohe.rules.value import plain

LOOSEST, ATOM = 0, 8
BINDING = {"||": 1, "&&": 2, "+": 4, "-": 4, "*": 5, "/": 5, "%": 5}
"""How tightly signs bind; comparisons and ``in`` bind with 3, signs before a value with 6, ``.`` with 7."""
RELATION, PREFIX, POSTFIX = 3, 6, 7

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def show(syntax: Syntax) -> str:
    """The text of a condition or value."""
    match syntax:
        case NumberText(value):
            return number(value)
        case StringText(value):
            return quoted(value)
        case BoolText(value):
            return "true" if value else "false"
        case Ident(name):
            return name
        case Kinds(names):
            return " | ".join(names)
        case ListOf(items):
            return f"[{_listed(items)}]"
        case _:
            return _composed(syntax)


def _composed(syntax: Syntax) -> str:
    match syntax:
        case Member(of, name):
            return f"{within(of, POSTFIX)}.{name}"
        case Index(of, key):
            return f"{within(of, POSTFIX)}[{show(key)}]"
        case Call(name, args, of):
            whose = "" if of is None else f"{within(of, POSTFIX)}."
            return f"{whose}{name}({_listed(args)})"
        case Unary(sign, operand):
            return f"{sign}{within(operand, PREFIX)}"
        case Binary(sign, left, right):
            return _binary(sign, left, right)
        case Conditional(test, then, other):
            return f"{within(test, 1)} ? {show(then)} : {show(other)}"
        case _:
            raise AssertionError(syntax)


def _binary(sign: str, left: Syntax, right: Syntax) -> str:
    own = BINDING.get(sign, RELATION)
    # Signs group to the left, so an equal sign on the right needs brackets; comparisons on both sides.
    lower = own + 1 if own == RELATION else own
    return f"{within(left, lower)} {sign} {within(right, own + 1)}"


def _listed(items: tuple[Syntax, ...]) -> str:
    return ", ".join(show(item) for item in items)


def within(syntax: Syntax, least: int) -> str:
    """The text, in brackets when it binds less tightly than ``least``."""
    text = show(syntax)
    return text if binding(syntax) >= least else f"({text})"


def binding(syntax: Syntax) -> int:
    """How tightly the outermost sign of a syntax binds."""
    match syntax:
        case Conditional():
            return LOOSEST
        case Binary(sign):
            return BINDING.get(sign, RELATION)
        case Unary():
            return PREFIX
        case _:
            return ATOM


def number(value: Fraction) -> str:
    """A literal as written: the shortest exact decimal."""
    return plain(value)


def quoted(value: str) -> str:
    return '"' + "".join(_ESCAPES.get(letter, letter) for letter in value) + '"'
