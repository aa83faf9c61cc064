"""States and gates -> their checked records; defines are typed where they are used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kaohe.rules.check.formed import at_from
from kaohe.rules.check.ground import BOOL, Ground
from kaohe.rules.check.kinds import stream_of
from kaohe.rules.check.merged import Merged, Piece
from kaohe.rules.check.names import begins, ends
from kaohe.rules.check.person import check_words
from kaohe.rules.check.sources import basis_from
from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.document.policy import At as AtShape
from kaohe.rules.document.policy import Define as DefineShape
from kaohe.rules.document.policy import GateShape
from kaohe.rules.document.policy import State as StateShape
from kaohe.rules.policy import At, Gate, GateItem, State
from kaohe.rules.vocabulary import SubjectKind


def states_from(pieces: Mapping[str, Piece[StateShape]], ground: Ground) -> dict[str, State]:
    made = ((name, _state(name, piece.shape, piece.spot, ground)) for name, piece in pieces.items())
    return {name: state for name, state in made if state is not None}


def _state(name: str, shape: StateShape, spot: Spot, ground: Ground) -> State | None:
    written = [
        *_spotted(begins(shape), spot / "begins", isinstance(shape.begins, list)),
        *_spotted(ends(shape), spot / "ends", isinstance(shape.ends, list)),
    ]
    if not begins(shape):
        ground.findings.refuse("policy.empty", (spot / "begins").place, key="begins")
    kinds = [ground.kinds(at.on, here / "on") for at, here in written]
    groups = [group for group in kinds if group is not None]
    stream = stream_of(groups, None, ground.vocabulary, spot.place, ground.findings)
    if stream is None or len(groups) < len(kinds) or name in ground.broken:
        return None
    made = _events(written, groups, stream, ground)
    if made is None:
        return None
    first = len(begins(shape))
    return State(name, _text(shape.title), made[:first], made[first:])


def _events(
    written: list[tuple[AtShape, Spot]], groups: list[tuple[str, ...]], stream: SubjectKind, ground: Ground
) -> tuple[At, ...] | None:
    made = [
        at_from(at, ground.at_event(stream, kinds), kinds, ground)
        for (at, _), kinds in zip(written, groups, strict=True)
    ]
    sound = tuple(at for at in made if at is not None)
    return sound if len(sound) == len(made) else None


def _spotted(shapes: list[AtShape], spot: Spot, many: bool) -> Iterable[tuple[AtShape, Spot]]:
    return [(shape, spot / index if many else spot) for index, shape in enumerate(shapes)]


def _text(value: str | None) -> str | None:
    return None if value is None else str(value)


def gates_from(pieces: Mapping[str, Piece[GateShape]], ground: Ground) -> dict[str, Gate]:
    made = ((name, _gate(name, piece.shape, piece.spot, ground)) for name, piece in pieces.items())
    return {name: gate for name, gate in made if gate is not None}


def _gate(name: str, shape: GateShape, spot: Spot, ground: Ground) -> Gate | None:
    kinds = ground.kinds(shape.at, spot / "at")
    basis = None if shape.basis is None else basis_from(shape.basis, spot / "basis", ground)
    if not shape.all:
        ground.findings.refuse("policy.empty", (spot / "all").place, key="all")
    if kinds is None:
        return None
    stream = stream_of([kinds], None, ground.vocabulary, spot.place_of(shape.at), ground.findings)
    if stream is None or name in ground.broken:
        return None
    scope = ground.at_event(stream, kinds)
    passes = {str(item): ground.expression(said.pass_, scope, BOOL) for item, said in shape.all.items()}
    items = tuple(
        GateItem(str(item), str(said.title), value)
        for item, said in shape.all.items() if (value := passes[str(item)]) is not None
    )
    return Gate(name, _text(shape.title), kinds, items, basis) if len(items) == len(passes) else None


def check_titles(pieces: Merged, findings: Findings) -> None:
    """Names and titles of defines, states and gates speak of offices, not of people."""
    for text, spot in _said(pieces):
        check_words(text, spot.place_of(text), findings)


def _said(pieces: Merged) -> Iterator[tuple[str, Spot]]:
    for define in pieces.define.values():
        yield define.key, define.spot
        if isinstance(define.shape, DefineShape) and define.shape.title is not None:
            yield define.shape.title, define.spot
    for state in pieces.states.values():
        yield state.key, state.spot
        if state.shape.title is not None:
            yield state.shape.title, state.spot
    for gate in pieces.gates.values():
        yield gate.key, gate.spot
        if gate.shape.title is not None:
            yield gate.shape.title, gate.spot
        for name, item in gate.shape.all.items():
            yield name, gate.spot
            yield item.title, gate.spot
