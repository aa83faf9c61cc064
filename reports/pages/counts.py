"""Counts behind rates as rows: done of required, hits of rows, the figure they make, and its splits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from kaohe.engine.ledger import Tally
from kaohe.reports.pages.site import Site
from kaohe.reports.words import say
from kaohe.rules.policy import Clause, Frequency, Ratio
from kaohe.rules.record import record
from kaohe.rules.value import plain, shown
from kaohe.workbench.public import public_rows


@record
class Count:
    """A tally as printed. ``withheld``: its figures may not be shown."""

    clause: str
    clause_link: str
    subject: str
    title: str
    period: str
    numerator: str
    denominator: str
    excluded: str
    value: str
    split: str
    withheld: bool = False


def counts(tallies: Iterable[Tally], site: Site) -> tuple[Count, ...]:
    return tuple(_count(tally, site) for tally in tallies)


def _count(tally: Tally, site: Site) -> Count:
    clause = site.dossier.clauses[tally.clause]
    return Count(
        clause.title, site.links.clause(clause.id), tally.subject or "—", site.title(tally.subject_kind, tally.subject or ""), tally.period, plain(tally.numerator),
        plain(tally.denominator), str(tally.excluded), _value(tally, clause, site), tally.split or "",
    )  # fmt: skip


def _value(tally: Tally, clause: Clause, site: Site) -> str:
    if tally.value is None:
        return say("no-data", site.lang)
    if isinstance(clause.form, Frequency) or (isinstance(clause.form, Ratio) and clause.form.against is None):
        return f"{shown(tally.value * 100, 2)}%"
    return shown(tally.value, 2)


def public_counts(clause: str, site: Site) -> Iterator[tuple[str, tuple[Count, ...]]]:
    """A table per period of what a clause counted of units, by code, small counts withheld.

    Months beside their year would give both away by subtraction: only the longest periods are told.
    """
    rows = [t for t in site.dossier.tallies if t.clause == clause and t.subject_kind == "unit" and t.split is None]
    longest = min((_shortness(tally.period) for tally in rows), default=0)
    chosen = sorted((t for t in rows if _shortness(t.period) == longest), key=lambda t: (t.period, t.subject or ""))
    for period, table in groupby(chosen, key=lambda tally: tally.period):
        yield period, tuple(_public(list(table), site))


def _shortness(period: str) -> int:
    """0 for a year or a period of its own, more for halves, quarters, months, weeks."""
    rest = "" if "--" in period else period[5:]
    return 0 if not rest else {"H": 1, "Q": 2, "W": 4}.get(rest[0], 3)


def _public(tallies: Sequence[Tally], site: Site) -> Iterator[Count]:
    for row in public_rows(tallies):
        count = _count(row.tally, site)
        hidden = dict.fromkeys(("numerator", "denominator", "excluded", "value"), "")
        yield replace(count, withheld=True, **hidden) if row.withheld else count
