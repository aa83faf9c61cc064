"""What a reader is told is true: policies in the pages load, commands in them run, quoted output is real.

In a page

* a ``yaml`` block that begins with ``# folder/file.yaml`` is a whole document; the whole documents of a
  page are laid out in one folder, where its commands run;
* any other ``yaml`` block is a piece: it is put into the last whole policy (or vocabulary) before it,
  together with what earlier pieces declared. ``# refused: code`` on its first line says that it must not load;
* a ``sh`` block is run line by line; a ``text`` block right after it quotes what it printed, in full or
  in part (a line with ``…`` alone stands for what was left out).
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kaohe.rules.library import check_text, load_policy
from kaohe.rules.say import render

ROOT = Path(__file__).parent.parent.parent
PAGES = (
    "README.md", "README.zh-CN.md", "docs/guide-office.md", "docs/guide-office.en.md", "docs/guide-editor.md",
    "docs/guide-editor.en.md", "docs/guide-auditor.md", "docs/guide-auditor.en.md", "docs/language.md",
    "docs/language.en.md", "docs/events.md", "docs/events.en.md", "docs/files.md", "docs/files.en.md", "docs/run-files.md", "docs/run-files.en.md", "docs/provenance.md",
    "docs/provenance.en.md",
)  # fmt: skip
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# ([\w./-]+\.(?:yaml|csv|jsonl|py))\n")
_REFUSED = re.compile(r"# refused: (\S+)\n")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page; ``line`` is where its fence stands."""

    page: str
    line: int
    language: str
    text: str

    @property
    def file(self) -> str | None:
        found = _FILE.match(self.text)
        return found[1] if found else None

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks_of(page: str) -> list[Block]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return [
        Block(page, text.count("\n", 0, found.start()) + 1, found[1], found[2]) for found in _FENCE.finditer(text)
    ]


BLOCKS = {page: blocks_of(page) for page in PAGES}
TWINS = {
    page: page.replace(".en.md", ".md")
    for page in PAGES
    if page.endswith(".en.md") and ("guide" in page or "language" in page)
}
"""English pages with the same documents and commands as the Chinese ones, which are looked at."""
YAML = [block for page in PAGES for block in BLOCKS[page] if block.language == "yaml" and page not in TWINS]
PIECES = [block for block in YAML if block.file is None and not block.text.startswith("kaohe: 1")]
LOOSE = [block for block in YAML if block.text.startswith("kaohe: 1")]
WHOLE = [block for block in YAML if block.file is not None]


def test_there_are_pages_documents_pieces_and_commands_to_look_at() -> None:
    commands = [page for page in PAGES for block in BLOCKS[page] if block.language == "sh"]
    assert len(WHOLE) >= 8, len(WHOLE)
    assert len(PIECES) >= 20, len(PIECES)
    assert len(commands) >= 12, len(commands)
    assert len(set(commands)) >= 8, sorted(set(commands))


def test_every_block_says_what_it_is() -> None:
    loose = [str(block) for page in PAGES for block in BLOCKS[page] if block.language == "bash"]
    assert loose == [], "write sh for commands that are run"


# --- policies -------------------------------------------------------------------------------------


