"""``deadline``: an act due within a time of another (P3, P4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kaohe.rules.check.cycles import ordered
from kaohe.rules.check.deadline_parts import extend_from, lapses_from, parts_of, pauses_from, restart_from
from kaohe.rules.check.formed import Formed, Worth, lost
from kaohe.rules.check.ground import DATE, DURATION, NUMBER, DeadlineName, Ground, from_start, guarded, length
from kaohe.rules.check.kinds import kinds_from, stream_of
from kaohe.rules.check.lengths import lengths_of
from kaohe.rules.check.merged import Piece
from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.document.policy import ClauseShape, DeadlineShape, DueOf
from kaohe.rules.document.policy import Outcome as OutcomeShape
from kaohe.rules.expression.scope import Scope
from kaohe.rules.expression.syntax import Syntax
from kaohe.rules.expression.tree import Expression
from kaohe.rules.nearest import nearest
from kaohe.rules.place import NOWHERE
from kaohe.rules.policy import At, Deadline, DueBefore, Extend, Outcome
from kaohe.rules.record import record
from kaohe.rules.value import Duration
from kaohe.rules.vocabulary import Kind, SubjectKind, Vocabulary


def deadline_names(clauses: Mapping[str, Piece[ClauseShape]], vocabulary: Vocabulary) -> dict[str, DeadlineName]:
    """The deadlines of a policy, before any of them is checked: ids, opening kinds, streams."""
    shapes = {name: piece.shape.deadline for name, piece in clauses.items() if piece.shape.deadline}
    needs = {
        name: (str(shape.due.of),) if isinstance(shape.due, DueOf) and shape.start is None else ()
        for name, shape in shapes.items()
    }
    made: dict[str, DeadlineName] = {}
    for name in ordered(needs)[0]:
        shape = shapes[name]
        parent = next((made[one] for one in needs[name] if one in made), None)
        made[name] = _name(shape, clauses[name].shape.stream, parent, vocabulary)
    return {name: made.get(name, DeadlineName(None, "case")) for name in shapes}


def _name(
    shape: DeadlineShape, asked: SubjectKind | None, parent: DeadlineName | None, vocabulary: Vocabulary
) -> DeadlineName:
    quiet = Findings()
    if shape.start is None:
        return parent or DeadlineName(None, asked or "case")
    start = kinds_from(shape.start, NOWHERE, vocabulary, quiet)
    finish = kinds_from(shape.finish, NOWHERE, vocabulary, quiet)
    groups = [group for group in (start, finish) if group is not None]
    return DeadlineName(start, stream_of(groups, asked, vocabulary, NOWHERE, quiet) or "case")


@record
class Clock:
    """The positions of one deadline: its kinds, its stream, what its opening guarantees."""

    stream: SubjectKind
    start: tuple[str, ...]
    finish: tuple[str, ...]
    opening: Scope
    guards: tuple[Syntax, ...]

    @property
    def later_guards(self) -> tuple[Syntax, ...]:
        return from_start(self.guards)


def deadline_from(shape: ClauseShape, spot: Spot, ground: Ground) -> Formed | None:
    """The checked deadline; None when a part that decides its meaning cannot be used."""
    assert shape.deadline is not None
    limit, here = shape.deadline, spot / "deadline"
    _check_keys(shape, spot, ground)
    clock = _clock(shape, here, ground)
    if clock is None:
        return None
    made = _deadline(limit, here, clock, ground)
    late = _outcome(shape.late, spot / "late", _due_point(clock, ground), clock.later_guards, ground)
    finishing = ground.at_event(clock.stream, clock.finish, clock.start)
    done_guards = (*clock.later_guards, *guarded(limit.where, finishing))
    on_time = _outcome(shape.on_time, spot / "on_time", finishing, done_guards, ground)
    if made is None or lost(shape.late, late) or lost(shape.on_time, on_time):
        return None
    only_on_time = late is None and on_time is not None
    return Formed(
        replace(made, late=late, on_time=on_time), None,
        finishing if only_on_time else _due_point(clock, ground),
        done_guards if only_on_time else clock.later_guards,
        None, tuple(_worths(late, on_time, shape, spot)), clock.stream, clock.stream == "case",
    )


def _due_point(clock: Clock, ground: Ground) -> Scope:
    return ground.at_point(clock.stream, clock.start)


def _clock(shape: ClauseShape, spot: Spot, ground: Ground) -> Clock | None:
    limit = shape.deadline
    assert limit is not None
    start = _start_kinds(limit, spot, ground)
    finish = ground.kinds(limit.finish, spot / "finish")
    others = parts_of(limit, spot, ground)
    if start is None or finish is None or others is None:
        return None
    place = spot.place_of(limit.finish)
    stream = stream_of([start, finish, *others], shape.stream, ground.vocabulary, place, ground.findings)
    if stream is None:
        return None
    opening = ground.at_event(stream, start)
    return Clock(stream, start, finish, opening, guarded(limit.when, opening))


def _start_kinds(limit: DeadlineShape, spot: Spot, ground: Ground) -> tuple[str, ...] | None:
    if limit.start is not None:
        return ground.kinds(limit.start, spot / "start")
    if not isinstance(limit.due, DueOf):
        return None
    other = ground.deadlines.get(str(limit.due.of))
    return None if other is None else other.start


def _deadline(limit: DeadlineShape, spot: Spot, clock: Clock, ground: Ground) -> Deadline | None:
    when = ground.condition(limit.when, clock.opening)
    finishing = ground.at_event(clock.stream, clock.finish, clock.start)
    where = ground.condition(limit.where, finishing, clock.later_guards)
    within = _within(limit, clock, ground)
    due = _due(limit, clock, ground)
    lapses = lapses_from(limit, spot, clock.stream, clock.start, ground)
    extend = extend_from(limit, spot, clock.stream, clock.start, ground)
    restart = restart_from(limit, spot, clock.stream, clock.start, ground)
    pauses = pauses_from(limit, spot, clock.stream, ground)
    _check_match(limit, spot, clock, ground)
    _check_units(within, extend, spot / "extend", ground)
    asked = ((limit.when, when), (limit.where, where), (limit.within, within), (limit.extend, extend),
             (limit.restart, restart), (_text(limit.due), due))
    if lapses is None or pauses is None or any(lost(given, made) for given, made in asked):
        return None
    return Deadline(
        stream=clock.stream,
        start=None if limit.start is None else At(clock.start, when),
        finish=At(clock.finish, where),
        within=within,
        due=due,
        before=DueBefore(str(limit.due.of), limit.due.minus) if isinstance(limit.due, DueOf) else None,
        match=tuple(map(str, limit.match)),
        lapse=lapses,
        extend=extend,
        pause=pauses,
        restart=restart,
        roll=limit.roll,
        late=None,
        on_time=None,
    )


def _text(due: DueOf | str | None) -> str | None:
    return due if isinstance(due, str) else None


def _within(limit: DeadlineShape, clock: Clock, ground: Ground) -> Expression | None:
    if isinstance(limit.within, Duration):
        return length(limit.within)
    if limit.within is None:
        return None
    return ground.expression(limit.within, clock.opening, DURATION, guards=clock.guards)


def _due(limit: DeadlineShape, clock: Clock, ground: Ground) -> Expression | None:
    text = _text(limit.due)
    return None if text is None else ground.expression(text, clock.opening, DATE, guards=clock.guards)


def _check_units(within: Expression | None, extend: Extend | None, spot: Spot, ground: Ground) -> None:
    """An extension lengthens a limit in the limit's own unit: days do not add to hours."""
    units = {one.unit for one in lengths_of(within.tree, ground.parameters)} if within else set()
    if extend is None or not units:
        return
    for key, lengths in (
        ("add", lengths_of(extend.add.tree, ground.parameters)),
        ("at_most", () if extend.at_most is None else (extend.at_most,)),
    ):
        strange = next((one for one in lengths if one.unit not in units), None)
        if strange is not None:
            ground.findings.refuse(
                "clause.length-units", (spot / key).place, key=key, found=strange, units=", ".join(sorted(units))
            )


