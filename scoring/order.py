"""The order of the ledger: the same whatever the engine, the order of arrival, the number of processes.

Subject kind, subject, day, case, place of the event in its stream, clause, line, part (engine-notes
3.10). The engine's entries come in that order; theirs is kept among themselves.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date

from kaohe.engine.ledger import PARTS, Entry
from kaohe.engine.records import Columns
from kaohe.rules.policy import Policy

Place = tuple[str, str, date, str, int, int, int, int, str]
_PARTS = {part: number for number, part in enumerate(PARTS)}


def in_ledger_order(policy: Policy, replayed: Sequence[Entry], added: Iterable[Entry]) -> Sequence[Entry]:
    """The whole ledger. What scoring added about a case or a day follows what happened there."""
    clauses = {clause.id: clause.number for clause in policy.clauses}
    lines = {(clause.id, line.role): line.number for clause in policy.clauses for line in clause.lines}
    after = len(replayed)

    def place(numbered: tuple[int, Entry]) -> Place:
        index, entry = numbered
        clause = clauses.get(entry.clause, len(clauses))
        line = lines.get((entry.clause, entry.role), 0)
        tie = entry.id if index == after else ""
        return (
            entry.subject_kind, entry.subject, entry.at, _case(entry, added=index == after), index, clause,
            line, _PARTS[entry.part], tie,
        )  # fmt: skip

    placed = [(after, entry) for entry in added]
    if isinstance(replayed, Columns):
        return _merged(replayed, [entry for _, entry in sorted(placed, key=place)])
    return tuple(entry for _, entry in sorted([*enumerate(replayed), *placed], key=place))


def _merged(replayed: Columns[Entry], added: Sequence[Entry]) -> Sequence[Entry]:
    """Table by table: what was added about a subject goes to the table of the subject, or of the next one."""
    from kaohe.engine.ledger_columns import merged

    ends = [(_subject(last), number) for number, last in enumerate(replayed.lasts()) if last is not None]
    mine: list[list[Entry]] = [[] for _ in range(replayed.tables)]
    for entry in added:
        place = bisect_left(ends, (_subject(entry), -1))
        mine[ends[place][1] if place < len(ends) else -1].append(entry)
    return replayed.each("scored", lambda number, part: merged(part, mine[number]))


def _subject(entry: Entry) -> tuple[str, str]:
    return (entry.subject_kind, entry.subject)


def _case(entry: Entry, *, added: bool) -> str:
    """What scoring adds about no case in particular stands after all cases of its day."""
    return entry.case or ("\U0010ffff" if added else "")
