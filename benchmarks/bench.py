"""The whole job beside hand-written DuckDB and Polars, rule engines, and merely reading the file: ``make bench``.

    python benchmarks/bench.py [EVENTS]          ten million events unless said

    heavy year ──► kaohe run · lishi.sql · lishi_polars.py · pyarrow reading it      one round after another
                ──► ledgers compared row by row; a difference is a failure
    smaller years ──► a county's year, because-events left out, ZEN, durable-rules; ``--help`` and ``why``

Every figure comes from processes of their own, start included. Rounds are repeated while the time allowed lasts (five
at most); a ratio is the median of the ratios of its rounds. Writes ``build/bench.json``; what does not meet its
requirement is printed as such. Exit code 1: ledgers or firings differ.
"""

from __future__ import annotations

import importlib.metadata
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent / "peers"))

import duckdb
import pyarrow.parquet as pq
from compare import compared
from contestants import NEEDED, ORDERED, PEERS, contestants, job
from timed import KAOHE, ROOT, Ran, cpu, median, ran, wall

PACKAGES = ("numpy", "pyarrow", "duckdb", "polars", "zen-engine", "durable-rules")
MOST_ROUNDS = 5
UNKNOWN = 999.0
"""What stands for a cost that could not be measured; why not is said."""
WHY_LIMIT = 60.0
"""Seconds after which an explanation is given up."""
REQUIRED = {
    "vs_duckdb": (">=", 5.0), "vs_polars": (">=", 5.0), "vs_durable": (">=", 100.0), "vs_zen": (">=", 100.0),
    "vs_read": ("<=", 8.0), "two_processes": (">=", 1.4), "trace_cost": ("<=", 1.5), "county_year_s": ("<=", 1.5),
    "help_s": ("<=", 0.3), "why_s": ("<=", 0.5),
}  # fmt: skip
"""What is asked of each figure."""
MEANS = {
    "events": "events of the main year",
    "kaohe_s": "wall seconds of `kaohe run` on it, as it comes",
    "vs_duckdb": "wall seconds of DuckDB ÷ ours, each on the cores there are",
    "vs_polars": "wall seconds of Polars ÷ ours, each on the cores there are",
    "vs_durable": "processor seconds of durable-rules for an event it is handed ÷ ours for an event of the whole job",
    "vs_zen": "the same of ZEN",
    "vs_read": "processor seconds of our whole job ÷ pyarrow's for reading the columns that say something",
    "two_processes": "wall seconds of `--on-disk --processes 1` ÷ `--on-disk --processes 2`",
    "trace_cost": "processor seconds with because-events ÷ without",
    "county_year_s": "wall seconds of `kaohe run` on a county's year, start included",
    "help_s": "wall seconds of `kaohe --help`",
    "why_s": "wall seconds of `kaohe why ENTRY` on the main year, its events kept",
}


@dataclass
class Figures:
    """What was measured: runs by name, figures by key, and what went wrong."""

    runs: dict[str, list[Ran]] = field(default_factory=dict)
    values: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def ratio(self, name: str, beside: str, of: str = "wall") -> float:
        """The median over rounds of one's seconds divided by the other's; 0: one of them did not end well."""
        if len(self.runs.get(name, ())) != len(self.runs.get(beside, ())):
            return 0.0
        pairs = zip(self.runs[name], self.runs[beside], strict=True)
        return statistics.median(getattr(one, of) / getattr(other, of) for one, other in pairs)

    def judged(self, what: str, ours: Path, theirs: Path) -> None:
        """Both ledgers must say the same, and something."""
        found = compared(ours, theirs)
        said = f"{what}: {found.rows:,} ledger rows compared, only ours {found.only_ours:,}, only theirs {found.only_theirs:,}"
        self.notes.append(said)
        if not found.equal:
            self.failures += [said, *found.shown]


# --- years --------------------------------------------------------------------------------------------


_MADE: set[Path] = set()


def year(folder: Path, events: int) -> Path:
    """A heavy year of about so many events; its folder. Years of one size are one year."""
    made = folder / f"year-{events}"
    if made in _MADE:
        return made
    _MADE.add(made)
    shutil.rmtree(made, ignore_errors=True)
    ran([sys.executable, "benchmarks/heavy.py", str(events), str(made)])
    return made


