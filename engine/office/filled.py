"""Filled-in workbooks -> rows of events: what each sheet says by the hidden sheet's word, one line for each row.

A line of the JSONL file that is made of a sheet has the number of the sheet's row, so that what is refused is
told by the row and the heading that somebody filled in.
"""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kaohe.engine.intake.check_columns import place_in
from kaohe.engine.intake.import_rows import Language, Progress, import_planned
from kaohe.engine.intake.plan import Plan
from kaohe.engine.intake.plan_from_mapping import canonical_plan
from kaohe.engine.intake.report import ImportReport
from kaohe.engine.office.as_handed_out import ZERO_COLUMNS, altered, is_tick, strangers
from kaohe.engine.office.forms import choices_of, zero_kind
from kaohe.engine.office.sheets import Book, Row, day_text
from kaohe.rules.clock import zone
from kaohe.rules.problem import Problem, problem
from kaohe.rules.vocabulary import Field, Kind, Vocabulary

FIRST = 3
"""The row below the headings."""
_YES = {"是": "true", "否": "false", "yes": "true", "no": "false"}

Line = dict[str, str]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A filled-in workbook: whose it is, and when it was last saved (UTC)."""

    book: Book
    path: Path
    vocabulary: Vocabulary

    @property
    def name(self) -> str:
        """By this name the imports of the same workbook follow each other."""
        return f"ledger-{self.book.marks['unit']}-{self.book.marks['serial']}"

    @property
    def saved(self) -> str:
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC).replace(microsecond=0).isoformat()


def import_ledger(
    ledger: Ledger, out: Path, *, recorded_at: str | None = None, progress: Progress | None = None, lang: Language = "zh"
) -> ImportReport:
    """Imports the workbook as it now stands: new rows are new events, changed rows amend theirs.

    ``recorded_at`` None: when the file was saved. A single cell that cannot be taken stops the import.
    """
    flaws = altered(ledger.book, ledger.path)
    if flaws:
        return ImportReport(ledger.name, problems=flaws)
    plan = _plan(ledger)
    with TemporaryDirectory(prefix="kaohe-") as scratch:
        files = _written(ledger, Path(scratch))
        report = import_planned(
            plan, files, out, strict=True, recorded_at=recorded_at or ledger.saved, progress=progress, lang=lang
        )
    found = tuple(_in_the_workbook(one, ledger.path) for one in report.problems)
    return replace(report, problems=found, unread_sheets=strangers(ledger.book))


def _in_the_workbook(found: Problem, path: Path) -> Problem:
    """A problem of a file made of a sheet, at that sheet of the workbook."""
    if found.code == "intake.strict":
        return problem("intake.form-rows", place_in(path), **dict(found.facts))
    sheet = Path(found.place.file).name.removeprefix(f"{path.name}!").partition("!")[0]
    return replace(found, place=place_in(path, sheet, found.place.line))


def _written(ledger: Ledger, folder: Path) -> list[Path]:
    """A file ``book.xlsx!sheet`` for each sheet that says something; of a workbook that says nothing, for its first."""
    sheets = list(lines_of(ledger))
    filled = [(sheet, lines) for sheet, lines in sheets if any(lines)] or sheets[:1]
    files = []
    for sheet, lines in filled:
        files.append(folder / f"{ledger.path.name}!{sheet}")
        files[-1].write_text("\n".join(json.dumps(one, ensure_ascii=False) if one else "" for one in lines), "utf-8")
    return files


def _plan(ledger: Ledger) -> Plan:
    here = zone(ledger.book.marks["timezone"])
    assert here is not None, "a workbook of ours names a known timezone"
    plan = canonical_plan(ledger.vocabulary, here)
    headings = _headings(ledger.book)
    cells = {name: replace(cell, label=headings.get(name, name)) for name, cell in plan.rules[0].cells.items()}
    rules = (replace(plan.rules[0], cells=cells),)
    source = replace(plan.source, format="jsonl")
    return replace(plan, name=ledger.name, snapshot=True, rules=rules, source=source)


def _headings(book: Book) -> dict[str, str]:
    """What a field is called in the workbook: its heading in the first sheet that has it."""
    found: dict[str, str] = {}
    for mark, text in book.marks.items():
        for title, slot in json.loads(text).get("columns", {}).items() if mark.startswith("sheet:") else ():
            found.setdefault(slot, title)
    return found


def lines_of(ledger: Ledger) -> Iterator[tuple[str, list[Line]]]:
    """Each sheet with its rows as events; an empty line where a row says nothing."""
    for mark, text in ledger.book.marks.items():
        sheet = mark.removeprefix("sheet:")
        if sheet != mark and sheet in ledger.book.sheets:
            meaning, rows = json.loads(text), ledger.book.sheets[sheet]
            lines = _zeros(ledger, meaning, rows) if "zero" in meaning else _rows(ledger, meaning, rows)
            yield sheet, lines


def _rows(ledger: Ledger, meaning: Mapping[str, Any], rows: tuple[Row, ...]) -> list[Line]:
    kind = ledger.vocabulary.kinds[meaning["kind"]]
    heading = rows[FIRST - 2] if len(rows) >= FIRST - 1 else ()
    slots = [meaning["columns"].get(title, title) for title in heading]
    lines: list[Line] = [{} for _ in rows[: FIRST - 1]]
    for number, row in enumerate(rows[FIRST - 1 :], FIRST):
        cells = {slot: cell_text(slot, text, kind) for slot, text in zip(slots, row, strict=False) if text and slot}
        lines.append(_event(ledger, kind, number, cells) if cells else {})
    return lines


def _event(ledger: Ledger, kind: Kind, number: int, cells: Line) -> Line:
    marks = ledger.book.marks
    head = {"id": f"{marks['unit']}-{marks['serial']}.{kind.name}.{number}", "kind": kind.name}
    unit = {"unit": marks["unit"]} if "unit" in kind.about else {}
    return {**head, **unit, **cells}


def cell_text(slot: str, text: str, kind: Kind) -> str:
    """A cell as an event's field is written: days in ISO's way, codes instead of titles."""
    if slot == "at":
        return day_text(text) if "T" not in text else text
    if slot == "leader":
        return text.partition(" ")[0]
    field = kind.fields.get(slot)
    return text if field is None else _field_text(field, text)


def _field_text(field: Field, text: str) -> str:
    match field.type.name:
        case "enum":
            return dict(zip(choices_of(field), field.type.values, strict=True)).get(text, text)
        case "bool":
            return _YES.get(text, text)
        case "date":
            return day_text(text)
        case "unit" | "leader":
            return text.partition(" ")[0]
    return text


def _zeros(ledger: Ledger, meaning: Mapping[str, Any], rows: tuple[Row, ...]) -> list[Line]:
    """The ticks, one line for each, whatever the order of the sheet's rows."""
    months = meaning["heads"][ZERO_COLUMNS:]
    kinds = ledger.vocabulary.kinds
    asked = {(kinds[about].title, code): (about, of, code) for about, of, code in meaning["zero"] if about in kinds}
    found: list[Line] = []
    for row in rows[FIRST - 1 :]:
        who = asked.get((row[0], row[1].partition(" ")[0]))
        if who is None:
            continue
        about, of, code = who
        kind = zero_kind(ledger.vocabulary, of)
        for month, text in zip(months, row[ZERO_COLUMNS:], strict=False):
            if is_tick(text) and kind is not None:
                found.append(_zero(ledger, kind, (about, of, code), month))
    return found


def _zero(ledger: Ledger, kind: Kind, of: tuple[str, str, str], month: str) -> Line:
    marks, (about, subject, code) = ledger.book.marks, of
    year, number = map(int, month.split("-"))
    return {
        "id": f"{marks['unit']}-{marks['serial']}.{kind.name}.{about}.{code}.{month}", "kind": kind.name,
        "at": f"{month}-{monthrange(year, number)[1]:02}", subject: code, "of": about,
    }  # fmt: skip
