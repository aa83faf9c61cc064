"""The workbook as a file: which pages, in which order, under which names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kaohe.engine.write import whole_file
from kaohe.reports.entry_text import book_of
from kaohe.reports.words import Lang, say
from kaohe.reports.workbook.cards import card_pages, section_pages
from kaohe.reports.workbook.counts import coverage_page, tally_page
from kaohe.reports.workbook.cover import draw_cover, foot
from kaohe.reports.workbook.definitions import clauses_page, terms_page
from kaohe.reports.workbook.entries import LETTERS, entries_page
from kaohe.reports.workbook.grades import grades_page
from kaohe.reports.workbook.page import Page
from kaohe.reports.workbook.plain_text import sheet_names
from kaohe.reports.workbook.public import public_pages
from kaohe.reports.workbook.styles import Styles
from kaohe.reports.workbook.sums import Sums
from kaohe.reports.workbook.writer import draw, new_book
from kaohe.workbench.dossier import Dossier


def write_workbook(dossier: Dossier, out: Path, public: bool, lang: Lang) -> list[Path]:
    """The run as ``<policy>-<as-of>.xlsx`` in ``out``, whole or not at all."""
    tail = "-public" if public else ""
    path = out / f"{dossier.policy.name}-{dossier.stored.as_of}{tail}.xlsx"
    with whole_file(path) as beside:
        book = new_book(str(beside))
        styles = Styles(book, lang)
        cover, *pages = _named(dossier, public, lang)
        draw_cover(book, styles, dossier, pages, cover.name, lang, public=public)
        for page in pages:
            draw(book, styles, page, foot(dossier), lang)
        book.close()
    return [path]


def _named(dossier: Dossier, public: bool, lang: Lang) -> list[Page]:
    """The pages with their names; the first is the cover, which is drawn by itself."""
    entries, cover = say("wb.entries", lang), Page(say("wb.cover", lang), "", "", (), ())
    found = list(_public(dossier, lang) if public else _pages(dossier, entries, lang))
    fixed = {cover.name, entries}
    loose = sheet_names([*fixed, *(page.title for page in found if page.name not in fixed)])[len(fixed) :]
    names = iter(loose)
    return [cover, *(page if page.name in fixed else replace(page, name=next(names)) for page in found)]


def _pages(dossier: Dossier, entries: str, lang: Lang) -> Iterator[Page]:
    sums = Sums(dossier, entries, LETTERS)
    yield from card_pages(dossier, sums, lang)
    yield from section_pages(dossier, sums, lang)
    yield entries_page(dossier, book_of(dossier.policy, dossier.stored.scored, dossier.clocks), sums, entries, lang)
    yield tally_page(dossier, lang, public=False)
    yield from _there((grades_page(dossier, lang), coverage_page(dossier, lang)))
    yield clauses_page(dossier, lang, public=False)
    yield terms_page(lang, public=False)


def _public(dossier: Dossier, lang: Lang) -> Iterator[Page]:
    yield from public_pages(dossier, lang)
    yield tally_page(dossier, lang, public=True)
    yield clauses_page(dossier, lang, public=True)
    yield terms_page(lang, public=True)


def _there(pages: Sequence[Page | None]) -> Iterator[Page]:
    yield from (page for page in pages if page is not None)
