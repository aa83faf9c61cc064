"""Card, why and why-not lead from a figure to a clause, a condition, a day and an event."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

REPEAT = "repeat/unit:chengbei/e4"


def test_a_card_shows_sections_entries_and_what_the_cap_left(run_folder: Path, kaohe) -> None:
    said = kaohe("card", "chengbei", "--run", run_folder).out
    assert "总分 96" in said
    assert "finish/unit:chengbei/e2/late" in said
    assert "累计限额 3" in said


def test_why_an_entry_quotes_the_clause_and_every_part_of_the_condition(run_folder: Path, kaohe) -> None:
    said = kaohe("why", REPEAT, "--run", run_folder).out
    assert "第二次反映未解决的给予扣分" in said
    assert re.search(r"policy\.yaml:\d+:\d+", said)
    assert 'overdue("finish") → 是' in said
    assert "2021-05-10  再次反映" in said


def test_why_a_late_entry_counts_the_days(run_folder: Path, kaohe) -> None:
    said = kaohe("why", "finish/unit:chengbei/e2/late", "--run", run_folder).out
    assert "起算 2021-03-02" in said
    assert "2021-03-03 … 2021-05-01  60 天  计入" in said
    assert "到期 2021-05-01" in said


def test_why_a_case_tells_its_life(run_folder: Path, kaohe) -> None:
    said = kaohe("why", "A1", "--run", run_folder).out
    assert said.index("登记") < said.index("交办") < said.index("再次反映")
    assert "超期" in said


def test_why_not_names_the_part_that_failed_and_the_last_day(run_folder: Path, kaohe) -> None:
    said = kaohe("why-not", "repeat", "--case", "A1", "--run", run_folder).out
    assert "事件 e3：条件不成立" in said
    assert 'overdue("finish") → 否' in said
    assert "2021-12-31" in said


@pytest.mark.parametrize("what", ["A9", "no/such:entry/e1"])
def test_what_is_not_there_is_said_with_what_is_near(run_folder: Path, kaohe, what: str) -> None:
    done = kaohe("why", what, "--run", run_folder)
    assert done.code == 1
    assert what in done.err


def test_a_clause_is_told_by_its_entries_and_where_to_ask_why_there_is_none(run_folder: Path, kaohe) -> None:
    said = kaohe("why", "repeat", "--run", run_folder)
    assert said.code == 0
    assert "第二次反映未解决的给予扣分" in said.out
    assert f"  {REPEAT}\n" in said.out
    assert "kaohe why-not repeat --case" in said.out
    english = kaohe("--lang", "en", "why", "finish", "--run", run_folder).out.splitlines()
    assert "it wrote 1 entry; ask about one by its id:" in english


@pytest.mark.parametrize(("what", "near"), [(REPEAT.replace("chengbei", "chengbi"), REPEAT), ("finsh/unit:chengbei/e2/late", "finish/unit:chengbei/e2/late")])
def test_an_entry_that_is_not_there_is_said_with_the_nearest(run_folder: Path, kaohe, what: str, near: str) -> None:
    done = kaohe("why", what, "--run", run_folder)
    assert done.code == 1
    assert near in done.err


def test_a_card_is_found_by_title_and_a_wrong_name_is_answered_by_the_nearest(run_folder: Path, desk: Path, kaohe, tmp_path: Path) -> None:
    wrong = kaohe("card", "chengbi", "--run", run_folder)
    assert (wrong.code, wrong.err.splitlines()[1]) == (1, "是不是 chengbei？")
    roster = tmp_path / "roster.yaml"
    roster.write_text("kaohe: 1\nroster: r\nunits:\n  - {id: chengbei, title: 城北街道}\n  - {id: fengshan, title: 凤山街道}\n", encoding="utf-8")
    run = ("run", "--policy", desk / "small", "--events", desk / "events.jsonl", "--roster", roster, "--out", tmp_path / "run")
    assert kaohe(*run).code == 0
    titled, coded = (kaohe("card", who, "--run", tmp_path / "run") for who in ("城北街道", "chengbei"))
    assert titled == coded
    for nearly in ("城北街", "城北"):
        assert "是不是 chengbei" in kaohe("card", nearly, "--run", tmp_path / "run").err


def test_inputs_that_are_gone_are_told_together(desk: Path, kaohe, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(desk / "small", home / "small")
    shutil.copy(desk / "events.jsonl", home)
    assert kaohe("run", "--policy", home / "small", "--events", home / "events.jsonl", "--out", home / "run").code == 0
    (home / "events.jsonl").unlink()
    (home / "small" / "policy.yaml").write_text((desk / "small" / "policy.yaml").read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    told = kaohe("card", "chengbei", "--run", home / "run").err
    assert told.count("run.input-changed") == 1
    assert "`small/policy.yaml`" in told
    assert "`events.jsonl`" in told


def test_a_changed_policy_is_said_before_anything_is_explained(desk: Path, run_folder: Path, kaohe) -> None:
    policy = desk / "small" / "policy.yaml"
    before = policy.read_text(encoding="utf-8")
    policy.write_text(before + "# changed\n", encoding="utf-8")
    try:
        done = kaohe("why", REPEAT, "--run", run_folder)
    finally:
        policy.write_text(before, encoding="utf-8")
    assert "run.input-changed" in done.err


def test_english_explanations_have_no_chinese_of_ours(run_folder: Path, kaohe) -> None:
    """Titles and quotations are the policy's own words; everything around them is English."""
    said = kaohe("--lang", "en", "why-not", "repeat", "--case", "A1", "--run", run_folder).out
    ours = [line for line in said.splitlines() if not line.startswith(("clause", "  basis"))]
    assert len(ours) > 4
    assert not [line for line in ours if re.search(r"[\u4e00-\u9fff]", line)]


