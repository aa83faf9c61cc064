"""A run from disk of a few events: laid out in parts of a few rows each, judged, and put together.

    events, shuffled ──► two files ──engine.batch.disk──► parts ──► one replay
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hard import World

from kaohe.engine.batch import Told, disk, told
from kaohe.engine.batch.merge import Together
from kaohe.engine.event import Event
from kaohe.engine.event_file import write_events
from kaohe.engine.events import NoColumn
from kaohe.engine.ledger import Replay
from kaohe.engine.roster import Roster
from kaohe.rules.policy import Policy


def told_from_disk(
    policy: Policy, roster: Roster, events: Sequence[Event], day: date, folder: Path, known_at: int | None = None,
    *, part_rows: int = 9, processes: int = 1,
) -> Told:  # fmt: skip
    """The run over two files with the events in another order; its ledger stays in the ``folder``, which is empty before.

    ``Together``, ``NoColumn``: only in memory can it be told.
    """
    mixed = random.Random(len(events)).sample(list(events), len(events))
    files = []
    for number, some in enumerate((mixed[::2], mixed[1::2])):
        files.append(folder / f"events{number}.parquet")
        write_events(some, files[-1], policy.vocabulary, policy.timezone)
    (folder / "work").mkdir()
    hands = disk.Hands(processes)
    laid = disk.spread(files, policy, day, known_at, folder / "work", hands=hands, part_rows=part_rows)
    assert len(laid) == len(events)
    assert not laid.problems
    return disk.told(policy, roster, laid, hands=hands)


def parts_of(folder: Path) -> int:
    """In how many parts that had rows the run in a ``folder`` was told."""
    return len({file.stem for file in (folder / "work/spool").glob("[0-9]*.*")})


@dataclass
class FromDisk:
    """Plays cases from disk, in parts of so many ``rows``; in memory where only there it can be told, as a run does.

    ``seen`` counts the cases, those really told from disk in several parts, and those told in memory together.
    """

    rows: int
    seen: Counter[str] = field(default_factory=Counter)

    def __call__(self, world: World) -> Replay:
        self.seen["from disk"] += 1
        with TemporaryDirectory() as folder:
            try:
                found = self._told(world, Path(folder))
            except (Together, NoColumn):
                self.seen["from disk: told together"] += 1
                return told(world.policy, world.roster, world.events, world.as_of, world.known_at).replay
        return found

    def _told(self, world: World, folder: Path) -> Replay:
        found = told_from_disk(world.policy, world.roster, world.events, world.as_of, folder, world.known_at, part_rows=self.rows)
        self.seen["from disk: in several parts"] += parts_of(folder) > 1
        return held(found.replay)


def held(replay: Replay) -> Replay:
    """The replay in memory: its files may go."""
    return Replay(**{each.name: tuple(getattr(replay, each.name)) for each in fields(Replay)})
