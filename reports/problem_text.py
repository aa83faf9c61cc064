"""Problems as they are shown: with what points at a person painted over, wherever it stands.

A document's line is shown to underline a fault in it. Should a mobile number stand on that line,
neither a terminal nor the log of a build server is the place to repeat it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from kaohe.engine.office.sheets import BOOKS
from kaohe.engine.privacy import painted_over
from kaohe.reports.words import Lang
from kaohe.rules import say
from kaohe.rules.place import Place
from kaohe.rules.problem import Problem

tally = say.tally


def render(problems: Iterable[Problem], texts: Mapping[str, str], lang: Lang, shape: say.Format = "text") -> str:
    """As ``rules.say.render``, painted over; what is underlined stays where it is. Of a workbook the cell is told."""
    return painted_over(say.render([_in_its_cell(one, texts) for one in problems], texts, lang, shape))


def _in_its_cell(one: Problem, texts: Mapping[str, str]) -> Problem:
    """The problem where an office sees it: a roster in a workbook is read as lines of YAML that nobody has."""
    place, *also = (_cell(each, texts) for each in (one.place, *one.also))
    return replace(one, place=place, also=tuple(also))


def _cell(place: Place, texts: Mapping[str, str]) -> Place:
    if place.file not in texts or Path(place.file).suffix.lower() not in BOOKS:
        return place
    from kaohe.engine.office.roster_book import cell_of

    return cell_of(place, texts[place.file])