def test_a_damaged_run_is_told_and_not_a_fault_of_ours(run_folder: Path, kaohe, tmp_path: Path) -> None:
    for name in ("receipt.json", "ledger.parquet", "cards.json"):
        copy = tmp_path / name
        shutil.copytree(run_folder, copy)
        (copy / name).write_bytes((copy / name).read_bytes()[:40])
        done = kaohe("card", "chengbei", "--run", copy)
        assert done.code == 2
        assert "已损坏" in done.err
        assert "Traceback" not in done.err


@pytest.mark.parametrize("name", ["cards.json", "clocks.parquet", "tallies.parquet"])
def test_no_file_of_a_run_can_be_altered_without_its_being_said(run_folder: Path, tmp_path: Path, name: str, kaohe) -> None:
    """A total written over by hand in ``cards.json`` is not shown as if nobody had touched it."""
    other = tmp_path / "altered"
    shutil.copytree(run_folder, other)
    receipt = json.loads((other / "receipt.json").read_text(encoding="utf-8"))
    assert set(receipt["files"]) == {one.name for one in other.iterdir()} - {"receipt.json"}
    before = (other / name).read_bytes()
    if name.endswith("json"):
        (other / name).write_bytes(before.replace(b'"total": "96', b'"total": "97', 1))
    else:
        rows = pq.read_table(other / name)
        pq.write_table(rows.slice(0, max(len(rows) - 1, 0)), other / name, compression="none")
    assert (other / name).read_bytes() != before
    told = kaohe("card", "chengbei", "--run", other).err
    assert "run.ledger-changed" in told
    assert f"`{name}`" in told


def test_a_case_tells_what_was_amended_and_what_was_voided(desk: Path, kaohe, tmp_path: Path) -> None:
    """The amendment's content stands under the original's id; the withdrawn event is shown, and counts no more."""
    (tmp_path / "more.jsonl").write_text(
        '{"id": "x1", "kind": "repeat_petition", "at": "2021-05-11", "case": "A1", "amends": "e4", "recorded_at": "2022-01-05"}\n'
        '{"id": "x2", "kind": "repeat_petition", "at": "2022-01-05", "voids": "e3"}\n',
        encoding="utf-8",
    )
    run = ("run", "--policy", desk / "small", "--events", desk / "events.jsonl", "--events", tmp_path / "more.jsonl")
    assert kaohe(*run, "--out", tmp_path / "run").code == 0
    said = kaohe("--lang", "en", "why", "A1", "--run", tmp_path / "run").out.splitlines()
    assert "  2021-05-11  再次反映  [e4]  (as amended by x1)" in said
    voided = said.index("events that were voided and no longer count")
    assert "[e3]" in said[voided + 1]
    assert sum("[e3]" in line for line in said) == 1
    assert "(as amended by x1)" in kaohe("--lang", "en", "why", REPEAT, "--run", tmp_path / "run").out
    assert kaohe(*run, "--known-at", "2021-12-31", "--out", tmp_path / "then").code == 0
    then = kaohe("--lang", "en", "why", "A1", "--run", tmp_path / "then").out
    assert "amended" not in then
    assert "voided" not in then


