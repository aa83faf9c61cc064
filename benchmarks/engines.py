"""The batch engine beside the reference, on the same events in the same process.

    python benchmarks/engines.py 3000 30000

Prints for each size of the sample year the processor seconds of both replays (medians of runs that
take turns) and their ratio, after asserting that both said the same. Seconds are this machine's; the
ratio is what can be compared. Reading and scoring are not in it.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from kaohe.engine.batch import told
from kaohe.engine.reference import replay
from kaohe.rules.library import load_policy
from kaohe.scoring.job import Prepared, prepare_for
from kaohe.workbench.sample.year import write_sample

ROOT = Path(__file__).parent.parent
LISHI = ROOT / "policies" / "lishi"
T = TypeVar("T")


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [3000]
    print(f"{'cases':>8} {'events':>9} {'entries':>8} {'reference':>10} {'batch':>8} {'ratio':>6}  on columns")
    for cases in sizes:
        compared(cases, runs=3 if cases <= 5000 else 1)


def compared(cases: int, runs: int) -> None:
    """One line of the table."""
    ready = sample(cases)
    policy = ready.policy
    assert policy is not None
    plain, columns = [], []
    for _ in range(runs):
        done, taken = timed(lambda: told(policy, ready.roster, ready.events, policy.period.to))
        columns.append(taken)
        expected, taken = timed(lambda: replay(policy, ready.roster, ready.events, policy.period.to))
        plain.append(taken)
        assert done.replay == expected, "the engines disagree"
    one, other = statistics.median(plain), statistics.median(columns)
    count = f"{len(done.vectorised)} of {len(policy.clauses)} clauses"
    print(f"{cases:8} {len(ready.events):9} {len(expected.entries):8} {one:10.2f} {other:8.2f} {one / other:6.1f}  {count}")


def sample(cases: int) -> Prepared:
    """The 离石 year with so many cases, seeded."""
    policy = load_policy(LISHI).policy
    assert policy is not None
    with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as folder:
        file = Path(folder) / "events.parquet"
        write_sample(file, policy.vocabulary, policy.calendar, policy.timezone, cases, 7)
        return prepare_for(policy, (file,), LISHI / "roster.yaml")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.process_time()
    return work(), time.process_time() - began


if __name__ == "__main__":
    main()
