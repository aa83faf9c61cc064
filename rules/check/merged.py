"""A policy's own pieces and those it inherits, each with the spot it was read from (P24)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from kaohe.rules.check.cycles import hops
from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.document.policy import (
    ClauseShape,
    Define,
    Extends,
    GateShape,
    NamedPeriod,
    ParameterShape,
    PolicyDocument,
    SourceText,
    State,
)
from kaohe.rules.nearest import nearest
from kaohe.rules.place import Place
from kaohe.rules.record import record

S = TypeVar("S")


@record
class Piece(Generic[S]):
    """One declared thing. ``section`` is where an inherited clause without one belongs; ``key`` is
    the name as written, with its place.
    """

    shape: S
    spot: Spot
    key: str
    section: str | None = None
    inherited: bool = False

    def same_as(self, other: Piece[S]) -> bool:
        """Whether both are one piece reached by two ways, or say the same."""
        return self.shape is other.shape or self.shape == other.shape


Table = dict[str, Piece[S]]
Opener = Callable[[str], "Opened | None"]
"""Opens the policy of that name; None when there is none (the opener does not report that)."""


@record
class Opened:
    """A policy document that another one extends. ``document`` None: it could not be read; ``lost``
    are the names of pieces of it that could not.
    """

    document: PolicyDocument | None
    spot: Spot
    lost: frozenset[str] = frozenset()


@dataclass(slots=True)
class Merged:
    """Tables by name, parents' names first, in the parents' order. ``lost``: names of pieces that could
    not be read, in this document or a parent; clauses among them are stood in for.
    """

    sources: Table[SourceText] = field(default_factory=dict)
    parameters: Table[ParameterShape] = field(default_factory=dict)
    periods: Table[list[NamedPeriod]] = field(default_factory=dict)
    define: Table[Define | str] = field(default_factory=dict)
    states: Table[State] = field(default_factory=dict)
    gates: Table[GateShape] = field(default_factory=dict)
    sections: Table[str] = field(default_factory=dict)
    clauses: Table[ClauseShape] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)


_TABLES = ("sources", "parameters", "periods", "define", "states", "gates", "sections")


def merged(
    document: PolicyDocument, spot: Spot, open_: Opener, findings: Findings, trail: tuple[str, ...] = ()
) -> Merged:
    """All pieces of a policy. Problems: cycles, unknown parents, disagreement, names taken twice."""
    whole = Merged()
    here = (*trail, str(document.policy))
    for index, extends in enumerate(document.extends):
        parent = _parent(document, extends, spot / "extends" / index, open_, findings, trail=here)
        if parent is not None:
            _join(whole, parent, findings)
    _join(whole, _own(document, spot, whole, findings), findings)
    return whole


def _parent(
    child: PolicyDocument, extends: Extends, spot: Spot, open_: Opener, findings: Findings, *, trail: tuple[str, ...]
) -> Merged | None:
    name, place = str(extends.policy), spot.place_of(extends.policy)
    if name in trail:
        findings.refuse("policy.extends-cycle", place, hops=hops((*trail[trail.index(name) :], name)))
        return None
    opened = open_(name)
    if opened is None:
        findings.refuse("policy.not-found", place, what="policy", name=name)
        return None
    if opened.document is None:
        return None
    _check_agreement(child, opened.document, place, findings)
    parent = merged(opened.document, opened.spot, open_, findings, trail)
    parent.lost |= opened.lost
    return _inherited(parent, extends, spot, findings)


def _check_agreement(child: PolicyDocument, parent: PolicyDocument, place: Place, findings: Findings) -> None:
    for key in ("vocabulary", "timezone", "calendar", "places", "rounding"):
        ours, theirs = getattr(child, key), getattr(parent, key)
        if ours != theirs and not (key in {"places", "rounding"} and theirs is None):
            findings.refuse(
                "policy.extends-disagree", place, key=key, ours=ours, theirs=theirs, parent=parent.policy
            )


def _inherited(parent: Merged, extends: Extends, spot: Spot, findings: Findings) -> Merged:
    """The parent's pieces, its clauses as far as they are asked for."""
    for key, ids in (("only", extends.only), ("without", extends.without)):
        for index, one in enumerate(ids or ()):
            if one not in parent.clauses:
                findings.refuse(
                    "policy.extends-unknown-clause", (spot / key / index).place, clause=one,
                    parent=extends.policy, near=nearest(one, parent.clauses),
                )
    kept = {
        name: Piece(piece.shape, piece.spot, piece.key, piece.section or _text(extends.section), inherited=True)
        for name, piece in parent.clauses.items()
        if (extends.only is None or name in extends.only) and name not in (extends.without or ())
    }
    tables: dict[str, Any] = {table: _marked(getattr(parent, table)) for table in _TABLES}
    whole = Merged(**tables, clauses=kept)
    whole.lost |= parent.lost
    return whole


def _marked(table: Table[S]) -> Table[S]:
    return {name: Piece(piece.shape, piece.spot, piece.key, inherited=True) for name, piece in table.items()}


def _text(value: str | None) -> str | None:
    return None if value is None else str(value)


def _own(document: PolicyDocument, spot: Spot, whole: Merged, findings: Findings) -> Merged:
    """The document's own pieces; what they replace is taken out of ``whole``."""
    tables: dict[str, Any] = {
        table: {
            str(key): Piece(shape, spot / table / str(key), key)
            for key, shape in getattr(document, table).items()
        }
        for table in _TABLES
    }
    own = Merged(**tables)
    for table in ("parameters", "define", "states", "gates"):
        for piece in getattr(own, table).values():
            _replace_named(piece, getattr(whole, table), findings)
    _own_clauses(document.clauses, spot / "clauses", own, whole, findings)
    return own


def _replace_named(piece: Piece[S], inherited: Table[S], findings: Findings) -> None:
    """``replaces: true`` on a named piece: the inherited one of that name makes way."""
    if not getattr(piece.shape, "replaces", False):
        return
    if inherited.pop(str(piece.key), None) is None:
        findings.refuse("policy.replaces-nothing", (piece.spot / "replaces").place, name=piece.key)


def _own_clauses(
    clauses: Iterable[ClauseShape], spot: Spot, own: Merged, whole: Merged, findings: Findings
) -> None:
    for index, shape in enumerate(clauses):
        piece = Piece(shape, spot / index, shape.id)
        if shape.replaces is not None and whole.clauses.pop(str(shape.replaces), None) is None:
            findings.refuse("policy.replaces-nothing", piece.spot.place_of(shape.replaces), name=shape.replaces)
        earlier = own.clauses.get(str(shape.id))
        if earlier is not None:
            _refuse_twice(piece, earlier, findings)
            continue
        own.clauses[str(shape.id)] = piece


def _join(whole: Merged, more: Merged, findings: Findings) -> None:
    for table in (*_TABLES, "clauses"):
        _join_table(getattr(whole, table), getattr(more, table), findings)
    whole.lost |= more.lost


def _join_table(whole: Table[S], more: Mapping[str, Piece[S]], findings: Findings) -> None:
    for name, piece in more.items():
        earlier = whole.get(name)
        if earlier is None:
            whole[name] = piece
        elif not earlier.same_as(piece):
            _refuse_twice(piece, earlier, findings)


def _refuse_twice(piece: Piece[S], earlier: Piece[S], findings: Findings) -> None:
    findings.refuse(
        "policy.same-name", piece.spot.place_of(piece.key), earlier.spot.place_of(earlier.key), name=piece.key
    )
