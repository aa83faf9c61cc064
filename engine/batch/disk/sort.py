"""The events of a run in the order of its sorted copy (``engine.event_copy``), when they are more than memory holds.

    files ──by the range of their case──► a spool ──► what stands apart, then range after range

Links play no part here: a case stands where its own number says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kaohe.engine.batch.disk.crew import Hands
from kaohe.engine.batch.disk.keys import Ranges
from kaohe.engine.batch.disk.replay import Spread
from kaohe.engine.batch.disk.shares import Share, pieces, shares
from kaohe.engine.batch.disk.spool import HEAD, Spooler, spooled
from kaohe.engine.event_copy import stands_apart
from kaohe.engine.event_table import event_columns
from kaohe.engine.events import Events
from kaohe.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Sorted:
    """Events in ``parts`` of which each comes before the next: those that stand apart, and those of each range of cases."""

    folder: Path
    policy: Policy
    parts: int

    def __iter__(self) -> Iterator[Events]:
        columns = event_columns(self.policy.vocabulary)
        return (spooled(self.folder, part, columns) for part in (HEAD, *range(self.parts)))


def by_case(laid: Spread, hands: Hands) -> Sorted:
    """What was laid out, laid out once more beside it, by all ``hands``. ``Died``: one of them could not."""
    folder, ranges = laid.folder / "sorted", laid.plan.ranges
    folder.mkdir()
    hands.all(list(enumerate(shares(laid.paths))), lambda task: _cut(*task, laid.policy, ranges, folder))
    return Sorted(folder, laid.policy, len(ranges))


def _cut(number: int, share: Share, policy: Policy, ranges: Ranges, folder: Path) -> None:
    """Writes the rows of a share to the spool, under its number."""
    spooler, columns = Spooler(folder, str(number)), event_columns(policy.vocabulary)
    for table, _ in pieces(share, policy.vocabulary, policy.timezone):
        events = Events((table,), columns)
        part = np.where(stands_apart(events, policy.vocabulary), HEAD, ranges.of(events.column("case")))
        spooler.add(events, np.arange(len(events), dtype=np.int64), part)
    spooler.finish()
