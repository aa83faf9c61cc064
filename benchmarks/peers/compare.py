"""Whether two ledgers say the same, row by row: clause, part, role, subject, points, dates, case, event, because …

    python benchmarks/peers/compare.py RUN LEDGER

RUN is a folder of ``kaohe run``; of its ledger the rows of clauses are compared. What cards add (base, sections,
rounding) only our side writes. Exit code 1: they differ, or there is nothing to compare.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

COLUMNS = ("clause", "part", "role", "subject_kind", "subject", "points", "at", "due", "case", "event", "span", "because")
_LISTED = ", ".join(f'"{name}"' for name in COLUMNS)


@dataclass(frozen=True)
class Compared:
    """``rows`` of ours; how many rows only one side has, with a few of them as text."""

    rows: int
    only_ours: int
    only_theirs: int
    shown: tuple[str, ...]

    @property
    def equal(self) -> bool:
        """Both sides say the same, and something."""
        return self.rows > 0 and self.only_ours == self.only_theirs == 0


def compared(ours: Path, theirs: Path, shown: int = 12) -> Compared:
    """Our ledger's clause rows against a peer's ledger, as multisets."""
    db = duckdb.connect()
    db.execute("set enable_progress_bar = false")
    db.execute(f"create view a as select {_LISTED} from read_parquet('{ours}') where clause not like 'card.%'")
    db.execute(f"create view b as select {_LISTED} from read_parquet('{theirs}')")
    rows = _number(db, "select count(*) from a")
    db.execute("create table here as (from a except all from b)")
    db.execute("create table there as (from b except all from a)")
    order = 'order by clause, "case", subject'
    lines = [f"{mark} {row}" for mark, name in (("ours", "here"), ("theirs", "there")) for row in db.execute(f"from {name} {order} limit {shown}").fetchall()]
    return Compared(rows, _number(db, "select count(*) from here"), _number(db, "select count(*) from there"), tuple(lines))


def _number(db: duckdb.DuckDBPyConnection, query: str) -> int:
    row = db.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def main() -> int:
    """Prints the differences and how many there are."""
    found = compared(Path(sys.argv[1]) / "ledger.parquet", Path(sys.argv[2]))
    for line in found.shown:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{found.rows:,} rows compared; only ours {found.only_ours:,}, only theirs {found.only_theirs:,}\n")
    return 0 if found.equal else 1


if __name__ == "__main__":
    sys.exit(main())
