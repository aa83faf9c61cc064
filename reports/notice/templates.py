"""The shipped templates, made here from nothing, so that each of their characters is known.

An office writes them out, changes them in its word processor and gives them back by the same names.
Gaps are ``{{ name }}``; what each document may ask for is listed in the manual.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from typing import Any, Literal

from kaohe.reports.notice import parts
from kaohe.reports.notice.layout import sheet
from kaohe.reports.words import Lang, say

Kind = Literal["circular", "annual", "unit", "duty"]
KINDS: tuple[Kind, ...] = ("circular", "annual", "unit", "duty")


@cache
def template(kind: Kind, lang: Lang, *, public: bool) -> bytes:
    """One shipped template as a Word document. ``public``: without points, ranks and cases."""
    document = sheet(latin=lang == "en")
    _MAKERS[kind](_Form(document, lang, public))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def file_name(kind: Kind, lang: Lang, *, public: bool) -> str:
    """What a template is called in the office's own folder, and the document made from it."""
    tail = say("notice.public-tail", lang) if public else ""
    return say(f"notice.file.{kind}", lang) + tail + ".docx"


class _Form:
    """A document under way and the language it speaks."""

    __slots__ = ("document", "lang", "public")

    def __init__(self, document: Any, lang: Lang, public: bool) -> None:
        self.document, self.lang, self.public = document, lang, public

    def word(self, key: str) -> str:
        return say(f"notice.{key}", self.lang)

    def text(self, key: str, style: str = "Normal") -> Any:
        return parts.say(self.document, self.word(key), style)

    def raw(self, text: str, style: str = "Normal") -> Any:
        return parts.say(self.document, text, style)

    def place(self, tag: str, style: str = "Normal", *, within: str = "", keep: bool = False) -> None:
        """``within``: the gap that tells one turn of a loop from another."""
        parts.place(self.document, tag + within, self.word(f"place.{tag}"), style, keep=keep)

    def blank(self, count: int = 1, *, keep: bool = False) -> None:
        parts.blank(self.document, count, keep=keep)

    def table(self, rows: str, columns: str, *widths: float, figures: tuple[int, ...] = ()) -> None:
        """``columns``: names of the cells' figures; their headings are words."""
        names = columns.split()
        heads = [self.word(f"col.{name}") for name in names]
        cells = ["{{ row." + name + " }}" for name in names]
        parts.table(self.document, rows, heads, cells, widths, figures)


# --- circular ---------------------------------------------------------------------------------------


def _circular(form: _Form) -> None:
    _head(form)
    form.text("circular.title", "Title")
    form.blank()
    form.place("addressee", "Flush")
    form.place("opening")
    form.text("circular.basis", "Heading 1")
    form.text("basis")
    form.text("scope")
    form.text("circular.results", "Heading 1")
    _results(form)
    _vetoes(form, "circular.vetoes")
    form.text("circular.work", "Heading 1")
    form.place("work")
    _risks(form, "circular.risks")
    form.text("circular.next", "Heading 1")
    form.place("next", keep=True)
    _end(form)


def _head(form: _Form) -> None:
    form.place("organ", "Red Head")
    form.blank(2)
    form.place("number", "Centred")
    parts.red_line(form.document)
    form.blank(2)


def _results(form: _Form) -> None:
    form.raw("{%p for table in tables %}")
    form.raw("{{ table.title }}", "Heading 2")
    if form.public:
        form.table("table.rows", "title grade remark", 5, 2, 5)
    else:
        form.table("table.rows", "rank title total grade remark", 1, 4, 1.6, 1.5, 5, figures=(0, 2))
    form.raw("{%p endfor %}")


def _vetoes(form: _Form, title: str) -> None:
    form.text(title, "Heading 1")
    form.raw("{%p if vetoes %}")
    form.raw("{%p for line in vetoes %}")
    form.raw("{{ line }}")
    form.raw("{%p endfor %}")
    form.raw("{%p else %}")
    form.text("no-vetoes")
    form.raw("{%p endif %}")
    form.raw("{%p if provisional %}")
    form.text("provisional.public" if form.public else "provisional")
    form.raw("{%p endif %}")


def _risks(form: _Form, title: str) -> None:
    form.text(title, "Heading 1")
    form.raw("{%p if risks %}")
    form.text("risks")
    form.raw("{%p for line in risks %}")
    form.raw("{{ line }}")
    form.raw("{%p endfor %}")
    form.raw("{%p else %}")
    form.text("no-risks")
    form.raw("{%p endif %}")


def _end(form: _Form) -> None:
    """Annexes, signature, date, what the figures rest on, and the imprint."""
    form.raw("{%p if annexes %}")
    form.blank(keep=True)
    form.raw("{%p for line in annexes %}")
    form.raw("{{ line }}").paragraph_format.keep_with_next = True
    form.raw("{%p endfor %}")
    form.raw("{%p endif %}")
    form.blank(2, keep=True)
    form.place("signature", "Signature")
    form.place("date", "Signature")
    form.blank()
    _proof(form)
    parts.imprint_line(form.document)
    form.place("copies", "Imprint")
    parts.imprint_line(form.document)
    form.place("imprint", "Imprint")


def _proof(form: _Form) -> None:
    form.text("proof", "Note")


# --- annual assessment ------------------------------------------------------------------------------


