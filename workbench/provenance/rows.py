"""The table of rows: what became of each row of a source, and whether the table is whole and true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kaohe.rules.document.load import load
from kaohe.rules.document.provenance import RowsDocument, RowShape
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem
from kaohe.rules.shelf import SHIPPED

Fate = Literal["scored", "not_scored", "never"]
SHARED = "N"
"""Prefix of rows that several sources may have in common."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the names that hold it, or why none does. ``quote`` remembers its place (``Located``)."""

    id: str
    fate: Fate
    clauses: tuple[str, ...]
    gates: tuple[str, ...]
    parameters: tuple[str, ...]
    reason: str
    quote: str | None

    @property
    def prefix(self) -> str:
        return self.id.rpartition("-")[0]


@dataclass(frozen=True, slots=True)
class Rows:
    """``tables``: policy -> row id -> row. ``inventory``: prefix -> how many rows there are."""

    tables: Mapping[str, Mapping[str, Row]]
    inventory: Mapping[str, int]
    text: str
    file: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the table: ``what`` is one of missing, unknown, twice, fates, name, cited."""

    row: str
    what: Literal["missing", "unknown", "twice", "fates", "name", "cited"]
    name: str = ""


def load_rows(path: Path = SHIPPED / "sources.yaml") -> tuple[Rows | None, tuple[Problem, ...]]:
    """The table at ``path``; None when it cannot be read as one."""
    text = path.read_text(encoding="utf-8")
    loaded = load(text, str(path), RowsDocument)
    if loaded.document is None:
        return None, loaded.problems
    tables = {
        str(policy): {str(name): _row(str(name), shape) for name, shape in rows.items()}
        for policy, rows in loaded.document.rows.items()
    }
    inventory = {str(prefix): count for prefix, count in loaded.document.inventory.items()}
    return Rows(tables, inventory, text, str(path)), loaded.problems


def _row(name: str, shape: RowShape) -> Row:
    fate: Fate = "never" if shape.never else "not_scored" if shape.not_scored else "scored"
    clauses, gates, parameters = (tuple(map(str, names)) for names in (shape.clauses, shape.gates, shape.parameters))
    return Row(name, fate, clauses, gates, parameters, str(shape.never or shape.not_scored or ""), shape.quote)


# --- whether it is whole ------------------------------------------------------------------------


def expected(inventory: Mapping[str, int]) -> tuple[str, ...]:
    """Every row id there must be: ``000-01`` to ``000-22`` and so on."""
    return tuple(f"{prefix}-{number:02}" for prefix, count in inventory.items() for number in range(1, count + 1))


def faults(rows: Rows, policies: Mapping[str, Policy]) -> tuple[Fault, ...]:
    """Everything wrong with the table, against the policies it speaks of."""
    return (*_numbering(rows), *(fault for name in rows.tables for fault in _astray(rows.tables[name], policies[name])))


def _numbering(rows: Rows) -> Iterator[Fault]:
    there = Counter(row for table in rows.tables.values() for row in table)
    wanted = expected(rows.inventory)
    yield from (Fault(row, "missing") for row in wanted if row not in there)
    yield from (Fault(row, "unknown") for row in there if row not in wanted)
    yield from (Fault(row, "twice") for row, times in there.items() if times > 1 and row.split("-")[0] != SHARED)


def _astray(table: Mapping[str, Row], policy: Policy) -> Iterator[Fault]:
    known = ({clause.id for clause in policy.clauses}, set(policy.gates), set(policy.parameters))
    for row in table.values():
        named = (row.clauses, row.gates, row.parameters)
        if any(named) == bool(row.reason.strip()):
            yield Fault(row.id, "fates")
        for names, there in zip(named, known, strict=True):
            yield from (Fault(row.id, "name", name) for name in names if name not in there)
    for row_id, holder in cited(policy):
        at = table.get(row_id)
        if at is not None and holder not in (*at.clauses, *at.gates, *at.parameters):
            yield Fault(row_id, "cited", holder)


def cited(policy: Policy) -> tuple[tuple[str, str], ...]:
    """(row, who names it) of every basis that names a row of a source."""
    pairs = [(basis.row, clause.id) for clause in policy.clauses for basis in clause.basis]
    pairs += [(gate.basis.row, gate.name) for gate in policy.gates.values() if gate.basis]
    pairs += [(each.basis.row, each.name) for each in policy.parameters.values() if each.basis]
    return tuple((row, who) for row, who in pairs if row is not None)
