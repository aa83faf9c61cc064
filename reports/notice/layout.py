"""The page of an official document as GB/T 9704-2012 lays it down, with fonts and what stands in for them.

    A4, margins 37 / 35 / 28 / 26 mm     22 lines of 28 characters
    title 22 pt 小标宋                    text 16 pt 仿宋, headings 黑体 and 楷体
    page number 14 pt, between dashes, outside edge, 7 mm below the type area
"""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

LINES, CHARACTERS = 22, 28
LINE_PITCH = 579
"""Twips from line to line: 225 mm in 22 lines, rounded down so that the last one still fits."""
CHARACTER_SPACE = -5
"""Twips by which 16 pt characters are set closer: 28 of them fill 156 mm. Not a grid of characters, for word
processors differ over what to do with a character that is wider than its cell.
"""
BODY, TITLE, RED_HEAD, NUMBER, CELL, NOTE = Pt(16), Pt(22), Pt(26), Pt(14), Pt(10.5), Pt(9)
RED = RGBColor(0xC0, 0x00, 0x00)
LATIN = "Times New Roman"
SONG_TITLE, FANGSONG, HEI, KAI, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
STANDS_IN = {
    SONG_TITLE: "小标宋体,华文中宋,宋体,Noto Serif CJK SC",
    FANGSONG: "仿宋,华文仿宋,Noto Serif CJK SC",
    HEI: "SimHei,微软雅黑,Noto Sans CJK SC",
    KAI: "楷体,华文楷体,Noto Serif CJK SC",
    SONG: "SimSun,Noto Serif CJK SC",
}
"""What a word processor without the font takes instead, first that it has."""


def sheet(*, latin: bool = False) -> Any:
    """An empty document with page, styles, fonts and page numbers; nobody's name in it.

    ``latin``: for a text in Latin letters, whose headings no Chinese face tells apart: they are bold.
    """
    document = Document()
    _page(document)
    _styles(document)
    _name_fonts(document)
    _numbers(document)
    for name in ("Title", "Heading 1"):
        document.styles[name].font.bold = latin
    about = document.core_properties
    about.author = about.comments = about.title = ""
    about.last_modified_by = "kaohe"
    return document


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    properties = section._sectPr  # noqa: SLF001 - python-docx has no word for the grid
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(LINE_PITCH))
    properties.append(grid)


# --- styles -----------------------------------------------------------------------------------------

LEFT, CENTRE, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY,
)  # fmt: skip


def _styles(document: Any) -> None:
    _style(document, "Normal", FANGSONG, BODY, align=BOTH, indent=True)
    _style(document, "Title", SONG_TITLE, TITLE, align=CENTRE, pitch=700)
    _style(document, "Heading 1", HEI, BODY, indent=True)
    _style(document, "Heading 2", KAI, BODY, indent=True)
    _style(document, "Red Head", SONG_TITLE, RED_HEAD, align=CENTRE, pitch=800, colour=RED)
    _style(document, "Centred", FANGSONG, BODY, align=CENTRE)
    _style(document, "Flush", FANGSONG, BODY, align=LEFT)
    _style(document, "Signature", FANGSONG, BODY, align=RIGHT)
    _style(document, "Annex", HEI, BODY, align=LEFT)
    _style(document, "Cell", SONG, CELL, align=LEFT, pitch=0)
    _style(document, "Cell Head", HEI, CELL, align=CENTRE, pitch=0)
    _style(document, "Cell Figure", SONG, CELL, align=RIGHT, pitch=0)
    _style(document, "Note", SONG, NOTE, align=LEFT, pitch=0)
    _style(document, "Imprint", FANGSONG, NUMBER, align=LEFT)
    document.styles["Signature"].paragraph_format.right_indent = Pt(64)
    document.styles["Red Head"].paragraph_format.space_before = Mm(35)
    for name in ("Heading 1", "Heading 2", "Signature"):
        document.styles[name].paragraph_format.keep_with_next = True


def _style(
    document: Any, name: str, chinese: str, size: Any, *, align: Any = BOTH, indent: bool = False,
    pitch: int = LINE_PITCH, colour: RGBColor | None = None,
) -> None:  # fmt: skip
    """``pitch`` in twips; 0: as high as the characters, off the grid of lines (tables, notes)."""
    styles = document.styles
    known = name in styles
    style = styles[name] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not known:
        style.base_style = styles["Normal"]
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    style.font.name, style.font.size, style.font.bold = LATIN, size, False
    style.font.color.rgb = colour or RGBColor(0, 0, 0)
    _in_chinese(properties, chinese)
    properties.insert_element_before(_flag("w:spacing", str(CHARACTER_SPACE if size == BODY else 0)), "w:sz", "w:szCs", "w:lang")
    _shape(style, align, indent, pitch)


def _in_chinese(properties: Any, chinese: str) -> None:
    """The Chinese face, and that it is simplified Chinese: commas then sit where the reader expects them."""
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), chinese)
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def _shape(style: Any, align: Any, indent: bool, pitch: int) -> None:
    properties = style.element.get_or_add_pPr()
    for child in list(properties):
        if child.tag in {qn("w:pBdr"), qn("w:contextualSpacing"), qn("w:ind"), qn("w:spacing")}:
            properties.remove(child)
    shape = style.paragraph_format
    shape.alignment, shape.space_before, shape.space_after = align, Pt(0), Pt(0)
    shape.widow_control = False
    if pitch:
        shape.line_spacing = Pt(pitch / 20)
    else:
        shape.line_spacing = 1.0
        _off_grid(properties)
    shape.first_line_indent = Pt(32) if indent else Pt(0)
    properties.find(qn("w:ind")).set(qn("w:firstLineChars"), "200" if indent else "0")


def _off_grid(properties: Any) -> None:
    properties.insert_element_before(_flag("w:snapToGrid", "0"), "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _flag(tag: str, value: str) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element


def _name_fonts(document: Any) -> None:
    """The fonts and their stand-ins, for machines that lack them."""
    part = next(part for part in document.part.package.iter_parts() if str(part.partname) == "/word/fontTable.xml")
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"modern" if name == HEI else "roman"}"/><w:pitch w:val="variable"/></w:font>'
        for name, others in STANDS_IN.items()
    )
    part._blob = f"<w:fonts {nsdecls('w')}>{rows}</w:fonts>".encode()  # noqa: SLF001 - kept as bytes by python-docx


# --- page numbers -----------------------------------------------------------------------------------


def _numbers(document: Any) -> None:
    """Odd pages right, even pages left, one character in from the edge."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.alignment = align
        shape = line.paragraph_format
        shape.first_line_indent = Pt(0)
        shape.left_indent, shape.right_indent = (Pt(0), Pt(14)) if align == RIGHT else (Pt(14), Pt(0))
        for piece in ("— ", None, " —"):
            _number(line) if piece is None else _run(line, piece)


def _run(line: Any, text: str) -> Any:
    run = line.add_run(text)
    run.font.size, run.font.name = NUMBER, SONG
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONG)  # noqa: SLF001 - no word for it
    return run


def _number(line: Any) -> None:
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "/>')
    field.append(_run(line, "1")._r)  # noqa: SLF001 - the run moves into the field
    line._p.append(field)  # noqa: SLF001 - python-docx has no fields