def _check_match(limit: DeadlineShape, spot: Spot, clock: Clock, ground: Ground) -> None:
    """A matched field stands in every opening and every finishing kind, of one type.

    Whom a kind is about is the column of that name: ``match: [leader]`` pairs what is about one leader.
    """
    for index, name in enumerate(limit.match):
        types = {_matched(ground.vocabulary.kinds[kind], name) for kind in (*clock.start, *clock.finish)}
        if "" in types or len(types) > 1:
            ground.findings.refuse("clause.match-field", (spot / "match" / index).place, field=name)


def _matched(kind: Kind, name: str) -> str:
    """The type of what is matched; empty when events of that kind have none."""
    if name in kind.fields:
        return kind.fields[name].type.name
    return str(name) if name in kind.about else ""


# --- outcomes -----------------------------------------------------------------------------------


def _outcome(
    shape: OutcomeShape | None, spot: Spot, scope: Scope, guards: tuple[Syntax, ...], ground: Ground
) -> Outcome | None:
    if shape is None:
        return None
    points = ground.expression(shape.points, scope, NUMBER, guards=guards)
    if shape.at_most is not None and shape.at_most <= 0:
        ground.findings.refuse("clause.magnitude", (spot / "at_most").place, key="at_most")
    return None if points is None else Outcome(points, shape.per, shape.at_most)


def _worths(late: Outcome | None, on_time: Outcome | None, shape: ClauseShape, spot: Spot) -> Iterator[Worth]:
    if late is not None and shape.late is not None:
        yield Worth(late.points, (spot / "late").place_of(shape.late.points))
    if on_time is not None and shape.on_time is not None:
        yield Worth(on_time.points, (spot / "on_time").place_of(shape.on_time.points))


# --- keys that go together ----------------------------------------------------------------------


def _check_keys(shape: ClauseShape, spot: Spot, ground: Ground) -> None:
    limit, here, findings = shape.deadline, spot / "deadline", ground.findings
    assert limit is not None
    counted_back = isinstance(limit.due, DueOf)
    if counted_back:
        _check_counted_back(limit, here, ground)
    elif limit.start is None:
        findings.refuse("clause.deadline-start", here.place)
    if limit.within is not None and limit.due is not None:
        findings.refuse("clause.deadline-two-limits", (here / "due").key, (here / "within").key)
    if limit.within is None and limit.due is None and (shape.late or shape.on_time):
        findings.refuse("clause.deadline-no-limit", here.place)


def _check_counted_back(limit: DeadlineShape, spot: Spot, ground: Ground) -> None:
    assert isinstance(limit.due, DueOf)
    place = (spot / "due").place_of(limit.due.of)
    if limit.due.of not in ground.deadlines:
        ground.findings.refuse(
            "clause.unknown-name", place, what="deadline", name=limit.due.of,
            near=nearest(limit.due.of, ground.deadlines),
        )
    if limit.due.minus.unit not in {"d", "wd"} or limit.due.minus.count < 0:
        ground.findings.refuse(
            "clause.days-wanted", (spot / "due" / "minus").place, key="minus", found=limit.due.minus
        )
    for key in ("start", "when", "extend", "restart", "pause"):
        if getattr(limit, key):
            ground.findings.refuse("clause.deadline-counted-back", (spot / key).key, key=key)
