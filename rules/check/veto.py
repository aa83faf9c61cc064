"""Vetoes: an effect instead of points, confirmed by another, never by counting (P19)."""

from __future__ import annotations

from kaohe.rules.check.formed import Formed
from kaohe.rules.check.ground import Ground
from kaohe.rules.check.spot import Spot
from kaohe.rules.check.walk import tree_nodes
from kaohe.rules.document.policy import ClauseShape
from kaohe.rules.expression.tree import Expression, History
from kaohe.rules.policy import On, Veto

_PERSONS = frozenset({"code", "enum", "unit", "leader"})
_EVIDENCE = frozenset({"code", "list"})


def veto_from(shape: ClauseShape, formed: Formed, spot: Spot, ground: Ground) -> Veto | None:
    """The effect and the fields that prove it; None for other clauses and for a faulty veto."""
    if shape.kind != "veto":
        for key in ("effect", "confirm"):
            if getattr(shape, key) is not None:
                ground.findings.refuse("clause.key-kind", (spot / key).key, key=key, kind="veto")
        return None
    if shape.effect is None or shape.effect == []:
        ground.findings.refuse("clause.veto-effect", spot.place_of(shape.id), id=shape.id)
    if not isinstance(formed.form, On):
        return None
    _check_count(formed.form, shape, spot, ground)
    if shape.confirm is None:
        ground.findings.refuse("clause.veto-confirm", spot.place_of(shape.id), id=shape.id)
        return None
    _check_confirm(shape, formed.form.at.kinds, spot / "confirm", ground)
    if shape.effect is None:
        return None
    effects = shape.effect if isinstance(shape.effect, list) else [shape.effect]
    fields = shape.confirm
    return Veto(tuple(effects), str(fields.proposer), str(fields.confirmer), str(fields.evidence))


def _check_confirm(shape: ClauseShape, kinds: tuple[str, ...], spot: Spot, ground: Ground) -> None:
    confirm = shape.confirm
    assert confirm is not None
    if confirm.proposer == confirm.confirmer:
        ground.findings.refuse("clause.veto-same-person", (spot / "confirmer").place, field=confirm.confirmer)
    for key, types in (("proposer", _PERSONS), ("confirmer", _PERSONS), ("evidence", _EVIDENCE)):
        name = getattr(confirm, key)
        for kind in kinds:
            field = ground.vocabulary.kinds[kind].fields.get(str(name))
            if field is None or field.type.name not in types:
                ground.findings.refuse(
                    "clause.veto-field", spot.place_of(name), key=key, field=name, kind=kind,
                    wanted=", ".join(sorted(types)),
                )


def _check_count(form: On, shape: ClauseShape, spot: Spot, ground: Ground) -> None:
    """A veto stands on a proven act: not on how often something happened, nor on a petition."""
    if counts(form.at.when):
        ground.findings.refuse("clause.veto-on-count", spot.place_of(shape.when), id=shape.id)
    elif any(ground.vocabulary.kinds[kind].volume for kind in form.at.kinds):
        ground.findings.refuse("clause.veto-on-count", spot.place_of(shape.on), id=shape.id)


def counts(condition: Expression | None) -> bool:
    """Whether a condition asks how often something happened."""
    return condition is not None and any(
        isinstance(node, History) and node.function in {"count", "distinct"} for node in tree_nodes(condition.tree)
    )
