"""Two ledgers side by side, as columns: rows that only one of them has, and rows of one id that say something else.

    together(before, after)             pieces of both that hold all rows of the same subjects
    ledger_difference(before, after)    what each piece differs in, added up

Ledgers stand in the order of their subjects: both are read at once, some subjects at a time, and a row
becomes an entry only where it differs and is listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaohe.engine.events import one_array
from kaohe.engine.ledger import Entry
from kaohe.engine.ledger_file import LEDGER, LEDGER_SCHEMA, ledger_tables
from kaohe.engine.record_file import Filed
from kaohe.engine.records import Columns
from kaohe.rules.record import record

Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]
Owner = tuple[str, str, str | None, str]
"""Subject kind, subject, card (None: no card counts it), clause."""
_OWNER = ("subject_kind", "subject", "card", "clause")
SORTS = ("gone", "new", "changed", "retold")
"""How an entry may differ: see ``ClauseRows``."""
_SAID = tuple(name for name in LEDGER_SCHEMA.names if name != "entry")


@record
class EntryChange:
    """An entry that came (``before`` None), went (``after`` None), or says something else: in those ``fields``."""

    id: str
    before: Entry | None
    after: Entry | None
    fields: tuple[str, ...] = ()


@record
class ClauseRows:
    """A clause over the whole ledger: its points before and after, and how many rows of it went, came, have other
    points (``changed``), or the same points and something else (``retold``: a date, a card, the events it rests on).
    """

    clause: str
    before: Fraction
    after: Fraction
    gone: int
    new: int
    changed: int
    retold: int


@record
class LedgerDifference:
    """``gone``, ``new``, ``changed`` and ``retold`` hold as many entries as were asked for; ``clauses`` count them all.

    ``sums`` are points before and after, by owner, where these differ; ``rows`` how many rows each ledger has.
    """

    gone: tuple[EntryChange, ...]
    new: tuple[EntryChange, ...]
    changed: tuple[EntryChange, ...]
    retold: tuple[EntryChange, ...]
    clauses: tuple[ClauseRows, ...]
    sums: dict[Owner, tuple[Fraction, Fraction]]
    rows: tuple[int, int]


def ledger_difference(
    before: Sequence[Entry], after: Sequence[Entry], *, clause: str | None = None, most: int | None = None
) -> LedgerDifference:
    """What ``after`` has otherwise than ``before``, both in ledger order. ``clause``: only its rows are looked at;
    ``most``: of entries gone, new, changed and retold no more than so many each are listed (None: all).
    """
    found = _Found(most)
    for pair in together(_tables(before, clause), _tables(after, clause)):
        found.add(*pair)
    return found.told()


def _tables(entries: Sequence[Entry], clause: str | None) -> Iterator[pa.Table]:
    if isinstance(entries, Filed):
        tables: Iterable[pa.Table] = ledger_tables(entries.path)
    elif isinstance(entries, Columns):
        tables = (part.table.select(LEDGER_SCHEMA.names).cast(LEDGER_SCHEMA) for part in entries.parts())
    else:
        tables = (LEDGER.table(entries),)
    yield from (table if clause is None else table.filter(pc.equal(table["clause"], clause)) for table in tables)


# --- pieces -------------------------------------------------------------------------------------------


def together(before: Iterable[pa.Table], after: Iterable[pa.Table]) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Pieces of two ledgers, each with all rows that both have of some subjects; together they are all rows."""
    sides = (_Side(before), _Side(after))
    while True:
        edge = min((side.edge for side in sides if side.edge is not None), default=None)
        yield sides[0].taken(edge), sides[1].taken(edge)
        if edge is None:
            return
        for side in sides:
            if side.edge == edge:
                side.read()


class _Side:
    """One ledger while it is read. ``edge``: the last subject that was read, of whom more rows may come; None: all is read."""

    def __init__(self, tables: Iterable[pa.Table]) -> None:
        self._ahead = iter(tables)
        self._held = LEDGER_SCHEMA.empty_table()
        self.edge: tuple[str, str] | None = None
        self.read()

    def read(self) -> None:
        table = next((table for table in self._ahead if len(table)), None)
        if table is None:
            self.edge = None
            return
        self._held = pa.concat_tables([self._held, table])
        last = table.slice(len(table) - 1)
        self.edge = (last["subject_kind"][0].as_py(), last["subject"][0].as_py())

    def taken(self, edge: tuple[str, str] | None) -> pa.Table:
        """The rows of subjects that stand before that one, which are held no longer; None: all rows."""
        rows = len(self._held) if edge is None else _rows_before(self._held, edge)
        table, self._held = self._held.slice(0, rows), self._held.slice(rows)
        return table


def _rows_before(table: pa.Table, edge: tuple[str, str]) -> int:
    kind, subject = table["subject_kind"], table["subject"]
    earlier = pc.and_(pc.equal(kind, edge[0]), pc.less(subject, edge[1]))
    return int(pc.sum(pc.or_(pc.less(kind, edge[0]), earlier)).as_py() or 0)


# --- what a piece differs in --------------------------------------------------------------------------


class _Rows(NamedTuple):
    """Rows that differ: their places in the first piece, in the second (None: they are not in it), and which columns do."""

    before: Ints | None
    after: Ints | None
    unlike: Mapping[str, Truths]

    def fields(self, number: int) -> tuple[str, ...]:
        """In what the row of that number differs."""
        return tuple(name for name, rows in self.unlike.items() if rows[number])


