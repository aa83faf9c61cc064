"""``frequency``: at least n of a kind in each week, month …, by whoever is bound (P11, P34)."""

from __future__ import annotations

import typing

from kaohe.rules.check.formed import Formed, lost, worths
from kaohe.rules.check.ground import BOOL, NUMBER, Ground, Judged, guarded, term
from kaohe.rules.check.kinds import stream_of
from kaohe.rules.check.spot import Spot
from kaohe.rules.document.policy import ClauseShape, FrequencyShape
from kaohe.rules.document.policy import Short as ShortShape
from kaohe.rules.expression.scope import Scope
from kaohe.rules.expression.syntax import Syntax
from kaohe.rules.expression.tree import Expression, Literal_
from kaohe.rules.nearest import nearest
from kaohe.rules.policy import At, Frequency, FrequencyUnit, Short, Span

_UNITS = frozenset(typing.get_args(FrequencyUnit)) - {"named"}
_WORKING_DAY = "working_day"


def frequency_from(shape: ClauseShape, spot: Spot, ground: Ground) -> Formed | None:
    """The checked frequency; None when a part that decides its meaning cannot be used."""
    assert shape.frequency is not None
    asked, here = shape.frequency, spot / "frequency"
    kinds = ground.kinds(asked.of, here / "of")
    per = _per(asked, here, ground)
    if kinds is None:
        return None
    place = here.place_of(asked.of)
    stream = stream_of([kinds], shape.stream, ground.vocabulary, place, ground.findings)
    if stream is None:
        return None
    scope = ground.at_event(stream, kinds)
    where = ground.condition(asked.where, scope)
    by = _by(asked, here, scope, guarded(asked.where, scope), ground)
    if by is None or by.type.name not in {"unit", "leader"}:
        return None
    judged: Judged = "unit" if by.type.name == "unit" else "leader"
    return _judged(shape, spot, ground, at=At(kinds, where), per=per, by=by, judged=judged)


def _judged(
    shape: ClauseShape, spot: Spot, ground: Ground, *, at: At,
    per: tuple[FrequencyUnit, tuple[Span, ...]] | None, by: Expression, judged: Judged,
) -> Formed | None:
    asked, here = shape.frequency, spot / "frequency"
    assert asked is not None
    bound = ground.of_subject(judged)
    daily = ground.of_subject(judged, day=True)
    who = ground.expression(asked.who, daily, BOOL)  # who is bound is asked day by day
    at_least = ground.expression(asked.at_least, bound, NUMBER)
    days = _days(asked, here, daily, ground)
    short = _short(shape.short, spot / "short", bound, ground)
    _check_at_least(at_least, asked, here, ground)
    if (
        per is None or who is None or at_least is None or lost(asked.where, at.when)
        or lost(_days_text(asked), days) or lost(shape.short, short)
    ):
        return None
    form = Frequency(
        at, judged, by, *per, days, at_least, who, asked.count, asked.working, asked.silent,
        any(ground.vocabulary.kinds[kind].self_reported for kind in at.kinds), short,
    )
    place = spot.place if shape.short is None else (spot / "short").place_of(shape.short.points)
    return Formed(form, judged, bound, worths=worths([(short.points if short else None, place)]))


def _per(asked: FrequencyShape, spot: Spot, ground: Ground) -> tuple[FrequencyUnit, tuple[Span, ...]] | None:
    """The unit of the spans, and the spans themselves when they are named ones."""
    name = str(asked.per)
    if name == _WORKING_DAY:
        return "day", ()
    if name in ground.periods:
        return "named", ground.periods[name]
    if name in _UNITS:
        return typing.cast("FrequencyUnit", name), ()
    known = (*sorted(_UNITS), _WORKING_DAY, *ground.periods)
    ground.findings.refuse("clause.unknown-per", spot.place_of(asked.per), name=name, near=nearest(name, known))
    return None


def _by(
    asked: FrequencyShape, spot: Spot, scope: Scope, guards: tuple[Syntax, ...], ground: Ground
) -> Expression | None:
    """Whose event it is: as written, or the event's own leader or unit, as its kind is about."""
    if asked.by is not None:
        by = ground.expression(asked.by, scope, None, optional=True, guards=guards)
        if by is not None and by.type.name not in {"unit", "leader"}:
            ground.findings.refuse("clause.by-type", (spot / "by").place_of(asked.by), found=term(by.type.name))
        return by
    own = [subject for subject in ("leader", "unit") if _all_about(subject, scope, ground)]
    if not own:
        ground.findings.refuse("clause.frequency-by", spot.place_of(asked.of), kinds=asked.of)
        return None
    return ground.expression(own[0], scope, None, optional=True)


def _all_about(subject: str, scope: Scope, ground: Ground) -> bool:
    return all(subject in ground.vocabulary.kinds[kind].about for kind in scope.kinds or ())


def _days_text(asked: FrequencyShape) -> str | None:
    if asked.per == _WORKING_DAY and asked.days is None:
        return "is_workday(day)"
    return asked.days


def _days(asked: FrequencyShape, spot: Spot, scope: Scope, ground: Ground) -> Expression | None:
    text = _days_text(asked)
    if text is None:
        return None
    if asked.per not in {"day", _WORKING_DAY} or (asked.per == _WORKING_DAY and asked.days is not None):
        ground.findings.refuse("clause.days-per", (spot / "days").key, per=asked.per)
    return ground.expression(text, scope, BOOL)


def _short(shape: ShortShape | None, spot: Spot, scope: Scope, ground: Ground) -> Short | None:
    if shape is None:
        return None
    if shape.at_most is not None and shape.at_most <= 0:
        ground.findings.refuse("clause.magnitude", (spot / "at_most").place, key="at_most")
    points = ground.expression(shape.points, scope, NUMBER)
    return None if points is None else Short(points, shape.per, shape.at_most)


def _check_at_least(value: Expression | None, asked: FrequencyShape, spot: Spot, ground: Ground) -> None:
    """A literal number of acts is a whole one, at least 1."""
    if value is None or not isinstance(value.tree, Literal_):
        return
    number = value.tree.value
    if number != int(number) or number < 1:  # type: ignore[arg-type, operator]
        ground.findings.refuse("clause.at-least", (spot / "at_least").place_of(asked.at_least), found=asked.at_least)
