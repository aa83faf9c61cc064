"""The batch engine on Spark: scout, route, head, parts, merge, as ``batch.disk.replay`` does it on one machine.

    files ──seen_in──► piles ──doubtful──► plan ──destinations──► slices of rows, each for its part ──to the head──► head, given
    slices ──by part──► part.judged ──pickled──► shelves beside the driver ──merge──► replay

Whatever tasks hand on is in parcels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession

from kaohe.engine.batch.column import Ints
from kaohe.engine.batch.disk.bind import OnDisk, bins, shelved
from kaohe.engine.batch.disk.head import OFFICES, headed
from kaohe.engine.batch.disk.replay import PART_ROWS
from kaohe.engine.batch.disk.route import destinations
from kaohe.engine.batch.disk.scout import (
    PILES,
    ROW,
    Plan,
    Rows,
    Seen,
    SeenBy,
    asked,
    corrected,
    doubtful,
    planned,
    seen_in,
)
from kaohe.engine.batch.disk.spool import HEAD
from kaohe.engine.batch.merge import Told, merged
from kaohe.engine.batch.part import Given, Partial, judged_events
from kaohe.engine.batch.spark.frames import Source, canonical, narrow
from kaohe.engine.batch.spark.parcels import (
    Parcel,
    delivered,
    packed,
    pickled,
    received,
    sent,
    unpacked,
    unpickled,
)
from kaohe.engine.event_table import event_columns
from kaohe.engine.events import Events
from kaohe.engine.events_in_files import InFiles
from kaohe.engine.meaning.localtime import last_instant
from kaohe.engine.progress import Progress
from kaohe.engine.roster import OfficeKind, Roster
from kaohe.engine.roster_from_columns import named_in_columns
from kaohe.engine.roster_from_events import implied
from kaohe.rules.policy import Policy

SEEN = -2
"""For the driver: what a task of scouts has seen."""
NAMED = -3
"""For the driver: whom the rows of a task name."""
PILED = 5_000_000
"""Rows of which one task holds the fingerprints, at most, where there are piles enough."""
SLICED = 500_000
"""About so many rows of a task are cut into slices together."""


@dataclass(frozen=True, slots=True)
class Cast(InFiles):
    """The events of ``paths`` on the cluster: ``rows`` of them, in ``slices`` for their parts and the head."""

    paths: tuple[Path, ...]
    policy: Policy
    session: SparkSession
    slices: DataFrame
    plan: Plan
    as_of: date
    known_at: int | None
    rows: int
    named: dict[OfficeKind, frozenset[str]]


def spread(
    session: SparkSession, found: Sequence[Source], policy: Policy, as_of: date, known_at: int | None, *,
    part_rows: int = PART_ROWS,
) -> Cast:  # fmt: skip
    """Sends the events of files without flaws (``frames.flaws``) to parts. ``known_at`` in µs (None: all)."""
    plan = planned(*_scouted(found, policy, SeenBy(last_instant(as_of, policy.timezone), known_at)), part_rows)
    slices = _routed(found, policy, plan).persist(StorageLevel.DISK_ONLY)
    told = [unpickled(each) for each in received(slices, NAMED)]
    named = {kind: frozenset().union(*(each[kind] for each in told)) for kind in OFFICES}
    paths = tuple(Path(file) for source in found for file in source.files)
    return Cast(paths, policy, session, slices, plan, as_of, known_at, plan.rows, named)


def roster_of(laid: Cast) -> Roster:
    """The roster that the events imply."""
    return implied(laid.named["unit"], laid.named["leader"])


# --- scouting -----------------------------------------------------------------------------------------


def _scouted(found: Sequence[Source], policy: Policy, seen_by: SeenBy) -> tuple[list[Seen], Rows]:
    """What every task sees, and the rows that repeat each other, correct or are corrected."""

    def look(tables: Iterator[pa.Table]) -> Iterator[Parcel]:
        seen, piles = seen_in(tables, policy, seen_by)
        yield Parcel(SEEN, pickled(seen))
        for number, pile in enumerate(piles):
            yield Parcel(number, pile.tobytes())

    looked = narrow(found, policy, asked(policy.vocabulary), look).persist(StorageLevel.DISK_ONLY)
    seen = [unpickled(each) for each in received(looked, SEEN)]
    targets = corrected(seen)

    def pick(number: int, piles: list[bytes]) -> bytes:
        return doubtful(number, _rows(piles), targets).tobytes()

    tasks = max(looked.sparkSession.sparkContext.defaultParallelism, sum(each.rows for each in seen) // PILED)
    picked = [row.content for row in delivered(looked, min(tasks, PILES), pick).collect()]
    looked.unpersist()
    return seen, _rows(picked)


def _rows(piles: Iterable[bytes]) -> Rows:
    return np.concatenate([np.zeros(0, ROW), *(np.frombuffer(each, ROW) for each in piles)])


# --- routing ------------------------------------------------------------------------------------------


def _routed(found: Sequence[Source], policy: Policy, plan: Plan) -> DataFrame:
    """Every row on its way to its part; those that go to the head as well are sent twice."""
    vocabulary = policy.vocabulary

    def route(tables: Iterator[pa.Table]) -> Iterator[Parcel]:
        named: dict[OfficeKind, set[str]] = {kind: set() for kind in OFFICES}
        for table in _gathered(tables):
            events = Events((table,), event_columns(vocabulary))
            for kind in OFFICES:
                named[kind] |= named_in_columns(kind, events, vocabulary)
            part, also = destinations(table, vocabulary, plan)
            yield from _sliced(table, part)
            yield from _sliced(table.take(pa.array(also)), np.full(len(also), HEAD))
        yield Parcel(NAMED, pickled(named))

    return canonical(found, policy, route)


def _gathered(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Some batches together."""
    held: list[pa.Table] = []
    for table in tables:
        held.append(table)
        if sum(map(len, held)) >= SLICED:
            yield pa.concat_tables(held)
            held = []
    if held:
        yield pa.concat_tables(held)


