"""Questions about a typed tree: what it reads and what it asks of the past.

Pure functions for whoever checks, runs or explains conditions; defines are opened everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kaohe.rules.expression.tree import (
    Apply,
    Attribute,
    Defined,
    Due,
    Fact,
    FieldOf,
    Gate,
    History,
    InPeriods,
    InState,
    ListTree,
    Parameter,
    Tree,
)


def parts(tree: Tree) -> tuple[Tree, ...]:
    """The parts of a node that are trees themselves, in reading order."""
    match tree:
        case Apply():
            return tree.operands
        case ListTree():
            return tree.items
        case Attribute():
            return (tree.of,)
        case Defined():
            return (tree.body,)
        case InPeriods():
            return (tree.day,)
        case Parameter():
            return () if tree.key is None else (tree.key,)
        case History():
            return () if tree.where is None else (tree.where,)
        case _:
            return ()


def parts_here(tree: Tree) -> tuple[Tree, ...]:
    """Those of a node's parts that are evaluated at the same position as the node."""
    return () if isinstance(tree, History) else parts(tree)


def walk(tree: Tree) -> Iterator[Tree]:
    """The tree and everything in it, conditions of history functions included, in reading order."""
    yield tree
    for part in parts(tree):
        yield from walk(part)


# --- what is read -------------------------------------------------------------------------------


def kinds_read(tree: Tree) -> frozenset[str]:
    """Kinds whose events the expression looks back for; ``any`` stands for every kind."""
    return frozenset(kind for node in walk(tree) if isinstance(node, History) for kind in node.kinds)


def parameters_read(tree: Tree) -> frozenset[str]:
    return frozenset(node.name for node in walk(tree) if isinstance(node, Parameter))


def facts_read(tree: Tree) -> frozenset[str]:
    return frozenset(node.name for node in walk(tree) if isinstance(node, Fact))


def states_read(tree: Tree) -> frozenset[str]:
    return frozenset(node.name for node in walk(tree) if isinstance(node, InState))


def gates_read(tree: Tree) -> frozenset[str]:
    return frozenset(node.name for node in walk(tree) if isinstance(node, Gate))


def deadlines_read(tree: Tree) -> frozenset[str]:
    """Ids of the deadlines asked about by ``due`` and ``overdue``."""
    return frozenset(node.clause for node in walk(tree) if isinstance(node, Due))


def fields_read(
    tree: Tree, at: tuple[str, ...] = (), start: tuple[str, ...] = (), this: tuple[str, ...] = ()
) -> frozenset[tuple[str, str]]:
    """(kind, field) pairs read by an expression at an event of kinds ``at``.

    ``start`` are the kinds that opened the deadline. Fields of earlier events count at their own
    kinds; headers are fields here.
    """
    own = frozenset((kind, name) for kind, name in _own_fields(tree, {"event": at, "start": start, "this": this}))
    if isinstance(tree, History):
        inner = () if tree.where is None else (fields_read(tree.where, tree.kinds, (), at),)
        return own.union(*inner)
    return own.union(*(fields_read(part, at, start, this) for part in parts(tree)))


def _own_fields(tree: Tree, kinds: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    match tree:
        case FieldOf():
            yield from ((kind, tree.name) for kind in kinds[tree.whose])
        case History() if tree.field is not None:
            yield from ((kind, tree.field) for kind in tree.kinds)


def history_calls(tree: Tree) -> Iterator[History | InState]:
    """What the expression asks of the past, in reading order, taken branches or not (P17).

    The conditions inside are not entered: an event is cited for the call that found it.
    """
    if isinstance(tree, (History, InState)):
        yield tree
        return
    for part in parts(tree):
        yield from history_calls(part)


# --- conditions ---------------------------------------------------------------------------------


def conjuncts(tree: Tree, *, opened: bool = True) -> tuple[Tree, ...]:
    """``a && b && c`` as (a, b, c): each must hold. ``opened=False`` keeps defines whole, as the
    reader of the policy knows them by name.
    """
    return tuple(_joined(tree, "&&", opened=opened))


def disjuncts(tree: Tree, *, opened: bool = True) -> tuple[Tree, ...]:
    """``a || b || c`` as (a, b, c): one must hold."""
    return tuple(_joined(tree, "||", opened=opened))


def _joined(tree: Tree, sign: str, *, opened: bool) -> Iterator[Tree]:
    match tree:
        case Apply(name, operands) if name == sign:
            for operand in operands:
                yield from _joined(operand, sign, opened=opened)
        case Defined() if opened:
            yield from _joined(tree.body, sign, opened=opened)
        case _:
            yield tree
