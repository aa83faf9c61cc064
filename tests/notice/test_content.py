"""The documents say what the run says: every unit, every point, what is pending, what was accepted."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from kaohe.engine.roster_from_document import roster_from_document
from kaohe.reports.notice.deliver import Delivered
from kaohe.reports.notice.gather import circular, common, subjects, unit_name
from kaohe.reports.notice.sheets import ITEMS, bench_of, unit_facts
from kaohe.reports.tables import latest, scorecard_of
from kaohe.rules.document.load import load
from kaohe.rules.document.roster import RosterDocument
from kaohe.rules.value import shown
from kaohe.scoring.card import VetoLine
from kaohe.scoring.inputs import Inputs
from kaohe.scoring.job import prepare
from kaohe.scoring.run import run
from kaohe.scoring.run_files import write_run
from kaohe.scoring.stored_run import read_run
from kaohe.workbench.annual import Count, annual, public_counts
from kaohe.workbench.dossier import Dossier
from kaohe.workbench.sample.demo import lay_out

LISHI = Path(__file__).parents[2] / "policies" / "lishi"


def text_of(path: Path) -> str:
    """All text, a line for each paragraph, those in tables included."""
    lines = Document(str(path)).element.body.iter(qn("w:p"))
    return "\n".join("".join(piece.text or "" for piece in line.iter(qn("w:t"))) for line in lines)


def rows_of(path: Path) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in Document(str(path)).tables for row in table.rows]


def test_the_circular_has_a_row_for_each_unit_with_its_rank_points_and_grade(dossier: Dossier, delivered: Any) -> None:
    rows = {(row[1], row[2]): row for row in rows_of(delivered[0] / "通报.docx")}
    units = [card for card in latest(dossier.cards) if card.subject_kind == "unit"]
    assert len(units) > 20
    for card in units:
        total = shown(card.total, scorecard_of(card, dossier.policy).places)
        row = rows[card.title, total]
        assert row[0] == (str(card.rank) if card.rank else "—")


def test_leaders_do_not_stand_in_the_circular_but_in_the_annual_assessment(dossier: Dossier, delivered: Any) -> None:
    titles = {card.title for card in latest(dossier.cards) if card.subject_kind == "leader"}
    assert len(titles) > 5
    annual_text = text_of(delivered[0] / "年度考核情况.docx")
    assert all(title in annual_text for title in titles)
    cells = {row[1] for row in rows_of(delivered[0] / "通报.docx")}
    assert not cells & titles


def test_every_document_bears_the_root_of_the_ledger(dossier: Dossier, delivered: Any) -> None:
    paths = delivered[1].paths[::6]
    assert len(paths) > 10
    assert [path.name for path in paths if dossier.root not in text_of(path)] == []


def test_each_accepted_risk_is_printed_with_who_accepted_it_and_until_when(dossier: Dossier, delivered: Any) -> None:
    assert len(dossier.risks) == 3
    for name in ("通报.docx", "年度考核情况.docx"):
        text = text_of(delivered[0] / name)
        for risk in dossier.risks:
            assert risk.reason.rstrip("。") in text
            assert f"批准：{risk.approver}，至2021年12月31日" in text


def test_each_unit_and_each_leader_has_a_document(dossier: Dossier, delivered: Any) -> None:
    out = delivered[0]
    assert len(list((out / "单位附件").glob("*.docx"))) == len(subjects(dossier, "unit")) > 20
    assert len(list((out / "半年述职表").glob("*.docx"))) == len(subjects(dossier, "leader")) > 40


def test_the_annex_of_a_unit_lists_every_entry_that_clauses_wrote_on_its_card(dossier: Dossier) -> None:
    bench, looked = bench_of(dossier, "zh"), 0
    for code, cards in subjects(dossier, "unit").items():
        facts = unit_facts(code, cards, bench)
        rows = [row for card in facts["cards"] for section in card["sections"] for row in section["rows"]]
        entries = [entry for card in cards for entry in dossier.entries_of(card) if not entry.clause.startswith("card.")]
        looked += len(entries)
        assert len(rows) == len(entries)
        assert sorted(row["at"] for row in rows) == sorted(entry.at.isoformat() for entry in entries)
    assert looked > 50


def test_due_lines_of_an_annex_are_the_clocks_behind_its_entries(dossier: Dossier) -> None:
    bench, looked = bench_of(dossier, "zh"), 0
    known = {(clock.case, clock.started.isoformat(), str(clock.late_by)) for clock in dossier.clocks}
    for code, cards in subjects(dossier, "unit").items():
        for line in unit_facts(code, cards, bench)["due"]:
            looked += 1
            assert (line["case"], line["started"], line["late"].replace("—", "None")) in known
    assert looked > 10


def test_the_half_yearly_sheet_asks_for_five_items_and_none_about_persons(delivered: Any) -> None:
    paths = sorted((delivered[0] / "半年述职表").glob("*.docx"))
    text = text_of(paths[0])
    assert len(ITEMS) == 5
    assert text.count("【此处由述职人填写】") == 5
    assert "2021年下半年" in text
    assert not re.search("越级|重点人员|稳控", text)


# --- what is not final ------------------------------------------------------------------------------


def pending(dossier: Dossier, status: Any) -> Dossier:
    """The run with a veto of that status on one unit's card, as scoring would have made it."""
    clause = next(one.id for one in dossier.policy.clauses if one.kind == "veto")
    veto = VetoLine(clause, "EV-1", ("no_top_grade",), status, "2022-01-12" if status == "pending" else None)
    first = next(card for card in dossier.cards if card.subject_kind == "unit")
    card = replace(first, vetoes=(veto,), provisional=status == "pending", would_be=None)
    others = tuple(replace(each, vetoes=(), provisional=False, would_be=None, would_be_rank=None) for each in dossier.cards if each is not first)
    return Dossier(replace(dossier.stored, scored=replace(dossier.stored.scored, cards=(card, *others))), dossier.policy)


