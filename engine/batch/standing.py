"""Which rows stand: duplicates, conflicts, amendments and voids only for the rows they touch (P18).

    rows as imported --known-at--> known --ids, corrections--> untouched rows stand as they are
                                                  └─> touched ones ──the plain rules──► rows that stand

Few rows share an id or correct another. Deliveries of equal content are told by columns; of what is
corrected, headers go through ``engine.correct``. What an amendment says is a row once more, under the
id of what it amends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaohe.engine.batch.alike import alike
from kaohe.engine.batch.column import Ints, Truths
from kaohe.engine.batch.repeats import found_again
from kaohe.engine.batch.texts import indices_of, packed_of
from kaohe.engine.correct import Standing, standing
from kaohe.engine.event import Event
from kaohe.engine.event_table import HEADS
from kaohe.engine.events import Events
from kaohe.rules.problem import Problem
from kaohe.rules.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Stood:
    """``rows`` of ``events`` stand, in no order. ``standing``: whose content an amended row says, by row."""

    events: Events
    rows: Ints
    standing: Mapping[int, str]
    problems: tuple[Problem, ...]


def stood(events: Events, vocabulary: Vocabulary, known_at: int | None) -> Stood:
    """What stands for one who knows what was recorded up to ``known_at`` (µs; None: all)."""
    known = np.arange(len(events), dtype=np.int64)
    if known_at is not None:
        known = known[recorded(events, known) <= known_at]
    again, corrected = _touched(events, known)
    if not again.any() and not corrected.any():
        return Stood(events, known, {}, ())
    single, disputed = _delivered_once(events, known[again])
    once = np.concatenate([known[~again], single])
    bound = mask_of(known[corrected], len(events))[once]
    return _corrected(events, vocabulary, once[~bound], (once[bound], disputed))


def recorded(events: Events, rows: Ints) -> Ints:
    """When those rows became known, in µs: ``recorded_at``, or ``at`` where nothing else is said."""
    return micros(pc.coalesce(events.take("recorded_at", rows), events.take("at", rows)))


def micros(column: Any) -> Ints:
    """Instants as int64."""
    found: Ints = column.cast(pa.int64()).to_numpy(zero_copy_only=False)
    return found


def _touched(events: Events, known: Ints) -> tuple[Truths, Truths]:
    """The known rows whose id another has, and those that correct a row or that a row corrects."""
    is_known = mask_of(known, len(events))
    correcting, targets = [], [pa.array([], pa.string())]
    for name in ("amends", "voids"):
        own = events.bearing(name)
        correcting.append(own.rows)
        targets.append(own.values.filter(pa.array(is_known[own.rows])))
    pieces = list(events.ids()) if len(known) == len(events) else [events.take("id", known)]
    again, corrected = found_again(pieces, lambda rows: events.take("id", known[rows]), pa.concat_arrays(targets))
    return again, corrected | mask_of(np.concatenate(correcting), len(events))[known]


def mask_of(rows: Ints, size: int) -> Truths:
    """Which of ``size`` rows are among ``rows``."""
    mask = np.zeros(size, bool)
    mask[rows] = True
    return mask


# --- once each ----------------------------------------------------------------------------------


def _delivered_once(events: Events, rows: Ints) -> tuple[Ints, Ints]:
    """Of rows that share their ids: one row for each id of one content, as recorded earliest; and all
    rows of ids under which different things are said.
    """
    if not len(rows):
        return rows, rows
    id_ = indices_of(packed_of(events.take("id", rows)))
    silent = ~events.take("recorded_at", rows).is_valid().to_numpy(zero_copy_only=False)
    turn = np.lexsort((silent, recorded(events, rows), id_))
    rows, id_, content = rows[turn], id_[turn], _contents(events, rows)[turn]
    opens = np.flatnonzero(np.concatenate([[True], id_[1:] != id_[:-1]]))
    which = np.cumsum(np.concatenate([[False], id_[1:] != id_[:-1]]))
    disputed = np.bincount(which, content != content[opens][which]) > 0
    return rows[opens[~disputed]], rows[disputed[which]]


def _contents(events: Events, rows: Ints) -> Ints:
    """Numbers that are equal where rows say the same: everything but when it was recorded."""
    kind = events.kind[rows]
    keys: list[NDArray[Any]] = [kind, *(_numbers(events.take(name, rows)) for name in HEADS if name not in ("recorded_at", "kind"))]
    for name, number in events.columns.kinds.items():
        mine = np.flatnonzero(kind == number)
        for column in events.columns.of(name).values() if len(mine) else ():
            said = events.said(name, column.name)
            if said is not None:
                key = np.full(len(rows), -1, np.int64)
                key[mine] = _numbers(said.take(pa.array(events.nth[rows[mine]])))
                keys.append(key)
    return alike(keys)[0]


def _numbers(array: pa.Array) -> Ints:
    """Equal values as equal numbers, -1 where one is missing."""
    if pa.types.is_list(array.type):
        known: dict[object, int] = {None: -1}
        lists = [None if each is None else tuple(each) for each in array.to_pylist()]
        return np.array([known.setdefault(each, len(known)) for each in lists], np.int64)
    return indices_of(packed_of(array)).astype(np.int64)


# --- corrections --------------------------------------------------------------------------------


def _corrected(events: Events, vocabulary: Vocabulary, free: Ints, asked: tuple[Ints, Ints]) -> Stood:
    """``free`` rows stand as they are. Of ``asked`` the plain rules are asked: rows of which the headers
    say enough, because their ids are their own, and rows of disputed ids.
    """
    rows = np.concatenate(asked)
    heard = [*events.headers_at(asked[0]), *events.at(asked[1])]
    told = standing(heard, vocabulary, None)
    amended = [event for event in told.events if event.standing is not None]
    row_of = _rows_counted(heard, rows, told)
    unchanged = np.array([row_of[event.id] for event in told.events if event.standing is None], np.int64)
    source = np.array([row_of[event.standing or ""] for event in amended], np.int64)
    joined = events.with_again(source, [event.id for event in amended])
    appended = np.arange(len(events), len(joined), dtype=np.int64)
    names = {row: event.standing or "" for row, event in zip(appended.tolist(), amended, strict=True)}
    return Stood(joined, np.concatenate([free, unchanged, appended]), names, told.problems)


def _rows_counted(heard: Sequence[Event], rows: Ints, told: Standing) -> dict[str, int]:
    """The row of each id; of a disputed one that which counts."""
    found = {event.id: row for event, row in zip(heard, rows.tolist(), strict=True)}
    counted = {id(conflict.counted): conflict.id for conflict in told.conflicts}
    for event, row in zip(heard, rows.tolist(), strict=True):
        if id(event) in counted:
            found[event.id] = row
    return found
