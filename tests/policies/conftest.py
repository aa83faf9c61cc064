"""A public log on its way: imported through a shipped mapping, replayed, and the figures that came out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from kaohe.engine.event_file import read_events
from kaohe.engine.form import form_streams
from kaohe.engine.intake.import_rows import import_rows
from kaohe.engine.intake.report import ImportReport
from kaohe.engine.roster_from_events import roster_from_events
from kaohe.rules.library import load_mapping, load_policy
from kaohe.rules.shelf import SHIPPED
from kaohe.scoring.run import Run, run

Key = tuple[str, str, str | None]
"""Clause, subject, and what the tally is split by (None: the whole)."""


@dataclass(frozen=True)
class Assessed:
    """What the imports reported, what the run made of the events, and its figures by key."""

    reports: tuple[ImportReport, ...]
    result: Run

    @property
    def figures(self) -> dict[Key, tuple[Fraction, Fraction, Fraction]]:
        """Sum or hits, rows, value; all that the run tallied of anybody."""
        return {
            (tally.clause, str(tally.subject), tally.split): (tally.numerator, tally.denominator, tally.value)
            for tally in self.result.scored.tallies
            if tally.value is not None
        }


Assess = Callable[..., Assessed]


@pytest.fixture(scope="session")
def importing() -> Callable[[str, str, Path, Path], ImportReport]:
    """Imports one file with ``mapping`` of the shipped policy ``name`` into the folder ``out``."""

    def call(name: str, mapping: str, file: Path, out: Path) -> ImportReport:
        policy = load_policy(SHIPPED / name).policy
        document, problems = load_mapping(SHIPPED / name / f"{mapping}.yaml")
        assert policy is not None
        assert document is not None, problems
        report = import_rows(document, [file], policy.vocabulary, out)
        assert report.problems == ()
        return report

    return call


@pytest.fixture(scope="session")
def assess(importing: Callable[[str, str, Path, Path], ImportReport]) -> Assess:
    """Imports files through mappings of the shipped policy ``name`` and replays it on the batch engine."""

    def call(name: str, files: Sequence[tuple[str, Path]], out: Path, engine: str = "batch") -> Assessed:
        reports = tuple(importing(name, mapping, file, out) for mapping, file in files)
        policy = load_policy(SHIPPED / name).policy
        assert policy is not None
        read = read_events([out], policy.vocabulary, policy.timezone)
        assert read.problems == ()
        roster = roster_from_events(form_streams(read.events, policy.vocabulary)[0], policy.vocabulary)
        return Assessed(reports, run(policy, roster, read.events, engine_name=engine))

    return call
