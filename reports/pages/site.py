"""What every page needs: the dossier, its sentences, its addresses, the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from kaohe.reports.entry_text import Book, book_of
from kaohe.reports.pages.links import Links
from kaohe.reports.scheme.voice import Voice
from kaohe.reports.tables import scorecard_of
from kaohe.reports.words import Lang
from kaohe.rules.clock import Zone, zone
from kaohe.rules.policy import Policy
from kaohe.rules.value import shown
from kaohe.scoring.card import Card, RiskLine
from kaohe.workbench.dossier import Dossier

TONES = 4
"""Looks that a grade may have, from the best to the last."""


@dataclass(frozen=True)
class Site:
    """One run in one language. ``public``: what anyone may see. Not slotted: what is derived is kept."""

    dossier: Dossier
    lang: Lang
    public: bool

    @property
    def policy(self) -> Policy:
        return self.dossier.policy

    @property
    def as_of(self) -> date:
        return self.dossier.stored.as_of

    @cached_property
    def links(self) -> Links:
        return Links(self.dossier)

    @cached_property
    def book(self) -> Book:
        return book_of(self.policy, self.dossier.stored.scored, self.dossier.clocks)

    @cached_property
    def voice(self) -> Voice:
        return Voice(self.policy, self.lang)

    @cached_property
    def here(self) -> Zone:
        found = zone(self.policy.timezone)
        assert found is not None, "a checked policy has a known timezone"
        return found

    def points(self, points: Fraction, card: Card) -> str:
        """With as many decimals as the card is printed with."""
        return shown(points, scorecard_of(card, self.policy).places)

    def tone(self, card: Card) -> int:
        """The look of a card's grade: 1 the best … ``TONES`` the last; 0 without one."""
        names = [grade.name for grade in scorecard_of(card, self.policy).grades]
        return tone(names.index(card.grade), len(names)) if card.grade in names else 0

    def clause_title(self, clause: str) -> str:
        found = self.dossier.clauses.get(clause)
        return clause if found is None else found.title

    def moves(self, risk: RiskLine) -> str:
        """The moves that would pay; empty for a clause that counts petitions."""
        known = self.policy.vocabulary.moves
        if self.lang == "en":
            return ", ".join(risk.moves)
        return "、".join(known[move].title if move in known else move for move in risk.moves)

    def title(self, kind: str, subject: str) -> str:
        """A unit's or a leader's title; empty where no card bears it."""
        return next((card.title for card in self.dossier.cards_of("unit" if kind == "unit" else "leader", subject)), "")


def tone(place: int, of: int) -> int:
    """The first gets the first look, the last the last, those between what lies between."""
    return 1 if of < 2 else 1 + round(place * (TONES - 1) / (of - 1))


