"""What clauses wrote, as columns where columns wrote it, and what is taken back of it.

Reversals are few. The plain meaning is asked about the entries of clauses that can be taken back at
all: by a ``revoke`` of their own, by an exemption or by a ruling that names them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import pyarrow as pa

from kaohe.engine.batch.ledger import Written
from kaohe.engine.ledger import Entry, Tally, Vesting, VetoEvent
from kaohe.engine.ledger_file import CLOCKS
from kaohe.engine.meaning.clauses import Findings
from kaohe.rules.policy import Clause
from kaohe.rules.problem import Problem

Wrote = Written | Sequence[Entry]
"""Entries of one clause: as columns, or one by one."""


class GroupsKey(NamedTuple):
    """Rows of a rate or measure: of which clause, over which span; ``year_ago``: as they stood then."""

    clause: str
    span: str
    year_ago: bool = False


class Remark(NamedTuple):
    """Something to be told, and what tells it: remarks come stage by stage, in each clause by clause (gates:
    gate by gate), span by span. ``lost``: the clause says nothing over that span.
    """

    stage: Literal["clause", "gate", "reversal"]
    number: int
    span: int
    problem: Problem
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What the clauses of a policy wrote, clause after clause; tables by clause or gate."""

    entries: list[tuple[Clause, Wrote]] = field(default_factory=list)
    clocks: dict[str, list[pa.Table]] = field(default_factory=lambda: defaultdict(list))
    gates: dict[str, list[pa.Table]] = field(default_factory=lambda: defaultdict(list))
    groups: dict[GroupsKey, pa.Table] = field(default_factory=dict)
    doings: dict[str, dict[tuple[str | None, int], int] | None] = field(default_factory=dict)
    reports: dict[str, frozenset[tuple[str, str, str, bool]]] = field(default_factory=dict)
    tallies: dict[str, list[Tally]] = field(default_factory=lambda: defaultdict(list))
    vestings: list[tuple[str, Vesting]] = field(default_factory=list)
    vetoes: list[tuple[str, VetoEvent]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def take(self, clause: Clause, other: Findings) -> None:
        """Adds what the plain meaning wrote."""
        self.entries.append((clause, other.entries))
        if other.clocks:
            self.clocks[clause.id].append(CLOCKS.table(other.clocks))
        self.tallies[clause.id].extend(other.tallies)
        self.vestings.extend((clause.id, each) for each in other.vestings)
        self.vetoes.extend((clause.id, each) for each in other.vetoes)
        self.tell(clause, other.problems)

    def add(self, other: Found) -> None:
        """Adds what a further clause wrote."""
        for name in self.__dataclass_fields__:
            mine, its = getattr(self, name), getattr(other, name)
            if isinstance(mine, list):
                mine.extend(its)
            elif isinstance(mine, defaultdict):
                for key, each in its.items():
                    mine[key].extend(each)
            else:
                mine.update(its)

    def tell(self, clause: Clause, problems: Sequence[Problem], span: int = 0, *, lost: bool = False) -> None:
        """Adds what is to be told of a clause, over one of its spans."""
        self.remarks.extend(Remark("clause", clause.number, span, each, lost) for each in problems)

    def columns(self) -> Iterator[Written]:
        """What columns wrote."""
        return (one for _, one in self.entries if isinstance(one, Written) and len(one))

    def singly(self) -> Iterator[Entry]:
        """What the plain meaning wrote, one by one."""
        return (entry for _, one in self.entries if not isinstance(one, Written) for entry in one)
