"""What a clause is worth: one sign, at most three decimals, and where its numbers come from (P8, §9)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kaohe.rules.check.bounds import bounds
from kaohe.rules.check.formed import Formed, Worth, check_places
from kaohe.rules.check.ground import Ground
from kaohe.rules.check.spot import Spot
from kaohe.rules.check.walk import tree_nodes
from kaohe.rules.document.policy import ClauseShape
from kaohe.rules.expression.tree import Apply, Attribute, Fact, FieldOf, History, Literal_, Parameter, Tree
from kaohe.rules.policy import PrintRound
from kaohe.rules.value import plain

FINEST = 3
"""Decimal places of points (engine notes 3.9)."""
_EXACT = frozenset({"neg", "+", "-", "if", "min", "max", "abs", "default", "has", "&&", "||", "!",
                    "==", "!=", "<", "<=", ">", ">=", "in"})
"""Operators that give no more decimals than they are given."""


def check_points(shape: ClauseShape, formed: Formed, spot: Spot, ground: Ground) -> None:
    for worth in formed.worths:
        _check_sign(worth, shape.kind, ground)
        _check_places(worth, ground)
    if shape.round is not None:
        check_places(shape.round.places, FINEST, spot / "round" / "places", ground)
    scoring = shape.kind not in {"monitored", "veto"}
    if scoring and shape.points_from is None and _has_numbers(shape, formed):
        ground.findings.refuse("clause.no-points-from", spot.place_of(shape.id), id=shape.id)


def _check_sign(worth: Worth, kind: str, ground: Ground) -> None:
    """A deduction never gives, a bonus never takes; what the text cannot tell is watched at run time."""
    reach = bounds(worth.value.tree, ground.parameters)
    if reach.low == reach.high == 0:
        ground.findings.doubt("clause.worth-nothing", worth.place)
    elif kind == "deduction" and reach.high is not None and reach.high > 0:
        ground.findings.refuse("clause.wrong-sign", worth.place, kind=kind, points=plain(reach.high))
    elif kind == "bonus" and reach.low is not None and reach.low < 0:
        ground.findings.refuse("clause.wrong-sign", worth.place, kind=kind, points=plain(reach.low))


def _check_places(worth: Worth, ground: Ground) -> None:
    fine = [number for number in _numbers(worth.value.tree, ground) if (number * 10**FINEST).denominator != 1]
    if fine:
        ground.findings.refuse("clause.points-too-fine", worth.place, found=plain(fine[0]))


def _numbers(tree: Tree, ground: Ground) -> Iterator[Fraction]:
    """Numbers that become points: literals and parameters outside conditions and history."""
    match tree:
        case Literal_(Fraction() as value):
            yield value
        case Parameter(name):
            yield from _parameter_numbers(name, ground)
        case Apply("if", (_, then, other)):
            yield from _numbers(then, ground)
            yield from _numbers(other, ground)
        case Apply("neg" | "+" | "-" | "min" | "max" | "default", operands):
            for operand in operands:
                yield from _numbers(operand, ground)
        case _:
            return


def _parameter_numbers(name: str, ground: Ground) -> Iterator[Fraction]:
    for _, value in ground.parameters[name].values:
        for one in value.values() if isinstance(value, dict) else (value,):
            if isinstance(one, Fraction):
                yield one


def _has_numbers(shape: ClauseShape, formed: Formed) -> bool:
    """Whether the clause itself states points; those of parameters say there where they come from."""
    if shape.score is not None:
        return True
    return any(
        isinstance(node, Literal_) and isinstance(node.value, Fraction)
        for worth in formed.worths for node in tree_nodes(worth.value.tree)
    )


def points_round(shape: ClauseShape, formed: Formed, ground: Ground) -> PrintRound | None:
    """How computed points are rounded before they are shared: as written, else to the policy's places.

    None when the points are literals and parameters, which are exact as they stand.
    """
    if shape.round is not None:
        return PrintRound(shape.round.places, shape.round.mode)
    trees = [worth.value.tree for worth in formed.worths]
    if not any(_computed(tree) for tree in trees):
        return None
    finest = max((_decimals(number) for tree in trees for number in _numbers(tree, ground)), default=0)
    return PrintRound(min(max(ground.places, finest), FINEST), ground.rounding)


def _computed(tree: Tree) -> bool:
    return any(
        (isinstance(node, Apply) and node.name not in _EXACT and node.type.name == "number")
        or (isinstance(node, FieldOf | Fact | Attribute | History) and node.type.name == "number")
        for node in tree_nodes(tree)
    )


def _decimals(number: Fraction) -> int:
    return next((places for places in range(FINEST) if (number * 10**places).denominator == 1), FINEST)
