"""The ledger as columns: entries of one pattern many times over, and the order of them all.

A *pattern* is an entry as the plain meaning wrote it for one of many alike firings: same clause, line,
subject, points and share. What differs from one to the next stands beside it as columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kaohe.engine.batch.alike import in_turn
from kaohe.engine.batch.board import Board
from kaohe.engine.batch.calendar_days import EPOCH
from kaohe.engine.batch.charge import EVENT
from kaohe.engine.batch.column import Ints, Truths
from kaohe.engine.batch.texts import packed_of, texts_of
from kaohe.engine.ledger import PARTS, Entry
from kaohe.engine.ledger_file import LEDGER, LEDGER_SCHEMA, REPEATED
from kaohe.engine.meaning.ledger_order import line_of, order_place
from kaohe.engine.meaning.world import World
from kaohe.rules.policy import Clause, Policy

PACKED = pa.schema([
    field.with_type(pa.dictionary(pa.int32(), pa.string())) if field.name in REPEATED else field for field in LEDGER_SCHEMA
])  # fmt: skip
"""The columns of the ledger as they are in memory: texts that come again and again are numbers of a dictionary."""


@dataclass(frozen=True, slots=True)
class Written:
    """Entries of one clause. ``pattern`` numbers ``patterns``, ``row`` is the board's row of the event
    each is about; ``at`` and ``due`` are ordinals (due 0: none). Where entries are about no event ``row`` is
    -1 and ``whose`` the case (number of the board's stream) that each is about.
    """

    board: Board
    patterns: Sequence[Entry]
    pattern: Ints
    row: Ints
    at: Ints
    due: Ints
    text: pa.Array
    because: pa.ListArray
    whose: Ints | None = None

    def __len__(self) -> int:
        return len(self.pattern)

    def some(self, which: Ints) -> Written:
        """Those of the entries."""
        own = pa.array(which)
        return Written(
            self.board, self.patterns, self.pattern[which], self.row[which], self.at[which], self.due[which],
            self.text.take(own), self.because.take(own), None if self.whose is None else self.whose[which],
        )  # fmt: skip

    def table(self) -> pa.Table:
        """As rows of the ledger, packed."""
        which, event, case = pa.array(self.pattern), self.board.ids(self.row), self._cases()
        own = {
            "entry": self._ids(which, event if self.whose is None else case), "case": case, "event": event,
            "at": _days(self.at), "due": _days(self.due, none=0), "text": self.text, "because": self.because,
        }  # fmt: skip
        rest = packed(LEDGER.table(self.patterns).drop_columns([*own])).take(which)
        return pa.table([own[name] if name in own else rest[name] for name in PACKED.names], PACKED)

    def _ids(self, which: pa.Array, about: pa.Array) -> pa.Array:
        """The key written out, around the event or the case: ``EVENT`` stands for it in patterns."""
        marked: Sequence[Entry] = self.patterns
        if self.whose is not None:
            marked = [replace(each, case=EVENT) for each in marked]
        around = [each.id.split(EVENT) for each in marked]
        head = pa.array([each[0] for each in around], pa.string()).take(which)
        tail = pa.array([each[1] for each in around], pa.string()).take(which)
        return pc.binary_join_element_wise(head, about, tail, "")

    def _cases(self) -> pa.Array:
        """The case an entry belongs to: the stream's, or the one its event names."""
        board = self.board
        if board.kind == "case":
            return board.names(board.stream[self.row] if self.whose is None else self.whose).cast(pa.string())
        return board.ground.matters.at(board.source[self.row]).cast(pa.string())


def _days(ordinals: Ints, none: int | None = None) -> pa.Array:
    mask = None if none is None else ordinals == none
    return pa.array((ordinals - EPOCH).astype(np.int32), pa.int32(), mask=mask).cast(pa.date32())


# --- the order ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rows:
    """Ledger rows with the place of the event in its stream (-1: about none)."""

    table: pa.Table
    place: Ints


def rows_of(written: Written) -> Rows:
    there = written.whose is None
    return Rows(written.table(), written.board.local(written.row) if there else written.row)


def rows_of_entries(entries: Sequence[Entry], world: World) -> Rows:
    """Entries that the plain meaning wrote."""
    clauses = {clause.id: clause for clause in world.policy.clauses}
    places = [order_place(clauses.get(entry.clause), world, entry) for entry in entries]
    return Rows(packed(LEDGER.table(entries)), np.array(places, np.int64))


def in_ledger_order(parts: Sequence[Rows], policy: Policy) -> pa.Table:
    """All rows as ``meaning.ledger_order`` sorts them, packed; the id decides only between what else is equal."""
    table = packed(pa.concat_tables([PACKED.empty_table(), *(packed(part.table) for part in parts)]))
    place = np.concatenate([np.zeros(0, np.int64), *(part.place for part in parts)])
    number, line = _clause_and_line(table, policy)
    keys = [
        _rank(table, "subject_kind"), _rank(table, "subject"), table["at"].cast(pa.int32()).to_numpy(),
        _rank(table, "case"), place, number, line, _part(table),
    ]  # fmt: skip
    turn, equal = in_turn(keys)
    return table.take(pa.array(_settled(turn, equal, table["entry"])))


def packed(table: pa.Table) -> pa.Table:
    """The same rows of a ledger as ``PACKED``; a file holds the texts themselves."""
    for place, name in enumerate(table.column_names):
        column = table[name]
        if name in REPEATED and not (column.num_chunks == 1 and pa.types.is_dictionary(column.type)):
            encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
            table = table.set_column(place, name, packed_of(encoded))
    return table


def _settled(turn: Ints, equal: Truths, ids: pa.ChunkedArray) -> Ints:
    """Rows that are tied in all keys by their ids."""
    if not equal.any():
        return turn
    run = np.concatenate([[0], np.cumsum(~equal)])[: len(turn)]
    tied = np.flatnonzero(np.concatenate([equal, [False]])[: len(turn)] | np.concatenate([[False], equal])[: len(turn)])
    order = pc.sort_indices(
        pa.table({"run": run[tied], "id": ids.take(pa.array(turn[tied]))}),
        sort_keys=[("run", "ascending"), ("id", "ascending")],
    ).to_numpy()
    turn[tied] = turn[tied][order]
    return turn


def _rank(table: pa.Table, name: str) -> Ints:
    """Texts by rank, missing ones as the empty text, which comes first."""
    return texts_of(table[name]).code.astype(np.int64)


def _part(table: pa.Table) -> Ints:
    packed = packed_of(table["part"])
    numbers = np.array([PARTS.index(part) for part in packed.dictionary.to_pylist()] or [0], np.int64)
    found: Ints = numbers[packed.indices.to_numpy()]
    return found


def _clause_and_line(table: pa.Table, policy: Policy) -> tuple[Ints, Ints]:
    """The numbers of each row's clause and line; -1 for what is no clause's."""
    clauses: dict[str, Clause] = {clause.id: clause for clause in policy.clauses}
    clause, role = packed_of(table["clause"]), packed_of(table["role"])
    roles = role.dictionary.to_pylist()
    pairs = clause.indices.to_numpy().astype(np.int64) * max(len(roles), 1) + role.indices.to_numpy()
    known, back = np.unique(pairs, return_inverse=True)
    found = [(clauses.get(clause.dictionary[pair // len(roles)].as_py()), roles[pair % len(roles)]) for pair in known.tolist()]
    numbers = np.array([-1 if each is None else each.number for each, _ in found] or [0], np.int64)
    lines = np.array([line_of(each, name) for each, name in found] or [0], np.int64)
    return numbers[back], lines[back]
