"""Caps: what a clause takes or gives is bounded per case, then per subject (P7).

Sums, not running totals: when all entries, reversals and exclusions of a clause stand, the sum of each
case is brought within its limit by one entry that names the limit, then the sum of each subject. The
limit is the clause's cap times the line's share, or the one written for units or leaders apart.
Limits hold over a card's own span.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe.engine.ledger import PLACES, Entry, Part
from kaohe.rules.policy import Cap, Clause, Policy
from kaohe.rules.value import plain, rounded
from kaohe.scoring.card import SubjectKind
from kaohe.scoring.exact import sum_of, within


@dataclass(frozen=True, slots=True)
class Held:
    """What one limit holds together: a clause's line, a subject, a card, maybe a case.

    ``span`` names the month or quarter of a card that is made so often: one clause is capped anew on
    each, and the limit's id says on which.
    """

    part: Part
    clause: str
    role: str
    subject_kind: SubjectKind
    subject: str
    card: str | None
    case: str | None
    span: str | None


def limited(entries: Sequence[Entry], policy: Policy) -> tuple[Entry, ...]:
    """The limit entries: per case first, then per subject over what the first left."""
    per_case = _limits("cap_case", [entry for entry in entries if entry.case is not None], policy)
    return (*per_case, *_limits("cap", [*entries, *per_case], policy))


def _limits(part: Part, entries: Sequence[Entry], policy: Policy) -> list[Entry]:
    """One limit entry for each group that exceeds its limit."""
    limits = limits_of(part, policy)
    cycles = frozenset(each.name for each in policy.scorecards if each.cycle is not None)
    groups: dict[Held, list[Entry]] = {}
    for entry in entries:
        if (entry.clause, entry.role) in limits and entry.part not in ("monitored", "adjust"):
            groups.setdefault(_held(part, entry, cycles), []).append(entry)
    return [
        made
        for held, group in groups.items()
        for made in _held_to(held, group, limits[held.clause, held.role])
    ]


def limits_of(part: Part, policy: Policy) -> dict[tuple[str, str], Fraction]:
    """The limits of that part by clause and role."""
    found = {
        (clause.id, line.role): limit_for(clause, line.kind, line.role, part)
        for clause in policy.clauses
        for line in clause.lines
    }
    return {key: limit for key, limit in found.items() if limit is not None}


def _held(part: Part, entry: Entry, cycles: frozenset[str]) -> Held:
    scorecard, _, span = (entry.card or "").partition("@")
    return Held(
        part, entry.clause, entry.role, entry.subject_kind, entry.subject, entry.card,
        entry.case if part == "cap_case" else None, span if scorecard in cycles else None,
    )  # fmt: skip


def cap_for(clause: Clause, kind: SubjectKind) -> Cap:
    """The cap of what a clause charges units, or leaders."""
    return clause.unit_cap if kind == "unit" else clause.leader_cap


def share_of(clause: Clause, role: str) -> Fraction:
    """The share of the line with that role; 1 for a role that no line has."""
    return next((line.share for line in clause.lines if line.role == role), Fraction(1))


def limit_for(clause: Clause, kind: SubjectKind, role: str, part: Part) -> Fraction | None:
    """The magnitude a case (``cap_case``) or a subject (``cap``) is held to; None: no limit."""
    cap = cap_for(clause, kind)
    written = cap.per_case if part == "cap_case" else cap.per_subject
    if written is None:
        return None
    return rounded(abs(written) * (share_of(clause, role) if cap.times_share else 1), PLACES)


def _held_to(held: Held, group: Sequence[Entry], limit: Fraction) -> Iterator[Entry]:
    """The entry that brings the group within its limit, dated on its last entry; none if it is."""
    reached = sum_of(group)
    over = within(reached, -limit, limit) - reached
    if over:
        last = max(group, key=lambda entry: entry.at)
        said = f"{_WHOSE[held.part]} {plain(limit)}，原合计 {plain(reached)}"
        yield Entry(
            clause=held.clause, part=held.part, role=held.role, subject_kind=held.subject_kind,
            subject=held.subject, points=over, at=last.at, section=last.section, kind=last.kind,
            case=held.case, span=held.span, basis=last.basis, text=said, card=held.card,
        )  # fmt: skip


_WHOSE: Mapping[Part, str] = {"cap_case": "每案限额", "cap": "累计限额"}
