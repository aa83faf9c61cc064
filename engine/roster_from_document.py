"""The roster document as a ``Roster``: dates filled in, attributes typed, flaws located.

    RosterDocument --attributes typed--> rows --roster_check--> Roster + problems

What is wrong is told; the rest can be used.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from kaohe.engine.roster import ALWAYS, FOREVER, Roster, Tenure, UnitRow
from kaohe.engine.roster_check import checked
from kaohe.rules.document import roster as document
from kaohe.rules.expression.tree import Type
from kaohe.rules.place import place_of
from kaohe.rules.problem import Problem, problem
from kaohe.rules.value import Value, number_from
from kaohe.rules.vocabulary import Field, Vocabulary

_TERMS = {"bool": "flag", "enum": "option", "list": "a list"}
"""Types as the glossary calls them, where it has another word."""


def roster_from_document(
    body: document.RosterBody | document.RosterDocument, vocabulary: Vocabulary
) -> tuple[Roster, tuple[Problem, ...]]:
    """The roster as far as it can be read, and every problem and warning, by place.

    Rows of one unit are put in order of their dates; posts keep the order written.
    """
    problems = list(checked(body, vocabulary))
    units: dict[str, list[UnitRow]] = defaultdict(list)
    for row in body.units:
        units[str(row.id)].append(_unit_row(row, vocabulary, problems))
    tenures = tuple(_tenure(row, vocabulary, problems) for row in body.leaders)
    ordered = {unit: tuple(sorted(rows, key=lambda row: row.from_)) for unit, rows in units.items()}
    return Roster(ordered, tenures), tuple(sorted(problems, key=lambda flaw: flaw.order))


def _unit_row(row: document.UnitRow, vocabulary: Vocabulary, problems: list[Problem]) -> UnitRow:
    built_in: dict[str, Value] = {
        "title": row.title, "kind": row.kind, "level": row.level, "parent": row.parent,
        "peer_group": row.peer_group, "population": number_from(str(row.population)),
    }
    declared = _declared(row.model_extra or {}, vocabulary.unit_attributes, problems)
    return UnitRow(
        id=str(row.id), from_=row.from_ or ALWAYS, to=row.to or FOREVER,
        attributes=_present({**built_in, **declared}),
        merged_into=_plain(row.merged_into), aliases=tuple(str(name) for name in row.aliases),
    )


def _tenure(row: document.PostRow, vocabulary: Vocabulary, problems: list[Problem]) -> Tenure:
    declared = _declared(row.model_extra or {}, vocabulary.leader_attributes, problems)
    return Tenure(
        leader=str(row.leader), unit=str(row.unit), post=str(row.post),
        from_=row.from_ or ALWAYS, to=row.to or FOREVER,
        attributes=_present({"title": row.title, "level": row.level, **declared}), acting=row.acting,
    )


def _present(attributes: Mapping[str, Value]) -> dict[str, Value]:
    """Only what is there; places stay with the document."""
    return {
        name: str(value) if isinstance(value, str) else value
        for name, value in attributes.items() if value is not None
    }


def _plain(text: str | None) -> str | None:
    return None if text is None else str(text)


def _declared(
    extra: Mapping[str, object], fields: Mapping[str, Field], problems: list[Problem]
) -> dict[str, Value]:
    """The attributes beside the built-in keys, typed as the vocabulary declares them."""
    found: dict[str, Value] = {}
    for name, raw in extra.items():
        field = fields.get(name)
        if field is None:
            problems.append(problem(
                "roster.unknown-attribute", place_of(raw), name=name, known=", ".join(fields)
            ))
            continue
        found[name] = typed(raw, field.type)
        if found[name] is None:
            problems.append(problem(
                "roster.attribute-type", place_of(raw), name=name, found=raw,
                type=_TERMS.get(field.type.name, field.type.name), known=", ".join(field.type.values),
            ))
    return found


def typed(raw: object, type_: Type) -> Value:
    """A scalar (or list of scalars) as a value of that type; None when it is not one.

    Offices have no attributes that are instants or lengths of time.
    """
    if type_.name == "list":
        items = tuple(typed(each, type_.of or Type("code")) for each in raw) if isinstance(raw, list) else (None,)
        return None if None in items else items
    if not isinstance(raw, str):
        return None
    return _scalar(str(raw), type_)


def _scalar(text: str, type_: Type) -> Value:
    match type_.name:
        case "number":
            return number_from(text)
        case "bool":
            return {"true": True, "false": False}.get(text)
        case "date":
            return _day(text)
        case "enum":
            return text if text in type_.values else None
        case _:
            return text if text and type_.name not in ("instant", "duration") else None


def _day(text: str) -> date | None:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
