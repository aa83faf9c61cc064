"""An office's folder with the example's policy, and workbooks filled in as a unit would."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
import xlsxwriter

from kaohe.engine.office.lay_out import lay_out
from kaohe.engine.office.sheets import read_book

sys.path.insert(0, str(Path(__file__).parent))  # for ``posts_and_mergers``
ROOT = Path(__file__).parent.parent.parent.parent
EXAMPLE = ROOT / "docs" / "example"
Rows = Sequence[Sequence[object]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The example's office as a person sets it up: policy, roster and one mapping without a table of units."""
    folder = tmp_path / "office"
    lay_out(folder, "example", "zh")
    shutil.copytree(EXAMPLE, folder / "policies" / "example", ignore=shutil.ignore_patterns("export*", "mapping*", "roster*"))
    shutil.copy(EXAMPLE / "roster.yaml", folder)
    mapping = (EXAMPLE / "mapping.yaml").read_text(encoding="utf-8")
    (folder / "mappings" / "export.yaml").write_text(
        mapping.replace("  units: {城北街道: north, 城南街道: south}\n", "").replace("table: units", "table: roster"), "utf-8"
    )
    shutil.copy(EXAMPLE / "export.csv", folder)
    return folder


@pytest.fixture
def fill() -> Callable[[Path, Mapping[str, Rows]], None]:
    """Writes rows below the headings of a workbook's sheets, and leaves all else as it was."""

    def filled(path: Path, rows: Mapping[str, Rows]) -> None:
        book = read_book(path)
        assert book is not None
        pages = dict(book.sheets)
        with xlsxwriter.Workbook(str(path)) as made:
            for name, cells in pages.items():
                page = made.add_worksheet(name)
                whole = [*cells[:2], *rows[name]] if name in rows else cells
                for number, row in enumerate(whole):
                    page.write_row(number, 0, [str(cell) for cell in row])
            mark = made.add_worksheet("_kaohe")
            for number, pair in enumerate(book.marks.items()):
                mark.write_row(number, 0, pair)

    return filled
