"""Case facts: typed after the facts they use, with a history that sees the position's own event."""

from __future__ import annotations

from collections.abc import Mapping

from kaohe.rules.check.cycles import hops, ordered
from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.check.walk import facts_named
from kaohe.rules.document.vocabulary import Fact as FactShape
from kaohe.rules.expression.check import typed
from kaohe.rules.expression.parse import parse
from kaohe.rules.expression.scope import Scope
from kaohe.rules.expression.tree import Type
from kaohe.rules.vocabulary import CaseFact, Vocabulary


def facts_from(
    shapes: Mapping[str, FactShape], vocabulary: Vocabulary, spot: Spot, findings: Findings
) -> dict[str, CaseFact]:
    """Facts in document order. One that goes round in a circle is refused with every hop."""
    needs = {name: _needs(shape, shapes) for name, shape in shapes.items()}
    order, cycles = ordered(needs)
    for cycle in cycles:
        findings.refuse("vocabulary.fact-cycle", spot.place_of(_key(cycle[0], shapes)), hops=hops(cycle))
    types: dict[str, Type] = {}
    made: dict[str, CaseFact] = {}
    for name in order:
        if any(needed not in types for needed in needs[name]):
            continue  # what it needs is refused already; a second problem would only repeat that
        fact = _fact(name, shapes[name], vocabulary, types, findings)
        if fact is not None:
            made[name], types[name] = fact, fact.value.type
    return {str(name): made[name] for name in shapes if name in made}


def _needs(shape: FactShape, shapes: Mapping[str, FactShape]) -> tuple[str, ...]:
    syntax, _ = parse(shape.value)
    return () if syntax is None else tuple(name for name in facts_named(syntax) if name in shapes)


def _key(name: str, shapes: Mapping[str, FactShape]) -> str:
    """The key as it stands in the document, with its place."""
    return next(key for key in shapes if key == name)


def _fact(
    name: str, shape: FactShape, vocabulary: Vocabulary, types: Mapping[str, Type], findings: Findings
) -> CaseFact | None:
    scope = Scope(vocabulary, stream="case", spans=False, inclusive=True, facts=dict(types))
    value, problems = typed(shape.value, scope, None, optional_ok=True)
    findings.take(problems)
    return None if value is None else CaseFact(str(name), str(shape.title), value)
