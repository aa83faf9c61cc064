"""Entries on the cards that count them.

A clause entry belongs to the card of its subject whose span holds its date and that has the clause's
section. What no card counts stays in the ledger and is reported: points are never lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from kaohe.engine.ledger import Entry
from kaohe.engine.records import Columns, Records
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem, notice
from kaohe.rules.value import plain
from kaohe.scoring.made import TOTAL
from kaohe.scoring.sheet import Sheet, Sheets


def filed(entries: Iterable[Entry], policy: Policy, sheets: Sheets) -> Sequence[Entry]:
    """``entries`` with the card that counts each, and the section it counts in; columns stay columns."""
    sections = {clause.id: clause.section for clause in policy.clauses}
    if isinstance(entries, Columns):
        return entries.each("filed", lambda _, part: _columns_filed(part, sections, sheets))
    return tuple(_filed(entry, sections, sheets) for entry in entries)


def _columns_filed(entries: Records[Entry], sections: Mapping[str, str | None], sheets: Sheets) -> Records[Entry]:
    from kaohe.engine.ledger_columns import Counting, replaced, with_cards

    admitted = {sheet.scorecard.name: frozenset(each.name for each in sheet.scorecard.sections) for sheet in sheets.all}
    counting = [
        Counting((sheet.kind, sheet.subject), sheet.span.from_, sheet.span.to, sheet.key, admitted[sheet.scorecard.name])
        for sheet in sheets.all if not sheet.rolls_up
    ]  # fmt: skip
    carded = with_cards(entries, counting, sections, but=("monitored", "adjust"))
    return replaced(carded, "adjust", lambda entry: _filed(entry, sections, sheets))


def _filed(entry: Entry, sections: Mapping[str, str | None], sheets: Sheets) -> Entry:
    if entry.part == "monitored":
        return entry
    sheet = sheets.counting(entry.subject_kind, entry.subject, entry.at)
    if entry.part == "adjust":
        return entry if sheet is None else _ruling(entry, sheet)
    section = sections.get(entry.clause)
    card = sheet.key if sheet is not None and sheet.has_section(section) else None
    return replace(entry, section=section, card=card)


def _ruling(entry: Entry, sheet: Sheet) -> Entry:
    """A ruling on a total is the card's, not a clause's; ``of`` keeps the clause it was about."""
    return replace(
        entry, clause=f"card.{sheet.scorecard.name}", role=TOTAL, section=None, card=sheet.key,
        of=entry.of or entry.clause or None,
    )  # fmt: skip


def strays(entries: Iterable[Entry], policy: Policy, sheets: Sheets) -> tuple[Problem, ...]:
    """What no card counts: once per subject without a card, once per section its card does not have."""
    if not policy.scorecards:
        return ()
    lost: dict[tuple[str, str, str | None], list[Entry]] = {}
    for entry in entries:
        if entry.card is None and entry.part != "monitored":
            carded = sheets.counting(entry.subject_kind, entry.subject, entry.at) is not None
            about = entry.section if carded else None
            lost.setdefault((entry.subject_kind, entry.subject, about), []).append(entry)
    return tuple(_stray(*key, found) for key, found in sorted(lost.items(), key=lambda each: _text(each[0])))


def _text(key: tuple[str, str, str | None]) -> tuple[str, str, str]:
    return (key[0], key[1], key[2] or "")


def _stray(kind: str, subject: str, section: str | None, found: list[Entry]) -> Problem:
    points = plain(sum((entry.points for entry in found), Fraction(0)))
    clauses = ", ".join(dict.fromkeys(entry.clause for entry in found))
    facts = {"kind": kind, "subject": subject, "entries": len(found), "points": points, "clauses": clauses}
    if section is None:
        return notice("run.charged-without-card", **facts)
    return notice("run.section-not-on-card", section=section, **facts)
