"""Event files of any store that Spark reads -> canonical columns of today's vocabulary, a batch at a time."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.fs as pafs
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f
from pyspark.sql.pandas.types import from_arrow_schema

from kaohe.engine.event_file import Moved, fitted, timezone_of
from kaohe.engine.event_table import event_columns
from kaohe.rules.clock import zone
from kaohe.rules.place import Place
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem, problem
from kaohe.rules.vocabulary import Vocabulary

Work = Callable[[Iterator[pa.Table]], Iterator[pa.Table]]
"""What a task does with the canonical tables of its rows."""


@dataclass(frozen=True, slots=True)
class Source:
    """Files written in one timezone; their columns are those that they have themselves."""

    files: tuple[str, ...]
    frame: DataFrame
    timezone: str


def sources(session: SparkSession, paths: Sequence[str]) -> tuple[Source, ...]:
    """The files that ``paths`` mean (folders and globs as Spark reads them), by the timezone they were written in."""
    by_zone: dict[str, list[str]] = {}
    for file in sorted(session.read.parquet(*paths).inputFiles()):
        by_zone.setdefault(timezone_of(_schema(file)), []).append(file)
    return tuple(Source(tuple(map(_local, files)), session.read.parquet(*files), zone) for zone, files in by_zone.items())


def _schema(uri: str) -> pa.Schema:
    """What the footer of a file says; Spark passes on the columns, not the marks."""
    system, path = pafs.FileSystem.from_uri(_local(uri).replace("s3a://", "s3://", 1))
    return pq.read_schema(path, filesystem=system)


def _local(uri: str) -> str:
    """A file here by its path, any other by its address."""
    return unquote(uri.removeprefix("file://")) if uri.startswith("file://") else uri


def flaws(found: Iterable[Source], policy: Policy) -> tuple[Problem, ...]:
    """Kinds and columns of the files that the vocabulary does not know, before any row is read in earnest."""
    return tuple(dict.fromkeys(flaw for source in found for flaw in _flaws(source, policy.vocabulary)))


def _flaws(source: Source, vocabulary: Vocabulary) -> Iterator[Problem]:
    place = Place(source.files[0], 1, 1)
    for row in source.frame.select("kind").distinct().orderBy("kind").collect():
        if row["kind"] not in vocabulary.kinds:
            yield problem("intake.file-kind", place, kind=row["kind"], vocabulary=vocabulary.name)
    for name in sorted(set(source.frame.columns) - set(event_columns(vocabulary).schema.names)):
        if source.frame.where(f.col(f"`{name}`").isNotNull()).limit(1).count():
            yield problem("intake.file-column", place, column=name, vocabulary=vocabulary.name)


def canonical(found: Sequence[Source], policy: Policy, names: Sequence[str], work: Work, schema: pa.Schema) -> DataFrame:
    """What ``work`` makes of the files' rows as canonical columns; of the files only columns ``names`` are read."""
    made = [_canonical(source, policy, names, work, schema) for source in found]
    return reduce(DataFrame.unionByName, made)


def _canonical(source: Source, policy: Policy, names: Sequence[str], work: Work, schema: pa.Schema) -> DataFrame:
    vocabulary, written_in, read_in = policy.vocabulary, source.timezone, policy.timezone

    def here(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
        there, here, moved = zone(written_in), zone(read_in), Moved()
        assert here is not None, f"unknown timezone {read_in}"
        return work(fitted(each, Path(), vocabulary, (there, here, moved))[0] for each in tables)

    read = [f.col(f"`{name}`").alias(_named(name)) for name in names if name in source.frame.columns]
    return worked(source.frame.select(*read), here, schema)


def worked(frame: DataFrame, work: Work, schema: pa.Schema) -> DataFrame:
    """What ``work`` makes of the rows of a frame, partition by partition."""

    def task(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for table in work(as_named(pa.Table.from_batches([each])) for each in batches):
            yield from _for_spark(table.cast(schema)).combine_chunks().to_batches()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # pyspark doubts a pandas that is not asked for anything
        return frame.mapInArrow(task, from_arrow_schema(_for_spark(schema.empty_table()).schema))


def frame_of(session: SparkSession, table: pa.Table) -> DataFrame:
    """A table as Spark holds it."""
    return session.createDataFrame(_for_spark(table))


def table_of(frame: DataFrame, schema: pa.Schema) -> pa.Table:
    """What Spark holds, as a table here."""
    return as_named(frame.toArrow()).cast(schema)


_DOT = ":"
"""Stands for the dot in names of columns: to Spark a dot leads into a column, and no name of ours has a colon."""


def _named(name: str) -> str:
    return name.replace(".", _DOT)


def _for_spark(table: pa.Table) -> pa.Table:
    return table.rename_columns([_named(name) for name in table.column_names])


def as_named(table: pa.Table) -> pa.Table:
    """The table under the names that columns have with us."""
    return table.rename_columns([name.replace(_DOT, ".") for name in table.column_names])


def columns(policy: Policy) -> pa.Schema:
    """The canonical columns of the policy's vocabulary."""
    return event_columns(policy.vocabulary).schema
