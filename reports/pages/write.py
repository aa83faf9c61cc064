"""All pages of a run, written into a folder that appears whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kaohe.engine.write import whole_directory
from kaohe.reports.pages.card import card_view, other_cards, other_counts
from kaohe.reports.pages.case import case_view
from kaohe.reports.pages.clause import clause_view
from kaohe.reports.pages.grounds import grids, receipt, risks
from kaohe.reports.pages.links import CASES_TO_A_PAGE, case_page
from kaohe.reports.pages.overview import Group, groups
from kaohe.reports.pages.paper import Press
from kaohe.reports.pages.search import write_index
from kaohe.reports.pages.site import Site
from kaohe.reports.words import Lang
from kaohe.scoring.card import Card
from kaohe.workbench.dossier import Dossier

FOLDER = "pages"
INDEX = "data/index.js"
"""What only pages of ours have."""


def write_pages(dossier: Dossier, out: Path, public: bool, lang: Lang) -> list[Path]:
    """Writes ``out/pages`` (``out/pages-public``) and returns its front page. Pages of ours that stand there are replaced, once the
    new ones are whole. ``FileExistsError``: something else stands there.

    ``public``: grades and counts, the small ones withheld; no points, ranks, leaders or cases.
    """
    site = Site(dossier, lang, public)
    path = out / (f"{FOLDER}-public" if public else FOLDER)
    with _replaced(path) as folder:
        press = Press(folder, lang, _common(site))
        found = groups(site)
        _overview(press, found, site)
        _clauses(press, site)
        _grounds(press, site)
        if not public:
            _subjects(press, site)
            _cases(press, site)
        write_index(press, found, site)
        press.assets()
    return [path / "index.html"]


@contextmanager
def _replaced(path: Path) -> Iterator[Path]:
    """A folder to fill that takes the place of older pages there when the block ends well."""
    if not (path / INDEX).is_file():
        with whole_directory(path) as folder:
            yield folder
        return
    with TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as beside:
        with whole_directory(Path(beside) / "new") as folder:
            yield folder
        path.rename(Path(beside) / "old")
        (Path(beside) / "new").rename(path)


def _common(site: Site) -> Mapping[str, Any]:
    """What every page bears in its head and foot."""
    names = ["index", "clauses", "risks"] + ([] if site.public else ["cases", "coverage"]) + ["receipt"]
    return {
        "policy": site.policy.title, "version": site.policy.version, "as_of": site.as_of.isoformat(), "public": site.public,
        "root": site.dossier.root, "nav": [(name, f"{name}.html") for name in names],
    }  # fmt: skip


def _overview(press: Press, found: Sequence[Group], site: Site) -> None:
    press.page("index.html", "index.html", groups=found, risks=len(risks(site)))
    for group in found:
        for leaf in group.leaves:
            if leaf.name is not None:
                press.page("group.html", leaf.name, group=group, leaf=leaf)


def _subjects(press: Press, site: Site) -> None:
    seen: dict[tuple[str, str], Card] = {}
    for card in site.dossier.cards:
        seen.setdefault((card.subject_kind, card.subject), card)
    for (kind, subject), card in seen.items():
        cards = sorted(site.dossier.cards_of(card.subject_kind, subject), key=lambda one: (len(one.span), one.span, one.card))
        views = tuple(card_view(one, site) for one in cards)
        press.page(
            "subject.html", site.links.subject(kind, subject), subject=subject, title=card.title, kind=kind, cards=views,
            others=other_cards(cards[0], site), other_counts=other_counts(kind, subject, views, site),
        )  # fmt: skip


def _clauses(press: Press, site: Site) -> None:
    views = [clause_view(clause, site) for clause in site.policy.clauses]
    for view in views:
        press.page("clause.html", site.links.clause(view.id), clause=view)
    press.page("clauses.html", "clauses.html", clauses=[(view, site.links.clause(view.id)) for view in views])


def _cases(press: Press, site: Site) -> None:
    cases = site.links.cases
    pages: list[tuple[str, str, str, int]] = []
    for first in range(0, len(cases), CASES_TO_A_PAGE):
        places = range(first, min(first + CASES_TO_A_PAGE, len(cases)))
        press.page("case.html", case_page(first), cases=[case_view(place, site) for place in places], number=first // CASES_TO_A_PAGE + 1)
        pages.append((case_page(first), cases[places[0]], cases[places[-1]], len(places)))
    press.page("cases.html", "cases.html", pages=pages, count=len(cases))


def _grounds(press: Press, site: Site) -> None:
    press.page("risks.html", "risks.html", risks=risks(site))
    press.page("receipt.html", "receipt.html", rows=list(receipt(site)))
    if not site.public:
        press.page("coverage.html", "coverage.html", grids=grids(site))
