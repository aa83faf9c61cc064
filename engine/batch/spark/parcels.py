"""Parcels: what tasks hand to each other and to the driver, as bytes that Spark carries and does not look into.

Spark takes every cell of every row into Arrow and out of it again, one by one. A parcel is a row of two cells,
however many events it holds.
"""

from __future__ import annotations

import pickle
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f
from pyspark.sql.pandas.types import from_arrow_schema

_SCHEMA = pa.schema([("address", pa.int32()), ("content", pa.binary())])
_PACKED = pa.ipc.IpcWriteOptions(compression="lz4")


class Parcel(NamedTuple):
    """``address``: the number of a pile or of a part; a negative one: what the driver asks for."""

    address: int
    content: bytes


Work = Callable[[Iterator[pa.RecordBatch]], Iterator[Parcel]]
"""What a task makes of the rows that Spark hands to it."""
Sorting = Callable[[int, list[bytes]], bytes]
"""What is made of all parcels for one address."""


# --- what is in them ----------------------------------------------------------------------------------


def packed(table: pa.Table) -> bytes:
    """Rows of canonical columns, without those that say nothing."""
    said = table.select([name for name in table.column_names if table[name].null_count < len(table)])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, said.schema, options=_PACKED) as writer:
        writer.write_table(said.combine_chunks())
    return bytes(sink.getvalue())


def unpacked(contents: Iterable[bytes], schema: pa.Schema) -> list[pa.Table]:
    """The same rows, in all columns."""
    return [in_columns(pa.ipc.open_stream(each).read_all(), schema) for each in contents]


def in_columns(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table in the columns of a schema; those that it has not say nothing."""
    return pa.concat_tables([schema.empty_table(), table], promote_options="default").select(schema.names)


def pickled(value: object) -> bytes:
    """A value of ours."""
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "lz4") as file:
        pickle.dump(value, file, pickle.HIGHEST_PROTOCOL)
    return bytes(sink.getvalue())


def unpickled(content: bytes) -> Any:
    """The same value."""
    return pickle.load(pa.CompressedInputStream(pa.BufferReader(content), "lz4"))  # noqa: S301 - our own


# --- how they travel ----------------------------------------------------------------------------------


def posted(frame: DataFrame, work: Work) -> DataFrame:
    """The parcels that tasks make of the rows of a frame."""

    def task(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for address, content in work(batches):
            yield pa.RecordBatch.from_arrays([pa.array([address], pa.int32()), pa.array([content], pa.binary())], schema=_SCHEMA)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # pyspark doubts a pandas that is not asked for anything
        return frame.mapInArrow(task, from_arrow_schema(_SCHEMA))


def sent(session: SparkSession, parcels: Iterable[Parcel]) -> DataFrame:
    """Parcels of the driver."""
    found = list(parcels)
    columns = [pa.array([each.address for each in found], pa.int32()), pa.array([each.content for each in found], pa.binary())]
    return session.createDataFrame(pa.table(columns, schema=_SCHEMA))


def delivered(parcels: DataFrame, tasks: int, sorting: Sorting) -> DataFrame:
    """One parcel for each address at which any came (those of the driver stay away): what ``sorting`` makes of them."""

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[Parcel]:
        came: dict[int, list[bytes]] = defaultdict(list)
        for batch in batches:
            for address, content in zip(*(each.to_pylist() for each in batch.columns), strict=True):
                came[address].append(content)
        for address in sorted(came):
            yield Parcel(address, sorting(address, came.pop(address)))

    return posted(parcels.where("address >= 0").repartitionById(tasks, f.col("address") % tasks), work)


def received(parcels: DataFrame, address: int) -> list[bytes]:
    """What came for one address of the driver."""
    return [row.content for row in parcels.where(f.col("address") == address).select("content").toLocalIterator()]
