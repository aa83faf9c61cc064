"""Every document that comes with the package is sound, says where its numbers come from, and is proved.

Folders and files are found, never listed: a document that is added is looked at without a word here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from kaohe.rules.document.load import load
from kaohe.rules.document.policy import PolicyDocument
from kaohe.rules.library import load_policy
from kaohe.rules.policy import Basis, Clause, Policy
from kaohe.rules.shelf import SHIPPED
from kaohe.workbench.checking import check_paths
from kaohe.workbench.suite import play_suite

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "../shared/sources"
NO_DOCUMENTS = {"sources.yaml"}
"""Lists beside the documents: which clause holds which row of a source."""
FILES = sorted(path for path in SHIPPED.rglob("*.yaml") if path.name not in NO_DOCUMENTS)
FOLDERS = sorted(path.parent for path in FILES if path.name == "policy.yaml")
DOUBTS: frozenset[tuple[str, str]] = frozenset()
"""(file, code) of every warning and notice that a shipped document has. None is left."""
ORIGINS = {"source", "law", "external", "example"}


def name(path: Path) -> str:
    return path.relative_to(SHIPPED).as_posix()


@cache
def policy(folder: Path) -> Policy:
    found = load_policy(folder).policy
    assert found is not None, f"{name(folder)} does not load"
    return found


def document(folder: Path) -> PolicyDocument:
    """The policy as it is written: a card's origin of points is said there and used by nobody."""
    file = folder / "policy.yaml"
    found = load(file.read_text(encoding="utf-8"), str(file), PolicyDocument).document
    assert found is not None
    return found


def clauses() -> list[tuple[str, Clause]]:
    return [(name(folder), clause) for folder in FOLDERS for clause in policy(folder).clauses]


def test_there_is_something_of_each_kind() -> None:
    kinds = Counter(path.stem if path.parent.name != "calendars" else "calendar" for path in FILES)
    assert set(kinds) >= {"policy", "vocabulary", "calendar", "mapping", "roster", "cases"}
    assert len(FOLDERS) >= 3


@pytest.mark.parametrize("file", FILES, ids=name)
def test_every_document_loads_without_problems(file: Path) -> None:
    """Problems are none; warnings are those that ``DOUBTS`` lists."""
    found = check_paths([file])
    assert found.files == (file,)
    refused = [f"{p.place} {p.code} {dict(p.facts)}" for p in found.problems if p.severity == "problem"]
    assert refused == []
    doubts = {(name(file), p.code) for p in found.problems}
    assert doubts == {(where, code) for where, code in DOUBTS if where == name(file)}


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_every_clause_is_proved_by_an_example(folder: Path) -> None:
    suite = play_suite(folder)
    failed = [f"{v.name}: {m.what} expected {m.expected} actual {m.actual}" for v in suite.verdicts for m in v.misses]
    assert failed == []
    assert suite.passed
    assert suite.verdicts
    assert suite.bare == (), f"{name(folder)}: no example makes these clauses write anything"


def test_every_clause_says_where_it_stands() -> None:
    looked_at = 0
    for where, clause in clauses():
        assert clause.basis, f"{where} {clause.id}"
        for basis in clause.basis:
            assert basis.quote or basis.article, f"{where} {clause.id}: neither a quotation nor an article"
            looked_at += 1
    assert looked_at >= len(FOLDERS)


def test_every_number_says_where_it_comes_from() -> None:
    """Clauses that score, parameters, and cards that start with points."""
    looked_at: Counter[str] = Counter()
    for folder in FOLDERS:
        rules = policy(folder)
        for clause in rules.clauses:
            if clause.kind in ("deduction", "bonus", "indicator"):
                assert clause.points_from in ORIGINS, f"{name(folder)} {clause.id}"
                looked_at["clause"] += 1
        for parameter in rules.parameters.values():
            assert parameter.points_from in ORIGINS, f"{name(folder)} {parameter.name}"
            looked_at["parameter"] += 1
        for title, card in document(folder).scorecards.items():
            if card.base or any(section.start for section in card.sections.values()):
                assert card.points_from in ORIGINS, f"{name(folder)} {title}"
                looked_at["card"] += 1
    assert set(looked_at) == {"clause", "parameter", "card"}


def quotations(rules: Policy) -> Iterator[tuple[str, Basis]]:
    """Who quotes, and what: clauses and gates."""
    for clause in rules.clauses:
        for basis in clause.basis:
            if basis.quote:
                yield clause.id, basis
    for gate in rules.gates.values():
        if gate.basis is not None and gate.basis.quote:
            yield gate.name, gate.basis


@pytest.mark.optional_data
def test_every_quotation_stands_in_its_source() -> None:
    """Word for word, but for blanks and for what an ellipsis leaves out."""
    if not SOURCES.is_dir():
        pytest.skip("optional data: ../shared/sources is not here")
    looked_at = 0
    for folder in FOLDERS:
        rules = policy(folder)
        for who, basis in quotations(rules):
            file = rules.sources[basis.source].file
            if file is None:
                continue
            text = re.sub(r"\s", "", (SOURCES / file).read_text(encoding="utf-8"))
            assert stands_in(basis.quote or "", text), f"{name(folder)} {who}: {basis.quote}"
            assert not stands_in(f"{basis.quote}不在原文", text)
            looked_at += 1
    assert looked_at >= 20


def stands_in(quote: str, text: str) -> bool:
    parts = [part for part in re.split(r"…+", re.sub(r"\s", "", quote)) if part]
    places = [text.find(part) for part in parts]
    return bool(parts) and min(places) >= 0 and places == sorted(places)


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_no_document_names_a_person(folder: Path) -> None:
    """Role titles and codes only: no title, address or contact that would be somebody's."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml")))
    assert not re.search(r"1[3-9]\d{9}|\d{17}[\dXx]|[\w.]+@[\w.]+\.\w+", text)
