"""What the two front pages quote is what `kaohe demo` prints, and their Python runs. ``GALLERY=write`` quotes anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
WRITE = os.environ.get("GALLERY") == "write"
_QUOTE = re.compile(r"(?<=<!-- demo -->\n)```text\n.*?```\n(?=<!-- /demo -->)", re.DOTALL)
_PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = ("README.md", "README.zh-CN.md")
POINT = "control-new.second-report/"
ROWS, CARD = 5, 14


@pytest.fixture(scope="module")
def called(kaohe, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Calls kaohe at the top of the repository; what is printed bears the paths that a reader sees."""
    out = tmp_path_factory.mktemp("demo")

    def call(*words: str) -> str:
        given = [word.replace("build/demo", str(out)) for word in words]
        done = kaohe(*given, lang="C", cwd=ROOT)
        assert done.code == 0, done.all
        said = done.out.replace(str(out), "build/demo").replace(f"{ROOT}/", "")
        return re.sub(r"(policy\.yaml):\d+:\d+", r"\1", said)

    return call


def _point(demo: str) -> str:
    found = re.search(rf"kaohe why '({POINT}[^']+)'", demo)
    assert found is not None, "the demonstration traces a second report"
    return found[1]


def _head(printed: str) -> Iterator[str]:
    """The first ranked table: its title, its heading and its first rows."""
    lines = printed.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("---"))
    yield from lines[start - 2 : start + 1 + ROWS]


def _trace(printed: str) -> Iterator[str]:
    """What was charged, by which clause, why: conditions two levels deep."""
    for line in printed.splitlines():
        deep = len(line) - len(line.lstrip())
        if deep <= 6 and not re.match(r"(条件|condition) (points|accountable)", line):
            yield line
        elif deep <= 6:
            break
    yield from printed.rstrip().splitlines()[-3:]


def quote(page: str, demo: str, called: Callable[..., str]) -> str:
    """Chinese: the first ranked table. English: the best unit's card, made from the same run. Both: one point."""
    lang = ("--lang", "en") if page == "README.md" else ()
    point, best = _point(demo), next(line.split()[1] for line in demo.splitlines() if line.startswith("     1 "))
    card = ("card", best, "--run", "build/demo/run", *lang)
    first = called(*card).splitlines()[:CARD] if lang else _head(demo)
    shown = f"$ kaohe {' '.join(card)}" if lang else "$ kaohe demo"
    trace = _trace(called("why", point, "--run", "build/demo/run", *lang))
    asked = " ".join(("$ kaohe why", f"'{point}'", "--run build/demo/run", *lang))
    return "\n".join(["```text", shown, *first, "…", "", asked, *trace, "```\n"])


@pytest.fixture(scope="module")
def demo(called: Callable[..., str]) -> str:
    return called("demo", "--out", "build/demo")


@pytest.mark.parametrize("page", PAGES)
def test_the_front_page_quotes_the_demonstration(page: str, demo: str, called: Callable[..., str]) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    fresh = quote(page, demo, called)
    assert fresh.count("\n") > 20
    if WRITE:
        text = _QUOTE.sub(lambda _: fresh, text)
        (ROOT / page).write_text(text, encoding="utf-8")
    found = _QUOTE.findall(text)
    assert found == [fresh], "run GALLERY=write pytest tests/docs/test_readme.py"


@pytest.mark.parametrize("page", PAGES)
def test_the_python_of_the_front_page_runs(page: str) -> None:
    found = _PYTHON.findall((ROOT / page).read_text(encoding="utf-8"))
    assert len(found) == 1
    done = subprocess.run(
        [sys.executable, "-c", found[0]], cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "城北街道" in done.stdout
