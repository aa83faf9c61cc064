"""Scorecards, grades and appeals (P15, P19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from kaohe.rules.check.formed import check_places
from kaohe.rules.check.ground import BOOL, CODE, NUMBER, Ground
from kaohe.rules.check.person import check_words
from kaohe.rules.check.spot import Spot
from kaohe.rules.document.policy import Appeals as AppealsShape
from kaohe.rules.document.policy import GradeShape, ScorecardShape, SectionShape
from kaohe.rules.document.policy import Inherit as InheritShape
from kaohe.rules.expression.scope import attribute_names
from kaohe.rules.expression.tree import Expression, Type
from kaohe.rules.nearest import nearest
from kaohe.rules.policy import Appeals, Grade, Inherit, Scorecard, Section
from kaohe.rules.value import plain

_ZERO = Fraction(0)
MOST_PLACES = 6
"""Decimal places of a card's total: entries are exact in 10⁻⁶."""


def scorecards_from(
    shapes: Mapping[str, ScorecardShape], spot: Spot, ground: Ground
) -> tuple[Scorecard, ...]:
    made = [
        _scorecard(str(name), shape, spot / str(name), shapes, ground) for name, shape in shapes.items()
    ]
    return tuple(card for card in made if card is not None)


def _scorecard(
    name: str, shape: ScorecardShape, spot: Spot, all_cards: Mapping[str, ScorecardShape], ground: Ground
) -> Scorecard | None:
    if shape.title is not None:
        check_words(shape.title, spot.place_of(shape.title), ground.findings)
    scope = ground.of_subject(shape.of)
    who = ground.expression(shape.who, scope, BOOL)
    groups = _groups(shape, ground)
    inherit = _inherit(shape.inherit, shape, spot / "inherit", all_cards, ground)
    sections = tuple(
        _section(str(key), section, spot / "sections" / str(key), ground) for key, section in shape.sections.items()
    )
    grades = _grades(shape.grades or (), spot / "grades", ground)
    _check_numbers(shape, spot, ground)
    if who is None or (shape.groups is not None and groups is None) or (shape.inherit is not None and inherit is None):
        return None
    return Scorecard(
        name=name, of=shape.of, title=str(shape.title or name), who=who, out_of=shape.out_of,
        base=shape.base or _ZERO, sections=sections, groups=groups, grades=grades,
        cycle=None if shape.per in {None, "year"} else shape.per,  # type: ignore[arg-type]
        roll_up=shape.roll_up or "mean", inherit=inherit,
        places=ground.places if shape.places is None else shape.places,
    )


def _groups(shape: ScorecardShape, ground: Ground) -> Expression | None:
    """The peer group: a code of the subject; a bare attribute (``peer_group``) is the subject's."""
    if shape.groups is None:
        return None
    scope = ground.of_subject(shape.of)
    names = attribute_names(scope, Type(shape.of))
    text = f"subject.{shape.groups}" if shape.groups in names else shape.groups
    return ground.expression(text, scope, CODE, optional=True)


def _check_numbers(shape: ScorecardShape, spot: Spot, ground: Ground) -> None:
    findings = ground.findings
    if shape.out_of <= 0:
        findings.refuse("clause.magnitude", (spot / "out_of").place, key="out_of")
    if shape.places is not None:
        check_places(shape.places, MOST_PLACES, spot / "places", ground)
    if shape.roll_up is not None and shape.per in {None, "year"}:
        findings.refuse("policy.roll-up", (spot / "roll_up").key)


def _section(name: str, shape: SectionShape, spot: Spot, ground: Ground) -> Section:
    findings = ground.findings
    check_words(shape.title, spot.place_of(shape.title), findings)
    start = shape.start or _ZERO
    if shape.floor is not None and shape.cap is not None and shape.floor > shape.cap:
        findings.refuse("score.limits", (spot / "floor").place, lower="floor", upper="cap")
    if shape.bonus and start != 0:
        findings.refuse("policy.bonus-start", (spot / "start").key, section=name)
    return Section(name, str(shape.title), start, shape.floor, shape.cap, shape.bonus)


# --- grades -------------------------------------------------------------------------------------


