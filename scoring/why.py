"""Why a card says what it says: from its total down to clauses, events and documents.

    card -> sections -> clauses -> entries -> events, basis, place in the policy
                                    |-> what took an entry back, what won over it, what a cap left of it
    card -> what the card itself did: base, re-weighting, inheritance, rulings, rounding, veto

Data only; ``reports`` says it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kaohe.engine.ledger import Entry, Part, Tally
from kaohe.engine.record_file import where
from kaohe.rules.place import Place
from kaohe.rules.policy import Basis, Clause, Policy
from kaohe.scoring.card import Card, Scored, SectionLine, card_key
from kaohe.scoring.exact import sum_of
from kaohe.scoring.limits import limit_for, share_of
from kaohe.scoring.used import counted_of, earned_in

_LIMITS: tuple[Part, ...] = ("cap_case", "cap")
_BESIDE: tuple[Part, ...] = (*_LIMITS, "reverse", "zero")
"""Entries that are shown beside the one they are about."""


@dataclass(frozen=True, slots=True)
class WhyEntry:
    """An entry on a card.

    ``counted`` is what of its points the caps left, in ledger order; ``taken_back`` the reversals and
    zero entries about it, in order. ``line_share`` is its line's share of the clause's points; within
    the line the entry had ``entry.share``.
    """

    entry: Entry
    counted: Fraction
    taken_back: tuple[Entry, ...]
    line_share: Fraction


@dataclass(frozen=True, slots=True)
class WhyLimit:
    """A cap that held: the magnitude it held a case or the subject to."""

    entry: Entry
    limit: Fraction


@dataclass(frozen=True, slots=True)
class WhyClause:
    """A clause on a card: all it gave or took, why it stands, and the counts behind its rate."""

    clause: Clause
    basis: tuple[tuple[Basis, str], ...]
    place: Place
    points: Fraction
    entries: tuple[WhyEntry, ...]
    limits: tuple[WhyLimit, ...]
    tallies: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class WhySection:
    """A section: its line, its clauses, and what the card did to it (start, reweigh, floor, cap).

    ``line`` None: clauses that belong to no section. ``nothing`` are the clauses whose figure of the card's
    subject came to 0 points: judged, but without an entry; their tallies say what was counted.
    """

    line: SectionLine | None
    clauses: tuple[WhyClause, ...]
    made: tuple[Entry, ...]
    nothing: tuple[WhyClause, ...] = ()


@dataclass(frozen=True, slots=True)
class WhyMade:
    """What the card itself did, and the card it took the figure from (inheritance, a month)."""

    entry: Entry
    source: Card | None


@dataclass(frozen=True, slots=True)
class Why:
    card: Card
    sections: tuple[WhySection, ...]
    made: tuple[WhyMade, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry of the card, once; their sum is the card's total."""
        clauses = [clause for section in self.sections for clause in section.clauses]
        return (
            *(each.entry for clause in clauses for each in clause.entries),
            *(taken for clause in clauses for each in clause.entries for taken in each.taken_back),
            *(limit.entry for clause in clauses for limit in clause.limits),
            *(entry for section in self.sections for entry in section.made),
            *(each.entry for each in self.made),
        )


def why(policy: Policy, scored: Scored, card: Card) -> Why:
    """All there is to say about one card of a run."""
    scored = replace(scored, tallies=tuple(scored.tallies))  # asked again and again, and read once
    mine = [entry for entry in where(scored.entries, subject=card.subject) if is_on(entry, card)]
    names = [line.name for line in card.sections]
    sections = [_section(policy, scored, card, line, mine) for line in card.sections]
    loose = [entry for entry in mine if entry.section not in names]
    if any(not _is_made(entry) for entry in loose):
        sections.append(_section(policy, scored, card, None, loose))
    made = tuple(_made(entry, card, scored) for entry in loose if _is_made(entry))
    return Why(card, tuple(sections), made)


def why_entry(scored: Scored, card: Card, clause: Clause, entry: Entry) -> tuple[WhyEntry | None, tuple[WhyLimit, ...]]:
    """One of a clause's entries on the card, and the caps that held there; None: the card does not list it.

    Of the other entries, which may be thousands, only what caps look at is read.
    """
    if not is_on(entry, card) or entry.part in _BESIDE:
        return None, ()
    beside = where(scored.entries, subject=card.subject, clause=clause.id, part=_BESIDE)
    about = [each for each in beside if is_on(each, card)]
    line = earned_in(scored.entries, card.subject, clause.id, entry.role)
    mine = [each for each in line if (each.subject_kind, each.card) == (card.subject_kind, card.key)]
    place = next(place for place, each in enumerate(mine) if each.id == entry.id)
    counted = counted_of(clause, mine[: place + 1])[entry.id]  # what comes after it changes nothing
    told = WhyEntry(entry, counted, tuple(_taken_back(about).get(entry.id, ())), share_of(clause, entry.role))
    return told, tuple(_limits(clause, about))


