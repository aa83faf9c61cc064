"""What people wrote in a document is still there after it was made again, whatever else happened to it."""

from __future__ import annotations

import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.reports.notice import keep
from kaohe.reports.notice.layout import sheet
from kaohe.reports.notice.parts import place, say

WRITTEN = "一年来，各单位依法及时就地办理。"


def made(body: str = "共20个单位。", *, places: tuple[str, ...] = ("opening", "next")) -> Any:
    document = sheet()
    say(document, body)
    for name in places:
        place(document, name, f"此处由考核办填写：{name}")
    say(document, "第二段。")
    return document


def holder(document: Any, name: str) -> Any:
    return next(one for one in document.element.body.iter(qn("w:sdt")) if one.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")) == f"kaohe.{name}")


def content(path: Path, name: str) -> str:
    return "\n".join("".join(t.text or "" for t in line.iter(qn("w:t"))) for line in holder(Document(str(path)), name).iter(qn("w:p")))


def written(path: Path, name: str = "opening", text: str = WRITTEN, *, by: str = "someone") -> None:
    """As a word processor leaves it when somebody typed into the place and saved."""
    document = Document(str(path))
    control = holder(document, name)
    line = next(control.iter(qn("w:p")))
    first, *rest = list(line.iter(qn("w:t")))
    first.text = text
    for piece in rest:
        piece.text = ""
    for flag in control.findall(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}"):
        flag.getparent().remove(flag)
    document.core_properties.last_modified_by = by
    document.save(str(path))


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "通报.docx"
    keep.settle(made(), path, "zh")
    return path


def test_made_again_untouched_it_is_simply_replaced(target: Path) -> None:
    settled = keep.settle(made("共21个单位。"), target, "zh")
    assert (settled.path, settled.remarks) == (target, ())
    assert "共21个单位。" in Document(str(target)).paragraphs[0].text
    assert [path.name for path in target.parent.iterdir()] == ["通报.docx"]


def test_a_written_paragraph_is_carried_over_and_the_figures_around_it_are_new(target: Path) -> None:
    written(target)
    settled = keep.settle(made("共21个单位。"), target, "zh")
    assert settled.path == target
    assert content(target, "opening") == WRITTEN
    assert "此处由考核办填写" in content(target, "next")
    assert Document(str(target)).paragraphs[0].text == "共21个单位。"


def test_the_file_that_someone_saved_is_kept_beside_the_new_one(target: Path) -> None:
    written(target)
    before = target.read_bytes()
    keep.settle(made("共21个单位。"), target, "zh")
    assert (target.parent / "通报.原稿.docx").read_bytes() == before
    keep.settle(made("共22个单位。"), target, "zh")
    assert sorted(path.name for path in target.parent.iterdir()) == ["通报.docx", "通报.原稿.docx"]


def test_a_written_text_survives_any_number_of_times(target: Path) -> None:
    written(target)
    for number in range(5):
        keep.settle(made(f"共{number}个单位。"), target, "zh")
    assert content(target, "opening") == WRITTEN


def test_paragraphs_tables_and_bold_type_are_carried_as_they_are(target: Path) -> None:
    document = Document(str(target))
    inside = holder(document, "opening").find(qn("w:sdtContent"))
    bold = parse_xml(f'<w:p {nsdecls("w")}><w:r><w:rPr><w:b/></w:rPr><w:t>粗体</w:t></w:r></w:p>')
    table = parse_xml(f'<w:tbl {nsdecls("w")}><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc></w:tr></w:tbl>')
    inside.extend([bold, table])
    document.save(str(target))
    keep.settle(made(), target, "zh")
    again = holder(Document(str(target)), "opening")
    assert [len(list(again.iter(qn(f"w:{tag}")))) for tag in ("b", "tbl")] == [1, 1]
    assert "粗体" in content(target, "opening")


# --- nothing is ever lost ---------------------------------------------------------------------------


def test_a_text_changed_outside_the_places_is_not_overwritten(target: Path) -> None:
    document = Document(str(target))
    document.paragraphs[0].runs[0].text = "共20个单位，其中2个新设。"
    document.save(str(target))
    before = target.read_bytes()
    settled = keep.settle(made("共21个单位。"), target, "zh")
    assert target.read_bytes() == before
    assert settled.path.name == "通报.新稿.docx"
    assert "填写处以外有人工改动" in settled.remarks[0]


def test_the_draft_written_beside_has_the_written_paragraphs_too(target: Path) -> None:
    written(target)
    document = Document(str(target))
    document.add_paragraph("手工加的一段。")
    document.save(str(target))
    settled = keep.settle(made("共21个单位。"), target, "zh")
    assert content(settled.path, "opening") == WRITTEN


def test_a_draft_beside_that_someone_went_on_with_is_not_overwritten_either(target: Path) -> None:
    document = Document(str(target))
    document.add_paragraph("手工加的一段。")
    document.save(str(target))
    keep.settle(made(), target, "zh")
    keep.settle(made(), target, "zh")
    assert sorted(path.name for path in target.parent.iterdir()) == ["通报.docx", "通报.新稿.docx"]
    written(target.with_name("通报.新稿.docx"))
    assert keep.settle(made(), target, "zh").path.name == "通报.新稿2.docx"


@pytest.mark.parametrize("kind", ["drawing", "commentReference", "footnoteReference", "ins"])
def test_pictures_comments_notes_and_tracked_changes_count_as_changes(target: Path, kind: str) -> None:
    document = Document(str(target))
    document.paragraphs[0].runs[0]._r.append(OxmlElement(f"w:{kind}"))
    document.save(str(target))
    assert keep.settle(made(), target, "zh").path != target


@pytest.mark.parametrize("element", ["<w:drawing {}/>", '<w:commentReference {} w:id="1"/>'])
def test_a_place_with_what_cannot_be_moved_leaves_the_document_alone(target: Path, element: str) -> None:
    written(target)
    document = Document(str(target))
    next(holder(document, "opening").iter(qn("w:r"))).append(parse_xml(element.format(nsdecls("w"))))
    document.save(str(target))
    settled = keep.settle(made(), target, "zh")
    assert settled.path != target
    assert "不能照搬" in settled.remarks[0]


def test_a_written_place_that_the_new_document_lacks_leaves_the_document_alone(target: Path) -> None:
    written(target, "next")
    settled = keep.settle(made(places=("opening",)), target, "zh")
    assert settled.path != target
    assert "没有此处" in settled.remarks[0]
    assert content(target, "next") == WRITTEN


@pytest.mark.parametrize("found", [b"", b"no Word file", None])
def test_a_file_that_is_not_ours_is_left_alone(tmp_path: Path, found: bytes | None) -> None:
    target = tmp_path / "通报.docx"
    if found is None:
        Document().save(str(target))
    else:
        target.write_bytes(found)
    before = target.read_bytes()
    assert keep.settle(made(), target, "zh").path != target
    assert target.read_bytes() == before


def test_what_a_word_processor_does_by_itself_is_no_change(target: Path) -> None:
    """Runs cut in pieces, spelling remarks, revision numbers, page fields written the other way with a new number."""
    written(target)
    document = Document(str(target))
    run = document.paragraphs[0].runs[0]
    tail = deepcopy(run._r)
    run.text, tail.find(qn("w:t")).text = run.text[:3], run.text[3:]
    run._r.addnext(tail)
    tail.addnext(OxmlElement("w:proofErr"))
    document.paragraphs[0]._p.set(qn("w:rsidR"), "00A1B2C3")
    field = next(document.sections[0].footer.paragraphs[0]._p.iter(qn("w:fldSimple")))
    for kind in ("begin", None, "end"):
        xml = f'<w:fldChar w:fldCharType="{kind}"/>' if kind else "<w:t>17</w:t>"
        field.addprevious(parse_xml(f'<w:r {nsdecls("w")}>{xml}</w:r>'))
    field.getparent().remove(field)
    document.save(str(target))
    assert keep.settle(made("共21个单位。"), target, "zh").path == target
    assert content(target, "opening") == WRITTEN


def test_styles_that_a_word_processor_numbered_anew_are_found_by_their_names(target: Path) -> None:
    """A Chinese word processor calls Heading 1 by another id; the paragraph stays a heading."""
    written(target)
    document = Document(str(target))
    document.styles["Heading 1"].element.set(qn("w:styleId"), "a7")
    line = next(holder(document, "opening").iter(qn("w:p")))
    line.get_or_add_pPr().get_or_add_pStyle().set(qn("w:val"), "a7")
    document.save(str(target))
    keep.settle(made(), target, "zh")
    again = next(holder(Document(str(target)), "opening").iter(qn("w:pStyle")))
    assert again.get(qn("w:val")) == "Heading1"


@settings(max_examples=4)
@given(texts=st.lists(st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), min_size=1, max_size=40), min_size=1, max_size=2))
def test_whatever_is_written_in_a_place_comes_back_letter_by_letter(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    target = folder / "t.docx"
    keep.settle(made(), target, "zh")
    for text in texts:
        written(target, text=f"写{text}")
        keep.settle(made(), target, "zh")
        assert content(target, "opening") == f"写{text}"
    shutil.rmtree(folder)
