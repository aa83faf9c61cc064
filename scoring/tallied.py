"""Rows to score entries: the points of each row, given to whom the clause's lines reach (P6, P12).

*Marks* are the full marks that an indicator held for a subject: a section is re-weighted by the marks of
the indicators that were omitted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kaohe.engine.ledger import PLACES, Entry
from kaohe.rules.problem import Problem
from kaohe.rules.value import rounded
from kaohe.scoring.card import SubjectKind
from kaohe.scoring.limits import share_of
from kaohe.scoring.office import Office
from kaohe.scoring.rows import Row
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


Reached = tuple[str, str, SubjectKind, str]
"""Clause, span, and a subject that some row of it reached."""


@dataclass(frozen=True, slots=True)
class Tallied:
    """What became of some rows, and whom they reached."""

    entries: tuple[Entry, ...]
    marks: tuple[Marks, ...]
    notices: tuple[Problem, ...]
    reached: frozenset[Reached]


def tallied(
    office: Office, rows: Sequence[Row], sheets: Sheets, before: frozenset[Reached] = frozenset()
) -> Tallied:
    """The score entries and full marks of ``rows``, given to the subjects that the lines reach.

    A row without a tally counts only on cards in ``sheets``; what a tally earned is never dropped. Who answers
    by a post for several units is not judged by the empty ones beside one with a figure (``before``: whom
    earlier rows reached), and by no more than one of them.
    """
    reached = set(before)
    entries: list[Entry] = []
    marks: list[Marks] = []
    notices: list[Problem] = []
    for row in rows:
        given, problems = _given(office, row)
        if row.tally is None:
            given = [entry for entry in given if _key(row, entry) not in reached]
        reached |= {_key(row, entry) for entry in given}
        entries += [] if row.points is None else _entries(row, given, sheets)
        marks += _marks(row, given, sheets) if row.clause.kind == "indicator" else []
        notices += problems if row.tally is not None else ()
    return Tallied(tuple(entries), tuple(marks), tuple(notices), frozenset(reached))


def _key(row: Row, entry: Entry) -> Reached:
    return (row.clause.id, row.span.name, entry.subject_kind, entry.subject)


def _given(office: Office, row: Row) -> tuple[Sequence[Entry], Sequence[Problem]]:
    """To whom the row's points go; of an omitted row, its full marks, so that they can be omitted."""
    assert row.clause.score is not None
    if row.points is None and row.clause.kind != "indicator":
        return (), ()
    points = row.clause.score.full if row.points is None else row.points
    return office.attribute(row.clause, row.kind, row.subject, points, row.span)


def _entries(row: Row, given: Iterable[Entry], sheets: Sheets) -> list[Entry]:
    """One entry per subject reached. Only an indicator writes what comes to nothing."""
    kept = (entry for entry in given if entry.points != 0 or row.clause.kind == "indicator")
    return [replace(entry, text=row.text) for entry in kept if _counts(row, entry, sheets)]


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


def _marks(row: Row, given: Iterable[Entry], sheets: Sheets) -> Iterator[Marks]:
    """The full marks, in the same shares as the points."""
    assert row.clause.score is not None
    for entry in given:
        sheet = _sheet(row, entry, sheets)
        if sheet is not None:
            full = row.clause.score.full * share_of(row.clause, entry.role) * entry.share
            yield Marks(
                row.clause.id, row.clause.section, entry.subject_kind, entry.subject, sheet.key,
                rounded(full, PLACES), row.points is None,
            )  # fmt: skip
