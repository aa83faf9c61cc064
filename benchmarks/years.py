"""The demo years of the five policies of offices, in full, on every engine: one ledger each.

    python benchmarks/years.py [ENGINE …]      reference, batch and stream unless said

    policy ──kaohe demo──► events ──kaohe run --engine …──► roots, and all files but the receipt, compared

Prints events, ledger rows and the processor seconds of each engine. Exit code 1: an engine says otherwise than the first.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq
from tabulate import tabulate
from timed import KAOHE, ran

POLICIES = ("lishi", "danfeng", "tongling", "erdao", "district")
ENGINES = ("reference", "batch", "stream")
ABOUT_ITSELF = "receipt.json"
"""Says which engine ran; of it the ledger's root and its counts are compared."""


@dataclass(frozen=True)
class Year:
    """What an engine made of a year: hashes of its files by name, the ledger's root, entries, processor seconds."""

    files: dict[str, str]
    root: str
    entries: int
    cpu: float

    def differing(self, other: Year) -> list[str]:
        """Names of what is not the same."""
        named = sorted({*self.files, *other.files})
        return ["root"] * (self.root != other.root) + [each for each in named if self.files.get(each) != other.files.get(each)]


def played(policy: str, engine: str, events: Path, out: Path) -> Year:
    """One engine on the year, from file to files, in a process of its own."""
    took = ran([*KAOHE, "run", "--policy", f"policies/{policy}", "--events", str(events), "--out", str(out), "--engine", engine])
    receipt = json.loads((out / ABOUT_ITSELF).read_text(encoding="utf-8"))
    files = {each.name: sha256(each.read_bytes()).hexdigest() for each in out.iterdir() if each.name != ABOUT_ITSELF}
    return Year(files, receipt["root"], receipt["counts"]["entries"], took.cpu)


def rows(engines: list[str], folder: Path) -> Iterator[tuple[list[object], list[str]]]:
    """For each policy a row of the table, and what differs."""
    for policy in POLICIES:
        ran([*KAOHE, "demo", "--policy", policy, "--out", str(folder / policy)])
        events = folder / policy / "events.parquet"
        years = {each: played(policy, each, events, folder / f"{policy}-{each}") for each in engines}
        first = years[engines[0]]
        differing = [f"{policy}, {each}: {', '.join(found)}" for each in engines[1:] if (found := years[each].differing(first))]
        seconds = [f"{years[each].cpu:.1f}" for each in engines]
        yield [policy, pq.read_metadata(events).num_rows, first.entries, first.root[:12], *seconds], differing


def main() -> int:
    """Plays, prints, and says whether all is the same."""
    engines = sys.argv[1:] or list(ENGINES)
    with tempfile.TemporaryDirectory(prefix="kaohe-years-") as folder:
        found = list(rows(engines, Path(folder)))
    print(tabulate([row for row, _ in found], ["policy", "events", "entries", "root", *(f"{each} s" for each in engines)], tablefmt="github"))
    differing = [each for _, told in found for each in told]
    empty = [row[0] for row, _ in found if not row[2]]
    print(f"{len(found)} years, {len(engines)} engines, {len(differing)} differ", *differing, sep="\n")
    return 1 if differing or empty else 0


if __name__ == "__main__":
    sys.exit(main())
