"""Cards are read back as they were written; who took the places of a grade is written once for a peer group."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from kaohe.engine.canonical import as_json
from kaohe.engine.record_file import where
from kaohe.scoring.card import Card, Places, SectionLine
from kaohe.scoring.cards_file import cards_from_text, cards_text

PLACES = tuple(
    Places("unit@2021", "towns", grade, 9, Fraction(1, 3), 3, 1, 3, ("a", "b"), 0, ("c",), tied=True) for grade in ("good", "fair")
)
LINE = SectionLine("s", "板块", Fraction(0), Fraction(-7, 2), Fraction(-7, 2), full=Fraction(60))
CARD = Card(
    "unit", "unit", "a", "甲", "towns", "2021", Fraction(100), (LINE,), Fraction(193, 2), Fraction(193, 2), data=True,
    provisional=False, grade="good", rank=1, ranked_of=9, places=PLACES,
)  # fmt: skip
CARDS = (
    CARD, replace(CARD, subject="b", rank=2), replace(CARD, subject="c", group="bureaus", places=()),
    replace(CARD, subject="d", data=False, grade=None, rank=None, ranked_of=0, places=()),
)  # fmt: skip


def test_cards_come_back_as_they_were_and_the_places_of_a_group_stand_once() -> None:
    text = cards_text(CARDS)
    assert tuple(cards_from_text(text)) == CARDS
    assert [each["grade"] for each in json.loads(text)["places"]] == ["good", "fair"]
    assert len(text.splitlines()) == len(PLACES) + len(CARDS) + 5
    assert text.count("taken") == len(PLACES)


def test_the_first_format_which_had_places_on_every_card_is_read_too() -> None:
    read = cards_from_text(json.dumps({"format": 1, "cards": [as_json(card) for card in CARDS]}))
    assert (len(read), tuple(read)) == (len(CARDS), CARDS)
    with pytest.raises(ValueError, match="format 3"):
        cards_from_text('{"format": 3, "cards": []}')


def test_cards_are_found_by_what_they_say_and_each_is_made_once() -> None:
    read = cards_from_text(cards_text(CARDS))
    for card in CARDS:
        found = where(read, subject=card.subject, span=card.span)
        assert found == where(CARDS, subject=card.subject, span=card.span)
        assert card in found
        assert all(one is again for one, again in zip(found, where(read, subject=card.subject, span=card.span), strict=True))
    assert where(read, subject="nobody") == ()
