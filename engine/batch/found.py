"""What clauses wrote, as columns where columns wrote it, and what is taken back of it.

Reversals are few. The plain meaning is asked about the entries of clauses that can be taken back at
all: by a ``revoke`` of their own, by an exemption or by a ruling that names them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from kaohe.engine.batch.board import mask_of
from kaohe.engine.batch.column import Truths
from kaohe.engine.batch.ledger import Rows, Written, in_ledger_order, plain_rows, rows_of
from kaohe.engine.batch.places import Places
from kaohe.engine.ledger import Clock, Entry, Tally, Vesting, VetoEvent
from kaohe.engine.ledger_file import CLOCKS, LEDGER
from kaohe.engine.meaning.clauses import Findings
from kaohe.engine.meaning.reversal import acts, reversals
from kaohe.engine.meaning.world import World
from kaohe.engine.records import Records
from kaohe.rules.policy import ANY, Clause
from kaohe.rules.problem import Problem
from kaohe.rules.vocabulary import SubjectKind

Wrote = Written | Sequence[Entry]
"""Entries of one clause: as columns, or one by one."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the clauses of a policy wrote, clause after clause."""

    entries: list[tuple[Clause, Wrote]] = field(default_factory=list)
    clocks: list[pa.Table] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    vestings: list[Vesting] = field(default_factory=list)
    vetoes: list[VetoEvent] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def take(self, clause: Clause, other: Findings) -> None:
        """Adds what the plain meaning wrote."""
        self.entries.append((clause, other.entries))
        self.clocks.append(CLOCKS.table(other.clocks))
        self.tallies.extend(other.tallies)
        self.vestings.extend(other.vestings)
        self.vetoes.extend(other.vetoes)
        self.problems.extend(other.problems)

    def add(self, other: Found) -> None:
        """Adds what a further clause wrote."""
        for name in self.__dataclass_fields__:
            getattr(self, name).extend(getattr(other, name))

    def all_clocks(self) -> Records[Clock]:
        """Every clock, clause after clause."""
        return Records(CLOCKS, pa.concat_tables([CLOCKS.schema.empty_table(), *self.clocks]))

    def ledger(self, world: World, more: Sequence[Entry]) -> Records[Entry]:
        """All entries and ``more`` of them, in the order of the ledger."""
        parts: list[Rows] = [rows_of(one) for _, one in self.entries if isinstance(one, Written) and len(one)]
        plain = [entry for _, one in self.entries if not isinstance(one, Written) for entry in one]
        return Records(LEDGER, in_ledger_order([*parts, plain_rows([*plain, *more], world)], world.policy))


def taken_back(
    found: Found, world: World, places: Mapping[SubjectKind, Places]
) -> tuple[list[Entry], list[Problem]]:
    """As ``meaning.reversal.reversals`` of all entries found."""
    return reversals(world, list(_in_question(found, world, places)))


def _in_question(found: Found, world: World, places: Mapping[SubjectKind, Places]) -> Iterator[Entry]:
    """The entries that something may take back, in the order found."""
    named = _named_by_acts(world)
    for clause, wrote in found.entries:
        if clause.id not in named and not clause.revoke:
            continue
        if not isinstance(wrote, Written):
            yield from wrote
            continue
        rows = np.arange(len(wrote)) if clause.id in named else np.flatnonzero(_may_be_revoked(clause, wrote))
        places[wrote.board.kind].note(wrote.board, np.unique(wrote.row[rows]))
        wrote.board.make(wrote.board.stream[wrote.row[rows]])
        yield from LEDGER.records(wrote.table().take(pa.array(rows)))


def _may_be_revoked(clause: Clause, wrote: Written) -> Truths:
    """Entries in whose stream an event of a revoking kind stands at all."""
    board = wrote.board
    kinds = {kind for revoke in clause.revoke for kind in revoke.at.kinds}
    rows = board.rows_of(ANY if ANY[0] in kinds else sorted(kinds))
    return mask_of(board.stream[rows], board.count)[board.stream[wrote.row]]


def _named_by_acts(world: World) -> frozenset[str]:
    """The clauses that an exemption or a ruling names."""
    named: set[str] = set()
    for position in (*acts(world, "exemption"), *acts(world, "ruling")):
        fields = position.event.fields if position.event is not None else {}
        several, one = fields.get("clauses"), fields.get("clause")
        named.update(each for each in several if isinstance(each, str)) if isinstance(several, tuple) else None
        named.update([one] if isinstance(one, str) else [])
    return frozenset(named)
