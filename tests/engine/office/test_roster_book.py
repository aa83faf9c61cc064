"""The roster as a workbook: the template has every key; a filled one is the same roster as YAML's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kaohe.engine.office.roster_book import read_roster, write_template
from kaohe.engine.office.sheets import MARK, read_book
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.reports.problem_text import render as in_cells
from kaohe.rules.document.roster import PostRow, UnitRow
from kaohe.rules.library import load_policy
from kaohe.rules.say import render
from kaohe.rules.shelf import SHIPPED

YAML = """\
kaohe: 1
roster: year
units:
  - {id: county, title: 县, kind: committee, level: county, parent: top}
  - {id: north, title: 城北街道, kind: street, level: township, population: 41200, aliases: [城北街道办, 北街]}
  - {id: west, title: 西南街道, kind: street, to: 2021-06-30, merged_into: north}
  - {id: top, title: 市}
leaders:
  - {leader: L01, title: 主要负责人, unit: north, post: principal, from: 2021-01-01, to: 2021-05-31}
  - {leader: L02, title: 分管负责人, unit: north, post: deputy, acting: true}
"""
UNITS = [
    ["county", "县", "committee", "county", "top"],
    ["north", "城北街道", "street", "township", "", "", 41200, "", "", "", "城北街道办；北街"],
    ["west", "西南街道", "street", "", "", "", "", "", "2021年6月30日", "north"],
    ["top", "市"],
]
POSTS = [
    ["L01", "主要负责人", "north", "principal", "", "2021/1/1", "2021.5.31"],
    ["L02", "分管负责人", "north", "deputy", "", "", "", "是"],
]


@pytest.fixture(scope="module")
def vocabulary():
    return load_policy(SHIPPED / "lishi").policy.vocabulary


@pytest.mark.parametrize(("lang", "sheets"), [("zh", ["单位", "任职"]), ("en", ["units", "posts"])])
def test_the_template_has_every_key_and_is_a_sound_empty_roster(lang, sheets, vocabulary, tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    write_template(path, vocabulary, lang)
    book = read_book(path)
    assert list(book.sheets) == sheets
    assert len(book.sheets[sheets[0]][1]) == len(UnitRow.model_fields) + len(vocabulary.unit_attributes)
    assert len(book.sheets[sheets[1]][1]) == len(PostRow.model_fields) + len(vocabulary.leader_attributes)
    document, problems, _ = read_roster(path, vocabulary)
    assert (document.units, document.leaders, problems) == ([], [], ())
    with pytest.raises(FileExistsError):
        write_template(path, vocabulary, lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_filled_in_template_is_the_roster_that_yaml_says(lang, vocabulary, fill, tmp_path: Path) -> None:
    path, text = tmp_path / "roster.xlsx", tmp_path / "roster.yaml"
    text.write_text(YAML, encoding="utf-8")
    write_template(path, vocabulary, lang)
    names = ("单位", "任职") if lang == "zh" else ("units", "posts")
    fill(path, dict(zip(names, (UNITS, POSTS), strict=True)))
    rosters = []
    for one in (path, text):
        document, problems, _ = read_roster(one, vocabulary)
        assert problems == ()
        rosters.append(roster_from_document(document, vocabulary)[0])
    assert rosters[0] == rosters[1]
    assert rosters[0].units["west"][0].to == date(2021, 6, 30)


def test_a_mistake_in_a_workbook_is_shown_with_its_sheet_and_row(vocabulary, fill, tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    write_template(path, vocabulary, "zh")
    fill(path, {"单位": [["north", "城北街道"], ["south", "城南街道", "", "", "nobody"]], "任职": []})
    document, problems, text = read_roster(path, vocabulary)
    _, flaws = roster_from_document(document, vocabulary)
    assert [flaw.code for flaw in (*problems, *flaws)] == ["roster.unknown-parent"]
    assert "# 单位 4: A B E" in render(flaws, {str(path): text}, "zh")
    assert in_cells(flaws, {str(path): text}, "zh").startswith(f"{path}!单位!E4: 问题 roster.unknown-parent")


def test_a_cell_that_is_missing_and_one_that_is_wrong_are_told_by_sheet_row_and_column(vocabulary, fill, tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    write_template(path, vocabulary, "zh")
    fill(path, {"单位": [["south", 'a"b, c: d', "", "", "", "", "many"]], "任职": [["L1", "主任", "south"]]})
    _, problems, text = read_roster(path, vocabulary)
    told = in_cells(problems, {str(path): text}, "zh")
    assert f"{path}!单位!G3: " in told
    assert f"{path}!任职!A3: " in told, "its row: the cell itself is empty"
    assert len(problems) == told.count("问题") == 2


def test_what_is_no_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(b"PK\x03\x04half")
    document, problems, _ = read_roster(path)
    assert document is None
    assert [one.code for one in problems] == ["intake.unreadable"]


def test_a_hidden_sheet_is_no_sheet_of_the_roster(vocabulary, tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    write_template(path, vocabulary, "zh")
    assert MARK not in read_book(path).sheets
    assert read_book(path).marks == {"kaohe": "roster"}