def rows_of(made: Path) -> int:
    """How many events a year has."""
    return int(pq.read_metadata(made / "events.parquet").num_rows)


def asked_of(query: str) -> list[tuple[Any, ...]]:
    """What a query over files answers."""
    return duckdb.connect().execute(query).fetchall()


# --- the main year ------------------------------------------------------------------------------------


def rounds(made: Path, until: float, figures: Figures) -> None:
    """Runs every contestant in turn, again while a further round would end in time. Who fails is out, and it is said."""
    commands = contestants(made)
    for number in range(MOST_ROUNDS):
        began = time.monotonic()
        for name, command in list(commands.items()):
            for out in ("run", "run-one", "run-two"):
                if str(made / out) in command:
                    shutil.rmtree(made / out, ignore_errors=True)
            try:
                figures.runs.setdefault(name, []).append(ran(command, POLARS_MAX_THREADS="2"))
            except RuntimeError as failed:
                figures.failures.append(str(failed))
                del figures.runs[name], commands[name]
        took = time.monotonic() - began
        figures.notes.append(f"round {number + 1}: {took:.0f} s")
        kept = figures.runs["kaohe"][-1].wall  # as long again for the run that is asked why
        if time.monotonic() + took + kept > until:
            break


def main_year(made: Path, until: float, figures: Figures) -> None:
    """Rounds and ratios."""
    rounds(made, until, figures)
    events, values = rows_of(made), figures.values
    values["events"], values["kaohe_s"] = events, median(figures.runs["kaohe"], wall)
    values["vs_duckdb"], values["vs_polars"] = figures.ratio("duckdb", "kaohe"), figures.ratio("polars", "kaohe")
    values["vs_read"] = figures.ratio("kaohe", "read", "cpu")
    values["two_processes"] = figures.ratio("kaohe, one process", "kaohe, two processes")
    figures.notes.append(f"processor seconds beside reading with texts packed: {figures.ratio('kaohe', 'read, texts packed', 'cpu'):.1f}")
    figures.notes.append(f"by processor seconds: DuckDB ÷ ours {figures.ratio('duckdb', 'kaohe', 'cpu'):.2f}, Polars ÷ ours {figures.ratio('polars', 'kaohe', 'cpu'):.2f}")
    for name in ORDERED:
        share = figures.ratio(f"{name}, rows in order", name, "cpu")
        figures.notes.append(f"{name}: of its processor seconds {share:.0%} go into reading {len(NEEDED)} columns and putting them in order")
    rows = pq.read_metadata(made / "run" / "ledger.parquet").num_rows
    figures.notes.append(f"{events:,} events, {rows:,} ledger rows ({rows / events:.2f} an event), {values['kaohe_s'] / events * 1e6:.2f} µs an event")


def ledgers_compared(made: Path, figures: Figures) -> None:
    """Whether all say the same. After all that is measured: a process begins with the peak of the one that starts it."""
    ledger = made / "run" / "ledger.parquet"
    for name in ("duckdb", "polars"):
        if name in figures.runs:
            figures.judged(name, ledger, made / f"{name}.parquet")
    figures.judged("two processes", ledger, _clauses(made / "run-two"))
    figures.judged("one process", ledger, _clauses(made / "run-one"))


def _clauses(run: Path) -> Path:
    """The rows of clauses of our own ledger, as a peer writes them."""
    out = run / "clauses.parquet"
    asked_of(f"copy (select * from read_parquet('{run / 'ledger.parquet'}') where clause not like 'card.%') to '{out}' (format parquet)")
    return out


