"""How long things take on this machine, and how that compares with reading the same data.

    make bench            prints a table and writes build/bench.json

Each figure is the median of several whole processes. Absolute seconds are this machine's; what can
be compared between machines are the ratios: against `python -c pass`, and against pyarrow reading
the same events. Nothing here is a test: speed is never judged by one.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
KAOHE = [sys.executable, "-m", "kaohe.cli"]
RUNS = 5
CASES = 3000
CLAUSE = """\
  - id: c{n}
    title: 第{n}条
    kind: deduction
    section: work
    basis: {{source: s, article: "{n}"}}
    points_from: example
    on: closed
    when: 'case.origin == "new" && count(reopened) >= {n} && !seen(rereview_decided) && default(days_since(assigned), 0) > {n}'
    points: "-1"
    accountable: [{{unit: case.unit}}, {{post: principal, of: case.unit, share: "0.5"}}]
    cap: {{per_case: 3, per_subject: 10}}
"""
HEAD = """\
kaohe: 1
policy: large
title: 二百条
version: "1"
period: {from: 2021-01-01, to: 2021-12-31}
timezone: Asia/Shanghai
vocabulary: petition
calendar: cn
sources: {s: {title: 示例}}
clauses:
"""
TAIL = """\
scorecards:
  unit: {of: unit, who: 'true', out_of: 100, base: 100, points_from: example, sections: {work: {title: 办理}}}
"""


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="kaohe-bench-"))
    try:
        figures = measured(folder)
    finally:
        shutil.rmtree(folder)
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    (build / "bench.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    for name, figure in figures.items():
        print(f"{name:24} {figure:>12}")


def measured(folder: Path) -> dict[str, float]:
    """All figures: seconds are medians of whole processes, ``vs_*`` are ratios of such medians."""
    policy, events = folder / "large" / "policy.yaml", folder / "events.parquet"
    policy.parent.mkdir()
    policy.write_text(HEAD + "".join(CLAUSE.format(n=n) for n in range(1, 201)) + TAIL, encoding="utf-8")
    sample = "from pathlib import Path; from kaohe.rules.library import load_policy; from kaohe.workbench.sample.year import write_sample; "
    make = f"p = load_policy(Path('policies/lishi')).policy; print(write_sample(Path({str(events)!r}), p.vocabulary, p.calendar, p.timezone, {CASES}, 7))"
    rows = int(subprocess.run([sys.executable, "-c", sample + make], cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    bare = seconds([sys.executable, "-c", "pass"])
    read = seconds([sys.executable, "-c", f"import pyarrow.parquet as pq; pq.read_table({str(events)!r})"])
    run = [*KAOHE, "run", "--policy", "policies/lishi", "--roster", "policies/lishi/roster.yaml", "--events", str(events)]
    whole = seconds(run, out=folder, runs=3)
    return {
        "events": rows,
        "python_s": bare,
        "read_s": read,
        "help_s": seconds([*KAOHE, "--help"]),
        "check_200_clauses_s": seconds([*KAOHE, "check", str(policy)]),
        "reference_run_s": whole,
        "reference_events_per_s": round(rows / whole),
        "reference_vs_read": round(whole / read, 1),
    }


def seconds(command: list[str], *, out: Path | None = None, runs: int = RUNS) -> float:
    """The median wall time of ``runs`` processes; a run's folder is made anew each time."""
    taken = []
    for number in range(runs + 1):
        extra = ["--out", str(out / f"run-{len(command)}-{number}")] if out is not None else []
        began = time.perf_counter()
        subprocess.run([*command, *extra], cwd=ROOT, capture_output=True, check=True)
        taken.append(time.perf_counter() - began)
    return round(statistics.median(taken[1:]), 3)


if __name__ == "__main__":
    main()
