"""kaohe (考核): assessment rules for offices as code; every point leads to a clause and an event.

::

 policies/*.yaml     rules/            engine/               scoring/          workbench/, reports/
 +-------------+   +-----------+   +-------------------+   +-------------+   +----------------------+
 | YAML + cases|-->| checked   |-->| reference: the    |-->| shapes, caps|-->| card, why, why-not,  |
 +-------------+   | policy    |   | meaning; batch,   |   | cards, ranks|   | workbook, pages, Word|
                   +-----------+   | stream: the same  |   +-------------+   +----------------------+
  databases, workbooks, CSV, -->   | = ledger + tallies|                        commands/, cli.py
  JSONL, Parquet: pull, intake     +-------------------+

Data goes left to right, imports right to left. The small public face::

    import kaohe

    policy = kaohe.load("policies/lishi")
    result = kaohe.run(policy, "events.parquet", roster="roster.yaml")
    result.cards      # pyarrow.Table
    result.ledger     # pyarrow.Table: the points of a card's rows add up to its total
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kaohe.rules.policy import Policy
    from kaohe.rules.problem import Problem
    from kaohe.scoring.run import Run

__all__ = ["Refused", "Result", "load", "run"]


class Refused(ValueError):  # noqa: N818 - it is the input that is refused, not an error of ours
    """Something given to kaohe has problems: ``problems``, worded in ``str(refused)``."""

    def __init__(self, problems: Sequence[Problem], texts: dict[str, str] | None = None) -> None:
        from kaohe.rules.say import render

        super().__init__(render(problems, texts or {}, "zh"))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Result:
    """A run: ``run`` has everything as records; the tables are its ledger, tallies and cards in Arrow."""

    run: Run
    problems: tuple[Problem, ...]

    @property
    def ledger(self) -> Any:
        """Every entry (``pyarrow.Table``), in ledger order."""
        from kaohe.engine.ledger_file import LEDGER
        from kaohe.engine.records import table_of

        return table_of(LEDGER, self.run.scored.entries)

    @property
    def tallies(self) -> Any:
        """The counts behind rates, measures and frequencies (``pyarrow.Table``)."""
        from kaohe.engine.ledger_file import TALLIES

        return TALLIES.table(list(self.run.scored.tallies))

    @property
    def cards(self) -> Any:
        """One row per card (``pyarrow.Table``): subject, total, grade, rank; exact figures as text."""
        from kaohe.scoring.cards_file import cards_table

        return cards_table(self.run.scored.cards)


def load(path: str | Path) -> Policy:
    """The policy at ``path`` (a file or a folder with ``policy.yaml``). ``Refused`` when it has problems."""
    from kaohe.rules.library import load_policy

    checked = load_policy(Path(path))
    if checked.policy is None:
        raise Refused(checked.problems, dict(checked.texts))
    return checked.policy


def run(
    policy: Policy,
    events: str | Path | Sequence[str | Path],
    *,
    roster: str | Path | None = None,
    as_of: str | date | None = None,
    engine: str = "batch",
) -> Result:
    """Replays event files under ``policy`` and scores what happened.

    ``roster`` None: the subjects named in the events. ``as_of`` (inclusive) defaults to the period's
    last day. Rows that cannot be read are in ``problems``; ``Refused`` when the roster has problems.
    """
    from kaohe.scoring.job import prepare_for
    from kaohe.scoring.run import run as run_job

    paths = [events] if isinstance(events, str | Path) else list(events)
    ready = prepare_for(policy, tuple(Path(path) for path in paths), Path(roster) if roster else None)
    if ready.policy is None:
        raise Refused(ready.problems, dict(ready.texts))
    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    done = run_job(policy, ready.roster, ready.events, as_of=day, engine_name=engine)
    return Result(done, (*ready.problems, *done.scored.notices))
