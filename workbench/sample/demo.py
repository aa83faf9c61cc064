"""The demonstration: a shipped policy, a sample year for it, and where its run goes."""

from __future__ import annotations

import errno
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.library import load_policy, load_roster_document
from kaohe.rules.policy import Policy
from kaohe.rules.shelf import SHIPPED
from kaohe.workbench.sample.plan import SMALLEST
from kaohe.workbench.sample.tracks import TRACKS
from kaohe.workbench.sample.traps import trapped
from kaohe.workbench.sample.unrolled import unrolled
from kaohe.workbench.sample.year import shuffled, write_sample, write_year

DEMOS = {name: SHIPPED / name for name in ("lishi", *TRACKS)}
"""Policies that a sample year can be made for: 离石's reproduces published figures, the others are data."""
LISHI_CASES = 3000
_MARK = ".kaohe-demo"


@dataclass(frozen=True, slots=True)
class Laid:
    """Where the sample year and its run stand; ``cases`` as made, at least ``plan.SMALLEST``."""

    cases: int
    events: Path
    run: Path
    rows: int


def lay_out(policy: Path, out: Path, cases: int | None, seed: int) -> Laid:
    """Writes the sample year into ``out`` and clears the run of an earlier demonstration there.

    ``cases`` None: as many as this policy's year has by itself. Only a folder that a demonstration made (it
    bears a mark) is used again; ``FileExistsError`` for any other that holds something.
    """
    out.mkdir(parents=True, exist_ok=True)
    run = out / "run"
    if (out / _MARK).exists():
        shutil.rmtree(run, ignore_errors=True)
    elif any(out.iterdir()):
        raise FileExistsError(errno.EEXIST, "not a demonstration's", str(out))
    (out / _MARK).touch()
    scheme = load_policy(policy).policy
    assert scheme is not None, f"the shipped policy {policy.name} does not load"
    events = out / "events.parquet"
    if scheme.name in TRACKS:
        count = max(cases or TRACKS[scheme.name].cases, 1)
        table = track_year(scheme, policy / "roster.yaml", count, seed)
        return Laid(count, events, run, write_year(events, table, scheme.vocabulary, scheme.timezone))
    count = max(cases or LISHI_CASES, SMALLEST)
    rows = write_sample(events, scheme.vocabulary, scheme.calendar, scheme.timezone, count, seed)
    return Laid(count, events, run, rows)


def track_year(scheme: Policy, roster_file: Path, cases: int, seed: int) -> pa.Table:
    """The sample year of a policy that has its year as data, with the traps every registry holds."""
    document, problems = load_roster_document(roster_file)
    assert document is not None, problems
    roster, flaws = roster_from_document(document, scheme.vocabulary)
    assert not [flaw for flaw in flaws if flaw.severity == "problem"], flaws
    rng = np.random.default_rng(seed)
    frames = unrolled(TRACKS[scheme.name], scheme, roster, cases, seed)
    return shuffled((each for frame in frames for each in trapped(frame, rng)), scheme.vocabulary, rng)
