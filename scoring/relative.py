"""Score shapes that compare peers: places, a share of the best, between worst and best (P13, P36).

Each takes the exact values of one peer group and gives each member's exact points. Members without a
value (under their minimum) are not handed in: they are not ranked and count for nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from kaohe.rules.policy import MinMax, Rank, Shape, ShareOfBest


def peers_points(shape: Shape, values: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The exact points of each member of one peer group."""
    match shape:
        case Rank():
            return _ranked(shape, values)
        case ShareOfBest():
            return {who: _share_of_best(shape, value, values) for who, value in values.items()}
        case MinMax():
            return {who: _min_max(shape, value, values) for who, value in values.items()}
    raise AssertionError(f"{type(shape).__name__} compares nobody")


def _ranked(shape: Rank, values: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Points by place. Equals share the best place of theirs, or the mean of all of theirs."""
    points: dict[str, Fraction] = {}
    first = 1
    for tied in _in_order(values, shape.best):
        places = range(first, first + len(tied))
        worth = [_place(shape, place, len(values)) for place in places]
        points |= dict.fromkeys(tied, worth[0] if shape.ties == "best" else _mean(worth))
        first += len(tied)
    return points


def _in_order(values: Mapping[str, Fraction], best: str) -> list[list[str]]:
    """Who stands where, equals together, the best first."""
    by_value: dict[Fraction, list[str]] = {}
    for who, value in values.items():
        by_value.setdefault(value, []).append(who)
    return [by_value[value] for value in sorted(by_value, reverse=best == "highest")]


def _place(shape: Rank, place: int, of: int) -> Fraction:
    """What a place is worth, counted from the top and from the bottom: a lone first is also last."""
    nothing = Fraction(0)
    return shape.places.get(place, nothing) + shape.places.get(place - of - 1, nothing)


def _mean(worth: Sequence[Fraction]) -> Fraction:
    return sum(worth, Fraction(0)) / len(worth)


def _share_of_best(shape: ShareOfBest, value: Fraction, values: Mapping[str, Fraction]) -> Fraction:
    """Full points for the best; others in proportion. A best of 0 is full for all who reach it."""
    if shape.best == "highest":
        best = max(values.values())
        return shape.points * _proportion(value, best)
    return shape.points * _proportion(min(values.values()), value)


def _proportion(part: Fraction, whole: Fraction) -> Fraction:
    if part == whole:
        return Fraction(1)
    return max(part / whole, Fraction(0)) if whole > 0 else Fraction(0)


def _min_max(shape: MinMax, value: Fraction, values: Mapping[str, Fraction]) -> Fraction:
    """功效系数: the worst has ``base``, the best ``points``; all equal: all are best."""
    least, greatest = min(values.values()), max(values.values())
    if least == greatest:
        return shape.points
    way = (value - least) if shape.best == "highest" else (greatest - value)
    return shape.base + (shape.points - shape.base) * way / (greatest - least)
