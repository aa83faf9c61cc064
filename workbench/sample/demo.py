"""The demonstration: a shipped policy, a sample year for it, and where its run goes."""

from __future__ import annotations

import errno
import shutil
from dataclasses import dataclass
from pathlib import Path

from kaohe.rules.library import load_policy
from kaohe.rules.shelf import SHIPPED
from kaohe.workbench.sample.plan import SMALLEST
from kaohe.workbench.sample.year import write_sample

DEMOS = {"lishi": SHIPPED / "lishi"}
"""Policies that a sample year can be made for."""
_MARK = ".kaohe-demo"


@dataclass(frozen=True, slots=True)
class Laid:
    """Where the sample year and its run stand; ``cases`` as made, at least ``plan.SMALLEST``."""

    cases: int
    events: Path
    run: Path
    rows: int


def lay_out(policy: Path, out: Path, cases: int, seed: int) -> Laid:
    """Writes the sample year into ``out`` and clears the run of an earlier demonstration there.

    Only a folder that a demonstration made (it bears a mark) is used again; ``FileExistsError`` for any
    other that holds something.
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
    rows = write_sample(events, scheme.vocabulary, scheme.calendar, scheme.timezone, cases, seed)
    return Laid(max(cases, SMALLEST), events, run, rows)
