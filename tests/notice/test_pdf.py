"""LibreOffice sets the documents as the standard counts: 22 lines of 28 characters on a sheet of A4."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kaohe.reports.notice.layout import sheet
from kaohe.reports.notice.parts import say
from kaohe.reports.notice.pdf import office_program, pdfs
from kaohe.reports.notice.templates import template

needs_office = pytest.mark.skipif(office_program() is None, reason="LibreOffice is not installed")
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


def pages(pdf: Path) -> list[str]:
    made = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True, text=True)
    return made.stdout.split("\f")[:-1]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Sixty lines of text, and a template as it is, in one go of LibreOffice."""
    folder = tmp_path_factory.mktemp("pdf")
    document = sheet()
    say(document, "国" * 28 * 60, "Flush")
    document.save(str(folder / "lines.docx"))
    (folder / "form.docx").write_bytes(template("circular", "zh", public=False))
    program = office_program()
    assert program is not None
    return {path.stem: path for path in pdfs([folder / "lines.docx", folder / "form.docx"], program)}


@needs_office
@needs_poppler
def test_a_printed_page_has_22_lines_of_28_characters_and_its_number(printed: Any) -> None:
    sheets = pages(printed["lines"])
    lines = [[line.strip() for line in page.splitlines() if "国" in line] for page in sheets]
    assert [len(page) for page in lines] == [22, 22, 16]
    assert {len(line) for page in lines for line in page} == {28}
    assert [re.sub(r"\s", "", page)[-3:] for page in sheets] == ["—1—", "—2—", "—3—"]


@needs_office
@needs_poppler
def test_the_sheet_is_a4(printed: Any) -> None:
    told = subprocess.run(["pdfinfo", str(printed["form"])], capture_output=True, check=True, text=True).stdout
    assert "A4" in told


def test_an_office_program_that_fails_makes_no_pdf_and_no_noise(tmp_path: Path) -> None:
    document = tmp_path / "a.docx"
    sheet().save(str(document))
    assert pdfs([document], str(tmp_path / "absent")) == ()
