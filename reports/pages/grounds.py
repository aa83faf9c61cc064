"""What a run rests on: accepted risks, who reported what in which month, the receipt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from kaohe.engine.ledger import Coverage
from kaohe.reports.coverage_text import MARKS
from kaohe.reports.pages.site import Site
from kaohe.reports.words import say
from kaohe.rules.record import record


@record
class Risk:
    moves: str
    reason: str
    approver: str
    until: str
    counter: str
    counter_link: str


@record
class Strip:
    """A subject's months of one kind of event: a mark and its meaning for each, None: not expected."""

    subject: str
    title: str
    link: str
    cells: tuple[tuple[str, str, str] | None, ...]


@record
class Grid:
    kind: str
    months: tuple[str, ...]
    strips: tuple[Strip, ...]


def risks(site: Site) -> tuple[Risk, ...]:
    return tuple(
        Risk(
            site.moves(risk) or say("risk.counted", site.lang), risk.reason, risk.approver, risk.until.isoformat(),
            site.clause_title(risk.counter_clause), site.links.clause(risk.counter_clause),
        )
        for risk in site.dossier.risks
    )  # fmt: skip


def grids(site: Site) -> tuple[Grid, ...]:
    """A grid per kind of event, subjects by code."""
    rows = sorted(site.dossier.coverage, key=lambda row: (row.kind, row.subject_kind != "unit", row.subject, row.month))
    return tuple(_grid(kind, list(mine), site) for kind, mine in groupby(rows, key=lambda row: row.kind))


def _grid(kind: str, rows: Sequence[Coverage], site: Site) -> Grid:
    months = tuple(sorted({row.month for row in rows}))
    strips = (_strip(who, list(mine), months, site) for who, mine in groupby(rows, key=lambda row: (row.subject_kind, row.subject)))
    return Grid(site.policy.vocabulary.kinds[kind].title, months, tuple(strips))


def _strip(who: tuple[str, str], rows: Sequence[Coverage], months: Sequence[str], site: Site) -> Strip:
    status = {row.month: row.status for row in rows}
    cells = ((status[m], MARKS[status[m]], say(f"site.coverage.{status[m]}", site.lang)) if m in status else None for m in months)
    known = bool(site.dossier.cards_of(rows[0].subject_kind, who[1]))
    return Strip(who[1], site.title(*who), site.links.subject(*who) if known else "", tuple(cells))


def receipt(site: Site) -> Iterator[tuple[str, str]]:
    """Label and value. Paths are left out: they tell of somebody's machine, hashes do not."""
    told, lang = site.dossier.stored.receipt, site.lang
    policy = told["policy"]
    for label, value in (
        ("policy", f"{policy['title']}（{policy['name']} {policy['version']}）"), ("as-of", told["as_of"]),
        ("engine", told["engine"]), ("root", told["root"]), ("tallies-root", told["tallies_root"]),
        *((label, str(told["counts"][label])) for label in ("entries", "cards", "tallies", "clocks")),
    ):  # fmt: skip
        yield say(f"site.receipt.{label}", lang), value
    yield from ((name, sha) for name, sha in sorted(policy["documents"].items()))
    for number, one in enumerate(told["events"], 1):
        yield say("site.receipt.events", lang, number=number), one["sha256"]
    if told["roster"]:
        yield say("site.receipt.roster", lang), told["roster"]["sha256"]
    yield say("site.receipt.timezone", lang), f"{told['timezone']['name']} {told['timezone']['data']}"
    yield from ((name, version) for name, version in sorted(told["versions"].items()))
