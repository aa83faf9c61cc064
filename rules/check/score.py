"""Score shapes: exactly one, sound in itself, right for its form, with its full marks (P13, P36)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from kaohe.rules.check.bands import bands_from
from kaohe.rules.check.formed import check_places
from kaohe.rules.check.ground import Ground
from kaohe.rules.check.points import FINEST
from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.document.policy import Each as EachShape
from kaohe.rules.document.policy import MarkShape, RankTable, ScoreShape
from kaohe.rules.document.policy import MinMax as MinMaxShape
from kaohe.rules.document.policy import Rank as RankShape
from kaohe.rules.document.policy import Rate as RateShape
from kaohe.rules.document.policy import ShareOfBest as ShareOfBestShape
from kaohe.rules.document.policy import Slope as SlopeShape
from kaohe.rules.policy import (
    Appraisal,
    Bands,
    Each,
    Form,
    Manual,
    Mark,
    Measure,
    MinMax,
    PrintRound,
    Rank,
    Rate,
    Ratio,
    Score,
    Shape,
    ShareOfBest,
    Slope,
    SlopeSide,
)
from kaohe.rules.value import plain

SHAPES = ("rate", "bands", "slope", "each", "rank", "rank_table", "share_of_best", "min_max", "mark")
_ZERO = Fraction(0)


def score_from(shape: ScoreShape, form: Form, kind: str, spot: Spot, ground: Ground) -> Score | None:
    """The score of a ratio, measure, appraisal or manual clause of ``kind``."""
    given = [name for name in SHAPES if getattr(shape, name) is not None]
    if len(given) != 1:
        code = "score.two-shapes" if given else "score.no-shape"
        ground.findings.refuse(code, spot.place, shapes=", ".join(given or SHAPES))
        return None
    name = given[0]
    if not _fits(name, form):
        ground.findings.refuse("score.shape-form", (spot / name).place, shape=name)
        return None
    given_shape = getattr(shape, name)
    made = _plain(given_shape) or _read(given_shape, form, spot / name, ground.findings)
    if made is None:
        return None
    _check_share(given_shape, form, spot / name, ground.findings)
    _check_sign(made, kind, spot / name, ground.findings)
    if kind == "indicator":
        _check_full(made, spot / name, ground.findings)
    return Score(made, full_marks(made, form), _round(shape, spot, ground))


def _round(shape: ScoreShape, spot: Spot, ground: Ground) -> PrintRound:
    """As written, or the policy's own places: a computed figure is rounded once, before it is shared."""
    if shape.round is None:
        return PrintRound(min(ground.places, FINEST), ground.rounding)
    check_places(shape.round.places, FINEST, spot / "round" / "places", ground)
    return PrintRound(shape.round.places, shape.round.mode)


def _fits(name: str, form: Form) -> bool:
    """``mark`` needs a mark, ``each`` a number of things; the others any figure."""
    if name == "mark":
        return isinstance(form, Appraisal | Manual)
    if name == "each":
        return isinstance(form, Measure) and form.statistic in {"count", "sum"}
    return True


# --- reading ------------------------------------------------------------------------------------


def _slope(shape: SlopeShape, spot: Spot, findings: Findings) -> Slope:
    for key in ("below", "above"):
        side = getattr(shape, key)
        if side is not None and side.per <= 0:
            findings.refuse("clause.magnitude", (spot / key / "per").place, key="per")
    if shape.below is None and shape.above is None:
        findings.refuse("score.slope-sides", spot.place)
    if shape.floor is not None and shape.ceiling is not None and shape.floor > shape.ceiling:
        findings.refuse("score.limits", (spot / "floor").place, lower="floor", upper="ceiling")
    sides = [None if side is None else SlopeSide(side.per, side.points) for side in (shape.below, shape.above)]
    return Slope(shape.at, shape.full, sides[0], sides[1], shape.steps, shape.floor, shape.ceiling)


def _each(shape: EachShape, spot: Spot, findings: Findings) -> Each:
    if shape.at_most is not None and shape.at_most <= 0:
        findings.refuse("clause.magnitude", (spot / "at_most").place, key="at_most")
    return Each(shape.points, shape.at_most)


def _rank(shape: RankShape, spot: Spot, findings: Findings) -> Rank | None:
    if not shape.points:
        findings.refuse("score.rank-places", (spot / "points").place)
        return None
    return Rank(dict(enumerate(shape.points, 1)), shape.best, shape.ties)


def _rank_table(shape: RankTable, spot: Spot, findings: Findings) -> Rank | None:
    if not shape.places:
        findings.refuse("score.rank-places", (spot / "places").place)
        return None
    if 0 in shape.places:
        findings.refuse("score.rank-places", (spot / "places" / "0").place)
    return Rank(dict(shape.places), shape.best, shape.ties)


