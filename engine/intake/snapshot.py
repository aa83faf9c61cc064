"""Whole snapshots: an export that shows how things stand -> the events that say what has changed.

Each export of a snapshot mapping is compared with what the earlier ones of the same mapping came to.
What is new becomes an event; what reads otherwise amends the event of its id; what is gone voids it;
what is the same adds nothing. All of it was recorded when the snapshot was taken, so ``--known-at``
shows any day as it was known then. Without ids of its own an export's event is known by what it says
(``made_id``): then a change is one event gone and another come.

A row that cannot be taken is not gone, and must not void what it said before: snapshots are always
imported strictly.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from kaohe.engine.event_file import EVENTS, ROWS
from kaohe.engine.event_value import recorded_reader
from kaohe.engine.intake.plan import Plan
from kaohe.engine.write import UNFINISHED
from kaohe.rules.problem import Problem, problem

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOT_CONTENT = frozenset({"id", "recorded_at", "amends", "voids"})


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot taken at ``at`` (µs), after the ``earlier`` ones of the same mapping."""

    at: int
    earlier: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a snapshot changed: events that are new, amended, voided."""

    new: int
    amended: int
    voided: int


def snapshot_of(recorded_at: str | None, plan: Plan, out: Path) -> tuple[Snapshot | None, tuple[Problem, ...]]:
    """The snapshot that was taken at ``recorded_at`` (a day: its end; a time: local to the mapping)."""
    at = recorded_reader(plan.slots.zone)(recorded_at or "")
    if not isinstance(at, int):
        return None, (problem("intake.snapshot-time"),)
    known: list[tuple[int, Path]] = []
    for record in sorted(out.glob(f"{plan.name}-*/import.json")):
        kept = json.loads(record.read_text(encoding="utf-8"))
        if kept["mapping"] == plan.name and kept.get("snapshot") is not None:
            known.append((kept["snapshot"], record.parent / EVENTS))
    last = max((taken for taken, _ in known), default=at)
    if last > at:
        return None, (problem("intake.snapshot-order", last=plan.slots.zone.day(last)),)
    return Snapshot(at, tuple(path for taken, path in known if taken < at)), ()


def changes(shown: Path, snapshot: Snapshot, schema: pa.Schema) -> Iterator[pa.Table]:
    """The events that lead from what earlier snapshots came to, to what the file ``shown`` holds."""
    import duckdb

    taken = _EPOCH + timedelta(microseconds=snapshot.at)
    with (
        TemporaryDirectory(prefix=".", suffix=UNFINISHED, dir=shown.parent) as scratch,
        duckdb.connect(config={"memory_limit": "1GB", "temp_directory": scratch}) as desk,
    ):
        files = [str(path) for path in (*snapshot.earlier, shown)]
        facts = {"now": str(shown), "files": files, "tail": taken.strftime("~%Y%m%dT%H%M%S"), "at": taken.isoformat()}
        reader: pa.RecordBatchReader = desk.sql(_changes(schema), params=facts).to_arrow_reader(ROWS)
        for batch in reader:
            yield pa.Table.from_batches([batch]).cast(schema)


def counted(tables: Iterable[pa.Table]) -> Changes:
    """What the written events change."""
    rows = amended = voided = 0
    for table in tables:
        rows += table.num_rows
        amended += table.num_rows - table.column("amends").null_count
        voided += table.num_rows - table.column("voids").null_count
    return Changes(rows - amended - voided, amended, voided)


def _changes(schema: pa.Schema) -> str:
    """Columns of old files that the vocabulary has since been given are missing there, which is no change."""
    said = [f'"{name}"' for name in schema.names if name not in _NOT_CONTENT]
    content = ", ".join(said)
    of = {side: ", ".join(f"{side}.{name}" for name in said) for side in ("n", "b")}
    return f"""
with rows as (
    select *, coalesce(amends, voids, id) as root from read_parquet($files, union_by_name = true, filename = true)
), n as (
    select id as root, {content} from rows where filename = $now
), b as (
    select root, voids, {content} from rows where filename <> $now
    qualify row_number() over (partition by root order by recorded_at desc, id desc) = 1
), written as (
    select case when b.root is null then n.root else n.root || $tail end as id, $at::timestamptz as recorded_at,
           case when b.root is null then null else n.root end as amends, null as voids, {of["n"]}
    from n left join b using (root)
    where b.root is null or b.voids is not null or ({of["n"]}) is distinct from ({of["b"]})
    union all
    select b.root || $tail, $at::timestamptz, null, b.root, {of["b"]}
    from b anti join n using (root) where b.voids is null
)
select {", ".join(f'"{name}"' for name in schema.names)} from written order by id, "at"
"""  # noqa: S608 - the names are those of our own columns
