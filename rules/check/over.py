"""``over``: what the rows of a ratio, measure or checklist are, and at which position each is read."""

from __future__ import annotations

from collections.abc import Iterable

from kaohe.rules.check.ground import BOOL, Ground, Judged, guarded, term
from kaohe.rules.check.kinds import stream_of
from kaohe.rules.check.spot import Spot
from kaohe.rules.check.walk import tree_nodes
from kaohe.rules.expression.scope import Scope
from kaohe.rules.expression.syntax import Syntax
from kaohe.rules.expression.tree import Context, Expression
from kaohe.rules.nearest import nearest
from kaohe.rules.policy import Over
from kaohe.rules.record import record
from kaohe.rules.vocabulary import SubjectKind


@record
class Rows:
    """The rows, the position of one of them, and what ``where`` guarantees there."""

    over: Over
    scope: Scope
    where: Expression | None
    guards: tuple[Syntax, ...]
    all_time: bool


def rows_from(
    over: str, where: str | None, spot: Spot, ground: Ground, *, all_time: bool, asked: SubjectKind | None
) -> Rows | None:
    """The rows of ``over`` that ``where`` admits; None when one of the two cannot be used."""
    found = _over(over, spot / "over", asked, ground)
    if found is None:
        return None
    what, scope = found
    condition = ground.condition(where, scope)
    if where is not None and condition is None:
        return None
    _check_all_time(what, condition, all_time, spot, ground)
    return Rows(what, scope, condition, guarded(where, scope), all_time)


def _over(over: str, spot: Spot, asked: SubjectKind | None, ground: Ground) -> tuple[Over, Scope] | None:
    name = str(over)
    if name == "cases":
        return Over("cases"), ground.at_point("case")
    if name == "units":
        return Over("units", stream="unit"), ground.of_subject("unit")
    if name == "leaders":
        return Over("leaders", stream="leader"), ground.of_subject("leader")
    if name in ground.deadlines:
        deadline = ground.deadlines[name]
        over_deadline = Over("deadline", clause=name, stream=deadline.stream)
        return over_deadline, ground.at_point(deadline.stream, deadline.start)
    return _over_kinds(over, spot, asked, ground)


def _over_kinds(over: str, spot: Spot, asked: SubjectKind | None, ground: Ground) -> tuple[Over, Scope] | None:
    place = spot.place_of(over)
    names = [part.strip() for part in over.split("|")]
    if not any(name in ground.vocabulary.kinds for name in names):
        known = ("cases", "units", "leaders", *ground.deadlines, *ground.vocabulary.kinds)
        ground.findings.refuse("clause.unknown-over", place, name=over, near=nearest(str(over), known))
        return None
    kinds = ground.kinds(over, spot)
    if kinds is None:
        return None
    stream = stream_of([kinds], asked, ground.vocabulary, place, ground.findings)
    return None if stream is None else (Over("events", kinds, stream=stream), ground.at_event(stream, kinds))


def _check_all_time(what: Over, where: Expression | None, all_time: bool, spot: Spot, ground: Ground) -> None:
    """Cases of all years count unless ``where`` says which; that must be meant (P5)."""
    if what.what == "cases" and not all_time and not (where is not None and _names_period(where)):
        ground.findings.refuse("clause.all-time", spot.place)


def _names_period(where: Expression) -> bool:
    return any(isinstance(node, Context) and node.name.startswith("period.") for node in tree_nodes(where.tree))


def by_from(
    text: str, spot: Spot, scope: Scope, guards: Iterable[Syntax], *, any_code: bool, ground: Ground
) -> tuple[Expression, Judged | None] | None:
    """Whose row it is: a unit or leader; a plain code will do where nothing is scored (P21)."""
    by = ground.expression(text, scope, None, optional=True, guards=guards)
    if by is None:
        return None
    match by.type.name:
        case "unit":
            return by, "unit"
        case "leader":
            return by, "leader"
        case "code" | "enum" | "case" if any_code:
            return by, None
    ground.findings.refuse("clause.by-type", (spot / "by").place_of(text), found=term(by.type.name))
    return None


def truth(text: str, rows: Rows, ground: Ground) -> Expression | None:
    """A condition on one row."""
    return ground.expression(text, rows.scope, BOOL, guards=rows.guards)
