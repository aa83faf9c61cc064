"""The batch engine beside the reference, and the whole job beside merely reading its file.

    python benchmarks/engines.py 3000 30000 65000

For each size (cases of the seeded 离石 year) two lines of figures:

    job      processor seconds of fresh processes: ``kaohe run`` from file to files, and pyarrow reading
             the same columns as the first thing it does; ``vs_read`` is their ratio
    replay   processor seconds of both replays in one process, medians of runs that take turns, after
             asserting that both said the same; beyond ``MOST`` cases the reference is not asked

Seconds are this machine's; ratios are what can be compared.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kaohe.engine.batch import told
from kaohe.engine.reference import replay
from kaohe.rules.library import load_policy
from kaohe.scoring.job import Prepared, prepare_for

ROOT = Path(__file__).parent.parent
LISHI = ROOT / "policies" / "lishi"
MOST = 30_000
"""Cases up to which the reference is asked too."""
SAMPLE = """
from pathlib import Path
from kaohe.rules.library import load_policy
from kaohe.workbench.sample.year import write_sample
policy = load_policy(Path({!r})).policy
write_sample(Path({!r}), policy.vocabulary, policy.calendar, policy.timezone, {}, 7)
"""
READ = "import pyarrow.parquet as pq; pq.read_table({!r}, use_threads=False)"
T = TypeVar("T")


@dataclass(frozen=True)
class Replayed:
    """Seconds of one size; ``reference`` None: not asked."""

    events: int
    entries: int
    clocks: int
    batch: float
    reference: float | None
    on_columns: str


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [3000]
    with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as folder:
        files = {cases: sample(cases, Path(folder) / f"{cases}.parquet") for cases in sizes}
        print(f"{'cases':>8} {'job s':>8} {'read s':>8} {'vs_read':>8} {'peak MB':>8}")
        for cases in sizes:  # first, while this process is small: a child's peak begins with its parent's
            job, read, peak = whole_job(files[cases], runs=3 if cases <= 100_000 else 1)
            print(f"{cases:8} {job:8.2f} {read:8.2f} {job / read:8.1f} {peak:8.0f}", flush=True)
        print(f"\n{'cases':>8} {'events':>10} {'entries':>8} {'clocks':>8} {'reference':>10} {'batch':>8} {'ratio':>6} {'µs/event':>9}")
        for cases in sizes:
            print(line(cases, compared(files[cases], with_reference=cases <= MOST, runs=3 if cases <= 5000 else 1)), flush=True)


def line(cases: int, done: Replayed) -> str:
    ratio = f"{done.reference / done.batch:6.1f}" if done.reference else f"{'–':>6}"
    asked = f"{done.reference:10.2f}" if done.reference else f"{'–':>10}"
    each = done.batch / done.events * 1e6
    return f"{cases:8} {done.events:10} {done.entries:8} {done.clocks:8} {asked} {done.batch:8.2f} {ratio} {each:9.2f}  {done.on_columns}"


def sample(cases: int, file: Path) -> Path:
    """The 离石 year with so many cases, seeded."""
    subprocess.run([sys.executable, "-c", SAMPLE.format(str(LISHI), str(file), cases)], cwd=ROOT, check=True)
    return file


def compared(file: Path, *, with_reference: bool, runs: int) -> Replayed:
    """Both engines on one file, already read."""
    ready = prepared(file)
    policy = ready.policy
    assert policy is not None
    plain, columns = [], []
    for _ in range(runs):
        done, taken = timed(lambda: told(policy, ready.roster, ready.events, policy.period.to))
        columns.append(taken)
        if with_reference:
            expected, taken = timed(lambda: replay(policy, ready.roster, ready.events, policy.period.to))
            plain.append(taken)
            assert done.replay == expected, "the engines disagree"
    return Replayed(
        len(ready.events), len(done.replay.entries), len(done.replay.clocks), statistics.median(columns),
        statistics.median(plain) if plain else None, f"{len(done.vectorised)} of {len(policy.clauses)} clauses on columns",
    )  # fmt: skip


def prepared(file: Path) -> Prepared:
    policy = load_policy(LISHI).policy
    assert policy is not None
    return prepare_for(policy, (file,), LISHI / "roster.yaml")


def whole_job(file: Path, runs: int) -> tuple[float, float, float]:
    """Processor seconds of the job and of the reading, medians; the job's peak memory in MB."""
    jobs, reads = [], []
    for number in range(runs):
        out = file.with_suffix(f".run{number}")
        run = ["run", "--policy", str(LISHI), "--roster", str(LISHI / "roster.yaml"), "--events", str(file), "--out", str(out)]
        reads.append(used([sys.executable, "-c", READ.format(str(file))]))
        jobs.append(used([sys.executable, "-m", "kaohe.cli", *run]))
    job, read = (statistics.median(seconds for seconds, _ in each) for each in (jobs, reads))
    return job, read, max(peak for _, peak in jobs)


def used(command: list[str]) -> tuple[float, float]:
    """Processor seconds of a process, start and end included, and its peak memory in MB."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, f"{command} ended with {status}"
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.process_time()
    return work(), time.process_time() - began


if __name__ == "__main__":
    main()
