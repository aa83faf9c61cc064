"""A scorecard: what one unit or leader got, section by section, each figure a sum of entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Literal

from kaohe.engine.ledger import Entry, Tally
from kaohe.rules.policy import Effect
from kaohe.rules.problem import Problem
from kaohe.rules.record import record

SubjectKind = Literal["unit", "leader"]
VetoStatus = Literal["effective", "pending", "revoked", "unconfirmed"]


@record
class SectionLine:
    """A section on a card: ``total`` = ``start`` + ``sum`` + what re-weighting, floor and cap added.

    ``sum`` holds the clause entries with their reversals and caps. ``full`` is what can be had here:
    the start or the indicators' full marks; a bonus section's cap; None: no bound. ``left_out``: all
    its indicators were omitted, the section does not count and the others are re-weighted (P12).
    """

    name: str
    title: str
    start: Fraction
    sum: Fraction
    total: Fraction
    full: Fraction | None
    left_out: bool = False


@record
class VetoLine:
    """A veto on a card (P19). ``pending`` while an appeal may be filed or decided.

    ``until`` is the last day of the window that still runs (ISO), None when none runs. ``overdue``:
    the deciding office let its own window pass; the veto stays pending until it decides.
    """

    clause: str
    event: str
    effects: tuple[Effect, ...]
    status: VetoStatus
    until: str | None = None
    overdue: bool = False


@record
class Places:
    """The arithmetic of a grade's places in one peer group: floor(share × n), at least ``least``.

    ``taken`` are who got the grade, ``vacant`` places left empty because a denied subject stands in
    them, ``outside`` the first who stood just outside, ``tied`` whether a tie across the edge was left
    out whole. Subjects without data are not in ``n``; vetoed ones are.
    """

    card: str
    group: str
    grade: str
    n: int
    share: Fraction
    floor: int
    least: int
    places: int
    taken: tuple[str, ...]
    vacant: int
    outside: tuple[str, ...]
    tied: bool


@record
class RiskLine:
    """An accepted risk that a card rests on: its clauses, who answers for it, and the points at stake.

    ``moves`` are the moves that would pay; none: the clause counts petitions (``accepted_risk`` of its own).
    ``clauses`` are those of them that this card counts.
    """

    clauses: tuple[str, ...]
    reason: str
    approver: str
    until: date
    counter_clause: str
    points: Fraction
    moves: tuple[str, ...] = ()


@record
class Unrisked:
    """What a card would say without the clauses that its accepted risks are about."""

    total: Fraction
    grade: str | None


@record
class Card:
    """One subject's card over one span.

    ``exact`` is the sum of its entries before rounding, ``total`` the printed figure (the sum with
    the rounding entry). ``data`` False: *no data* — nothing written, not graded, not ranked, shown
    as such (P25). ``rank`` counts 1, 2, 2, 4 within ``group``; None: unranked. ``provisional``: a
    veto is pending; ``grade`` and ``rank`` are without it, ``would_be`` and ``would_be_rank`` what they
    become if every pending veto of the run takes effect (on every card that this would change).
    ``marked`` is the part of ``exact`` that people's marks gave (appraisals, manual paragraphs).
    ``note`` says why there are no data: nothing is known of the subject, or all indicators were omitted.
    ``unrisked``: total and grade without the clauses of its accepted risks; None: it has none.
    ``places`` is the arithmetic of the grades with a share of places, for print.
    """

    card: str
    subject_kind: SubjectKind
    subject: str
    title: str
    group: str
    span: str
    out_of: Fraction
    sections: tuple[SectionLine, ...]
    exact: Fraction
    total: Fraction
    data: bool
    provisional: bool
    grade: str | None
    rank: int | None
    ranked_of: int
    vetoes: tuple[VetoLine, ...] = ()
    accepted_risks: tuple[RiskLine, ...] = ()
    unrisked: Unrisked | None = None
    note: Literal["", "no_events", "too_few_rows"] = ""
    would_be: str | None = None
    would_be_rank: int | None = None
    marked: Fraction = Fraction(0)
    places: tuple[Places, ...] = ()

    @property
    def key(self) -> str:
        """What its entries carry in ``Entry.card``: ``unit@2021``, ``township@2021-03``."""
        return card_key(self.card, self.span)


@record
class Scored:
    """A run's result: the whole ledger, the cards made of it, the counts behind it, the remarks.

    ``entries`` are all of them, in ledger order, structural ones included; those that count on a card
    name it. ``tallies`` come unchanged from the engine. ``notices`` are the engine's remarks and then
    scoring's own, each once.
    """

    entries: Sequence[Entry]
    cards: Sequence[Card]
    tallies: Sequence[Tally]
    notices: tuple[Problem, ...]


def card_key(scorecard: str, span: str) -> str:
    """The key of one scorecard's card over one span."""
    return f"{scorecard}@{span}"
