"""The main job on Spark: events read where they lie, judged in parts on a cluster, scored here.

    files --engine.batch.spark--> parts --replay--> a ledger in pieces --score--> Run
"""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from kaohe.engine.batch import Told, disk, spark, told
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
from kaohe.scoring.job import Offices, Prepared, Read, ready, roster_for
from kaohe.scoring.run import Run


def cast(session: spark.Session, as_of: date | None, known_at: int | None) -> Read:
    """How ``job.prepared`` sends events to a cluster, for this question. Every file must be Parquet of ours."""
    return partial(_read, session, as_of, known_at)


def _read(session: spark.Session, as_of: date | None, known_at: int | None, inputs: Inputs, policy: Policy) -> Prepared:
    paths = [str(path.absolute()) for path in event_files(inputs.events)]
    found = spark.sources(session, paths)
    flaws = spark.flaws(found, policy)
    if flaws:
        return ready(policy, ((), flaws), Offices(Roster()), lambda _: ())
    laid = spark.spread(session, found, policy, as_of or policy.period.to, known_at)
    offices = roster_for(inputs, policy, lambda: spark.roster_of(laid))

    def unknown(roster: Roster) -> tuple[Problem, ...]:
        return worded(strangers_among(roster, laid.named, lambda kind, ids: disk.first_naming(kind, ids, inputs.events, policy)))

    return ready(policy, (laid, ()), offices, unknown)


def run_cast(
    policy: Policy, roster: Roster, laid: spark.Cast, folder: Path, inputs: Inputs, progress: Progress | None
) -> Run:
    """As ``run.run`` with the batch engine; pieces of the ledger are kept in the empty ``folder`` while the run lasts."""
    try:
        found = spark.told(policy, roster, laid, folder, progress=progress)
    except (Together, NoColumn):
        found = _in_memory(policy, roster, laid, inputs)
    scored = score(policy, roster, found.replay, laid.as_of)
    return Run(policy, roster, laid.as_of, laid.known_at, "spark", found.replay, scored, found.vectorised)


def _in_memory(policy: Policy, roster: Roster, laid: spark.Cast, inputs: Inputs) -> Told:
    """What one part says hangs on another, or no column holds it: all is looked at together, here."""
    events = read_columns(inputs.events, policy.vocabulary, policy.timezone).events
    return told(policy, roster, events, laid.as_of, laid.known_at)
