"""How long `kaohe check` takes for a policy of two hundred clauses, beside an interpreter that does nothing.

    make bench            prints this too, after benchmarks/bench.py, and writes build/check.json

Each figure is the median of several whole processes. Absolute seconds are this machine's. `*_cpu_s` are
processor seconds (user and system), which other work on the machine disturbs less than wall time. Bytecode
is kept between the runs, as it is where kaohe is installed.
Nothing here is a test: speed is never judged by one.
"""

from __future__ import annotations

import json
import os
import resource
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
CLEAN = (
    CLAUSE.replace(" && default(days_since(assigned), 0) > {n}", "")
    .replace(', {{post: principal, of: case.unit, share: "0.5"}}', "")
    .replace("    cap:", "    exclusive: {{group: g, per: case}}\n    cap:")
)
"""The same without anything that the checker warns of. (`CLAUSE` gives it 399 warnings to show.)"""
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
    (build / "check.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    for name, figure in figures.items():
        print(f"{name:24} {figure:>12}")


def measured(folder: Path) -> dict[str, float]:
    """All figures: seconds are medians of whole processes."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    return {"python_s": seconds([sys.executable, "-c", "pass"]), "help_s": seconds([*KAOHE, "--help"]), **checks(folder)}


def checks(folder: Path) -> dict[str, float]:
    """`kaohe check` of 200 clauses: one policy without a fault, one with 399 warnings."""
    figures = {}
    for name, clause in (("clean", CLEAN), ("warned", CLAUSE)):
        policy = folder / name / "policy.yaml"
        policy.parent.mkdir()
        policy.write_text(HEAD + "".join(clause.format(n=n) for n in range(1, 201)) + TAIL, encoding="utf-8")
        wall, cpu = taken([*KAOHE, "check", str(policy)])
        figures |= {f"check_{name}_s": wall, f"check_{name}_cpu_s": cpu}
    return figures


def seconds(command: list[str]) -> float:
    """The median wall time of ``RUNS`` processes."""
    return taken(command)[0]


def taken(command: list[str]) -> tuple[float, float]:
    """The median wall time and processor time of ``RUNS`` processes after one that is not counted."""
    walls, cpus = [], []
    for _ in range(RUNS + 1):
        began, spent = time.perf_counter(), children()
        subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
        walls.append(time.perf_counter() - began)
        cpus.append(children() - spent)
    return round(statistics.median(walls[1:]), 3), round(statistics.median(cpus[1:]), 3)


def children() -> float:
    """Processor seconds, user and system, of all processes that have been run so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
