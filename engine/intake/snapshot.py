"""Whole snapshots: an export that shows how things stand -> the events that say what has changed.

Each export of a snapshot mapping is compared with what the earlier ones of the same mapping came to.
What is new becomes an event; what reads otherwise amends the event of its id; what its case's row says
no more is voided; what is the same adds nothing. All of it was recorded when the snapshot was taken, so
``--known-at`` shows any day as it was known then. Without ids of its own an export's event is known by
what it says (``made_id``): then a change is one event gone and another come.

A case of which an export shows nothing at all any more is *gone*: its events stand, and it is reported,
because a record may have been deleted. (In our own workbooks, which a unit corrects by crossing out
rows, what is gone is voided.)

An office may export only some cases, such as those of the month (``shows: part``): what such a snapshot
lacks is not gone.

A snapshot may come late. Then it is compared with those taken before it, and whatever those taken after
it came to is stated again as recorded by the next of them, so that every other day reads as it did.

A row that cannot be taken is not gone, and must not void what it said before: snapshots are always
imported strictly.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kaohe.engine.event_file import EVENTS, ROWS
from kaohe.engine.event_value import recorded_reader
from kaohe.engine.intake.desk import desk
from kaohe.engine.intake.gone import CASES, NOTHING_GONE, Gone
from kaohe.engine.intake.plan import Plan
from kaohe.rules.problem import Problem, problem

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOT_CONTENT = frozenset({"id", "recorded_at", "amends", "voids"})


@dataclass(frozen=True, slots=True)
class Imported:
    """A snapshot that was imported before: when it was taken (µs), and its batch."""

    at: int
    batch: Path

    @property
    def events(self) -> Path:
        return self.batch / EVENTS

    @property
    def cases(self) -> Path:
        return self.batch / CASES


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot taken at ``at`` (µs), between the ``earlier`` and the ``later`` ones of the same mapping.

    ``keeps``: the events of a case that is gone stand.
    """

    at: int
    earlier: tuple[Imported, ...]
    later: tuple[Imported, ...] = ()
    keeps: bool = True


@dataclass(frozen=True, slots=True)
class Changes:
    """What a snapshot changed: events that are new, amended, voided; cases that are gone, and the like."""

    new: int
    amended: int
    voided: int
    gone: Gone = NOTHING_GONE


def snapshot_of(
    recorded_at: str | None, plan: Plan, out: Path
) -> tuple[Snapshot | None, tuple[Problem, ...]]:
    """The snapshot that was taken at ``recorded_at`` (a day: its end; a time: local to the mapping)."""
    at = recorded_reader(plan.slots.zone)(recorded_at or "")
    if not isinstance(at, int):
        return None, (problem("intake.snapshot-time"),)
    known: list[Imported] = []
    for record in out.glob(f"{plan.name}-*/import.json"):
        kept = json.loads(record.read_text(encoding="utf-8"))
        if kept["mapping"] == plan.name and kept.get("snapshot") is not None:
            known.append(Imported(kept["snapshot"], record.parent))
    known.sort(key=lambda one: one.at)
    earlier = tuple(one for one in known if one.at < at)
    return Snapshot(at, earlier, tuple(one for one in known if one.at > at), keeps=not plan.canonical), ()


def taken_already(snapshot: Snapshot, plan: Plan, batch: Path) -> tuple[Problem, ...]:
    """Of one moment there is one snapshot: another batch than ``batch`` of that moment stands in the way."""
    for record in batch.parent.glob(f"{plan.name}-*/import.json"):
        kept = json.loads(record.read_text(encoding="utf-8"))
        same = kept["mapping"] == plan.name and kept.get("snapshot") == snapshot.at
        if same and record.parent.name != batch.name:
            return (problem("intake.snapshot-again", at=plan.slots.zone.day(snapshot.at)),)
    return ()


def changes(shown: Path, snapshot: Snapshot, schema: pa.Schema) -> Iterator[pa.Table]:
    """The events that lead from what earlier snapshots came to, to what the file ``shown`` holds."""
    with desk(shown, "1GB") as asked:
        reader: pa.RecordBatchReader = asked.sql(
            _changes(schema, snapshot), params=_facts(shown, snapshot)
        ).to_arrow_reader(ROWS)
        for batch in reader:
            yield pa.Table.from_batches([batch]).cast(schema)


def counted(tables: Iterable[pa.Table], snapshot: Snapshot, gone: Gone) -> Changes:
    """What the written events change; what is stated again after a late snapshot changes nothing."""
    both = pa.concat_tables(tables)
    now = both.filter(pc.equal(both.column("recorded_at").cast(pa.int64()), snapshot.at))
    corrected = pc.or_(pc.is_valid(now.column("amends")), pc.is_valid(now.column("voids")))
    new = now.filter(pc.invert(corrected)).column("id")
    amended = now.column("amends").drop_null()
    put_right = amended.filter(pc.invert(pc.is_in(amended, value_set=new.cast(amended.type))))
    return Changes(len(new), len(put_right), len(now.column("voids").drop_null()), gone)


