"""Vetoes with their course: who proposed and confirmed one, what was filed and decided against it, on which cards it stands.

A veto costs no points, so no entry leads to it: it is found by its clause or by the event that fired it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kaohe.engine.ledger import VetoEvent
from kaohe.engine.ledger_file import read_replay_file
from kaohe.scoring.card import Card, VetoLine
from kaohe.scoring.stored_run import Stored


@dataclass(frozen=True, slots=True)
class Veto:
    """A veto that fired, and what each card of its subject says of it. ``stands`` empty: no card of it is graded."""

    event: VetoEvent
    stands: tuple[tuple[Card, VetoLine], ...]


def vetoes_of(stored: Stored, clause: str | None = None, events: Collection[str] | None = None) -> tuple[Veto, ...]:
    """The vetoes of a run, in the order they fired; of one clause, or fired by one of these events, where that is said."""
    fired: tuple[VetoEvent, ...] = read_replay_file("vetoes", stored.folder)
    asked = [one for one in fired if clause in (None, one.clause) and (events is None or one.event in events)]
    subjects = {(one.subject_kind, one.subject) for one in asked}
    cards = [card for card in stored.scored.cards if (card.subject_kind, card.subject) in subjects]
    return tuple(Veto(one, tuple(_stands(one, cards))) for one in asked)


def _stands(veto: VetoEvent, cards: Collection[Card]) -> list[tuple[Card, VetoLine]]:
    mine = (card for card in cards if (card.subject_kind, card.subject) == (veto.subject_kind, veto.subject))
    return [(card, line) for card in mine for line in card.vetoes if (line.clause, line.event) == (veto.clause, veto.event)]
