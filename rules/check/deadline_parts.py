"""What bends a deadline: lapsing, extending, restarting and pausing it (P3)."""

from __future__ import annotations

from collections.abc import Iterator

from kaohe.rules.check.formed import at_from, lost
from kaohe.rules.check.ground import Ground, guarded, length, term
from kaohe.rules.check.spot import Spot
from kaohe.rules.document.policy import At as AtShape
from kaohe.rules.document.policy import DeadlineShape
from kaohe.rules.document.policy import Extend as ExtendShape
from kaohe.rules.expression.scope import Scope
from kaohe.rules.expression.tree import Expression
from kaohe.rules.nearest import nearest
from kaohe.rules.policy import At, Extend, Restart
from kaohe.rules.value import duration_from
from kaohe.rules.vocabulary import SubjectKind

Kinds = tuple[str, ...]


def lapses_of(limit: DeadlineShape, spot: Spot) -> Iterator[tuple[AtShape, Spot]]:
    """The ``lapse`` key in its three forms as one: events, each with its spot."""
    given = limit.lapse
    many = isinstance(given, list)
    for index, one in enumerate(given if isinstance(given, list) else [given] if given is not None else []):
        here = spot / "lapse" / index if many else spot / "lapse"
        yield (one, here) if isinstance(one, AtShape) else (AtShape.model_construct(on=one, when=None), here)


def parts_of(limit: DeadlineShape, spot: Spot, ground: Ground) -> list[Kinds] | None:
    """The kinds of all bending events; None when one cannot be read."""
    named = [(at.on, here / "on" if isinstance(limit.lapse, AtShape) else here) for at, here in lapses_of(limit, spot)]
    if limit.extend is not None:
        named.append((limit.extend.on, spot / "extend" / "on"))
    if limit.restart is not None:
        named.append((limit.restart.on, spot / "restart" / "on"))
    found = [ground.kinds(text, here) for text, here in named]
    whole = [kinds for kinds in found if kinds is not None]
    return whole if len(whole) == len(found) else None


def lapses_from(
    limit: DeadlineShape, spot: Spot, stream: SubjectKind, start: Kinds, ground: Ground
) -> tuple[At, ...] | None:
    """The events that end a clock without judging it; None when one cannot be used."""
    made = []
    for shape, here in lapses_of(limit, spot):
        kinds = ground.kinds(shape.on, here)
        made.append(None if kinds is None else at_from(shape, ground.at_event(stream, kinds, start), kinds, ground))
    sound = tuple(at for at in made if at is not None)
    return sound if len(sound) == len(made) else None


def extend_from(
    limit: DeadlineShape, spot: Spot, stream: SubjectKind, start: Kinds, ground: Ground
) -> Extend | None:
    shape, here = limit.extend, spot / "extend"
    kinds = None if shape is None else ground.kinds(shape.on, here / "on")
    if shape is None or kinds is None:
        return None
    scope = ground.at_event(stream, kinds, start)
    when = ground.condition(shape.when, scope)
    add = _added(shape, scope, here, ground)
    _check_ceiling(shape, here, ground)
    if add is None or lost(shape.when, when):
        return None
    return Extend(At(kinds, when), add, shape.at_most, shape.times)


def _added(shape: ExtendShape, scope: Scope, spot: Spot, ground: Ground) -> Expression | None:
    """``add``: a duration, or a number of the limit's own units."""
    written = duration_from(str(shape.add))
    if written is not None:
        return length(written, str(shape.add))
    made = ground.expression(shape.add, scope, None, guards=guarded(shape.when, scope))
    if made is not None and made.type.name not in {"number", "duration"}:
        ground.findings.refuse("clause.extend-add", (spot / "add").place_of(shape.add), found=term(made.type.name))
        return None
    return made


def _check_ceiling(shape: ExtendShape, spot: Spot, ground: Ground) -> None:
    if shape.times is not None and shape.times < 1:
        ground.findings.refuse("clause.magnitude", (spot / "times").place, key="times")
    if shape.at_most is not None and shape.at_most.count <= 0:
        ground.findings.refuse("clause.magnitude", (spot / "at_most").place, key="at_most")


def restart_from(
    limit: DeadlineShape, spot: Spot, stream: SubjectKind, start: Kinds, ground: Ground
) -> Restart | None:
    shape, here = limit.restart, spot / "restart"
    kinds = None if shape is None else ground.kinds(shape.on, here / "on")
    if shape is None or kinds is None:
        return None
    when = ground.condition(shape.when, ground.at_event(stream, kinds, start))
    return None if lost(shape.when, when) else Restart(At(kinds, when), shape.carry)


def pauses_from(limit: DeadlineShape, spot: Spot, stream: SubjectKind, ground: Ground) -> tuple[str, ...] | None:
    """States that stop the clock, all declared and known in this stream."""
    sound = True
    for index, name in enumerate(limit.pause):
        place = (spot / "pause" / index).place
        if name not in ground.names.states:
            ground.findings.refuse(
                "clause.unknown-name", place, what="state", name=name, near=nearest(name, ground.names.states)
            )
            sound = False
        elif stream not in ground.state_streams.get(name, frozenset()):
            ground.findings.refuse("clause.state-elsewhere", place, name=name, stream=stream)
            sound = False
    return tuple(map(str, limit.pause)) if sound else None
