"""The batch engine on Spark: scout, route, head, parts, merge, as ``batch.disk.replay`` does it on one machine.

    files ──seen_in──► plan ──destinations──► rows with the part of each ──to the head──► head, given
    rows ──by part──► mapInArrow: part.judged ──pickled──► shelves beside the driver ──merge──► replay
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from kaohe.engine.batch.disk.bind import OnDisk, bins, shelved
from kaohe.engine.batch.disk.head import OFFICES, Held, headed
from kaohe.engine.batch.disk.replay import PART_ROWS
from kaohe.engine.batch.disk.route import destinations
from kaohe.engine.batch.disk.scout import Plan, Rows, Seen, SeenBy, asked, planned, seen_in
from kaohe.engine.batch.disk.spool import HEAD
from kaohe.engine.batch.merge import Told, merged
from kaohe.engine.batch.part import Given, Partial, judged
from kaohe.engine.batch.spark.frames import (
    Source,
    canonical,
    columns,
    frame_of,
    table_of,
    worked,
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

_PART = "#part"
"""No field has such a name."""
_LOOKED = pa.schema([("seen", pa.binary()), ("id", pa.int64()), ("case", pa.int64()), ("office", pa.bool_())])
"""What scouting gives: of each row its fingerprints, and once a partition what was seen, pickled."""
_TOLD = pa.schema([(_PART, pa.int64()), ("told", pa.binary())])
"""What a part, or a partition, says, pickled."""


@dataclass(frozen=True, slots=True)
class Cast(InFiles):
    """The events of ``paths`` on the cluster: ``rows`` of them, in a ``frame`` with canonical columns and the part of each row."""

    paths: tuple[Path, ...]
    policy: Policy
    session: SparkSession
    frame: DataFrame
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
    seen, doubtful = _scouted(session, found, policy, SeenBy(last_instant(as_of, policy.timezone), known_at))
    plan = planned(seen, doubtful, part_rows)
    routed = _routed(found, policy, plan).persist(StorageLevel.DISK_ONLY)
    paths = tuple(Path(file) for source in found for file in source.files)
    return Cast(paths, policy, session, routed, plan, as_of, known_at, plan.rows, _named(found, policy))


# --- scouting -----------------------------------------------------------------------------------------


def _scouted(session: SparkSession, found: Sequence[Source], policy: Policy, seen_by: SeenBy) -> tuple[list[Seen], Rows]:
    """What every partition shows, and the rows that repeat each other, correct or are corrected."""

    def look(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
        seen, rows = seen_in(tables, policy, seen_by)
        yield _marks(pickle.dumps(seen))
        yield pa.table(
            [pa.nulls(len(rows), pa.binary()), rows["id"].view(np.int64), rows["case"].view(np.int64), rows["office"]], _LOOKED.names
        )

    looked = canonical(found, policy, asked(policy.vocabulary), look, _LOOKED).persist(StorageLevel.DISK_ONLY)
    seen = [pickle.loads(row.seen) for row in looked.where("seen is not null").select("seen").collect()]  # noqa: S301 - our own
    marks = looked.where("seen is null").select("id", "case", "office")
    doubtful = _doubtful(session, marks, seen)
    looked.unpersist()
    return seen, doubtful


def _marks(seen: bytes) -> pa.Table:
    return pa.Table.from_pylist([{"seen": seen}], _LOOKED)


def _doubtful(session: SparkSession, marks: DataFrame, seen: Sequence[Seen]) -> Rows:
    """The rows whose id another has, that correct one, or that one corrects; by fingerprint."""
    corrections = np.concatenate([each.corrections for each in seen])
    targets = np.unique(np.concatenate([corrections["id"], corrections["target"]])).view(np.int64)
    twice = marks.groupBy("id").agg(f.count("*").alias("times")).where("times > 1").select("id")
    wanted = twice.union(frame_of(session, pa.table({"id": targets}))).distinct()
    table = marks.join(wanted, "id").toArrow()
    rows = np.zeros(len(table), [("id", "<u8"), ("case", "<u8"), ("office", "?")])
    rows["id"] = table["id"].to_numpy().view(np.uint64)
    rows["case"] = table["case"].to_numpy().view(np.uint64)
    rows["office"] = table["office"].to_numpy(zero_copy_only=False)
    return rows


def _named(found: Sequence[Source], policy: Policy) -> dict[OfficeKind, frozenset[str]]:
    """The units and leaders that rows name."""
    vocabulary = policy.vocabulary

    def names(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
        said: dict[OfficeKind, set[str]] = {kind: set() for kind in OFFICES}
        for table in tables:
            events = Events((table,), event_columns(vocabulary))
            for kind in OFFICES:
                said[kind] |= named_in_columns(kind, events, vocabulary)
        yield pa.Table.from_pylist([{_PART: 0, "told": pickle.dumps(said)}], _TOLD)

    columns = [each.name for each in event_columns(vocabulary).fields if each.storage in ("code", "list")]
    rows = canonical(found, policy, ["kind", *OFFICES, *columns], names, _TOLD).collect()
    every = [pickle.loads(row.told) for row in rows]  # noqa: S301 - our own
    return {kind: frozenset().union(*(said[kind] for said in every)) for kind in OFFICES}


def roster_of(laid: Cast) -> Roster:
    """The roster that the events imply."""
    return implied(laid.named["unit"], laid.named["leader"])


# --- routing ------------------------------------------------------------------------------------------


def _routed(found: Sequence[Source], policy: Policy, plan: Plan) -> DataFrame:
    """Every row with its part; those that go to the head as well stand there twice."""
    schema = columns(policy)
    vocabulary = policy.vocabulary

    def route(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
        for table in tables:
            part, also = destinations(table, vocabulary, plan)
            yield _with_part(table, part)
            yield _with_part(table.take(pa.array(also)), np.full(len(also), HEAD))

    return canonical(found, policy, schema.names, route, schema.append(pa.field(_PART, pa.int64())))


def _with_part(table: pa.Table, part: np.ndarray[Any, Any]) -> pa.Table:
    return table.append_column(_PART, pa.array(part, pa.int64()))


# --- the run ------------------------------------------------------------------------------------------


def told(policy: Policy, roster: Roster, laid: Cast, folder: Path, *, progress: Progress | None = None) -> Told:
    """The replay of what was spread; its ledger, clocks and gate rows are pieces in an empty ``folder`` beside the driver.

    ``NoColumn``, ``Together``: only in memory, all at once, can this be told.
    """
    own = table_of(laid.frame.where(f.col(_PART) == HEAD).drop(_PART), columns(policy))
    head, given, held = headed(policy, roster, [own], laid.plan, laid.as_of, laid.known_at)
    kept, parts = bins(roster, laid.rows), len(laid.plan.ranges)
    partials: list[Partial] = []
    for done, (number, partial) in enumerate(_judged(laid, given, held, parts), 1):
        partials.append(shelved(partial, kept, folder, number))
        if progress is not None:
            progress(done, parts)
    last = shelved(head.partial(), kept, folder, parts)
    return merged(head, [*partials, last], OnDisk(folder, kept))


def _judged(laid: Cast, given: Given, held: Held, parts: int) -> Iterator[tuple[int, Partial]]:
    """What parts say, in their order; each is judged where its rows are."""
    schema = columns(given.policy)

    def judge(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
        for number, rows in _by_part(tables, schema):
            yield pa.Table.from_pylist([{_PART: number, "told": pickle.dumps(judged(rows, given))}], _TOLD)

    rows = laid.frame.where(f.col(_PART) != HEAD)
    if len(held.rows):
        rows = rows.unionByName(frame_of(laid.session, _with_part(held.rows, held.part)))
    together = rows.repartitionByRange(parts, _PART).sortWithinPartitions(_PART)
    found = worked(together, judge, _TOLD).persist(StorageLevel.DISK_ONLY)
    found.count()  # judged side by side, then handed over one by one: the driver holds one part at a time
    for row in found.toLocalIterator():  # ranges of parts, sorted inside: they come in their order
        yield row[_PART], pickle.loads(row.told)  # noqa: S301 - our own
    found.unpersist()


def _by_part(tables: Iterator[pa.Table], schema: pa.Schema) -> Iterator[tuple[int, pa.Table]]:
    """The rows of each part; they come part after part."""
    number, rows = HEAD, [schema.empty_table()]
    for table in tables:
        parts, first = np.unique(table[_PART].to_numpy(), return_index=True)
        for part, begin, end in zip(parts.tolist(), first.tolist(), [*first.tolist(), len(table)][1:], strict=True):
            if part != number and len(rows) > 1:
                yield number, pa.concat_tables(rows)
                rows = [schema.empty_table()]
            number = part
            rows.append(table.slice(begin, end - begin).drop_columns(_PART).cast(schema))
    if len(rows) > 1:
        yield number, pa.concat_tables(rows)
