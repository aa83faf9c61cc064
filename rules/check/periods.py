"""Named periods (P11): lists of spans, in order, none over another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from kaohe.rules.check.merged import Piece
from kaohe.rules.check.person import check_words
from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.document.policy import NamedPeriod
from kaohe.rules.period import named
from kaohe.rules.policy import Span


def periods_from(
    pieces: Mapping[str, Piece[list[NamedPeriod]]], findings: Findings
) -> dict[str, tuple[Span, ...]]:
    """Each list's spans in order of time."""
    return {name: _spans(name, piece.shape, piece.spot, findings) for name, piece in pieces.items()}


def _spans(name: str, shapes: Sequence[NamedPeriod], spot: Spot, findings: Findings) -> tuple[Span, ...]:
    if not shapes:
        findings.refuse("policy.empty", spot.place, key=name)
    order = sorted(range(len(shapes)), key=lambda index: shapes[index].from_)
    for index, shape in enumerate(shapes):
        if shape.title is not None:
            check_words(shape.title, spot.place_of(shape.title), findings)
        if shape.from_ > shape.to:
            findings.refuse("policy.period", (spot / index / "to").place)
    for earlier, later in pairwise(order):
        if shapes[later].from_ <= shapes[earlier].to:
            findings.refuse("policy.periods-overlap", (spot / later).place, (spot / earlier).place, name=name)
    return tuple(named(shapes[index].from_, shapes[index].to) for index in order)
