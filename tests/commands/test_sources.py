"""The auditor's commands on sources: what is checked is counted, what is wrong has a place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEXTS = Path(__file__).parents[2] / "../shared/sources"
at_hand = pytest.mark.skipif(not TEXTS.is_dir(), reason="optional data: the source texts are not at hand")


def test_without_texts_the_quotations_that_could_not_be_checked_are_counted(kaohe) -> None:
    done = kaohe("sources", "verify")
    assert done.code == 0
    count, unchecked = re.findall(r"引文 (\d+) 条.*无原文可核 (\d+)", done.out)[0]
    assert count == unchecked
    assert int(count) > 190


@at_hand
def test_every_quotation_is_found_in_the_texts(kaohe) -> None:
    done = kaohe("--lang", "en", "sources", "verify", "--texts", TEXTS)
    assert done.code == 0, done.out
    assert re.search(r"1\d\d found, 0 not found, \d+ without a text at hand; 5 texts", done.out)


@at_hand
def test_a_text_that_does_not_have_a_passage_gives_located_problems_and_exit_1(kaohe, tmp_path: Path) -> None:
    for text in TEXTS.glob("*.txt"):
        words = text.read_text(encoding="utf-8")
        (tmp_path / text.name).write_text(words.replace("五个不放过", "五个放过"), encoding="utf-8")
    done = kaohe("sources", "verify", "--texts", tmp_path)
    assert done.code == 1
    assert "clause.quote-not-found" in done.out
    assert re.search(r"policies/tongling/policy\.yaml:\d+:\d+", done.out)
    assert re.search(r"policies/lishi/policy\.yaml:\d+:\d+", done.out)


def test_each_text_says_how_many_rows_became_clauses_and_how_many_were_left(kaohe) -> None:
    done = kaohe("sources", "coverage")
    assert done.code == 0
    total = re.search(r"^合计\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+0$", done.out, re.MULTILINE)
    assert total is not None
    rows, scored, silent, never = map(int, total.groups())
    assert rows == scored + silent + never == 173  # 121 + 30 + 19, and N-30 in four texts
    assert "自有比例" in done.out
    assert "没有原文" in done.out


@at_hand
def test_with_texts_each_paragraph_is_counted_and_no_word_of_an_unused_sentence_is_printed(kaohe) -> None:
    done = kaohe("sources", "coverage", "--policy", "lishi", "--texts", TEXTS)
    counted = re.search(r"^合计\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\n没有交代的 (\d+) 句", done.out, re.MULTILINE)
    assert counted is not None, done.out[-600:]
    whole, *parts, loose = map(int, counted.groups())
    assert whole == sum(parts)
    assert parts[-1] == loose > 0
    assert min(parts[:3]) > 0
    assert "市委书记" not in done.out


def test_a_policy_without_rows_is_worded(kaohe) -> None:
    done = kaohe("sources", "coverage", "--policy", "statute")
    assert done.code == 2
    assert "没有办法 `statute`" in done.err


@pytest.mark.parametrize("call", [("sources", "verify"), ("sources", "coverage"), ("policy", "show")], ids=" ".join)
def test_each_part_has_help_with_an_example_in_both_languages(kaohe, call: tuple[str, str]) -> None:
    zh, en = kaohe(*call, "--help").out, kaohe("--lang", "en", *call, "--help").out
    assert f"kaohe {' '.join(call)}" in zh.split("示例")[1]
    assert f"kaohe {' '.join(call)}" in en.split("Examples")[1]
    assert not re.search(r"[\u4e00-\u9fff]", en)


def test_a_policy_is_printed_and_written_and_what_stands_there_is_left_alone(kaohe, tmp_path: Path) -> None:
    shown = kaohe("policy", "show", "policies/erdao")
    assert shown.code == 0
    paper, sheet = tmp_path / "erdao.md", tmp_path / "erdao.docx"
    written = kaohe("policy", "show", "policies/erdao", "--markdown", paper, "--docx", sheet)
    assert written.code == 0, written.err
    assert paper.read_text(encoding="utf-8") == shown.out
    assert sheet.read_bytes()[:2] == b"PK"
    again = kaohe("policy", "show", "policies/erdao", "--docx", sheet)
    assert again.code == 2
    assert "没有覆盖" in again.err
