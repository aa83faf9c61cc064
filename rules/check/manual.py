"""``manual``: a paragraph that a person must judge; it asks for a mark at run time (P35)."""

from __future__ import annotations

from kaohe.rules.check.formed import Formed
from kaohe.rules.check.ground import Ground, Judged
from kaohe.rules.check.spot import Spot
from kaohe.rules.document.policy import ClauseShape
from kaohe.rules.policy import Manual
from kaohe.rules.vocabulary import Kind


def manual_from(shape: ClauseShape, spot: Spot, ground: Ground) -> Formed | None:
    """Marks arrive as events of the vocabulary's ``role: mark`` kinds; those say whom they judge."""
    assert shape.manual is not None
    marks = [kind for kind in ground.vocabulary.kinds.values() if kind.role == "mark" and _can_name(kind, shape.id)]
    about = [subject for kind in marks for subject in kind.about]
    judged: Judged | None = "unit" if "unit" in about else "leader" if "leader" in about else None
    if not shape.manual.strip():
        ground.findings.refuse("clause.reason-empty", (spot / "manual").place, key="manual")
    if judged is None and shape.kind != "monitored":
        ground.findings.refuse("clause.manual-no-mark", (spot / "manual").place, id=shape.id)
    scope = ground.of_subject(judged) if judged else ground.at_point("case")
    return Formed(Manual(str(shape.manual)), judged, scope)


def _can_name(kind: Kind, clause: str) -> bool:
    """Whether a mark can say that it is for this clause: ``item`` holds its id."""
    item = kind.fields.get("item")
    return item is not None and (item.type.name == "code" or clause in item.type.values)
