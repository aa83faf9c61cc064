"""Grades: thresholds on the printed total, and shares of a peer group's places (P19).

Grades are given out from the best down. A grade with a share has floor(share × n) places, at least its
least places; n counts every subject of the group with data, vetoed or not. Places go by total. A tie
that would overrun is left out whole. A subject denied the grade by a veto is no candidate; its place is
passed on to the next, or stays vacant, as the grade says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from kaohe.rules.policy import Grade
from kaohe.scoring.card import Places
from kaohe.scoring.rank import Standing, in_order


@dataclass(frozen=True, slots=True)
class Graded:
    """The grade of each subject (missing: none fits), and the arithmetic of every share of places."""

    grades: dict[str, str]
    places: tuple[Places, ...]


def graded(card: str, group: str, grades: Sequence[Grade], members: Sequence[Standing]) -> Graded:
    """The grades of one peer group."""
    given: dict[str, str] = {}
    notes: list[Places] = []
    for grade in grades:
        waiting = [each for each in members if each.subject not in given]
        line = [each for each in waiting if _reaches(grade, each)]
        if grade.share is None:
            taken = [each for each in line if not denied(grade, grades, each)]
        else:
            taken, note = _placed((card, group), grade, grades, line, len(members))
            notes.append(note)
        given |= {each.subject: grade.name for each in taken}
    if grades:
        given |= {each.subject: grades[-1].name for each in members if "lowest_grade" in each.effects}
    return Graded(given, tuple(notes))


def _reaches(grade: Grade, member: Standing) -> bool:
    return grade.at_least is None or member.total >= grade.at_least


def denied(grade: Grade, grades: Sequence[Grade], member: Standing) -> bool:
    """Whether a veto keeps ``member`` from this grade: the best one, or all but the lowest."""
    if "lowest_grade" in member.effects:
        return True
    return "no_top_grade" in member.effects and grade.name == grades[0].name


def _placed(
    peers: tuple[str, str], grade: Grade, grades: Sequence[Grade], line: Sequence[Standing], n: int
) -> tuple[list[Standing], Places]:
    """Who takes the places of a grade with a share, and how that came about."""
    share = grade.share or Fraction(0)
    places = max(floor(share * n), grade.least_places)
    if grade.places == "passed_on":
        line = [each for each in line if not denied(grade, grades, each)]
    inside, outside, tied = _filled(in_order(line), places)
    taken = [each for each in inside if not denied(grade, grades, each)]
    note = Places(
        *peers, grade.name, n, share, floor(share * n), grade.least_places, places,
        tuple(each.subject for each in taken), len(inside) - len(taken),
        tuple(each.subject for each in outside), tied,
    )  # fmt: skip
    return taken, note


def _filled(
    order: Sequence[Sequence[Standing]], places: int
) -> tuple[list[Standing], list[Standing], bool]:
    """Who stands inside, who just outside, and whether places stay empty because those are tied."""
    inside: list[Standing] = []
    for tied in order:
        if len(inside) + len(tied) > places:
            return inside, list(tied), len(inside) < places
        inside += tied
    return inside, [], False
