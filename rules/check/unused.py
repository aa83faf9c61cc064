"""Names that a policy declares and nothing uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kaohe.rules.check.merged import Merged, Piece
from kaohe.rules.check.spot import Findings
from kaohe.rules.check.walk import expressions_in, tree_nodes
from kaohe.rules.expression.tree import Defined, InState, Parameter
from kaohe.rules.policy import Clause, Deadline


def check_unused(
    records: Iterable[object], pieces: Merged, broken: frozenset[str], findings: Findings
) -> None:
    """Defines, states and parameters of this document that no checked record uses.

    What is unused is not typed either: a slip in it would show only when somebody comes to use it.
    (A gate needs no user: it reports on each event of its kind.) ``broken`` names cannot be used yet.
    """
    tables: Mapping[str, Mapping[str, Piece[object]]] = {
        "definition": pieces.define, "state": pieces.states, "parameter": pieces.parameters,  # type: ignore[dict-item]
    }
    own = [
        (what, name, piece) for what, table in tables.items() for name, piece in table.items()
        if not piece.inherited and name not in broken
    ]
    used = _used(tuple(records)) if own else frozenset()
    for what, name, piece in own:
        if name not in used:
            findings.doubt("policy.unused", piece.spot.place_of(piece.key), what=what, name=name)


def _used(records: tuple[object, ...]) -> frozenset[str]:
    nodes = (node for expression in expressions_in(records) for node in tree_nodes(expression.tree))
    named = {node.name for node in nodes if isinstance(node, Defined | InState | Parameter)}
    paused = {
        name for record in records if isinstance(record, Clause) and isinstance(record.form, Deadline)
        for name in record.form.pause
    }
    return frozenset(named | paused)
