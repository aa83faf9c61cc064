"""The order of the ledger: the same whatever the engine, the order of arrival, the number of processes.

Subject kind, subject, day, case, place of the event in its stream, clause, line, part (engine-notes
3.10). The engine's entries come in that order; theirs is kept among themselves.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import date

from kaohe.engine.ledger import PARTS, Entry
from kaohe.engine.records import Columns, Records
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


def _merged(replayed: Columns[Entry], added: Iterable[Entry]) -> Sequence[Entry]:
    """Table by table: what was added about a subject goes to the table of the subject, or of the next one."""
    from kaohe.engine.ledger_columns import last_subject, merged

    waiting = deque(added)

    def with_added(number: int, part: Records[Entry]) -> Records[Entry]:
        mine: list[Entry] = []
        last = last_subject(part)
        while waiting and (number == replayed.tables - 1 or (last is not None and _subject(waiting[0]) <= last)):
            mine.append(waiting.popleft())
        return merged(part, mine)

    return replayed.each("scored", with_added)


def _subject(entry: Entry) -> tuple[str, str]:
    return (entry.subject_kind, entry.subject)


def _case(entry: Entry, *, added: bool) -> str:
    """What scoring adds about no case in particular stands after all cases of its day."""
    return entry.case or ("\U0010ffff" if added else "")