def why(made: Path, runs: int, figures: Figures) -> None:
    """How long one entry of the main year takes to explain, by a run that kept its events."""
    run = made / "kept"
    figures.runs["kaohe --keep-events"] = [ran(job(made, run, "--keep-events"))]
    entry = asked_of(f"select entry from read_parquet('{run / 'ledger.parquet'}') where clause = 'control-new.finish' and part = 'late' limit 1")[0]
    command = [*KAOHE, "why", entry[0], "--run", str(run)]
    try:
        figures.runs["why"] = [ran(command, WHY_LIMIT)]
    except RuntimeError as failed:
        figures.notes.append(f"`kaohe why` was given up after {WHY_LIMIT:g} s: {failed}")
        figures.values["why_s"] = WHY_LIMIT
        return
    while len(figures.runs["why"]) < runs and sum(one.wall for one in figures.runs["why"]) < WHY_LIMIT / 2:
        figures.runs["why"].append(ran(command))
    figures.values["why_s"] = median(figures.runs["why"], wall)


# --- smaller things -----------------------------------------------------------------------------------


def small_things(folder: Path, given: Namespace, figures: Figures) -> None:
    """The county's year, ``--help``, and what because-events cost."""
    county, traced = year(folder, given.county), year(folder, given.traced)
    ran([*KAOHE, "--help"])  # bytecode
    figures.runs["help"] = [ran([*KAOHE, "--help"]) for _ in range(given.runs)]
    figures.values["help_s"] = median(figures.runs["help"], wall)
    figures.runs["county"] = [ran(job(county, county / f"county-{n}")) for n in range(given.runs)]
    figures.values["county_year_s"] = median(figures.runs["county"], wall)
    figures.notes.append(f"a county's year: {rows_of(county):,} events; because-events: {rows_of(traced):,} events")
    try:
        trace_cost(traced, max(1, given.runs * 3 // 5), figures)
    except RuntimeError as failed:
        figures.failures.append(str(failed))
        figures.values["trace_cost"] = UNKNOWN


def trace_cost(traced: Path, runs: int, figures: Figures) -> None:
    """The job with and without because-events, in turn."""
    for n in range(runs):
        with_them, without = job(traced, traced / f"traced-{n}"), job(traced, traced / f"bare-{n}")
        figures.runs.setdefault("with because", []).append(ran(with_them))
        figures.runs.setdefault("without because", []).append(ran([sys.executable, "benchmarks/untraced.py", *without[len(KAOHE) :]]))
    figures.values["trace_cost"] = figures.ratio("with because", "without because", "cpu")
    bare = asked_of(f"select count(*), sum(len(because)) from read_parquet('{traced / 'bare-0' / 'ledger.parquet'}')")[0]
    if not bare[0] or bare[1]:
        figures.failures.append(f"without because-events: {bare[0]} entries cite {bare[1]} events")


def rule_engines(folder: Path, given: Namespace, figures: Figures) -> None:
    """ZEN and durable-rules on the clauses at events: seconds for an event handed to them, and what they fire."""
    made = year(folder, given.matched)
    ran(job(made, made / "fired"))
    query = f"select clause, event from read_parquet('{made / 'fired' / 'ledger.parquet'}') where part = 'charge' and role = 'unit'"
    ours = set(asked_of(query))
    for name in ("durable", "zen"):
        told = [matched(name, made) for _ in range(given.runs)]
        seconds = statistics.median(one.seconds for one in told)
        figures.values[f"{name}_handed_s"] = seconds / told[0].handed
        fired = {tuple(line.split("\t")) for line in (made / f"{name}.tsv").read_text(encoding="utf-8").splitlines()}
        figures.notes.append(
            f"{name}: {told[0].handed:,} of {told[0].events:,} events handed over, {seconds / told[0].handed * 1e6:.1f} µs each, "
            f"{len(fired):,} firings compared, {len(fired ^ ours)} differ"
        )
        if not ours or fired != ours:
            figures.failures.append(f"{name} fires otherwise: {sorted(fired ^ ours)[:5]}")
    whole_job_on_rules(made, figures)


def whole_job_on_rules(made: Path, figures: Figures) -> None:
    """The whole job on durable-rules, as kaohe's own stream engine has it: every event handed over, the same ledger."""
    figures.runs["kaohe --engine stream"] = [ran(job(made, made / "streamed", "--engine", "stream"))]
    figures.values["streamed_s"] = figures.runs["kaohe --engine stream"][0].cpu / rows_of(made)
    figures.judged("durable-rules, the whole job", _clauses(made / "fired"), _clauses(made / "streamed"))


@dataclass(frozen=True)
class Matched:
    """Processor seconds of the matching; of so many events so many were handed to the engine."""

    seconds: float
    events: int
    handed: int


def matched(name: str, made: Path) -> Matched:
    """One process of a rule engine."""
    command = [sys.executable, str(PEERS / f"lishi_{name}.py"), str(made), str(made / f"{name}.tsv")]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
    _, seconds, events, handed, _ = said.split("\t")
    return Matched(float(seconds), int(events), int(handed))


# --- what is told -------------------------------------------------------------------------------------


def finished(figures: Figures) -> dict[str, float]:
    """The figures of ``build/bench.json``, in the order of ``MEANS``."""
    ours = median(figures.runs["kaohe"], cpu) / figures.values["events"]
    figures.notes.append(f"the whole job on durable-rules (`--engine stream`): {figures.values.pop('streamed_s') / ours:.0f} times our processor seconds an event")
    for name in ("durable", "zen"):
        figures.values[f"vs_{name}"] = figures.values.pop(f"{name}_handed_s") / ours
    made = {name: round(figures.values[name], 3) for name in MEANS}
    made["events"] = int(made["events"])
    assert all(math.isfinite(value) for value in made.values())
    return made


def lines(figures: Figures, values: dict[str, float]) -> Iterator[str]:
    """The tables, as lines."""
    yield f"Python {platform.python_version()}, {os.cpu_count()} processors, {', '.join(_version(name) for name in PACKAGES)}"
    yield f"{'':24} {'runs':>4} {'wall s':>8} {'processor s':>12} {'cores':>6} {'peak MB':>8}"
    for name, runs in figures.runs.items():
        seconds, used = median(runs, wall), median(runs, cpu)
        yield f"{name:24} {len(runs):4} {seconds:8.2f} {used:12.2f} {used / seconds:6.2f} {max(one.peak_mb for one in runs):8.0f}"
    yield ""
    for name, value in values.items():
        yield f"{name:15} {value:>12} {_met(name, value):34} {MEANS[name]}"
    yield ""
    yield from figures.notes
    yield from (f"FAILED {said}" for said in figures.failures)


def _met(name: str, value: float) -> str:
    if name not in REQUIRED:
        return ""
    sign, asked = REQUIRED[name]
    kept = value >= asked if sign == ">=" else value <= asked
    return f"{sign} {asked:g}: {'met' if kept else 'NOT MET'}"


def _version(name: str) -> str:
    try:
        return f"{name} {importlib.metadata.version(name)}"
    except importlib.metadata.PackageNotFoundError:
        return f"{name} not installed"


def arguments(said: Sequence[str] | None = None) -> Namespace:
    asked = ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("events", type=int, nargs="?", default=10_000_000)
    asked.add_argument("--county", type=int, default=60_000, help="events of the county's year")
    asked.add_argument("--traced", type=int, default=1_000_000, help="events of the year measured without because-events")
    asked.add_argument("--matched", type=int, default=100_000, help="events of the rule engines' year")
    asked.add_argument("--runs", type=int, default=5, help="of small things")
    asked.add_argument("--seconds", type=int, default=480, help="no further round begins that would end later")
    asked.add_argument("--out", type=Path, default=ROOT / "build" / "bench.json")
    asked.add_argument("--folder", type=Path, help="where the years are made (left there); else a temporary folder")
    return asked.parse_args(said)


def bench(given: Namespace, folder: Path) -> int:
    """Measures everything; the exit code."""
    until, figures = time.monotonic() + given.seconds, Figures()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    small_things(folder, given, figures)
    rule_engines(folder, given, figures)
    made = year(folder, given.events)
    main_year(made, until, figures)
    why(made, given.runs, figures)
    ledgers_compared(made, figures)
    values = finished(figures)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
    print("\n".join(lines(figures, values)))
    return 1 if figures.failures else 0


def main() -> int:
    given = arguments()
    if given.folder is not None:
        return bench(given, given.folder.resolve())
    with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as folder:
        return bench(given, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
