"""The batch engine over files larger than memory, in one process or several: the same parts, the same merge.

    files ──scout──► plan ──route──► spool: a file for each part, and the head's ──► head: links, corrections, acts
    each part ──part.judged──► partial on shelves ──merge──► replay, its ledger and clocks in pieces on disk

Memory holds one part in each process, the head, and some hundred thousand entries at a time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from kaohe.engine.batch.charge import Asked
from kaohe.engine.batch.disk.bind import Bins, OnDisk, bins, shelved
from kaohe.engine.batch.disk.crew import Died, Hands
from kaohe.engine.batch.disk.head import OFFICES, headed
from kaohe.engine.batch.disk.route import routed
from kaohe.engine.batch.disk.scout import Plan, SeenBy, picked, planned, scouted
from kaohe.engine.batch.disk.shares import shares
from kaohe.engine.batch.disk.spool import HEAD, Spooler, spooled
from kaohe.engine.batch.merge import Head, Told, merged
from kaohe.engine.batch.part import Given, Partial, judged_events
from kaohe.engine.event_table import event_columns
from kaohe.engine.events import Events
from kaohe.engine.events_in_files import InFiles
from kaohe.engine.meaning.localtime import last_instant
from kaohe.engine.memory import give_back
from kaohe.engine.progress import Progress
from kaohe.engine.roster import OfficeKind, Roster
from kaohe.engine.roster_from_events import implied
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem, problem

PART_ROWS = 500_000
"""Events of a part, about."""
REMEMBERED = 50_000
"""So many answers about who is charged a process keeps from one part to the next; about a kilobyte each."""


@dataclass(frozen=True, slots=True)
class Spread(InFiles):
    """The events of ``paths``, laid out in a ``folder`` for one question: ``rows`` of them, and whom they name.

    ``problems`` are those of rows that were left out. Whoever wants the events themselves gets them from the files.
    """

    folder: Path
    paths: tuple[Path, ...]
    policy: Policy
    plan: Plan
    as_of: date
    known_at: int | None
    rows: int
    problems: tuple[Problem, ...]
    named: dict[OfficeKind, frozenset[str]]


def lost(died: Died) -> Problem:
    """What is told when processes died of one part twice."""
    return problem("run.worker-lost", part=died.task + 1, code=died.code)


def spread(
    paths: Sequence[Path], policy: Policy, as_of: date, known_at: int | None, folder: Path, *,
    hands: Hands | None = None, part_rows: int = PART_ROWS, progress: Progress | None = None,
) -> Spread:  # fmt: skip
    """Lays the events of files out in an empty ``folder``. ``known_at`` in µs (None: all)."""
    hands = hands or Hands()
    piles, spool = folder / "piles", folder / "spool"
    piles.mkdir()
    spool.mkdir()
    seen_by = SeenBy(last_instant(as_of, policy.timezone), known_at)
    tasks = list(enumerate(shares(paths)))
    steps = _Steps(progress, 2 * len(tasks))

    seen = hands.all(tasks, lambda task: scouted(*task, policy, seen_by, piles), steps.one)
    plan = planned(seen, picked(seen, piles), part_rows)
    del seen
    give_back()
    for file in piles.iterdir():
        file.unlink()
    found = hands.all(tasks, lambda task: routed(*task, policy, plan, spool), steps.one)
    named = {kind: frozenset().union(*(each.named[kind] for each in found)) for kind in OFFICES}
    problems = tuple(problem for each in found for problem in each.problems)
    return Spread(folder, tuple(paths), policy, plan, as_of, known_at, sum(each.rows for each in found), problems, named)


class _Steps:
    """Counts what is done, for whoever asks."""

    def __init__(self, progress: Progress | None, whole: int) -> None:
        self._progress, self._whole, self._done = progress, whole, 0

    def one(self) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._whole)


# --- the run ------------------------------------------------------------------------------------------


def told(
    policy: Policy, roster: Roster, laid: Spread, *, hands: Hands | None = None, progress: Progress | None = None
) -> Told:
    """The replay of what was laid out; its ledger, clocks and gate rows are pieces in the same folder.

    ``NoColumn``, ``Together``: only in memory, all at once, can this be told.
    """
    found = _told(policy, roster, laid, hands or Hands(), progress)
    gc.collect()  # the head is needed no longer
    give_back()
    return found


def _told(policy: Policy, roster: Roster, laid: Spread, hands: Hands, progress: Progress | None) -> Told:
    head, given = _headed(policy, roster, laid)
    kept = bins(roster, laid.rows)
    parts = range(len(laid.plan.ranges))
    steps = _Steps(progress, len(parts) + 1)
    asked: Asked = {}

    def part(number: int) -> Partial:
        """The last one is the head's own."""
        if number == len(parts):
            return shelved(head.partial(), kept, laid.folder, number)
        return _judged(number, given, laid.folder, kept, asked)

    with _settled():
        partials = hands.all(range(len(parts) + 1), part, steps.one)
    return merged(head, partials, OnDisk(laid.folder, kept, hands))


def _headed(policy: Policy, roster: Roster, laid: Spread) -> tuple[Head, Given]:
    """The head and what it gives to parts; rows that go on from it to parts are in the spool."""
    spool, columns = laid.folder / "spool", event_columns(policy.vocabulary)
    came = spooled(spool, HEAD, columns).table()
    head, given, (rows, part) = headed(policy, roster, [came], laid.plan, laid.as_of, laid.known_at)
    spooler = Spooler(spool, "held")
    spooler.add(Events([rows], columns), np.arange(len(part)), part)
    spooler.finish()
    return head, given


@contextmanager
def _settled() -> Iterator[None]:
    """What is there now stays: whoever looks for what can go need not look through it, nor copy it into another process."""
    gc.collect()
    give_back()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _judged(number: int, given: Given, folder: Path, kept: Bins, asked: Asked) -> Partial:
    """One part, read from the spool and put on shelves. What is ``asked`` is kept by the process for its next part."""
    columns = event_columns(given.policy.vocabulary)
    found = shelved(judged_events(spooled(folder / "spool", number, columns), given, asked), kept, folder, number)
    if sum(map(len, asked.values())) > REMEMBERED:
        asked.clear()
    gc.collect()  # streams, boards and what is remembered of them point at each other
    gc.freeze()  # what is left is kept for the next part: nobody looks through it again, which took 20 ms a part
    return found


def roster_of(laid: Spread) -> Roster:
    """The roster that the events imply."""
    return implied(laid.named["unit"], laid.named["leader"])
