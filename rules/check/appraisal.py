"""``appraisal``: marks that people give, by item and group of reviewers (P26, P35)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from kaohe.rules.check.formed import Formed, lost, print_round
from kaohe.rules.check.ground import Ground, guarded
from kaohe.rules.check.kinds import stream_of
from kaohe.rules.check.over import by_from
from kaohe.rules.check.spot import Spot
from kaohe.rules.document.policy import AppraisalShape, ClauseShape
from kaohe.rules.policy import Appraisal
from kaohe.rules.vocabulary import Field

_CODED = frozenset({"code", "enum", "unit", "leader"})


def appraisal_from(shape: ClauseShape, spot: Spot, ground: Ground) -> Formed | None:
    assert shape.appraisal is not None
    asked, here = shape.appraisal, spot / "appraisal"
    kinds = ground.kinds(asked.of, here / "of")
    if kinds is None:
        return None
    place = here.place_of(asked.of)
    stream = stream_of([kinds], shape.stream, ground.vocabulary, place, ground.findings)
    if stream is None:
        return None
    _check_fields(asked, here, kinds, ground)
    _check_numbers(asked, here, shape.kind == "monitored", ground)
    scope = ground.at_event(stream, kinds)
    where = ground.condition(asked.where, scope)
    whose = by_from(asked.by, here, scope, guarded(asked.where, scope), any_code=False, ground=ground)
    if whose is None or lost(asked.where, where):
        return None
    by, judged = whose
    assert judged is not None
    form = Appraisal(
        kinds=kinds, where=where, field=str(asked.field), least=asked.range[0], greatest=asked.range[1],
        item=_text(asked.item), items=_weights(asked.items),
        group=_text(asked.groups.by) if asked.groups else None,
        groups=_weights(asked.groups.weights) if asked.groups else None,
        reviewer=_text(asked.reviewer), trim=asked.trim, by=by, minimum=max(asked.minimum or 0, 0),
        otherwise=asked.otherwise, reason=_text(asked.reason), second=_text(asked.second),
        document=_text(asked.document), factor=asked.factor,
        round=print_round(asked.round, here / "round", ground),
    )
    return Formed(form, judged, ground.of_subject(judged))


def _text(value: str | None) -> str | None:
    return None if value is None else str(value)


def _weights(weights: Mapping[str, Fraction] | None) -> dict[str, Fraction] | None:
    return None if weights is None else {str(key): weight for key, weight in weights.items()}


def _check_fields(asked: AppraisalShape, spot: Spot, kinds: tuple[str, ...], ground: Ground) -> None:
    wanted = [("field", asked.field, frozenset({"number"}))]
    wanted += [
        (key, getattr(asked, key), _CODED) for key in ("item", "reviewer", "reason", "second", "document")
    ]
    for key, name, types in wanted:
        _check_field(name, spot / key, kinds, types, ground)
    if asked.groups is not None:
        _check_field(asked.groups.by, spot / "groups" / "by", kinds, _CODED, ground)
        _check_weights(asked.groups.weights, asked.groups.by, spot / "groups" / "weights", kinds, ground)
    if asked.items is not None and asked.item is None:
        ground.findings.refuse("clause.items-without-item", (spot / "items").place)
    elif asked.items is not None:
        _check_weights(asked.items, asked.item, spot / "items", kinds, ground)


def _fields(name: str | None, kinds: Iterable[str], ground: Ground) -> list[Field | None]:
    return [ground.vocabulary.kinds[kind].fields.get(str(name)) for kind in kinds]


def _check_field(
    name: str | None, spot: Spot, kinds: tuple[str, ...], types: frozenset[str], ground: Ground
) -> None:
    """The field stands in every kind and can hold what is asked of it."""
    if name is None:
        return
    for kind, field in zip(kinds, _fields(name, kinds, ground), strict=True):
        if field is None or field.type.name not in types:
            ground.findings.refuse(
                "clause.appraisal-field", spot.place_of(name), field=name, kind=kind,
                wanted=", ".join(sorted(types)), found=field.type.name if field else "-",
            )


def _check_weights(
    weights: Mapping[str, Fraction], by: str | None, spot: Spot, kinds: tuple[str, ...], ground: Ground
) -> None:
    """Weights are positive, and each is of a value that the field may have."""
    values = {value for field in _fields(by, kinds, ground) if field for value in field.type.values}
    for key, weight in weights.items():
        if weight <= 0:
            ground.findings.refuse("clause.magnitude", (spot / str(key)).place, key=key)
        if values and key not in values:
            ground.findings.refuse("clause.weight-key", spot.place_of(key), key=key, known=", ".join(sorted(values)))


def _check_numbers(asked: AppraisalShape, spot: Spot, monitored: bool, ground: Ground) -> None:
    least, greatest = asked.range
    if least >= greatest:
        ground.findings.refuse("clause.mark-range", (spot / "range").place)
    if asked.trim < 0:
        ground.findings.refuse("clause.magnitude", (spot / "trim").place, key="trim")
    if asked.minimum is not None and asked.minimum < 1:
        ground.findings.refuse("clause.magnitude", (spot / "minimum").place, key="minimum")
    if not monitored and asked.minimum is None:
        ground.findings.refuse("clause.no-minimum", spot.place)
    if not monitored and asked.otherwise is None:
        ground.findings.refuse("clause.no-otherwise", spot.place)
