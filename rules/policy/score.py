"""Score shapes: from a value to points (P13, P36)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from kaohe.rules.policy.head import PrintRound
from kaohe.rules.record import record


@record
class Rate:
    points: Fraction


@record
class Band:
    """``bound`` None: the rest."""

    bound: Fraction | None
    points: Fraction


@record
class Bands:
    """First that holds. ``least``: bounds are ``at_least``, descending; else ``at_most``, ascending."""

    least: bool
    bands: tuple[Band, ...]


@record
class SlopeSide:
    per: Fraction
    points: Fraction


@record
class Slope:
    at: Fraction
    full: Fraction
    below: SlopeSide | None
    above: SlopeSide | None
    steps: Literal["exact", "full", "started"]
    floor: Fraction | None
    ceiling: Fraction | None


@record
class Each:
    points: Fraction
    at_most: Fraction | None


@record
class Rank:
    """Places (1 first; −1 last) to points."""

    places: Mapping[int, Fraction]
    best: Literal["highest", "lowest"]
    ties: Literal["best", "mean"]


@record
class ShareOfBest:
    points: Fraction
    best: Literal["highest", "lowest"]


@record
class MinMax:
    points: Fraction
    base: Fraction
    best: Literal["highest", "lowest"]


@record
class Mark:
    factor: Fraction


Shape = Rate | Bands | Slope | Each | Rank | ShareOfBest | MinMax | Mark


@record
class Score:
    """``full`` is the shape's full marks (P13): P, the greatest band, ceiling, at_most, first place."""

    shape: Shape
    full: Fraction
    round: PrintRound | None
