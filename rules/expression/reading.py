"""Questions about a typed tree: what it reads, what it asks of the past, which sign it has.

Pure functions; defines are opened everywhere. Used by the checker (reach, volume, signs), by the
engines (because-events) and by ``why``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

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
    Literal_,
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


# --- signs --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Signs:
    """Which signs (-1, 0, 1) a number can have. ``certain``: each of them from values written out;
    otherwise some part (a field, a parameter of unknown value) may have any sign.
    """

    possible: frozenset[int]
    certain: bool = True

    def within(self, *allowed: int) -> bool:
        return self.possible <= frozenset(allowed)


_ANY = Signs(frozenset({-1, 0, 1}), certain=False)
_COUNT = Signs(frozenset({0, 1}))
_COUNTS = frozenset({"size", "year", "month", "weekday", "hour"})


def signs(tree: Tree, parameters: Mapping[str, frozenset[int]] | None = None) -> Signs:
    """The signs the value of ``tree`` can have; ``parameters`` gives those of parameters, if known."""
    known = parameters or {}
    match tree:
        case Literal_(value):
            return Signs(frozenset({_sign(value)})) if isinstance(value, Fraction) else _ANY
        case Defined():
            return signs(tree.body, known)
        case Parameter():
            return Signs(known[tree.name]) if tree.name in known else _ANY
        case History():
            return _COUNT if tree.function in ("count", "distinct") else _ANY
        case Apply():
            return _applied(tree, known)
        case _:
            return _ANY


def _sign(value: Fraction | int) -> int:
    return (value > 0) - (value < 0)


def _applied(tree: Apply, known: Mapping[str, frozenset[int]]) -> Signs:
    if tree.name in _COUNTS:
        return _COUNT
    operands = tree.operands[1:] if tree.name == "if" else tree.operands
    operands = operands[:1] if tree.name == "round" else operands
    each = [signs(operand, known) for operand in operands]
    certain = all(one.certain for one in each)
    possible = [one.possible for one in each]
    if tree.name in ("if", "default"):
        return Signs(frozenset().union(*possible), certain)
    if len(possible) == 1 and tree.name in _ONE:
        result = frozenset(sign for one in possible[0] for sign in _ONE[tree.name][one])
    elif tree.name in _TWO:
        result = _folded(tree.name, possible)
    else:
        return _ANY
    # More signs than any operand has: the sizes decide, and nobody has looked at them.
    return Signs(result, certain and len(result) <= max(map(len, possible)))


def _folded(name: str, possible: list[frozenset[int]]) -> frozenset[int]:
    result = possible[0]
    for other in possible[1:]:
        result = frozenset(sign for a in result for b in other for sign in _TWO[name](a, b))
    return result


_ONE: Mapping[str, Mapping[int, tuple[int, ...]]] = {
    "neg": {-1: (1,), 0: (0,), 1: (-1,)},
    "abs": {-1: (1,), 0: (0,), 1: (1,)},
    "floor": {-1: (-1,), 0: (0,), 1: (0, 1)},
    "ceil": {-1: (-1, 0), 0: (0,), 1: (1,)},
    "round": {-1: (-1, 0), 0: (0,), 1: (0, 1)},
}


def _sum(a: int, b: int) -> tuple[int, ...]:
    return (a or b,) if a * b >= 0 else (-1, 0, 1)


_TWO: Mapping[str, Callable[[int, int], tuple[int, ...]]] = {
    "+": _sum,
    "-": lambda a, b: _sum(a, -b),
    "*": lambda a, b: (a * b,),
    "/": lambda a, b: (a * b,) if b else (),
    "%": lambda a, b: (a, 0) if b else (),
    "min": lambda a, b: (min(a, b),),
    "max": lambda a, b: (max(a, b),),
}
