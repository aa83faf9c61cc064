"""Plants faults one at a time in copies of the project and asks the suite to notice each: ``make faults``.

    planted.FAULTS ──► a copy with one fault ──► the tests nearby, then wider ones ──► noticed by which test
                       (two copies at once)

Generated cases are the same in every run and are not made smaller, so that a row of the table can be had again.
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
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from time import monotonic

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/faults"))

from planted import FAULTS, WIDER, Fault

ROOT = Path(__file__).parents[1]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "build", ".hypothesis", "*_cache", "__pycache__", "*.egg-info")
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
BEGIN, END = "<!-- faults: begin -->", "<!-- faults: end -->"
PATIENCE = 900
"""Seconds after which a test is taken to hang."""


@dataclass(frozen=True)
class Row:
    """A fault and the test that noticed it; None: no test that was asked did. ``seconds`` on the clock."""

    fault: Fault
    test: str | None
    seconds: float


# --- one fault -------------------------------------------------------------------------------------------


def failing(copy: Path, tests: Sequence[str]) -> str | None:
    """The first of these tests that fails in the copy; None: all pass. A test that hangs has noticed."""
    environment = {**os.environ, "PYTHONPATH": str(copy.parent)}
    how = ("-q", "-x", "--tb=no", "-p", "no:cacheprovider", "--hypothesis-profile=faults")
    command = [sys.executable, "-m", "pytest", *how, *tests]
    try:
        ran = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return f"{tests[0]} (never ends)"
    if ran.returncode == 0:
        return None
    found = FAILED.search(ran.stdout)
    return found.group(1) if found else f"{tests[0]} ({(ran.stdout.strip() or ran.stderr.strip())[-200:]})"


def noticed(copy: Path, fault: Fault, wider: int) -> Row:
    """The fault planted in the copy, asked about nearby and then in so many wider suites, and taken out again."""
    began, file = monotonic(), copy / fault.file
    sound = file.read_text(encoding="utf-8")
    if sound.count(fault.old) != 1:
        return Row(fault, None, 0)
    _put(file, sound.replace(fault.old, fault.new))
    try:
        suites = [fault.near, *WIDER[:wider]]
        test = next((found for suite in suites if (found := failing(copy, suite))), None)
    finally:
        _put(file, sound)
    return Row(fault, test, monotonic() - began)


def _put(file: Path, text: str) -> None:
    """Writes the source and forgets what was compiled of it: two versions may be equally long and old."""
    file.write_text(text, encoding="utf-8")
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()


# --- all of them -----------------------------------------------------------------------------------------


def asked(copies: Sequence[Path], faults: Sequence[Fault], wider: int) -> list[Row]:
    """A row for each fault, in the order of the table; as many at once as there are copies. Prints each."""
    free: SimpleQueue[Path] = SimpleQueue()
    for copy in copies:
        free.put(copy)
    began, done = monotonic(), SimpleQueue[None]()

    def one(fault: Fault) -> Row:
        copy = free.get()
        try:
            row = noticed(copy, fault, wider)
        finally:
            free.put(copy)
        done.put(None)
        since = int(monotonic() - began)
        where = f"[{done.qsize()}/{len(faults)} {since // 60}:{since % 60:02}]"
        print(f"{where} {fault.file}: {fault.what} -> {row.test or 'NOT NOTICED'} ({row.seconds:.0f} s)", flush=True)
        return row

    with ThreadPoolExecutor(len(copies)) as pool:
        return list(pool.map(one, faults))


def broken(copies: Sequence[Path], faults: Sequence[Fault]) -> str | None:
    """The first test nearby that fails without any fault; None: all pass."""
    nearby = sorted({test for fault in faults for test in fault.near})
    halves = [nearby[place :: len(copies)] for place in range(len(copies))]
    print(f"{len(nearby)} tests and files of tests without any fault …", flush=True)
    with ThreadPoolExecutor(len(copies)) as pool:
        found = pool.map(lambda copy, half: failing(copy, half) if half else None, copies, halves)
    return next((test for test in found if test), None)


def main() -> int:
    """Reads the arguments, plants, prints a line for each fault and the sum."""
    given = _given()
    faults = [fault for fault in FAULTS if given.only in fault.what or given.only in fault.file]
    began = monotonic()
    with tempfile.TemporaryDirectory() as folder:
        copies = [Path(folder) / str(number) / "kaohe" for number in range(given.processes)]
        for copy in copies:
            shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        if not given.no_baseline and (test := broken(copies, faults)):
            print(f"without any fault, {test} fails: nothing can be said")
            return 1
        rows = asked(copies, faults, given.wider)
    minutes, seen = (monotonic() - began) / 60, sum(row.test is not None for row in rows)
    if given.write:
        write(rows, minutes)
    print(f"{len(rows)} faults planted, {seen} noticed, in {minutes:.1f} minutes with {given.processes} processes")
    return 0 if rows and seen == len(rows) else 1


def _given() -> Namespace:
    asks = ArgumentParser(description=__doc__)
    asks.add_argument("--only", default="", help="faults whose words or file hold this")
    asks.add_argument("--wider", type=int, default=len(WIDER), help="how many wider suites are asked when the tests nearby see nothing")
    asks.add_argument("--processes", type=int, default=2, help="how many faults are asked about at once")
    asks.add_argument("--no-baseline", action="store_true", help="do not run the tests without a fault first")
    asks.add_argument("--write", action="store_true", help="write the table into docs/assurance*.md")
    return asks.parse_args()


# --- the table -------------------------------------------------------------------------------------------


def write(rows: Sequence[Row], minutes: float) -> None:
    """Puts the table between the marks of both pages."""
    seen, took = sum(row.test is not None for row in rows), max(1, round(minutes))
    day = date.today().isoformat()  # noqa: DTZ011 - the day of the desk
    pages = {
        "assurance.md": (f"{day}，`make faults`：种下 {len(rows)} 处，发现 {seen} 处，用时 {took} 分钟。", "| 种下的错误 | 文件 | 由哪个测试发现 |"),
        "assurance.en.md": (f"{day}, `make faults`: {len(rows)} planted, {seen} noticed, in {took} minutes.", "| fault | file | noticed by |"),
    }
    for name, (said, head) in pages.items():
        page = ROOT / "docs" / name
        before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        table = "".join(_lines(rows, chinese=name == "assurance.md"))
        page.write_text(f"{before}{BEGIN}\n{said}\n\n{head}\n|---|---|---|\n{table}{END}{after}", encoding="utf-8")


def _lines(rows: Sequence[Row], *, chinese: bool) -> Iterator[str]:
    for row in rows:
        shown = "**—**" if row.test is None else f"`{row.test.removeprefix('tests/').partition('[')[0]}`"
        yield f"| {row.fault.zh if chinese else row.fault.what} | `{row.fault.file}` | {shown} |\n"


if __name__ == "__main__":
    sys.exit(main())
