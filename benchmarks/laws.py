"""Laws as long as asked: ``make laws N=10000``. Prints for each law its cases and what of them could have broken it.

    tests/laws ──► shards (other policies, other histories) ──► two processes ──► one table

Exit code 1 when a law is broken, or when of some law nothing that was looked at could have broken it.
``--kept FILE`` writes down what each part saw; a run that was stopped goes on from there.
The cases of a shard are the same in every run: ``KAOHE_LAWS=500 KAOHE_LAWS_SHARD=3 pytest tests/laws -k …`` has them again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from time import monotonic

from tabulate import tabulate

ROOT = Path(__file__).parents[1]
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short")
BEGIN, END = "<!-- laws: begin -->", "<!-- laws: end -->"
Seen = dict[str, Counter[str]]
"""Law -> what it saw."""


@dataclass(frozen=True)
class Shard:
    """A part of the cases of one law."""

    law: str
    number: int
    cases: int


def laws(words: str) -> list[str]:
    """The tests that are asked of made-up cases, as pytest names them, all or those that ``-k words`` selects."""
    ran = subprocess.run([*PYTEST, "--collect-only", "tests/laws", "-k", words], cwd=ROOT, env=_environment(1, 0), capture_output=True, text=True, check=False)
    return [line for line in ran.stdout.splitlines() if "::" in line and not line.startswith(("ERROR", "FAILED"))]


def _environment(cases: int, shard: int) -> dict[str, str]:
    return {**os.environ, "KAOHE_LAWS": str(cases), "KAOHE_LAWS_SHARD": str(shard)}


def shards(names: list[str], cases: int, size: int, first: int) -> Iterator[Shard]:
    """The cases of each law, shared among its tests. Every law is begun before any is gone on with."""
    tests = Counter(_file(name) for name in names)
    each = {name: -(-cases // tests[_file(name)]) for name in names}
    for number, begun in enumerate(range(0, cases, size)):
        yield from (Shard(name, first + number, min(size, left)) for name in names if (left := each[name] - begun) > 0)


def _file(name: str) -> str:
    return name.partition("::")[0]


def asked(shard: Shard) -> tuple[str, Seen]:
    """What pytest says where it fails, else nothing, and what the law saw."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.jsonl"
        environment = {**_environment(shard.cases, shard.number), "KAOHE_LAWS_TOLD": str(told)}
        ran = subprocess.run([*PYTEST, shard.law], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    seen = {each["law"]: Counter(each["seen"]) for each in map(json.loads, lines)}
    return ("" if ran.returncode == 0 else f"{shard}\n{ran.stdout[-6000:]}"), seen


class Kept:
    """What parts that held have seen, a line each in a file; None: nothing is kept. A broken part is asked again."""

    def __init__(self, file: Path | None) -> None:
        self.file = file
        lines = file.read_text(encoding="utf-8").splitlines() if file and file.exists() else []
        self.seen = {tuple(each["part"]): {law: Counter(counts) for law, counts in each["seen"].items()} for each in map(json.loads, lines)}

    def asked(self, shard: Shard) -> tuple[str, Seen]:
        """As ``asked``, of parts not asked before."""
        if (before := self.seen.get(astuple(shard))) is not None:
            return "", before
        said, seen = asked(shard)
        if self.file and not said:
            with self.file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps({"part": astuple(shard), "seen": seen}, ensure_ascii=False) + "\n")
        return said, seen


def main() -> int:
    """Reads the arguments, asks the laws, prints what they saw."""
    given = _given()
    names, began = laws(given.only), monotonic()
    broken = 0
    parts = list(shards(names, given.cases, given.size, given.first))
    kept = Kept(given.kept)
    table: Seen = {}
    with ThreadPoolExecutor(given.processes) as pool:
        for done, (said, seen) in enumerate(pool.map(kept.asked, parts), 1):
            broken += bool(said)
            for law, counts in seen.items():
                table[law] = table.get(law, Counter()) + counts
            if said or done % 10 == 0:
                print(said or f"{done} of {len(parts)} parts, {monotonic() - began:.0f} s", flush=True)
    listed = tabulate(_rows(table), ["law", "cases", "of these"], tablefmt="github")
    cases = Counter({_law(test): 0 for test in table})
    for test, seen in table.items():
        cases[_law(test)] += seen["cases"]
    summed = f"{len(cases)} laws in {len(table)} tests, {cases.total()} cases, at least {min(cases.values(), default=0)} of each law, {broken} broken"
    print(f"{listed}\n{summed}")
    if given.write:
        _write(f"{date.today()}, `python benchmarks/laws.py {given.cases} --size {given.size}`: {summed}\n\n{listed}\n")  # noqa: DTZ011 - the day on this machine's wall
    return 1 if broken or not names or len(table) < len(names) else 0


def _write(page: str) -> None:
    """Puts the table where the pages keep it."""
    for file in (ROOT / "docs/assurance.md", ROOT / "docs/assurance.en.md"):
        text = file.read_text(encoding="utf-8")
        before, after = text[: text.index(BEGIN) + len(BEGIN)], text[text.index(END) :]
        file.write_text(f"{before}\n{page}{after}", encoding="utf-8")


def _law(test: str) -> str:
    return test.partition("::")[0].removeprefix("test_").replace("_", " ")


def _rows(table: Seen) -> Iterator[list[object]]:
    """Laws, and under each its tests with what they saw."""
    for law, tests in groupby(sorted(table), key=_law):
        listed = list(tests)
        yield [law, sum(table[test]["cases"] for test in listed), ""]
        for test in listed:
            yield ["· " + test.partition("::test_")[2].replace("_", " "), table[test]["cases"], _listed(table[test])]


def _listed(seen: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(seen.items()) if name != "cases")


def _given() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int, nargs="?", default=1000, help="cases of each law, shared among its tests")
    parser.add_argument("--only", default="", help="laws whose name has these words, as pytest -k takes them")
    parser.add_argument("--size", type=int, default=1000, help="cases in one process")
    parser.add_argument("--first", type=int, default=0, help="number of the first shard")
    parser.add_argument("--kept", type=Path, help="a file of what parts saw: those in it are not asked again")
    parser.add_argument("--write", action="store_true", help="write the table into docs/assurance*.md")
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
