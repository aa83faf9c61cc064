"""What it means: the typed tree that the engines run.

Every name is resolved, every node has a type, and every optional value is guarded, so an engine
needs no error path. A node is missing (``None``) only where its type says ``optional``.
``span`` leads back to the text (``Expression.text``) for explanations.
"""

from __future__ import annotations

import dataclasses
from dataclasses import field
from fractions import Fraction
from typing import Literal

from kaohe.rules.expression.syntax import NO_STRETCH, BinarySign, Stretch, UnarySign
from kaohe.rules.record import record
from kaohe.rules.value import Value

TypeName = Literal[
    "number", "bool", "code", "enum", "date", "instant", "duration", "unit", "leader", "case", "list"
]

HistoryName = Literal["count", "seen", "distinct", "first", "last", "days_since", "workdays_since"]


@record
class Type:
    """A type of the language.

    ``values`` are an enum's values in order; ``count`` a number's unit of count (件, 批, 人次…),
    None for plain numbers; ``of`` a list's element type.
    """

    name: TypeName
    optional: bool = False
    values: tuple[str, ...] = ()
    count: str | None = None
    of: Type | None = None


@record
class Literal_:  # noqa: N801 - `Literal` is taken by typing
    value: Value
    type: Type
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class FieldOf:
    """A field or header of one event.

    ``whose``: ``event`` — the event the expression is evaluated at (inside a history function's
    ``cond``: that earlier event); ``this`` — the position's event seen from inside a ``cond``;
    ``start`` — the event that opened the deadline. Headers are ``id kind at case unit leader
    recorded_at seq matter``; ``day`` of an event is ``Apply("day", (FieldOf(.., "at"),))``. Where there is no event
    ``at`` is the position's instant. ``recorded_at`` is ``at`` where it was not given.
    """

    whose: Literal["event", "this", "start"]
    name: str
    type: Type
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class Fact:
    """``case.<name>``: a fact declared by the vocabulary, seen *with* the position's own event.

    ``whose``: at the position (``position``) or, inside a ``cond``, at that earlier event (each
    ``cond`` is its own context, so always ``position`` of that context).
    """

    name: str
    type: Type
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class Attribute:
    """``of.<name>``: an attribute of a unit or leader, from the roster on the position's day.

    Built-in attributes: unit ``id kind level parent peer_group population title``;
    leader ``id unit level title post``; plus those declared by the vocabulary. ``at_level(x)`` is
    ``Apply("at_level", (of, x))``: the unit itself or its nearest ancestor at that level. What
    offices are sorted by (kind, level, post, title) reads as ``""`` where the roster is silent.
    """

    of: Tree
    name: str
    type: Type
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class Parameter:
    """``param.<name>`` (``key`` None) or ``param.<name>[key]``: the value in force that day.

    Optional when the key may be one that the parameter has no value for.
    """

    name: str
    key: Tree | None
    type: Type
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class Context:
    """``period.from``, ``period.to``, ``as_of`` (dates), ``subject``, ``day`` (in ``days:``)."""

    name: Literal["period.from", "period.to", "as_of", "subject", "day"]
    type: Type
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class InPeriods:
    """``<date> in periods.<name>``: whether a day lies in one of the named list's spans."""

    day: Tree
    name: str
    type: Type
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class Defined:
    """A use of ``define:`` *name*, opened: ``body`` is typed in the context of this use.

    ``text`` is the define's own text, which the spans inside ``body`` lead back to.
    """

    name: str
    body: Tree
    type: Type
    span: Stretch = field(default=NO_STRETCH, compare=False)
    text: str = field(default="", compare=False)


@record
class InState:
    """``states:`` *name* just before the position: the latest begin or end is a begin."""

    name: str
    type: Type
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class Gate:
    """A gate (``item`` None: all its items) or one item, at the event it is named at."""

    name: str
    item: str | None
    type: Type
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class History:
    """A look back over the same stream, strictly before the position (in facts: including it).

    ``function``: ``count``, ``seen``, ``distinct`` (``field`` names the field), ``first`` and
    ``last`` (``field`` is the field or header read; missing when no such event *or that event
    has no such field*), ``days_since``, ``workdays_since`` (since the latest such event).
    ``kinds`` are kind names; ``("any",)`` is every kind of the stream.
    """

    function: HistoryName
    kinds: tuple[str, ...]
    where: Tree | None
    field: str | None
    type: Type
    span: Stretch = dataclasses.field(default=NO_STRETCH, compare=False)


@record
class Due:
    """``due("clause")`` (a date, optional) or ``overdue("clause")`` (bool), as known there."""

    function: Literal["due", "overdue"]
    clause: str
    type: Type
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class Apply:
    """A function or operator of its operands.

    ``name`` is an operator sign (unary minus is ``neg``) or one of ``has default if`` and the
    rows of ``rules.expression.operators``. ``has`` takes one optional operand; ``default`` an
    optional and a value; ``if`` a test and two branches. ``pairs`` is ``f == this.f``: an earlier
    event's field and the looking event's; false where either is missing. Signs and functions of
    a missing operand are missing (their type then says so). ``&& || if default`` look at all they
    need and nothing can fail. ``round`` carries places and mode as literals.
    """

    name: str
    operands: tuple[Tree, ...]
    type: Type
    span: Stretch = field(default=NO_STRETCH, compare=False)


@record
class ListTree:
    items: tuple[Tree, ...]
    type: Type
    span: Stretch = field(default=NO_STRETCH, compare=False)


Tree = (
    Literal_ | FieldOf | Fact | Attribute | Parameter | Context | InPeriods | Defined | InState
    | Gate | History | Due | Apply | ListTree
)


@record
class Expression:
    """A checked expression: its tree, its text as written, and where it stands."""

    tree: Tree
    text: str
    file: str = ""
    line: int = 0
    column: int = 0

    @property
    def type(self) -> Type:
        return self.tree.type


def constant(value: Fraction | bool | str) -> Expression:
    """An expression that is just a value, for keys that a policy leaves out."""
    if isinstance(value, bool):
        return Expression(Literal_(value, Type("bool")), "true" if value else "false")
    if isinstance(value, str):
        return Expression(Literal_(value, Type("code")), value)
    return Expression(Literal_(value, Type("number")), str(value))


__all__ = [
    "Apply", "Attribute", "BinarySign", "Context", "Defined", "Due", "Expression", "Fact",
    "FieldOf", "Gate", "History", "InPeriods", "InState", "ListTree", "Literal_", "Parameter",
    "Tree", "Type", "TypeName", "UnarySign", "constant",
]
