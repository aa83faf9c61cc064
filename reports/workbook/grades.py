"""How many places a grade has, whom they went to, and who stood just outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kaohe.reports.words import Lang, say
from kaohe.reports.workbook.page import FIRST_ROW, Cell, Column, Formula, Page
from kaohe.rules.policy import Grade
from kaohe.rules.value import shown
from kaohe.scoring.card import Card, Places
from kaohe.workbench.dossier import Dossier

_SHARE, _PEERS = "D", "E"
"""Columns that the arithmetic is made of."""


def grades_page(dossier: Dossier, lang: Lang) -> Page | None:
    """None when no grade has a share of places."""
    found = dict.fromkeys((card.subject_kind, place) for card in dossier.cards for place in card.places)
    if not found:
        return None
    columns = (
        Column(say("wb.card", lang), most=30),
        Column(say("wb.group", lang), most=18),
        Column(say("wb.grade", lang), "mark", 8, 12),
        Column(say("wb.share", lang), "percent", 8, 10),
        Column(say("wb.peers", lang), "count", 8, 10),
        Column(say("wb.floor", lang), "count", 8, 12),
        Column(say("wb.least", lang), "count", 8, 10),
        Column(say("wb.places", lang), "count", 8, 10),
        Column(say("wb.taken", lang), "wrapped", 20, 56),
        Column(say("wb.vacant", lang), "count", 8, 10),
        Column(say("wb.outside", lang), "wrapped", 16, 40),
        Column(say("wb.remark", lang), "wrapped", 12, 30),
    )
    rows = [_row(kind, place, FIRST_ROW + 1 + number, dossier, lang) for number, (kind, place) in enumerate(found)]
    return Page("", say("wb.grades", lang), say("wb.grades.about", lang), columns, rows, fixed=3, broken=0)


def _row(kind: str, place: Places, row: int, dossier: Dossier, lang: Lang) -> tuple[Cell, ...]:
    scorecard = next(each for each in dossier.policy.scorecards if each.name == place.card.partition("@")[0])
    grade = next((each for each in scorecard.grades if each.name == place.grade), None)
    who = {card.subject: card for card in dossier.cards if card.subject_kind == kind and card.key == place.card}
    floor = Formula(f"=ROUNDDOWN(ROUND({_SHARE}{row}*{_PEERS}{row},6),0)", Fraction(place.floor))
    return (
        f"{scorecard.title} {place.card.partition('@')[2]}",
        place.group,
        _title(grade, place),
        place.share,
        place.n,
        floor,
        place.least,
        place.places,
        "\n".join(_named(place.taken, who, scorecard.places)) or "—",
        place.vacant,
        "\n".join(_named(place.outside, who, scorecard.places)) or "—",
        say("wb.tied", lang) if place.tied else "",
    )


def _title(grade: Grade | None, place: Places) -> str:
    return place.grade if grade is None else grade.title


def _named(subjects: Sequence[str], who: dict[str, Card], places: int) -> Iterator[str]:
    """Each with its title and total."""
    for subject in subjects:
        card = who.get(subject)
        yield subject if card is None else f"{card.title} {subject} {shown(card.total, places)}".strip()
