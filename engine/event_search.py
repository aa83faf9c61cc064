"""The events of a few cases, out of files of any size: all that decides what stands in their streams.

    rows of the cases, and of every case that links connect with them
    + corrections of any of these rows, corrections of those, and what such corrections were made of

Of a Parquet file of ours the columns of cases, links and corrections are read, and the rest only where a
row was found; a row group is not even looked into where its least and greatest case say that it holds
none of them. So a file sorted by case (``event_copy``) answers out of a few thousand rows. Files of
other kinds are read whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kaohe.engine.event import Event
from kaohe.engine.event_file import Moved, event_files, event_tables, fitted, is_ours, timezone_of
from kaohe.engine.event_table import EventColumns, event_columns
from kaohe.engine.progress import Progress
from kaohe.engine.record_file import groups_with, has_one_of
from kaohe.rules.clock import Zone, zone
from kaohe.rules.vocabulary import Vocabulary

CORRECTING = ("amends", "voids")
Place = tuple[int, int]
"""A row group of a file, and a row in it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A row that amends or voids another event."""

    place: Place
    id: str
    target: str


def events_about(
    paths: Iterable[Path], vocabulary: Vocabulary, timezone: str, cases: Collection[str], progress: Progress | None = None
) -> tuple[Event, ...]:
    """Every delivery of every event that the streams of those cases can hold, in the order of files.

    Streams of other cases are incomplete in it, or missing; so are those of units and leaders.
    """
    files = list(event_files(paths))
    ours = [opened for path in files if (opened := _opened(path, vocabulary, timezone)) is not None]
    columns = event_columns(vocabulary)
    foreign = [path for path in files if path not in {each.path for each in ours}]
    read = [event for table, _ in event_tables(foreign, vocabulary, timezone) for event in columns.events(table)]
    near = connected(set(cases), [*_links_of(read, vocabulary), *(pair for each in ours for pair in each.links())])
    found = [each for file in ours for each in file.about(near, progress)]
    return (*found, *read)


def case_names(paths: Iterable[Path], vocabulary: Vocabulary, timezone: str) -> list[str]:
    """Every case that an event names, once."""
    names: dict[str | None, None] = {}
    for path in event_files(paths):
        if path.suffix == ".parquet" and is_ours(path):
            with pq.ParquetFile(path) as file:
                for group in range(file.num_row_groups):
                    names.update(dict.fromkeys(file.read_row_group(group, ["case"]).column(0).unique().to_pylist()))
        else:
            for table, _ in event_tables([path], vocabulary, timezone):
                names.update(dict.fromkeys(table.column("case").unique().to_pylist()))
    return [name for name in names if name is not None]


def linking(vocabulary: Vocabulary, columns: EventColumns) -> list[str]:
    """The columns in which an event leads its case to another."""
    fields = {(kind.name, field.name) for kind in vocabulary.kinds.values() for field in kind.fields.values() if field.link}
    return [one.name for one in columns.fields if any((kind, one.field) in fields for kind in one.kinds)]


def connected(cases: set[str], links: Iterable[tuple[str, str]]) -> set[str]:
    """The cases, and all that links lead to or from, however many steps."""
    near: dict[str, set[str]] = {}
    for one, other in links:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    found, ahead = set(cases), list(cases)
    while ahead:
        new = near.get(ahead.pop(), set()) - found
        found |= new
        ahead.extend(new)
    return found


def _is_silent(chunk: pq.ColumnChunkMetaData) -> bool:
    told = chunk.statistics
    return told is not None and told.has_null_count and told.null_count == chunk.num_values


def _links_of(events: Iterable[Event], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    from kaohe.engine.form import links

    return links(events, vocabulary)


def _opened(path: Path, vocabulary: Vocabulary, timezone: str) -> _File | None:
    """The file, its footer read once; None: it is none of ours."""
    if path.suffix != ".parquet":
        return None
    try:
        file = pq.ParquetFile(path)
        zones = zone(timezone_of(file.schema_arrow)), zone(timezone)
    except (pa.ArrowException, KeyError):
        return None
    assert zones[1] is not None, f"unknown timezone {timezone}"
    return _File(path, file, vocabulary, (zones[0], zones[1], {}))


class _File:
    """One of our Parquet files, of which only some rows are wanted."""

    def __init__(self, path: Path, file: pq.ParquetFile, vocabulary: Vocabulary, zones: tuple[Zone | None, Zone, Moved]) -> None:
        self.path, self.file, self.vocabulary, self.zones = path, file, vocabulary, zones
        self.columns = event_columns(vocabulary)
        self.names = set(self.file.schema_arrow.names)

    def links(self) -> Iterator[tuple[str, str]]:
        """Pairs of cases that a row connects."""
        for name in linking(self.vocabulary, self.columns):
            for _, rows in self._saying(name, ["case"]):
                pairs = zip(rows.column("case").to_pylist(), rows.column(name).to_pylist(), strict=True)
                yield from ((case, other) for case, other in pairs if case is not None)

    @cached_property
    def corrections(self) -> list[Correction]:
        return [
            Correction(place, id_, target)
            for name in CORRECTING
            for places, rows in self._saying(name, ["id"])
            for place, id_, target in zip(
                places, rows.column("id").to_pylist(), rows.column(name).to_pylist(), strict=True
            )
        ]

    def _saying(self, name: str, beside: Sequence[str]) -> Iterator[tuple[list[Place], pa.Table]]:
        """The rows in which a column has a value, with some others' values."""
        number = self.file.schema.names.index(name) if name in self.names else None
        for group in range(self.file.num_row_groups) if number is not None else ():
            told = self.file.metadata.row_group(group).column(number).statistics
            if told is not None and told.has_null_count and told.null_count == self.file.metadata.row_group(group).num_rows:
                continue
            rows = np.flatnonzero(np.asarray(self.file.read_row_group(group, [name]).column(0).is_valid()))
            if len(rows):
                yield [(group, row) for row in rows.tolist()], self.file.read_row_group(group, [name, *beside]).take(pa.array(rows))

    def about(self, cases: set[str], progress: Progress | None) -> list[Event]:
        """The events of the cases, and of the corrections that touch them."""
        made = self._made(self._rows("case", cases, progress))
        while True:
            ids = {event.id for event in made.values()}
            places = {one.place for one in self.corrections if one.target in ids or one.id in ids}
            targets = {one.target for one in self.corrections if one.place in made and one.target not in ids}
            more = (places | set(self._rows("id", targets, None))) - made.keys()
            if not more:
                return [made[place] for place in sorted(made)]
            made |= self._made(more)

    def _saying_something(self, group: int) -> list[str]:
        """The columns in which some row of the group has a value, as far as the file tells."""
        told = self.file.metadata.row_group(group)
        chunks = [told.column(number) for number in range(told.num_columns)]
        silent = {chunk.path_in_schema for chunk in chunks if _is_silent(chunk)}
        return [name for name in self.file.schema_arrow.names if name not in silent]

    def _rows(self, column: str, wanted: Collection[str], progress: Progress | None) -> list[Place]:
        found: list[Place] = []
        groups = groups_with(self.file.metadata, column, wanted)
        for done, group in enumerate(groups):
            if progress is not None:
                progress(done, len(groups))
            held = has_one_of(self.file.read_row_group(group, [column]).column(0), wanted)
            found += [(group, row) for row in np.flatnonzero(held).tolist()]
        return found

    def _made(self, places: Iterable[Place]) -> dict[Place, Event]:
        by_group: dict[int, list[int]] = {}
        for group, row in sorted(places):
            by_group.setdefault(group, []).append(row)
        made: dict[Place, Event] = {}
        for group, rows in by_group.items():
            own = self.file.read_row_group(group, self._saying_something(group)).take(pa.array(rows))
            events = self.columns.events(fitted(own, self.path, self.vocabulary, self.zones)[0])
            made |= {(group, row): event for row, event in zip(rows, events, strict=True)}
        return made