def test_a_pending_veto_is_worded_as_provisional_with_the_last_day_of_appeal(dossier: Dossier) -> None:
    facts = circular(pending(dossier, "pending"), "zh", public=False)
    (line,) = facts["vetoes"]
    assert "待定，暂不执行" in line
    assert "如最终认定，不得评为最高等次" in line
    assert "2022年1月12日" in line
    assert facts["provisional"]
    assert "暂定" in next(row["remark"] for table in facts["tables"] for row in table["rows"] if row["remark"])


def test_a_veto_in_effect_is_not_worded_as_provisional(dossier: Dossier) -> None:
    facts = circular(pending(dossier, "effective"), "zh", public=False)
    (line,) = facts["vetoes"]
    assert "待定" not in line
    assert "不得评为最高等次" in line
    assert not facts["provisional"]


@pytest.mark.parametrize("status", ["unconfirmed", "revoked"])
def test_a_veto_that_is_none_is_said_to_have_no_effect(dossier: Dossier, status: str) -> None:
    (line,) = circular(pending(dossier, status), "zh", public=False)["vetoes"]
    assert "不产生后果" in line


# --- the public ---------------------------------------------------------------------------------------


def test_nothing_public_names_a_leader_a_rank_points_or_a_case(dossier: Dossier, published: Any) -> None:
    _, made = published
    assert sorted(path.name for path in made.paths) == ["年度考核情况（公开）.docx", "通报（公开）.docx"]
    leaders = {card.subject for card in dossier.cards if card.subject_kind == "leader"}
    cases = {entry.case for entry in dossier.entries if entry.case}
    totals = {shown(card.total, 2) for card in dossier.cards if card.data}
    assert min(len(leaders), len(cases), len(totals)) > 20
    for path in made.paths:
        words = set(re.findall(r"[\w.-]+", text_of(path)))
        assert not words & (leaders | cases | totals)
        assert not words & {"名次", "得分", "分值"}


def test_public_results_stand_by_grade_and_code_so_that_no_rank_can_be_read_off(dossier: Dossier) -> None:
    looked = 0
    for table in circular(dossier, "zh", public=True)["tables"]:
        assert set().union(*table["rows"]) == {"title", "grade", "remark"}
        looked += len(table["rows"])
    assert looked > 20
    codes = {card.title: card.subject for card in dossier.cards if card.subject_kind == "unit"}
    for table in circular(dossier, "zh", public=True)["tables"]:
        for grade in {row["grade"] for row in table["rows"]}:
            same = [codes[row["title"]] for row in table["rows"] if row["grade"] == grade]
            assert same == sorted(same)


def test_counts_under_ten_are_withheld_and_so_is_what_would_give_them_away() -> None:
    rows = (Count("来访", "渠道", 30), Count("来信", "渠道", 4), Count("网上", "渠道", 20), Count("全部", "登记", 54))
    shown_rows = public_counts(rows)
    assert [row.count for row in shown_rows] == [30, None, None, 54]


