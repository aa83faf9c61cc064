"""What is taken back of what columns wrote, as columns too (P9, as ``meaning.reversal``).

    entries ──the first revoking row after each, on or after its date, within so many days──► opposite entries
            └─what an act of an engine role is about (exemptions, rulings: few)──► the plain meaning, one by one
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kaohe.engine.batch import because
from kaohe.engine.batch.alike import alike, distinct
from kaohe.engine.batch.board import Board
from kaohe.engine.batch.column import Ints, Truths, Unsure
from kaohe.engine.batch.evaluate import matching
from kaohe.engine.batch.found import Found, Remark
from kaohe.engine.batch.ledger import PACKED, Rows, Written
from kaohe.engine.batch.pauses import first_at_least
from kaohe.engine.batch.places import Places
from kaohe.engine.ledger import Entry
from kaohe.engine.ledger_file import LEDGER
from kaohe.engine.meaning import reversal
from kaohe.engine.meaning.world import World
from kaohe.rules.policy import Clause, Revoke
from kaohe.rules.vocabulary import SubjectKind

NONE = -1
_MARK, _OTHER = "\x00", "\x01"


@dataclass(frozen=True, slots=True)
class Back:
    """The opposite entries: as columns, and one by one; and what is to be told."""

    rows: Sequence[Rows]
    entries: Sequence[Entry]
    told: Sequence[Remark]


def taken_back(found: Found, world: World, places: Mapping[SubjectKind, Places]) -> Back:
    """As ``meaning.reversal.reversals`` of all entries found."""
    named = named_by_acts(world)
    rows: list[Rows] = []
    entries: list[Entry] = []
    told: list[Remark] = []
    for clause, wrote in found.entries:
        if clause.id in named or clause.revoke:
            left: Iterable[Entry]
            if isinstance(wrote, Written):
                made, asked = _by_columns(clause, wrote, named, world)
                rows += made
                left = _one_by_one(asked, places)
            else:
                left = wrote
            single, said = reversal.reversals(world, left)
            entries += single
            told += [Remark("reversal", clause.number, 0, each) for each in said]
    return Back(rows, entries, told)


def _by_columns(
    clause: Clause, wrote: Written, named: frozenset[str], world: World
) -> tuple[list[Rows], Written]:
    """The opposites of the entries that the clause's own ``revoke`` takes back; and of the others those that an
    act may be about. All are left where columns are not sure.
    """
    if wrote.whose is not None:  # about no event: nothing comes after it
        return [], wrote.some(np.flatnonzero(_asked_about(wrote.table(), world)))
    try:
        revoked = revocations(clause, wrote)
    except Unsure:
        return [], wrote
    scored = np.array([each.part != "monitored" for each in wrote.patterns] or [True])[wrote.pattern]
    made = [
        _opposite(wrote.some(mine), revoked.row[mine], revoke)
        for number, revoke in enumerate(clause.revoke)
        if len(mine := np.flatnonzero((revoked.by == number) & scored))
    ]
    left = wrote.some(np.flatnonzero(revoked.by == NONE) if clause.id in named else revoked.by[:0])
    return made, left.some(np.flatnonzero(_asked_about(left.table(), world)))


def _one_by_one(asked: Written, places: Mapping[SubjectKind, Places]) -> Iterator[Entry]:
    """The entries, with the events about them made and found."""
    if asked.whose is None:
        places[asked.board.kind].note(asked.board, distinct(asked.row))
        asked.board.make(asked.board.stream[asked.row])
    yield from LEDGER.records(asked.table())


def _asked_about(table: pa.Table, world: World) -> Truths:
    """Entries whose case, subject or event some exemption or ruling is about."""
    found = np.zeros(table.num_rows, bool)
    for kind, ids in reversal.whom_acts_are_about(world).items():
        wanted = pa.array(sorted(ids), pa.string())
        for name in {"case": ("case",), "event": ("event", "entry")}.get(kind, ("subject", "instead_of")):
            found |= pc.is_in(table[name].cast(pa.string()), wanted).to_numpy(zero_copy_only=False)
    return found


def named_by_acts(world: World) -> frozenset[str]:
    """The clauses that an exemption or a ruling names."""
    named: set[str] = set()
    for position in (*reversal.acts(world, "exemption"), *reversal.acts(world, "ruling")):
        fields = position.event.fields if position.event is not None else {}
        several, one = fields.get("clauses"), fields.get("clause")
        named.update(each for each in several if isinstance(each, str)) if isinstance(several, tuple) else None
        named.update([one] if isinstance(one, str) else [])
    return frozenset(named)


# --- revoke ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Revoked:
    """For each entry the row that takes it back and which ``revoke`` of the clause says so (``NONE``: none)."""

    row: Ints
    by: Ints


def revocations(clause: Clause, wrote: Written) -> Revoked:
    """The first revoking row of the same stream after each entry's event, on or after the entry's date."""
    size = len(wrote)
    row, by = np.full(size, NONE, np.int64), np.full(size, NONE, np.int64)
    for number, revoke in enumerate(clause.revoke):
        first = _first(revoke, wrote)
        sooner = (first != NONE) & ((row == NONE) | (first < row))
        row[sooner], by[sooner] = first[sooner], number
    return Revoked(row, by)


def _first(revoke: Revoke, wrote: Written) -> Ints:
    """The first row after each entry's event and on or after its date, if that is ``within`` so many days of it."""
    board = wrote.board
    rows = np.flatnonzero(matching(board, (revoke.at,)))
    if not len(rows):
        return np.full(len(wrote), NONE, np.int64)
    low = np.searchsorted(rows, wrote.row, side="right")
    high = np.searchsorted(rows, board.begins[board.stream[wrote.row] + 1])
    place = first_at_least(board.day[rows], low, high, wrote.at)
    found = rows[np.minimum(place, len(rows) - 1)]
    there = place < high
    if revoke.within is not None:
        there &= board.day[found] - wrote.at <= revoke.within.count
    return np.where(there, found, NONE)