def lay_out(page: str, folder: Path) -> None:
    """The page's whole documents, and the shipped files where a clone has them."""
    for name in ("policies", "tests", "docs", "engine"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    for block in BLOCKS[page]:
        if block.file is not None and block.language != "sh":
            path = folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")


def _plain(text: str) -> Any:
    """A YAML text with every scalar as its text, as the loader reads it."""
    return yaml.load(text, Loader=yaml.BaseLoader)


def _key(document: Mapping[str, Any]) -> str:
    return next(name for name in document if name != "kaohe")


def composed(piece: Block) -> dict[str, tuple[str, dict[str, Any]]]:
    """File name and content of the last whole policy and vocabulary before ``piece``, with it put in."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for block in BLOCKS[piece.page]:
        if block.language != "yaml":
            continue
        content = _plain(block.text)
        if block.file is not None:
            found[_key(content)] = (block.file, content)
        elif block.line == piece.line or not (_REFUSED.match(block.text)):
            _put(content, found, last=block.line == piece.line)
        if block.line == piece.line:
            return found
    raise AssertionError(piece)


def _put(content: Any, found: dict[str, tuple[str, dict[str, Any]]], *, last: bool) -> None:
    """Clauses of a piece stand before those of other ids, cards instead of others'; declarations stay for good."""
    if isinstance(content, list):
        content = {"clauses": content}
    into = found["vocabulary" if {"kinds", "facts", "attributes", "posts"} & set(content) else "policy"][1]
    for name, value in content.items():
        if name == "clauses":
            ids = {clause["id"] for clause in value}
            into[name] = [*value, *(one for one in into[name] if one["id"] not in ids)] if last else into[name]
        elif name == "scorecards":
            into[name] = value if last else into[name]
        elif isinstance(value, dict) and isinstance(into.get(name), dict):
            into[name] = {**into[name], **value}
        else:
            into[name] = value
    if last and "clauses" in content and "scorecards" not in content:
        into.pop("scorecards", None)
        into["sections"] = {clause["section"]: "…" for clause in into["clauses"] if "section" in clause}


@pytest.mark.parametrize("piece", PIECES, ids=str)
def test_a_piece_loads_where_it_is_said_to_load(piece: Block, tmp_path: Path) -> None:
    lay_out(piece.page, tmp_path)
    for file, content in composed(piece).values():
        (tmp_path / file).write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    checked = load_policy(tmp_path / composed(piece)["policy"][0])
    codes = {found.code for found in checked.problems if found.severity == "problem"}
    refused = _REFUSED.match(piece.text)
    if refused:
        assert refused[1] in codes, codes or "it loaded"
    else:
        assert checked.policy is not None, f"{piece}\n{render(checked.problems, checked.texts, 'en')}"


def test_what_the_front_pages_show_of_the_library_is_what_is_shipped() -> None:
    shown = [block for block in WHOLE if block.page.startswith("README") and "library" in str(block.file)]
    assert len(shown) == 4
    for block in shown:
        shipped = (ROOT / "policies" / str(block.file)).read_text(encoding="utf-8")
        assert block.text.partition("\n")[2].strip() == shipped.strip(), block


@pytest.mark.parametrize("document", LOOSE, ids=str)
def test_a_document_without_a_name_loads(document: Block, tmp_path: Path) -> None:
    checked = check_text(document.text, tmp_path / "document.yaml")
    assert checked.texts == {str(tmp_path / "document.yaml"): document.text}, "it was read"
    assert [found.code for found in checked.problems if found.severity == "problem"] == []


# --- commands -------------------------------------------------------------------------------------


def _runs(page: str) -> Iterator[tuple[Block, Block | None]]:
    """Each block of commands with the block that quotes its output."""
    listed = BLOCKS[page]
    for number, block in enumerate(listed):
        if block.language == "sh":
            after = listed[number + 1] if number + 1 < len(listed) else None
            quoted = after if after is not None and after.language == "text" else None
            if quoted is not None or page not in TWINS:
                yield block, quoted


def called(kaohe: Callable[..., Any], line: str, folder: Path) -> tuple[int, str]:
    """Exit code and output of a command."""
    words = shlex.split(line)
    assert words[0] == "kaohe", "only kaohe is run from the pages"
    told = kaohe(*(words[1 : words.index(">")] if ">" in words else words[1:]), lang="C", cwd=folder)
    return told.code, told.all


def _quoted(block: Block) -> Iterator[str]:
    for line in block.text.splitlines():
        if line.strip() not in ("", "…"):
            yield line.rstrip()


@pytest.mark.parametrize("page", [page for page in PAGES if any(_runs(page))])
def test_the_commands_of_a_page_run_and_print_what_it_quotes(page: str, kaohe, tmp_path: Path) -> None:
    lay_out(page, tmp_path)
    for block, quoted in _runs(page):
        printed = ""
        for line in _lines(block):
            code, said = called(kaohe, line, tmp_path)
            assert code == 0, f"{block}: {line}\n{said}"
            printed += said
        missing = set(_quoted(quoted) if quoted else ()) - {one.rstrip() for one in printed.splitlines()}
        assert not missing, f"{quoted}: not in\n{printed}"


def _lines(block: Block) -> list[str]:
    return [line for one in block.text.splitlines() if (line := one.partition(" #")[0].strip())]


# --- links and names ------------------------------------------------------------------------------

_LINK = re.compile(r"\]\(([^)#\s]+)?(#[^)\s]+)?\)")
_PATH = re.compile(r"`((?:policies|docs|tests|engine|rules|scoring|reports|workbench)/[\w./-]+)`")


@pytest.mark.parametrize("page", [*PAGES, "CHANGELOG.md"])
def test_the_files_a_page_names_are_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    home = (ROOT / page).parent
    links = {found[1] for found in _LINK.finditer(text) if found[1] and "://" not in found[1]}
    named = {found[1] for found in _PATH.finditer(text)}
    gone = [one for one in links if not (home / one).exists()] + [one for one in named if not (ROOT / one).exists()]
    assert gone == []


def test_no_link_of_any_page_leads_nowhere() -> None:
    """Also of pages that hold no commands: the house, the engines, the decisions."""
    looked, gone = 0, []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for found in _LINK.finditer(page.read_text(encoding="utf-8")):
            if found[1] and "://" not in found[1]:
                looked += 1
                gone += [] if (page.parent / found[1]).exists() else [f"{page.name}: {found[1]}"]
    assert looked > 100
    assert gone == []


def test_the_chapters_that_pages_point_to_are_there() -> None:
    looked_at, gone = 0, []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for found in _LINK.finditer(page.read_text(encoding="utf-8")):
            if found[2] and "://" not in (found[1] or ""):
                looked_at += 1
                target = page.parent / found[1] if found[1] else page
                gone += [] if found[2][1:] in _chapters(target) else [f"{page.name}: {found[0]}"]
    assert looked_at > 100
    assert gone == []


@cache
def _chapters(page: Path) -> frozenset[str]:
    """What may stand after ``#`` in a link to a page."""
    text = page.read_text(encoding="utf-8")
    return frozenset([*(_anchor(line) for line in text.splitlines() if line.startswith("#")), *re.findall(r'<a id="([^"]+)">', text)])


def _anchor(heading: str) -> str:
    text = heading.lstrip("#").strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def test_the_two_languages_of_a_page_have_the_same_documents_and_commands() -> None:
    assert len(TWINS) == 4
    for english, chinese in TWINS.items():
        told = [_bare(block) for block in BLOCKS[chinese] if block.language in ("yaml", "sh")]
        assert told == [_bare(block) for block in BLOCKS[english] if block.language in ("yaml", "sh")], chinese


def _bare(block: Block) -> str:
    return block.text.replace(" --lang en", "")
