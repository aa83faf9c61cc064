"""The page of a clause: what it rests on, what it says, whom it touched and with how many points in all."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kaohe.engine.ledger import Entry
from kaohe.reports.pages.card import Line, VetoBlock, entry_line, veto_blocks
from kaohe.reports.pages.counts import Count, counts, public_counts
from kaohe.reports.pages.links import clause_anchor
from kaohe.reports.pages.site import Site
from kaohe.reports.scheme.forms import clause_words, points_of
from kaohe.reports.scheme.who import accountable, limits
from kaohe.reports.value_text import signed
from kaohe.reports.words import say
from kaohe.rules.expression.tree import Expression
from kaohe.rules.policy import Clause
from kaohe.rules.record import record
from kaohe.scoring.card import Card
from kaohe.scoring.exact import sum_of


@record
class Ground:
    """A basis: the source's title, its article and file, the words quoted."""

    source: str
    article: str
    file: str
    quote: str


@record
class Touched:
    """A subject's card that the clause touched."""

    subject: str
    title: str
    card: str
    link: str
    entries: int
    points: str
    below_zero: bool


@record
class ClauseView:
    """``conditions``: place in the clause, and the condition as written. ``uncounted``: entries on no card.

    In public there are ``tables`` of counts, and nobody who was touched.
    """

    id: str
    title: str
    section: str
    kind: str
    words: str
    points: str
    who: str
    cap: str
    origin: str
    note: str
    grounds: tuple[Ground, ...]
    conditions: tuple[tuple[str, str], ...]
    touched: tuple[Touched, ...]
    uncounted: tuple[Line, ...]
    total: str
    entries: int
    nobody: tuple[Count, ...]
    vetoes: tuple[VetoBlock, ...]
    is_veto: bool
    tables: tuple[tuple[str, tuple[Count, ...]], ...]


def clause_view(clause: Clause, site: Site) -> ClauseView:
    entries = () if site.public else site.dossier.entries_by_clause.get(clause.id, ())
    return ClauseView(
        id=clause.id, title=clause.title, section=site.policy.section_titles.get(clause.section or "", clause.section or ""),
        kind=say(f"site.kind.{clause.kind}", site.lang), words=clause_words(clause, site.voice), points=points_of(clause, site.voice),
        who=accountable(clause, site.voice) if clause.kind != "monitored" else "", cap=limits(clause, site.voice),
        origin=say(f"origin.{clause.points_from}", site.lang) if clause.points_from else "",
        note=" ".join((clause.note or "").split()), grounds=tuple(_grounds(clause, site)), conditions=tuple(_conditions(clause)),
        touched=tuple(_touched(clause, entries, site)),
        uncounted=tuple(entry_line(entry, site) for entry in entries if entry.card is None),
        total=signed(sum_of(entries)), entries=len(entries), nobody=() if site.public else _nobody(clause, site),
        is_veto=clause.veto is not None, vetoes=() if site.public else tuple(_vetoes(clause, site)),
        tables=tuple(public_counts(clause.id, site)) if site.public else (),
    )  # fmt: skip


def _nobody(clause: Clause, site: Site) -> tuple[Count, ...]:
    """Counts that no card's page could show: rows without a subject, or by something that is no unit or leader."""
    mine = (tally for tally in site.dossier.tallies if tally.clause == clause.id)
    return counts((t for t in mine if not site.title(t.subject_kind, t.subject or "")), site)


def _vetoes(clause: Clause, site: Site) -> Iterator[VetoBlock]:
    """Whom it vetoed, each leading to the card it stands on."""
    for veto in site.dossier.vetoes if clause.veto is not None else ():
        if veto.event.clause == clause.id:
            yield from (replace(block, link=site.links.card(card)) for card, block in veto_blocks(veto, "", site))


def _grounds(clause: Clause, site: Site) -> Iterator[Ground]:
    for basis in clause.basis:
        source = site.policy.sources.get(basis.source)
        title = basis.source if source is None else source.title
        where = " ".join(part for part in (basis.article, basis.row) if part)
        yield Ground(title, where, (source.file or "") if source is not None else "", basis.quote or "")


def _conditions(clause: Clause) -> Iterator[tuple[str, str]]:
    """Every condition and formula of the clause as it is written, each once."""
    parts = (("", clause.form), ("points", clause.points), ("accountable", clause.lines), ("revoke", clause.revoke))
    found = dict.fromkeys(pair for key, part in parts for pair in _expressions(part, key))
    yield from ((key, text) for key, text in found if text != "true")


def _expressions(part: object, key: str) -> Iterator[tuple[str, str]]:
    match part:
        case Expression():
            yield key.strip("."), " ".join(part.text.split())
        case tuple() | list():
            for each in part:
                yield from _expressions(each, key)
        case _ if dataclasses.is_dataclass(part):
            for field in dataclasses.fields(part):
                yield from _expressions(getattr(part, field.name), f"{key}.{field.name}".strip("._"))


def _touched(clause: Clause, entries: Sequence[Entry], site: Site) -> Iterator[Touched]:
    """By card, units first, in the order of their codes: no ranking of who was touched most."""
    by_card: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in entries:
        if entry.card is not None:
            by_card.setdefault((entry.subject_kind, entry.subject, entry.card), []).append(entry)
    cards: Mapping[tuple[str, str, str], Card] = site.book.cards()
    for (kind, subject, key), mine in sorted(by_card.items(), key=lambda item: (item[0][0] != "unit", *item[0])):
        card, points = cards[kind, subject, key], sum_of(mine)
        link = f"{site.links.subject(kind, subject)}#{clause_anchor(card, clause.id)}"
        yield Touched(subject, card.title, card.span, link, len(mine), signed(points), points < 0)
