"""Files of events in shares that several may read: row groups of our Parquet, other files whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kaohe.engine.event_file import ROWS, event_files, event_tables, is_ours, row_groups
from kaohe.rules.problem import Problem
from kaohe.rules.vocabulary import Vocabulary

GROUPS = 16
"""Row groups of a share, at most: about two million rows."""


@dataclass(frozen=True, slots=True)
class Share:
    """Some row groups of one of our files; ``groups`` None: a whole file of any kind, ``rows`` then 0."""

    path: Path
    groups: tuple[int, ...] | None
    rows: int = 0


def shares(paths: Iterable[Path]) -> tuple[Share, ...]:
    """The files that ``paths`` mean, in order, cut into shares."""
    return tuple(share for path in event_files(paths) for share in _shares_of(path))


def _shares_of(path: Path) -> Iterator[Share]:
    if path.suffix != ".parquet" or not is_ours(path):
        yield Share(path, None)
        return
    file = pq.read_metadata(path)
    for groups in _alike(file.num_row_groups):
        yield Share(path, groups, sum(file.row_group(group).num_rows for group in groups))


def _alike(groups: int) -> Iterator[tuple[int, ...]]:
    """So many row groups in an even number of shares of one size: two who work have the same to do.

    With what was left of ten million in a small sixth share one of them waited a second for the other.
    """
    count = 2 * -(-groups // (2 * GROUPS))
    cuts = [groups * number // count for number in range(count + 1)] if count else []
    yield from (tuple(range(first, end)) for first, end in pairwise(cuts) if end > first)


def pieces(share: Share, vocabulary: Vocabulary, timezone: str) -> Iterator[tuple[pa.Table, tuple[Problem, ...]]]:
    """The rows of a share as canonical columns, a piece at a time, with their problems."""
    if share.groups is None:
        return event_tables([share.path], vocabulary, timezone)
    return row_groups(share.path, vocabulary, timezone, share.groups)


def narrow(share: Share, vocabulary: Vocabulary, timezone: str, names: Sequence[str]) -> Iterator[pa.Table]:
    """Some columns of the rows of a share, kinds packed, other texts as they are written; those that nothing is said in are left out."""
    if share.groups is None:
        yield from (table.select(names) for table, _ in pieces(share, vocabulary, timezone))
        return
    with pq.ParquetFile(share.path, read_dictionary=["kind"], pre_buffer=False) as file:
        there = [name for name in names if name in file.schema_arrow.names]
        for batch in file.iter_batches(ROWS, row_groups=list(share.groups), columns=there, use_threads=False):
            yield pa.Table.from_batches([batch])
