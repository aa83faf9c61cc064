"""Parts of the pages: strips of days, months beside their year, counts that no entry rests on."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from kaohe.reports.pages.card import card_view, other_cards, percent
from kaohe.reports.pages.links import Links
from kaohe.reports.pages.site import TONES, Site, tone
from kaohe.reports.pages.strip import strip
from kaohe.reports.tables import remark
from kaohe.scoring.card import VetoLine
from kaohe.workbench.dossier import Dossier


def test_a_strip_has_every_day_once_and_as_many_late_days_as_the_clock(dossier: Dossier) -> None:
    drawn, late = 0, 0
    for case, clocks in dossier.clocks_by_case.items():
        lines = dossier.due_lines(case)
        for clock in clocks:
            line = lines.get((clock.clause, clock.start))
            made = strip(clock, line, dossier.stored.as_of)
            assert (made is None) == (clock.due is None)
            if made is None or clock.due is None:
                continue
            days: Counter[str] = Counter()
            for look, path in made.paths:
                days[look] += sum(int(length) for length in re.findall(r"h(\d+)", path))
            assert days.total() == made.days
            assert made.due == (clock.due - clock.started).days < made.days
            assert days["late"] == (clock.late_by or 0) or clock.outcome != "late"
            counted = [step for step in line.steps if step.reason == "counted"] if line is not None else []
            assert days["counted"] == len(counted)
            drawn += 1
            late += days["late"] > 0
    assert drawn > 30
    assert late > 0


def test_months_stand_beside_their_year_in_order(danfeng: Dossier) -> None:
    year = next(card for card in danfeng.cards if card.data and card.total > 0)
    months = [replace(year, span=f"{year.span}-{month:02d}", total=year.total / 2) for month in (3, 1, 2)]
    scored = replace(danfeng.stored.scored, cards=(*months, year))
    site = Site(Dossier(replace(danfeng.stored, scored=scored), danfeng.policy), "zh", public=False)
    others = other_cards(year, site)
    assert [one.span for one in others] == [year.span, *(f"{year.span}-{month:02d}" for month in (1, 2, 3))]
    assert [one.here for one in others] == [True, False, False, False]
    assert float(others[0].width) > float(others[1].width) > 0
    assert other_cards(danfeng.cards[0], Site(danfeng, "zh", public=False)) == ()


def test_a_year_made_of_months_says_so_and_begins_with_no_base(erdao: Dossier) -> None:
    """On a real run: the year's page used to say that nothing was taken or given, beside twelve months that did."""
    site = Site(erdao, "zh", public=False)
    years = [card_view(card, site) for card in erdao.cards if len(card.span) == 4 and card.data]
    months = [card_view(card, site) for card in erdao.cards if len(card.span) == 7 and card.data]
    assert len(years) == 7
    assert len(months) > 60, "of 84; in some months a unit has no data"
    for year in years:
        assert year.rolled_up
        assert year.waterfall is not None
        assert re.fullmatch(r"2023-\d\d 得分", year.waterfall.steps[0].label)
        assert year.waterfall.steps[-1].after == year.card.total
    assert not any(view.rolled_up for view in months)
    assert all(view.waterfall is not None and view.waterfall.steps[0].label == "基础分" for view in months)


def test_two_vetoes_by_one_clause_are_told_once_with_their_number(erdao: Dossier) -> None:
    card = erdao.cards[0]
    line = VetoLine("oversee.veto", "e1", ("no_top_grade",), "effective")
    several = replace(card, vetoes=(line, replace(line, event="e2"), replace(line, clause="other", event="e3")))
    assert remark(several, erdao.policy, "zh") == "否决生效：oversee.veto（2 次）；否决生效：other"


def test_every_count_of_a_subject_is_on_its_page(dossier: Dossier, pages: Path) -> None:
    links, counted = Links(dossier), 0
    for kind, subject in {(card.subject_kind, card.subject) for card in dossier.cards}:
        mine = [tally for tally in dossier.tallies_by_subject.get(subject, ()) if tally.subject_kind == kind]
        text = (pages / links.subject(kind, subject)).read_text(encoding="utf-8")
        tables = re.findall(r'<table class="counts">.*?</table>', text, re.DOTALL)
        rows = sum(table.count("<tr>") - 1 for table in tables)
        assert rows >= len(mine)
        counted += len(mine)
    assert counted > 20


def test_the_best_grade_has_the_first_look_and_the_last_the_last() -> None:
    for of in range(2, 9):
        looks = [tone(place, of) for place in range(of)]
        assert looks == sorted(looks)
        assert (looks[0], looks[-1]) == (1, TONES)
    assert tone(0, 1) == 1


def test_no_bar_is_longer_than_its_track() -> None:
    assert percent(Fraction(30), Fraction(20)) == "100.00"
    assert percent(Fraction(1), Fraction(3)) == "33.33"
    assert percent(Fraction(1), Fraction(0)) == "0.00"
