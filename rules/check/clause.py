"""One clause: its trigger, its worth, its lines, its limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from kaohe.rules.check.appraisal import appraisal_from
from kaohe.rules.check.checklist import checklist_from
from kaohe.rules.check.deadline import deadline_from
from kaohe.rules.check.formed import Formed
from kaohe.rules.check.frequency import frequency_from
from kaohe.rules.check.ground import Ground
from kaohe.rules.check.keys import check_keys, trigger_of
from kaohe.rules.check.limits import cap_from, exclusive_from, revokes_from
from kaohe.rules.check.lines import lines_from
from kaohe.rules.check.manual import manual_from
from kaohe.rules.check.merged import Piece
from kaohe.rules.check.on import on_from
from kaohe.rules.check.person import check_words
from kaohe.rules.check.points import check_points, points_round
from kaohe.rules.check.ratio import measure_from, ratio_from
from kaohe.rules.check.score import score_from
from kaohe.rules.check.sources import bases_from
from kaohe.rules.check.spot import Spot
from kaohe.rules.check.veto import veto_from
from kaohe.rules.document.policy import ClauseShape, MarkShape, ScoreShape
from kaohe.rules.policy import AcceptedRisk, Clause, Form, Manual, Score, Span

FORMS: Mapping[str, Callable[[ClauseShape, Spot, Ground], Formed | None]] = {
    "on": on_from, "deadline": deadline_from, "frequency": frequency_from, "ratio": ratio_from,
    "measure": measure_from, "appraisal": appraisal_from, "checklist": checklist_from, "manual": manual_from,
}


def clause_from(number: int, piece: Piece[ClauseShape], ground: Ground) -> Clause | None:
    """The checked clause; None when it cannot be used. Everything wrong with it is reported."""
    shape, spot = piece.shape, piece.spot
    check_words(shape.title, spot.place_of(shape.title), ground.findings)
    basis = bases_from(shape.basis, spot, ground)
    in_force = _in_force(shape, spot, ground)
    trigger = trigger_of(shape, spot, ground.findings)
    if trigger is None:
        return None
    check_keys(shape, trigger, spot, ground.findings)
    formed = FORMS[trigger](shape, spot, ground)
    if formed is None:
        return None
    score = _score(shape, formed.form, spot, ground)
    check_points(shape, formed, spot, ground)
    lines = lines_from(shape, formed, spot, ground)
    caps = cap_from(shape.cap, formed, spot / "cap", ground)
    revokes = revokes_from(shape, formed, spot, ground)
    veto = veto_from(shape, formed, spot, ground)
    if lines is None or revokes is None:
        return None
    return Clause(
        id=str(shape.id), number=number, title=str(shape.title), kind=shape.kind,
        section=_text(shape.section or piece.section), basis=basis, points_from=shape.points_from,
        in_force=in_force, form=formed.form, points=formed.points,
        points_round=points_round(shape, formed, ground), score=score, lines=lines,
        unit_cap=caps[0], leader_cap=caps[1], exclusive=exclusive_from(shape.exclusive), revoke=revokes,
        veto=veto, accepted_risk=_risk(shape), note=_text(shape.note), place=spot.place_of(shape.id),
    )


def _text(value: str | None) -> str | None:
    return None if value is None else str(value)


def _in_force(shape: ClauseShape, spot: Spot, ground: Ground) -> Span:
    """``from`` to ``to``; without them always, so that clocks opened in an earlier year are judged (P32)."""
    span = Span(shape.from_ or date.min, shape.to or date.max)
    if span.from_ > span.to:
        ground.findings.refuse("policy.period", (spot / "to").place)
    elif shape.deadline is None and (span.from_ > ground.period.to or span.to < ground.period.from_):
        ground.findings.doubt("clause.never-in-force", (spot / ("from" if shape.from_ else "to")).place, id=shape.id)
    return span


def _score(shape: ClauseShape, form: Form, spot: Spot, ground: Ground) -> Score | None:
    """The score shape; a manual clause takes the mark as it is when none is written."""
    if shape.score is not None:
        return score_from(shape.score, form, shape.kind, spot / "score", ground)
    if isinstance(form, Manual) and shape.kind != "monitored":
        return score_from(ScoreShape.model_construct(mark=MarkShape()), form, shape.kind, spot, ground)
    return None


def _risk(shape: ClauseShape) -> AcceptedRisk | None:
    risk = shape.accepted_risk
    if risk is None:
        return None
    return AcceptedRisk(str(risk.reason), str(risk.approver), risk.until, str(risk.counter_clause))


