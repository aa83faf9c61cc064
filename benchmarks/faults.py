"""Plants faults one at a time in a copy of the project and asks the suite to notice each: ``make faults``.

    planted.FAULTS ──► copy, one fault ──► the tests nearby, then wider ones ──► caught by which test

Writes the table into ``docs/assurance.md`` and ``docs/assurance.en.md`` with ``--write``. Exit code 1
when a fault stays unnoticed, or when the tests nearby fail without any fault.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/faults"))

from planted import FAULTS, WIDER, Fault

ROOT = Path(__file__).parents[1]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "build", ".hypothesis", "*_cache", "__pycache__", "*.egg-info")
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
BEGIN, END = "<!-- faults: begin -->", "<!-- faults: end -->"


def caught_by(copy: Path, tests: Sequence[str]) -> str | None:
    """The first of these tests that fails in the copy; None: all pass. A test that hangs has noticed."""
    environment = {**os.environ, "PYTHONPATH": str(copy.parent)}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    try:
        ran = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, timeout=900, check=False)
    except subprocess.TimeoutExpired:
        return f"{tests[0]} (never ends)"
    if ran.returncode == 0:
        return None
    found = FAILED.search(ran.stdout)
    return found.group(1) if found else f"{tests[0]} ({ran.stdout.strip().splitlines()[-1] if ran.stdout.strip() else ran.stderr[-200:]})"


def planted(copy: Path, fault: Fault, wider: int) -> str | None:
    """Which test noticed the fault; None: none of those nearby and of so many wider suites did."""
    file = copy / fault.file
    sound = file.read_text(encoding="utf-8")
    _put(file, sound.replace(fault.old, fault.new))
    try:
        suites = [fault.near, *(suite for suite in WIDER[:wider] if suite != fault.near)]
        return next((test for suite in suites if (test := caught_by(copy, suite))), None)
    finally:
        _put(file, sound)


def _put(file: Path, text: str) -> None:
    """Writes the source and forgets what was compiled of it: two versions may be equally long and old."""
    file.write_text(text, encoding="utf-8")
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()


def main() -> int:
    """Reads the arguments, plants, prints a line for each fault and the sum."""
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("--only", default="", help="faults whose words or file hold this")
    asked.add_argument("--last", type=int, default=len(FAULTS), help="end before the fault of this number")
    asked.add_argument("--wider", type=int, default=len(WIDER), help="how many wider suites are asked when the tests nearby see nothing")
    asked.add_argument("--first", type=int, default=0, help="begin with the fault of this number")
    asked.add_argument("--no-baseline", action="store_true", help="do not run the tests without a fault first")
    asked.add_argument("--write", action="store_true", help="write the table into docs/assurance*.md")
    given = asked.parse_args()
    chosen = [fault for fault in FAULTS[given.first : given.last] if given.only in fault.what or given.only in fault.file]
    rows: list[tuple[Fault, str | None]] = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "kaohe"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        nearby = sorted({path for fault in chosen for path in fault.near})
        if not given.no_baseline and (broken := caught_by(copy, nearby)):
            print(f"without any fault, {broken} fails: nothing can be said")
            return 1
        for fault in chosen:
            rows.append((fault, planted(copy, fault, given.wider)))
            print(f"{fault.file}: {fault.what} -> {rows[-1][1] or 'NOT NOTICED'}", flush=True)
    noticed = sum(test is not None for _, test in rows)
    if given.write:
        written(rows)
    print(f"{len(rows)} faults planted, {noticed} noticed")
    return 0 if noticed == len(rows) else 1


def written(rows: Sequence[tuple[Fault, str | None]]) -> None:
    """Puts the table between the marks of both pages."""
    noticed = sum(test is not None for _, test in rows)
    day = date.today().isoformat()  # noqa: DTZ011 - the day of the desk
    pages = {
        "assurance.md": (f"{day}，`make faults`：种下 {len(rows)} 处，发现 {noticed} 处。", "| 种下的错误 | 文件 | 由哪个测试发现 |"),
        "assurance.en.md": (f"{day}, `make faults`: {len(rows)} planted, {noticed} noticed.", "| fault | file | noticed by |"),
    }
    for name, (said, head) in pages.items():
        page = ROOT / "docs" / name
        before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        table = "".join(_lines(rows, chinese=name == "assurance.md"))
        page.write_text(f"{before}{BEGIN}\n{said}\n\n{head}\n|---|---|---|\n{table}{END}{after}", encoding="utf-8")


def _lines(rows: Sequence[tuple[Fault, str | None]], *, chinese: bool) -> Iterator[str]:
    for fault, test in rows:
        shown = "**—**" if test is None else f"`{test.removeprefix('tests/')}`"
        yield f"| {fault.zh if chinese else fault.what} | `{fault.file}` | {shown} |\n"


if __name__ == "__main__":
    sys.exit(main())
