"""Entries that a card makes itself: start, floor, base, re-weighting, inheritance, rounding, veto.

Their clause is ``card.<scorecard>``; what is about a section has its name as role, what is about the
whole card has ``TOTAL`` or ``ALL_SECTIONS`` (no section can be called so: names hold no dots, and no
part of a section is also a part of the total). ``text`` says what was done.
"""

from __future__ import annotations

from fractions import Fraction

from kaohe.engine.ledger import Entry, Part
from kaohe.scoring.sheet import Sheet

TOTAL = "total"
ALL_SECTIONS = "all.sections"


def made(
    sheet: Sheet,
    part: Part,
    points: Fraction,
    text: str,
    *,
    section: str | None = None,
    role: str = TOTAL,
    of: str | None = None,
) -> Entry:
    """A structural entry of ``sheet``, dated its last day or as-of; ``of`` names what it came from."""
    return Entry(
        clause=f"card.{sheet.scorecard.name}", part=part, role=section or role, subject_kind=sheet.kind,
        subject=sheet.subject, points=points, at=sheet.day, section=section, span=sheet.span.name, of=of,
        text=text, card=sheet.key,
    )  # fmt: skip
