"""Many offices: one heavy year each, with a roster of so many units, and what a run takes.

    python benchmarks/roster.py                                   2,500, 12,500 and 60,000 units, a million events
    python benchmarks/roster.py 2500 12500 --events 300000

    offices that act (events) ⊆ offices on the roster ──► kaohe run ──► seconds, memory, cards; of each unit more

A district has 25 units and 61 leaders, so 60,000 units stand for 2,400 counties with 146,400 leaders. Office events alone are
some 2,500 a district: where the events asked for do not go round, the first districts act, and all others are assessed for what they left undone.
"""

from __future__ import annotations

import json
import re
import tempfile
from argparse import ArgumentParser
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from heavy import PER_OFFICE, heavy_year
from heavy_roster import PLACES, Offices
from timed import KAOHE, Ran, ran

SIZES = (2_500, 12_500, 60_000)
LIMIT = 3600.0
"""Seconds after which a run is given up."""
_HEAD = ("events", "units", "leaders", "wall s", "cpu s", "peak GB", "entries", "tallies", "cards")


@dataclass(frozen=True)
class Done:
    """What a run of a roster took, and what its receipt counts."""

    units: int
    ran: Ran
    counts: dict[str, int]


def main() -> None:
    asked = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("units", type=int, nargs="*", default=list(SIZES), help="units on the roster, about")
    asked.add_argument("--events", type=int, default=1_000_000)
    given = asked.parse_args()
    print("".join(f"{name:>11}" for name in _HEAD))
    found = []
    for units in given.units:
        with tempfile.TemporaryDirectory(prefix="kaohe-roster-") as folder:
            found.append(done(Path(folder), max(1, units // PLACES), given.events))
    for less, more in pairwise(found):
        each = (more.ran.cpu - less.ran.cpu) / (more.units - less.units) * 1000
        print(f"from {less.units:,} to {more.units:,} units: {each:.1f} ms of the processor for each more")


def done(folder: Path, districts: int, events: int) -> Done:
    """A year and a roster are made, and the year is run."""
    rows = heavy_year(folder, events, max(1, min(districts, events // (2 * PER_OFFICE))), seed=7)
    roster = Offices(districts).roster()
    (folder / "roster.yaml").write_text(roster, encoding="utf-8")
    out, year = folder / "run", ("--roster", str(folder / "roster.yaml"), "--events", str(folder / "events.parquet"))
    took = ran((*KAOHE, "run", "--policy", "policies/lishi", *year, "--out", str(out)), LIMIT)
    counts = json.loads((out / "receipt.json").read_text(encoding="utf-8"))["counts"]
    units = districts * PLACES
    leaders = len(set(re.findall("leader: ([^,]+)", roster)))
    numbers = (rows, units, leaders, took.wall, took.cpu, took.peak_mb / 1000, counts["entries"], counts["tallies"], counts["cards"])
    print("".join(f"{each:11.1f}" if isinstance(each, float) else f"{each:11,}" for each in numbers), flush=True)
    return Done(units, took, counts)


if __name__ == "__main__":
    main()
