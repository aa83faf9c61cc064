"""Which optional values a condition guarantees: ``has(e) && B``, ``!has(e) || B``, ``has(e) ? B : C``.

A guard is the syntax of ``e``; it holds for ``e`` repeated literally, at the same position (P10).
Comparisons of a value with quoted codes are kept too: they narrow an enum (``narrowed``).
"""

from __future__ import annotations

from kaohe.rules.expression.frame import NOTHING, Guards
from kaohe.rules.expression.parse import parse
from kaohe.rules.expression.scope import Scope
from kaohe.rules.expression.syntax import Binary, Call, Ident, ListOf, StringText, Syntax, Unary


def guards_of(text: str | None, scope: Scope) -> tuple[Syntax, ...]:
    """What is known to be there wherever the condition ``text`` held (None: nothing).

    For ``guards=`` of ``typed``: what ``where`` guards is guarded in ``hit``, ``value``, ``by``.
    """
    syntax = parse(text)[0] if text is not None else None
    return () if syntax is None else tuple(sorted(when(syntax, scope, holds=True), key=repr))


def when(syntax: Syntax, scope: Scope, *, holds: bool, trail: tuple[str, ...] = ()) -> Guards:
    """What is there when ``syntax`` holds (or, ``holds=False``, when it does not)."""
    match syntax:
        case Call("has", (inner,), None):
            return frozenset({inner}) if holds else NOTHING
        case Unary("!", inner):
            return when(inner, scope, holds=not holds, trail=trail)
        case Binary("&&" | "||" as sign, left, right):
            both = [when(side, scope, holds=holds, trail=trail) for side in (left, right)]
            return both[0] | both[1] if (sign == "&&") == holds else both[0] & both[1]
        case Ident(name) if name in scope.defines and name not in trail:
            return when(scope.defines[name].syntax, scope, holds=holds, trail=(*trail, name))
        case Binary("==", _, StringText()) | Binary("in", _, ListOf()) if holds:
            return frozenset({syntax})
        case _:
            return NOTHING


def narrowed(syntax: Syntax, values: tuple[str, ...], guards: Guards) -> tuple[str, ...]:
    """Which of an enum's ``values`` are left for ``syntax`` where the guards hold."""
    for guard in guards:
        match guard:
            case Binary("==", left, StringText(value)) if left == syntax:
                values = tuple(each for each in values if each == value)
            case Binary("in", left, ListOf(items)) if left == syntax:
                listed = {item.value for item in items if isinstance(item, StringText)}
                values = tuple(each for each in values if each in listed or len(listed) < len(items))
    return values
