"""The workbook says what the cards say, by formulas anyone can follow, and nothing in a text can act."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from python_calamine import load_workbook as calamine

from kaohe.engine.ledger import Tally
from kaohe.reports.workbook.book import write_workbook
from kaohe.reports.workbook.plain_text import LONGEST, plain_text, sheet_names
from kaohe.workbench.dossier import Dossier

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")
"""openpyxl does not know the bars of 2010."""
SOFFICE = shutil.which("soffice")
HOSTILE = (
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "<script>alert(1)</script>", "\u202egnp.exe", "x" * 10_000,
    "y" * 40_000, "a\x00b\x07c", "&P &N &D", "http://example.org/", "\t=1", "_x0041_", "'=1", "[x]:*?/\\", "]]>", "\ud800",
)  # fmt: skip


@pytest.fixture(scope="module")
def path(dossier: Dossier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    (path,) = write_workbook(dossier, tmp_path_factory.mktemp("book"), False, "zh")
    return path


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return load_workbook(path)


def _rows(path: Path) -> dict[str, list[list[Any]]]:
    book = calamine(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def _table(rows: list[list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(rows[2], row, strict=True)) for row in rows[3:]]


# --- figures ----------------------------------------------------------------------------------------


def test_readers_that_do_not_reckon_show_every_cards_total_and_sections(dossier: Dossier, path: Path) -> None:
    sheets, looked = _rows(path), 0
    for scorecard in dossier.policy.scorecards:
        shown = {(row["代号"], row["考核期"]): row for row in _table(sheets[scorecard.title])}
        for card in (card for card in dossier.cards if card.card == scorecard.name):
            row = shown[card.subject, card.span]
            assert row["总分"] == (float(card.total) if card.data else "无数据")
            if card.data:
                parts = [row[line.title] for line in card.sections if not line.left_out]
                assert parts == [float(line.total) for line in card.sections if not line.left_out]
                assert sum(parts) + row["基础与调整"] == pytest.approx(float(card.total), abs=1e-9)
                looked += 1
    assert looked > 20


def test_every_total_is_a_formula_over_the_entries_and_holds_its_value(dossier: Dossier, path: Path, book: Workbook) -> None:
    found = 0
    for sheet in book:
        heads = {cell.value: cell.column for cell in sheet[3]}
        for row in sheet.iter_rows(min_row=4) if "总分" in heads else ():
            cell = row[heads["总分"] - 1]
            if cell.value != "无数据":
                assert cell.data_type == "f"
                assert "SUMIFS('全部分录'!" in cell.value
                found += 1
    assert found == sum(card.data for card in dossier.cards)
    assert found > 20
    assert [cell for cell in _formula_cells(path) if cell.find("{*}v") is None] == []


def _formula_cells(path: Path) -> list[ET.Element]:
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        cells = [cell for name in sheets for cell in ET.fromstring(archive.read(name)).iter("{*}c")]
    return [cell for cell in cells if cell.find("{*}f") is not None]


def test_all_entries_are_there_once_with_clause_case_event_and_points(dossier: Dossier, path: Path) -> None:
    rows = _table(_rows(path)["全部分录"])
    assert [row["分录编号"] for row in rows] == [entry.id for entry in dossier.entries]
    for row, entry in zip(rows, dossier.entries, strict=True):
        assert (row["条款代号"], row["事项"] or None, row["事件"] or None) == (entry.clause, entry.case, entry.event)
        assert (row["分值"], row["日期"]) == (float(entry.points), entry.at)
    assert len(rows) > 300


def test_every_clause_is_listed_with_what_it_wrote_and_nothing_is_a_figure_too(dossier: Dossier, path: Path) -> None:
    rows = _table(_rows(path)["条款与依据"])
    wrote = {clause.id: [entry.points for entry in dossier.entries if entry.clause == clause.id] for clause in dossier.policy.clauses}
    assert [(row["条款代号"], row["分录数"], row["分值"]) for row in rows] == [(id_, len(each), float(sum(each))) for id_, each in wrote.items()]
    assert 0 < sum(not each for each in wrote.values()) < len(wrote), "some clauses wrote nothing this year"


def test_counts_and_places_are_the_runs(dossier: Dossier, path: Path) -> None:
    sheets = _rows(path)
    counts = [(row["条款代号"], row["代号"], row["考核期"], row["分子"], row["分母"], row["剔除"]) for row in _table(sheets["计数"])]
    assert counts == [
        (t.clause, t.subject, t.period, float(t.numerator), float(t.denominator), t.excluded) for t in dossier.tallies
    ]
    places = dict.fromkeys((card.subject_kind, place) for card in dossier.cards for place in card.places)
    rows = _table(sheets["等次名额"])
    assert [(row["参评数"], row["比例×参评数，去尾"], row["名额"]) for row in rows] == [
        (float(place.n), float(place.floor), float(place.places)) for _, place in places
    ]
    assert all(name in row["差一名未入选"] for row, (_, place) in zip(rows, places, strict=True) for name in place.outside)
    assert sum(len(place.outside) for _, place in places) >= 2


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed: recalculation not compared")
def test_libreoffice_reckons_the_same_to_the_cent(path: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.xlsx"
    removed = _without_values(path, cut)
    reckoned = _recalculated(cut, tmp_path)
    assert removed > 200
    ours, theirs = _rows(path), _rows(reckoned)
    compared = 0
    for name, rows in ours.items():
        for row, other in zip(rows, theirs[name], strict=False):
            for cell, there in zip(row, other, strict=False):
                if isinstance(cell, float):
                    assert there == pytest.approx(cell, abs=0.001), (name, row)
                    compared += 1
    assert compared > 2000


def _without_values(path: Path, cut: Path) -> int:
    """The workbook without its stored values, so that whoever shows a total has reckoned it."""
    removed = 0
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(cut, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                text, count = re.subn(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
                content, removed = text, removed + count
            target.writestr(item, content)
    return removed


def _recalculated(path: Path, folder: Path) -> Path:
    assert SOFFICE is not None
    call = [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out"), str(path)]
    subprocess.run(call, check=True, capture_output=True, timeout=120)
    made = folder / "out" / path.name
    if not made.exists():
        pytest.skip("this LibreOffice opens no spreadsheets (libreoffice-calc is missing)")
    return made


# --- paper ------------------------------------------------------------------------------------------


def test_every_sheet_prints_on_a4_one_page_wide_with_its_headings_and_page_numbers(book: Workbook) -> None:
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToWidth or 1) == (True, 1)
        assert "&P" in sheet.oddFooter.right.text
    tables = book.worksheets[1:]
    assert len(tables) > 10
    for sheet in tables:
        assert sheet.print_title_rows == "$1:$3"
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref is not None


def test_grades_differ_without_colour(book: Workbook) -> None:
    """Each grade has hatching or weight of its own."""
    faces: dict[str, set[tuple[object, ...]]] = {}
    for sheet in book:
        heads = {cell.value: cell.column for cell in sheet[3]}
        for row in sheet.iter_rows(min_row=4) if {"等次", "总分"} <= heads.keys() else ():
            cell = row[heads["等次"] - 1]
            faces.setdefault(str(cell.value), set()).add((cell.fill.patternType, cell.font.bold, cell.font.italic))
    graded = {title: face for title, face in faces.items() if title != "—"}
    assert len(graded) >= 2
    assert all(len(face) == 1 for face in graded.values()), graded
    assert len(set(map(frozenset, graded.values()))) == len(graded)


# --- hostile texts ----------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.text(max_size=50))
def test_a_cells_text_is_short_and_visible_whatever_comes(text: str) -> None:
    shown = plain_text(text)
    assert len(shown) <= LONGEST
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    shown.encode()
    assert plain_text(shown) == shown


@settings(deadline=None)
@given(st.lists(st.sampled_from([*HOSTILE, "A", "a", "", "History"]), max_size=12))
def test_sheets_have_names_that_spreadsheets_take(titles: list[str]) -> None:
    names = sheet_names(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert 0 < len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\]", name)
        assert name[0] != "'" != name[-1]


def _hostile(dossier: Dossier) -> Dossier:
    """The year with every title of a card and every case and sentence of an entry replaced."""
    texts = iter(HOSTILE * 10_000)
    scored = dossier.stored.scored
    cards = tuple(replace(card, title=next(texts), group=next(texts) if card.group else "") for card in scored.cards)
    entries = tuple(replace(entry, case=next(texts), text=next(texts), event=next(texts)) for entry in scored.entries)
    policy = replace(dossier.policy, title="&G=<b>\u202e" + "长" * 400)
    return Dossier(replace(dossier.stored, scored=replace(scored, cards=cards, entries=entries)), policy)


def test_hostile_texts_stay_text_and_totals_stay_right(dossier: Dossier, tmp_path: Path) -> None:
    hostile = _hostile(dossier)
    (path,) = write_workbook(hostile, tmp_path, False, "zh")
    seen = {cell.value for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row if cell.data_type == "s"}
    assert {"=1+1", "-2+3", "@SUM(A1)", "<script>alert(1)</script>", "x" * 10_000, "[U+202E]gnp.exe"} <= seen
    assert all(len(text) <= LONGEST for text in seen)
    formulas = [cell.find("{*}f").text for cell in _formula_cells(path)]  # type: ignore[union-attr]
    assert all(re.match(r"ROUND(DOWN)?\(", str(text)) for text in formulas)
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "external" in name.lower() or "vba" in name.lower()]
        for name in archive.namelist():
            ET.fromstring(archive.read(name))
            if name.startswith("xl/worksheets/_rels"):
                assert b"External" not in archive.read(name)


# --- what may be published --------------------------------------------------------------------------


def test_the_public_workbook_has_no_leader_rank_point_case_or_entry(dossier: Dossier, tmp_path: Path) -> None:
    (path,) = write_workbook(dossier, tmp_path, True, "zh")
    cells = [cell for sheet in _rows(path).values() for row in sheet for cell in row]
    texts = " ".join(str(cell) for cell in cells)
    leaders = {card.subject for card in dossier.cards if card.subject_kind == "leader"}
    assert len(leaders) > 10
    assert not [one for one in (*leaders, *dossier.entries_by_case) if re.search(rf"\b{re.escape(one)}\b", texts)]
    heads = {str(cell) for rows in _rows(path).values() for cell in (rows[2] if len(rows) > 2 else ())}
    assert not heads & {"名次", "总分", "分值", "事项", "事件", "小计"}
    assert _formula_cells(path) == []
    assert {card.title for card in dossier.cards if card.card == "unit"} <= {str(cell) for cell in cells}


def test_small_counts_are_withheld_from_the_public_and_months_do_not_give_them_away(dossier: Dossier, tmp_path: Path) -> None:
    def tally(unit: str, period: str, hits: int, rows: int) -> Tally:
        return Tally("clear-old.stock", "unit", unit, period, Fraction(hits), Fraction(rows), value=Fraction(hits, rows))

    tallies = (tally("civil", "2021", 3, 40), tally("health", "2021", 20, 40), tally("land", "2021", 30, 60), tally("civil", "2021-01", 20, 40))
    changed = Dossier(replace(dossier.stored, scored=replace(dossier.stored.scored, tallies=tallies)), dossier.policy)
    (path,) = write_workbook(changed, tmp_path, True, "zh")
    rows = [(row["代号"], row["考核期"], row["分子"]) for row in _table(_rows(path)["计数"])]
    assert rows == [("civil", "2021", "不列"), ("health", "2021", "不列"), ("land", "2021", 30.0)]


# --- size -------------------------------------------------------------------------------------------


def test_three_thousand_units_are_written_in_seconds(dossier: Dossier, tmp_path: Path) -> None:
    card = next(card for card in dossier.cards if card.card == "unit" and card.data)
    mine = list(dossier.entries_of(card))[:2]
    cards = tuple(replace(card, subject=f"u{n}", rank=n + 1, places=()) for n in range(3000))
    entries = tuple(replace(entry, subject=f"u{n}") for n in range(3000) for entry in mine)
    scored = replace(dossier.stored.scored, cards=cards, entries=entries, tallies=())
    began = time.process_time()
    write_workbook(Dossier(replace(dossier.stored, scored=scored), dossier.policy), tmp_path, False, "zh")
    assert time.process_time() - began < 15


