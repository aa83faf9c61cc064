"""Columns of events of one kind, and how frames become one table of the canonical event file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.datetime64]
Texts = npt.NDArray[np.object_]
DAY = 86_400_000_000
"""Microseconds in a day."""
EAST = 8 * 3_600_000_000
"""Asia/Shanghai stands eight hours east of UTC, all year, since 1991."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Events of one kind, one row each. ``ends`` puts date-only rows at the end of their day.

    ``days`` are local dates; ``minutes`` (of the local day) make them instants. ``columns`` holds
    headers and fields as arrays of one length; None inside an array of texts is missing.
    """

    kind: str
    ids: Texts
    days: Days
    columns: dict[str, npt.NDArray[Any]] = field(default_factory=dict)
    minutes: npt.NDArray[np.int64] | None = None
    ends: bool = False

    def __len__(self) -> int:
        return len(self.ids)

    def instants(self) -> npt.NDArray[np.int64]:
        """``at`` in µs UTC: the minute said, or the first or last microsecond of the local day."""
        midnight = self.days.astype("datetime64[D]").astype(np.int64) * DAY - EAST
        if self.minutes is not None:
            return midnight + self.minutes * 60_000_000
        return midnight + (DAY - 1 if self.ends else 0)

    def taken(self, rows: npt.NDArray[Any]) -> Frame:
        """The rows at those places (a mask or places)."""
        return Frame(
            self.kind, self.ids[rows], self.days[rows], {k: v[rows] for k, v in self.columns.items()},
            None if self.minutes is None else self.minutes[rows], self.ends,
        )  # fmt: skip


def labels(prefix: str, numbers: npt.NDArray[np.int64], width: int = 6) -> Texts:
    """``A000017`` and the like, for each number."""
    return np.array([f"{prefix}{number:0{width}d}" for number in numbers.tolist()], dtype=object)


def suffixed(texts: Texts, suffix: str) -> Texts:
    """Each text with the suffix: ids of events are the case's id and what happened."""
    return np.array([f"{text}-{suffix}" for text in texts.tolist()], dtype=object)
