"""A scorecard: what one unit or leader got, section by section, each figure a sum of entries."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kaohe.rules.policy import Effect


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section on a card: ``total`` = start + clause entries + limit entries, all in the ledger."""

    name: str
    title: str
    start: Fraction
    sum: Fraction
    total: Fraction
    full: Fraction | None
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class VetoLine:
    """A veto on a card. ``pending`` while an appeal may be filed or decided (P19)."""

    clause: str
    event: str
    effects: tuple[Effect, ...]
    status: Literal["effective", "pending", "revoked", "unconfirmed"]
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One subject's card over one span.

    ``exact`` is the sum of its entries before rounding, ``total`` the printed figure (the sum with
    the rounding entry). ``data`` False: *no data* — not graded, not ranked, shown as such (P25).
    ``rank`` counts 1, 2, 2, 4 within ``group``; None: unranked. ``would_be`` is the grade without
    pending vetoes' effect and ``places`` the arithmetic of the grade's share, for print.
    """

    card: str
    subject_kind: Literal["unit", "leader"]
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
    accepted_risks: tuple[str, ...] = ()
    note: str = ""
