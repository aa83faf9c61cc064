"""Looking back: ``count(kinds, cond)``, ``last(kinds, cond).f``, ``due("id")``, and ``this``.

A condition inside a history function is read at each earlier event, in that event's own context
(P1). There ``this.f`` is a field of the event that looks back; it stands only in ``f == this.f``
and ``day(at) >= day(this.at) - n`` (P14), and only as a conjunct, so that pairs stay pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from kaohe.rules.expression.fit import kin
from kaohe.rules.expression.frame import NOTHING, Frame, term
from kaohe.rules.expression.operators import NAMED
from kaohe.rules.expression.scope import BOOL, DATE, INSTANT, NUMBER, Disagreement, field_names, field_type
from kaohe.rules.expression.syntax import (
    Binary,
    Call,
    Ident,
    Kinds,
    Member,
    NumberText,
    Stretch,
    StringText,
    Syntax,
    children,
)
from kaohe.rules.expression.tree import Apply, Due, FieldOf, History, HistoryName, Literal_, Tree, Type

LOOKING_BACK = frozenset({"count", "seen", "distinct", "first", "last", "days_since", "workdays_since"})
_SINCE = frozenset({"days_since", "workdays_since"})


# --- functions over earlier events --------------------------------------------------------------


def read_history(call: Call, frame: Frame) -> Tree | None:
    """``count seen distinct days_since workdays_since``; ``first`` and ``last`` need a field."""
    if call.name in ("first", "last"):
        frame.report("no-field", call.span, found=call.name)
        return None
    kinds = _kinds_of(call, frame)
    if kinds is None:
        return None
    if call.name == "distinct":
        return _distinct(call, kinds, frame)
    where, fine = _condition(call, kinds, frame)
    if not fine:
        return None
    return _history(call, kinds, where, None, _plain_type(call, kinds, where, frame))


def _history(call: Call, kinds: tuple[str, ...], where: Tree | None, field: str | None, type_: Type) -> History:
    return History(cast(HistoryName, call.name), kinds, where, field, type_, call.span)


def _plain_type(call: Call, kinds: tuple[str, ...], where: Tree | None, frame: Frame) -> Type:
    if call.name == "seen":
        return BOOL
    surely = where is None and frame.scope.opens(kinds)
    return Type("number", optional=call.name in _SINCE and not surely)


def _distinct(call: Call, kinds: tuple[str, ...], frame: Frame) -> Tree | None:
    match call.args[1:]:
        case (Ident(name) as field,):
            found = _field(kinds, name, field.span, frame)
            return None if found is None else _history(call, kinds, None, name, NUMBER)
        case (other,):
            frame.report("field-expected", other.span)
        case _:
            report_arguments(call, frame)
    return None


def read_field_of(call: Call, name: str, span: Stretch, frame: Frame) -> Tree | None:
    """``first(kinds, cond).f`` and ``last(…).f``: missing when no such event or that event has no f."""
    kinds = _kinds_of(call, frame)
    if kinds is None:
        return None
    where, fine = _condition(call, kinds, frame)
    type_ = _field(kinds, name, span, frame)
    if type_ is None or not fine:
        return None
    surely = where is None and frame.scope.opens(kinds)
    tree = _history(call, kinds, where, name, replace(type_, optional=type_.optional or not surely))
    return replace(tree, span=span)


def _field(kinds: tuple[str, ...], name: str, span: Stretch, frame: Frame) -> Type | None:
    scope = frame.scope
    expanded = scope.expanded(kinds)
    found = field_type(scope, expanded, name)
    if found is None:
        names = field_names(scope, expanded)
        frame.unknown("unknown-field", frame.last(name, span), name, names, kinds=" | ".join(kinds))
    elif isinstance(found, Disagreement):
        frame.report("fields-differ", frame.last(name, span), found=name, first=found.first, second=found.second)
    return found if isinstance(found, Type) else None


def _condition(call: Call, kinds: tuple[str, ...], frame: Frame) -> tuple[Tree | None, bool]:
    """The typed ``cond`` (None: there is none) and whether all is well with it."""
    if len(call.args) > 2:
        report_arguments(call, frame)
        return None, False
    if len(call.args) == 1:
        return None, True
    inner = replace(
        frame, scope=frame.scope.inside(kinds), guards=NOTHING, lenient=False, around=None, conjunct=True
    )
    tree = inner.read(call.args[1])
    if tree is not None and tree.type.name != "bool":
        frame.report("type", call.args[1].span, expected=term(BOOL), found=term(tree.type))
        return None, False
    return tree, tree is not None


# --- kinds --------------------------------------------------------------------------------------


def read_kinds(syntax: Kinds, frame: Frame) -> Tree | None:
    """Kinds are no value: they stand first in a history function."""
    frame.report("kinds-here", syntax.span, found=" | ".join(syntax.names))
    return None


def _kinds_of(call: Call, frame: Frame) -> tuple[str, ...] | None:
    """The kinds a history function looks for; None (reported) when it names none or unknown ones."""
    match call.args:
        case (Ident("any"), *_):
            return ("any",)
        case (Ident(name) as only, *_):
            return (name,) if _is_kind(name, only.span, frame) else None
        case (Kinds(names) as joined, *_):
            spans = _spans(joined, frame.text)
            fine = [_is_kind(name, span, frame) for name, span in zip(names, spans, strict=True)]
            return names if all(fine) else None
        case (other, *_):
            frame.report("kind-expected", other.span, found=call.name)
        case _:
            report_arguments(call, frame)
    return None


def _spans(joined: Kinds, text: str) -> list[Stretch]:
    start, end = joined.span
    return [(start + word.start(), start + word.end()) for word in re.finditer(r"\w+", text[start:end])]


def _is_kind(name: str, span: Stretch, frame: Frame) -> bool:
    scope = frame.scope
    kind = scope.vocabulary.kinds.get(name)
    if kind is None:
        frame.unknown("unknown-kind", span, name, scope.stream_kinds())
    elif scope.stream not in kind.about:
        frame.report("kind-elsewhere", span, found=name, stream=term(scope.stream))
    return kind is not None and scope.stream in kind.about


# --- deadlines ----------------------------------------------------------------------------------


def read_due(call: Call, frame: Frame) -> Tree | None:
    """``due("id")``, ``overdue("id")``: the newest instance of a deadline, as known there (P4)."""
    match call.args:
        case (StringText(clause) as only,):
            if clause not in frame.scope.deadlines:
                frame.unknown("unknown-deadline", only.span, clause, frame.scope.deadlines)
                return None
            if call.name == "due":
                return Due("due", clause, Type("date", optional=True), call.span)
            return Due("overdue", clause, BOOL, call.span)
        case (other,):
            frame.report("literal", other.span, found=call.name, expected="a deadline id in quotes")
        case _:
            report_arguments(call, frame)
    return None


# --- this ---------------------------------------------------------------------------------------


def speaks_of_this(syntax: Syntax) -> bool:
    """Whether ``this.f`` stands in it, for this position (not for one further inside)."""
    match syntax:
        case Member(Ident("this")):
            return True
        case Call(name) if name in LOOKING_BACK:
            return False
        case _:
            return any(map(speaks_of_this, children(syntax)))


def read_pairing(syntax: Binary, frame: Frame) -> Tree | None:
    """``f == this.f`` and ``day(at) >= day(this.at) - n``, the only forms ``this`` has."""
    if frame.scope.this is None:
        frame.report("no-this", syntax.span, found=next(_named(syntax)))
        return None
    match syntax:
        case Binary("==", Ident(name), Member(Ident("this"), other)) if name == other and frame.conjunct:
            return _pair(name, syntax.span, frame)
        case Binary("==", Member(Ident("this"), other), Ident(name)) if name == other and frame.conjunct:
            return _pair(name, syntax.span, frame)
        case Binary(">=", left, right) if left == _DAY and frame.conjunct:
            return _window(right, syntax.span, frame)
    frame.report("this-form", syntax.span, found=next(_named(syntax)))
    return None


def _named(syntax: Syntax) -> Iterator[str]:
    match syntax:
        case Member(Ident("this"), name):
            yield f"this.{name}"
        case _:
            for child in children(syntax):
                yield from _named(child)


def _pair(name: str, span: Stretch, frame: Frame) -> Tree | None:
    """A missing field pairs with nothing, so neither side needs a guard."""
    here = _field(frame.scope.kinds or (), name, span, frame)
    there = _field(frame.scope.this or (), name, span, frame)
    if here is None or there is None:
        return None
    if not kin(here, there):
        frame.report("mixed", span, first=term(here), second=term(there))
        return None
    return Apply("pairs", (FieldOf("event", name, here, span), FieldOf("this", name, there, span)), BOOL, span)


_AT = Ident("at")
_DAY = Call("day", (_AT,))
_THIS_DAY = Call("day", (Member(Ident("this"), "at"),))


def _window(right: Syntax, span: Stretch, frame: Frame) -> Tree | None:
    """The earlier event at most n days before; n is a whole number written out."""
    match right:
        case Call() if right == _THIS_DAY:
            back: Tree = _day_of("this", right.span)
        case Binary("-", left, NumberText(days)) if left == _THIS_DAY and days.denominator == 1:
            number = Literal_(days, NUMBER, right.span)
            back = Apply("-", (_day_of("this", right.span), number), DATE, right.span)
        case _:
            frame.report("this-form", span, found="this.at")
            return None
    return Apply(">=", (_day_of("event", span), back), BOOL, span)


def _day_of(whose: str, span: Stretch) -> Tree:
    at = FieldOf("this" if whose == "this" else "event", "at", INSTANT, span)
    return Apply("day", (at,), DATE, span)


# --- arguments ----------------------------------------------------------------------------------


def report_arguments(call: Call, frame: Frame) -> None:
    """The wrong number of arguments, with an example of the right one."""
    frame.report(
        "arguments", call.span, found=call.name, number=len(call.args), example=NAMED[call.name].rows[-1].example
    )
