"""The step from a figure to points, worked out as on paper: which band held, how many steps of a slope.

    worked(score, value)     of a shape that looks at one subject alone: rate, bands, slope, each, mark

The points are those of ``shapes``; here stands only how they came about. ``reports`` says it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kaohe.rules.policy import Bands, Each, Mark, Rate, Score, Slope, SlopeSide
from kaohe.scoring.shapes import Absolute, band_of, entered, points_of, steps_of

How = Literal[
    "rate", "band_least", "band_most", "band_rest", "band_none", "slope_at", "slope_flat", "slope_below", "slope_above",
    "each", "mark",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Worked:
    """How ``value`` came to ``points`` (as entered, on the ledger's grid).

    ``bound`` is the band's bound or where the slope starts; ``per`` the length of a step, ``steps`` how many
    counted, ``each`` the points of one; ``full`` what they are added to. ``held``: a floor, a ceiling or
    ``at_most`` made ``points`` of ``before``. None: not part of this step.
    """

    how: How
    value: Fraction
    points: Fraction
    bound: Fraction | None = None
    per: Fraction | None = None
    steps: Fraction | None = None
    each: Fraction | None = None
    full: Fraction | None = None
    before: Fraction | None = None

    @property
    def held(self) -> bool:
        return self.before is not None and self.before != self.points


def worked(score: Score, value: Fraction) -> Worked | None:
    """The step of a shape that looks at one subject alone; None: the shape compares peers."""
    shape = score.shape
    if not isinstance(shape, Absolute):
        return None
    points = entered(score, points_of(shape, value))
    match shape:
        case Rate():
            return Worked("rate", value, points, each=shape.points)
        case Bands():
            return _band(shape, value, points)
        case Slope():
            return _slope(score, shape, value, points)
        case Each():
            return Worked("each", value, points, each=shape.points, before=entered(score, shape.points * value))
        case Mark():
            return Worked("mark", value, points, each=shape.factor)


def _band(shape: Bands, value: Fraction, points: Fraction) -> Worked:
    band = band_of(shape, value)
    if band is None:
        return Worked("band_none", value, points)
    if band.bound is None:
        return Worked("band_rest", value, points)
    return Worked("band_least" if shape.least else "band_most", value, points, bound=band.bound)


def _slope(score: Score, shape: Slope, value: Fraction, points: Fraction) -> Worked:
    side = shape.below if value < shape.at else shape.above
    if value == shape.at or side is None:
        how: How = "slope_at" if value == shape.at else "slope_flat"
        return Worked(how, value, points, bound=shape.at, full=shape.full, before=entered(score, shape.full))
    return _stepped(score, shape, side, value, points)


def _stepped(score: Score, shape: Slope, side: SlopeSide, value: Fraction, points: Fraction) -> Worked:
    steps = steps_of(shape, side, abs(value - shape.at))
    before = entered(score, shape.full + side.points * steps)
    return Worked(
        "slope_below" if value < shape.at else "slope_above", value, points,
        bound=shape.at, per=side.per, steps=steps, each=side.points, full=shape.full, before=before,
    )  # fmt: skip
