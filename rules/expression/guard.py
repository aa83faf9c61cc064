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


def when(syntax: Syntax, scope: Scope, *, holds: bool) -> Guards:
    """What is there when ``syntax`` holds (or, ``holds=False``, when it does not)."""
    return _when(syntax, scope, holds, {})


Known = dict[tuple[str, bool], Guards]
"""What defines guarantee, each looked into once (and not at all while it is being looked into)."""


def _when(syntax: Syntax, scope: Scope, holds: bool, known: Known) -> Guards:
    match syntax:
        case Call("has", (inner,), None):
            return frozenset({inner}) if holds else NOTHING
        case Unary("!", inner):
            return _when(inner, scope, not holds, known)
        case Binary("&&" | "||" as sign, left, right):
            both = [_when(side, scope, holds, known) for side in (left, right)]
            return both[0] | both[1] if (sign == "&&") == holds else both[0] & both[1]
        case Ident(name) if name in scope.defines:
            return _of_define(name, scope, holds, known)
        case Binary("==", _, StringText()) | Binary("in", _, ListOf()) if holds:
            return frozenset({syntax})
        case _:
            return NOTHING


def _of_define(name: str, scope: Scope, holds: bool, known: Known) -> Guards:
    if (name, holds) not in known:
        known[name, holds] = NOTHING
        known[name, holds] = _when(scope.defines[name].syntax, scope, holds, known)
    return known[name, holds]


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
