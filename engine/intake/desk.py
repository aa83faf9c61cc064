"""A desk of DuckDB: a query over files of events, in bounded memory, leaving nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kaohe.engine.write import UNFINISHED


@contextmanager
def desk(beside: Path, memory: str = "300MB") -> Iterator[Any]:
    """A connection that spills into a folder beside that file. A key pressed while it works is heard as everywhere else."""
    import duckdb

    with (
        TemporaryDirectory(prefix=".", suffix=UNFINISHED, dir=beside.parent) as scratch,
        duckdb.connect(config={"memory_limit": memory, "temp_directory": scratch}) as connection,
    ):
        try:
            yield connection
        except RuntimeError as fault:
            if str(fault) == "Query interrupted":  # what DuckDB makes of Ctrl-C
                raise KeyboardInterrupt from fault
            raise
