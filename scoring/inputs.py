"""Which files a run is made from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files a run was made from. ``roster`` None: made from the events."""

    policy: Path
    events: tuple[Path, ...]
    roster: Path | None = None
    calendar: Path | None = None
