"""Defines, states and gates: what bears a name once, in no circle, and what each name means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kaohe.rules.check.cycles import hops, ordered
from kaohe.rules.check.kinds import kinds_from
from kaohe.rules.check.merged import Merged, Piece
from kaohe.rules.check.spot import Findings
from kaohe.rules.check.walk import deadlines_named, names_used
from kaohe.rules.document.policy import At as AtShape
from kaohe.rules.document.policy import DeadlineShape, DueOf
from kaohe.rules.document.policy import Define as DefineShape
from kaohe.rules.document.policy import State as StateShape
from kaohe.rules.expression.parse import parse
from kaohe.rules.expression.scope import CONTEXT_NAMES, Define, GateName
from kaohe.rules.place import NOWHERE, Place
from kaohe.rules.record import record
from kaohe.rules.vocabulary import HEADERS, SubjectKind, Vocabulary

_TAKEN = CONTEXT_NAMES | frozenset(HEADERS) | {"true", "false", "in", "case"}


@record
class Names:
    """Names for the scope. ``broken``: declared, but of no use until their problem is mended."""

    defines: Mapping[str, Define]
    gates: Mapping[str, GateName]
    states: frozenset[str]
    state_streams: Mapping[str, frozenset[SubjectKind]]
    broken: frozenset[str]


def names_from(pieces: Merged, vocabulary: Vocabulary, findings: Findings) -> Names:
    taken = _check_taken(pieces, findings)
    looped = _check_cycles(pieces, findings)
    defines, broken = _defines(pieces.define, vocabulary, looped, findings)
    gates = {
        name: GateName(kinds, tuple(map(str, piece.shape.all)))
        for name, piece in pieces.gates.items()
        if (kinds := _quiet_kinds(piece.shape.at, vocabulary)) is not None
    }
    streams = {name: _streams(piece.shape, vocabulary) for name, piece in pieces.states.items()}
    return Names(
        defines, gates, frozenset(pieces.states), streams,
        frozenset((*broken, *looped, *taken, *(name for name in pieces.gates if name not in gates))),
    )


def begins(shape: StateShape) -> list[AtShape]:
    return shape.begins if isinstance(shape.begins, list) else [shape.begins]


def ends(shape: StateShape) -> list[AtShape]:
    if shape.ends is None:
        return []
    return shape.ends if isinstance(shape.ends, list) else [shape.ends]


def _defines(
    pieces: Mapping[str, Piece[DefineShape | str]], vocabulary: Vocabulary, looped: frozenset[str],
    findings: Findings,
) -> tuple[dict[str, Define], list[str]]:
    made: dict[str, Define] = {}
    broken: list[str] = []
    for name, piece in pieces.items():
        text, on = define_text(piece.shape), piece.shape.on if isinstance(piece.shape, DefineShape) else None
        syntax, problems = parse(text)
        findings.take(problems)
        kinds = None if on is None else kinds_from(on, piece.spot.place_of(on), vocabulary, findings)
        if syntax is None or name in looped or (on is not None and kinds is None):
            broken.append(name)
        else:
            made[name] = Define(text, syntax, kinds)
    return made, broken


def define_text(shape: DefineShape | str) -> str:
    return shape.value if isinstance(shape, DefineShape) else shape


def _quiet_kinds(text: str, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """Kinds without reporting: the gate's own check reports."""
    return kinds_from(text, NOWHERE, vocabulary, Findings())


def _streams(shape: StateShape, vocabulary: Vocabulary) -> frozenset[SubjectKind]:
    """The streams in which a state can be asked for: those that all its kinds stand in."""
    found = [
        frozenset(vocabulary.kinds[kind].about)
        for at in (*begins(shape), *ends(shape))
        for kind in _quiet_kinds(at.on, vocabulary) or ()
    ]
    return frozenset.intersection(*found) if found else frozenset({"case", "unit", "leader"})


# --- one name, one meaning ----------------------------------------------------------------------


def _check_taken(pieces: Merged, findings: Findings) -> list[str]:
    """Refuses names that mean something else; returns them."""
    first: dict[str, Place] = {}
    for table in (pieces.define, pieces.states, pieces.gates):
        for name, piece in table.items():
            _check_name(name, piece.spot.place_of(piece.key), first, findings)
    return [name for table in (pieces.define, pieces.states, pieces.gates) for name in table if name in _TAKEN]


def _check_name(name: str, place: Place, first: dict[str, Place], findings: Findings) -> None:
    if name in _TAKEN:
        findings.refuse("policy.reserved-name", place, name=name)
    elif name in first:
        findings.refuse("policy.same-name", place, first[name], name=name)
    else:
        first[name] = place


# --- no circles ---------------------------------------------------------------------------------


def _check_cycles(pieces: Merged, findings: Findings) -> frozenset[str]:
    """Names on a circle; each circle is refused once, with every hop."""
    graph = _graph(pieces)
    _, cycles = ordered(graph)
    for cycle in cycles:
        findings.refuse("policy.cycle", _place_of(cycle[0], pieces), hops=hops(cycle))
    return frozenset(name for cycle in cycles for name in cycle)


def _graph(pieces: Merged) -> dict[str, tuple[str, ...]]:
    graph: dict[str, list[str]] = {}
    for name, piece in pieces.define.items():
        graph[name] = list(_uses([define_text(piece.shape)], pieces))
    for name, state in pieces.states.items():
        graph[name] = list(_uses((at.when for at in (*begins(state.shape), *ends(state.shape))), pieces))
    for name, gate in pieces.gates.items():
        graph[name] = list(_uses((item.pass_ for item in gate.shape.all.values()), pieces))
    for name, clause in pieces.clauses.items():
        if clause.shape.deadline is not None:
            graph[_due(name)] = list(_deadline_uses(clause.shape.deadline, pieces))
    return {name: tuple(dict.fromkeys(uses)) for name, uses in graph.items()}


def _due(clause: str) -> str:
    return f'due("{clause}")'


def _uses(texts: Iterable[str | None], pieces: Merged) -> Iterator[str]:
    named = {*pieces.define, *pieces.states, *pieces.gates}
    for text in texts:
        syntax = None if text is None else parse(text)[0]
        if syntax is not None:
            yield from (name for name in names_used(syntax) if name in named)
            yield from (_due(clause) for clause in deadlines_named(syntax) if clause in pieces.clauses)


def _deadline_uses(shape: DeadlineShape, pieces: Merged) -> Iterator[str]:
    lapses = shape.lapse if isinstance(shape.lapse, list) else [shape.lapse]
    conditions = [
        shape.when, shape.where,
        *((shape.extend.when, shape.extend.add) if shape.extend else ()),
        *((shape.restart.when,) if shape.restart else ()),
        *(lapse.when for lapse in lapses if isinstance(lapse, AtShape)),
        *(text for text in (shape.within, shape.due) if isinstance(text, str)),
    ]
    yield from _uses(conditions, pieces)
    yield from (name for name in shape.pause if name in pieces.states)
    if isinstance(shape.due, DueOf):
        yield _due(str(shape.due.of))


def _place_of(name: str, pieces: Merged) -> Place:
    for table in (pieces.define, pieces.states, pieces.gates):
        if name in table:
            return table[name].spot.place_of(table[name].key)
    clause = next(one for one in pieces.clauses if _due(one) == name)
    return pieces.clauses[clause].spot.place_of(pieces.clauses[clause].key)
