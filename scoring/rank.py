"""Ranks by printed totals: 1, 2, 2, 4; equals are shown as equals (P19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe.rules.policy import Effect


@dataclass(frozen=True, slots=True)
class Standing:
    """A subject in its peer group: its printed total and the effects of vetoes on it."""

    subject: str
    total: Fraction
    effects: frozenset[Effect] = frozenset()

    @property
    def last(self) -> bool:
        """Whether it is put behind all others, whatever its total."""
        return "ranked_last" in self.effects


def in_order(group: Sequence[Standing]) -> list[list[Standing]]:
    """Who stands where, equals together, the best first; those ranked last are equal among themselves."""
    tied: dict[tuple[bool, Fraction], list[Standing]] = {}
    for each in sorted(group, key=lambda standing: standing.subject):
        tied.setdefault((each.last, Fraction(0) if each.last else -each.total), []).append(each)
    return [tied[key] for key in sorted(tied)]


def ranked(group: Sequence[Standing]) -> dict[str, int]:
    """The rank of every subject of one peer group."""
    ranks: dict[str, int] = {}
    for tied in in_order(group):
        ranks |= dict.fromkeys((each.subject for each in tied), len(ranks) + 1)
    return ranks
