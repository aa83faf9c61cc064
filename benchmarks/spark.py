"""One year on disk and on Spark: what each takes, and that every file of the two runs is the same to the byte.

    python benchmarks/spark.py 10000000            ten million events; needs the extra `spark` and Java 17 (make spark)
    python benchmarks/spark.py --year YEAR         a year that heavy.py made before

    heavy year ──► kaohe run --on-disk --processes 2 · kaohe run --engine spark --master local[2] ──► one ledger root

Only the receipt differs: it says by which engine a run was made. Memory is that of all processes of a run together, Java's among them.
"""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

from parts import Done, ran, years

WAYS: dict[str, tuple[str, ...]] = {
    "disk": ("--on-disk", "--processes", "2"),
    "spark": ("--engine", "spark", "--master", "local[2]"),
}
RECEIPT = "receipt.json"
_HEAD = ("events", "way", "wall s", "peak GB", "largest", "entries")


def main() -> None:
    asked = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("events", type=int, nargs="?", default=1_000_000, help="events of the year to make")
    asked.add_argument("--year", type=Path, help="a folder with a year that was made before")
    given = asked.parse_args()
    print("".join(f"{name:>11}" for name in _HEAD))
    with tempfile.TemporaryDirectory(prefix="kaohe-spark-") as folder:
        for year in years([] if given.year else [given.events], [given.year] if given.year else []):
            found = {way: told(way, ran(year, Path(folder) / way, options)) for way, options in WAYS.items()}
            print(f"root {found['spark'].root}")
            print(f"{same(*(Path(folder) / way for way in WAYS))} files are the same to the byte, all but the receipt")


def told(way: str, done: Done) -> Done:
    """Prints what a run took."""
    numbers = (done.wall, done.peak_gb, done.largest_gb)
    print(f"{done.events:11,}{way:>11}" + "".join(f"{each:11.2f}" for each in numbers) + f"{done.entries:11,}", flush=True)
    return done


def same(one: Path, other: Path) -> int:
    """How many files two runs have, all but the receipt the same; exits with the first that differs."""
    files = [{each.relative_to(run) for each in run.rglob("*") if each.is_file()} for run in (one, other)]
    compared = sorted(files[0] & files[1] - {Path(RECEIPT)})
    differing = [*(files[0] ^ files[1]), *(each for each in compared if (one / each).read_bytes() != (other / each).read_bytes())]
    if differing:
        sys.exit(f"the runs do not say the same: {differing[0]}")
    return len(compared)


if __name__ == "__main__":
    main()
