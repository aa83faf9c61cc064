"""What a kind must carry to play a part the engine itself knows (P27). Data, and its check."""

from __future__ import annotations

from collections.abc import Mapping

from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.record import record
from kaohe.rules.vocabulary import Kind, Role

_CODES = frozenset({"code", "enum", "unit", "leader"})
_LISTS = frozenset({"list"})
_DATE = frozenset({"date"})
_NUMBER = frozenset({"number"})
_ENUM = frozenset({"enum"})


@record
class Needed:
    """A field of a role: its possible types, whether it must be there, an enum's exact values."""

    types: frozenset[str]
    required: bool = True
    values: frozenset[str] = frozenset()


NEEDED: Mapping[Role, Mapping[str, Needed]] = {
    "exemption": {
        "clauses": Needed(_LISTS), "approver": Needed(_CODES), "basis": Needed(_CODES | _LISTS),
        "from": Needed(_DATE, required=False), "to": Needed(_DATE, required=False),
    },
    "appeal": {
        "against": Needed(_CODES),
        "step": Needed(_ENUM, values=frozenset({"filed", "decided"})),
        "outcome": Needed(_ENUM, required=False, values=frozenset({"upheld", "revoked", "changed"})),
    },
    "ruling": {
        "effect": Needed(_ENUM, values=frozenset({"reverse", "adjust"})),
        "clause": Needed(_CODES, required=False), "event": Needed(_CODES, required=False),
        "points": Needed(_NUMBER, required=False),
        "approver": Needed(_CODES), "basis": Needed(_CODES | _LISTS),
    },
    "notice": {"of": Needed(_CODES)},
    "mark": {"item": Needed(_CODES), "mark": Needed(_NUMBER), "document": Needed(_CODES)},
    "absence": {"from": Needed(_DATE), "to": Needed(_DATE)},
    "zero_report": {"of": Needed(_CODES)},
    "link": {},
}


def check_role(kind: Kind, spot: Spot, findings: Findings) -> None:
    """Every field the role needs is declared, of a type that can hold it, and required if it must be."""
    if kind.role is None:
        return
    for name, needed in NEEDED[kind.role].items():
        _check_field(kind, name, needed, spot, findings)
    if kind.role == "link" and not any(field.link for field in kind.fields.values()):
        findings.refuse("vocabulary.role-link", (spot / "role").place, kind=kind.name)
    if kind.role == "absence" and "case" in kind.about:
        findings.refuse("vocabulary.role-absence", (spot / "about").place, kind=kind.name)


def _check_field(kind: Kind, name: str, needed: Needed, spot: Spot, findings: Findings) -> None:
    field = kind.fields.get(name)
    if field is None:
        if needed.required:
            findings.refuse("vocabulary.role-field", (spot / "role").place, kind=kind.name, role=kind.role, field=name)
        return
    place = (spot / "fields" / name).place
    if field.type.name not in needed.types:
        findings.refuse(
            "vocabulary.role-type", place, role=kind.role, field=name,
            found=field.type.name, wanted=", ".join(sorted(needed.types)),
        )
    elif needed.required and not field.required:
        findings.refuse("vocabulary.role-required", place, role=kind.role, field=name)
    if needed.values and field.type.name == "enum" and frozenset(field.type.values) != needed.values:
        findings.refuse(
            "vocabulary.role-values", place, role=kind.role, field=name, wanted=", ".join(sorted(needed.values))
        )
