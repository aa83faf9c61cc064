"""Hostile text in a title, a code or a reason stays text; templates reach nothing of the program."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.commands.documents import documents
from kaohe.commands.shared import Misuse
from kaohe.reports.notice import deliver as delivery
from kaohe.reports.notice.gather import circular
from kaohe.reports.notice.layout import sheet
from kaohe.reports.notice.parts import place, say, table
from kaohe.reports.notice.render import UnfitTemplate, filled
from kaohe.reports.notice.templates import template
from kaohe.reports.notice.text import safe
from kaohe.workbench.dossier import Dossier

HOSTILE = (
    "{{ root }}", "{% for x in tables %}", "{{ 7 * 7 }}", "{_{ root }_}", "{_% endif %_}", "{# no #}", "</w:t></w:r>",
    "<script>alert(1)</script>", "&lt;b&gt; & 'x' \"y\"", "=1+1", "]]>", "一" * 10_000, "{%tr endfor %}", "{{r root }}",
)  # fmt: skip


def form(*lines: str) -> bytes:
    document = sheet()
    for line in lines:
        say(document, line)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


EACH = form("{%p for text in texts %}", "{{ text }}", "{%p endfor %}")


def text_of(document: Any) -> list[str]:
    return ["".join(piece.text or "" for piece in line.iter(qn("w:t"))) for line in document.element.body.iter(qn("w:p"))]


def saved(document: Any) -> Any:
    """As somebody opens it: written and read back."""
    out = BytesIO()
    document.save(out)
    return Document(out)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20])
def test_hostile_text_stands_in_the_document_as_it_is(text: str) -> None:
    document = saved(filled(form("前{{ a }}后"), {"a": text, "root": "ROOT", "tables": []}, "t"))
    assert text_of(document) == [f"前{text}后"]


@pytest.mark.parametrize("mark", ["\x00", "\x08", "\x1b", "\u202e", "\u2066", "\ufffe", "\u200b", "\x07", "\x0c", "\ud800"])
def test_what_cannot_be_seen_or_turns_the_line_is_spelt_out(mark: str) -> None:
    document = saved(filled(form("{{ a }}"), {"a": f"甲{mark}乙"}, "t"))
    assert text_of(document) == [f"甲[U+{ord(mark):04X}]乙" if mark != "\x0c" else "甲 乙"]


@settings(max_examples=5)
@given(texts=st.lists(st.text(max_size=60), min_size=10, max_size=30))
def test_any_text_at_all_gives_a_document_that_opens_and_says_it(texts: list[str]) -> None:
    document = saved(filled(EACH, {"texts": texts}, texts[0]))
    assert text_of(document)[: len(texts)] == [safe(text) for text in texts]


def test_titles_of_units_sections_and_reasons_may_be_hostile(dossier: Dossier) -> None:
    """The whole circular over cards whose titles are all hostile."""
    cards = [card for card in dossier.cards if card.subject_kind == "unit"]
    bad = tuple(replace(card, title=HOSTILE[number % len(HOSTILE)]) for number, card in enumerate(cards))
    odd = Dossier(replace(dossier.stored, scored=replace(dossier.stored.scored, cards=bad)), dossier.policy)
    document = saved(filled(template("circular", "zh", public=False), circular(odd, "zh", public=False), "t"))
    cells = {cell.text for one in document.tables for row in one.rows for cell in row.cells}
    assert len(cells & set(HOSTILE)) == min(len(HOSTILE), len(cards))


def test_a_hostile_code_makes_no_path(tmp_path: Path) -> None:
    sheet_ = delivery._annex("unit", {}, "../../etc\\x", "a:b\u202e/..", "zh")
    assert (tmp_path / sheet_.file).resolve().parent == (tmp_path / "单位附件").resolve()


def test_two_codes_that_look_alike_to_a_disk_get_two_files() -> None:
    taken: set[str] = set()
    files = [delivery._alone(delivery._annex("unit", {}, code, "甲", "zh"), taken).file for code in ("a/b", "a_b", "A_B")]
    assert [file.name for file in files] == ["a_b 甲.docx", "a_b 甲 2.docx", "A_B 甲 3.docx"]


# --- templates of an office -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "gap",
    [
        "{{ ''.__class__.__mro__ }}", "{{ root.__init__ }}", "{{ self.__init__.__globals__ }}", "{% include 'x' %}",
        "{{ total }}", "{% for x in %}", "{% endfor %}", "{{ (1).__class__.__base__.__subclasses__() }}",
    ],
)  # fmt: skip
def test_a_template_that_reaches_for_what_it_is_not_given_is_refused(gap: str) -> None:
    with pytest.raises(UnfitTemplate):
        filled(form(gap), {"root": "R"}, "t")


def test_a_file_that_is_no_word_document_is_refused_as_a_template() -> None:
    with pytest.raises(UnfitTemplate):
        filled(b"no word file", {}, "t")


def test_a_public_document_from_a_template_that_asks_for_points_is_refused(dossier: Dossier) -> None:
    with pytest.raises(UnfitTemplate):
        filled(template("circular", "zh", public=False), circular(dossier, "zh", public=True), "t")


def test_an_office_replaces_a_template_by_its_own(dossier: Dossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "office_program", lambda: None)
    paths = delivery.write_templates(tmp_path / "模板", "zh")
    assert len(paths) == 6
    own = tmp_path / "模板" / "通报（公开）.docx"
    document = sheet()
    say(document, "某局自己的通报：{{ period_name }}，台账根 {{ root }}")
    place(document, "mine", "此处填写")
    document.save(str(own))
    delivery.deliver(dossier, tmp_path / "out", public=True, lang="zh", templates=tmp_path / "模板")
    assert text_of(Document(str(tmp_path / "out" / "通报（公开）.docx")))[0] == f"某局自己的通报：2021年度，台账根 {dossier.root}"


def test_shipped_templates_do_not_overwrite_an_offices_own(tmp_path: Path) -> None:
    delivery.write_templates(tmp_path, "zh")
    (tmp_path / "单位附件.docx").unlink()
    with pytest.raises(FileExistsError):
        delivery.write_templates(tmp_path, "zh")
    assert not (tmp_path / "单位附件.docx").exists()


def test_a_folder_without_any_template_is_said_and_nothing_is_written(dossier: Dossier, tmp_path: Path) -> None:
    (tmp_path / "通报.doc").touch()
    with pytest.raises(Misuse, match=r"通报\.docx"):
        documents(dossier, tmp_path / "out", False, "zh", templates=tmp_path)
    assert not (tmp_path / "out").exists()


def test_the_command_says_where_its_templates_are_and_why_it_cannot_use_one(dossier: Dossier, tmp_path: Path) -> None:
    (tmp_path / "通报.docx").write_bytes(form("{{ leader_of_the_office }}"))
    with pytest.raises(Misuse, match=r"通报\.docx.*leader_of_the_office"):
        documents(dossier, tmp_path / "out", False, "zh", templates=tmp_path)


def test_a_table_has_a_row_for_each_fact_and_its_heading_comes_again_on_every_page() -> None:
    document = sheet()
    table(document, "rows", ["名称", "数"], ["{{ row.a }}", "{{ row.b }}"], [3, 1])
    out = BytesIO()
    document.save(out)
    made = saved(filled(out.getvalue(), {"rows": [{"a": str(n), "b": "{{ n }}"} for n in range(40)]}, "t")).tables[0]
    assert len(made.rows) == 41
    assert made.rows[40].cells[1].text == "{{ n }}"
    assert made.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
