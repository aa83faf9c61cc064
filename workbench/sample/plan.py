"""How many cases of which sort a sample year has, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kaohe.workbench.sample import figures

UNITS = (
    *(f"street{n:02d}" for n in range(1, 8)),
    *(f"town{n:02d}" for n in range(1, 6)),
    "housing", "land", "police", "traffic", "labour", "civil", "water", "health",
)  # fmt: skip
WEIGHTS = np.array([9, 8, 10, 7, 8, 12, 6, 4, 5, 4, 6, 3, 14, 11, 7, 6, 9, 5, 4, 4], dtype=float)
DILIGENCE = np.linspace(0.86, 0.99, len(UNITS))
"""The chance that a unit does a step well: what makes cards differ."""
LATE_QUARTER, LAST_YEAR, DISTRICT_BACKLOG = 560, 240, 131
SMALLEST = figures.BATCHES + LATE_QUARTER + LAST_YEAR + figures.CENTRAL + DISTRICT_BACKLOG
"""The least number of cases a year can have: those that the published figures need, and the traps."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One row per case. ``sort``: 0 counted (Jan–Sep), 1 Oct–Dec, 2 last year, 3 central backlog,
    4 district backlog, 5 more new cases that no published figure counts.
    """

    sort: npt.NDArray[np.int64]
    registered: npt.NDArray[np.datetime64]
    unit: npt.NDArray[np.int64]
    diligent: npt.NDArray[np.float64]
    old: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.sort)


def plan_year(cases: int, rng: np.random.Generator) -> Plan:
    """The cases of a year; ``cases`` is at least ``SMALLEST``."""
    counts = [
        figures.BATCHES, LATE_QUARTER, LAST_YEAR, figures.CENTRAL, DISTRICT_BACKLOG,
        max(cases, SMALLEST) - SMALLEST,
    ]  # fmt: skip
    sort = np.repeat(np.arange(6), counts)
    windows = [
        ("2021-01-01", 273), ("2021-10-01", 92), ("2020-06-01", 214),
        ("2016-01-01", 1400), ("2017-01-01", 1200), ("2020-07-01", 549),
    ]  # fmt: skip
    first = np.array([np.datetime64(day, "D") for day, _ in windows])[sort]
    length = np.array([days for _, days in windows])[sort]
    registered = first + (rng.random(len(sort)) * length).astype("timedelta64[D]")
    unit = rng.choice(len(UNITS), len(sort), p=WEIGHTS / WEIGHTS.sum())
    return Plan(sort, registered, unit, DILIGENCE[unit], (sort == 3) | (sort == 4))
