"""Partials on shelves, and a run put together from them: entries by subject, clocks and gate rows as they come."""

from __future__ import annotations

import functools
import pickle
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias, TypeVar

import numpy as np
import pyarrow as pa

from kaohe.engine.batch.column import Ints
from kaohe.engine.batch.found import Remark
from kaohe.engine.batch.ledger import PACKED, Rows, in_ledger_order
from kaohe.engine.batch.merge import placed
from kaohe.engine.batch.part import PLACE, Partial
from kaohe.engine.ledger import Entry
from kaohe.engine.ledger_columns import alike, coded
from kaohe.engine.ledger_file import LEDGER, LEDGER_SCHEMA
from kaohe.engine.record_table import Layout
from kaohe.engine.roster import Roster
from kaohe.engine.stored import Kept, Piece, Shelf, Stored, opened
from kaohe.engine.workers import ALONE, Workers
from kaohe.rules.place import Place
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem, Severity

R = TypeVar("R")
T = TypeVar("T")
BIN_ROWS = 400_000
"""For about so many events there is a bin of subjects into which a part's entries are cut …"""
FEWEST, MOST = 16, 192
"""… though not fewer bins than this, nor more."""
_ENTRIES = PACKED.set(PACKED.get_field_index("subject"), LEDGER_SCHEMA.field("subject")).append(pa.field(PLACE, pa.int64()))
"""Packed but for subjects: there are thousands of them, of which a bin has few."""
LEDGER_ROWS = 250_000
"""About so many entries are brought in order, and scored, together."""


@dataclass(frozen=True, slots=True)
class Bins:
    """Subjects in ranges: bin i holds those from ``opens[i - 1]`` (subject kind, id) on."""

    opens: tuple[tuple[str, str], ...]

    def of(self, table: pa.Table) -> Ints:
        """The bin of each entry, asked once for each subject."""
        kind, kinds = coded(table, "subject_kind")
        subject, subjects = coded(table, "subject")
        which, first = alike([kind, subject])
        asked = zip(kind[first].tolist(), subject[first].tolist(), strict=True)
        found = [bisect_right(self.opens, (kinds[k], subjects[s])) for k, s in asked]
        return np.array(found or [0], np.int64)[which]


