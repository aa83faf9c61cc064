"""Why a count has no figure: which key of the clause asks for what, and what was missing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kaohe.reports.words import Lang, say
from kaohe.rules.policy import Clause, Frequency, Measure, Ratio


def lack_text(clause: Clause, rows: Fraction, lang: Lang, *, nobodys: bool = False) -> str:
    """Why so many rows of the clause came to no figure. ``nobodys``: they are rows that are nobody's.

    Where several keys ask for something, any of them may be what was missing.
    """
    lacks = [say("lack.nobody", lang)] if nobodys else list(_lacks(clause, rows, lang))
    return say("lack.or", lang).join(lacks) or say("lack.none", lang)


def _lacks(clause: Clause, rows: Fraction, lang: Lang) -> Iterator[str]:
    form = clause.form
    if isinstance(form, Frequency):
        yield say("lack.silent", lang)
        return
    least = max(getattr(form, "minimum", 1), 1)
    if rows < least:
        yield say("lack.few", lang, least=least)
        return
    if isinstance(form, Measure) and form.divide_by is not None:
        yield say("lack.divide-by", lang)
    if isinstance(form, Ratio | Measure) and form.against is not None:
        key = "year" if form.against == "previous_year" else "base"
        yield say(f"lack.{key}" if isinstance(form, Ratio) else f"lack.{key}-or-zero", lang, least=least)
