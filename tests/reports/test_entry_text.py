"""Every entry of every acceptance document can be told in either language, from its own columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kaohe.engine.ledger import PARTS, Entry
from kaohe.reports.entry_text import Book, book_of, entry_text
from kaohe.rules.library import load_cases, load_policy
from kaohe.rules.policy import Checklist
from kaohe.workbench.examples import play

HERE = Path(__file__).parents[1] / "acceptance"
CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
NUMBER = re.compile(r"(?<![\w.-])-?\d+(?:\.\d+)?(?![\w-])")
Told = list[tuple[Entry, Book]]


def _ledgers() -> Iterator[tuple[Entry, Book]]:
    for folder in sorted(path.parent for path in HERE.rglob("policy.yaml") if (path.parent / "cases.yaml").exists()):
        policy = load_policy(folder, roots=(HERE / "vocabulary",)).policy
        assert policy is not None, folder
        document, _ = load_cases(folder / "cases.yaml", policy)
        assert document is not None, folder
        for example in document.examples:
            done = play(policy, document, example).run
            if done is not None:
                book = book_of(done.policy, done.scored, done.replay.clocks)
                yield from ((entry, book) for entry in done.scored.entries)


@pytest.fixture(scope="module")
def told() -> Told:
    return list(_ledgers())


def _without_titles(text: str, entry: Entry, book: Book) -> str:
    """The sentence without the policy's and the roster's own words, and without ids."""
    clause = book.clauses.get(entry.clause)
    items = clause.form.items if clause is not None and isinstance(clause.form, Checklist) else ()
    words = {
        *(kind.title for kind in book.policy.vocabulary.kinds.values()), *(card.title for card in book.scored.cards),
        *(each.title for each in book.policy.clauses), *(item.title for item in items),
        clause.exclusive.group if clause is not None and clause.exclusive is not None else "",
        entry.basis, *(each.id for each in book.scored.entries), *entry.because,
    }  # fmt: skip
    for word in sorted(filter(None, words), key=len, reverse=True):
        text = text.replace(word, "")
    return text


def test_the_documents_show_every_part_of_the_ledger(told: Told) -> None:
    """What is only watched is told like what is charged; the documents' policies watch by counting."""
    met = Counter(entry.part for entry, _ in told)
    assert set(PARTS) - set(met) <= {"monitored"}, f"looked at {sum(met.values())} entries"
    assert sum(met.values()) >= 1000


def test_an_english_sentence_is_english_but_for_titles(told: Told) -> None:
    found = [
        (entry.id, said)
        for entry, book in told
        if CHINESE.search(_without_titles(said := entry_text(entry, book, "en"), entry, book)) or not said.strip()
    ]
    assert found == []


def test_a_chinese_sentence_is_the_ledgers_own_and_can_be_told_without_it(told: Told) -> None:
    assert sum(entry.text != "" for entry, _ in told) > 100
    for entry, book in told:
        if entry.text:
            assert entry_text(entry, book, "zh") == entry.text
        assert CHINESE.search(entry_text(replace(entry, text=""), book, "zh")) or entry.part == "score", entry.id


@pytest.mark.parametrize("part", ["short", "score", "cap_case", "cap", "start", "section", "base", "round", "roll_up"])
def test_the_figures_of_both_languages_are_the_same(told: Told, part: str) -> None:
    """What the ledger wrote when the entry was made, and what is told from its columns later."""
    looked_at = 0
    for entry, book in told:
        if entry.part == part and entry.text:
            looked_at += 1
            assert NUMBER.findall(entry_text(entry, book, "en")) == NUMBER.findall(entry.text), (entry.id, entry.text)
    assert looked_at > 0


def test_what_is_only_watched_is_told_like_what_is_charged(told: Told) -> None:
    charged = [(entry, book) for entry, book in told if entry.part in ("charge", "late")]
    assert len(charged) > 100
    for entry, book in charged:
        watched = replace(entry, part="monitored")
        assert entry_text(watched, book, "en") == entry_text(entry, book, "en")


@pytest.mark.parametrize("part", ["late", "on_time"])
def test_the_days_of_both_languages_are_the_same(told: Told, part: str) -> None:
    looked_at = 0
    for entry, book in told:
        if entry.part == part and entry.span is None and entry.text:
            looked_at += 1
            said, days = entry_text(entry, book, "en"), re.findall(r"\d{4}-\d\d-\d\d", entry.text)[:2]
            assert [day for day in days if day not in said] == [], (entry.id, said, entry.text)
    assert looked_at >= 5
