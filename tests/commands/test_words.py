"""The command line speaks Chinese first and English completely; wrong calls are worded."""

from __future__ import annotations

import json
import os
import re
import string
import subprocess
import sys
from fractions import Fraction

import pytest

from kaohe.commands.shared import GROUPS
from kaohe.reports.words import WORDS, language, say

COMMANDS = ("check", "schema", "test", "import", "run", "demo", "card", "why", "why-not")
"""The main way, each asked for help as a process of its own; all commands are asked for it in one."""
_HELPS = """
import contextlib, io, json, sys
from kaohe.cli import _hang_on, main
from kaohe.commands.shared import app
from kaohe.reports import command_line
import typer
_hang_on("")
def leaves(command, words):
    parts = getattr(command, "commands", None)
    if not parts:
        yield words
    for name, part in (parts or {}).items():
        yield from leaves(part, [*words, name])
said = {}
for words in leaves(typer.main.get_command(app), []):
    for lang in ("zh", "en"):
        command_line.SPOKEN.clear()
        sys.argv, out = ["kaohe", "--lang", lang, *words, "--help"], io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
            main()
        said[" ".join([lang, *words])] = out.getvalue()
json.dump(said, sys.stdout)
"""


def test_every_sentence_has_both_halves_with_the_same_gaps() -> None:
    assert len(WORDS) > 150
    for key, (zh, en) in WORDS.items():
        gaps = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (zh, en)]
        assert (zh.strip() and en.strip()) or key == "condition.by", key
        assert gaps[0] == gaps[1], key


def test_english_sentences_have_no_chinese() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    found = [key for key, (_, en) in WORDS.items() if chinese.search(en)]
    assert found == []


def test_no_command_and_no_part_of_one_lacks_words_or_an_example() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _HELPS], capture_output=True, text=True, encoding="utf-8", check=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    helps = json.loads(done.stdout)
    names = {words.partition(" ")[2].partition(" ")[0] for words in helps}
    assert names == {name for group in GROUPS.values() for name in group}
    assert len(helps) > 50, sorted(helps)
    for words, printed in helps.items():
        lang, _, command = words.partition(" ")
        example = printed.split("示例" if lang == "zh" else "Examples")[-1]
        assert f"  kaohe {command}" in example, words
        assert lang == "zh" or not re.search(r"[\u4e00-\u9fff]", printed), words
        bare = [line for line in printed.splitlines() if re.fullmatch(r"\s+--[a-z-]+( [A-Z-]+)?\s*", line)]
        assert bare == [], words


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_in_both_languages(kaohe, process, command: str) -> None:
    zh, en = process(command, "--help"), kaohe("--lang", "en", command, "--help")
    assert (zh.returncode, en.code) == (0, 0)
    assert "示例" in zh.stdout
    assert f"kaohe {command}" in zh.stdout
    assert "Examples" in en.out
    assert not re.search(r"[\u4e00-\u9fff]", en.out)
    # No option without words.
    assert not [line for line in zh.stdout.splitlines() if re.fullmatch(r"\s+--[a-z-]+( [A-Z-]+)?\s*", line)]


def test_the_front_page_lists_every_command(kaohe) -> None:
    said = kaohe("--help").out
    assert [name for name in COMMANDS if name not in said] == []


@pytest.mark.parametrize(
    ("asked", "environment", "spoken"),
    [(None, None, "zh"), (None, "en_US.UTF-8", "en"), (None, "C.UTF-8", "zh"), ("zh", "en_US", "zh"), ("en", "zh_CN", "en")],
)
def test_language_is_asked_for_or_read_from_lang_or_chinese(asked: str | None, environment: str | None, spoken: str) -> None:
    assert language(asked, environment) == spoken


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (("run",), "请写明 --policy, --events, --out"),
            (("pull", "--query", "x.sql"), "缺少"),
        (("rum",), "是不是 run"),
        (("run", "--polcy", "x"), "是不是 --policy"),
        (("schema", "plan"), "不在可选之列"),
        (("card", "x", "--run", "nowhere"), "不是 kaohe run 写出的结果文件夹"),
        (("check", "x.yaml", "--format", "xml"), "text, json, github"),
    ],
)
def test_a_wrong_call_is_worded_and_exits_2(kaohe, call: tuple[str, ...], words: str) -> None:
    done = kaohe(*call)
    assert done.code == 2
    assert words in done.err
    assert "Traceback" not in done.err


def test_english_counts_one_thing_as_one() -> None:
    said = [say("run.written", "en", path="r", entries=count, root="0") for count in (1, 2, 0)]
    assert [re.search(r"\d+ entr\w+", each)[0] for each in said] == ["1 entry", "2 entries", "0 entries"]  # type: ignore[index]
    assert say("map.left", "en", left=1).startswith("1 decision is left")
    assert say("entry.value", "en", value="3", rows=Fraction(1)) == "value 3 (1 row)"
    counting = [key for key, (zh, en) in WORDS.items() if "|" in en and ":" in en]
    assert len(counting) > 40
    assert [key for key in counting if re.search(r"\{\w+:[^}|]*\|", WORDS[key][0])] == []