def is_on(entry: Entry, card: Card) -> bool:
    """Whether the card counts the entry."""
    return (entry.subject_kind, entry.subject, entry.card) == (card.subject_kind, card.subject, card.key)


def _is_made(entry: Entry) -> bool:
    """Whether the card itself made the entry, not a clause."""
    return entry.part in _MADE


_MADE = frozenset({"start", "section", "reweigh", "base", "inherit", "adjust", "roll_up", "round", "veto"})


def _section(
    policy: Policy, scored: Scored, card: Card, line: SectionLine | None, entries: Iterable[Entry]
) -> WhySection:
    name = None if line is None else line.name
    mine = [entry for entry in entries if entry.section == name]
    by_clause: dict[str, list[Entry]] = {}
    for entry in mine:
        if not _is_made(entry):
            by_clause.setdefault(entry.clause, []).append(entry)
    listed = (clause for clause in policy.clauses if clause.id in by_clause)
    clauses = tuple(_clause(policy, scored, card, clause, by_clause[clause.id]) for clause in listed)
    made = tuple(entry for entry in mine if _is_made(entry) and line is not None)
    return WhySection(line, clauses, made, tuple(_nothing(policy, scored, card, line, by_clause)))


def _nothing(
    policy: Policy, scored: Scored, card: Card, line: SectionLine | None, wrote: Mapping[str, object]
) -> Iterator[WhyClause]:
    """Clauses of the section with a figure of the subject's over the card's span, and no entry."""
    judged = {t.clause for t in scored.tallies if _is_about(t, card)}
    for clause in policy.clauses:
        scores = clause.score is not None and line is not None and clause.section == line.name
        if scores and clause.id in judged and clause.id not in wrote and clause.kind != "monitored":
            yield _clause(policy, scored, card, clause, ())


def _is_about(tally: Tally, card: Card) -> bool:
    return (tally.subject_kind, tally.subject, tally.period) == (card.subject_kind, card.subject, card.span)


def _clause(
    policy: Policy, scored: Scored, card: Card, clause: Clause, entries: Sequence[Entry]
) -> WhyClause:
    back = _taken_back(entries)
    counted = counted_of(clause, entries)
    shares = {role: share_of(clause, role) for role in {entry.role for entry in entries}}
    shown = tuple(
        WhyEntry(entry, counted[entry.id], tuple(back.get(entry.id, ())), shares[entry.role])
        for entry in entries
        if entry.part not in _BESIDE
    )
    return WhyClause(
        clause, tuple((basis, basis.text(policy.sources)) for basis in clause.basis), clause.place,
        sum_of(entries), shown, tuple(_limits(clause, entries)), tuple(_tallies(scored, card, clause, entries)),
    )  # fmt: skip


def _taken_back(entries: Iterable[Entry]) -> Mapping[str, list[Entry]]:
    """Reversals and zero entries by the id of the entry they are about."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.part in ("reverse", "zero") and entry.of is not None:
            found.setdefault(entry.of, []).append(entry)
    return found


def _limits(clause: Clause, entries: Iterable[Entry]) -> Iterator[WhyLimit]:
    for entry in entries:
        if entry.part in _LIMITS:
            limit = limit_for(clause, entry.subject_kind, entry.role, entry.part)
            yield WhyLimit(entry, limit if limit is not None else Fraction(0))


def _tallies(scored: Scored, card: Card, clause: Clause, entries: Iterable[Entry]) -> Iterator[Tally]:
    """The counts that the card's span entries of the clause rest on: its subject's, or those it answers for."""
    rows = {(entry.span, entry.of or entry.subject) for entry in entries if entry.span is not None}
    for tally in scored.tallies:
        if tally.clause == clause.id and (tally.period, tally.subject) in rows | {(card.span, card.subject)}:
            yield tally


def _made(entry: Entry, card: Card, scored: Scored) -> WhyMade:
    """A roll-up comes from the subject's own card of that span, an inheritance from a unit's of this one."""
    if entry.part == "roll_up":
        key = (card.subject_kind, card.subject, card_key(card.card, entry.of or ""))
        return WhyMade(entry, next((each for each in where(scored.cards, subject=card.subject) if _identity(each) == key), None))
    if entry.part == "inherit":
        found = where(scored.cards, subject=entry.of or (), span=card.span, subject_kind="unit")
        return WhyMade(entry, next(iter(found), None))
    return WhyMade(entry, None)


def _identity(card: Card) -> tuple[str, str, str]:
    return (card.subject_kind, card.subject, card.key)
