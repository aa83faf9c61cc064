"""Workbooks for units to fill in (台账): a sheet for each kind that the unit reports itself, one for zero reports.

The hidden sheet says whose workbook it is and which heading means which field, so that it imports
without a mapping. Each workbook has a serial of its own: its rows are known by serial, kind and row, a row
changed later amends its event, and a second workbook of the unit adds to the first.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kaohe.engine.office.book_writer import Column, Sheet, write_book
from kaohe.engine.roster import OfficeKind
from kaohe.rules.period import spans_of
from kaohe.rules.policy import Policy, Span
from kaohe.rules.vocabulary import Field, Kind, Vocabulary

Lang = Literal["zh", "en"]
TICK = "√"
ZERO = ("零报告", "zero reports")
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
_UNFIT = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports: a unit or one of its leaders, as a drop-down shows him: code and title."""

    kind: OfficeKind
    code: str
    title: str

    @property
    def shown(self) -> str:
        return f"{self.code} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Form:
    """A kind to report with the fields to fill in, and by whom it is reported."""

    kind: Kind
    fields: tuple[str, ...]
    reporters: tuple[Reporter, ...]


def write_form(path: Path, unit: Reporter, forms: Sequence[Form], units: Sequence[Reporter], policy: Policy, lang: Lang) -> None:
    """The workbook of one unit, whole or not at all. ``units`` are what a field of that type may name."""
    sheets = [*(_sheet(form, units, policy, lang) for form in forms), *_zero_sheet(forms, policy, lang)]
    marks = {
        "kaohe": "ledger", "policy": policy.name, "vocabulary": policy.vocabulary.name, "timezone": policy.timezone,
        "unit": unit.code, "serial": secrets.token_hex(4).translate(_LETTERS),
    }  # fmt: skip
    marks |= {f"sheet:{made.sheet.name}": json.dumps(made.meaning, ensure_ascii=False) for made in sheets}
    wrong = ("请从下拉列表中选；日期写作 2021-03-01，并在考核期内", "Choose from the list; write days as 2021-03-01, within the period")
    write_book(path, [made.sheet for made in sheets], marks, wrong[lang == "en"])


@dataclass(frozen=True, slots=True)
class _Made:
    """A sheet and what it means: its kind, and what each heading says."""

    sheet: Sheet
    meaning: Mapping[str, object]


def _sheet(form: Form, units: Sequence[Reporter], policy: Policy, lang: Lang) -> _Made:
    pairs = list(_columns(form, units, policy, lang))
    who = form.reporters[0].shown if len(form.reporters) == 1 else ""
    about = (
        f"{form.kind.title}：一行一次，写在第 3 行以后。橙色的列必填。",
        f"{form.kind.title}: one row each time, from row 3 on. Orange columns must be filled in. ",
    )[lang == "en"]
    if _may_be_zero(form, policy):
        about += (f"没有可报的月份，在“{ZERO[0]}”里打勾。", f"Nothing to report: tick “{ZERO[1]}”. ")[lang == "en"]
    columns = tuple(column for column, _ in pairs)
    meaning = {"kind": form.kind.name, "columns": {column.title: slot for column, slot in pairs}}
    return _Made(Sheet(sheet_name(form.kind.title), f"{about} {who}".strip(), columns), meaning)


def sheet_name(title: str) -> str:
    """A title as spreadsheets allow it to name a sheet."""
    return _UNFIT.sub(" ", title)[:31]


def _columns(form: Form, units: Sequence[Reporter], policy: Policy, lang: Lang) -> Iterator[tuple[Column, str]]:
    kind, period = form.kind, policy.period
    note = (f"{period.from_} 至 {period.to}", f"{period.from_} to {period.to}")[lang == "en"]
    if kind.at == "instant":
        note = ("写作 2021-03-01 09:30", "written 2021-03-01 09:30")[lang == "en"]
        yield Column(("时间", "time")[lang == "en"], note, required=True), "at"
    else:
        yield Column(("日期", "day")[lang == "en"], note, "day", (), True, period.from_, period.to), "at"
    if "leader" in kind.about:
        people = tuple(one.shown for one in form.reporters if one.kind == "leader")
        yield Column(("领导", "leader")[lang == "en"], "", "choice", people, kind.about[0] == "leader"), "leader"
    if "case" in kind.about:
        yield Column(("事项编号", "case")[lang == "en"], "", required=kind.about[0] == "case"), "case"
    for name in form.fields:
        if name not in ("unit", "leader", "case"):
            yield _field_column(kind.fields[name], units, lang), name


def _field_column(field: Field, units: Sequence[Reporter], lang: Lang) -> Column:
    title, must = field.title, field.required
    match field.type.name:
        case "enum":
            return Column(title, field.name, "choice", choices_of(field), must)
        case "bool":
            return Column(title, field.name, "choice", ("是", "否") if lang == "zh" else ("yes", "no"), must)
        case "number":
            note = field.type.count or field.name
            return Column(title, note, "whole" if field.whole else "number", (), must)
        case "date":
            return Column(title, field.name, "day", (), must)
        case "unit":
            return Column(title, field.name, "choice", tuple(one.shown for one in units), must)
    return Column(title, field.name, required=must)


def choices_of(field: Field) -> tuple[str, ...]:
    """An enum's values as people choose them: their titles, or the values where titles are not one each."""
    titles = tuple(field.titles.get(value, value) for value in field.type.values)
    return titles if len(set(titles)) == len(titles) else field.type.values


# --- zero reports ---------------------------------------------------------------------------------


def zero_kind(vocabulary: Vocabulary, of: OfficeKind) -> Kind | None:
    """The kind of event by which such a subject reports that there was nothing; None: there is none."""
    found = (kind for kind in vocabulary.kinds.values() if kind.role == "zero_report" and of in kind.about)
    return next(found, None)


def _may_be_zero(form: Form, policy: Policy, reporter: Reporter | None = None) -> bool:
    """Whether the reporter (None: any of the form's) has a row of ticks for the form's kind."""
    asked = form.reporters if reporter is None else (reporter,)
    return form.kind.self_reported and any(zero_kind(policy.vocabulary, one.kind) is not None for one in asked)


def _zero_sheet(forms: Sequence[Form], policy: Policy, lang: Lang) -> Iterator[_Made]:
    rows = [(form, one) for form in forms for one in form.reporters if _may_be_zero(form, policy, one)]
    if not rows:
        return
    months = [span.name for span in months_of(policy.period)]
    about = (
        f"某月确实没有可报的，在那个月打勾（{TICK}）；不打勾也没有填报，就是没有报送。",
        f"Tick ({TICK}) a month in which there was nothing to report; neither ticked nor reported means silent.",
    )
    heads = ("报表", "谁") if lang == "zh" else ("report", "who")
    columns = (*(Column(head) for head in heads), *(Column(month, "", "choice", (TICK,)) for month in months))
    texts = tuple((form.kind.title, one.shown) for form, one in rows)
    meaning = {
        "zero": [[form.kind.name, one.kind, one.code] for form, one in rows],
        "heads": [*heads, *months],
    }
    yield _Made(Sheet(ZERO[lang == "en"], about[lang == "en"], columns, texts), meaning)


def months_of(period: Span) -> Iterable[Span]:
    """The months of a period."""
    return spans_of("month", period.from_, period.to)
