"""Engines on hard cases, as long as asked: ``make agree N=5000``. Ends with ``N cases, M entries, K disagreements``.

Exit code 1 when K > 0. Every disagreement is shrunk and kept in ``tests/laws/corpus``, where the suite replays it.
"""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/laws"))

from agreeing import CORPUS, heard, kept, others, shrunk, weighed
from hard import Refused, case


def main() -> int:
    """Reads the arguments, runs the cases, says what was found."""
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("cases", type=int, nargs="?", default=1000)
    asked.add_argument("--seed", type=int, default=0, help="number of the first case")
    asked.add_argument("--keep", type=Path, default=CORPUS, help="folder for disagreements")
    asked.add_argument("--shrink", type=int, default=5, help="how many disagreements are shrunk and kept")
    given = asked.parse_args()
    engines, seen, found = others(), Counter[str](), 0
    began, number = time.process_time(), given.seed
    while seen["cases"] < given.cases:
        number += 1
        try:
            result = heard(document := case(number), engines)
        except Refused:
            seen["refused"] += 1
            continue
        seen += weighed(result.replay)
        for engine, said in result.differing.items():
            found += 1
            print(f"case {number}, {engine}: {said}", flush=True)
            if found <= given.shrink:
                print("  kept:", kept(shrunk(document, engine), f"case-{number}-{engine.replace(' ', '-')}", f"{engine}: {said}", given.keep), flush=True)
    print(", ".join(f"{name} {count}" for name, count in seen.items()), f"· {' '.join(('reference', *engines))}", f"· {time.process_time() - began:.0f} s")
    print(f"{seen['cases']} cases, {seen['entries']} entries, {found} disagreements")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
