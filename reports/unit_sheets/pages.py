"""The pages of a unit sheet: draft entries to answer, cases, due-date lines, numerators and denominators."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from kaohe.engine.event import Event
from kaohe.engine.ledger import Clock
from kaohe.reports.entry_text import Book, entry_text
from kaohe.reports.value_text import instant_text
from kaohe.reports.words import Lang, say
from kaohe.reports.workbook.counts import tallies_page
from kaohe.reports.workbook.page import Cell, Column, Page
from kaohe.rules.clock import Zone, zone
from kaohe.workbench.confirming.drafts import Draft, Drafts, UnitCase

SLOTS = ("number", "clause", "case", "at", "due", "points", "why", "agreed", "disputed", "ground", "document")
"""Columns of the page of answers, in order; the last four are filled in."""


def answers_page(drafts: Drafts, unit: str, book: Book, lang: Lang) -> Page:
    """The draft entries with their numbers, and room for the answers."""
    columns = (
        Column(say("us.number", lang), "code", 10, 12),
        Column(say("wb.clause", lang), "wrapped", 16, 30),
        Column(say("wb.case", lang), "code", 10, 20),
        Column(say("wb.at", lang), "day", 11, 11),
        Column(say("wb.due", lang), "day", 11, 11),
        Column(say("wb.points", lang), "number", 9, 11),
        Column(say("wb.why", lang), "wrapped", 24, 58),
        Column(say("us.agreed", lang), "answer", 7, 10),
        Column(say("us.disputed", lang), "answer", 7, 10),
        Column(say("us.ground", lang), "answer", 22, 24),
        Column(say("us.document", lang), "answer", 14, 16),
    )
    own = drafts.by_unit.get(unit, ())
    rows = [_draft(draft, book, lang) for draft in own]
    about = say("us.answers.about", lang, count=len(own))
    return Page("", say("us.answers", lang), about, columns, rows, fixed=1)


def heads(page: Page) -> dict[str, str]:
    """Slot -> heading, for whoever reads the sheet back."""
    return {slot: column.title for slot, column in zip(SLOTS, page.columns, strict=True)}


def _draft(draft: Draft, book: Book, lang: Lang) -> tuple[Cell, ...]:
    entry = draft.entry
    clause = book.clauses.get(entry.clause)
    title = clause.title if clause else say("wb.own", lang)
    return (draft.number, title, entry.case, entry.at, entry.due, entry.points, entry_text(entry, book, lang), None, None, None, None)


# --- cases and due dates ----------------------------------------------------------------------------


def cases_page(drafts: Drafts, unit: str, lang: Lang) -> Page:
    """The cases that name the unit: first and last event, and in what the unit was named."""
    columns = (
        Column(say("wb.case", lang), "code", 12, 24),
        Column(say("us.first", lang), "text", 20, 34),
        Column(say("us.last", lang), "text", 20, 34),
        Column(say("us.named", lang), "wrapped", 20, 44),
        Column(say("us.drafts", lang), "wrapped", 12, 34),
    )
    numbers: dict[str, list[str]] = {}
    for draft in drafts.by_unit.get(unit, ()):
        if draft.entry.case is not None:
            numbers.setdefault(draft.entry.case, []).append(draft.number)
    here = zone(drafts.dossier.policy.timezone)
    assert here is not None, "a policy that loads names a known timezone"
    rows = [_case(case, numbers.get(case.case, []), drafts, here) for case in drafts.cases(unit)]
    return Page("", say("us.cases", lang), say("us.cases.about", lang, count=len(rows)), columns, rows, fixed=1)


def _case(case: UnitCase, numbers: list[str], drafts: Drafts, here: Zone) -> tuple[Cell, ...]:
    kinds = drafts.dossier.policy.vocabulary.kinds

    def told(event: Event) -> str:
        return f"{instant_text(event.at, here)[:10]} {kinds[event.kind].title}"

    return (case.case, told(case.events[0]), told(case.events[-1]), "；".join(map(told, case.own)), "、".join(numbers))


def clocks_page(drafts: Drafts, unit: str, lang: Lang) -> Page:
    """Due-date lines: when each began, was due and ended, and how it came out."""
    columns = (
        Column(say("wb.case", lang), "code", 12, 24),
        Column(say("us.deadline", lang), "wrapped", 20, 44),
        Column(say("us.started", lang), "day", 11, 11),
        Column(say("wb.due", lang), "day", 11, 11),
        Column(say("us.ended", lang), "day", 11, 11),
        Column(say("us.outcome", lang), "mark", 10, 14),
        Column(say("us.late-by", lang), "count", 8, 10),
        Column(say("us.pauses", lang), "wrapped", 12, 40),
    )
    rows = [_clock(clock, drafts, lang) for clock in drafts.clocks(unit)]
    return Page("", say("us.clocks", lang), say("us.clocks.about", lang, count=len(rows)), columns, rows, fixed=1, broken=0)


def _clock(clock: Clock, drafts: Drafts, lang: Lang) -> tuple[Cell, ...]:
    clause = drafts.dossier.clauses.get(clock.clause)
    title = clause.title if clause else clock.clause
    outcome = say(f"us.outcome.{clock.outcome}", lang)
    return (clock.case, title, clock.started, clock.due, clock.ended, outcome, clock.late_by, "；".join(_pauses(clock, lang)))


def _pauses(clock: Clock, lang: Lang) -> Iterator[str]:
    spans = (say("us.pause", lang, first=pause[0], until=pause[1] or "…") for pause in clock.pauses)
    longer = (say("us.extended", lang, event=event) for event in clock.extensions)
    return chain(spans, longer)


def counts_page(drafts: Drafts, unit: str, lang: Lang) -> Page:
    """Numerators and denominators of the unit."""
    return tallies_page(drafts.dossier, drafts.tallies(unit), lang)
