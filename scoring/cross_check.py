"""One run, two engines: replays on a second engine and compares row by row.

    receipt["cross_check"] = {"engine", "against", "events", "matters", "of", "seed",
                              "entries", "disagreements", "shared_modules"}
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kaohe.engine.agreement import Disagreement, disagreements, shared_modules
from kaohe.engine.engines import engine
from kaohe.engine.event import Event
from kaohe.engine.ledger import Replay
from kaohe.engine.progress import Progress
from kaohe.engine.sample import Sample, sample
from kaohe.rules.problem import Problem, notice, problem
from kaohe.scoring.run import Run

MOST = 200_000
"""Up to so many events every case is replayed again; beyond, a sample of whole matters of this size."""
SEED = 20260101
SHOWN = 20
"""Disagreements worded one by one; the receipt counts all."""


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """Which engine checked which, on what, how many rows it looked at, and what differed."""

    engine: str
    against: str
    sample: Sample
    entries: int
    found: tuple[Disagreement, ...]
    shared: tuple[str, ...]

    def receipt(self) -> dict[str, Any]:
        return {
            "engine": self.engine, "against": self.against,
            "events": len(self.sample.events), "matters": self.sample.matters, "of": self.sample.of,
            "seed": self.sample.seed, "entries": self.entries,
            "disagreements": len(self.found), "shared_modules": list(self.shared),
        }  # fmt: skip

    def problems(self) -> tuple[Problem, ...]:
        """A problem for each disagreement, or one notice that says how many entries were alike."""
        facts = {"engine": self.engine, "against": self.against, "entries": self.entries}
        if self.found:
            worded = (self._worded(one) for one in self.found[:SHOWN])
            return (*worded, problem("run.engines-differ-often", **facts, count=len(self.found)))
        facts |= {"matters": self.sample.matters}
        if self.sample.seed is None:
            return (notice("run.engines-agree", **facts),)
        return (notice("run.engines-agree-on-sample", **facts, of=self.sample.of, seed=self.sample.seed),)

    def _worded(self, one: Disagreement) -> Problem:
        return problem(
            "run.engines-differ", engine=self.engine, against=self.against,
            record=one.record, row=one.row, field=one.field or "", one=one.one, other=one.other,
        )  # fmt: skip


def second_engine(first: str) -> str:
    """The engine that checks ``first`` when none is named: the reference; the reference by batch."""
    return "batch" if first == "reference" else "reference"


def cross_check(
    done: Run,
    events: Sequence[Event],
    against: str,
    *,
    most: int = MOST,
    seed: int = SEED,
    progress: Progress | None = None,
) -> CrossCheck:
    """Replays ``events`` on ``against`` and compares with ``done``.

    On a sample both engines replay the sample: caps and rates over all cases have no part to compare.
    """
    drawn = sample(events, done.policy.vocabulary, most, seed)
    one = done.replay if drawn.seed is None else _replay(done, done.engine, drawn.events, None)
    other = _replay(done, against, drawn.events, progress)
    found = disagreements(one, other)
    return CrossCheck(done.engine, against, drawn, len(one.entries), found, shared_modules(done.engine, against))


def _replay(done: Run, name: str, events: Sequence[Event], progress: Progress | None) -> Replay:
    return engine(name)(done.policy, done.roster, events, done.as_of, done.known_at, progress=progress)
