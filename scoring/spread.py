"""The main job over events that are laid out on disk: in several processes, or larger than memory.

    files --engine.batch.disk--> parts --replay--> a ledger in pieces --score--> Run

Scoring goes through the pieces twice, each time by all hands: ordered, filed and bundled; with what cards add, and summed.
Which way a run goes changes nothing in what it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

from kaohe.engine.batch import Told, disk, told
from kaohe.engine.batch.disk.shares import shares
from kaohe.engine.batch.merge import Together
from kaohe.engine.event_file import event_files, read_columns
from kaohe.engine.events import NoColumn
from kaohe.engine.progress import Progress
from kaohe.engine.roster import Roster
from kaohe.engine.strangers import strangers_among, worded
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem
from kaohe.scoring.from_replay import score
from kaohe.scoring.inputs import Inputs
from kaohe.scoring.job import Prepared, Read, ready, roster_for
from kaohe.scoring.run import Run

HELD = 5_000_000
"""So many events are held in memory; more are laid out on disk unless somebody says otherwise."""
_BYTES = 100
"""About so many bytes a row of a file takes that does not say how many rows it has."""


def is_large(paths: Sequence[Path]) -> bool:
    """Whether the files hold more events than are held in memory, as far as they tell beforehand."""
    there = [path for path in event_files(paths) if path.is_file()]
    with suppress(OSError, ValueError):
        return sum(share.rows or share.path.stat().st_size // _BYTES for share in shares(there)) > HELD
    return False


def laid_out(
    as_of: date | None, known_at: int | None, folder: Path, hands: disk.Hands, progress: Progress | None
) -> Read:
    """How ``job.prepared`` reads events to disk, for this question. ``folder`` is empty, and is kept while the run lasts."""
    return partial(_read, as_of, known_at, folder, hands, progress)


def _read(
    as_of: date | None, known_at: int | None, folder: Path, hands: disk.Hands, progress: Progress | None,
    inputs: Inputs, policy: Policy,
) -> Prepared:  # fmt: skip
    laid = disk.spread(inputs.events, policy, as_of or policy.period.to, known_at, folder, hands=hands, progress=progress)
    offices = roster_for(inputs, policy, lambda: disk.roster_of(laid))

    def unknown(roster: Roster) -> tuple[Problem, ...]:
        return worded(strangers_among(roster, laid.named, lambda kind, ids: disk.first_naming(kind, ids, inputs.events, policy)))

    return ready(policy, (laid, laid.problems), offices, unknown)


def run_spread(policy: Policy, roster: Roster, laid: disk.Spread, hands: disk.Hands, progress: Progress | None) -> Run:
    """As ``run.run`` with the batch engine. ``disk.Died``: a part could not be judged, or not be scored. What is to be
    told of the ``hands`` is told by who asked them last.
    """
    try:
        found = disk.told(policy, roster, laid, hands=hands, progress=progress)
    except (Together, NoColumn):
        found = _in_memory(policy, roster, laid, progress)
    scored = score(policy, roster, found.replay, laid.as_of)
    return Run(policy, roster, laid.as_of, laid.known_at, "batch", found.replay, scored, found.vectorised)


def _in_memory(policy: Policy, roster: Roster, laid: disk.Spread, progress: Progress | None) -> Told:
    """What one part says hangs on another, or no column holds it: all is looked at together."""
    events = read_columns(laid.paths, policy.vocabulary, policy.timezone).events
    return told(policy, roster, events, laid.as_of, laid.known_at, progress=progress)
