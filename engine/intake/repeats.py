"""What repeats although it should not: values of a column in a file, ids among its events. Counted, never dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from kaohe.engine.intake.desk import desk

Hashes = np.ndarray[Any, np.dtype[np.uint64]]


@dataclass(frozen=True, slots=True)
class RepeatedValues:
    """``values`` of a column stand in more than one row; ``rows`` are all the rows they stand in."""

    column: str
    values: int
    rows: int


@dataclass(frozen=True, slots=True)
class RepeatedIds:
    """``ids`` of events of a kind occur more than once, in ``events`` all told; ``unequal`` of them with
    different contents, of which a run counts the first recorded and reports the rest.
    """

    kind: str
    ids: int
    events: int
    unequal: int


def hashes_of(texts: pa.Array) -> Hashes:
    """64 bits of each text that is there. They are compared and forgotten, never kept."""
    found = [blake2b(text.encode(), digest_size=8).digest() for text in texts.drop_null().to_pylist()]
    return np.frombuffer(b"".join(found), np.uint64)


def repeated_values(hashes: Mapping[str, list[Hashes]]) -> tuple[RepeatedValues, ...]:
    """For each column how many values repeat, from the hashes of all its pieces."""
    found = []
    for column, pieces in hashes.items():
        _, counts = np.unique(np.concatenate([*pieces, np.empty(0, np.uint64)]), return_counts=True)
        more = counts[counts > 1]
        found.append(RepeatedValues(column, len(more), int(more.sum())))
    return tuple(found)


def repeated_ids(events: Path) -> tuple[RepeatedIds, ...]:
    """By kind the ids that occur more than once in a file of events, however large it is."""
    with desk(events) as asked:
        rows = asked.execute(_REPEATED_IDS, {"events": str(events)}).fetchall()
    return tuple(RepeatedIds(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class ReadOtherwise:
    """``events`` of an earlier ``batch`` of the same files that this import does not say, or says otherwise:
    a table, a name of a unit or the mapping was changed in between. They count until they are voided.
    """

    batch: str
    events: int


def read_otherwise(events: Path, earlier: Iterable[Path]) -> tuple[ReadOtherwise, ...]:
    """What the events of ``earlier`` batches (their folders) say that those of the file ``events`` do not."""
    found = []
    with desk(events) as asked:
        for batch in sorted(earlier):
            known = {"old": str(batch / events.name), "new": str(events)}
            row = asked.execute(_READ_OTHERWISE, known).fetchone()
            found.append(ReadOtherwise(batch.name, row[0] if row else 0))
    return tuple(one for one in found if one.events)


_READ_OTHERWISE = """
select count(*) from (
    select id, kind, "at", "case", unit, leader from read_parquet($old)
    except select id, kind, "at", "case", unit, leader from read_parquet($new)
)
"""
_REPEATED_IDS = """
with more as (
    select id, count(*) as times from read_parquet($events) group by id having count(*) > 1
), contents as (
    select distinct * exclude (recorded_at) from read_parquet($events) semi join more using (id)
), by_id as (
    select id, min(kind) as kind, any_value(times) as times, count(*) as contents
    from contents join more using (id) group by id
)
select kind, count(*), sum(times)::bigint, count(*) filter (where contents > 1)
from by_id group by kind order by kind
"""
