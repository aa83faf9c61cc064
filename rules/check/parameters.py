"""Parameters: dated values, read by their declared type, one or one per value of an enum (P5, P23)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from kaohe.rules.check.ground import Ground
from kaohe.rules.check.merged import Piece
from kaohe.rules.check.sources import basis_from
from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.document.policy import ParameterShape
from kaohe.rules.expression.scope import ParameterType
from kaohe.rules.expression.tree import Type, TypeName
from kaohe.rules.policy import Parameter
from kaohe.rules.value import Value, duration_from, number_from
from kaohe.rules.vocabulary import Vocabulary

Readers = Mapping[str, Callable[[str], Value]]


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


READERS: Mapping[TypeName, Callable[[str], Value]] = {
    "number": number_from,
    "duration": duration_from,
    "code": lambda text: text if re.fullmatch(r"[^\s/:]+", text) else None,
    "date": _date,
    "bool": {"true": True, "false": False}.get,
}


def parameters_from(
    pieces: Mapping[str, Piece[ParameterShape]], vocabulary: Vocabulary, findings: Findings
) -> dict[str, Parameter]:
    made = ((name, _parameter(name, piece, vocabulary, findings)) for name, piece in pieces.items())
    return {name: parameter for name, parameter in made if parameter is not None}


def grounded(pieces: Mapping[str, Piece[ParameterShape]], ground: Ground) -> dict[str, Parameter]:
    """The parameters with what they rest on; a quotation is checked like a clause's."""
    return {name: _grounded(parameter, pieces[name], ground) for name, parameter in ground.parameters.items()}


def _grounded(parameter: Parameter, piece: Piece[ParameterShape], ground: Ground) -> Parameter:
    shape = piece.shape
    basis = None if shape.basis is None else basis_from(shape.basis, piece.spot / "basis", ground)
    return replace(parameter, basis=basis, note=None if shape.note is None else str(shape.note))


def types_of(
    pieces: Mapping[str, Piece[ParameterShape]], parameters: Mapping[str, Parameter]
) -> dict[str, ParameterType]:
    """What ``param.<name>`` is in conditions: only keys that every dated table has may be asked for."""
    return {
        name: ParameterType(Type(pieces[name].shape.type), _keys(parameter))
        for name, parameter in parameters.items()
    }


def _keys(parameter: Parameter) -> tuple[str, ...]:
    tables = [value for _, value in parameter.values if isinstance(value, Mapping)]
    if not tables:
        return ()
    return tuple(key for key in tables[0] if all(key in table for table in tables))


def _parameter(
    name: str, piece: Piece[ParameterShape], vocabulary: Vocabulary, findings: Findings
) -> Parameter | None:
    shape, spot = piece.shape, piece.spot
    known = None if shape.by is None else _values_of(shape.by, vocabulary)
    if shape.by is not None and known is None:
        findings.refuse("policy.parameter-by", spot.place_of(shape.by), name=name, by=shape.by)
    if not shape.values:
        findings.refuse("policy.empty", (spot / "values").place, key="values")
        return None
    values = [
        (day, _value(name, shape, value, spot / "values" / day.isoformat(), findings, known=known))
        for day, value in sorted(shape.values.items())
    ]
    if any(value is None for _, value in values):
        return None
    return Parameter(
        name=name,
        title=None if shape.title is None else str(shape.title),
        unit=None if shape.unit is None else str(shape.unit),
        by=None if shape.by is None else str(shape.by),
        values=tuple(values),
        points_from=shape.points_from,
    )


def _values_of(by: str, vocabulary: Vocabulary) -> frozenset[str] | None:
    """The values of the enum ``by`` names: a case fact, or a field of kinds or attributes.

    Fields of one name count together. None when nothing of that name is an enum.
    """
    fact = vocabulary.facts.get(by)
    tables = (
        *(kind.fields for kind in vocabulary.kinds.values()),
        vocabulary.unit_attributes, vocabulary.leader_attributes,
    )
    types = [table[by].type for table in tables if by in table]
    if fact is not None:
        types.append(fact.value.type)
    values = frozenset(value for type_ in types if type_.name == "enum" for value in type_.values)
    return values or None


def _value(
    name: str, shape: ParameterShape, value: str | Mapping[str, str], spot: Spot, findings: Findings, *,
    known: frozenset[str] | None,
) -> Value | Mapping[str, Value]:
    """One value or one table; None when it was refused."""
    if isinstance(value, str):
        if shape.by is not None:
            findings.refuse("policy.parameter-table", spot.place, name=name, by=shape.by)
            return None
        return _read(name, shape, value, spot, findings)
    if shape.by is None:
        findings.refuse("policy.parameter-no-by", spot.place, name=name)
        return None
    for key in value:
        if known is not None and key not in known:
            findings.refuse("policy.parameter-key", spot.place_of(key), name=name, key=key, by=shape.by)
    table = {str(key): _read(name, shape, text, spot / str(key), findings) for key, text in value.items()}
    return None if None in table.values() else table


def _read(name: str, shape: ParameterShape, text: str, spot: Spot, findings: Findings) -> Value:
    value = READERS[shape.type](str(text))
    if value is None:
        findings.refuse(
            "policy.parameter-value", spot.place_of(text), name=name, found=text,
            type="flag" if shape.type == "bool" else shape.type,
        )
    return value
