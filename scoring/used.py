"""What caps left of each entry, as an auditor would go through the ledger (P7).

Caps hold sums; the ledger needs no order for them. To *explain* a card the entries are gone through in
ledger order: what still fits under the limit counts, the rest was used up. The parts add up to the
same sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache

from kaohe.engine.ledger import Entry, Part
from kaohe.rules.policy import Clause
from kaohe.scoring.card import SubjectKind
from kaohe.scoring.exact import within
from kaohe.scoring.limits import limit_for


def counted_of(clause: Clause, entries: Sequence[Entry]) -> Mapping[str, Fraction]:
    """By entry id, what of its points counts after the clause's caps.

    ``entries`` are one card's entries of the clause in ledger order; limit entries are left out of the
    result. The results add up to the sum of all ``entries``, limit entries included.
    """
    earned = [entry for entry in entries if entry.part not in ("cap_case", "cap")]
    points = [entry.points for entry in earned]

    @cache
    def limit(part: Part, kind: SubjectKind, role: str) -> Fraction | None:
        return limit_for(clause, kind, role, part)

    of_case = [None if each.case is None else limit("cap_case", each.subject_kind, each.role) for each in earned]
    of_all = [limit("cap", each.subject_kind, each.role) for each in earned]
    left = _left(points, of_case, [(each.role, each.case) for each in earned])
    left = _left(left, of_all, [(each.role, None) for each in earned])
    return {entry.id: counted for entry, counted in zip(earned, left, strict=True)}


def _left(
    points: Sequence[Fraction],
    limits: Sequence[Fraction | None],
    groups: Sequence[tuple[str, str | None]],
) -> list[Fraction]:
    """What each entry moves its group's bounded sum by."""
    sums: dict[tuple[str, str | None], Fraction] = {}
    left: list[Fraction] = []
    for worth, limit, group in zip(points, limits, groups, strict=True):
        before = sums.get(group, Fraction(0))
        after = before + worth
        sums[group] = after
        least = None if limit is None else -limit
        left.append(worth if limit is None else within(after, least, limit) - within(before, least, limit))
    return left
