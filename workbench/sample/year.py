"""The sample year as one table of the canonical event file, and the roster that goes with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from kaohe.engine.event_file import event_writer
from kaohe.engine.event_table import HEADS, EventColumns, event_columns
from kaohe.rules.calendar import Calendar
from kaohe.rules.clock import zone
from kaohe.rules.vocabulary import Vocabulary
from kaohe.workbench.sample.cases import case_frames, lives_of
from kaohe.workbench.sample.frame import Frame
from kaohe.workbench.sample.offices import office_frames
from kaohe.workbench.sample.plan import plan_year
from kaohe.workbench.sample.traps import trapped


def sample_year(vocabulary: Vocabulary, calendar: Calendar, cases: int, seed: int) -> pa.Table:
    """Events of 离石's invented year, shuffled: the same seed gives the same rows.

    ``cases`` below ``plan.SMALLEST`` is raised to it. As of 30 September the policy's tallies print
    the figures of ``figures``; counting rows does not.
    """
    rng = np.random.default_rng(seed)
    return shuffled(_frames(calendar, cases, rng), vocabulary, rng)


def shuffled(frames: Iterable[Frame], vocabulary: Vocabulary, rng: np.random.Generator) -> pa.Table:
    """Frames as one table of the canonical event file, in an order that means nothing."""
    columns = event_columns(vocabulary)
    table = pa.concat_tables([_table(frame, columns) for frame in frames])
    return table.take(pa.array(rng.permutation(table.num_rows)))


def _frames(calendar: Calendar, cases: int, rng: np.random.Generator) -> Iterator[Frame]:
    lives = lives_of(plan_year(cases, rng), rng)
    for frame in (*case_frames(lives), *office_frames(calendar, rng)):
        yield from trapped(frame, rng)


def _table(frame: Frame, columns: EventColumns) -> pa.Table:
    """A frame in the canonical columns; what it does not have is missing."""
    size = len(frame)
    named: dict[str, Any] = {
        "id": frame.ids,
        "kind": np.full(size, frame.kind, dtype=object),
        "at": frame.instants(),
        "dated": np.full(size, frame.minutes is None),
        "seq": np.zeros(size, dtype=np.int64),
    }
    fields = columns.of(frame.kind)
    for name, values in frame.columns.items():
        named[name if name in HEADS and name not in fields else fields[name].name] = values
    return pa.table([_column(field, named.get(field.name), size) for field in columns.schema], columns.schema)


def _column(field: pa.Field, values: Any, size: int) -> pa.Array:
    if values is None:
        return pa.nulls(size, field.type)
    if pa.types.is_timestamp(field.type):
        return pa.array(values, pa.int64()).cast(field.type)
    return pa.array(values, field.type, from_pandas=True)


def write_year(path: Path, table: pa.Table, vocabulary: Vocabulary, timezone: str) -> int:
    """Writes a sample year as an event file; the number of its rows. ``timezone`` must be known."""
    here = zone(timezone)
    assert here is not None, f"unknown timezone {timezone}"
    with event_writer(path, vocabulary, here) as writer:
        writer.add(table)
    return int(table.num_rows)


def write_sample(path: Path, vocabulary: Vocabulary, calendar: Calendar, timezone: str, cases: int, seed: int) -> int:
    """Writes 离石's sample year as an event file; the number of its rows."""
    return write_year(path, sample_year(vocabulary, calendar, cases, seed), vocabulary, timezone)