def _apart(before: pa.Table, after: pa.Table) -> dict[str, _Rows]:
    """The rows gone, new, changed and retold."""
    found = pc.index_in(before["entry"], value_set=one_array(after["entry"]))
    place = one_array(found.fill_null(-1)).to_numpy(zero_copy_only=False).astype(np.int64)
    both, alone = np.flatnonzero(place >= 0), np.ones(len(after), bool)
    alone[place[both]] = False
    one, other = before.take(pa.array(both)), after.take(pa.array(place[both]))
    unlike = {name: _unlike(one[name], other[name]) for name in _SAID}
    any_ = np.logical_or.reduce(list(unlike.values()))
    told = {"gone": _Rows(np.flatnonzero(place < 0), None, {}), "new": _Rows(None, np.flatnonzero(alone), {})}
    for name, sort in (("changed", unlike["points"]), ("retold", any_ & ~unlike["points"])):
        rows = np.flatnonzero(sort)
        told[name] = _Rows(both[rows], place[both][rows], {column: truths[rows] for column, truths in unlike.items()})
    return told


def _unlike(one: pa.ChunkedArray, other: pa.ChunkedArray) -> Truths:
    """Which rows of two columns differ; two missing values do not."""
    left, right = _comparable(one), _comparable(other)
    values = pc.fill_null(pc.not_equal(left, right), False)
    return np.asarray(pc.or_(values, pc.xor(left.is_null(), right.is_null())), dtype=bool)


def _comparable(column: pa.ChunkedArray) -> pa.Array:
    whole = one_array(column)
    return pc.binary_join(whole, " ") if pa.types.is_list(whole.type) else whole


# --- added up -----------------------------------------------------------------------------------------


class _Found:
    """What the pieces so far differ in."""

    def __init__(self, most: int | None) -> None:
        self._most = most
        self._listed: dict[str, list[EntryChange]] = {name: [] for name in SORTS}
        self._counts: dict[str, Counter[str]] = {name: Counter() for name in self._listed}
        self._points: tuple[dict[str, Fraction], dict[str, Fraction]] = ({}, {})
        self._sums: dict[Owner, tuple[Fraction, Fraction]] = {}
        self._rows = [0, 0]

    def add(self, before: pa.Table, after: pa.Table) -> None:
        for number, table in enumerate((before, after)):
            self._rows[number] += len(table)
            for (clause,), points in sums(table, ("clause",)).items():
                self._points[number][clause] = self._points[number].get(clause, Fraction(0)) + points
        if before.equals(after):
            return
        for name, rows in _apart(before, after).items():
            self._list(name, before, after, rows)
        self._add_sums(before, after)

    def _list(self, name: str, before: pa.Table, after: pa.Table, rows: _Rows) -> None:
        """Counts the rows, and makes entries of as many as are still to be listed."""
        table, places = (before, rows.before) if rows.before is not None else (after, rows.after)
        self._counts[name].update(table["clause"].take(pa.array(places)).to_pylist())
        left = None if self._most is None else max(self._most - len(self._listed[name]), 0)
        was, is_ = _entries(before, rows.before, left), _entries(after, rows.after, left)
        for number, one in enumerate(was or is_):
            pair = (was[number] if was else None, is_[number] if is_ else None)
            self._listed[name].append(EntryChange(one.id, *pair, rows.fields(number)))

    def _add_sums(self, before: pa.Table, after: pa.Table) -> None:
        was, is_ = sums(before, _OWNER), sums(after, _OWNER)
        for key in was.keys() | is_.keys():
            pair = (was.get(key, Fraction(0)), is_.get(key, Fraction(0)))
            if pair[0] != pair[1]:
                kind, subject, card, clause = key
                self._sums[kind, subject, card, clause] = pair

    def told(self) -> LedgerDifference:
        before, after = self._points
        clauses = tuple(
            ClauseRows(
                clause, before.get(clause, Fraction(0)), after.get(clause, Fraction(0)),
                *(self._counts[name][clause] for name in SORTS),
            )
            for clause in sorted({clause for count in self._counts.values() for clause in count})
        )  # fmt: skip
        lists = {name: tuple(found) for name, found in self._listed.items()}
        order = sorted(self._sums, key=lambda owner: tuple(part or "" for part in owner))
        return LedgerDifference(
            **lists, clauses=clauses, sums={owner: self._sums[owner] for owner in order}, rows=(self._rows[0], self._rows[1])
        )


def _entries(table: pa.Table, rows: Ints | None, most: int | None) -> list[Entry]:
    return [] if rows is None else LEDGER.records(table.take(pa.array(rows[:most])))


def sums(table: pa.Table, names: Sequence[str]) -> dict[tuple[Any, ...], Fraction]:
    """The exact points of rows that are equal in those columns."""
    wide = table.select(names).append_column("points", table["points"].cast(pa.decimal128(38, 6)))
    grouped = wide.group_by(list(names), use_threads=False).aggregate([("points", "sum")])
    keys = zip(*[grouped[name].to_pylist() for name in names], strict=True)
    return {key: Fraction(points) for key, points in zip(keys, grouped["points_sum"].to_pylist(), strict=True)}