def bins(roster: Roster, rows: int) -> Bins:
    """Bins with about as many subjects each, for so many events."""
    subjects = sorted((kind, each) for kind in ("leader", "unit") for each in roster.subjects(kind))
    count = min(max(rows // BIN_ROWS, FEWEST), MOST)
    opens = {subjects[len(subjects) * number // count] for number in range(1, count)} if subjects else ()
    return Bins(tuple(sorted(opens)))


def shelved(partial: Partial, bins: Bins, folder: Path, number: int) -> Partial:
    """The same partial with its tables on shelves."""
    entries = Shelf(folder / f"entries{number}.arrow")
    clocks = Shelf(folder / f"clocks{number}.arrow")
    gates = Shelf(folder / f"gates{number}.arrow")
    found = replace(
        partial,
        entries={bin_: entries.put(table) for kept in partial.entries.values() for bin_, table in _cut(opened(kept), bins)},
        clocks={name: clocks.put(opened(kept)) for name, kept in partial.clocks.items()},
        gates={name: gates.put(opened(kept)) for name, kept in partial.gates.items()},
        named=InFile.put(partial.named, folder / f"named{number}"),
        remarks=Remarks(InFile.put(_plain(partial.remarks), folder / f"remarks{number}")),
    )
    for shelf in (entries, clocks, gates):
        shelf.close()
    return found


@dataclass(frozen=True, slots=True)
class InFile(Iterable[T]):
    """What a part has to say one by one, in a file; read anew by whoever looks."""

    path: Path

    @classmethod
    def put(cls, records: Iterable[T], path: Path) -> InFile[T]:
        with path.open("wb") as file:
            pickle.dump(tuple(records), file, pickle.HIGHEST_PROTOCOL)
        return cls(path)

    def __iter__(self) -> Iterator[T]:
        with self.path.open("rb") as file:
            yield from pickle.load(file)  # noqa: S301 - our own


_Told: TypeAlias = tuple[str, Place, tuple[tuple[str, str], ...], Severity, tuple[Place, ...]]
"""What a problem is made of."""
_Plain: TypeAlias = tuple[Literal["clause", "gate", "reversal"], int, int, _Told, bool]
"""What a remark is made of."""


@dataclass(frozen=True, slots=True)
class Remarks(Iterable[Remark]):
    """Remarks that are in a file as what they are made of: to write them as they are takes thrice the time."""

    kept: InFile[_Plain]

    def __iter__(self) -> Iterator[Remark]:
        return (Remark(stage, number, span, Problem(*told), lost) for stage, number, span, told, lost in self.kept)


def _plain(remarks: Iterable[Remark]) -> Iterator[_Plain]:
    """What they are made of; equal facts are one object, so there are fewer to write, to read, and to hold till the end."""
    known: dict[tuple[str, str], tuple[str, str]] = {}
    for stage, number, span, told, lost in remarks:
        facts = tuple([known.setdefault(fact, fact) for fact in told.facts])
        yield stage, number, span, (told.code, told.place, facts, told.severity, told.also), lost


def _cut(table: pa.Table, bins: Bins) -> Iterator[tuple[int, pa.Table]]:
    """The entries bin by bin."""
    whole = table.combine_chunks()
    bin_ = bins.of(whole).astype(np.int16)  # sorted digit by digit
    ordered = whole.take(pa.array(np.argsort(bin_, kind="stable"))).cast(_ENTRIES)
    numbers, counts = np.unique(bin_, return_counts=True)
    for number, end, rows in zip(numbers.tolist(), np.cumsum(counts).tolist(), counts.tolist(), strict=True):
        yield number, ordered.slice(end - rows, rows)


class OnDisk:
    """Puts a run together on shelves of a ``folder``; ``Bound`` for ``merge.merged``."""

    def __init__(self, folder: Path, bins: Bins, workers: Workers = ALONE) -> None:
        self._folder, self._bins, self._workers = folder, bins, workers

    def ledger(self, partials: Sequence[Partial], rest: Rows, policy: Policy) -> Sequence[Entry]:
        """All entries in the order of the ledger, some bins of subjects at a time."""
        own = dict(_cut(rest.table.append_column(PLACE, pa.array(rest.place)), self._bins))
        kept: list[list[Kept]] = [[] for _ in range(len(self._bins.opens) + 1)]
        for entries in (*(each.entries for each in partials), own):
            for number, one in entries.items():
                kept[number].append(one)
        pieces = [functools.partial(_ordered, several, policy) for several in _some(kept)]
        return Stored(LEDGER, pieces, self._folder, self._workers, "ledger")

    def records(self, layout: Layout[R], kept: Iterable[Kept]) -> Sequence[R]:
        """Tables one after another; those of the head are put on a shelf too."""
        shelf = Shelf(self._folder / f"{layout.record.__name__}.arrow")
        pieces = [one if isinstance(one, Piece) else shelf.put(one) for one in kept]
        shelf.close()
        return Stored(layout, pieces, self._folder, self._workers)


def _ordered(several: Sequence[Kept], policy: Policy) -> pa.Table:
    """The entries of some bins in the order of the ledger."""
    return in_ledger_order([placed(opened(one)) for one in several], policy)


def _some(bins: Sequence[Sequence[Kept]]) -> Iterator[list[Kept]]:
    """Bins together as long as they hold no more than ``LEDGER_ROWS`` entries; one piece at least."""
    held: list[Kept] = []
    rows = 0
    for several in bins:
        more = sum(one.rows if isinstance(one, Piece) else one.num_rows for one in several)
        if rows and rows + more > LEDGER_ROWS:
            yield held
            held, rows = [], 0
        held += several
        rows += more
    yield held
