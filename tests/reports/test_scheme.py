"""A printed policy says every rule of it, in both languages, and nothing that the policy does not say."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from docx import Document

from kaohe.reports.scheme.markdown import markdown
from kaohe.reports.scheme.page import RULE_COLUMNS, Page, page_of
from kaohe.reports.scheme.voice import Voice
from kaohe.reports.scheme.word import word
from kaohe.rules.checked import Checked
from kaohe.rules.library import load_policy, policy_document
from kaohe.rules.policy import Policy
from kaohe.rules.shelf import SHIPPED
from kaohe.rules.value import plain

HOMES = sorted(path.parent for path in SHIPPED.glob("*/policy.yaml"))
Lang = Literal["zh", "en"]


@cache
def checked(home: Path) -> Checked:
    return load_policy(home)


def policy(home: Path) -> Policy:
    found = checked(home).policy
    assert found is not None
    return found


def page(home: Path, lang: Lang = "zh") -> Page:
    return page_of(policy(home), policy_document(home), checked(home).problems, Voice(policy(home), lang))


def rules(given: Page) -> dict[str, dict[str, str]]:
    """Clause id -> column -> cell."""
    tables = [part for part in given.parts if len(part.heads) == len(RULE_COLUMNS)]
    rows = [dict(zip(RULE_COLUMNS, row, strict=True)) for part in tables for row in part.rows]
    return {re.findall(r"[(（]([^()（）]+)[)）]\Z", row["item"])[0]: row for row in rows}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("home", HOMES, ids=lambda home: home.name)
def test_each_clause_stands_in_one_row_with_its_rule_points_basis_and_origin(home: Path, lang: Lang) -> None:
    shown = rules(page(home, lang))
    assert sorted(shown) == sorted(clause.id for clause in policy(home).clauses)
    for clause in policy(home).clauses:
        row = shown[clause.id]
        assert clause.title in row["item"]
        assert row["rule"], clause.id
        assert row["points"], clause.id
        for basis in clause.basis:
            assert (basis.quote or basis.article or "?") in row["basis"], clause.id
        assert bool(row["origin"]) == bool(clause.points_from), clause.id
        assert bool(row["who"]) == (clause.kind != "monitored"), clause.id
        caps = [each for cap in (clause.unit_cap, clause.leader_cap) for each in (cap.per_case, cap.per_subject) if each is not None]
        said = set(re.findall(r"[\d.]+", row["cap"]))
        kinds = {line.kind for line in clause.lines}
        if clause.unit_cap == clause.leader_cap or len(kinds) == 2:
            assert {plain(each) for each in caps} <= said, clause.id


@pytest.mark.parametrize("home", HOMES, ids=lambda home: home.name)
def test_chinese_conditions_are_in_chinese_and_english_ones_as_written(home: Path) -> None:
    zh, en = page(home, "zh"), page(home, "en")
    words = " ".join(row["rule"] for row in rules(zh).values())
    assert not re.search(r"&&|\|\||seen\(|default\(", words)
    ours = {cell for part in en.parts for cell in (part.title, *part.heads)} - set(policy(home).section_titles.values())
    assert not [cell for cell in ours if re.search(r"[\u4e00-\u9fff]", cell)]


def test_a_rule_reads_as_an_office_would_write_it() -> None:
    shown = rules(page(SHIPPED / "lishi"))
    row = shown["control-new.second-report"]
    assert row["rule"] == (
        "每有一次“再次反映”，符合：来源 ＝ “初信初访” 且 未“已化解” 且 （期限“超过交办时限未办结”已逾期 或 已有“办结”） 且 没有“复核决定”；"
        "扣 2 分（第二次反映未解决扣分）"
    )
    assert (row["points"], row["cap"]) == ("-2", "每事项 6、每对象 20（各行按份额）")
    assert row["who"] == "责任单位、责任单位的主要负责人（50%）"
    assert "满 90日 未被撤销才记" in shown["clear-old.bonus"]["rule"]
    assert "每周至少 3 次“带案下访”（所带案件 有值）" in shown["leaders.field-visits"]["rule"]
    assert shown["monitor.people"]["points"] == "不计分"


def test_changing_a_number_of_the_policy_changes_that_number_on_the_page(tmp_path: Path) -> None:
    text = (SHIPPED / "lishi/policy.yaml").read_text(encoding="utf-8")
    assert text.count('values: {2021-01-01: "2"}') == 2
    (tmp_path / "policy.yaml").write_text(text.replace('values: {2021-01-01: "2"}', 'values: {2021-01-01: "3"}', 1), encoding="utf-8")
    before, after = rules(page(SHIPPED / "lishi")), rules(page(tmp_path))
    differ = [name for name in before if before[name] != after[name]]
    assert differ == ["control-new.second-report"]
    assert after["control-new.second-report"]["points"] == "-3"


def test_gates_limits_cards_and_silenced_warnings_are_told() -> None:
    text = markdown(page(SHIPPED / "tongling"))
    assert "调查事实不清楚不放过" in text
    assert "咨询 1日、建议 1日、一般诉求 2日、简易程序 1日" in text
    assert "优秀（90 分以上、不超过同组 30%，至少 1 个）" in text
    assert "clause.charged-twice" in text
    assert "gate.volume-rate" in text


def test_an_accepted_risk_is_told_with_its_approver_end_and_counter_clause(tmp_path: Path) -> None:
    text = (SHIPPED / "lishi/policy.yaml").read_text(encoding="utf-8")
    risk = "    accepted_risk: {reason: 上级要求, approver: 市考核办主任, until: 2021-12-31, counter_clause: control-new.not-registered}\n"
    marked = text.replace("    on: repeat_petition\n", "    on: repeat_petition\n" + risk, 1)
    (tmp_path / "policy.yaml").write_text(marked, encoding="utf-8")
    remarks = " ".join(page(tmp_path).remarks)
    assert "市考核办主任" in remarks
    assert "2021-12-31" in remarks
    assert "来访应登未登" in remarks


def test_risks_accepted_for_a_whole_policy_are_told() -> None:
    looked_at = 0
    for home in HOMES:
        remarks = " ".join(page(home).remarks)
        for risk in policy(home).accepted_risks:
            looked_at += 1
            assert risk.approver in remarks
            assert risk.until.isoformat() in remarks
    assert looked_at > 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_word_document_has_the_same_tables_on_landscape_sheets_with_repeated_heads(lang: Lang) -> None:
    given = page(SHIPPED / "lishi", lang)
    document = Document(io.BytesIO(word(given)))
    tables = [[tuple(cell.text for cell in row.cells) for row in table.rows] for table in document.tables]
    assert tables == [[tuple(cell.replace("`", "") for cell in row) for row in (part.heads, *part.rows)] for part in given.parts]
    assert len(tables) > 8
    assert document.sections[0].page_width > document.sections[0].page_height
    assert all(table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in document.tables)
    assert document.paragraphs[0].text == document.core_properties.title == given.title
    assert (document.core_properties.author, document.core_properties.comments) == ("", "")


def test_markdown_tables_are_whole_whatever_stands_in_a_cell() -> None:
    looked_at = 0
    for home in HOMES:
        for lang in ("zh", "en"):
            for line in markdown(page(home, lang)).splitlines():  # type: ignore[arg-type]
                if line.startswith("| "):
                    looked_at += 1
                    columns = len(re.findall(r"(?<!\\)\|", line)) - 1
                    assert columns in (2, 3, 4, 5, 7), line
    assert looked_at > 300
