"""What the words of the workbook mean, and what each clause rests on."""

from __future__ import annotations

from kaohe.reports.words import Lang, say
from kaohe.reports.workbook.page import Cell, Column, Page
from kaohe.rules.policy import Clause
from kaohe.scoring.exact import sum_of
from kaohe.workbench.dossier import Dossier

TERMS = (
    "entry", "total", "rest", "card-no", "rank", "grade", "no-data", "provisional", "share", "outside", "numerator", "excluded",
    "coverage", "root",
)  # fmt: skip
PUBLIC_TERMS = ("grade", "no-data", "numerator", "withheld", "root")


def clauses_page(dossier: Dossier, lang: Lang, *, public: bool) -> Page:
    """Every clause: its kind, section and grounds; inside, how many entries it wrote, also where these are none."""
    columns = (
        Column(say("wb.clause-id", lang), "code", most=30),
        Column(say("wb.clause", lang), "wrapped", 20, 40),
        Column(say("wb.kind", lang), "mark", 8, 12),
        Column(say("wb.section", lang), most=18),
        *(() if public else (Column(say("wb.entry-count", lang), "count", 6, 10), Column(say("wb.points", lang), "points", 8, 12))),
        Column(say("wb.basis", lang), "wrapped", 30, 70),
        Column(say("wb.remark", lang), "wrapped", 16, 50),
    )
    rows = [_clause(clause, dossier, lang, public=public) for clause in dossier.policy.clauses]
    about = say("wb.clauses.about", lang, count=len(rows))
    return Page("", say("wb.clauses", lang), about, columns, rows, fixed=2)


def _clause(clause: Clause, dossier: Dossier, lang: Lang, *, public: bool) -> tuple[Cell, ...]:
    section = clause.section or ""
    basis = "\n".join(one.text(dossier.policy.sources) for one in clause.basis)
    titles = dossier.policy.section_titles
    wrote = dossier.entries_by_clause.get(clause.id, ())
    counts: tuple[Cell, ...] = () if public else (len(wrote), sum_of(wrote))
    kind = say(f"wb.kind.{clause.kind}", lang)
    return (clause.id, clause.title, kind, titles.get(section, section), *counts, basis, clause.note or "")


def terms_page(lang: Lang, *, public: bool) -> Page:
    columns = (Column(say("wb.term", lang), "text", 12, 24), Column(say("wb.meaning", lang), "wrapped", 60, 110))
    rows = [(say(f"term.{name}", lang), say(f"term.{name}.is", lang)) for name in (PUBLIC_TERMS if public else TERMS)]
    return Page("", say("wb.terms", lang), say("wb.terms.about", lang), columns, rows)
