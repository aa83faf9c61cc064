"""Who is measured beside whom on the main year: the command of each, by name (``bench.py`` runs them in turns).

    read · kaohe, on its ways · lishi.sql · lishi_polars.py · what order alone costs a peer
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow.parquet as pq
from timed import KAOHE, ROOT

from kaohe.engine.events import DISTINCT
from kaohe.engine.footer import that_say_something

PEERS = ROOT / "benchmarks" / "peers"
LISHI = "policies/lishi"
READ = "import pyarrow.parquet as pq; pq.read_table({!r}, columns={!r}, use_threads=False)"
PACKED = READ.replace("use_threads=False", "read_dictionary={!r}")
"""The least that reading costs: texts that repeat as numbers and a dictionary, on the cores there are."""
ORDERED = {
    "duckdb": 'import duckdb; duckdb.sql("set threads = 2; set preserve_insertion_order = false"); '
    "duckdb.sql(\"create table ordered as select {columns} from read_parquet('{file}') order by \\\"case\\\", \\\"at\\\"\")",
    "polars": "import polars; polars.scan_parquet('{file}').select({names}).sort('case', 'at').collect()",
}
"""The least of what comes before any clause: rows of one case beside each other, in the order of time."""
NEEDED = ("id", "case", "unit", "kind", "at", "recorded_at", "amends", "voids")
"""The columns without which no history is known: eight of some forty."""


def job(made: Path, out: Path, *more: str) -> list[str]:
    """The whole job on a year, from files to files."""
    given = ["--policy", LISHI, "--roster", str(made / "roster.yaml"), "--events", str(made / "events.parquet")]
    return [*KAOHE, "run", *given, "--out", str(out), *more]


def contestants(made: Path) -> dict[str, list[str]]:
    """The commands of a round, by name."""
    peer = [str(made), str(made / "duckdb.parquet"), "2"]
    events = made / "events.parquet"
    said = columns_that_say_something(events)
    return {
        "read": [sys.executable, "-c", READ.format(str(events), said)],
        "read, texts packed": [sys.executable, "-c", PACKED.format(str(events), said, [name for name in said if name not in DISTINCT])],
        "kaohe": job(made, made / "run"),
        "kaohe, one process": job(made, made / "run-one", "--on-disk", "--processes", "1"),
        "kaohe, two processes": job(made, made / "run-two", "--on-disk", "--processes", "2"),
        "duckdb": [sys.executable, str(PEERS / "lishi_duckdb.py"), *peer],
        "polars": [sys.executable, str(PEERS / "lishi_polars.py"), str(made), str(made / "polars.parquet")],
        **{f"{name}, rows in order": [sys.executable, "-c", ordered(name, events)] for name in ORDERED},
    }


def ordered(name: str, file: Path) -> str:
    """The program by which a peer reads eight columns, puts them in order, and does nothing else."""
    return ORDERED[name].format(file=file, names=list(NEEDED), columns=", ".join(f'\\"{column}\\"' for column in NEEDED))


def columns_that_say_something(file: Path) -> list[str]:
    """The columns in which some row has a value: those that a run reads."""
    with pq.ParquetFile(file) as there:
        return sorted(that_say_something(there.metadata, there.schema_arrow.names, range(there.metadata.num_row_groups)))
