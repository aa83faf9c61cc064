"""What was written: the parse tree of a condition, every node with its stretch of the text.

Nothing is resolved here: ``case.unit`` is a ``Member`` of an ``Ident``. ``span`` is the
half-open stretch (start, end) of offsets in the text; it does not take part in equality, so
``parse(show(x)) == x`` says what it should.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from fractions import Fraction
from typing import Literal

from kaohe.rules.record import record

Stretch = tuple[int, int]
NO_STRETCH: Stretch = (0, 0)

UnarySign = Literal["!", "-"]
BinarySign = Literal["||", "&&", "==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/", "%"]


@record
class NumberText:
    """A number literal; at most 9 places."""

    value: Fraction
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class StringText:
    """A quoted literal: a code, an enum value, an id."""

    value: str
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class BoolText:
    value: bool
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class Ident:
    """A bare name: a field, ``at``, ``subject``, a define, a state, a gate, ``any``."""

    name: str
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class Member:
    """``of.name``."""

    of: Syntax
    name: str
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class Index:
    """``of[key]``: a parameter by enum value."""

    of: Syntax
    key: Syntax
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class Kinds:
    """``closed | reopened``: kinds joined, in the order written."""

    names: tuple[str, ...]
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class Call:
    """``name(args)``, or ``of.name(args)`` when ``of`` is given."""

    name: str
    args: tuple[Syntax, ...]
    of: Syntax | None = None
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class ListOf:
    items: tuple[Syntax, ...]
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class Unary:
    sign: UnarySign
    operand: Syntax
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class Binary:
    sign: BinarySign
    left: Syntax
    right: Syntax
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class Conditional:
    """``test ? then : other``."""

    test: Syntax
    then: Syntax
    other: Syntax
    span: Stretch = field(default=NO_STRETCH, compare=False)


Syntax = (
    NumberText | StringText | BoolText | Ident | Member | Index | Kinds | Call | ListOf
    | Unary | Binary | Conditional
)


def children(node: Syntax) -> tuple[Syntax, ...]:
    """The parts of a node that are syntax themselves, in reading order."""
    match node:
        case Member(of) | Unary(_, of):
            return (of,)
        case Index(left, right) | Binary(_, left, right):
            return (left, right)
        case Call(_, args, of):
            return args if of is None else (of, *args)
        case ListOf(items):
            return items
        case Conditional(test, then, other):
            return (test, then, other)
        case _:
            return ()


def walk(node: Syntax) -> Iterator[Syntax]:
    """The node and everything below it, in reading order."""
    yield node
    for child in children(node):
        yield from walk(child)