def _sliced(table: pa.Table, part: Ints) -> Iterator[Parcel]:
    """The rows of each part."""
    narrow = part.astype(np.int16 if part.max(initial=0) < 2**15 else np.int64)  # sorted digit by digit
    turn = np.argsort(narrow, kind="stable")
    parts, first = np.unique(narrow[turn], return_index=True)
    turned = table.take(pa.array(turn))
    for number, begin, end in zip(parts.tolist(), first.tolist(), [*first.tolist(), len(turn)][1:], strict=True):
        yield Parcel(number, packed(turned.slice(begin, end - begin)))


# --- the run ------------------------------------------------------------------------------------------


def told(policy: Policy, roster: Roster, laid: Cast, folder: Path, *, progress: Progress | None = None) -> Told:
    """The replay of what was spread; its ledger, clocks and gate rows are pieces in an empty ``folder`` beside the driver.

    ``NoColumn``, ``Together``: only in memory, all at once, can this be told.
    """
    came = unpacked(received(laid.slices, HEAD), event_columns(policy.vocabulary).schema)
    head, given, held = headed(policy, roster, came, laid.plan, laid.as_of, laid.known_at)
    kept, parts = bins(roster, laid.rows), len(laid.plan.ranges)
    slices = laid.slices.union(sent(laid.session, _sliced(*held)))
    partials: dict[int, Partial] = {}
    for number, partial in _judged(slices, given, parts):
        partials[number] = shelved(partial, kept, folder, number)
        if progress is not None:
            progress(len(partials), parts)
    last = shelved(head.partial(), kept, folder, parts)
    return merged(head, [*(partials[number] for number in sorted(partials)), last], OnDisk(folder, kept))


def _judged(slices: DataFrame, given: Given, parts: int) -> Iterator[tuple[int, Partial]]:
    """What parts say; each is judged where its rows are."""
    columns = event_columns(given.policy.vocabulary)

    def judge(_: int, rows: list[bytes]) -> bytes:
        return pickled(judged_events(Events(unpacked(rows, columns.schema), columns), given))

    found = delivered(slices, parts, judge).persist(StorageLevel.DISK_ONLY)
    found.count()  # judged side by side, then handed over one by one: the driver holds one part at a time
    for row in found.toLocalIterator():
        yield row.address, unpickled(row.content)
    found.unpersist()
