"""A Spark session that answers alike on every machine: instants in UTC, nothing printed between our lines."""

from __future__ import annotations

import re
import sys
from typing import TypeAlias

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

Session: TypeAlias = SparkSession

BATCH = 65_536
"""Rows of the Arrow batches that Spark hands to a task."""
NO_LIMIT = 2**31 - 1
"""Any other bound on the bytes of a batch makes Spark measure all its columns anew after every row."""
SHARE = 16 << 20
"""Bytes of files that a task reads: about a million rows."""
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH),
    "spark.sql.execution.arrow.maxBytesPerBatch": str(NO_LIMIT),
    "spark.sql.parquet.mergeSchema": "true",
    "spark.sql.files.maxPartitionBytes": str(SHARE),
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


class NoSession(Exception):  # noqa: N818 - said to whoever asked for one
    """Spark did not start: an address that is none, a cluster that does not answer, a Java that is too old."""


def session(master: str | None = None) -> SparkSession:
    """The session to work in. ``master`` (``local[2]``, ``spark://…``) None: whatever ``spark-submit`` set up. ``NoSession``."""
    builder = SparkSession.builder.appName("kaohe")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    if master is not None:
        builder = builder.master(_forgiving(master))
    try:
        found = builder.getOrCreate()
    except (PySparkException, Py4JError) as fault:
        raise NoSession(master or "") from fault
    if master is not None and master.startswith("local"):
        # Tasks run here: in the interpreter that has kaohe, not in whichever the search path finds first.
        found.sparkContext.pythonExec = sys.executable
    return found


def _forgiving(master: str) -> str:
    """The address; here, too, a task that dies is done once more, as it is on a cluster unless told otherwise."""
    return re.sub(r"^local(?:\[(\d+|\*)\])?$", lambda said: f"local[{said[1] or 1},2]", master)
