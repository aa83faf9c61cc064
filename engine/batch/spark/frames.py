"""Event files of any store that Spark reads -> tables of a task, a batch at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.fs as pafs
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from kaohe.engine.batch.spark.parcels import Parcel, in_columns, posted
from kaohe.engine.event_file import Moved, fitted, timezone_of
from kaohe.engine.event_table import event_columns
from kaohe.engine.footer import that_say_something
from kaohe.rules.clock import zone
from kaohe.rules.place import Place
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem, problem
from kaohe.rules.vocabulary import Vocabulary

Work = Callable[[Iterator[pa.Table]], Iterator[Parcel]]
"""What a task makes of the tables of its rows."""


@dataclass(frozen=True, slots=True)
class Source:
    """Files written in one timezone; of their columns those in which something is said."""

    files: tuple[str, ...]
    frame: DataFrame
    timezone: str


def sources(session: SparkSession, paths: Sequence[str]) -> tuple[Source, ...]:
    """The files that ``paths`` mean (folders and globs as Spark reads them), by the timezone they were written in."""
    by_zone: dict[str, list[str]] = {}
    said: dict[str, set[str]] = defaultdict(set)
    together = session.read.parquet(*paths)
    for file in sorted(together.inputFiles()):
        footer = _footer(file)
        schema = footer.schema.to_arrow_schema()
        written_in = timezone_of(schema)
        by_zone.setdefault(written_in, []).append(file)
        said[written_in] |= {*that_say_something(footer, schema.names, range(footer.num_row_groups))}
    frames = {each: session.read.parquet(*files) if len(by_zone) > 1 else together for each, files in by_zone.items()}
    return tuple(Source(tuple(map(_local, by_zone[each])), _of_columns(frames[each], said[each]), each) for each in by_zone)


def _footer(uri: str) -> pq.FileMetaData:
    """What stands at the end of a file: Spark passes on the columns, not the marks."""
    system, path = pafs.FileSystem.from_uri(_local(uri).replace("s3a://", "s3://", 1))
    return pq.read_metadata(path, filesystem=system)


def _local(uri: str) -> str:
    """A file here by its path, any other by its address."""
    return unquote(uri.removeprefix("file://")) if uri.startswith("file://") else uri


def _of_columns(frame: DataFrame, names: Collection[str]) -> DataFrame:
    return frame.select(*(f.col(f"`{name}`") for name in frame.columns if name in names))


def flaws(found: Iterable[Source], policy: Policy) -> tuple[Problem, ...]:
    """Kinds and columns of the files that the vocabulary does not know, before any row is read in earnest."""
    return tuple(dict.fromkeys(flaw for source in found for flaw in _flaws(source, policy.vocabulary)))


def _flaws(source: Source, vocabulary: Vocabulary) -> Iterator[Problem]:
    place = Place(source.files[0], 1, 1)
    for kind in sorted({row["kind"] for row in source.frame.select("kind").distinct().collect()} - set(vocabulary.kinds)):
        yield problem("intake.file-kind", place, kind=kind, vocabulary=vocabulary.name)
    for name in sorted(set(source.frame.columns) - set(event_columns(vocabulary).schema.names)):
        if source.frame.where(f.col(f"`{name}`").isNotNull()).limit(1).count():
            yield problem("intake.file-column", place, column=name, vocabulary=vocabulary.name)


# --- what tasks read ----------------------------------------------------------------------------------


def narrow(found: Sequence[Source], policy: Policy, names: Sequence[str], work: Work) -> DataFrame:
    """What ``work`` makes of some columns of the files' rows, as they are written."""
    schema = pa.schema([event_columns(policy.vocabulary).schema.field(name) for name in names])

    def of(source: Source) -> DataFrame:
        return _read(_of_columns(source.frame, names), lambda tables: work(in_columns(each, schema) for each in tables))

    return reduce(DataFrame.unionByName, map(of, found))


def canonical(found: Sequence[Source], policy: Policy, work: Work) -> DataFrame:
    """What ``work`` makes of the files' rows as canonical columns of today's vocabulary."""
    vocabulary, read_in = policy.vocabulary, policy.timezone

    def of(source: Source) -> DataFrame:
        written_in = source.timezone

        def fit(tables: Iterator[pa.Table]) -> Iterator[Parcel]:
            there, here, moved = zone(written_in), zone(read_in), Moved()
            assert here is not None, f"unknown timezone {read_in}"
            return work(fitted(each, Path(), vocabulary, (there, here, moved))[0] for each in tables)

        return _read(source.frame, fit)

    return reduce(DataFrame.unionByName, map(of, found))


_DOT = ":"
"""Stands for the dot in names of columns: to Spark a dot leads into a column, and no name of ours has a colon."""


def _read(frame: DataFrame, work: Work) -> DataFrame:
    """What ``work`` makes of the rows of a frame, a batch at a time."""
    undotted = frame.select(*(f.col(f"`{name}`").alias(name.replace(".", _DOT)) for name in frame.columns))
    return posted(undotted, lambda batches: work(_as_named(pa.Table.from_batches([each])) for each in batches))


def _as_named(table: pa.Table) -> pa.Table:
    """The table under the names that columns have with us."""
    return table.rename_columns([name.replace(_DOT, ".") for name in table.column_names])
