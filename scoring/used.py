"""What caps left of each entry, as an auditor would go through the ledger (P7).

Caps hold sums; the ledger needs no order for them. To *explain* a card the entries are gone through in
ledger order: what still fits under the limit counts, the rest was used up. The parts add up to the
same sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from kaohe.engine.ledger import Entry, Part
from kaohe.engine.record_file import Filed, where
from kaohe.engine.record_table import POINTS, TEXT, Layout
from kaohe.rules.policy import Clause
from kaohe.scoring.card import SubjectKind
from kaohe.scoring.exact import UNIT, units_of
from kaohe.scoring.limits import limit_for


@dataclass(frozen=True, slots=True)
class Earned:
    """What of an entry decides how caps share out: read in thousands to explain one of them."""

    entry: str
    points: Fraction
    subject_kind: SubjectKind
    role: str
    part: Part
    case: str | None
    card: str | None

    @property
    def id(self) -> str:
        return self.entry


_EARNED = Layout(
    Earned,
    {"entry": TEXT, "points": POINTS, "subject_kind": TEXT, "role": TEXT, "part": TEXT, "case": TEXT, "card": TEXT},
)


def earned_in(entries: Sequence[Entry], subject: str, clause: str, role: str) -> Sequence[Entry | Earned]:
    """A subject's entries of one line of a clause, in ledger order, on whatever card."""
    if isinstance(entries, Filed):
        return where(Filed(_EARNED, entries.path), subject=subject, clause=clause, role=role)
    return where(entries, subject=subject, clause=clause, role=role)


def counted_of(clause: Clause, entries: Sequence[Entry | Earned]) -> Mapping[str, Fraction]:
    """By entry id, what of its points counts after the clause's caps.

    ``entries`` are one card's entries of the clause in ledger order; limit entries are left out of the
    result. The results add up to the sum of all ``entries``, limit entries included. (They are reckoned in
    units of 10⁻⁶: entries and limits are exact in them.)
    """
    earned = [entry for entry in entries if entry.part not in ("cap_case", "cap")]
    points = [units_of(entry.points) for entry in earned]

    @cache
    def limit(part: Part, kind: SubjectKind, role: str) -> int | None:
        found = limit_for(clause, kind, role, part)
        return None if found is None else units_of(found)

    @cache
    def exact(units: int) -> Fraction:
        return Fraction(units, UNIT)

    of_case = [None if each.case is None else limit("cap_case", each.subject_kind, each.role) for each in earned]
    of_all = [limit("cap", each.subject_kind, each.role) for each in earned]
    left = _left(points, of_case, [(each.role, each.case) for each in earned])
    left = _left(left, of_all, [(each.role, None) for each in earned])
    return {entry.id: exact(counted) for entry, counted in zip(earned, left, strict=True)}


def _left(
    points: Sequence[int],
    limits: Sequence[int | None],
    groups: Sequence[tuple[str, str | None]],
) -> list[int]:
    """What each entry moves its group's bounded sum by."""
    sums: dict[tuple[str, str | None], int] = {}
    left: list[int] = []
    for worth, limit, group in zip(points, limits, groups, strict=True):
        before = sums.get(group, 0)
        after = sums[group] = before + worth
        left.append(worth if limit is None else min(max(after, -limit), limit) - min(max(before, -limit), limit))
    return left
