"""Text → typed tree: every name resolved, every type told, every missing value guarded.

    typed('count(repeat_petition) >= 2 && !resolved', scope, BOOL)

Nothing runs here. What one expression gets wrong is reported together, each thing where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from kaohe.rules.expression.calls import read_call
from kaohe.rules.expression.fit import common, conforms, count_of, kin, paired
from kaohe.rules.expression.frame import Frame, term
from kaohe.rules.expression.guard import when
from kaohe.rules.expression.history import read_kinds, read_pairing, speaks_of_this
from kaohe.rules.expression.names import read_ident, read_index, read_member
from kaohe.rules.expression.operators import TEXTS, result_of
from kaohe.rules.expression.parse import parse
from kaohe.rules.expression.scope import BOOL, CODE, NUMBER, Scope
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
from kaohe.rules.expression.tree import Apply, Expression, InPeriods, ListTree, Literal_, Tree, Type
from kaohe.rules.expression.unlike import unlike
from kaohe.rules.place import place_of
from kaohe.rules.problem import Problem


def typed(
    text: str,
    scope: Scope,
    expected: Type | None,
    *,
    optional_ok: bool = False,
    guards: Iterable[Syntax] = (),
) -> tuple[Expression | None, tuple[Problem, ...]]:
    """The checked expression, or None and what is wrong with it; warnings may come with either.

    ``text`` may be ``Located``. ``expected`` None: any type will do. ``optional_ok``: the key copes
    with a missing value (``accountable``, ``by``). ``guards``: what an earlier condition at the same
    position guarantees (``guards_of``).
    """
    syntax, problems = parse(text)
    if syntax is None:
        return None, problems
    frame = Frame(scope, text, READERS, guards=frozenset(guards), lenient=optional_ok)
    tree = frame.read(syntax)
    if tree is not None and expected is not None:
        tree = conforms(tree, expected, frame)
    found = tuple(dict.fromkeys(frame.problems))
    if tree is None or any(each.severity == "problem" for each in found):
        return None, found
    place = place_of(text)
    return Expression(tree, str(text), place.file, place.line, place.column), found


# --- literals -----------------------------------------------------------------------------------


def _number(syntax: NumberText, _: Frame) -> Tree:
    return Literal_(syntax.value, NUMBER, syntax.span)


def _string(syntax: StringText, _: Frame) -> Tree:
    return Literal_(syntax.value, CODE, syntax.span)


def _truth(syntax: BoolText, _: Frame) -> Tree:
    return Literal_(syntax.value, BOOL, syntax.span)


def _list(syntax: ListOf, frame: Frame) -> Tree | None:
    items = [frame.strict().read(item) for item in syntax.items]
    if not items:
        frame.report("empty-list", syntax.span)
    trees = [item for item in items if item is not None]
    if not trees or len(trees) < len(items):
        return None
    # The first item that is no bare literal decides the type of the others.
    first, type_ = trees[0], trees[0].type
    for item in trees[1:]:
        agreed = common(first, item, syntax.span, frame)
        if agreed is None:
            return None
        first, type_ = agreed[0], agreed[2]
    return ListTree(tuple(paired(first, item, frame)[1] for item in trees), Type("list", of=type_), syntax.span)


# --- signs --------------------------------------------------------------------------------------


def _unary(syntax: Unary, frame: Frame) -> Tree | None:
    operand = (frame.strict() if syntax.sign == "!" else frame.plain()).read(syntax.operand)
    if operand is None:
        return None
    if syntax.sign == "!":
        return Apply("!", (operand,), BOOL, syntax.span) if _is_condition(operand, syntax.operand, frame) else None
    if operand.type.name != "number":
        return unlike("-", (operand.type,), syntax.span, frame)
    return Apply("neg", (operand,), operand.type, syntax.span)


def _is_condition(tree: Tree, syntax: Syntax, frame: Frame) -> bool:
    if tree.type.name != "bool":
        frame.report("type", syntax.span, expected=term(BOOL), found=term(tree.type))
    return tree.type.name == "bool"


def _binary(syntax: Binary, frame: Frame) -> Tree | None:
    if syntax.sign in ("&&", "||"):
        return _junction(syntax, frame)
    if speaks_of_this(syntax):
        return read_pairing(syntax, frame)
    if syntax.sign in _COMPARISONS:
        return _comparison(syntax, frame)
    left, right = frame.plain().read(syntax.left), frame.plain().read(syntax.right)
    return None if left is None or right is None else _arithmetic(syntax, left, right, frame)


def _junction(syntax: Binary, frame: Frame) -> Tree | None:
    inner = frame.strict() if syntax.sign == "||" or not frame.conjunct else frame
    left = inner.read(syntax.left)
    known = when(syntax.left, frame.scope, holds=syntax.sign == "&&")
    right = inner.knowing(known).read(syntax.right)
    if left is None or right is None:
        return None
    sides = [_is_condition(left, syntax.left, frame), _is_condition(right, syntax.right, frame)]
    return Apply(syntax.sign, (left, right), BOOL, syntax.span) if all(sides) else None


_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})


def _comparison(syntax: Binary, frame: Frame) -> Tree | None:
    inner = frame.strict(around=syntax)
    left = inner.read(syntax.left)
    match syntax.right:
        case Member(Ident("periods"), name):
            return None if left is None else _in_periods(syntax, left, name, frame)
    right = inner.read(syntax.right)
    if left is None or right is None:
        return None
    left, right = paired(left, right, frame)
    names = (left.type.name, right.type.name)
    if result_of(syntax.sign, names) is None or not _comparable(syntax.sign, left.type, right.type):
        return unlike(syntax.sign, (left.type, right.type), syntax.span, frame)
    count_of(left.type, right.type, syntax.span, frame)
    return Apply(syntax.sign, (left, right), BOOL, syntax.span)


def _comparable(sign: str, left: Type, right: Type) -> bool:
    if sign == "in":
        return right.of is not None and kin(left, right.of)
    return left.name not in TEXTS or kin(left, right)


def _in_periods(syntax: Binary, day: Tree, name: str, frame: Frame) -> Tree | None:
    if syntax.sign != "in":
        frame.report("bare-word", syntax.right.span, found=f"periods.{name}", right=f"<date> in periods.{name}")
        return None
    if name not in frame.scope.periods:
        frame.unknown("unknown-periods", frame.last(name, syntax.right.span), name, frame.scope.periods)
        return None
    if day.type.name != "date":
        return unlike("in", (day.type, "periods"), syntax.span, frame)
    return InPeriods(day, name, BOOL, syntax.span)


def _arithmetic(syntax: Binary, left: Tree, right: Tree, frame: Frame) -> Tree | None:
    sign = syntax.sign
    result = result_of(sign, (left.type.name, right.type.name))
    if result is None:
        return unlike(sign, (left.type, right.type), syntax.span, frame)
    missing = result.endswith("?") and not _never_zero(right)
    optional = missing or left.type.optional or right.type.optional
    if result == "date":
        return Apply(sign, (left, right), Type("date", optional), syntax.span)
    count = None if left.type.name == "date" else _COUNTS[sign](left.type, right.type, syntax, frame)
    return Apply(sign, (left, right), Type("number", optional, count=count), syntax.span)


def _never_zero(divisor: Tree) -> bool:
    match divisor:
        case Literal_(value):
            return value != 0
        case Apply("neg", (inner,)):
            return _never_zero(inner)
        case _:
            return False


def _sum_count(left: Type, right: Type, syntax: Binary, frame: Frame) -> str | None:
    return count_of(left, right, syntax.span, frame)


def _product_count(left: Type, right: Type, *_: object) -> str | None:
    return None if left.count and right.count else left.count or right.count


def _quotient_count(left: Type, right: Type, *_: object) -> str | None:
    return left.count if right.count is None else None


_COUNTS: Mapping[str, Callable[[Type, Type, Binary, Frame], str | None]] = {
    "+": _sum_count, "-": _sum_count, "*": _product_count, "/": _quotient_count, "%": _sum_count,
}


def _conditional(syntax: Conditional, frame: Frame) -> Tree | None:
    test = frame.strict().read(syntax.test)
    branch = frame.plain()
    then = branch.knowing(when(syntax.test, frame.scope, holds=True)).read(syntax.then)
    other = branch.knowing(when(syntax.test, frame.scope, holds=False)).read(syntax.other)
    if test is None or not _is_condition(test, syntax.test, frame) or then is None or other is None:
        return None
    agreed = common(then, other, syntax.span, frame)
    return None if agreed is None else Apply("if", (test, *agreed[:2]), agreed[2], syntax.span)


READERS: Mapping[type, Callable[..., Tree | None]] = {
    NumberText: _number, StringText: _string, BoolText: _truth, ListOf: _list, Unary: _unary,
    Binary: _binary, Conditional: _conditional, Ident: read_ident, Member: read_member,
    Index: read_index, Kinds: read_kinds, Call: read_call,
}