@pytest.mark.parametrize("kept", [(), ("--keep-events",)])
def test_an_event_tells_what_it_corrects_or_what_became_of_it_and_whom_to_ask_about(desk: Path, kaohe, tmp_path: Path, kept: tuple[str, ...]) -> None:
    (tmp_path / "more.jsonl").write_text(
        '{"id": "x1", "kind": "repeat_petition", "at": "2021-05-11", "case": "A1", "amends": "e4", "recorded_at": "2021-06-05"}\n'
        '{"id": "x2", "kind": "repeat_petition", "at": "2021-06-06", "voids": "e3"}\n'
        '{"id": "x3", "kind": "repeat_petition", "at": "2021-05-12", "case": "A1", "amends": "e4", "recorded_at": "2021-06-07"}\n'
        '{"id": "x4", "kind": "repeat_petition", "at": "2022-01-05", "voids": "e5"}\n',
        encoding="utf-8",
    )
    run = ("run", "--policy", desk / "small", "--events", desk / "events.jsonl", "--events", tmp_path / "more.jsonl", *kept)
    assert kaohe(*run, "--known-at", "2021-12-31", "--out", tmp_path / "run").code == 0

    def said(event: str) -> str:
        done = kaohe("--lang", "en", "why", event, "--run", tmp_path / "run")
        assert done.code == 0, done.all
        return str(done.out)

    assert ["it counts as it is" in said("e5"), "[x4]" in said("e5")] == [True, False]  # x4 came too late for the run
    assert "nothing corrects it" not in said("e4")
    assert ["[x1]" in said("e4"), "[x3]" in said("e4")] == [True, True]
    assert "it amends the event e4" in said("x3")
    assert "changes nothing" in said("x1")
    assert "it was voided" in said("e3")
    assert ["it voids the event e3" in said("x2"), "[e3]" in said("x2")] == [True, True]
    assert "recorded earlier" in said("x4")
    assert all("kaohe why A1" in said(event) for event in ("e3", "e4", "e5", "x1", "x2", "x3"))


def test_a_run_is_proved_without_anything_being_asked_about_it(run_folder: Path, kaohe) -> None:
    root = json.loads((run_folder / "receipt.json").read_text(encoding="utf-8"))["root"]
    done = kaohe("why", "--verify", "--run", run_folder)
    assert (done.code, root in done.out, "核对无误" in done.out) == (0, True, True)
    shutil.copytree(run_folder, other := run_folder.parent / "unproved")
    (other / "cards.json").write_text((other / "cards.json").read_text(encoding="utf-8") + " ", encoding="utf-8")
    done = kaohe("why", "--verify", "--run", other)
    assert (done.code, "cards.json" in done.err, done.out) == (1, True, "")
    nothing = kaohe("why", "--run", run_folder)
    assert (nothing.code, "what" in nothing.err) == (2, True)


def test_a_void_that_names_no_case_is_seen_though_it_stands_in_another_file(desk: Path, kaohe, tmp_path: Path) -> None:
    from kaohe.engine.event_file import read_events, write_events
    from kaohe.rules.library import load_policy

    policy = load_policy(desk / "small").policy
    assert policy is not None
    (tmp_path / "more.jsonl").write_text('{"id": "x2", "kind": "repeat_petition", "at": "2021-06-06", "voids": "e4"}\n', encoding="utf-8")
    (tmp_path / "roster.yaml").write_text("kaohe: 1\nroster: r\nunits:\n  - {id: chengbei, title: 城北街道}\n  - {id: fengshan, title: 凤山街道}\n", encoding="utf-8")
    for source in (desk / "events.jsonl", tmp_path / "more.jsonl"):
        events = read_events([source], policy.vocabulary, policy.timezone).events
        write_events(events, tmp_path / f"{source.stem}.parquet", policy.vocabulary, policy.timezone)
    files = ("--events", tmp_path / "events.parquet", "--events", tmp_path / "more.parquet", "--roster", tmp_path / "roster.yaml")
    assert kaohe("run", "--policy", desk / "small", *files, "--out", tmp_path / "run").code == 0
    said = kaohe("--lang", "en", "why", "A1", "--run", tmp_path / "run").out
    assert "[e4]" in said[said.index("events that were voided") :]
