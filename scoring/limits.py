"""Caps: what a clause takes or gives is bounded per case, then per subject (P7).

Sums, not running totals: when all entries, reversals and exclusions of a clause stand, the sum of each
case is brought within its limit by one entry that names the limit, then the sum of each subject. The
limit is the clause's cap times the line's share, or the one written for units or leaders apart.
Limits hold over a card's own span.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe.engine.ledger import PLACES, Entry, Part
from kaohe.rules.policy import Cap, Clause, Policy
from kaohe.rules.value import plain, rounded
from kaohe.scoring.card import SubjectKind
from kaohe.scoring.exact import sum_of, within


@dataclass(frozen=True, slots=True)
class Held:
    """What one limit holds together: a clause's line, a subject, a card, maybe a case."""

    clause: str
    role: str
    subject_kind: SubjectKind
    subject: str
    card: str | None
    case: str | None


def limited(entries: Sequence[Entry], policy: Policy) -> tuple[Entry, ...]:
    """The limit entries: per case first, then per subject over what the first left."""
    clauses = {clause.id: clause for clause in policy.clauses}
    cycles = frozenset(each.name for each in policy.scorecards if each.cycle is not None)
    capped = [entry for entry in entries if _is_capped(entry, clauses)]
    per_case = _limits(capped, clauses, cycles, "cap_case", _case_of)
    per_subject = _limits([*capped, *per_case], clauses, cycles, "cap", _subject_of)
    return (*per_case, *per_subject)


def _is_capped(entry: Entry, clauses: Mapping[str, Clause]) -> bool:
    if entry.clause not in clauses or entry.part in ("monitored", "adjust"):
        return False
    cap = cap_for(clauses[entry.clause], entry.subject_kind)
    return cap.per_case is not None or cap.per_subject is not None


def _limits(
    entries: Sequence[Entry],
    clauses: Mapping[str, Clause],
    cycles: frozenset[str],
    part: Part,
    group_of: Callable[[Entry], Held | None],
) -> list[Entry]:
    groups: dict[Held, list[Entry]] = {}
    for entry in entries:
        group = group_of(entry)
        if group is not None:
            groups.setdefault(group, []).append(entry)
    found = (_limit(clauses[held.clause], held, group, part, cycles) for held, group in groups.items())
    return [entry for entry in found if entry is not None]


def _case_of(entry: Entry) -> Held | None:
    """What has no case has no limit per case."""
    if entry.case is None:
        return None
    return Held(entry.clause, entry.role, entry.subject_kind, entry.subject, entry.card, entry.case)


def _subject_of(entry: Entry) -> Held:
    return Held(entry.clause, entry.role, entry.subject_kind, entry.subject, entry.card, None)


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


def _limit(
    clause: Clause, held: Held, group: Sequence[Entry], part: Part, cycles: frozenset[str]
) -> Entry | None:
    """The entry that brings the group within its limit, dated on its last entry; None: it is within."""
    limit = limit_for(clause, held.subject_kind, held.role, part)
    if limit is None:
        return None
    reached = sum_of(group)
    over = within(reached, -limit, limit) - reached
    if over == 0:
        return None
    last = max(group, key=lambda entry: entry.at)
    return Entry(
        clause=clause.id, part=part, role=held.role, subject_kind=held.subject_kind,
        subject=held.subject, points=over, at=last.at, section=last.section, kind=clause.kind,
        case=held.case, span=_span(held, cycles), basis=last.basis,
        text=_said(part, limit, reached), card=held.card,
    )  # fmt: skip


def _span(held: Held, cycles: frozenset[str]) -> str | None:
    """One clause is capped anew on each month's card: the month belongs to the entry's id."""
    scorecard, _, span = (held.card or "").partition("@")
    return span if scorecard in cycles else None


def _said(part: Part, limit: Fraction, reached: Fraction) -> str:
    whose = "每案限额" if part == "cap_case" else "累计限额"
    return f"{whose} {plain(limit)}，原合计 {plain(reached)}"
