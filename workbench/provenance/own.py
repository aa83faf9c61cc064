"""How much of a policy is its own: clauses neither inherited nor the same as another policy's."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from kaohe.rules.document.load import load
from kaohe.rules.document.policy import PolicyDocument
from kaohe.rules.policy import Policy

_NAMES = {"id", "title", "section", "basis", "note", "silence", "points_from", "replaces", "from_", "to"}
"""What a clause may be called and rest on without being another rule."""


@dataclass(frozen=True, slots=True)
class Own:
    """Clauses of a policy by origin; ``same`` are written in it but say what another policy's says too."""

    policy: str
    own: tuple[str, ...]
    same: tuple[str, ...]
    inherited: tuple[str, ...]

    @property
    def share(self) -> Fraction:
        """Own clauses of all; 0 for a policy without clauses."""
        whole = len(self.own) + len(self.same) + len(self.inherited)
        return Fraction(len(self.own), whole) if whole else Fraction(0)


def own_clauses(policies: Mapping[str, tuple[Policy, Path]]) -> tuple[Own, ...]:
    """Each policy, with its folder, measured against all the others."""
    rules = {name: rules_of(folder) for name, (_, folder) in policies.items()}
    return tuple(_own(policy, rules[name], [rules[other] for other in rules if other != name]) for name, (policy, _) in policies.items())


def _own(policy: Policy, written: Mapping[str, str], others: Sequence[Mapping[str, str]]) -> Own:
    elsewhere = {rule for other in others for rule in other.values()}
    return Own(
        policy.name,
        own=tuple(name for name, rule in written.items() if rule not in elsewhere),
        same=tuple(name for name, rule in written.items() if rule in elsewhere),
        inherited=tuple(clause.id for clause in policy.clauses if clause.id not in written),
    )


def rules_of(folder: Path) -> dict[str, str]:
    """What each clause written in the folder's policy says, whatever it is called and rests on."""
    file = folder / "policy.yaml"
    document = load(file.read_text(encoding="utf-8"), str(file), PolicyDocument).document
    if document is None:
        return {}
    return {str(each.id): json.dumps(each.model_dump(exclude=_NAMES), default=str, sort_keys=True) for each in document.clauses}
