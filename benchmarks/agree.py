"""Engines on hard cases, as long as asked: ``make agree N=5000``. Ends with ``N cases, M entries, K disagreements``.

Before that, how often each construct and each hard situation was really there in what was written, and of how many
cases a run from disk was asked: of one in seven, for it takes twice as long as all others together.
Exit code 1 when K > 0. Every disagreement is shrunk and kept in ``tests/laws/corpus``, where the suite replays it.

Cases are looked at in parts, each in a process of its own: durable-rules keeps what a set of rules took until
its process ends (about 1 MB a case), and made-up policies are many.
"""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import get_context
from pathlib import Path

from tabulate import tabulate

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/laws"))

from agreeing import CORPUS, EVERY, FROM_DISK, Played, asked, heard, kept, others, seen_from_disk, shrunk
from covering import CONSTRUCTS, SITUATIONS, covered, weighed
from hard import HISTORIES_PER_POLICY, Refused, case

PART = 50 * HISTORIES_PER_POLICY
"""Cases of one process."""


@dataclass(frozen=True)
class Looked:
    """One case: what was there, where engines differ, whether it was told from disk. ``there`` None: the checker refused its policy."""

    number: int
    there: Counter[str] | None
    weight: Counter[str]
    differing: Mapping[str, str]
    from_disk: Counter[str]


def part(first: int) -> tuple[list[Looked], float]:
    """The cases from a number on, and the processor seconds they took."""
    engines = others()
    return [_looked(number, engines) for number in range(first, first + PART)], time.process_time()


def _looked(number: int, engines: Mapping[str, Played]) -> Looked:
    try:
        result = heard(case(number), asked(engines, number))
    except Refused:
        return Looked(number, None, Counter(), {}, Counter())
    return Looked(number, covered(result.scene), weighed(result.replay), result.differing, seen_from_disk(engines))


@dataclass
class Sum:
    """What was looked at. ``present``: cases that had a thing, ``times`` how often it was there in all."""

    seen: Counter[str] = field(default_factory=Counter)
    present: Counter[str] = field(default_factory=Counter)
    times: Counter[str] = field(default_factory=Counter)
    from_disk: Counter[str] = field(default_factory=Counter)
    found: int = 0

    def add(self, one: Looked) -> None:
        if one.there is None:
            self.seen["refused"] += 1
            return
        self.seen += one.weight
        self.times += one.there
        self.from_disk += one.from_disk
        self.present += Counter({name: 1 for name, times in one.there.items() if times})
        self.found += len(one.differing)

    def table(self) -> str:
        """Constructs, then situations, with those that were never there."""
        rows = [[name, self.present[name], self.times[name]] for name in (*CONSTRUCTS, *SITUATIONS)]
        return tabulate(rows, ["construct or situation", "cases", "times"], tablefmt="github")

    def missing(self) -> list[str]:
        return [name for name in (*CONSTRUCTS, *SITUATIONS) if not self.present[name]]


def looked_at(given: Namespace) -> Iterator[tuple[Looked, float]]:
    """Case by case in the order of their numbers, however many processes; with each part's last case its seconds."""
    numbers = count(given.seed - given.seed % HISTORIES_PER_POLICY, PART)
    with ProcessPoolExecutor(given.processes, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        ahead = [pool.submit(part, next(numbers)) for _ in range(given.processes)]
        while True:
            cases, seconds = ahead.pop(0).result()
            ahead.append(pool.submit(part, next(numbers)))
            yield from ((each, seconds if each is cases[-1] else 0) for each in cases)


def main() -> int:
    """Reads the arguments, runs the cases, says what was found."""
    given, sums, took = _given(), Sum(), 0.0
    for one, seconds in looked_at(given):
        _tell(one, given, sums.found)
        sums.add(one)
        took += seconds
        if sums.seen["cases"] >= given.cases:
            break
    print(sums.table())
    print("never there:", ", ".join(sums.missing()) or "nothing")
    print(", ".join(f"{name} {times}" for name, times in sums.seen.items()), f"· {' '.join(('reference', *others()))} · {took:.0f} s of processor")
    print(f"{FROM_DISK} is asked of one case in {EVERY}:", ", ".join(f"{name} {times}" for name, times in sums.from_disk.items()))
    print(f"{sums.seen['cases']} cases, {sums.seen['entries']} entries, {sums.found} disagreements", flush=True)
    return 1 if sums.found else 0


def _tell(one: Looked, given: Namespace, found: int) -> None:
    """A line for each engine that differs; the first few cases are made small and kept."""
    for place, (engine, said) in enumerate(one.differing.items(), found):
        print(f"case {one.number}, {engine}: {said}", flush=True)
        if place < given.shrink:
            name = f"case-{one.number}-{engine.replace(' ', '-')}"
            print("  kept:", kept(shrunk(case(one.number), engine), name, f"{engine}: {said}", given.keep), flush=True)


def _given() -> Namespace:
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("cases", type=int, nargs="?", default=1000)
    asked.add_argument("--seed", type=int, default=0, help="number of the first case")
    asked.add_argument("--keep", type=Path, default=CORPUS, help="folder for disagreements")
    asked.add_argument("--shrink", type=int, default=5, help="how many disagreements are shrunk and kept")
    asked.add_argument("--processes", type=int, default=2)
    return asked.parse_args()


if __name__ == "__main__":
    sys.exit(main())