def _annual(form: _Form) -> None:
    form.text("annual.title", "Title")
    form.blank()
    form.place("overview")
    form.text("annual.basis", "Heading 1")
    form.text("basis")
    form.text("scope")
    form.text("annual.results", "Heading 1")
    if form.public:
        _results(form)
    else:
        _results_in_parts(form)
    _rates(form)
    _report(form)
    _vetoes(form, "annual.vetoes")
    _risks(form, "annual.risks")
    form.text("annual.work", "Heading 1")
    form.place("measures", keep=True)
    _end(form)


def _results_in_parts(form: _Form) -> None:
    form.raw("{%p for table in all_tables %}")
    form.raw("{{ table.title }}", "Heading 2")
    form.table("table.rows", "rank title parts total grade remark", 0.9, 3.1, 5.2, 1.5, 1.3, 2, figures=(0, 3))
    form.raw("{%p for line in table.places %}")
    form.raw("{{ line }}", "Note")
    form.raw("{%p endfor %}")
    form.raw("{%p endfor %}")


def _rates(form: _Form) -> None:
    form.text("annual.rates", "Heading 1")
    form.raw("{%p if rates %}")
    form.text("rates.public" if form.public else "rates")
    form.raw("{%p for rate in rates %}")
    form.raw("{{ rate.title }}", "Heading 2")
    if form.public:
        form.table("rate.rows", "title hits rows value", 5, 2, 2, 2, figures=(1, 2, 3))
    else:
        form.table("rate.rows", "title hits rows value excluded", 4, 1.6, 1.6, 1.8, 1.6, figures=(1, 2, 3, 4))
    form.raw("{%p endfor %}")
    form.raw("{%p else %}")
    form.text("no-rates")
    form.raw("{%p endif %}")


def _report(form: _Form) -> None:
    """The yearly report of article 41: what came in and about whom, what was passed on, what was advised."""
    form.text("annual.report", "Heading 1")
    form.text("report")
    for part in ("received", "by_unit", "supervised", "advised"):
        form.text(f"report.{part}", "Heading 2")
        form.raw("{%p if report." + part + " %}")
        columns = {"received": "field value count", "by_unit": "title count"}.get(part, "kind by count")
        widths = {"received": (4, 5, 2), "by_unit": (8, 3)}.get(part, (6, 4, 2))
        form.table(f"report.{part}", columns, *widths, figures=(len(widths) - 1,))
        form.raw("{%p else %}")
        form.text("report.none")
        form.raw("{%p endif %}")
        form.place(f"report-{part.replace('_', '-')}")
    form.text("report.other", "Heading 2")
    form.place("report-other")


# --- a unit, a leader -------------------------------------------------------------------------------


def _unit(form: _Form) -> None:
    form.text("unit.annex", "Annex")
    form.text("unit.title", "Title")
    form.blank()
    form.text("unit.basis")
    form.raw("{%p for card in cards %}")
    form.raw("{{ card.title }}", "Heading 1")
    form.raw("{%p for line in card.results %}")
    form.raw("{{ line }}")
    form.raw("{%p endfor %}")
    form.raw("{%p if card.lines %}")
    form.table("card.lines", "section start sum total full", 4, 2, 2, 2, 2, figures=(1, 2, 3, 4))
    form.raw("{%p endif %}")
    _entries(form)
    form.raw("{%p endfor %}")
    _due(form)
    form.text("unit.opinion", "Heading 1")
    form.place("unit-opinion")
    form.text("unit.reply", "Heading 1")
    form.place("office-opinion")
    form.blank()
    _proof(form)


def _entries(form: _Form) -> None:
    form.raw("{%p for section in card.sections %}")
    form.raw("{{ section.title }}", "Heading 2")
    form.table("section.rows", "at clause about points counted", 1.7, 3.2, 5, 1.3, 1.3, figures=(3, 4))
    form.raw("{%p if section.more %}")
    form.raw("{{ section.more }}", "Note")
    form.raw("{%p endif %}")
    form.raw("{%p endfor %}")


def _due(form: _Form) -> None:
    form.text("unit.due", "Heading 1")
    form.raw("{%p if due %}")
    form.table("due", "clause case started due ended late", 3.6, 1.9, 1.8, 1.8, 1.8, 1, figures=(5,))
    form.raw("{%p else %}")
    form.text("unit.no-due")
    form.raw("{%p endif %}")


def _duty(form: _Form) -> None:
    form.text("duty.title", "Title")
    form.blank()
    form.text("duty.who")
    form.raw("{%p for line in results %}")
    form.raw("{{ line }}")
    form.raw("{%p endfor %}")
    form.text("duty.items", "Heading 1")
    form.raw("{%p for item in items %}")
    form.raw("{{ item.title }}", "Heading 2")
    form.raw("{%p for line in item.marks %}")
    form.raw("{{ line }}")
    form.raw("{%p endfor %}")
    form.place("duty", within=".{{ item.name }}")
    form.raw("{%p endfor %}")
    form.text("duty.record", "Heading 1")
    form.raw("{%p if entries %}")
    form.table("entries", "at clause about points", 1.7, 3.6, 5.2, 1.4, figures=(3,))
    form.raw("{%p else %}")
    form.text("duty.no-record")
    form.raw("{%p endif %}")
    for part in ("duty-issues", "duty-appraisal", "duty-signature"):
        form.text(part.replace("duty-", "duty."), "Heading 1")
        form.place(part)
    form.blank()
    _proof(form)


_MAKERS: Mapping[Kind, Callable[[_Form], None]] = {
    "circular": _circular, "annual": _annual, "unit": _unit, "duty": _duty,
}  # fmt: skip
