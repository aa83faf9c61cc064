"""离石 by DuckDB: runs ``lishi.sql`` from an event file and a roster to a ledger file.

    python benchmarks/peers/lishi_duckdb.py FOLDER LEDGER [THREADS]

FOLDER holds ``events.parquet`` and ``roster.yaml``. The roster, the calendar and the vocabulary's order of
kinds are handed to the database as small tables; everything else is SQL.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import duckdb
from small import LIMITS, Small, small_tables

SQL = Path(__file__).with_name("lishi.sql")


def main() -> None:
    folder, ledger = Path(sys.argv[1]), Path(sys.argv[2])
    threads = int(sys.argv[3]) if len(sys.argv) > 3 else 2
    db = duckdb.connect()
    db.execute(f"set threads = {threads}; set preserve_insertion_order = false; set enable_progress_bar = false")
    db.execute("set variable events = $1", [str(folder / "events.parquet")])
    prepared(db, small_tables(folder / "roster.yaml"))
    for statement in statements(ledger):
        began, used = time.perf_counter(), time.process_time()
        db.execute(statement)
        if "-v" in sys.argv:
            took = time.process_time() - used
            sys.stderr.write(f"{took:7.2f} {time.perf_counter() - began:7.2f}  {' '.join(statement.split())[:90]}\n")


def statements(ledger: Path) -> list[str]:
    """The statements of ``lishi.sql``, writing to ``ledger``."""
    text = SQL.read_text(encoding="utf-8").replace("'LEDGER'", f"'{ledger}'")
    lines = [line.partition("--")[0] for line in text.splitlines()]
    return [one for one in "\n".join(lines).split(";") if one.strip()]


def prepared(db: duckdb.DuckDBPyConnection, small: Small) -> None:
    """The small tables, and types for the codes that repeat in every row."""
    for name, values in (("kind_t", small.kinds), ("unit_t", small.unit_codes), ("leader_t", small.leader_codes)):
        listed = ", ".join(f"'{value}'" for value in values)
        db.execute(f"create type {name} as enum ({listed})")
    db.register("units_in", small.units)
    db.register("tenures_in", small.tenures)
    db.register("calendar_in", small.calendar)
    db.register("limits_in", LIMITS)
    db.execute("create table units as select * replace (id::unit_t as id, parent::unit_t as parent) from units_in")
    db.execute("create table tenures as select * replace (unit::unit_t as unit, leader::leader_t as leader) from tenures_in")
    db.execute("create table calendar as from calendar_in; create table limits as from limits_in")


if __name__ == "__main__":
    main()