# --- the opposite -----------------------------------------------------------------------------------------


def _opposite(wrote: Written, cause: Ints, revoke: Revoke) -> Rows:
    """The opposite entries: to the same subject, with the date of the entry reversed."""
    board, table = wrote.board, wrote.table()
    size = len(wrote)
    chosen = because.chosen((revoke.at.when,), board.at_rows(cause))
    own = {
        "entry": _ids(wrote, table["entry"]), "of": table["entry"], "points": pc.negate(table["points"]),
        "part": pa.DictionaryArray.from_arrays(pa.array(np.zeros(size, np.int32)), ["reverse"]),
        "because": because.cited(board, size, [cause, *chosen]), "text": _texts(board, cause, wrote.at),
    }  # fmt: skip
    columns = [own[field.name].cast(field.type) if field.name in own else table[field.name] for field in PACKED]
    return Rows(pa.table(columns, PACKED), board.local(wrote.row))


def _ids(wrote: Written, of: pa.ChunkedArray) -> pa.Array:
    """The key written out, around the event and the id of the entry reversed."""
    which = pa.array(wrote.pattern)
    marked = [replace(each, part="reverse", event=_MARK, of=_OTHER).id for each in wrote.patterns]
    split = [(*head.split(_MARK), tail) for head, tail in (each.split(_OTHER) for each in marked)]
    parts = [pa.array([each[place] for each in split], pa.string()).take(which) for place in range(3)]
    return pc.binary_join_element_wise(parts[0], wrote.board.ids(wrote.row), parts[1], of.combine_chunks(), parts[2], "")


def _texts(board: Board, cause: Ints, at: Ints) -> pa.Array:
    """Each different text once."""
    sort, first = alike([board.day[cause], board.kind_codes[cause], at])
    titles = [kind.title for kind in board.world.policy.vocabulary.kinds.values()]
    said = [
        reversal.words(date.fromordinal(int(board.day[row])), titles[board.kind_codes[row]], date.fromordinal(int(day)))
        for row, day in zip(cause[first].tolist(), at[first].tolist(), strict=True)
    ]
    return pa.array(said, pa.string()).take(pa.array(sort))
