"""Which rows stand: duplicates, conflicts, amendments and voids only for the rows they touch (P18).

    rows as imported --known-at--> known --ids, corrections--> untouched rows stand as they are
                                                  └─> touched ones ──the plain rules──► rows appended

Few rows share an id or correct another. They and the targets of corrections become events and go
through ``engine.correct``; what then stands is appended, and all that was touched is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kaohe.engine.batch.column import Ints, Truths
from kaohe.engine.batch.repeats import repeated
from kaohe.engine.correct import standing
from kaohe.engine.event import Event
from kaohe.engine.events import Events
from kaohe.rules.problem import Problem
from kaohe.rules.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Stood:
    """``rows`` of ``events`` stand, in no order. ``made``: rows whose event says more than its columns
    (whose content it is), by row.
    """

    events: Events
    rows: Ints
    made: Mapping[int, Event]
    problems: tuple[Problem, ...]


def stood(events: Events, vocabulary: Vocabulary, known_at: int | None) -> Stood:
    """What stands for one who knows what was recorded up to ``known_at`` (µs; None: all)."""
    known = np.arange(len(events), dtype=np.int64)
    if known_at is not None:
        known = known[recorded(events) <= known_at]
    touched = _touched(events, known)
    rows = known[~touched]
    if not touched.any():
        return Stood(events, rows, {}, ())
    told = standing(events.at(known[touched]), vocabulary, None)
    joined = events.with_more(told.events, vocabulary)
    appended = np.arange(len(events), len(joined), dtype=np.int64)
    made = dict(zip(appended.tolist(), told.events, strict=True))
    return Stood(joined, np.concatenate([rows, appended]), made, told.problems)


def recorded(events: Events) -> Ints:
    """When each row became known, in µs: ``recorded_at``, or ``at`` where nothing else is said."""
    return micros(pc.coalesce(events.column("recorded_at"), events.column("at")))


def micros(column: Any) -> Ints:
    """Instants as int64."""
    found: Ints = column.cast(pa.int64()).to_numpy(zero_copy_only=False)
    return found


def _touched(events: Events, known: Ints) -> Truths:
    """Rows whose id another row has, that correct a row, or that a row corrects."""
    ids = _known(events.column("id"), known)
    touched = repeated(ids)
    for name in ("amends", "voids"):
        if events.column(name).null_count < len(events):
            targets = _known(events.column(name), known)
            correcting = targets.is_valid()
            named = pa.concat_arrays([ids.filter(correcting), targets.drop_null().cast(ids.type)])
            touched |= pc.is_in(ids, named).to_numpy(zero_copy_only=False)
    return touched


def _known(column: pa.Array, known: Ints) -> pa.Array:
    return column if len(known) == len(column) else column.take(pa.array(known))
