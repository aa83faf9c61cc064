"""Workbooks of the old kind (BIFF), as LibreOffice writes them: read as the new ones are."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from sheets import xlsx

from kaohe.engine.intake.import_rows import import_rows
from kaohe.rules.document.load import load
from kaohe.rules.document.mapping import MappingDocument

SOFFICE = shutil.which("soffice")
MAPPING = """\
kaohe: 1
mapping: office
vocabulary: desk
timezone: Asia/Shanghai
file: {fill_down: [责任单位]}
tables: {units: {城北街道: north, 城南街道: south}}
discard: [序号]
events:
  - {kind: assigned, id: 编号, case: 编号, at: 受理日期, unit: {column: 责任单位, table: units}, fields: {pages: 页数}}
"""
TITLE = ["台账", "", "", "", ""]
HEAD = ["序号", "编号", "责任单位", "受理日期", "页数"]
ROWS = [
    [1, "A1", "城北街道", date(2021, 3, 1), 1200], [2, "A2", "", "2021.3.2", "３"], ["小计", 2, "", "", 1203],
    [3, 20210003, "城南街道", "2021年3月3日", ""],
]  # fmt: skip


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A ledger with merged cells, and one whose case numbers are numbers of 18 digits, both as ``.xls``."""
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed: no .xls file is made")
    home = tmp_path_factory.mktemp("old")
    names = [xlsx(home / "ledger.xlsx", {"台账": [TITLE, HEAD, *ROWS], "说明": [["每月报送"]]}, ((0, 0, 0, 4), (2, 2, 3, 2))),
             xlsx(home / "cut.xlsx", {"台账": [HEAD, [1, 330102202103010001, "城北街道", date(2021, 3, 1), 1]]})]  # fmt: skip
    profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
    call = [SOFFICE, profile, "--headless", "--convert-to", "xls", "--outdir", str(home / "out"), *map(str, names)]
    subprocess.run(call, check=True, capture_output=True, timeout=120)
    made = tuple(home / "out" / name.with_suffix(".xls").name for name in names)
    if not all(one.exists() for one in made):
        pytest.skip("this LibreOffice opens no spreadsheets (libreoffice-calc is missing)")
    assert all(one.read_bytes()[:4] == b"\xd0\xcf\x11\xe0" for one in made), "the old kind of file"
    return made[0], made[1]


def imported(path: Path, desk, home: Path):
    document = load(MAPPING, "mapping.yaml", MappingDocument).document
    assert document is not None
    return import_rows(document, [path], desk, home / "events")


def test_an_old_workbook_with_titles_merged_cells_days_and_totals_is_read(old: tuple[Path, Path], desk, tmp_path: Path) -> None:
    from kaohe.engine.event_file import read_events

    report = imported(old[0], desk, tmp_path)
    assert (report.problems, report.refused, report.taken) == ((), (), 3)
    assert {one.reason: one.first for one in report.passed} == {"title": (1,), "total": (5,)}
    events = read_events([tmp_path / "events"], desk, "Asia/Shanghai").events
    assert [(one.id, one.unit, one.fields.get("pages")) for one in sorted(events, key=lambda one: one.at)] == [
        ("A1", "north", 1200), ("A2", "north", 3), ("20210003", "south", None),
    ]  # fmt: skip


def test_a_case_number_cut_by_a_spreadsheet_is_refused_in_an_old_workbook_too(old: tuple[Path, Path], desk, tmp_path: Path) -> None:
    report = imported(old[1], desk, tmp_path)
    assert (report.taken, [one.code for one in report.refused]) == (0, ["intake.long-number"])
