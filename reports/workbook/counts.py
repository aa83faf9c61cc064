"""Counts behind rates, and who reported what in which month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from kaohe.engine.ledger import Coverage, Tally
from kaohe.reports.coverage_text import MARKS
from kaohe.reports.words import Lang, say
from kaohe.reports.workbook.page import Cell, Column, Page, Styled
from kaohe.rules.policy import Clause, Measure, Ratio
from kaohe.scoring.card import SubjectKind
from kaohe.workbench.dossier import Dossier
from kaohe.workbench.public import public_rows


def tally_page(dossier: Dossier, lang: Lang, *, public: bool) -> Page:
    """Numerator, denominator and exclusions of every rate, measure and frequency."""
    if not public:
        return tallies_page(dossier, dossier.tallies, lang)
    rows = list(_public_rows(dossier, lang))
    about = say("wb.tallies.public", lang, count=len(rows))
    return replace(_page(rows, lang, split=False), about=about, fixed=0)


def tallies_page(dossier: Dossier, tallies: Sequence[Tally], lang: Lang) -> Page:
    """The same of some tallies, all of them shown."""
    split = any(tally.split is not None for tally in tallies)
    return _page([_row(tally, dossier, lang) for tally in tallies], lang, split=split)


def _page(rows: Sequence[tuple[Cell, ...]], lang: Lang, *, split: bool) -> Page:
    columns = (
        Column(say("wb.clause", lang), most=34),
        Column(say("wb.clause-id", lang), "code", most=28),
        Column(say("wb.code", lang), "code", most=16),
        Column(say("wb.subject", lang), most=26),
        Column(say("wb.span", lang), "mark", 10, 12),
        *([Column(say("wb.split", lang), most=16)] if split else []),
        Column(say("wb.numerator", lang), "number", 10, 16),
        Column(say("wb.denominator", lang), "number", 10, 16),
        Column(say("wb.excluded", lang), "count", 8, 10),
        Column(say("wb.value", lang), "number", 10, 14),
        Column(say("wb.rate", lang), "percent", 10, 12),
    )
    kept = [row if split else (*row[:5], *row[6:]) for row in rows]
    about = say("wb.tallies.about", lang, count=len(rows))
    return Page("", say("wb.tallies", lang), about, columns, kept, fixed=4, broken=1)


def _row(tally: Tally, dossier: Dossier, lang: Lang) -> tuple[Cell, ...]:
    return (
        *_head(tally, dossier), tally.numerator, tally.denominator, tally.excluded,
        *_value(tally, dossier.clauses.get(tally.clause), lang),
    )  # fmt: skip


def _head(tally: Tally, dossier: Dossier) -> tuple[Cell, ...]:
    clause = dossier.clauses.get(tally.clause)
    kind: SubjectKind = "leader" if tally.subject_kind == "leader" else "unit"
    title = next((card.title for card in dossier.cards_of(kind, tally.subject or "")), "")
    return (clause.title if clause else tally.clause, tally.clause, tally.subject or "—", title, tally.period, tally.split)


def _value(tally: Tally, clause: Clause | None, lang: Lang) -> tuple[Cell, Cell]:
    """A statistic as it is, a rate as a percentage; frequencies have neither."""
    if clause is None or not isinstance(clause.form, Ratio | Measure):
        return None, None
    if tally.value is None:
        return Styled(say("no-data", lang), "none"), None
    return (None, tally.value) if isinstance(clause.form, Ratio) else (tally.value, None)


# --- what may be published --------------------------------------------------------------------------


def _public_rows(dossier: Dossier, lang: Lang) -> Iterator[tuple[Cell, ...]]:
    """Units' counts, those under ten withheld; of each clause only the widest periods, as narrower ones add up to them."""
    for _, found in groupby(_publishable(dossier), lambda tally: (tally.clause, tally.period)):
        for row in public_rows(list(found)):
            hidden = Styled(say("wb.withheld", lang), "withheld")
            yield (*_head(row.tally, dossier), hidden, hidden, None, None, None) if row.withheld else _open(row.tally, dossier, lang)


def _open(tally: Tally, dossier: Dossier, lang: Lang) -> tuple[Cell, ...]:
    row = list(_row(tally, dossier, lang))
    row[8] = None  # rows excluded are few, and a count of their own
    return tuple(row)


def _publishable(dossier: Dossier) -> list[Tally]:
    units = [t for t in dossier.tallies if t.subject_kind == "unit" and t.split is None and t.subject is not None]
    widest: dict[str, int] = {}
    for tally in units:
        widest[tally.clause] = min(_width(tally.period), widest.get(tally.clause, 99))
    kept = [tally for tally in units if _width(tally.period) == widest[tally.clause]]
    order = {name: number for number, name in enumerate(dossier.clauses)}
    return sorted(kept, key=lambda tally: (order.get(tally.clause, -1), tally.period, tally.subject or ""))


def _width(period: str) -> int:
    """Smaller is wider: year, half-year, quarter, month, half-month, week, day."""
    _, _, tail = period.partition("-")
    part = tail.partition("-")[2]
    if part:
        return 6 if len(part) == 2 else 4
    return {"": 0, "H": 1, "Q": 2, "W": 5}.get(tail[:1], 3)


# --- coverage ---------------------------------------------------------------------------------------


def coverage_page(dossier: Dossier, lang: Lang) -> Page | None:
    """A grid of subjects and months; None when nothing is expected of anybody."""
    rows = dossier.coverage
    if not rows:
        return None
    months = sorted({row.month for row in rows})
    columns = (
        Column(say("wb.code", lang), "code", most=16),
        Column(say("wb.subject", lang), most=26),
        Column(say("wb.reported", lang), most=26),
        *(Column(month, "mark", 9, 9) for month in months),
        Column(say("wb.silent-months", lang), "count", 8, 10, bar=True),
    )
    strips: dict[tuple[str, str, str], dict[str, Coverage]] = {}
    for row in sorted(rows, key=lambda row: (row.subject_kind, row.subject, row.kind)):
        strips.setdefault((row.subject_kind, row.subject, row.kind), {})[row.month] = row
    grid = [_strip(key, strip, months, dossier) for key, strip in strips.items()]
    return Page("", say("wb.coverage", lang), say("wb.coverage.about", lang, **MARKS), columns, grid, fixed=3)


def _strip(key: tuple[str, str, str], strip: Mapping[str, Coverage], months: Sequence[str], dossier: Dossier) -> tuple[Cell, ...]:
    of, subject, kind = key
    cards = dossier.cards_of("leader" if of == "leader" else "unit", subject)
    marks = [strip.get(month) for month in months]
    return (
        subject,
        cards[0].title if cards else "",
        dossier.policy.vocabulary.kinds[kind].title,
        *(Styled(MARKS[row.status], f"mark-{row.status}") if row else None for row in marks),
        Fraction(sum(row is not None and row.status == "silent" for row in marks)),
    )
