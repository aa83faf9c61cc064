"""Drafts compared: rank and grade in every peer group, with and without pending vetoes (P19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kaohe.rules.policy import Effect
from kaohe.scoring.card import Places, SubjectKind, VetoLine
from kaohe.scoring.data import Key, key_of
from kaohe.scoring.draft import Draft
from kaohe.scoring.grades import graded
from kaohe.scoring.rank import Standing, ranked
from kaohe.scoring.sheet import groups_of

Vetoes = Mapping[tuple[SubjectKind, str], Sequence[VetoLine]]


@dataclass(frozen=True, slots=True)
class Compared:
    """Where a card stands among its peers. ``of`` is how many are ranked with it."""

    rank: int
    of: int
    grade: str | None
    places: tuple[Places, ...]


def compared(drafts: Sequence[Draft], vetoes: Vetoes, *, pending: bool) -> dict[Key, Compared]:
    """Every card with data among its peers; ``pending`` True: as if pending vetoes took effect."""
    by_key = {key_of(draft.sheet): draft for draft in drafts if draft.data}
    found: dict[Key, Compared] = {}
    for (card, group), sheets in groups_of(draft.sheet for draft in by_key.values()).items():
        members = [_standing(by_key[key_of(sheet)], vetoes, pending=pending) for sheet in sheets]
        ranks = ranked(members)
        grades = sheets[0].scorecard.grades if sheets[0].graded else ()
        result = graded(card, group, grades, members)
        for sheet in sheets:
            grade = result.grades.get(sheet.subject)
            found[key_of(sheet)] = Compared(ranks[sheet.subject], len(members), grade, result.places)
    return found


def _standing(draft: Draft, vetoes: Vetoes, *, pending: bool) -> Standing:
    lines = vetoes.get((draft.sheet.kind, draft.sheet.subject), ()) if draft.sheet.graded else ()
    return Standing(draft.sheet.subject, draft.total, effects_of(lines, pending=pending))


def effects_of(lines: Sequence[VetoLine], *, pending: bool) -> frozenset[Effect]:
    """What the vetoes in force deny; ``pending`` True: with those still open to appeal."""
    counted = ("effective", "pending") if pending else ("effective",)
    return frozenset(effect for line in lines if line.status in counted for effect in line.effects)
