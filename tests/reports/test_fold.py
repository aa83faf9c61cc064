"""A card fits a terminal of 80 columns, in Chinese and in English, and loses nothing by it."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from kaohe.reports.card_text import card_text
from kaohe.reports.entry_text import book_of
from kaohe.reports.fold import WIDTH, folded
from kaohe.workbench.dossier import Dossier

texts = st.text("ab-/：，。）；考核 ", max_size=200).filter(lambda text: max(map(len, re.findall("[!-~]+", text)), default=0) < 40)


def test_every_card_fits_and_ids_stay_whole(dossier: Dossier) -> None:
    looked = 0
    book = book_of(dossier.policy, dossier.stored.scored, dossier.clocks)
    for card in dossier.cards:
        for text in (card_text(dossier.why(card), book, "zh"), card_text(dossier.why(card), book, "en")):
            shown = folded(text)
            assert [line for line in shown.split("\n") if wcswidth(line) > WIDTH and " " in line.strip()] == []
            assert re.findall(r"[!-~]+", shown) == re.findall(r"[!-~]+", text)
            looked += text.count("\n")
    assert looked > 1000


@settings(deadline=None)
@given(texts)
def test_folding_changes_blanks_only(text: str) -> None:
    shown = folded(text)
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", text)
    assert folded(shown) == shown
    assert not [line for line in shown.split("\n") if wcswidth(line) > WIDTH and not re.search("[，。；：、）]{3}", line)]


def test_what_goes_on_stands_further_in() -> None:
    first, second = folded("  " + "考" * 45).split("\n")
    assert second.startswith("    考")
    assert wcswidth(first) <= WIDTH
