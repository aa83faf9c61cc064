"""Doubts: documents that load and probably do not mean what they say (policy-language §9)."""

from __future__ import annotations

from kaohe.rules.check.atoms import contradict
from kaohe.rules.check.ground import Ground
from kaohe.rules.check.lengths import lengths_of
from kaohe.rules.check.merged import Merged, Piece
from kaohe.rules.check.satisfaction import check_satisfaction
from kaohe.rules.check.spot import Spot
from kaohe.rules.check.twice import check_twice
from kaohe.rules.document.policy import ClauseShape
from kaohe.rules.expression.tree import Apply, Expression, History, Tree
from kaohe.rules.place import Place
from kaohe.rules.policy import Bands, Clause, Deadline, Frequency, Measure, On, Ratio


def check_doubts(clauses: tuple[Clause, ...], pieces: Merged, ground: Ground, *, appeals: bool) -> None:
    """``appeals``: the policy says how an office appeals against a veto."""
    for clause in clauses:
        piece = pieces.clauses[clause.id]
        _check_reachable(clause, piece, ground)
        _check_cliff(clause, piece.spot, ground)
        _check_reminder(clause, piece.spot, clauses, ground)
        if clause.veto is not None and not appeals:
            ground.findings.doubt("clause.veto-no-appeal", piece.spot.place_of(piece.shape.id), id=clause.id)
    check_satisfaction(clauses, pieces.clauses, ground.findings)
    check_twice(clauses, ground.findings)


# --- unreachable --------------------------------------------------------------------------------


def _check_reachable(clause: Clause, piece: Piece[ClauseShape], ground: Ground) -> None:
    """A condition that no event can meet: literals that contradict each other, or what always was."""
    for condition, place in _conditions(clause, piece):
        if contradict([condition.tree]) or _before_opening(condition.tree, clause, ground):
            ground.findings.doubt("clause.unreachable", place, id=clause.id)


def _conditions(clause: Clause, piece: Piece[ClauseShape]) -> list[tuple[Expression, Place]]:
    """The conditions under which a clause does anything at all, each with its place."""
    spot = piece.spot
    match clause.form:
        case On(at=at):
            found = [(at.when, spot / "when")]
        case Deadline(start=start, finish=finish):
            found = [
                (start.when if start else None, spot / "deadline" / "when"),
                (finish.when, spot / "deadline" / "where"),
            ]
        case Frequency(at=at):
            found = [(at.when, spot / "frequency" / "where")]
        case Ratio(where=where) | Measure(where=where):
            found = [(where, spot / ("ratio" if piece.shape.ratio else "measure") / "where")]
        case _:
            found = []
    return [(condition, here.place) for condition, here in found if condition is not None]


def _before_opening(tree: Tree, clause: Clause, ground: Ground) -> bool:
    """``!seen(<opening kind>)`` at an event that can only come after it."""
    opens = ground.vocabulary.opens
    form = clause.form
    if opens is None or not isinstance(form, On) or form.stream != "case" or opens in form.at.kinds:
        return False
    match tree:
        case Apply("&&", (left, right)):
            return any(_before_opening(side, clause, ground) for side in (left, right))
        case Apply("!", (History(function="seen", kinds=kinds, where=None),)):
            return opens in kinds
    return False


# --- cliffs and reminders -----------------------------------------------------------------------


def _check_cliff(clause: Clause, spot: Spot, ground: Ground) -> None:
    """All or nothing: one case more or less decides over all the points."""
    shape = None if clause.score is None else clause.score.shape
    if isinstance(shape, Bands) and len({band.points for band in shape.bands}) == 2:
        points = sorted(abs(band.points) for band in shape.bands)
        if points[0] == 0:
            ground.findings.doubt("clause.cliff", (spot / "score" / "bands").place, id=clause.id)


def _check_reminder(
    clause: Clause, spot: Spot, clauses: tuple[Clause, ...], ground: Ground
) -> None:
    """A reminder due as long before the end as the whole limit is never due (P4)."""
    form = clause.form
    if not isinstance(form, Deadline) or form.before is None:
        return
    of = next((one.form for one in clauses if one.id == form.before.clause), None)
    if not isinstance(of, Deadline) or of.within is None:
        return
    limits = lengths_of(of.within.tree, ground.parameters)
    minus = form.before.minus
    if limits and all(one.unit == minus.unit and one.count <= minus.count for one in limits):
        ground.findings.doubt(
            "clause.reminder-too-early", (spot / "deadline" / "due").place, minus=minus,
            limit=", ".join(dict.fromkeys(map(str, limits))), of=form.before.clause,
        )
