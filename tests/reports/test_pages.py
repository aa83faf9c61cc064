"""Cards as pages: whole in English, aligned under Chinese, and no figure without its sign and unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from wcwidth import wcswidth

from kaohe.reports.card_text import card_text, columns
from kaohe.reports.entry_text import Book, book_of
from kaohe.reports.tables import scorecard_of
from kaohe.rules.library import load_cases, load_policy
from kaohe.rules.policy import Checklist
from kaohe.rules.value import shown
from kaohe.scoring.card import Card
from kaohe.scoring.why import why
from kaohe.workbench.examples import play

HERE = Path(__file__).parents[1] / "acceptance"
CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
Page = tuple[Card, Book, str, str]


def _pages() -> Iterator[Page]:
    """Every card of every fourth acceptance document, in both languages, and of all that grade or veto."""
    folders = sorted(path.parent for path in HERE.rglob("policy.yaml") if (path.parent / "cases.yaml").exists())
    for number, folder in enumerate(folders):
        policy = load_policy(folder, roots=(HERE / "vocabulary",)).policy
        assert policy is not None
        if number % 4 and not any(card.grades for card in policy.scorecards):
            continue
        document, _ = load_cases(folder / "cases.yaml", policy)
        assert document is not None
        for example in document.examples:
            done = play(policy, document, example).run
            if done is not None:
                book = book_of(done.policy, done.scored, done.replay.clocks)
                for card in done.scored.cards:
                    told = why(done.policy, done.scored, card)
                    yield card, book, card_text(told, book, "zh"), card_text(told, book, "en", every=True)


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return list(_pages())


def _titles(book: Book) -> list[str]:
    policy = book.policy
    forms = [clause.form for clause in policy.clauses]
    words = {
        *(kind.title for kind in policy.vocabulary.kinds.values()), *(clause.title for clause in policy.clauses),
        *(card.title for card in book.scored.cards), *(card.group for card in book.scored.cards),
        *(line.title for card in book.scored.cards for line in card.sections),
        *(scorecard.title for scorecard in policy.scorecards),
        *(grade.title for scorecard in policy.scorecards for grade in scorecard.grades),
        *(item.title for form in forms if isinstance(form, Checklist) for item in form.items),
        *(clause.exclusive.group for clause in policy.clauses if clause.exclusive is not None),
        *(entry.basis for entry in book.scored.entries if entry.part == "adjust"),
        *(entry.id for entry in book.scored.entries),
    }  # fmt: skip
    return sorted(filter(None, words), key=len, reverse=True)


def test_an_english_card_is_english_but_for_titles(pages: list[Page]) -> None:
    assert len(pages) > 100
    for card, book, _, english in pages:
        ours = english.replace("■", "")
        for title in _titles(book):
            ours = ours.replace(title, "")
        assert not CHINESE.search(ours), (card.key, card.subject, ours)


def test_a_card_with_data_shows_its_total_with_its_unit_and_every_section(pages: list[Page]) -> None:
    scored = [page for page in pages if page[0].data]
    assert len(scored) > 80
    for card, book, chinese, _ in scored:
        places = scorecard_of(card, book.policy).places
        assert f"总分 {shown(card.total, places)} 分" in chinese
        assert [line.title for line in card.sections if line.title not in chinese] == []


def test_a_card_without_data_says_why(pages: list[Page]) -> None:
    without = [(card, chinese) for card, _, chinese, _ in pages if not card.data]
    assert {card.note for card, _ in without} >= {"no_events"}
    assert all(chinese.splitlines()[2].startswith("无数据") for _, chinese in without)


def test_grades_with_places_are_told_by_their_titles(pages: list[Page]) -> None:
    told = [(card, book, chinese) for card, book, chinese, _ in pages if card.data and card.places]
    assert told
    for card, book, chinese in told:
        titles = {grade.name: grade.title for grade in scorecard_of(card, book.policy).grades}
        assert all(f"“{titles[place.grade]}”名额" in chinese for place in card.places)


def test_columns_stand_under_each_other_whatever_the_script() -> None:
    lines = list(columns([["+2", "听证", "a"], ["-10.5", "late", "b"], ["0", "逾期 3 天", "c"]], "rll", "  "))
    starts = {wcswidth(line[: line.rindex(last)]) for line, last in zip(lines, "abc", strict=True)}
    assert len(starts) == 1
    assert lines[0].startswith("     +2")
