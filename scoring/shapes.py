"""Score shapes: the exact value of a rate, measure or mark to exact points (P13).

Shapes that look at one subject alone stand here; those that compare peers in ``relative``.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from kaohe.engine.ledger import PLACES
from kaohe.rules.policy import Band, Bands, Each, Mark, Rate, Score, Slope, SlopeSide
from kaohe.rules.value import rounded
from kaohe.scoring.exact import within

Absolute = Rate | Bands | Slope | Each | Mark
"""Shapes whose points depend on the subject's own value only."""


def points_of(shape: Absolute, value: Fraction) -> Fraction:
    """The exact points of ``value``: a share of 1 for rates, plain numbers otherwise."""
    match shape:
        case Rate():
            return shape.points * value
        case Bands():
            return _band(shape, value)
        case Slope():
            return _slope(shape, value)
        case Each():
            return _each(shape, value)
        case Mark():
            return shape.factor * value


def band_of(shape: Bands, value: Fraction) -> Band | None:
    """The first band that holds; None: none does."""
    for band in shape.bands:
        if band.bound is None or (value >= band.bound if shape.least else value <= band.bound):
            return band
    return None


def _band(shape: Bands, value: Fraction) -> Fraction:
    band = band_of(shape, value)
    return Fraction(0) if band is None else band.points


def _slope(shape: Slope, value: Fraction) -> Fraction:
    """Full marks at ``at``; on either side so many points per step, within floor and ceiling."""
    side = shape.below if value < shape.at else shape.above
    moved = Fraction(0) if side is None else side.points * steps_of(shape, side, abs(value - shape.at))
    return within(shape.full + moved, shape.floor, shape.ceiling)


def steps_of(shape: Slope, side: SlopeSide, distance: Fraction) -> Fraction:
    """How many steps lie in ``distance``: parts of one count too, only full ones, or each one begun."""
    steps = distance / side.per
    if shape.steps == "full":
        return Fraction(floor(steps))
    if shape.steps == "started":
        return Fraction(ceil(steps))
    return steps


def _each(shape: Each, value: Fraction) -> Fraction:
    """Points for each one counted; ``at_most`` bounds their magnitude."""
    total = shape.points * value
    if shape.at_most is None:
        return total
    return within(total, -abs(shape.at_most), abs(shape.at_most))


def entered(score: Score, exact: Fraction) -> Fraction:
    """``exact`` points as they are entered: to the shape's ``round``, else to 10⁻⁶ (P8)."""
    if score.round is None:
        return rounded(exact, PLACES)
    return rounded(exact, score.round.places, score.round.mode)
