"""The events of a few cases, out of files of any size: all that decides what stands in their streams.

    rows of the cases, and of every case that links connect with them
    + corrections of any of these rows, corrections of those, and what such corrections were made of

Of a Parquet file of ours the columns of cases, links and corrections are read and searched as columns, and
the rest only where a row was found; a row group is not even looked into where its least and greatest case
say that it holds none of them, or where it links and corrects nothing. So a file sorted by case
(``event_copy``) answers out of a few thousand rows. Files of other kinds are read whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kaohe.engine.event import Event
from kaohe.engine.event_file import Moved, event_files, event_tables, fitted, is_ours, timezone_of
from kaohe.engine.event_table import EventColumns, event_columns
from kaohe.engine.footer import groups_saying, groups_with, that_say_something
from kaohe.engine.progress import Progress
from kaohe.engine.record_file import Rows, has_one_of
from kaohe.rules.clock import Zone, zone
from kaohe.rules.vocabulary import Vocabulary

CORRECTING = ("amends", "voids")
Place = tuple[int, int]
"""A row group of a file, and a row in it."""
_LINK = pa.schema([("case", pa.string()), ("other", pa.string())])
_CORRECTION = pa.schema([("group", pa.int64()), ("row", pa.int64()), ("id", pa.string()), ("target", pa.string())])
"""A row that amends or voids another event."""


def events_about(
    paths: Iterable[Path], vocabulary: Vocabulary, timezone: str, cases: Collection[str], progress: Progress | None = None
) -> tuple[Event, ...]:
    """Every delivery of every event that the streams of those cases can hold, in the order of files.

    Streams of other cases are incomplete in it, or missing; so are those of units and leaders.
    """
    ours, read = _files_of(paths, vocabulary, timezone)
    near = connected(set(cases), pa.concat_tables([_links_of(read, vocabulary), *(each.links() for each in ours)]))
    found = [file.about("case", near, progress) for file in ours]
    ids = frozenset(event.id for events in (*found, read) for event in events)
    for number, file in enumerate(ours):  # a correction that names no case, of an event in another file
        if file.corrects(set(ids - {event.id for event in found[number]})):
            found[number] = file.about("case", near, None, ids)
    return (*chain.from_iterable(found), *read)


def events_called(paths: Iterable[Path], vocabulary: Vocabulary, timezone: str, id_: str, progress: Progress | None = None) -> tuple[Event, ...]:
    """Every delivery of the event of that id, and of all that it corrects or that corrects it, in whichever file; empty: there is none."""
    ours, read = _files_of(paths, vocabulary, timezone)
    ids, found = {id_}, list[Event]()
    while True:
        told = [each for file in ours for each in file.about("id", ids, progress)]
        found = [*told, *(each for each in read if ids & {each.id, each.amends, each.voids})]
        more = {one for each in found for one in (each.id, each.amends, each.voids) if one is not None} - ids
        if not more:
            return tuple(found)
        ids |= more


def _files_of(paths: Iterable[Path], vocabulary: Vocabulary, timezone: str) -> tuple[list[_File], list[Event]]:
    """Those files that are searched, and all events of the others."""
    files = list(event_files(paths))
    ours = [opened for path in files if (opened := _opened(path, vocabulary, timezone)) is not None]
    columns = event_columns(vocabulary)
    foreign = [path for path in files if path not in {each.path for each in ours}]
    return ours, [event for table, _ in event_tables(foreign, vocabulary, timezone) for event in columns.events(table)]


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


def connected(cases: Collection[str], links: pa.Table) -> set[str]:
    """The cases, and all that links (``case``, ``other``) lead to or from, however many steps."""
    found = ahead = set(cases)
    while ahead:
        here = links.filter(has_one_of(links["case"], ahead) | has_one_of(links["other"], ahead))
        ahead = {*here["case"].to_pylist(), *here["other"].to_pylist()} - found
        found = found | ahead
    return found


def _links_of(events: Iterable[Event], vocabulary: Vocabulary) -> pa.Table:
    from kaohe.engine.form import links

    pairs = list(links(events, vocabulary))
    return pa.table([[case for case, _ in pairs], [other for _, other in pairs]], _LINK)


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

    def links(self) -> pa.Table:
        """Pairs of cases that a row connects."""
        told = [rows for name in linking(self.vocabulary, self.columns) for _, _, rows in self._saying(name, "case")]
        pairs = [rows.filter(rows.column(0).is_valid()).rename_columns(_LINK.names) for rows in told]
        return pa.concat_tables([_LINK.empty_table(), *pairs])

    @cached_property
    def corrections(self) -> pa.Table:
        """Where the rows stand that amend or void an event, their own ids and their targets'."""
        told = [each for name in CORRECTING for each in self._saying(name, "id")]
        parts = [pa.table([np.full(len(rows), group), rows, *table.columns], _CORRECTION) for group, rows, table in told]
        return pa.concat_tables([_CORRECTION.empty_table(), *parts])

    def _saying(self, name: str, beside: str) -> Iterator[tuple[int, Rows, pa.Table]]:
        """By row group the rows in which a column has a value, with another's values before it."""
        for group in groups_saying(self.file.metadata, name):
            both = self.file.read_row_group(group, [beside, name]).select([beside, name])
            rows = np.flatnonzero(np.asarray(both.column(1).is_valid()))
            if len(rows):
                yield group, rows, both.take(pa.array(rows))

    def corrects(self, ids: set[str]) -> bool:
        """Whether one of its events amends or voids one of those."""
        return bool(has_one_of(self.corrections["target"], ids).any())

    def about(
        self, column: Literal["case", "id"], wanted: set[str], progress: Progress | None, beside: frozenset[str] = frozenset()
    ) -> list[Event]:
        """The events of those cases, or of those ids, and of the corrections that touch them or events ``beside`` them, of other files."""
        made = self._made(self._rows(column, wanted, progress))
        while True:
            ids = {event.id for event in made.values()} | (wanted if column == "id" else beside)
            targets = {one for event in made.values() for one in (event.amends, event.voids) if one is not None}
            more = (self._correcting(ids) | set(self._rows("id", targets - ids, None))) - made.keys()
            if not more:
                return [made[place] for place in sorted(made)]
            made |= self._made(more)

    def _correcting(self, ids: set[str]) -> set[Place]:
        """Where corrections of those events stand, and other deliveries of those that are corrections."""
        told = self.corrections
        here = told.filter(has_one_of(told["target"], ids) | has_one_of(told["id"], ids))
        return set(zip(here["group"].to_pylist(), here["row"].to_pylist(), strict=True))

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
            saying = that_say_something(self.file.metadata, self.file.schema_arrow.names, [group])
            own = self.file.read_row_group(group, saying).take(pa.array(rows))
            events = self.columns.events(fitted(own, self.path, self.vocabulary, self.zones)[0])
            made |= {(group, row): event for row, event in zip(rows, events, strict=True)}
        return made
