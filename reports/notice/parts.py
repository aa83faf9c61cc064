"""The pieces templates are made of: paragraphs, tables that repeat a row, places that people fill in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_ALIGN_VERTICAL
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from kaohe.reports.notice.layout import RED

WIDTH = 156
"""Millimetres of the type area."""
TAG = "kaohe."
"""What the tags of our places begin with."""
_SHADE = "EDEDED"
_MARGINS = (
    f'<w:tblCellMar {nsdecls("w")}><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
)


def say(document: Any, text: str, style: str = "Normal") -> Any:
    return document.add_paragraph(text, style=style)


def blank(document: Any, count: int = 1, *, keep: bool = False) -> None:
    """``keep``: on the page of what follows."""
    for _ in range(count):
        say(document, "", "Flush").paragraph_format.keep_with_next = keep


def place(document: Any, tag: str, title: str, style: str = "Normal", *, keep: bool = False) -> None:
    """Paragraphs that people write and that stay when the document is made again.

    ``title`` says what belongs there; until someone writes, it stands there in brackets. A tag may
    hold a gap of its own (``unit.{{ code }}``), so that each turn of a loop has its place. ``keep``: on
    the page of what follows.
    """
    line = say(document, f"【{title}】", style)
    line.paragraph_format.keep_with_next = True if keep else None
    holder = _holder(tag, title)
    line._p.addprevious(holder)  # noqa: SLF001 - python-docx has no content controls
    holder.find(qn("w:sdtContent")).append(line._p)  # noqa: SLF001


def _holder(tag: str, title: str) -> Any:
    holder = parse_xml(
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias/><w:tag/><w:lock w:val="sdtLocked"/><w:showingPlcHdr/></w:sdtPr>'
        "<w:sdtContent/></w:sdt>"
    )
    properties = holder.find(qn("w:sdtPr"))
    properties.find(qn("w:alias")).set(qn("w:val"), title)
    properties.find(qn("w:tag")).set(qn("w:val"), TAG + tag)
    return holder


def red_line(document: Any) -> None:
    """The line between head and text, as wide as the type area."""
    _ruled(say(document, "", "Flush"), "bottom", 16, str(RED))


def imprint_line(document: Any) -> None:
    _ruled(say(document, "", "Note"), "bottom", 8, "000000")


def _ruled(line: Any, side: str, size: int, colour: str) -> None:
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:{side} w:val="single" w:sz="{size}" w:space="1" w:color="{colour}"/></w:pBdr>'
    )
    properties = line._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no borders of paragraphs
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")


# --- tables -----------------------------------------------------------------------------------------


def table(
    document: Any, rows: str, heads: Sequence[str], cells: Sequence[str], widths: Sequence[float], figures: Sequence[int] = ()
) -> None:
    """A table with one row for each of ``rows`` (``row`` in ``cells``), its heading repeated on every page.

    ``widths`` are shares of the type area, ``figures`` the columns set to the right.
    """
    made = document.add_table(rows=4, cols=len(heads), style="Table Grid")
    made.autofit = False
    made._tbl.tblPr.append(parse_xml(_MARGINS))  # noqa: SLF001 - python-docx has no margins of cells
    _fill(made.rows[0], heads, ["Cell Head"] * len(heads))
    made.rows[1].cells[0].text = f"{{%tr for row in {rows} %}}"
    _fill(made.rows[2], cells, ["Cell Figure" if place in figures else "Cell" for place in range(len(cells))])
    made.rows[3].cells[0].text = "{%tr endfor %}"
    whole = sum(widths)
    for row in made.rows:
        _mark(row, "w:cantSplit")
        row.height = Mm(7)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width, cell.vertical_alignment = Mm(WIDTH * width / whole), WD_ALIGN_VERTICAL.CENTER
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(WIDTH * width / whole)
    _mark(made.rows[0], "w:tblHeader")
    for cell in made.rows[0].cells:
        _shade(cell)
    say(document, "", "Note").paragraph_format.space_after = Pt(4)


def _fill(row: Any, texts: Sequence[str], styles: Sequence[str]) -> None:
    for cell, text, style in zip(row.cells, texts, styles, strict=True):
        cell.paragraphs[0].style = style
        cell.paragraphs[0].add_run(text)


def _mark(row: Any, tag: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(tag))  # noqa: SLF001 - python-docx has no word for it


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), _SHADE)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no word for it
