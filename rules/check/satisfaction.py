"""Satisfaction is only as good as the share of people who were asked: the two go together."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kaohe.rules.check.merged import Piece
from kaohe.rules.check.spot import Findings
from kaohe.rules.check.walk import tree_nodes
from kaohe.rules.document.policy import ClauseShape
from kaohe.rules.expression.tree import Expression, History, Literal_
from kaohe.rules.policy import Clause, Measure, Ratio

_SATISFIED = re.compile(r"满意|satisf", re.IGNORECASE)
_RESPONSE = re.compile(r"参评|评价率|回访率|回复率|应答率|response|participation", re.IGNORECASE)


def check_satisfaction(
    clauses: tuple[Clause, ...], pieces: Mapping[str, Piece[ClauseShape]], findings: Findings
) -> None:
    """A scored satisfaction ratio without any clause on the response rate is doubted."""
    ratios = [clause for clause in clauses if isinstance(clause.form, Ratio | Measure)]
    asked = [clause for clause in ratios if clause.kind != "monitored" and _is_satisfaction(clause)]
    for clause in asked:
        if not any(_is_response(other, clause) for other in ratios if other is not clause):
            place = pieces[clause.id].spot.place_of(pieces[clause.id].shape.title)
            findings.doubt("clause.satisfaction-alone", place, id=clause.id)


def _is_satisfaction(clause: Clause) -> bool:
    """By its title, or by an answer that counts as a hit."""
    if not isinstance(clause.form, Ratio):
        return False
    answers = (
        node.value for expression in _hits(clause) for node in tree_nodes(expression.tree)
        if isinstance(node, Literal_) and isinstance(node.value, str)
    )
    return _SATISFIED.search(clause.title) is not None or any(_SATISFIED.search(answer) for answer in answers)


def _is_response(other: Clause, clause: Clause) -> bool:
    """By its title, or because it counts who was asked: ``seen`` of a kind the other reads."""
    if _RESPONSE.search(other.title) is not None and not _is_satisfaction(other):
        return True
    read = {kind for expression in _hits(clause) for kind in _kinds(expression)}
    if isinstance(clause.form, Ratio):
        read |= set(clause.form.over.kinds)
    return any(
        isinstance(expression.tree, History) and expression.tree.function == "seen" and read & set(expression.tree.kinds)
        for expression in _hits(other)
    )


def _hits(clause: Clause) -> list[Expression]:
    form = clause.form
    return [form.hit] if isinstance(form, Ratio) and isinstance(form.hit, Expression) else []


def _kinds(expression: Expression) -> set[str]:
    return {
        kind for node in tree_nodes(expression.tree) if isinstance(node, History) for kind in node.kinds
    }
