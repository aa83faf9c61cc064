"""A workbook in which a date is worked out by a formula that failed."""

from __future__ import annotations

import xlsxwriter

from kaohe.engine.intake.import_rows import import_rows
from kaohe.rules.document.load import load
from kaohe.rules.document.mapping import MappingDocument
from kaohe.rules.problem import Problem

MAPPING = """\
kaohe: 1
mapping: desk-export
vocabulary: desk
timezone: Asia/Shanghai
events: [{kind: accepted, case: 编号, at: 受理日期}]
"""


def found(desk) -> tuple[Problem, ...]:  # type: ignore[no-untyped-def]
    path = desk.home / "rows.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, ["编号", "受理日期"])
        sheet.write(1, 0, "A1")
        sheet.write_formula(1, 1, "=NA()", None, "#N/A")
    mapping = load(MAPPING, "mapping.yaml", MappingDocument).document
    report = import_rows(mapping, [path], desk.vocabulary(), desk.root / "events")
    return tuple(one.why for one in report.refused)
