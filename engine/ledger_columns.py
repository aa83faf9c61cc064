"""A ledger kept as columns, for scoring: which card counts each row, what adds up, rows among others.

Scoring asks an entry for its points only as part of a sum. Rows that every sum takes together are one
*bundle*: an entry with their points and the latest of their dates. Sums are of whole 10⁻⁶ in int64,
and overflow is looked for, never risked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaohe.engine.batch import alike as batch
from kaohe.engine.batch.repeats import repeated
from kaohe.engine.batch.texts import texts_of
from kaohe.engine.ledger import PARTS, PLACES, Entry
from kaohe.engine.ledger_file import LEDGER, LEDGER_SCHEMA
from kaohe.engine.records import Records

Ints = NDArray[np.int64]
UNIT: int = 10**PLACES
_EPOCH = date(1970, 1, 1).toordinal()
_TOO_LARGE = 2**62
CardOf = Callable[[str, str, date, str], str | None]
"""(subject kind, subject, day, clause) -> the card that counts such an entry; None: no card does."""


class TooLarge(Exception):  # noqa: N818 - whoever can add fractions goes on with them
    """A sum that 64 bits might not hold."""


# --- numbers for texts --------------------------------------------------------------------------------


def coded(table: pa.Table, name: str) -> tuple[Ints, list[Any]]:
    """A column of texts as numbers and the different texts; a missing one is a text of its own (None)."""
    packed = pa.concat_arrays(table[name].chunks) if table[name].num_chunks else pa.array([], pa.string())
    encoded = packed.dictionary_encode(null_encoding="encode")
    return encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), encoded.dictionary.to_pylist()


def alike(keys: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Which group each row is of, and the first row of each group; groups in the order of their first rows."""
    group, first = batch.alike(keys)
    turn = np.argsort(first)
    place = np.empty(len(turn), np.int64)
    place[turn] = np.arange(len(turn))
    return place[group], first[turn]


def units_of(table: pa.Table) -> Ints:
    """The points of each row in units of 10⁻⁶. ``TooLarge``: together they might leave 64 bits."""
    points = table["points"].combine_chunks()
    points = pa.concat_arrays(points.chunks) if isinstance(points, pa.ChunkedArray) else points
    if not len(points):
        return np.zeros(0, np.int64)
    units: Ints = np.frombuffer(points.buffers()[1], "<i8")[2 * points.offset : 2 * (points.offset + len(points)) : 2]
    if int(np.abs(units).max()) * len(units) > _TOO_LARGE:
        raise TooLarge
    return units


def sums_of(units: Ints, group: Ints, groups: int) -> Ints:
    """The exact sum of each group."""
    turn = np.argsort(group, kind="stable")
    begins = np.searchsorted(group[turn], np.arange(groups))
    found: Ints = np.add.reduceat(units[turn], begins) if groups else np.zeros(0, np.int64)
    return found


# --- cards --------------------------------------------------------------------------------------------


def with_cards(
    entries: Records[Entry], card_of: CardOf, sections: Mapping[str, str | None], but: Collection[str]
) -> Records[Entry]:
    """The rows with the card that counts each, asked once for each subject, clause and day, and with the
    sections of their clauses; ``but`` the rows of those parts.
    """
    table = entries.table
    kind, kinds = coded(table, "subject_kind")
    subject, subjects = coded(table, "subject")
    clause, clauses = coded(table, "clause")
    day = table["at"].cast(pa.int32()).to_numpy().astype(np.int64) + _EPOCH
    group, first = alike([kind, subject, clause, day])
    asked = zip(kind[first].tolist(), subject[first].tolist(), day[first].tolist(), clause[first].tolist(), strict=True)
    cards = [card_of(kinds[k], subjects[s], date.fromordinal(d), clauses[c]) for k, s, d, c in asked]
    named = pa.array([sections.get(each) for each in clauses], pa.string())
    card = pa.array(cards, pa.string()).take(pa.array(group))
    other = pc.is_in(table["part"], pa.array(sorted(but), pa.string()))
    for name, column in (("section", named.take(pa.array(clause))), ("card", card)):
        kept = pc.if_else(other, table[name], column)
        table = table.set_column(table.column_names.index(name), LEDGER_SCHEMA.field(name), kept)
    return Records(LEDGER, table)


