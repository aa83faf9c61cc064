"""The index of the search: units, leaders, clauses, cases, in pieces that are read when first searched.

Pages opened as files may fetch nothing, but may load a script: each piece is one call with data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from kaohe.reports.pages.links import CASES_TO_A_PAGE
from kaohe.reports.pages.overview import Group
from kaohe.reports.pages.paper import Press, script
from kaohe.reports.pages.site import Site
from kaohe.reports.words import say

PIECE = 5000
"""Rows of one file."""
LONGEST = 200
"""Characters of a title in the index."""

Found = tuple[str, str, str, str]
"""What it is, its code, its title, its address."""


def write_index(press: Press, groups: Sequence[Group], site: Site) -> None:
    """``data/index.js`` names the pieces; the cases, all pages of one plan, are only their numbers."""
    rows = iter([*_subjects(groups, site), *_clauses(site)])
    pieces: list[str] = []
    while piece := list(islice(rows, PIECE)):
        pieces.append(f"data/found-{len(pieces) + 1}.js")
        press.file(pieces[-1], script("kaoheFound", piece))
    if not site.public and site.links.cases:
        cases = iter(site.links.cases)
        while some := [code[:LONGEST] for code in islice(cases, PIECE)]:
            pieces.append(f"data/cases-{len(pieces) + 1}.js")
            press.file(pieces[-1], script("kaoheCases", (_cases_before(pieces) - 1) * PIECE, some))
    words = {key: say(f"site.search.{key}", site.lang, count="{count}") for key in ("none", "many", "some", "case")}
    press.file("data/index.js", script("kaoheIndex", pieces, CASES_TO_A_PAGE, words))


def _cases_before(pieces: Iterable[str]) -> int:
    return sum(name.startswith("data/cases-") for name in pieces)


def _subjects(groups: Sequence[Group], site: Site) -> Iterator[Found]:
    """In public a unit leads to its row, elsewhere to its page."""
    seen: set[tuple[str, str]] = set()
    for group in groups:
        kind = say(f"site.{group.of}", site.lang)
        for leaf in group.leaves:
            for row in leaf.rows:
                if (group.of, row.code) not in seen:
                    seen.add((group.of, row.code))
                    there = row.link or f"{leaf.name or 'index.html'}#{row.anchor}"
                    yield kind, row.code[:LONGEST], row.title[:LONGEST], there.partition("#")[0] if row.link else there


def _clauses(site: Site) -> Iterator[Found]:
    kind = say("site.clause", site.lang)
    for clause in site.policy.clauses:
        yield kind, clause.id[:LONGEST], clause.title[:LONGEST], site.links.clause(clause.id)
