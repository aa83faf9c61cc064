"""The batch engine in memory: the meaning of ``reference.replay`` at the speed of columns.

    events ──standing, links, order──► ground ──► desk: boards of complete streams ──► partial ──► merge

One part holds everything here. Larger than memory, or in several processes, the same parts are judged
by the same function (``part.judged``) and merged in the same place (``merge.merged``).

What is shared with the reference: ``correct`` and ``links`` for the few rows that are corrected or
linked; who answers, asked once for each sort of charge; the wording of texts; frequencies once the
bound days are known, checklists, appraisals, reversals, rulings, coverage. ``told`` says which clauses
ran on columns. So agreement of the two engines speaks for what they do apart, and for nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kaohe.engine import reference
from kaohe.engine.batch.desk import ROWS
from kaohe.engine.batch.ground import ground_of
from kaohe.engine.batch.merge import Head, Told, merged
from kaohe.engine.batch.part import STREAMS
from kaohe.engine.event import Event
from kaohe.engine.events import NoColumn
from kaohe.engine.ledger import Replay
from kaohe.engine.progress import Progress
from kaohe.engine.roster import Roster
from kaohe.rules.policy import Policy


def replay(
    policy: Policy,
    roster: Roster,
    events: Sequence[Event],
    as_of: date,
    known_at: int | None = None,
    *,
    progress: Progress | None = None,
) -> Replay:
    """What happened; see ``reference.replay``, whose answer it equals."""
    return told(policy, roster, events, as_of, known_at, progress=progress).replay


def told(
    policy: Policy,
    roster: Roster,
    events: Sequence[Event],
    as_of: date,
    known_at: int | None = None,
    *,
    progress: Progress | None = None,
    rows: int = ROWS,
) -> Told:
    """The replay with an account of how it came about; cases are judged in boards of about so many ``rows``."""
    try:
        world, ground = ground_of(policy, roster, events, as_of, known_at)
    except NoColumn:
        return Told(reference.replay(policy, roster, events, as_of, known_at, progress=progress), (), 0)
    head = Head(world, ground, STREAMS, rows)
    return merged(head, [head.partial(progress)])