# --- bundles ------------------------------------------------------------------------------------------


CaseCaps = Mapping[tuple[str, str], Fraction]
"""By clause and role: what a case is held to."""


def bundled(entries: Records[Entry], apart: Collection[str], caps: CaseCaps) -> list[Entry]:
    """Entries that add up as these rows do, in the order of their first rows.

    Rows of clauses ``apart``, rows that no card counts, and reversals stay as they are; monitored rows
    have no points. What a case is held to is reached in few cases: their rows are bundled case by case,
    all others over cases. ``TooLarge``: see there.
    """
    table = entries.table.filter(pc.not_equal(entries.table["part"], "monitored"))
    clause, clauses = coded(table, "clause")
    part, parts = coded(table, "part")
    card, cards = coded(table, "card")
    single = np.isin(clause, [n for n, each in enumerate(clauses) if each in apart])
    single |= np.isin(card, [n for n, each in enumerate(cards) if each is None])
    single |= np.isin(part, [n for n, each in enumerate(parts) if each in ("reverse", "adjust")])
    units = units_of(table)
    case = _capped_cases(table, units, card, caps)
    texts = [coded(table, name)[0] for name in ("subject_kind", "subject", "role", "section", "kind", "basis")]
    alone = np.where(single, np.arange(len(clause)) + 1, 0)
    group, first = alike([clause, part, card, *texts, case, alone])
    sums = sums_of(units, group, len(first))
    days = table["at"].cast(pa.int32()).to_numpy().astype(np.int64)
    last = np.full(len(first), days.min(initial=0))
    np.maximum.at(last, group, days)
    kept = single[first] | (case[first] >= 0)
    return [
        replace(
            entry, points=Fraction(int(points), UNIT), at=date.fromordinal(int(day) + _EPOCH),
            case=entry.case if own else None,
        )
        for entry, points, day, own in zip(
            LEDGER.records(table.take(pa.array(first))), sums.tolist(), last.tolist(), kept.tolist(), strict=True
        )
    ]  # fmt: skip


def _capped_cases(table: pa.Table, units: Ints, card: Ints, caps: CaseCaps) -> Ints:
    """The case of rows whose case may pass what it is held to; -1 of all others."""
    clause, clauses = coded(table, "clause")
    role, roles = coded(table, "role")
    case, cases = coded(table, "case")
    pair, first = alike([clause, role])
    held = [caps.get((clauses[clause[row]], roles[role[row]])) for row in first.tolist()]
    limit = np.array([_TOO_LARGE if each is None else int(each * UNIT) for each in held] or [0], np.int64)[pair]
    group, one = alike([pair, case, card, *(coded(table, name)[0] for name in ("subject_kind", "subject"))])
    over = np.abs(sums_of(units, group, len(one))) > limit[one]
    reverses = pc.equal(table["part"], "reverse").to_numpy(zero_copy_only=False)
    over[group[reverses & (limit < _TOO_LARGE)]] = True
    named = np.array([each is not None for each in cases] or [False])[case]
    return np.where(over[group] & named, case, -1)


# --- the whole ledger -----------------------------------------------------------------------------------


