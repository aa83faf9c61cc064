"""What an office's folder of events holds: batches, events by kind and month, what was refused, the log."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from kaohe.engine.event_file import EVENTS, event_tables
from kaohe.engine.intake.gone import CASES
from kaohe.engine.intake.log import check_log
from kaohe.rules.clock import Zone, zone
from kaohe.rules.problem import Problem
from kaohe.rules.vocabulary import Vocabulary

Instants = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Batch:
    """One import: when it was logged (from 1 on), what it read, and what became of it."""

    name: str
    mapping: str
    files: tuple[str, ...]
    rows: int
    taken: int
    quarantined: int
    events: int


@dataclass(frozen=True, slots=True)
class Refusals:
    """Rows of one batch that were set aside for one reason in one column; ``facts`` word the reason."""

    batch: str
    column: str
    code: str
    rows: int
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """``months`` counts events by (kind, month); ``last`` is the day of the latest event, None without any.

    ``lines`` of the log verify but for ``breaks``. ``flaws`` are events that the vocabulary does not take.
    """

    batches: tuple[Batch, ...]
    refused: tuple[Refusals, ...]
    lines: int
    breaks: tuple[Problem, ...]
    months: Mapping[tuple[str, str], int]
    last: date | None
    flaws: tuple[Problem, ...]

    @property
    def events(self) -> int:
        return sum(self.months.values())


def held_in(folder: Path, vocabulary: Vocabulary | None, timezone: str) -> Held:
    """What the folder holds. Without a vocabulary its events are not looked at."""
    lines, breaks = check_log(folder)
    batches, refused = _batches(folder)
    here = zone(timezone)
    if vocabulary is None or here is None or not batches:
        return Held(batches, refused, lines, breaks, {}, None, ())
    months, last, flaws = _counted(folder, vocabulary, here)
    return Held(batches, refused, lines, breaks, months, last, flaws)


def refused_in(folder: Path) -> tuple[Refusals, ...]:
    """What was refused of the imports into the folder and has not come in since; nothing where none was logged."""
    return _batches(folder)[1]


# --- batches --------------------------------------------------------------------------------------


def _batches(folder: Path) -> tuple[tuple[Batch, ...], tuple[Refusals, ...]]:
    """In the order of the log; of what was refused, what no later import of the same file has taken in."""
    records = list(_records(folder))
    batches = tuple(_batch(name, record) for name, record in records)
    refused = [
        Refusals(name, one["column"], one["code"], one["rows"], tuple((key, text) for key, text in one.get("facts", ())))
        for number, (name, record) in enumerate(records)
        if record["refused"] and not any(_replaces(folder, later, (name, record)) for later in records[number + 1 :])
        for one in record["refused"]
    ]
    return batches, tuple(refused)


_Record = tuple[str, Mapping[str, Any]]


def _replaces(folder: Path, later: _Record, earlier: _Record) -> bool:
    """Whether the later import is of the same export, mended: of the same names, and of the same bytes (by a mended
    mapping) or of most of the same events. Next month's export may bear the name, too, and has other events.
    """
    (name, record), (old, before) = later, earlier
    if _what(record) != _what(before):
        return False
    hashes = {one["sha256"] for one in record["sources"]} & {one["sha256"] for one in before["sources"]}
    was = _shown(folder / old)
    return bool(hashes) or not was or 2 * len(was & _shown(folder / name)) > len(was)


def _what(record: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    return record["mapping"], tuple(one["name"] for one in record["sources"])


def _shown(batch: Path) -> frozenset[str]:
    """What an import showed: of a snapshot its cases, of records the ids of their events."""
    import pyarrow.parquet as pq

    for file, column in ((CASES, "case"), (EVENTS, "id")):
        if (batch / file).is_file():
            return frozenset(pq.read_table(batch / file, columns=[column]).column(0).to_pylist())
    return frozenset()


def _batch(name: str, record: Mapping[str, Any]) -> Batch:
    files = tuple(one["name"] for one in record["sources"])
    numbers = (record[key] for key in ("rows", "taken", "quarantined", "events"))
    return Batch(name, record["mapping"], files, *numbers)


def _records(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    log = folder / "log.jsonl"
    for line in log.read_text(encoding="utf-8").splitlines() if log.exists() else ():
        try:
            record = json.loads(line)
            _batch(record["batch"], record)
        except (ValueError, KeyError, TypeError):  # told by ``check_log``
            continue
        yield record["batch"], record


# --- events ---------------------------------------------------------------------------------------


def _counted(
    folder: Path, vocabulary: Vocabulary, here: Zone
) -> tuple[dict[tuple[str, str], int], date | None, tuple[Problem, ...]]:
    """Events by kind and month, each id once; corrections are not counted."""
    pieces: list[pa.Table] = []
    flaws: list[Problem] = []
    for table, found in event_tables([folder], vocabulary, here.name):
        pieces.append(_brief(table, here))
        flaws += found
    if not pieces:  # every row was set aside
        return {}, None, tuple(flaws)
    whole = pa.concat_tables(pieces).group_by("id").aggregate([("kind", "min"), ("day", "min")])
    days = whole.column("day_min").to_numpy()
    months = np.datetime_as_string(days.astype("datetime64[D]"), unit="M").tolist()
    counts = Counter(zip(whole.column("kind_min").to_pylist(), months, strict=True))
    last = date.fromordinal(date(1970, 1, 1).toordinal() + int(days.max())) if len(days) else None
    return dict(sorted(counts.items())), last, tuple(flaws)


def _brief(table: pa.Table, here: Zone) -> pa.Table:
    """Id, kind and local day (since 1970) of the events that are no corrections."""
    import pyarrow.compute as pc

    plain = pc.and_(pc.is_null(table.column("amends")), pc.is_null(table.column("voids")))
    kept = table.filter(plain)
    at: Instants = kept.column("at").cast(pa.int64()).to_numpy()
    offsets = np.array(here.offsets, np.int64)[np.searchsorted(np.array(here.changes, np.int64), at, side="right")]
    days = (at + offsets) // 86_400_000_000
    return pa.table({"id": kept.column("id"), "kind": kept.column("kind").cast(pa.string()), "day": pa.array(days)})
