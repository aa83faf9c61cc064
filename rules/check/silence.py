"""Warnings silenced in place, with a reason; problems cannot be."""

from __future__ import annotations

from collections.abc import Iterable

from kaohe.rules.catalogue import wording
from kaohe.rules.check.merged import Merged, Piece
from kaohe.rules.check.spot import Findings, in_order, refused
from kaohe.rules.document.policy import ClauseShape
from kaohe.rules.problem import Problem


def silenced(problems: Iterable[Problem], pieces: Merged) -> tuple[Problem, ...]:
    """The problems less the warnings that their clause silences; a silence that silences nothing, a
    problem or an unknown code is reported. An inherited clause may silence what no longer arises here.

    While problems stand, warnings are not looked for everywhere: that a silence silences nothing is then not said.
    """
    found = tuple(problems)
    asked = [piece for piece in pieces.clauses.values() if piece.shape.silence]
    if not asked:
        return found
    findings = Findings()
    kept = list(found)
    for piece in asked:
        kept = _silence(piece, kept, found, findings)
    return in_order((*kept, *findings.problems))


def _silence(
    piece: Piece[ClauseShape], kept: list[Problem], found: tuple[Problem, ...], findings: Findings
) -> list[Problem]:
    here = piece.spot.place.path
    for index, silence in enumerate(piece.shape.silence):
        spot = piece.spot / "silence" / index
        place = spot.place_of(silence.code)
        met = [one for one in found if one.code == silence.code and _inside(one, piece, here)]
        if wording(str(silence.code)) is None:
            findings.refuse("clause.silence-unknown", place, code=silence.code)
        elif any(one.severity == "problem" for one in met):
            findings.refuse("clause.silence-problem", place, code=silence.code)
        elif not met and not piece.inherited and not refused(found):
            findings.doubt("clause.silence-nothing", place, code=silence.code)
        if not silence.reason.strip():
            findings.refuse("clause.reason-empty", (spot / "reason").place, key="reason")
        kept = [one for one in kept if one not in met or one.severity == "problem"]
    return kept


def _inside(one: Problem, piece: Piece[ClauseShape], path: str) -> bool:
    """Whether a problem stands in the clause (``clauses[2]`` holds ``clauses[2].points``)."""
    own = one.place.path
    return one.place.file == piece.spot.place.file and own.startswith(path) and own[len(path) : len(path) + 1] in {"", ".", "["}
