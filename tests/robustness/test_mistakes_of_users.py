"""Mistakes that were played as an assessment office, an editor and an auditor: each gets words, in both languages, with what it is about."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kaohe.rules.shelf import SHIPPED

EXAMPLE = Path(__file__).parents[2] / "docs" / "example"
INPUTS = ("--policy", "ex/policy.yaml", "--events", "ex/events.jsonl", "--roster", "ex/roster.yaml")
IMPORT = ("import", "ex/export.csv", "--mapping", "ex/mapping.yaml", "--out", "into")


@pytest.fixture(scope="module")
def desk(kaohe, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example of the guides, a run of it, and what lies about on a desk."""
    home = tmp_path_factory.mktemp("desk")
    shutil.copytree(EXAMPLE, home / "ex")
    (home / "file.txt").write_text("x", encoding="utf-8")
    (home / "empty.csv").write_bytes(b"")
    assert kaohe("run", *INPUTS, "--out", "run", cwd=home).code == 0
    for name, lost in (("eventless", "events.jsonl"), ("other", "policy.yaml")):
        shutil.copytree(EXAMPLE, home / f"ex-{name}")
        inputs = ("--policy", f"ex-{name}/policy.yaml", "--events", f"ex-{name}/events.jsonl", "--roster", "ex/roster.yaml")
        assert kaohe("run", *inputs, "--out", name, cwd=home).code == 0
        (home / f"ex-{name}" / lost).unlink()
    for file in ("policy.yaml", "vocabulary.yaml"):  # another policy stands where this one stood
        shutil.copy(SHIPPED / "library-fines" / file, home / "ex-other" / file)
    return home


MISTAKES: list[tuple[tuple[str, ...], int, str, str]] = [
    (("run", *INPUTS, "--out", "file.txt/run"), 2, "`file.txt`", "`file.txt`"),
    (("run", "--policy", "ex/policy.yaml", "--events", "empty.csv", "--out", "none"), 1, "empty.csv:1:1: 问题 intake.empty-file", "the file is empty"),
    (("card", "north", "--run", "run", "--lang", "fr"), 2, "`--lang fr` 不在可选之列：zh, en", "`--lang fr`"),
    (("card", "north", "--run", "run", "--lang"), 2, "`--lang` 不在可选之列：zh, en", "`--lang`"),
    (("why", " finish/unit:north/a2/late ", "--run", "run"), 1, "是不是 finish/unit:north/a2/late", "did you mean finish/unit:north/a2/late"),
    (("why", "ｆｉｎｉｓｈ／ｕｎｉｔ：ｎｏｒｔｈ／ａ２／ｌａｔｅ", "--run", "run"), 1, "是不是 finish/unit:north/a2/late", "did you mean finish/unit:north/a2/late"),
    (("why", "Ａ－００１", "--run", "run"), 1, "是不是 A-001", "did you mean A-001"),
    (("card", "ｎｏｒｔｈ", "--run", "run"), 1, "是不是 north", "did you mean north"),
    ((*IMPORT, "--roster", "nowhere.yaml"), 1, "nowhere.yaml:1:1: 问题", "no file called `nowhere.yaml`"),
    ((*IMPORT, "--recorded-at", "2021年3月1日"), 2, "只用于全部现状", "whole snapshots"),
    ((*IMPORT[:-1], "file.txt"), 2, "`file.txt`", "`file.txt`"),
    (("due", "--as-of", "2021-04-01", *INPUTS, "--unit", "nroth"), 2, "没有单位 `nroth`；相近：north", "no unit `nroth` on the roster; nearest: north"),
    (("due", "--as-of", "2021-04-01", *INPUTS, "--within", "-5"), 2, "--within", "--within"),
    (("why", "A-999", "--run", "eventless"), 1, "事件文件已不在原处", "the files of events are gone"),
    (("replay", "--case", "A-001", "--run", "eventless"), 1, "事件文件已不在原处", "the files of events are gone"),
    (("card", "north", "--run", "other"), 2, "没有考核表 leader, unit", "it has no scorecard leader, unit"),
    (("report", "other"), 2, "没有考核表 leader, unit", "it has no scorecard leader, unit"),
    (("report", "run", "--docx", "--templates", "nowhere"), 2, "`nowhere` 里没有模板", "no template in `nowhere`"),
    (("demo", "--cases", "0", "--out", "demo"), 2, "`--cases` 的值不对：应是不小于 1 的整数", "a whole number from 1 on is wanted"),
    (("roster", "accept", "甲=north"), 2, "到那里去做", "go there, or run kaohe init first"),
    (("watch", *INPUTS, "--once", "--every", "0"), 2, "--every", "--every"),
]


@pytest.mark.parametrize(("call", "code", "zh", "en"), MISTAKES, ids=[" ".join(call[:1] + call[-2:]) for call, *_ in MISTAKES])
def test_a_mistake_is_told_in_words_and_nothing_is_written(kaohe, desk: Path, call: tuple[str, ...], code: int, zh: str, en: str) -> None:
    before = sorted(desk.rglob("*"))
    for lang, words in (("zh", zh), ("en_US.UTF-8", en)):
        said = kaohe(*call, lang=lang, cwd=desk)
        assert said.code == code, said.all
        assert words in said.err
        assert "Traceback" not in said.all
    assert sorted(desk.rglob("*")) == before


FILES = ("ledger.parquet", "tallies.parquet", "clocks.parquet", "vestings.parquet", "coverage.parquet", "gates.parquet", "cards.json", "policy.json")
QUESTIONS = (("card", "north"), ("why", "A-001"), ("why-not", "finish", "--case", "A-001"), ("replay", "--case", "A-001"))


def _gone(file: Path) -> None:
    file.unlink()


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@pytest.mark.parametrize("harm", [_gone, _cut])
@pytest.mark.parametrize("name", FILES)
def test_a_run_that_is_not_whole_is_refused_by_the_name_of_what_it_lacks(kaohe, desk: Path, tmp_path: Path, name: str, harm: Callable[[Path], None]) -> None:
    shutil.copytree(desk / "run", tmp_path / "desk" / "run")
    shutil.copytree(desk / "ex", tmp_path / "desk" / "ex")
    harm(tmp_path / "desk" / "run" / name)
    said = [kaohe(*question, "--run", "run", cwd=tmp_path / "desk") for question in QUESTIONS]
    said += [kaohe("report", "run", cwd=tmp_path / "desk"), kaohe("compare", "run", "run", cwd=tmp_path / "desk")]
    assert {each.code for each in said} == {2}
    assert {each.err for each in said} == {f"`run` 里的结果不全：{name} 不在了或已损坏；不要采信，用回执 receipt.json 所列的输入重新计算\n"}
    assert not (tmp_path / "desk" / "run-report").exists()


def test_what_another_wrote_first_is_named(kaohe, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs into one folder: the second finds it only when it wants to give its own the name."""
    from kaohe.scoring import run_files

    plain = run_files.whole_directory

    def overtaken(path: Path):
        path.mkdir()
        (path / "receipt.json").write_text("{}", encoding="utf-8")
        return plain(path)

    monkeypatch.setattr(run_files, "whole_directory", overtaken)
    said = kaohe("run", *INPUTS, "--out", "both", cwd=desk)
    shutil.rmtree(desk / "both")
    assert said.code == 1
    assert "`both` 已存在" in said.err
    assert not list(desk.glob(".both*"))
