"""A page as a Word document: landscape A4, a table per part, its heading row repeated on every sheet."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from kaohe.reports.scheme.page import Page, Part

LATIN, CHINESE, CODE = "Times New Roman", "宋体", "Courier New"
BODY, SMALL = Pt(10.5), Pt(9)
WIDTH, HEIGHT, MARGIN = Cm(29.7), Cm(21.0), Cm(1.8)
RULES: tuple[float, ...] = (4.2, 8.7, 1.7, 2.2, 3.2, 4.1, 1.9)
"""Widths in cm of the seven columns of rules; other tables share the same 26 cm equally."""
HEAD_SHADE = "E7ECEF"


def word(page: Page) -> bytes:
    """The document's bytes. It bears the policy's title and nobody's name."""
    document = Document()
    about = document.core_properties
    about.title, about.author, about.comments = page.title, "", ""
    _lay_out(document)
    document.add_heading(page.title, level=0)
    for label, text in page.facts:
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        line.add_run(f"{label}: ").bold = True
        _say(line, text)
    for part in page.parts:
        _part(document, part)
    if page.remarks:
        document.add_heading(page.remarks_title, level=1)
        for remark in page.remarks:
            _say(document.add_paragraph(style="List Bullet"), remark)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _lay_out(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = WIDTH, HEIGHT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    for name in ("Normal", "Title", "Heading 1", "List Bullet"):
        font = document.styles[name].font
        font.name = LATIN
        font.color.rgb = None
        _in_chinese(document.styles[name].element.get_or_add_rPr())
    document.styles["Normal"].font.size = BODY
    document.styles["Heading 1"].font.size = Pt(13)
    document.styles["Title"].font.size = Pt(20)


def _in_chinese(properties: Any) -> None:
    """The Chinese face, and that it is simplified Chinese: commas then sit where the reader expects them."""
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE)
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def _part(document: Any, part: Part) -> None:
    document.add_heading(part.title, level=1)
    if part.line:
        _say(document.add_paragraph(), part.line)
    table = document.add_table(rows=1, cols=len(part.heads), style="Table Grid")
    table.autofit = False
    widths = RULES if len(part.heads) == len(RULES) else (sum(RULES) / len(part.heads),) * len(part.heads)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    _fill(table.rows[0].cells, part.heads, widths, bold=True)
    _repeat(table.rows[0])
    for row in part.rows:
        _fill(table.add_row().cells, row, widths)
    for row in table.rows:
        _keep_whole(row)


def _fill(cells: Sequence[Any], texts: Sequence[str], widths: Sequence[float], *, bold: bool = False) -> None:
    for cell, text, width in zip(cells, texts, widths, strict=True):
        cell.width = Cm(width)
        line = cell.paragraphs[0]
        line.paragraph_format.space_after = Pt(0)
        _say(line, text, bold=bold, size=SMALL)
        if bold:
            _shade(cell)


def _say(line: Any, text: str, *, bold: bool = False, size: Any = None) -> None:
    """The text in runs; what stands in backticks is a condition as written, in a face of its own."""
    for place, piece in enumerate(text.split("`")):
        if piece:
            run = line.add_run(piece)
            run.bold, run.font.size = bold, size
            if place % 2:
                run.font.name = CODE


def _repeat(row: Any) -> None:
    """The row of headings stands again at the top of every sheet."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no word for it


def _keep_whole(row: Any) -> None:
    """A rule is not torn over two sheets."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - python-docx has no word for it


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), HEAD_SHADE)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no word for it
