"""Score shapes in words: how a figure becomes points."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kaohe.reports.scheme.voice import Voice
from kaohe.rules.policy import Bands, Each, Mark, MinMax, Rank, Rate, Score, ShareOfBest, Slope, SlopeSide
from kaohe.rules.value import plain


def score_words(score: Score, voice: Voice, *, percent: bool) -> str:
    """``percent``: the figure is a rate, so its bounds are said as percentages."""
    return voice.joined(_shape(score, voice, percent=percent))


def _shape(score: Score, voice: Voice, *, percent: bool) -> Iterator[str]:
    match score.shape:
        case Rate(points):
            yield voice.say("score.rate", points=plain(points))
        case Bands():
            yield _bands(score.shape, voice, percent=percent)
        case Slope():
            yield from _slope(score.shape, voice, percent=percent)
        case Each(points, at_most):
            yield voice.say("score.each", points=plain(points))
            yield "" if at_most is None else voice.say("score.at-most", points=plain(at_most))
        case Rank():
            yield _rank(score.shape, voice)
        case ShareOfBest(points, best):
            yield voice.say("score.share-of-best", points=plain(points), best=voice.say(f"best.{best}"))
        case MinMax(points, base, best):
            yield voice.say("score.min-max", points=plain(points), base=plain(base), best=voice.say(f"best.{best}"))
        case Mark(factor):
            yield voice.say("score.mark") if factor == 1 else voice.say("score.mark-times", factor=plain(factor))


def bound(value: Fraction, *, percent: bool) -> str:
    return f"{plain(value * 100)}%" if percent else plain(value)


def _bands(bands: Bands, voice: Voice, *, percent: bool) -> str:
    key = "score.band-least" if bands.least else "score.band-most"
    return voice.listed(
        voice.say("score.band-rest", points=plain(each.points)) if each.bound is None
        else voice.say(key, bound=bound(each.bound, percent=percent), points=plain(each.points))
        for each in bands.bands
    )  # fmt: skip


def _slope(slope: Slope, voice: Voice, *, percent: bool) -> Iterator[str]:
    yield voice.say("score.slope", at=bound(slope.at, percent=percent), full=plain(slope.full))
    for key, side in (("below", slope.below), ("above", slope.above)):
        yield "" if side is None else _side(key, side, voice, percent=percent)
    yield "" if slope.steps == "exact" else voice.say(f"score.steps-{slope.steps}")
    yield "" if slope.floor is None else voice.say("score.floor", points=plain(slope.floor))
    yield "" if slope.ceiling is None else voice.say("score.at-most", points=plain(slope.ceiling))


def _side(key: str, side: SlopeSide, voice: Voice, *, percent: bool) -> str:
    points = voice.say("loses" if side.points < 0 else "gains", points=plain(abs(side.points)))
    return voice.say(f"score.{key}", per=bound(side.per, percent=percent), points=points)


def _rank(rank: Rank, voice: Voice) -> str:
    places = voice.listed(
        voice.say("score.place" if place > 0 else "score.place-last", place=abs(place), points=plain(points))
        for place, points in rank.places.items()
    )
    ties = voice.say(f"score.ties-{rank.ties}")
    return voice.say("score.rank", places=places, best=voice.say(f"best.{rank.best}"), ties=ties)
