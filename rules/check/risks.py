"""Risks that a policy accepts as a whole: moves that pay by some clauses, and what pulls the other way (P20).

Whether the counter clause outweighs the gain is found by replaying (``workbench.suppression``), not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kaohe.rules.check.ground import Ground
from kaohe.rules.check.merged import Merged
from kaohe.rules.check.spot import Spot
from kaohe.rules.check.suppression import counter_faults
from kaohe.rules.document.policy import StandingRisk as Shape
from kaohe.rules.nearest import nearest
from kaohe.rules.policy import Clause, StandingRisk


def risks_from(
    shapes: Sequence[Shape], clauses: tuple[Clause, ...], pieces: Merged, spot: Spot, ground: Ground
) -> tuple[StandingRisk, ...]:
    """The accepted risks; problems are names that nothing bears, empty words, a day too early, a counter
    clause that does not pull the other way.
    """
    for place, shape in enumerate(shapes):
        _check(shape, clauses, pieces, spot / place, ground)
    return tuple(
        StandingRisk(
            tuple(map(str, shape.moves)), tuple(map(str, shape.clauses)), str(shape.reason), str(shape.approver),
            shape.until, str(shape.counter_clause),
        )
        for shape in shapes
    )  # fmt: skip


def _check(shape: Shape, clauses: tuple[Clause, ...], pieces: Merged, here: Spot, ground: Ground) -> None:
    findings, by_id = ground.findings, {clause.id: clause for clause in clauses}
    _known(shape.moves, ground.vocabulary.moves, "move", here / "moves", ground)
    _known(shape.clauses, {*by_id, *pieces.clauses}, "clause", here / "clauses", ground)
    for key in ("reason", "approver"):
        if not getattr(shape, key).strip():
            findings.refuse("clause.reason-empty", (here / key).place, key=key)
    last = max((by_id[one].in_force.to for one in shape.clauses if one in by_id), default=ground.period.to)
    last = min(last, ground.period.to)
    if shape.until < last:
        findings.refuse("gate.risk-until", (here / "until").place, until=shape.until, last=last)
    counter = shape.counter_clause
    if counter not in pieces.clauses or counter in by_id:
        for why in counter_faults(tuple(shape.clauses), by_id.get(counter)):
            findings.refuse("gate.risk-counter", (here / "counter_clause").place, clause=counter, why=why)


def _known(names: Sequence[str], among: Iterable[str], what: str, spot: Spot, ground: Ground) -> None:
    known = tuple(among)
    for place, name in enumerate(names):
        if name not in known:
            ground.findings.refuse(
                "gate.risk-unknown", (spot / place).place, name=name, what=what, near=nearest(name, known)
            )
