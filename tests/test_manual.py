"""The generated pages of the manual say what the program says. ``GALLERY=write`` writes them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kaohe.rules.catalogue import WORDINGS
from kaohe.rules.document.kinds import DOCUMENTS
from kaohe.rules.manual import AREAS, pages

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"
WRITE = os.environ.get("GALLERY") == "write"
PAGES = pages(HERE / "bad")


@pytest.mark.parametrize("name", PAGES)
def test_the_page_on_disk_is_current(name: str) -> None:
    path = DOCS / name
    if WRITE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGES[name], encoding="utf-8")
    assert path.read_text(encoding="utf-8") == PAGES[name], "run GALLERY=write pytest tests/test_manual.py"


def test_every_code_has_a_chapter_with_an_example() -> None:
    assert len(WORDINGS) > 30
    for name in ("problems.md", "problems.en.md"):
        chapters = PAGES[name].split("\n### ")[1:]
        assert [chapter.split("\n")[0] for chapter in chapters] == sorted(
            WORDINGS, key=lambda code: (list(AREAS).index(code.split(".")[0]), code)
        )
        without = [chapter.split("\n")[0] for chapter in chapters if "```text" not in chapter]
        assert without == [], name


def test_every_document_has_its_tables_and_its_schema() -> None:
    assert len(DOCUMENTS) == 8
    for kind in DOCUMENTS:
        assert f"`{kind}`\\*" in PAGES["language-reference.md"]
        assert f"schema/{kind}.schema.json" in PAGES
