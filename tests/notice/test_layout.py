"""The documents are laid out as GB/T 9704-2012 says, to be read off their XML."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from kaohe.reports.notice.deliver import Delivered, file_name
from kaohe.reports.notice.templates import KINDS, template

MM = 1440 / 25.4


def opened(file: bytes | Path) -> Any:
    return Document(BytesIO(file) if isinstance(file, bytes) else str(file))


def page_of(document: Any) -> dict[str, float]:
    """Millimetres of paper and margins."""
    section = document.element.body.find(qn("w:sectPr"))
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    found = {name: int(size.get(qn(f"w:{name}"))) / MM for name in ("w", "h")}
    return found | {name: int(margins.get(qn(f"w:{name}"))) / MM for name in ("top", "bottom", "left", "right", "footer")}


PAGE = {"w": 210, "h": 297, "top": 37, "bottom": 35, "left": 28, "right": 26, "footer": 25}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_template_is_a4_with_the_margins_of_the_standard(kind: Any, lang: Any) -> None:
    assert page_of(opened(template(kind, lang, public=False))) == pytest.approx(PAGE, abs=0.05)


def test_every_document_keeps_the_page_of_its_template(delivered: tuple[Path, Delivered]) -> None:
    paths = delivered[1].paths[::4]
    assert len(paths) > 15
    assert [path.name for path in paths if page_of(opened(path)) != pytest.approx(PAGE, abs=0.05)] == []


def test_a_page_takes_22_lines_and_a_line_28_characters() -> None:
    """The pitch fits the type area 22 times, not 23 times; so do 28 set characters its width."""
    document = opened(template("circular", "zh", public=False))
    grid = document.element.body.find(qn("w:sectPr")).find(qn("w:docGrid"))
    pitch, height = int(grid.get(qn("w:linePitch"))), 225 * MM
    assert grid.get(qn("w:type")) == "lines"
    assert 22 * pitch <= height < 23 * pitch
    body = document.styles["Normal"]
    assert body.paragraph_format.line_spacing.twips == pitch
    spacing = int(body.element.rPr.find(qn("w:spacing")).get(qn("w:val")))
    width = body.font.size.pt * 20 + spacing
    assert 28 * width <= 156 * MM < 29 * width


FACES = {
    "Normal": ("仿宋_GB2312", 32), "Title": ("方正小标宋简体", 44), "Heading 1": ("黑体", 32), "Heading 2": ("楷体_GB2312", 32),
}  # fmt: skip


@pytest.mark.parametrize("style", sorted(FACES))
def test_type_faces_and_sizes_are_those_of_the_standard(style: str) -> None:
    """Sizes in half points: 三号 is 32, 二号 is 44."""
    properties = opened(template("circular", "zh", public=False)).styles[style].element.rPr
    face = properties.find(qn("w:rFonts")).get(qn("w:eastAsia"))
    assert (face, int(properties.find(qn("w:sz")).get(qn("w:val")))) == FACES[style]


def test_each_chinese_face_names_what_stands_in_for_it() -> None:
    document = opened(template("circular", "zh", public=False))
    part = next(part for part in document.part.package.iter_parts() if str(part.partname) == "/word/fontTable.xml")
    table = part.blob.decode()
    assert all(f'w:name="{face}"' in table for face, _ in FACES.values())
    assert table.count("<w:altName") == table.count("<w:font ") == 5


def test_page_numbers_stand_between_dashes_right_on_odd_left_on_even_pages() -> None:
    document = opened(template("circular", "zh", public=False))
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "RIGHT"), (section.even_page_footer, "LEFT")):
        line = footer.paragraphs[0]
        assert line.alignment.name == side
        field = line._p.find(qn("w:fldSimple"))
        assert field.get(qn("w:instr")).strip() == "PAGE"
        texts = [run.text for run in line._p.iter(qn("w:t"))]
        assert texts == ["— ", "1", " —"]
        assert {size.get(qn("w:val")) for size in line._p.iter(qn("w:sz"))} == {"28"}


def test_what_the_office_must_know_itself_is_a_place_to_fill_in_and_no_name_is_invented() -> None:
    """Issuing organ, number, addressees, signature, date, imprint."""
    document = opened(template("circular", "zh", public=False))
    places = {tag.get(qn("w:val")): "".join(t.text for t in holder.iter(qn("w:t"))) for holder in document.element.body.iter(qn("w:sdt")) for tag in holder.iter(qn("w:tag"))}
    wanted = {f"kaohe.{name}" for name in ("organ", "number", "addressee", "signature", "date", "copies", "imprint")}
    assert wanted <= places.keys()
    assert all(text.startswith("【此处") and text.endswith("】") for text in places.values())


def test_templates_are_made_the_same_each_time_and_bear_nobodys_name() -> None:
    for kind in ("circular", "duty"):
        first, again = (opened(template.__wrapped__(kind, "zh", public=False)) for _ in range(2))
        assert first.element.xml == again.element.xml
        assert first.core_properties.author == ""


def test_every_kind_of_document_has_a_file_name_of_its_own_in_both_languages() -> None:
    names = {file_name(kind, lang, public=public) for kind in KINDS for lang in ("zh", "en") for public in (False, True)}
    assert len(names) == 4 * len(KINDS)
