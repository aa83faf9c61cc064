"""A ledger kept as columns, for scoring: which card counts each row, what adds up, rows among others.

Scoring asks an entry for its points only as part of a sum. Rows that every sum takes together are one
*bundle*: an entry with their points and the latest of their dates. Sums are of whole 10⁻⁶ in int64,
and overflow is looked for, never risked.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaohe.engine.batch import alike as batch
from kaohe.engine.batch.ledger import packed
from kaohe.engine.batch.repeats import repeated
from kaohe.engine.batch.texts import indices_of, packed_of
from kaohe.engine.ledger import PLACES, Entry
from kaohe.engine.ledger_file import LEDGER, REPEATED
from kaohe.engine.record_table import POINTS
from kaohe.engine.records import Records

Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]
UNIT: int = 10**PLACES
_EPOCH = date(1970, 1, 1).toordinal()
_TOO_LARGE = 2**62
_DAYS = date.max.toordinal() + 1
"""More than there are days: a subject and a day fit into one number."""


class TooLarge(Exception):  # noqa: N818 - whoever can add fractions goes on with them
    """A sum that 64 bits might not hold."""


# --- numbers for texts --------------------------------------------------------------------------------


def coded(table: pa.Table, name: str) -> tuple[Ints, list[Any]]:
    """A column of texts as numbers and the different texts; a missing one is a text of its own (None)."""
    column = packed_of(table[name])
    numbers, texts = indices_of(column).astype(np.int64), column.dictionary.to_pylist()
    if column.null_count:
        numbers[numbers < 0] = len(texts)
        texts.append(None)
    return numbers, texts


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


def decimals(units: Ints) -> pa.Array:
    """Units of 10⁻⁶ as points."""
    words = np.stack([units, units >> 63], axis=1)  # the high word of a negative number is all ones
    return pa.Array.from_buffers(POINTS.type, len(units), [None, pa.py_buffer(words)])


def sums_of(units: Ints, group: Ints, groups: int) -> Ints:
    """The exact sum of each group."""
    found = np.zeros(groups, np.int64)
    np.add.at(found, group, units)
    return found


def days_of(table: pa.Table) -> Ints:
    """The day of each row, as days since 1970."""
    days: Ints = table["at"].cast(pa.int32()).to_numpy().astype(np.int64)
    return days


# --- cards --------------------------------------------------------------------------------------------


class Counting(NamedTuple):
    """A card that counts what befalls a subject (by kind and id) on days from ``from_`` to ``to``, in
    ``sections`` or without one. No day of a subject is counted by two.
    """

    subject: tuple[str, str]
    from_: date
    to: date
    card: str
    sections: frozenset[str]


def with_cards(
    entries: Records[Entry], counting: Sequence[Counting], sections: Mapping[str, str | None], but: Collection[str]
) -> Records[Entry]:
    """The rows with the card that counts each, and with the sections of their clauses; ``but`` the rows of those parts."""
    table = packed(entries.table)
    clause, clauses = coded(table, "clause")
    named = [sections.get(each) for each in clauses]
    counted = _counted(table, counting)
    card = np.where(_admitted(counting, named)[counted, clause], counted, len(counting))
    part, parts = coded(table, "part")
    other = np.array([each in but for each in parts] or [False])[part]
    table = _put(table, "section", other, (clause, named))
    return Records(LEDGER, _put(table, "card", other, (card, [*(each.card for each in counting), None])))


def _counted(table: pa.Table, counting: Sequence[Counting]) -> Ints:
    """Which card counts each row, as far as its subject and day tell; the number after the last: none does."""
    number = {subject: place for place, subject in enumerate(dict.fromkeys(each.subject for each in counting))}
    kind, kinds = coded(table, "subject_kind")
    subject, subjects = coded(table, "subject")
    whose = np.array([[number.get((k, s), -1) for s in subjects] for k in kinds] or [[-1]], np.int64)[kind, subject]
    begins = np.array([number[each.subject] * _DAYS + each.from_.toordinal() for each in counting], np.int64)
    ends = np.array([number[each.subject] * _DAYS + each.to.toordinal() for each in counting], np.int64)
    turn = np.argsort(begins)
    day = whose * _DAYS + days_of(table) + _EPOCH
    last = np.append(turn, len(counting))[np.searchsorted(begins[turn], day, side="right") - 1]
    return np.where(day <= np.append(ends, -1)[last], last, len(counting))


def _admitted(counting: Sequence[Counting], named: Sequence[str | None]) -> Truths:
    """Whether each card (the number after the last: none) has the section of each clause."""
    sorts = {each: [name is None or name in each for name in named] for each in {each.sections for each in counting}}
    return np.array([*(sorts[each.sections] for each in counting), [False] * len(named)], bool)


def _put(table: pa.Table, name: str, other: Truths, new: tuple[Ints, Sequence[str | None]]) -> pa.Table:
    """The rows with new texts (numbers, and what each stands for) in a column; those of ``other`` rows stay."""
    old = coded(table, name)
    texts = [text for text in dict.fromkeys([*old[1], *new[1]]) if text is not None]
    number: dict[str | None, int] = {**{text: place for place, text in enumerate(texts)}, None: -1}
    was, is_ = (np.array([number[text] for text in known] or [-1], np.int32)[codes] for codes, known in (old, new))
    codes = np.where(other, was, is_)
    column = pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), pa.array(texts, pa.string()))
    return table.set_column(table.column_names.index(name), name, column)


# --- bundles ------------------------------------------------------------------------------------------


CaseCaps = Mapping[tuple[str, str], Fraction]
"""By clause and role: what a case is held to."""


def bundled(entries: Records[Entry], apart: Collection[str], caps: CaseCaps) -> list[Entry]:
    """Entries that add up as these rows do, in the order of their first rows.

    Rows of clauses ``apart``, rows that no card counts, and reversals stay as they are; monitored rows
    have no points. What a case is held to is reached in few cases: their rows are bundled case by case,
    all others over cases. ``TooLarge``: see there.
    """
    table = packed(entries.table)
    rows = np.flatnonzero(~_is(table, "part", ("monitored",)))
    said = table.select(_SUMMED).take(pa.array(rows))
    single = _is(said, "clause", apart) | _is(said, "card", (None,)) | _is(said, "part", ("reverse", "adjust"))
    units, case, days = units_of(said), _capped_cases(said, caps), days_of(said)
    texts = [coded(said, name)[0] for name in _SUMMED if name in REPEATED]
    group, first = alike([*texts, case, np.where(single, np.arange(len(single)) + 1, 0)])
    last = np.full(len(first), days.min(initial=0))
    np.maximum.at(last, group, days)
    own = pa.array(single[first] | (case[first] >= 0))
    found = table.take(pa.array(rows[first]))
    for name, column in (
        ("points", decimals(sums_of(units, group, len(first)))), ("at", pa.array(last.astype(np.int32)).cast(pa.date32())),
        ("case", pc.if_else(own, found["case"], pa.scalar(None, pa.string()))),
    ):  # fmt: skip
        found = found.set_column(found.column_names.index(name), name, column)
    return LEDGER.records(found)


_SUMMED = ("clause", "part", "card", "subject_kind", "subject", "role", "section", "kind", "basis", "points", "at", "case")
"""What tells rows apart that do not add up together, and what is added up."""


def _is(table: pa.Table, name: str, wanted: Collection[str | None]) -> Truths:
    """Which rows have one of those texts."""
    codes, texts = coded(table, name)
    return np.array([each in wanted for each in texts] or [False])[codes]


def _capped_cases(table: pa.Table, caps: CaseCaps) -> Ints:
    """The case of rows whose case may pass what it is held to; -1 of all others."""
    clause, clauses = coded(table, "clause")
    role, roles = coded(table, "role")
    limits = [[int(caps[key] * UNIT) if (key := (one, other)) in caps else _TOO_LARGE for other in roles] for one in clauses]
    limit = np.array(limits or [[0]], np.int64)[clause, role]
    found = np.full(len(limit), -1, np.int64)
    held = np.flatnonzero((limit < _TOO_LARGE) & table["case"].is_valid().to_numpy())
    rows = table.take(pa.array(held))
    case, _ = coded(rows, "case")
    group, first = alike([clause[held], role[held], case, *(coded(rows, name)[0] for name in ("card", "subject_kind", "subject"))])
    over = np.abs(sums_of(units_of(rows), group, len(first))) > limit[held][first]
    over[group[_is(rows, "part", ("reverse",))]] = True
    found[held] = np.where(over[group], case, -1)
    return found


# --- the whole ledger -----------------------------------------------------------------------------------


def merged(entries: Records[Entry], added: Sequence[Entry]) -> Records[Entry]:
    """The rows, which are in order, with ``added`` ones where they belong: after all rows of the same subject,
    day and case; after all of the day what is about no case. Of ``added`` ones at one place the order is as given.
    """
    if not added:
        return entries
    table, size = packed(entries.table), len(entries)
    subjects = _Subjects(table)
    places = np.array([subjects.place_after(entry) for entry in added], np.int64)
    both = packed(pa.concat_tables([table, packed(LEDGER.table(added))]))
    turn = np.insert(np.arange(size), places, np.arange(size, size + len(added)))
    runs = np.split(turn, np.flatnonzero(np.diff(turn) != 1) + 1)  # few are added: nearly all rows stay beside each other
    return Records(LEDGER, pa.concat_tables([both.slice(run[0], len(run)) for run in runs]).combine_chunks())


class _Subjects:
    """Where the rows of each subject stand, in a ledger that is in order."""

    def __init__(self, table: pa.Table) -> None:
        kind, kinds = coded(table, "subject_kind")
        subject, subjects = coded(table, "subject")
        self._begins = np.flatnonzero(np.append(True, (kind[1:] != kind[:-1]) | (subject[1:] != subject[:-1]))[: len(kind)])
        self._names = [(kinds[kind[row]], subjects[subject[row]]) for row in self._begins.tolist()]
        self._ends = np.append(self._begins[1:], len(kind))
        self._days, self._cases = days_of(table), table["case"]

    def place_after(self, entry: Entry) -> int:
        """The place of the row before which ``entry`` stands."""
        who = bisect_left(self._names, (entry.subject_kind, entry.subject))
        if who == len(self._names) or self._names[who] != (entry.subject_kind, entry.subject):
            return int(self._begins[who]) if who < len(self._names) else len(self._days)
        begin, end, day = int(self._begins[who]), int(self._ends[who]), entry.at.toordinal() - _EPOCH
        first, last = (begin + int(np.searchsorted(self._days[begin:end], day, side)) for side in ("left", "right"))
        if entry.case is None:
            return last
        return first + bisect_right([case or "" for case in self._cases[first:last].to_pylist()], entry.case)


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


def replaced(entries: Records[Entry], part: str, by: Callable[[Entry], Entry]) -> Records[Entry]:
    """The rows, those of one part (few) each replaced."""
    mine = _is(entries.table, "part", (part,))
    if not mine.any():
        return entries
    new = packed(LEDGER.table([by(entry) for entry in LEDGER.records(entries.table.filter(pa.array(mine)))]))
    rest = np.concatenate([np.flatnonzero(~mine), np.flatnonzero(mine)])
    table = packed(pa.concat_tables([packed(entries.table.filter(pa.array(~mine))), new]))
    return Records(LEDGER, table.take(pa.array(np.argsort(rest, kind="stable"))))


def largest(entries: Records[Entry]) -> Fraction:
    """The largest magnitude of any row's points."""
    found = pc.max(pc.abs(entries.table["points"])).as_py()
    return Fraction(0) if found is None else Fraction(found)
