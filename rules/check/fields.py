"""Declared fields -> ``Field``: their types, values, units of count and patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kaohe.rules.check.person import ANYWHERE, FIELD, check_bearer, check_words
from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.document.vocabulary import EnumValue
from kaohe.rules.document.vocabulary import Field as FieldShape
from kaohe.rules.expression.tree import Type, TypeName
from kaohe.rules.place import Located
from kaohe.rules.record import record
from kaohe.rules.vocabulary import HEADERS, Field

_NAMES: Mapping[str, TypeName] = {
    "int": "number", "decimal": "number", "bool": "bool", "code": "code", "enum": "enum", "date": "date",
    "instant": "instant", "duration": "duration", "unit": "unit", "leader": "leader", "case": "case",
}
SUBJECT_HEADERS = frozenset({"case", "unit", "leader"})
"""Headers that a kind may declare again, to give them a title or make them required."""


@record
class FieldRules:
    """What fields of one vocabulary may say: its units of count."""

    counts: tuple[str, ...]


def fields_from(
    shapes: Mapping[str, FieldShape], rules: FieldRules, spot: Spot, findings: Findings
) -> dict[str, Field]:
    return {name: field_from(name, shape, rules, spot / name, findings) for name, shape in shapes.items()}


def field_from(name: str, shape: FieldShape, rules: FieldRules, spot: Spot, findings: Findings) -> Field:
    """One field. What is wrong is reported; the field is made all the same, so that uses of it check."""
    check_words(name, spot.place_of(name), findings, grounds=FIELD)
    check_words(shape.title, spot.place_of(shape.title), findings, grounds=FIELD)
    if shape.type in {"code", "list of code"}:
        check_bearer(shape.title, spot.place_of(shape.title), findings)
    _check_name(name, shape, spot, findings)
    _check_extras(name, shape, rules, spot, findings)
    titles = _titles(shape, spot / "values", findings)
    return Field(
        name=name,
        title=str(shape.title),
        type=_type(shape, tuple(titles)),
        required=shape.required,
        titles=titles,
        volume_values=_volume(shape),
        pattern=_pattern(shape.pattern, spot, findings),
        link=shape.role == "link",
        whole=shape.type == "int",
    )


def _type(shape: FieldShape, values: tuple[str, ...]) -> Type:
    optional = not shape.required
    if shape.type.startswith("list of "):
        return Type("list", optional, of=Type(_NAMES[shape.type.removeprefix("list of ")]))
    if shape.type == "enum":
        return Type("enum", optional, values=values)
    return Type(_NAMES[shape.type], optional, count=None if shape.count is None else str(shape.count))


def _check_name(name: str, shape: FieldShape, spot: Spot, findings: Findings) -> None:
    """A field may not take a header's name, but for saying more about ``case``, ``unit``, ``leader``."""
    if name in SUBJECT_HEADERS:
        if shape.type != name:
            findings.refuse("vocabulary.header-type", spot.place_of(name), name=name, found=shape.type)
    elif name in HEADERS:
        findings.refuse("vocabulary.reserved-name", spot.place_of(name), name=name)


def _check_extras(name: str, shape: FieldShape, rules: FieldRules, spot: Spot, findings: Findings) -> None:
    if (shape.values is not None) != (shape.type == "enum") or shape.values == {}:
        findings.refuse("vocabulary.enum-values", spot.place, name=name, type=shape.type)
    if shape.count is not None:
        _check_count(shape, rules, spot, findings)
    if shape.pattern is not None and shape.type not in {"code", "list of code"}:
        findings.refuse("vocabulary.key-type", (spot / "pattern").place, key="pattern", wanted="code", type=shape.type)
    if shape.role == "link" and shape.type != "case":
        findings.refuse("vocabulary.key-type", (spot / "role").place, key="role", wanted="case", type=shape.type)


def _check_count(shape: FieldShape, rules: FieldRules, spot: Spot, findings: Findings) -> None:
    place = spot.place_of(shape.count)
    if shape.type not in {"int", "decimal"}:
        findings.refuse("vocabulary.key-type", place, key="count", wanted="int, decimal", type=shape.type)
    elif shape.count not in rules.counts:
        findings.refuse("vocabulary.unknown-count", place, count=shape.count, known=", ".join(rules.counts))


def _titles(shape: FieldShape, spot: Spot, findings: Findings) -> dict[str, str]:
    titles: dict[str, str] = {}
    for value, said in (shape.values or {}).items():
        title = said.title if isinstance(said, EnumValue) else said
        check_words(value, spot.place_of(value), findings, grounds=ANYWHERE)
        check_words(title, spot.place_of(title), findings, grounds=ANYWHERE)
        titles[str(value)] = str(title)
    return titles


def _volume(shape: FieldShape) -> frozenset[str]:
    values = (shape.values or {}).items()
    return frozenset(str(value) for value, said in values if isinstance(said, EnumValue) and said.volume)


def _pattern(text: str | None, spot: Spot, findings: Findings) -> str | None:
    if text is None:
        return None
    return str(text) if is_pattern(text, spot, findings) else None


def is_pattern(text: str, spot: Spot, findings: Findings) -> bool:
    """Whether ``text`` is a regular expression; where it is not, it is refused from the faulty sign on."""
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:  # the last two: a million repetitions, or brackets
        place, pos = spot.place_of(text), getattr(error, "pos", 0) or 0
        at = text.at(pos, len(text) - pos) if isinstance(text, Located) else place
        findings.refuse("vocabulary.bad-pattern", at, pattern=text)
        return False
    return True
