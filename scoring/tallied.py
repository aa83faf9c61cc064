"""Rows to score entries: the points of each row, given to whom the clause's lines reach (P6, P12).

*Marks* are the full marks that an indicator held for a subject: a section is re-weighted by the marks of
the indicators that were omitted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kaohe.engine.ledger import Entry
from kaohe.rules.problem import Problem
from kaohe.scoring.card import SubjectKind
from kaohe.scoring.office import Office
from kaohe.scoring.rows import Row, row_kind
from kaohe.scoring.sheet import Sheet, Sheets


@dataclass(frozen=True, slots=True)
class Marks:
    """Full marks that an indicator held for one subject on one card, and whether it was omitted."""

    clause: str
    section: str | None
    subject_kind: SubjectKind
    subject: str
    card: str
    full: Fraction
    omitted: bool


@dataclass(frozen=True, slots=True)
class Tallied:
    """What became of some rows."""

    entries: tuple[Entry, ...]
    marks: tuple[Marks, ...]
    notices: tuple[Problem, ...]


def tallied(office: Office, rows: Sequence[Row], sheets: Sheets) -> Tallied:
    """The score entries and full marks of ``rows``, given to the subjects that the lines reach.

    A row without a tally counts only on cards in ``sheets``; what a tally earned is never dropped.
    """
    entries: list[Entry] = []
    notices: list[Problem] = []
    for row in rows:
        found, problems = _entries(office, row, sheets)
        entries += found
        notices += problems if row.tally is not None else ()
    marks = (mark for row in rows if row.clause.kind == "indicator" for mark in _marks(office, row, sheets))
    return Tallied(tuple(entries), tuple(marks), tuple(notices))


def _entries(office: Office, row: Row, sheets: Sheets) -> tuple[list[Entry], Sequence[Problem]]:
    """One entry per subject reached. Only an indicator writes what comes to nothing."""
    if row.points is None:
        return [], ()
    given, problems = office.attribute(row.clause, row_kind(row.clause), row.subject, row.points, row.span)
    kept = (entry for entry in given if entry.points != 0 or row.clause.kind == "indicator")
    return [_told(entry, row) for entry in kept if _counts(row, entry, sheets)], problems


def _told(entry: Entry, row: Row) -> Entry:
    """The entry with what it was computed from, and whose row it is when another answers for it."""
    own = (entry.subject_kind, entry.instead_of or entry.subject) == (row_kind(row.clause), row.subject)
    return replace(entry, text=row.text, of=None if own else row.subject)


def _counts(row: Row, entry: Entry, sheets: Sheets) -> bool:
    """Whether this span's row is the one the subject's card counts.

    Points that no card of the subject counts over any span are kept once, to be reported.
    """
    if _sheet(row, entry, sheets) is not None:
        return True
    mine = sheets.of(entry.subject_kind, entry.subject)
    elsewhere = any(sheet.has_section(row.clause.section) for sheet in mine)
    return row.tally is not None and row.widest and not elsewhere


def _sheet(row: Row, entry: Entry, sheets: Sheets) -> Sheet | None:
    """The subject's sheet over the row's own span that has the clause's section."""
    sheet = sheets.over(entry.subject_kind, entry.subject, row.span.name)
    return sheet if sheet is not None and not sheet.rolls_up and sheet.has_section(row.clause.section) else None


def _marks(office: Office, row: Row, sheets: Sheets) -> Iterator[Marks]:
    assert row.clause.score is not None
    full = row.clause.score.full
    given, _ = office.attribute(row.clause, row_kind(row.clause), row.subject, full, row.span)
    for entry in given:
        sheet = _sheet(row, entry, sheets)
        if sheet is not None:
            yield Marks(
                row.clause.id, row.clause.section, entry.subject_kind, entry.subject, sheet.key,
                entry.points, row.points is None,
            )  # fmt: skip
