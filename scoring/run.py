"""The main job as one function: policy, roster and events in; ledger, tallies and cards out.

load_policy -> events -> replay (an engine) -> score -> Run -> run_files.write_run
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kaohe.engine.engines import engine
from kaohe.engine.event import Event
from kaohe.engine.ledger import Replay
from kaohe.engine.progress import Progress
from kaohe.engine.roster import Roster
from kaohe.rules.policy import Policy
from kaohe.scoring.card import Scored
from kaohe.scoring.from_replay import score


@dataclass(frozen=True, slots=True)
class Run:
    """One replay of one year: what went in, what the engine saw, what the cards say.

    ``on_columns`` are the clauses that were judged on columns; none by engines that have no columns.
    """

    policy: Policy
    roster: Roster
    as_of: date
    known_at: int | None
    engine: str
    replay: Replay
    scored: Scored
    on_columns: tuple[str, ...] = ()


def run(
    policy: Policy,
    roster: Roster,
    events: Sequence[Event],
    *,
    as_of: date | None = None,
    known_at: int | None = None,
    engine_name: str = "reference",
    progress: Progress | None = None,
) -> Run:
    """Replays ``events`` and scores what happened.

    ``as_of`` defaults to the last day of the policy's period; ``known_at`` None admits every
    record. The same input gives the same ledger root, in whatever order the events come.
    ``progress`` is told how far the engine is.
    """
    day = as_of or policy.period.to
    replay, on_columns = _replayed(engine_name, policy, roster, events, day, known_at, progress)
    return Run(policy, roster, day, known_at, engine_name, replay, score(policy, roster, replay, day), on_columns)


def _replayed(
    name: str, policy: Policy, roster: Roster, events: Sequence[Event], day: date, known_at: int | None, progress: Progress | None
) -> tuple[Replay, tuple[str, ...]]:
    """What the engine says, and which clauses it judged on columns."""
    if name != "batch":
        return engine(name)(policy, roster, events, day, known_at, progress=progress), ()
    from kaohe.engine.batch import told

    found = told(policy, roster, events, day, known_at, progress=progress)
    return found.replay, found.vectorised
