"""From what happened to cards: score shapes, caps, sections, grades, and why a card says what it says."""

from kaohe.scoring.card import Card, Scored
from kaohe.scoring.from_replay import score

__all__ = ["Card", "Scored", "score"]