def _facts(shown: Path, snapshot: Snapshot) -> dict[str, Any]:
    files = [str(one.events) for one in (*snapshot.earlier, *snapshot.later)]
    facts: dict[str, Any] = {
        "now": str(shown),
        "files": [*files, str(shown)],
        "at": instant(snapshot.at),
        "keeps": snapshot.keeps,
    }
    if not snapshot.later:
        return facts
    return facts | {
        "cases": [str(one.cases) for one in snapshot.later],
        "ats": [instant(one.at) for one in snapshot.later],
    }


def instant(at: int) -> str:
    """A moment in µs as ISO text, in UTC."""
    return (_EPOCH + timedelta(microseconds=at)).isoformat()


def _changes(schema: pa.Schema, snapshot: Snapshot) -> str:
    """Columns of old files that the vocabulary has since been given are missing there, which is no change.

    Of other snapshots it matters when a record was made, not in which batch it stands: a late one states
    again, in its own batch, what the next had made known.
    """
    said = [f'"{name}"' for name in schema.names if name not in _NOT_CONTENT]
    of = {side: ", ".join(f"{side}.{name}" for name in said) for side in ("n", "e", "o", "w")}
    content = ", ".join(said)
    columns = ", ".join(f'"{name}"' for name in schema.names)
    return f"""
with rows as (
    select *, coalesce(amends, voids, id) as root, filename <> $now and recorded_at < $at::timestamptz as earlier
    from read_parquet($files, union_by_name = true, filename = true)
), n as (select id as root, {content} from rows where filename = $now
), e as (
    select root, voids, {content} from rows where earlier
    qualify row_number() over (partition by root order by recorded_at desc, id desc) = 1
), later as (
    select *, amends is null and voids is null as original from rows where not earlier and filename <> $now
), o as (
    select root, recorded_at, {content} from later where original
    qualify row_number() over (partition by root order by recorded_at) = 1
), w as (
    select n.root, {of["n"]}, null as voids, 'amended' as how
    from n join e using (root) where e.voids is not null or ({of["n"]}) is distinct from ({of["e"]})
    union all
    select n.root, {of["n"]}, null, case when o.root is null then 'new' when ({of["n"]}) is distinct from ({of["o"]}) then 'otherwise' else 'sooner' end
    from n anti join e using (root) left join o using (root)
    union all
    select e.root, {of["e"]}, e.root, 'voided'
    from e anti join n using (root)
    where e.voids is null and not ($keeps and e."case" is not null and e."case" not in (select "case" from n where "case" is not null))
){_FOLLOWING if snapshot.later else ""}, written as (
    select root as id, $at::timestamptz as recorded_at, null as amends, null as voids, {of["w"]} from w where how in ('new', 'sooner')
    union all
    select o.root, $at::timestamptz, null, null, {of["o"]} from w join o using (root) where how = 'otherwise'
    union all
    select {_tail("w.root", "$at")}, $at::timestamptz, case when voids is null then w.root end, voids, {of["w"]} from w where how in ('amended', 'voided', 'otherwise')
    {_again(of) if snapshot.later else ""}
)
select {columns} from written order by id, "at"
"""  # noqa: S608 - the names are those of our own columns


def _again(of: dict[str, str]) -> str:
    """What stood by the next snapshot that shows the case, where it said nothing of its own of an event that this one changes."""
    return f"""
    union all
    select {_tail("w.root", "f.since")}, f.since, case when e.voids is null then e.root end, e.voids, {of["e"]}
    from w join e using (root) join following f on {_FOLLOWS} where {_SILENT} and not l.original)
    union all
    select {_tail("w.root", "f.since")}, f.since, null, w.root, {of["w"]}
    from w join following f on {_FOLLOWS} where how in ('new', 'sooner', 'otherwise') and {_SILENT})
    union all
    select {_tail("o.root", "o.recorded_at")}, o.recorded_at, o.root, null, {of["o"]}
    from w join o using (root) join following f on {_FOLLOWS}
    where (how = 'otherwise' or how = 'sooner' and o.recorded_at > f.since)
      and not exists (from later l where l.root = o.root and l.recorded_at = o.recorded_at and not l.original)"""  # noqa: S608


_FOLLOWING = """, times as (
    select unnest($cases) as filename, unnest($ats)::timestamptz as since
), following as (
    select "case", min(since) as since from read_parquet($cases, filename = true) join times using (filename) group by "case"
    union all
    select null, min(since) from times
)"""
"""When a case is shown next; without a case: when anything is."""
_FOLLOWS = """(f."case" is not distinct from case when $keeps then w."case" end)"""
_SILENT = "not exists (from later l where l.root = w.root and l.recorded_at <= f.since"
"""An original that is repeated after a correction does not take it back: there, corrections alone say something."""


def _tail(root: str, at: str) -> str:
    """The id of a correction: its original's, and when it was recorded."""
    return f"{root} || strftime({at}::timestamptz at time zone 'UTC', '~%Y%m%dT%H%M%S')"