def _min_max(shape: MinMaxShape, spot: Spot, findings: Findings) -> MinMax:
    base = shape.base or _ZERO
    if base > shape.points:
        findings.refuse("score.limits", (spot / "base").place, lower="base", upper="points")
    return MinMax(shape.points, base, shape.best)


def _bands(shape: Any, form: Form, spot: Spot, findings: Findings) -> Bands | None:
    """Figures lie between 0 and, as far as the bands speak of shares, 100 %; a difference may be less."""
    bounds = [bound for one in shape for bound in (one.at_least, one.at_most, one.from_, one.to) if bound is not None]
    compared = getattr(form, "against", None) is not None
    share = not compared and max(bounds, default=_ZERO) <= 1
    return bands_from(shape, spot, findings, lowest=None if compared else _ZERO, highest=Fraction(1) if share else None)


def _plain(shape: Any) -> Shape | None:
    """Shapes that are right however they are written; None for the others."""
    match shape:
        case RateShape(points=points):
            return Rate(points)
        case ShareOfBestShape(points=points, best=best):
            return ShareOfBest(points, best)
        case MarkShape(factor=factor):
            return Mark(Fraction(1) if factor is None else factor)
    return None


def _read(shape: Any, form: Form, spot: Spot, findings: Findings) -> Shape | None:
    """The other shapes; None when one cannot be used."""
    match shape:
        case SlopeShape():
            return _slope(shape, spot, findings)
        case EachShape():
            return _each(shape, spot, findings)
        case RankShape():
            return _rank(shape, spot, findings)
        case RankTable():
            return _rank_table(shape, spot, findings)
        case MinMaxShape():
            return _min_max(shape, spot, findings)
    return _bands(shape, form, spot, findings)


# --- figures of a rate ----------------------------------------------------------------------------


def _check_share(shape: Any, form: Form, spot: Spot, findings: Findings) -> None:
    """A rate lies between 0 and 100 %, a difference of two between ±100 %: nothing beyond is ever reached."""
    if not isinstance(form, Ratio):
        return
    lowest = _ZERO if form.against is None else Fraction(-1)
    for place, key, found in _bounds(shape, spot):
        if not (lowest <= found <= 1):
            near = f"{plain(found)}%" if 1 < found <= 100 else ""
            findings.refuse("score.beyond-share", place.place, key=key, found=f"{plain(found * 100)}%", near=near)


def _bounds(shape: Any, spot: Spot) -> Iterator[tuple[Spot, str, Fraction]]:
    """Every figure a shape compares with, where it stands and under which key."""
    if isinstance(shape, SlopeShape):
        yield spot / "at", "at", shape.at
        for side in ("below", "above"):
            one = getattr(shape, side)
            if one is not None and one.per > 0:
                yield spot / side / "per", "per", one.per
    for index, band in enumerate(shape if isinstance(shape, list) else ()):
        for name in ("at_least", "at_most", "from_", "to"):
            bound, key = getattr(band, name), name.rstrip("_")
            if bound is not None:
                yield spot / index / key, key, bound


# --- what it can be worth -----------------------------------------------------------------------


def full_marks(shape: Shape, form: Form) -> Fraction:
    """The full marks of a shape (P13); 0 where they are without bound."""
    match shape:
        case Rate(points) | ShareOfBest(points) | MinMax(points):
            return points
        case Bands(bands=bands):
            return max(band.points for band in bands)
        case Slope():
            return shape.full if shape.ceiling is None else shape.ceiling
        case Each(at_most=at_most):
            return at_most or _ZERO
        case Rank(places):
            return max(places.values())
        case Mark(factor):
            top = form.greatest if isinstance(form, Appraisal) else _ZERO
            return top * factor


def _points(shape: Shape) -> list[Fraction]:
    """The points that stand in a shape, as far as their sign decides the sign of the clause."""
    match shape:
        case Rate(points) | Each(points) | ShareOfBest(points):
            return [points]
        case MinMax(points, base):
            return [points, base]
        case Bands(bands=bands):
            return [band.points for band in bands]
        case Rank(places):
            return list(places.values())
        case Slope():
            return [shape.full, *(limit for limit in (shape.floor, shape.ceiling) if limit is not None)]
        case Mark(factor):
            return [factor]


def _check_sign(shape: Shape, kind: str, spot: Spot, findings: Findings) -> None:
    """A deduction never gives, a bonus or an indicator never takes."""
    wrong = [points for points in _points(shape) if (points > 0 if kind == "deduction" else points < 0)]
    if wrong and not (kind == "deduction" and isinstance(shape, Mark)):
        findings.refuse("clause.wrong-sign", spot.place, kind=kind, points=wrong[0])


def _check_full(shape: Shape, spot: Spot, findings: Findings) -> None:
    """An indicator has full marks: the card's total is made of them."""
    match shape:
        case Each(at_most=None):
            findings.refuse("score.no-full", spot.place)
        case Slope(ceiling=None) if any(
            side is not None and side.points > 0 for side in (shape.below, shape.above)
        ):
            findings.refuse("score.no-full", spot.place)
