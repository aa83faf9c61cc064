"""``on``: at each event of a kind (policy-language 5.1)."""

from __future__ import annotations

from kaohe.rules.check.formed import Formed, lost, worths
from kaohe.rules.check.ground import NUMBER, Ground, guarded
from kaohe.rules.check.kinds import stream_of
from kaohe.rules.check.spot import Spot
from kaohe.rules.document.policy import ClauseShape
from kaohe.rules.policy import At, On


def on_from(shape: ClauseShape, spot: Spot, ground: Ground) -> Formed | None:
    """The checked trigger and points; None when one of them cannot be used."""
    assert shape.on is not None
    kinds = ground.kinds(shape.on, spot / "on")
    if kinds is None:
        return None
    stream = stream_of([kinds], shape.stream, ground.vocabulary, spot.place_of(shape.on), ground.findings)
    if stream is None:
        return None
    scope = ground.at_event(stream, kinds)
    when = ground.condition(shape.when, scope)
    guards = guarded(shape.when, scope)
    points = None if shape.points is None else ground.expression(shape.points, scope, NUMBER, guards=guards)
    _check_vest(shape, spot, ground)
    if lost(shape.when, when) or lost(shape.points, points):
        return None
    return Formed(
        On(At(kinds, when), stream, shape.vest), None, scope, guards, points,
        worths([(points, spot.place_of(shape.points))]), stream, stream == "case",
    )


def _check_vest(shape: ClauseShape, spot: Spot, ground: Ground) -> None:
    if shape.vest is not None and (shape.vest.unit != "d" or shape.vest.count < 0):
        ground.findings.refuse("clause.days-wanted", (spot / "vest").place, key="vest", found=shape.vest)
