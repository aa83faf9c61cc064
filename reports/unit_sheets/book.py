"""One workbook for each unit: a cover with the day to fill in, the answers, and what they rest on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kaohe.engine.office.forms import TICK, choices_of
from kaohe.engine.office.sheets import MARK
from kaohe.engine.write import whole_directory
from kaohe.reports.entry_text import Book, book_of
from kaohe.reports.unit_sheets.pages import SLOTS, answers_page, cases_page, clocks_page, counts_page, heads
from kaohe.reports.words import Lang, say
from kaohe.reports.workbook.page import FIRST_ROW, Page
from kaohe.reports.workbook.plain_text import plain_text, sheet_names
from kaohe.reports.workbook.styles import RULE, Styles
from kaohe.reports.workbook.writer import draw, new_book, paper
from kaohe.rules.record import record
from kaohe.workbench.confirming.answers import SHEET
from kaohe.workbench.confirming.drafts import DISPUTED, Drafts

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_LISTS = "_lists"
_DAY_ROW = 8
"""Row of the cover in which the day is filled in, counted from 0."""


def write_sheets(drafts: Drafts, out: Path, lang: Lang, only: Sequence[str] = ()) -> list[Path]:
    """``<unit>.xlsx`` for every unit, or ``only`` for these; all of them or none.

    ``FileExistsError`` when ``out`` is there already: a sheet that stands there may be half filled in.
    """
    units = only or drafts.units
    scored = drafts.dossier.stored.scored
    book = book_of(drafts.dossier.policy, scored, drafts.dossier.clocks)
    with whole_directory(out) as beside:
        for unit in units:
            _write(beside / f"{unit}.xlsx", drafts, unit, book, lang)
    return [out / f"{unit}.xlsx" for unit in units]


@record
class _Made:
    """A workbook under way."""

    file: Workbook
    styles: Styles
    drafts: Drafts
    unit: str
    lang: Lang


def _write(path: Path, drafts: Drafts, unit: str, book: Book, lang: Lang) -> None:
    made = _Made(file := new_book(str(path), small=True), Styles(file, lang), drafts, unit, lang)
    cover = say("us.cover", lang)
    found = [answers_page(drafts, unit, book, lang), counts_page(drafts, unit, lang), clocks_page(drafts, unit, lang), cases_page(drafts, unit, lang)]
    names = sheet_names([cover, *(page.title for page in found)])[1:]
    pages = [replace(page, name=name) for page, name in zip(found, names, strict=True)]
    _cover(made, cover)
    for number, page in enumerate(pages):
        sheet = draw(file, made.styles, page, _foot(made), lang)
        if number == 0:
            _fill_in(made, sheet, len(page.rows))
    _marks(made, cover, pages[0])
    file.close()


def _foot(made: _Made) -> str:
    policy = made.drafts.dossier.policy
    return f"{policy.title} {policy.version} · {made.unit} {made.drafts.title(made.unit)} · {made.drafts.dossier.root[:16]}"


# --- cover ------------------------------------------------------------------------------------------


def _cover(made: _Made, name: str) -> None:
    """Whose sheet it is, how it is filled in, and the day."""
    sheet, styles, lang = made.file.add_worksheet(name), made.styles, made.lang
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 84)
    sheet.set_row(0, 40)
    sheet.write_string(0, 0, plain_text(say("us.title", lang, unit=made.drafts.title(made.unit) or made.unit)), styles.heading(font_size=18))
    head = styles.plain(bold=True, bg_color="#F1F5F9", border=1, border_color=RULE)
    body = styles.plain(border=1, border_color=RULE, text_wrap=True)
    for row, (title, text) in enumerate(_facts(made), 2):
        sheet.set_row(row, 20)
        sheet.write_string(row, 0, title, head)
        sheet.write_string(row, 1, plain_text(text), body)
    _day(made, sheet)
    for row, key in enumerate(("tick", "ground", "whole", "paper", "back"), _DAY_ROW + 2):
        sheet.set_row(row, 20)
        sheet.write_string(row, 0, say(f"us.how.{key}", lang), styles.plain())
    paper(sheet, _foot(made), lang)
    sheet.protect("", {"select_locked_cells": True, "format_columns": True})


def _facts(made: _Made) -> Sequence[tuple[str, str]]:
    policy, lang = made.drafts.dossier.policy, made.lang
    return (
        (say("us.unit", lang), f"{made.unit} {made.drafts.title(made.unit)}"),
        (say("wb.cover.policy", lang), f"{policy.title} {policy.version}"),
        (say("wb.cover.period", lang), say("wb.cover.span", lang, first=policy.period.from_, last=policy.period.to)),
        (say("wb.cover.as-of", lang), made.drafts.dossier.stored.as_of.isoformat()),
        (say("wb.cover.root", lang), made.drafts.dossier.root),
    )


def _day(made: _Made, sheet: Worksheet) -> None:
    must = made.styles.plain(bold=True, bg_color="#F6DCC8", border=1)
    day = made.styles.plain(border=1, bg_color="#FFF8E1", locked=False, num_format="yyyy-mm-dd", align="left")
    sheet.set_row(_DAY_ROW, 24)
    sheet.write_string(_DAY_ROW, 0, say("us.day", made.lang), must)
    sheet.write_blank(_DAY_ROW, 1, None, day)
    sheet.data_validation(_DAY_ROW, 1, _DAY_ROW, 1, {
        "validate": "date", "criteria": ">=", "value": made.drafts.dossier.policy.period.from_,
        "error_message": say("us.wrong-day", made.lang),
    })  # fmt: skip


# --- answers ----------------------------------------------------------------------------------------


def _fill_in(made: _Made, sheet: Worksheet, rows: int) -> None:
    """Drop-downs, some empty rows for what comes in on paper, and locks on what is printed."""
    last = FIRST_ROW + max(rows, 1) - 1
    for slot in ("agreed", "disputed"):
        place = SLOTS.index(slot)
        sheet.data_validation(FIRST_ROW, place, last, place, {"validate": "list", "source": [TICK]})
    place = SLOTS.index("ground")
    grounds = choices_of(made.drafts.dossier.policy.vocabulary.kinds[DISPUTED].fields["ground"])
    lists = made.file.add_worksheet(_LISTS)
    lists.very_hidden()
    lists.write_column(0, 0, grounds)
    sheet.data_validation(FIRST_ROW, place, last, place, {
        "validate": "list", "source": f"='{_LISTS}'!$A$1:$A${len(grounds)}", "error_message": say("us.wrong-ground", made.lang),
    })  # fmt: skip
    sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})


def _marks(made: _Made, cover: str, answers: Page) -> None:
    """The hidden sheet: which run, which unit, and what the headings mean."""
    marks: Mapping[str, str] = {
        "kaohe": SHEET, "root": made.drafts.dossier.root, "unit": made.unit, "cover": cover, "answers": answers.name,
        "day": say("us.day", made.lang), "heads": json.dumps(heads(answers), ensure_ascii=False),
    }  # fmt: skip
    page = made.file.add_worksheet(MARK)
    page.very_hidden()
    for number, (name, text) in enumerate(marks.items()):
        page.write_string(number, 0, name)
        page.write_string(number, 1, text)
