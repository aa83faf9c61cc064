"""What was written: the parse tree of a condition, every node with its stretch of the text.

Nothing is resolved here: ``case.unit`` is a ``Member`` of an ``Ident``. ``span`` is the
half-open stretch (start, end) of offsets in the text; it does not take part in equality, so
``parse(show(x)) == x`` says what it should.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

Stretch = tuple[int, int]
NO_STRETCH: Stretch = (0, 0)

UnarySign = Literal["!", "-"]
BinarySign = Literal["||", "&&", "==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/", "%"]


@dataclass(frozen=True, slots=True)
class NumberText:
    """A number literal; at most 9 places."""

    value: Fraction
    span: Stretch = field(default=NO_STRETCH, compare=False)


@dataclass(frozen=True, slots=True)
class StringText:
    """A quoted literal: a code, an enum value, an id."""

    value: str
    span: Stretch = field(default=NO_STRETCH, compare=False)


@dataclass(frozen=True, slots=True)
class BoolText:
    value: bool
    span: Stretch = field(default=NO_STRETCH, compare=False)


@dataclass(frozen=True, slots=True)
class Ident:
    """A bare name: a field, ``at``, ``subject``, a define, a state, a gate, ``any``."""

    name: str
    span: Stretch = field(default=NO_STRETCH, compare=False)


@dataclass(frozen=True, slots=True)
class Member:
    """``of.name``."""

    of: Syntax
    name: str
    span: Stretch = field(default=NO_STRETCH, compare=False)


@dataclass(frozen=True, slots=True)
class Index:
    """``of[key]``: a parameter by enum value."""

    of: Syntax
    key: Syntax
    span: Stretch = field(default=NO_STRETCH, compare=False)


@dataclass(frozen=True, slots=True)
class Kinds:
    """``closed | reopened``: kinds joined, in the order written."""

    names: tuple[str, ...]
    span: Stretch = field(default=NO_STRETCH, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """``name(args)``, or ``of.name(args)`` when ``of`` is given."""

    name: str
    args: tuple[Syntax, ...]
    of: Syntax | None = None
    span: Stretch = field(default=NO_STRETCH, compare=False)


@dataclass(frozen=True, slots=True)
class ListOf:
    items: tuple[Syntax, ...]
    span: Stretch = field(default=NO_STRETCH, compare=False)


@dataclass(frozen=True, slots=True)
class Unary:
    sign: UnarySign
    operand: Syntax
    span: Stretch = field(default=NO_STRETCH, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    sign: BinarySign
    left: Syntax
    right: Syntax
    span: Stretch = field(default=NO_STRETCH, compare=False)


@dataclass(frozen=True, slots=True)
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
