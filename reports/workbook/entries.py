"""Every entry of the ledger in its order, and the numbers by which totals are formed."""

from __future__ import annotations

from collections.abc import Iterator

from kaohe.engine.ledger import Entry
from kaohe.reports.entry_text import Book, entry_text
from kaohe.reports.words import Lang, say
from kaohe.reports.workbook.page import Cell, Column, Page
from kaohe.reports.workbook.sums import Sums
from kaohe.workbench.dossier import Dossier

SHOWN = 10
KEYS = 8
"""Columns that are printed, and those folded away behind them."""
LETTERS = ("I", "P", "Q", "R")
"""Columns of points, card, section and clause."""


def entries_page(dossier: Dossier, book: Book, sums: Sums, name: str, lang: Lang) -> Page:
    """One row for each entry; of a ledger too large for a sheet, only that it is."""
    key = "wb.entries.about" if sums.fits else "wb.entries.too-many"
    about = say(key, lang, count=len(dossier.entries))
    rows = list(_rows(dossier, book, sums, lang)) if sums.fits else []
    return Page(name, say("wb.entries", lang), about, _columns(lang), rows, fixed=2, keys=KEYS)


def _columns(lang: Lang) -> tuple[Column, ...]:
    def column(key: str, **says: object) -> Column:
        return Column(say(f"wb.{key}", lang), **says)  # type: ignore[arg-type]

    return (
        column("code", holds="code", most=16),
        column("subject", most=22),
        column("card", most=24),
        column("section", most=14),
        column("clause", most=30),
        column("case", holds="code", most=14),
        column("at", holds="day", least=11, most=11),
        column("due", holds="day", least=11, most=11),
        column("points", holds="points", least=9, most=12),
        column("why", most=60),
        column("clause-id", holds="code", most=28),
        column("event", holds="code", most=30),
        column("because", holds="code", most=30),
        column("basis", most=60),
        column("entry-id", holds="code", most=50),
        column("card-no", holds="count"),
        column("section-no", holds="count"),
        column("clause-no", holds="count"),
    )


def _rows(dossier: Dossier, book: Book, sums: Sums, lang: Lang) -> Iterator[tuple[Cell, ...]]:
    titles = {(card.subject_kind, card.subject): card.title for card in dossier.cards}
    cards = {scorecard.name: scorecard.title for scorecard in dossier.policy.scorecards}
    sections = dossier.policy.section_titles
    for entry in dossier.entries:
        card, section, clause = sums.numbers(entry)
        yield (
            entry.subject,
            titles.get((entry.subject_kind, entry.subject), ""),
            cards.get((entry.card or "").partition("@")[0], ""),
            sections.get(entry.section or "", entry.section or ""),
            _clause_title(entry, dossier, lang),
            entry.case,
            entry.at,
            entry.due,
            entry.points,
            entry_text(entry, book, lang),
            entry.clause,
            entry.event,
            ", ".join(entry.because),
            entry.basis,
            entry.id,
            card,
            section,
            clause,
        )


def _clause_title(entry: Entry, dossier: Dossier, lang: Lang) -> str:
    clause = dossier.clauses.get(entry.clause)
    return say("wb.own", lang) if clause is None else clause.title
