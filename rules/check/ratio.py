"""``ratio`` and ``measure``: statistics of rows, one figure for each unit or leader (P12, P21)."""

from __future__ import annotations

from typing import Literal

from kaohe.rules.check.formed import Formed, lost, print_round
from kaohe.rules.check.ground import CODE, NUMBER, Ground, Judged
from kaohe.rules.check.over import Rows, by_from, rows_from, truth
from kaohe.rules.check.spot import Spot
from kaohe.rules.document.policy import ClauseShape, MeasureShape, RatioShape
from kaohe.rules.expression.scope import Scope, field_type
from kaohe.rules.expression.tree import Expression
from kaohe.rules.place import place_of
from kaohe.rules.policy import Measure, Otherwise, Ratio
from kaohe.rules.record import record

Against = Expression | Literal["previous_year"] | None
Hit = Expression | Literal["on_time", "finished"]
_OF_DEADLINES: tuple[Literal["on_time", "finished"], ...] = ("on_time", "finished")


@record
class Common:
    """What ratio and measure share."""

    rows: Rows
    by: Expression
    judged: Judged | None
    against: Against
    split: Expression | None
    minimum: int
    otherwise: Otherwise | None


def ratio_from(shape: ClauseShape, spot: Spot, ground: Ground) -> Formed | None:
    assert shape.ratio is not None
    asked, here = shape.ratio, spot / "ratio"
    common = _common(asked, here, shape, ground)
    if common is None:
        return None
    hit = _hit(asked, here, common.rows, ground)
    if hit is None:
        return None
    form = Ratio(
        common.rows.over, common.rows.where, asked.all_time, hit, common.by, common.minimum, common.otherwise,
        print_round(asked.round, here / "round", ground), asked.score_rounded, common.against, common.split,
    )
    return _formed(form, common, ground)


def measure_from(shape: ClauseShape, spot: Spot, ground: Ground) -> Formed | None:
    assert shape.measure is not None
    asked, here = shape.measure, spot / "measure"
    common = _common(asked, here, shape, ground)
    if common is None:
        return None
    value = _value(asked, here, common.rows, ground)
    divide_by = _of_subject(asked.divide_by, common, ground)
    if lost(asked.value, value) or lost(asked.divide_by, divide_by) or (asked.statistic != "count" and value is None):
        return None
    form = Measure(
        common.rows.over, common.rows.where, asked.all_time, value, asked.statistic, common.by, divide_by,
        common.minimum, common.otherwise, print_round(asked.round, here / "round", ground), asked.score_rounded,
        common.against, common.split,
    )
    return _formed(form, common, ground)


def _formed(form: Ratio | Measure, common: Common, ground: Ground) -> Formed:
    lines = ground.of_subject(common.judged) if common.judged else common.rows.scope
    return Formed(form, common.judged, lines)


def _common(
    asked: RatioShape | MeasureShape, spot: Spot, shape: ClauseShape, ground: Ground
) -> Common | None:
    """All shared parts, or None when one that was written cannot be used."""
    rows = rows_from(asked.over, asked.where, spot, ground, all_time=asked.all_time, asked=shape.stream)
    if rows is None:
        return None
    monitored = shape.kind == "monitored"
    whose = by_from(asked.by, spot, rows.scope, rows.guards, any_code=monitored, ground=ground)
    split = None if asked.split is None else ground.expression(
        asked.split, rows.scope, CODE, optional=True, guards=rows.guards
    )
    _check_minimum(asked, spot, ground, monitored=monitored)
    if whose is None or lost(asked.split, split):
        return None
    against = _against(asked.against, whose[1], ground)
    if lost(asked.against, against):
        return None
    return Common(rows, *whose, against, split, max(asked.minimum or 0, 0), asked.otherwise)


def _check_minimum(asked: RatioShape | MeasureShape, spot: Spot, ground: Ground, *, monitored: bool) -> None:
    """A scored share says from how many rows on it counts, and what stands in for it below (P12)."""
    if asked.minimum is not None and asked.minimum < 1:
        ground.findings.refuse("clause.magnitude", (spot / "minimum").place, key="minimum")
    if monitored:
        return
    small = isinstance(asked, RatioShape) or asked.statistic not in {"count", "sum"}
    if small and asked.minimum is None:
        ground.findings.refuse("clause.no-minimum", spot.place)
    if (small or asked.against is not None or asked.minimum is not None) and asked.otherwise is None:
        ground.findings.refuse("clause.no-otherwise", spot.place)


def _hit(asked: RatioShape, spot: Spot, rows: Rows, ground: Ground) -> Hit | None:
    word = next((word for word in _OF_DEADLINES if word == asked.hit), None)
    if word is None:
        return truth(asked.hit, rows, ground)
    declared = _bears_meaning(word, rows.scope)
    if rows.over.what != "deadline" and declared:
        return truth(asked.hit, rows, ground)
    if rows.over.what == "deadline" and not declared:
        return word
    code = "expression.two-meanings" if declared else "clause.hit-deadline"
    ground.findings.refuse(code, spot.place_of(asked.hit), found=word)
    return None


def _bears_meaning(name: str, scope: Scope) -> bool:
    """Whether the policy or the row's event has something of that name."""
    if name in scope.states or name in scope.defines or name in scope.gates:
        return True
    return scope.kinds is not None and field_type(scope, scope.kinds, name) is not None


def _value(asked: MeasureShape, spot: Spot, rows: Rows, ground: Ground) -> Expression | None:
    if asked.statistic == "count" and asked.value is not None:
        ground.findings.refuse("clause.count-value", (spot / "value").key)
    if asked.value is None:
        if asked.statistic != "count":
            ground.findings.refuse("clause.no-value", spot.place, statistic=asked.statistic)
        return None
    return ground.expression(asked.value, rows.scope, NUMBER, guards=rows.guards)


def _against(text: str | None, judged: Judged | None, ground: Ground) -> Against:
    if text is None:
        return None
    if text == "previous_year":
        return "previous_year"
    return _of_judged(text, judged, ground)


def _of_subject(text: str | None, common: Common, ground: Ground) -> Expression | None:
    return None if text is None else _of_judged(text, common.judged, ground)


def _of_judged(text: str, judged: Judged | None, ground: Ground) -> Expression | None:
    """An expression of the unit or leader a figure belongs to; figures of a plain code belong to nobody."""
    if judged is None:
        ground.findings.refuse("expression.no-subject", place_of(text), found="subject")
        return None
    return ground.expression(text, ground.of_subject(judged), NUMBER, optional=True)