# --- article 41 ---------------------------------------------------------------------------------------


def test_the_tables_of_article_41_count_what_the_events_are(dossier: Dossier) -> None:
    found, world = annual(dossier.world), dossier.world
    events = {event.id: event for streams in (world.streams.cases, world.streams.units) for one in streams.values() for event in one.events}
    mine = [event for event in events.values() if world.day_of(event).year == 2021]
    registered = [event for event in mine if event.kind == "registered"]
    assert found.received[0].count == len(registered) > 50
    by_channel = sum(row.count or 0 for row in found.received if row.within == "渠道")
    assert by_channel == len(registered)
    assert {row.what for row in found.supervised} >= {"交办"}
    units = [row.what for row in found.by_unit]
    assert units == sorted(units)
    assert len(units) > 10


def test_the_period_is_named_as_a_year_and_written_out_day_by_day(dossier: Dossier) -> None:
    facts = common(dossier, "zh")
    assert (facts["period_name"], facts["period"]) == ("2021年度", "2021年1月1日至2021年12月31日")
    assert common(dossier, "en")["period"] == "1 January 2021 to 31 December 2021"


def test_without_libreoffice_it_is_said_that_no_pdf_was_made(delivered: tuple[Path, Delivered]) -> None:
    assert delivered[1].remarks == ("没有找到 LibreOffice，未生成 PDF",)
    assert {path.suffix for path in delivered[1].paths} == {".docx"}


# --- a year made of months ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def monthly(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """The 二道 sample year, small: a card for each month, of which the year's is the mean."""
    home, out = LISHI.parent / "erdao", tmp_path_factory.mktemp("months")
    inputs = Inputs(home, (lay_out(home, out / "year", 30, 7).events,), home / "roster.yaml")
    ready = prepare(inputs)
    assert ready.policy is not None
    write_run(run(ready.policy, ready.roster, ready.events, engine_name="batch"), inputs, out / "run")
    stored = read_run(out / "run")
    assert stored is not None
    return Dossier(stored, ready.policy)


def test_the_annex_of_a_unit_lists_what_its_months_took_and_gave(monthly: Dossier) -> None:
    """The year's card has no entry of a clause; the annex used to say that no deadline had cost a point."""
    bench, seen = bench_of(monthly, "zh"), 0
    for code, cards in subjects(monthly, "unit").items():
        assert {len(card.span) for card in cards} == {4}
        facts = unit_facts(code, cards, bench)
        mine = [entry for entry in monthly.entries if (entry.subject_kind, entry.subject) == ("unit", code)]
        wrote = [entry for entry in mine if entry.clause in monthly.clauses and entry.card is not None]
        rows = [row for card in facts["cards"] for section in card["sections"] for row in section["rows"]]
        assert len(rows) == len(wrote)
        assert bool(facts["due"]) == any(entry.due is not None for entry in wrote)
        assert re.fullmatch(r"2023-\d\d", facts["cards"][0]["lines"][0]["section"])
        seen += len(rows)
    assert seen > 50


def test_vetoes_that_read_alike_are_one_sentence_with_their_number(dossier: Dossier) -> None:
    several = pending(dossier, "effective")
    card = several.cards[0]
    twice = replace(card, vetoes=(*card.vetoes, replace(card.vetoes[0], event="another")))
    scored = replace(several.stored.scored, cards=(twice, *several.cards[1:]))
    (line,) = circular(Dossier(replace(several.stored, scored=scored), several.policy), "zh", public=False)["vetoes"]
    assert line.startswith("1. ")
    assert line.endswith("（2 次）。")


def test_a_unit_that_was_merged_during_the_year_keeps_its_name(dossier: Dossier) -> None:
    """It has no card and no row on as-of; its code used to stand in the tables of the yearly report."""
    rows = "kaohe: 1\nroster: r\nunits:\n  - {id: west, title: 河西镇, to: 2021-03-31}\n  - {id: west, title: 河西街道, from: 2021-04-01, to: 2021-06-30}\n"
    document = load(rows, "roster.yaml", RosterDocument).document
    assert document is not None
    roster, flaws = roster_from_document(document, dossier.policy.vocabulary)
    assert not flaws
    merged = Dossier(dossier.stored, dossier.policy)
    merged.__dict__["world"] = replace(dossier.world, roster=roster)
    assert [unit_name(merged, unit) for unit in ("west", "nowhere")] == ["河西街道", "nowhere"]