def merged(
    entries: Records[Entry], added: Sequence[Entry], numbers: Mapping[str, int], lines: Mapping[tuple[str, str], int]
) -> Records[Entry]:
    """The rows, in their order among themselves, with ``added`` ones where they belong (engine notes 3.10).

    ``numbers`` are those of the clauses, ``lines`` those of their lines by role.
    """
    more = sorted(added, key=lambda entry: entry.id)
    table = pa.concat_tables([entries.table, LEDGER.table(more)])
    size = len(entries)
    clause, clauses = coded(table, "clause")
    role, roles = coded(table, "role")
    pair, first = alike([clause, role])
    line = np.array([lines.get((clauses[clause[row]], roles[role[row]]), 0) for row in first.tolist()] or [0], np.int64)
    number = np.array([numbers.get(each, len(numbers)) for each in clauses] or [0], np.int64)
    part, parts = coded(table, "part")
    place = np.array([PARTS.index(each) for each in parts] or [0], np.int64)
    index = np.minimum(np.arange(len(table)), size)
    keys = [
        _rank(table, "subject_kind"), _rank(table, "subject"), table["at"].cast(pa.int32()).to_numpy(),
        _case_rank(table, size), index, number[clause], line[pair], place[part],
    ]  # fmt: skip
    return Records(LEDGER, table.take(pa.array(batch.in_turn(keys)[0])))


def _rank(table: pa.Table, name: str) -> Ints:
    """Texts by their order; missing ones, as the empty text, first."""
    return texts_of(table[name]).code.astype(np.int64) + 1


def _case_rank(table: pa.Table, size: int) -> Ints:
    """Cases by their order; what was added about no case stands after all cases of its day."""
    rank = _rank(table, "case")
    missing = table["case"].is_null().to_numpy(zero_copy_only=False)
    rank[missing] = 0
    rank[size:][missing[size:]] = len(table) + 1
    return rank


# --- checks ---------------------------------------------------------------------------------------------


def repeated_id(entries: Records[Entry]) -> str | None:
    """An id that two rows have; None: all differ."""
    ids = pa.concat_arrays(entries.table["entry"].chunks) if len(entries) else pa.array([], pa.string())
    twice = np.flatnonzero(repeated(ids))
    return str(ids[int(twice[0])]) if len(twice) else None


def sums_by(entries: Records[Entry], names: Sequence[str]) -> dict[tuple[Any, ...], int]:
    """The exact points, in units of 10⁻⁶, of rows that are equal in those columns."""
    columns = [coded(entries.table, name) for name in names]
    group, first = alike([codes for codes, _ in columns])
    sums = sums_of(units_of(entries.table), group, len(first)).tolist()
    keys = zip(*[[texts[code] for code in codes[first].tolist()] for codes, texts in columns], strict=True)
    return dict(zip(keys, sums, strict=True))


def last_subject(entries: Records[Entry]) -> tuple[str, str] | None:
    """The kind and id of the last row's subject, rows being in the order of the ledger; None: no row is left."""
    if not len(entries):
        return None
    last = entries.table.slice(len(entries) - 1)
    return (last["subject_kind"][0].as_py(), last["subject"][0].as_py())


def without(entries: Records[Entry], clauses: Collection[str]) -> Records[Entry]:
    """The rows of other clauses."""
    there = pc.is_in(entries.table["clause"], pa.array(sorted(clauses), pa.string()))
    return Records(LEDGER, entries.table.filter(pc.invert(there)))


def replaced(entries: Records[Entry], part: str, by: Callable[[Entry], Entry]) -> Records[Entry]:
    """The rows, those of one part (few) each replaced."""
    mine = pc.equal(entries.table["part"], part).to_numpy(zero_copy_only=False)
    if not mine.any():
        return entries
    new = LEDGER.table([by(entry) for entry in LEDGER.records(entries.table.filter(pa.array(mine)))])
    rest = np.concatenate([np.flatnonzero(~mine), np.flatnonzero(mine)])
    table = pa.concat_tables([entries.table.filter(pa.array(~mine)), new])
    return Records(LEDGER, table.take(pa.array(np.argsort(rest, kind="stable"))))


def largest(entries: Records[Entry]) -> Fraction:
    """The largest magnitude of any row's points."""
    found = pc.max(pc.abs(entries.table["points"])).as_py()
    return Fraction(0) if found is None else Fraction(found)
