"""One year three ways: held in memory, laid out on disk by one process, and by two; what each takes, and that all say the same.

    python benchmarks/parts.py 10000000              ten million events
    python benchmarks/parts.py 10000000 100000000    ``make bench-large``: and a hundred million, on disk only

    heavy year ──► kaohe run --in-memory · --on-disk --processes 1 · --processes 2 ──► one ledger root

Memory is that of all processes of a run together, what they share counted once (Linux: proportional set size). Wall
seconds tell whether two processes help; where others work on the machine, processor seconds are what can be compared.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from timed import KAOHE, ROOT

WAYS: dict[str, tuple[str, ...]] = {
    "memory": ("--in-memory",), "disk": ("--on-disk", "--processes", "1"), "two": ("--processes", "2"),
}  # fmt: skip
LISHI = "policies/lishi"
LARGEST_IN_MEMORY = 20_000_000
PAUSE = 0.25
"""Seconds between two looks at memory."""


@dataclass(frozen=True)
class Done:
    """What a run took, and the root of its ledger."""

    events: int
    entries: int
    wall: float
    cpu: float
    peak_gb: float
    root: str


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [1_000_000]
    found: dict[tuple[int, str], Done] = {}
    print(f"{'events':>12} {'way':>7} {'wall s':>8} {'cpu s':>8} {'µs/event':>9} {'peak GB':>8} {'entries':>11}")
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="kaohe-parts-") as folder:
            made = Path(folder)
            subprocess.run([sys.executable, "benchmarks/heavy.py", str(size), folder], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            for way, options in WAYS.items():
                if way != "memory" or size <= LARGEST_IN_MEMORY:
                    found[size, way] = done = ran(made, made / way, options)
                    each = done.cpu / done.events * 1e6
                    print(f"{done.events:12,} {way:>7} {done.wall:8.1f} {done.cpu:8.1f} {each:9.2f} {done.peak_gb:8.2f} {done.entries:11,}", flush=True)
            roots = {each.root for (its, _), each in found.items() if its == size}
            assert len(roots) == 1, f"the ways do not say the same: {roots}"
    tell(found, sizes)


def tell(found: dict[tuple[int, str], Done], sizes: list[int]) -> None:
    """The ratios of one run."""
    for size in sizes:
        one = found.get((size, "memory")) or found[size, "disk"]
        print(f"{size:,}: two processes {one.wall / found[size, 'two'].wall:.2f} times as fast as one by the clock; disk takes "
              f"{found[size, 'disk'].cpu / one.cpu:.2f} of one's processor seconds")  # fmt: skip
    first, last = found[sizes[0], "disk"], found[sizes[-1], "disk"]
    print(f"on disk, an event of {last.events:,} takes {last.cpu / last.events / (first.cpu / first.events):.2f} of one of {first.events:,}")


def ran(made: Path, out: Path, options: tuple[str, ...]) -> Done:
    """One run from file to files, in processes of its own."""
    asked = ("run", "--policy", LISHI, "--roster", str(made / "roster.yaml"), "--events", str(made / "events.parquet"), "--out", str(out))
    began, peak = time.perf_counter(), 0
    process = subprocess.Popen([*KAOHE, *asked, *options], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        peak = max(peak, sum(held(pid) for pid in family(process.pid)))
        time.sleep(PAUSE)
    wall = time.perf_counter() - began
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    receipt = json.loads((out / "receipt.json").read_text(encoding="utf-8"))
    events = int(subprocess.check_output(
        [sys.executable, "-c", f"import pyarrow.parquet as pq; print(pq.read_metadata({str(made / 'events.parquet')!r}).num_rows)"]
    ))  # fmt: skip
    return Done(events, receipt["counts"]["entries"], wall, used.ru_utime + used.ru_stime, peak / 1e6, receipt["root"])


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
