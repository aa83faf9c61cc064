"""A clause's form after checking, with what the rest of the clause needs to know of it."""

from __future__ import annotations

from collections.abc import Iterable

from kaohe.rules.check.ground import Ground, Judged
from kaohe.rules.check.spot import Spot
from kaohe.rules.document.policy import At as AtShape
from kaohe.rules.document.policy import PrintRound as RoundShape
from kaohe.rules.expression.scope import Scope
from kaohe.rules.expression.syntax import Syntax
from kaohe.rules.expression.tree import Expression
from kaohe.rules.place import Place
from kaohe.rules.policy import At, Form, PrintRound
from kaohe.rules.record import record
from kaohe.rules.vocabulary import SubjectKind


@record
class Worth:
    """An expression of points as it stands in the document."""

    value: Expression
    place: Place


@record
class Formed:
    """``judged``: whom the form itself singles out (the subject of ``by`` or of the row), charged in
    full when nothing else is said; None: nobody. ``lines`` and ``guards`` are the position at which
    ``accountable`` is read. ``stream``: where revoking events must stand; None: nothing to revoke.
    ``cases``: whether an entry belongs to a case, so that a cap per case means something.
    """

    form: Form
    judged: Judged | None
    lines: Scope
    guards: tuple[Syntax, ...] = ()
    points: Expression | None = None
    worths: tuple[Worth, ...] = ()
    stream: SubjectKind | None = None
    cases: bool = False


def lost(given: object, made: object) -> bool:
    """Whether something was written and could not be used."""
    return given is not None and made is None


def at_from(shape: AtShape, scope: Scope, kinds: tuple[str, ...], ground: Ground) -> At | None:
    """An event of ``kinds`` at which ``when`` holds; ``scope`` is the position at such an event."""
    when = ground.condition(shape.when, scope)
    return None if lost(shape.when, when) else At(kinds, when)


def worths(pairs: Iterable[tuple[Expression | None, Place]]) -> tuple[Worth, ...]:
    return tuple(Worth(value, place) for value, place in pairs if value is not None)


MOST_PRINTED = 9
"""Decimal places of a printed figure."""


def check_places(places: int, most: int, spot: Spot, ground: Ground) -> None:
    """Places are 0 to ``most``."""
    if not 0 <= places <= most:
        ground.findings.refuse("policy.places", spot.place, places=places, most=most)


def print_round(shape: RoundShape | None, spot: Spot, ground: Ground) -> PrintRound | None:
    """A printed figure's rounding."""
    if shape is None:
        return None
    check_places(shape.places, MOST_PRINTED, spot / "places", ground)
    return PrintRound(shape.places, shape.mode)
