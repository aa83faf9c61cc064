"""Which keys of a clause go with which trigger and kind. Data, and its check."""

from __future__ import annotations

from collections.abc import Mapping

from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.document.policy import ClauseShape

TRIGGERS = ("on", "deadline", "frequency", "ratio", "measure", "appraisal", "checklist", "manual")

WITH: Mapping[str, frozenset[str]] = {
    "on": frozenset({"when", "points", "round", "effect", "confirm", "vest", "revoke", "exclusive", "stream"}),
    "deadline": frozenset({"late", "on_time", "round", "revoke", "exclusive", "stream"}),
    "frequency": frozenset({"short", "round", "exclusive", "stream"}),
    "ratio": frozenset({"score", "exclusive", "stream"}),
    "measure": frozenset({"score", "exclusive", "stream"}),
    "appraisal": frozenset({"score", "exclusive", "stream"}),
    "checklist": frozenset({"round", "exclusive"}),
    "manual": frozenset({"score", "exclusive"}),
}
"""Keys that mean something only with some triggers, by trigger."""
_BOUND = frozenset().union(*WITH.values())

WORTH: Mapping[str, tuple[str, ...]] = {
    "on": ("points",), "deadline": ("late", "on_time"), "frequency": ("short",), "ratio": ("score",),
    "measure": ("score",), "appraisal": ("score",), "checklist": (), "manual": (),
}
"""Where a scoring clause says what it is worth: at least one of these. (A checklist says it inside.)"""

FORMS_OF: Mapping[str, frozenset[str]] = {
    "indicator": frozenset({"ratio", "measure", "appraisal", "manual"}),
    "veto": frozenset({"on"}),
}
"""Kinds that only some triggers can be of."""


def trigger_of(shape: ClauseShape, spot: Spot, findings: Findings) -> str | None:
    """The one trigger of a clause; None, reported, when there is none or more than one."""
    given = [name for name in TRIGGERS if getattr(shape, name) is not None]
    if len(given) == 1:
        return given[0]
    if given:
        findings.refuse("clause.two-triggers", (spot / given[1]).key, (spot / given[0]).key, keys=", ".join(given))
    else:
        findings.refuse("clause.no-trigger", spot.place_of(shape.id), keys=", ".join(TRIGGERS))
    return None


def check_keys(shape: ClauseShape, trigger: str, spot: Spot, findings: Findings) -> None:
    """Refuses keys that do nothing here, and a clause that says nothing of its worth."""
    if trigger not in FORMS_OF.get(shape.kind, frozenset(TRIGGERS)):
        allowed = ", ".join(name for name in TRIGGERS if name in FORMS_OF[shape.kind])
        findings.refuse("clause.kind-form", (spot / "kind").place, kind=shape.kind, form=trigger, allowed=allowed)
        return
    silent = shape.kind in {"monitored", "veto"}
    for key in sorted(_given(shape) & _BOUND):
        if key not in WITH[trigger]:
            findings.refuse("clause.key-elsewhere", (spot / key).key, key=key, form=trigger)
        elif silent and key in {"points", "late", "on_time", "short", "score", "vest", "round"}:
            findings.refuse("clause.scores-nothing", (spot / key).key, key=key, kind=shape.kind)
    if not silent:
        _check_worth(shape, trigger, spot, findings)


def _given(shape: ClauseShape) -> frozenset[str]:
    return frozenset(name for name in shape.model_fields_set if getattr(shape, name) is not None)


def _check_worth(shape: ClauseShape, trigger: str, spot: Spot, findings: Findings) -> None:
    keys = WORTH[trigger]
    worth = [key for key in keys if getattr(shape, key) is not None]
    if shape.checklist is not None and shape.checklist.missing is None and shape.checklist.present is None:
        keys = ("missing", "present")
    if keys and not worth:
        findings.refuse("clause.no-points", spot.place_of(shape.id), id=shape.id, keys=", ".join(keys))
