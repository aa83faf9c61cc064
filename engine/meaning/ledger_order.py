"""The order of the ledger: total, and the same whoever wrote it (engine notes 3.10).

subject kind, subject, date, case, place of the event in its stream, clause, line, part; then the id.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kaohe.engine.ledger import PARTS, Entry
from kaohe.engine.meaning.reversal import place_of
from kaohe.engine.meaning.world import World
from kaohe.rules.policy import Clause

NO_PLACE = -1
"""Of entries that are about no event, or lines that are no clause's."""


def in_ledger_order(entries: Iterable[Entry], world: World) -> tuple[Entry, ...]:
    """The entries as a replay gives them."""
    clauses = {clause.id: clause for clause in world.policy.clauses}

    def order(entry: Entry) -> tuple[str, str, date, str, int, int, int, int, str]:
        clause = clauses.get(entry.clause)
        return (
            entry.subject_kind, entry.subject, entry.at, entry.case or "", order_place(clause, world, entry),
            NO_PLACE if clause is None else clause.number, line_of(clause, entry.role), PARTS.index(entry.part),
            entry.id,
        )  # fmt: skip

    return tuple(sorted(entries, key=order))


def order_place(clause: Clause | None, world: World, entry: Entry) -> int:
    """The place of the entry's event in its stream."""
    there = None if clause is None else place_of(clause, world, entry)
    return NO_PLACE if there is None else there[1]


def line_of(clause: Clause | None, role: str) -> int:
    """The number of the clause's line with that role."""
    lines = () if clause is None else clause.lines
    return next((line.number for line in lines if line.role == role), NO_PLACE)
