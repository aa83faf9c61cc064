"""Units and leaders by peer group: one page for each scorecard, and one for each section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from kaohe.reports.tables import grade_title, remark, scorecard_of
from kaohe.reports.words import Lang, say
from kaohe.reports.workbook.page import Cell, Column, Page, Styled
from kaohe.reports.workbook.sums import Sums
from kaohe.rules.policy import Policy, Scorecard
from kaohe.rules.value import plain
from kaohe.scoring.card import Card
from kaohe.workbench.dossier import Dossier

_FACES = 4
"""Faces that grades have: best, next, middle, lowest."""


def graded(card: Card, policy: Policy) -> Cell:
    """The grade as printed, in the face of its place among the grades."""
    title = grade_title(card, policy)
    names = [grade.name for grade in scorecard_of(card, policy).grades]
    if not title:
        return Styled("—", "none")
    place = names.index(card.grade or "")
    lowest = place == len(names) - 1 and place > 0
    return Styled(title, f"grade{_FACES - 1 if lowest else min(place, _FACES - 2)}")


def card_pages(dossier: Dossier, sums: Sums, lang: Lang) -> Iterator[Page]:
    """One page for each scorecard that has cards."""
    for name, cards in groupby(sums.cards, lambda card: card.card):
        scorecard = next(each for each in dossier.policy.scorecards if each.name == name)
        yield _card_page(scorecard, list(cards), dossier, sums, lang)


def _card_page(scorecard: Scorecard, cards: Sequence[Card], dossier: Dossier, sums: Sums, lang: Lang) -> Page:
    places = scorecard.places
    titles = {line.name: line.title for card in cards for line in card.sections}  # as the run had them
    sections = [Column(title, "points", 10, 14, places) for title in titles.values()]
    columns = (
        Column(say("wb.group", lang), most=18),
        Column(say("wb.rank", lang), "mark", 6, 8),
        Column(say("wb.code", lang), "code", most=16),
        Column(say("wb.subject", lang), most=30),
        Column(say("wb.span", lang), "mark", 8, 12),
        *sections,
        Column(say("wb.rest", lang), "points", 10, 14, places),
        Column(say("wb.total", lang), "total", 12, 16, places, bar=True),
        Column(say("wb.grade", lang), "mark", 8, 12),
        Column(say("wb.remark", lang), "wrapped", 16, 60),
        Column(say("wb.card-no", lang), "count"),
    )
    rows = [_row(card, list(titles), dossier.policy, sums, lang) for card in cards]
    about = say("wb.cards.about", lang, count=len(cards), out_of=plain(scorecard.out_of))
    return Page("", scorecard.title, about, columns, rows, fixed=4, keys=1, broken=0)


def _row(card: Card, sections: Sequence[str], policy: Policy, sums: Sums, lang: Lang) -> tuple[Cell, ...]:
    nothing = Styled("—", "none")
    counted = {line.name: line for line in card.sections if card.data and not line.left_out}
    figures: list[Cell] = [
        sums.section(card, name, counted[name].total) if name in counted else nothing for name in sections
    ]
    return (
        card.group,
        card.rank if card.rank is not None else nothing,
        card.subject,
        card.title,
        card.span,
        *figures,
        sums.rest(card) if card.data else nothing,
        sums.total(card) if card.data else Styled(say("no-data", lang), "none"),
        graded(card, policy),
        "\n".join(_remarks(card, policy, lang)),
        sums.number(card),
    )


def _remarks(card: Card, policy: Policy, lang: Lang) -> Iterator[str]:
    """Vetoes by the titles of their clauses, then what else a reader must not overlook."""
    titles = {clause.id: clause.title for clause in policy.clauses}
    yield from (say(f"veto.{line.status}", lang, clause=titles.get(line.clause, line.clause)) for line in card.vetoes)
    rest = remark(card, policy, lang, vetoes=False)
    yield from (rest,) if rest else ()


# --- sections ---------------------------------------------------------------------------------------


def section_pages(dossier: Dossier, sums: Sums, lang: Lang) -> Iterator[Page]:
    """One page for each section: what each clause gave or took on each card that has the section."""
    for name, number in sums.sections.items():
        cards = [card for card in sums.cards if card.data and any(line.name == name for line in card.sections)]
        if cards:
            yield _section_page(name, number, cards, dossier, sums, lang)


def _section_page(name: str, number: int, cards: Sequence[Card], dossier: Dossier, sums: Sums, lang: Lang) -> Page:
    title = next(line.title for line in cards[0].sections if line.name == name)
    clauses = {number: clause for clause, number in sums.clauses.items()}
    used = list(sums.used(number))
    bounded = any(line.full is not None for card in cards for line in card.sections if line.name == name)
    heads = [say("wb.own", lang) if one == 0 else dossier.clauses[clauses[one]].title for one in used]
    columns = (
        Column(say("wb.card", lang), most=26),
        Column(say("wb.group", lang), most=16),
        Column(say("wb.code", lang), "code", most=16),
        Column(say("wb.subject", lang), most=26),
        Column(say("wb.span", lang), "mark", 8, 12),
        *(Column(head, "points", 10, 14) for head in heads),
        Column(say("wb.section-total", lang), "total", 10, 14, bar=True),
        *([Column(say("wb.full", lang), "number", 8, 10)] if bounded else []),
    )
    rows = [_section_row(card, name, number, used, dossier, sums)[: len(columns)] for card in cards]
    about = say("wb.section.about", lang, count=len(cards), clauses=len([one for one in used if one]))
    return Page("", title, about, columns, rows, fixed=4, broken=1)


def _section_row(card: Card, name: str, number: int, used: Sequence[int], dossier: Dossier, sums: Sums) -> tuple[Cell, ...]:
    line = next(line for line in card.sections if line.name == name)
    return (
        scorecard_of(card, dossier.policy).title,
        card.group,
        card.subject,
        card.title,
        card.span,
        *(sums.clause(card, number, one) for one in used),
        Styled("—", "none") if line.left_out else sums.section(card, name, line.total),
        line.full,
    )
