"""Units as they may be published: grades by peer group, bands first; no rank, no points, no leaders."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kaohe.reports.tables import latest, scorecard_of
from kaohe.reports.words import Lang, say
from kaohe.reports.workbook.cards import graded
from kaohe.reports.workbook.page import Cell, Column, Page, Styled
from kaohe.rules.policy import Policy
from kaohe.scoring.card import Card
from kaohe.workbench.dossier import Dossier


def public_pages(dossier: Dossier, lang: Lang) -> Iterator[Page]:
    """One page for each scorecard of units that has grades, over its longest span: months have none. Within a grade
    units stand by their codes.
    """
    order = {scorecard.name: number for number, scorecard in enumerate(dossier.policy.scorecards)}
    units = [card for card in latest(dossier.cards) if card.subject_kind == "unit" and scorecard_of(card, dossier.policy).grades]
    units.sort(key=lambda card: (order[card.card], card.group, card.span, _band(card, dossier.policy), card.subject))
    columns = (
        Column(say("wb.group", lang), most=24),
        Column(say("wb.span", lang), "mark", 10, 12),
        Column(say("wb.grade", lang), "mark", 12, 16),
        Column(say("wb.subject", lang), most=40),
    )
    for name, cards in groupby(units, lambda card: card.card):
        title = next(each.title for each in dossier.policy.scorecards if each.name == name)
        rows = [_row(card, dossier.policy, lang) for card in cards]
        yield Page("", title, say("wb.public.about", lang, count=len(rows)), columns, rows, broken=0)


def _band(card: Card, policy: Policy) -> int:
    names = [grade.name for grade in scorecard_of(card, policy).grades]
    return names.index(card.grade) if card.grade in names else len(names)


def _row(card: Card, policy: Policy, lang: Lang) -> tuple[Cell, ...]:
    grade = graded(card, policy) if card.data else Styled(say("no-data", lang), "none")
    return card.group, card.span, grade, card.title or card.subject