def _grades(shapes: Sequence[GradeShape], spot: Spot, ground: Ground) -> tuple[Grade, ...]:
    """Best first; each lower one asks for less, and the last takes whoever is left."""
    findings = ground.findings
    for index, shape in enumerate(shapes):
        here = spot / index
        earlier = next((other for other in shapes[:index] if other.id == shape.id), None)
        if earlier is not None:
            findings.refuse("policy.same-name", here.place_of(shape.id), here.place_of(earlier.id), name=shape.id)
        if shape.share is not None and not 0 < shape.share <= 1:
            findings.refuse("clause.share", (here / "share").place, found=plain(shape.share))
        if shape.at_least_places is not None and (shape.share is None or shape.at_least_places < 0):
            findings.refuse("policy.grade-places", (here / "at_least_places").place, grade=shape.id)
        check_words(shape.title, here.place_of(shape.title), findings)
    _check_order(shapes, spot, ground)
    return tuple(
        Grade(str(shape.id), str(shape.title), shape.at_least, shape.share, shape.at_least_places or 0, shape.places)
        for shape in shapes
    )


def _check_order(shapes: Sequence[GradeShape], spot: Spot, ground: Ground) -> None:
    least: Fraction | None = None
    for index, shape in enumerate(shapes):
        if shape.at_least is not None and least is not None and shape.at_least >= least:
            ground.findings.refuse("policy.grade-order", (spot / index / "at_least").place, grade=shape.id)
        least = shape.at_least if shape.at_least is not None else least
        last = index == len(shapes) - 1
        open_ended = shape.at_least is None and shape.share is None
        if last and not open_ended and (shape.share is not None or (shape.at_least or 0) > 0):
            ground.findings.refuse("policy.grade-last", (spot / index).place, grade=shape.id)
        elif open_ended and not last:
            ground.findings.refuse("policy.grade-swallows", (spot / index).place, grade=shape.id)


# --- inheritance and appeals --------------------------------------------------------------------


def _inherit(
    shape: InheritShape | None, card: ScorecardShape, spot: Spot, all_cards: Mapping[str, ScorecardShape],
    ground: Ground,
) -> Inherit | None:
    """A leader inherits from units held, a unit from its children (P15)."""
    if shape is None:
        return None
    findings = ground.findings
    if (shape.from_ == "unit") != (card.of == "leader"):
        findings.refuse("policy.inherit-from", (spot / "from").place, of=card.of, found=shape.from_)
    if not 0 < shape.share <= 1:
        findings.refuse("clause.share", (spot / "share").place, found=plain(shape.share))
    if shape.card is not None and (shape.card not in all_cards or all_cards[shape.card].of != "unit"):
        units = [name for name, one in all_cards.items() if one.of == "unit"]
        findings.refuse(
            "clause.unknown-name", spot.place_of(shape.card), what="unit card", name=shape.card,
            near=nearest(shape.card, units),
        )
    weight = None
    if shape.weight is not None:
        weight = ground.expression(shape.weight, ground.of_subject("unit"), NUMBER, optional=True)
        if weight is None:
            return None
    return Inherit(shape.from_, shape.share, weight, None if shape.card is None else str(shape.card))


def appeals_from(shape: AppealsShape | None, spot: Spot, ground: Ground) -> Appeals | None:
    """The kind that tells an office of a veto has the role ``notice``; both limits are in days."""
    if shape is None:
        return None
    kind = ground.vocabulary.kinds.get(str(shape.notified))
    if kind is None or kind.role != "notice":
        notices = [one.name for one in ground.vocabulary.kinds.values() if one.role == "notice"]
        ground.findings.refuse(
            "policy.appeals-notice", spot.place_of(shape.notified), name=shape.notified, known=", ".join(notices)
        )
    for key in ("file_within", "decide_within"):
        length = getattr(shape, key)
        if length.unit not in {"d", "wd"} or length.count <= 0:
            ground.findings.refuse("clause.days-wanted", (spot / key).place, key=key, found=length)
    if not any(one.role == "appeal" for one in ground.vocabulary.kinds.values()):
        ground.findings.refuse("policy.appeals-role", spot.place)
    return Appeals(str(shape.notified), shape.file_within, shape.decide_within)
