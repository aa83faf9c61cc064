"""How types meet: literals take the type of what they stand beside; units of count never mix."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from kaohe.rules.expression.frame import Frame, nearest, term
from kaohe.rules.expression.operators import TEXTS
from kaohe.rules.expression.syntax import Stretch
from kaohe.rules.expression.tree import Apply, ListTree, Literal_, Tree, Type


def fitted(tree: Tree, wanted: Type, frame: Frame) -> Tree:
    """``tree`` with its quoted literals read as ``wanted`` (an enum value must be a declared one)."""
    match tree:
        case Literal_(str(value)) if tree.type.name == "code" and wanted.name in TEXTS:
            _declared(tree, value, wanted, frame)
            return replace(tree, type=replace(wanted, optional=False))
        case ListTree() if is_free(tree) and (wanted.of or wanted).name in TEXTS:
            return _fitted_list(tree, wanted.of or wanted, frame)
        case Apply("if", (test, then, other)) if is_free(tree) and wanted.name in TEXTS:
            branches = (test, fitted(then, wanted, frame), fitted(other, wanted, frame))
            return replace(tree, operands=branches, type=replace(wanted, optional=tree.type.optional))
        case _:
            return tree


def _fitted_list(tree: ListTree, of: Type, frame: Frame) -> ListTree:
    items = tuple(fitted(item, of, frame) for item in tree.items)
    return replace(tree, items=items, type=Type("list", of=of))


def is_free(tree: Tree) -> bool:
    """Whether it is only quoted literals, so that its type is still open."""
    match tree:
        case Literal_(str()):
            return tree.type.name == "code"
        case ListTree(items):
            return all(map(is_free, items))
        case Apply("if", (_, then, other)):
            return is_free(then) and is_free(other)
        case _:
            return False


def _declared(tree: Literal_, value: str, wanted: Type, frame: Frame) -> None:
    if wanted.name == "enum" and value not in wanted.values:
        frame.report(
            "unknown-value", tree.span, found=value, values=", ".join(wanted.values),
            **nearest(value, wanted.values),
        )


def paired(left: Tree, right: Tree, frame: Frame) -> tuple[Tree, Tree]:
    """Both, with the literals of one side read as the type of the other."""
    if is_free(right):
        return left, fitted(right, left.type, frame)
    return (fitted(left, right.type.of or right.type, frame) if is_free(left) else left), right


def kin(left: Type, right: Type) -> bool:
    """Whether values of the two types can be equal at all: a plain code is kin to every identifier,
    two enums when they share a value.
    """
    if left.name != right.name:
        return "code" in (left.name, right.name) and {left.name, right.name} <= TEXTS
    if left.name == "enum":
        return bool(set(left.values) & set(right.values))
    return left.name != "list" or left.of is None or right.of is None or kin(left.of, right.of)


def common(left: Tree, right: Tree, span: Stretch, frame: Frame) -> tuple[Tree, Tree, Type] | None:
    """Both sides and their one type (branches of ``?:``, a default, items of a list)."""
    left, right = paired(left, right, frame)
    if not kin(left.type, right.type):
        frame.report("mixed", span, first=term(left.type), second=term(right.type))
        return None
    counted = count_of(left.type, right.type, span, frame)
    optional = left.type.optional or right.type.optional
    return left, right, replace(_wider(left.type, right.type), optional=optional, count=counted)


def _wider(left: Type, right: Type) -> Type:
    if left.name != right.name:
        return left if left.name == "code" else right
    values = tuple(dict.fromkeys((*left.values, *right.values)))
    return replace(left, values=values)


def count_of(left: Type, right: Type, span: Stretch, frame: Frame) -> str | None:
    """The unit of count of a sum or comparison: plain numbers go with any, two units do not mix."""
    if left.count is not None and right.count is not None and left.count != right.count:
        frame.report("counts", span, first=left.count, second=right.count)
    return left.count or right.count


def conforms(tree: Tree, wanted: Type, frame: Frame) -> Tree | None:
    """The whole expression as the type its key asks for; None (reported) when it is another."""
    tree = fitted(tree, wanted, frame) if is_free(tree) else tree
    if not _accepts(wanted, tree.type):
        frame.report("type", tree.span, expected=term(wanted), found=term(tree.type), **_rather(tree, wanted))
        return None
    if wanted.count is not None:
        count_of(wanted, tree.type, tree.span, frame)
    return tree


_TOLD = frozenset({"condition", "number", "unit", "leader", "duration", "date"})
"""Types of which the glossary says how they are come by."""


def _rather(tree: Tree, wanted: Type) -> dict[str, str]:
    """What would stand there: a bare number in a limit is days."""
    told = {"how": f"of {term(wanted)}"} if term(wanted) in _TOLD else {}
    if wanted.name == "duration" and isinstance(tree, Literal_) and isinstance(tree.value, Fraction) and tree.value.denominator == 1:
        return {**told, "near": f"{tree.value}d", "working": f"{tree.value}wd"}
    return told


def _accepts(wanted: Type, found: Type) -> bool:
    if wanted.name == "code":
        return found.name in TEXTS
    if wanted.name == "list" and found.name == "list" and wanted.of is not None and found.of is not None:
        return _accepts(wanted.of, found.of)
    return wanted.name == found.name and (wanted.name != "enum" or kin(wanted, found))
