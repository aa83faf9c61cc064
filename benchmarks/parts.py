"""One year three ways: held in memory, laid out on disk by one process, and by two; what each takes, and that all say the same.

    python benchmarks/parts.py 10000000                      ten million events
    python benchmarks/parts.py 10000000 100000000            ``make bench-large``: and a hundred million, on disk only
    python benchmarks/parts.py --years A B --ways disk two   years that heavy.py made before, some ways only

    heavy year ──► kaohe run --in-memory · --on-disk --processes 1 · --processes 2 ──► one ledger root

Memory is that of all processes of a run together, what they share counted once (Linux: proportional set size), and the
largest of them. Wall seconds tell whether two processes help; where others work on the machine, processor seconds are
what can be compared. What runs say is kept beside their results (``--keep``), so that one that ends badly can be asked why.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from timed import KAOHE, ROOT

WAYS: dict[str, tuple[str, ...]] = {
    "memory": ("--in-memory",), "disk": ("--on-disk", "--processes", "1"), "two": ("--on-disk", "--processes", "2"),
}  # fmt: skip
LISHI = "policies/lishi"
LARGEST_IN_MEMORY = 20_000_000
PAUSE = 0.25
"""Seconds between two looks at memory, eight times that in long runs: a look takes some milliseconds."""
_HEAD = ("events", "way", "wall s", "user s", "system s", "µs/event", "peak GB", "largest", "entries")


@dataclass(frozen=True)
class Done:
    """What a run took, and the root of its ledger."""

    events: int
    entries: int
    wall: float
    user: float
    system: float
    peak_gb: float
    largest_gb: float
    root: str

    @property
    def cpu(self) -> float:
        """Processor seconds."""
        return self.user + self.system

    @property
    def each(self) -> float:
        """Processor time of an event, in µs."""
        return self.cpu / self.events * 1e6


def main() -> None:
    asked = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("sizes", type=int, nargs="*", help="events of years to make")
    asked.add_argument("--years", type=Path, nargs="+", default=[], help="folders with years that were made before")
    asked.add_argument("--ways", nargs="+", choices=list(WAYS), default=list(WAYS))
    asked.add_argument("--keep", type=Path, help="where results and what runs say are kept (default: nowhere)")
    given = asked.parse_args()
    print("".join(f"{name:>11}" for name in _HEAD))
    found: list[dict[str, Done]] = []
    with ExitStack() as stack:
        out = given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kaohe-parts-")))
        for number, year in enumerate(years(given.sizes or ([] if given.years else [1_000_000]), given.years)):
            here = out.absolute() / str(number)
            here.mkdir(parents=True)
            found.append(ways_of(year, here, given.ways))
    tell(found)


def years(sizes: list[int], made: list[Path]) -> Iterator[Path]:
    """Folders with a year each: those made now are gone when the next is asked for."""
    yield from (each.absolute() for each in made)
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="kaohe-year-") as folder:
            subprocess.run([sys.executable, "benchmarks/heavy.py", str(size), folder], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            yield Path(folder)


def ways_of(year: Path, out: Path, ways: list[str]) -> dict[str, Done]:
    """A year all ways that it can go; they must say the same."""
    found: dict[str, Done] = {}
    for way in ways:
        if way == "memory" and rows_of(year) > LARGEST_IN_MEMORY:
            continue
        found[way] = done = ran(year, out / way, WAYS[way])
        numbers = (done.wall, done.user, done.system, done.each, done.peak_gb, done.largest_gb)
        print(f"{done.events:11,}{way:>11}" + "".join(f"{each:11.2f}" for each in numbers) + f"{done.entries:11,}", flush=True)
    roots = {each.root for each in found.values()}
    assert len(roots) <= 1, f"the ways do not say the same: {roots}"
    return found


def tell(found: list[dict[str, Done]]) -> None:
    """The ratios of one run."""
    for each in found:
        for one in (way for way in ("memory", "disk") if way in each and "two" in each):
            print(f"{each[one].events:,}: two processes {each[one].wall / each['two'].wall:.2f} times as fast as one ({one}) by the clock")
        if "memory" in each and "disk" in each:
            print(f"{each['disk'].events:,}: disk takes {each['disk'].cpu / each['memory'].cpu:.2f} of the processor seconds of memory")
    for way in WAYS:
        same = [each[way] for each in found if way in each]
        if len(same) > 1:
            print(f"{way}: an event of {same[-1].events:,} takes {same[-1].each / same[0].each:.2f} of one of {same[0].events:,}")


def rows_of(year: Path) -> int:
    """How many events a year has."""
    asked = f"import pyarrow.parquet as pq; print(pq.read_metadata({str(year / 'events.parquet')!r}).num_rows)"
    return int(subprocess.check_output([sys.executable, "-c", asked]))


def ran(year: Path, out: Path, options: tuple[str, ...]) -> Done:
    """One run from file to files, in processes of its own; ``RuntimeError`` with its last words when it fails."""
    asked = ("run", "--policy", LISHI, "--roster", str(year / "roster.yaml"), "--events", str(year / "events.parquet"), "--out", str(out))
    told = out.with_suffix(".log")
    began, peak, largest = time.perf_counter(), 0, 0
    with told.open("wb") as log:
        process = subprocess.Popen([*KAOHE, *asked, *options], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=log)
        while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            each = [held(pid) for pid in family(process.pid)]
            peak, largest = max(peak, sum(each)), max(largest, *each)
            time.sleep(max(PAUSE, min((time.perf_counter() - began) / 200, 8 * PAUSE)))
    wall = time.perf_counter() - began
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1) or not (out / "receipt.json").is_file():
        raise RuntimeError(f"{' '.join(asked)} ended with {process.returncode}: {told.read_text(errors='replace')[-2000:]}")
    receipt = json.loads((out / "receipt.json").read_text(encoding="utf-8"))
    return Done(
        rows_of(year), receipt["counts"]["entries"], wall, used.ru_utime, used.ru_stime, peak / 1e6, largest / 1e6, receipt["root"]
    )


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            children = (task / "children").read_text(encoding="ascii").split()
            found += [each for child in children for each in family(int(child))]
    return found


def held(pid: int) -> int:
    """What a process holds, its share of what it shares (kB); 0 when it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


if __name__ == "__main__":
    main()
