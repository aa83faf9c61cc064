"""``accountable``: who answers, and for how much (P6, P33)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kaohe.rules.check.formed import Formed
from kaohe.rules.check.ground import Ground, Judged, term
from kaohe.rules.check.spot import Spot
from kaohe.rules.document.policy import ClauseShape
from kaohe.rules.document.policy import Line as LineShape
from kaohe.rules.expression.tree import Context, Expression, Type
from kaohe.rules.nearest import nearest
from kaohe.rules.policy import Deadline, Line, Manual
from kaohe.rules.value import plain

_KEYS: dict[str, Judged] = {
    "unit": "unit", "units": "unit", "leader": "leader", "leaders": "leader", "post": "leader"
}
_FINEST = 3
"""Decimal places of a share; a fraction such as 1/3 is exact as it is."""


def lines_from(shape: ClauseShape, formed: Formed, spot: Spot, ground: Ground) -> tuple[Line, ...] | None:
    """The lines of a clause; None when one cannot be used.

    Without ``accountable`` the one whom the form judges answers in full (P6).
    """
    if shape.accountable is None:
        return _default(shape, formed, spot, ground)
    if not shape.accountable:
        ground.findings.refuse("clause.nobody-accountable", spot.place_of(shape.id), id=shape.id)
    made = [
        _line(number, line, formed, spot / "accountable" / number, ground)
        for number, line in enumerate(shape.accountable)
    ]
    sound = tuple(line for line in made if line is not None)
    _check_roles(sound, spot / "accountable", ground)
    return sound if len(sound) == len(made) else None


def _default(shape: ClauseShape, formed: Formed, spot: Spot, ground: Ground) -> tuple[Line, ...]:
    if formed.judged is not None:
        subject = Expression(Context("subject", Type(formed.judged)), "subject")
        return (Line(0, formed.judged, formed.judged, (subject,), None, None, Fraction(1), "equal", None, "entry"),)
    if shape.kind != "monitored" and not isinstance(formed.form, Manual):  # a manual clause says more itself
        ground.findings.refuse("clause.nobody-accountable", spot.place_of(shape.id), id=shape.id)
    return ()


def _line(number: int, shape: LineShape, formed: Formed, spot: Spot, ground: Ground) -> Line | None:
    given = [key for key in _KEYS if getattr(shape, key) is not None]
    if len(given) != 1:
        ground.findings.refuse("clause.line-whom", spot.place, keys=", ".join(given))
        return None
    key = given[0]
    _check_line(shape, key, formed, spot, ground)
    subjects = _subjects(shape, key, formed, spot, ground)
    of = None if shape.of is None else _reaching(shape.of, "unit", formed, spot / "of", ground)
    except_ = None if shape.except_ is None else _reaching(shape.except_, "leader", formed, spot / "except", ground)
    if subjects is None or (key == "post" and of is None) or (shape.except_ is not None and except_ is None):
        return None
    role = shape.role or shape.post or _KEYS[key]
    at = shape.responsible_at or ("due" if isinstance(formed.form, Deadline) else "entry")
    return Line(
        number, str(role), _KEYS[key], subjects, None if shape.post is None else str(shape.post), of,
        Fraction(1) if shape.share is None else shape.share, shape.split, except_, at,
    )


def _subjects(
    shape: LineShape, key: str, formed: Formed, spot: Spot, ground: Ground
) -> tuple[Expression, ...] | None:
    """The expressions that name the subjects; none for a post. None when one cannot be used."""
    if key == "post":
        return ()
    given = getattr(shape, key)
    texts = given if isinstance(given, list) else [given]
    made = [_reaching(text, _KEYS[key], formed, spot / key, ground) for text in texts]
    sound = tuple(expression for expression in made if expression is not None)
    return sound if len(sound) == len(made) and made else None


def _reaching(text: str, kind: Judged, formed: Formed, spot: Spot, ground: Ground) -> Expression | None:
    """An expression of a unit or leader, or a list of them; it may be missing (then nobody answers
    and the run reports it).
    """
    made = ground.expression(text, formed.lines, None, optional=True, guards=formed.guards)
    if made is None:
        return None
    found = made.type.of.name if made.type.name == "list" and made.type.of else made.type.name
    if found != kind:
        ground.findings.refuse("clause.line-type", spot.place_of(text), wanted=kind, found=term(found))
        return None
    return made


def _check_line(shape: LineShape, key: str, formed: Formed, spot: Spot, ground: Ground) -> None:
    findings = ground.findings
    if (shape.of is not None) != (key == "post"):
        findings.refuse("clause.line-of", spot.place, key=key)
    posts = ground.vocabulary.posts
    if shape.post is not None and posts and shape.post not in posts:
        findings.refuse(
            "clause.unknown-name", spot.place_of(shape.post), what="post", name=shape.post,
            near=nearest(shape.post, posts),
        )
    if shape.share is not None and not 0 < shape.share <= 1:
        findings.refuse("clause.share", (spot / "share").place, found=plain(shape.share))
    elif shape.share is not None and _decimals_beyond(shape.share):
        findings.refuse("clause.share-places", (spot / "share").place, found=plain(shape.share))
    if shape.responsible_at is not None and not isinstance(formed.form, Deadline):
        findings.refuse("clause.responsible-at", (spot / "responsible_at").key)
    if shape.except_ is not None and _KEYS[key] == "unit":
        findings.refuse("clause.except-units", (spot / "except").key)


def _decimals_beyond(share: Fraction) -> bool:
    """Whether a decimal share has more than three places (thirds and the like are fractions)."""
    rest = share.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return rest == 1 and (share * 10**_FINEST).denominator != 1


def _check_roles(lines: Sequence[Line], spot: Spot, ground: Ground) -> None:
    """Two lines that look alike in an entry's id cannot be told apart."""
    for line in lines:
        earlier = next((other for other in lines if other.number < line.number and other.role == line.role), None)
        if earlier is not None:
            ground.findings.refuse(
                "clause.same-role", (spot / line.number).place, (spot / earlier.number).place, role=line.role
            )
