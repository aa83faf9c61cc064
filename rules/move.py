"""A suppressing move: what an office might do to its record so that less of it is seen.

Moves are declared in a vocabulary, in its own words (``moves:``), and carried out by
``workbench.suppression``: no move is built in, and a policy cannot leave one out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from kaohe.rules.record import record

OFFICE, OTHER, DAY = "$office", "$other", "$day"
"""What a written value may stand for: the office that gains by the move, another unit of its kind or level, and
the day of the event the move is about (``$day+60``: sixty days later)."""


@record
class Put:
    """An event that is added ``after`` days from the event the move is about. ``fields`` as written."""

    kind: str
    after: int
    fields: Mapping[str, str]


@record
class Move:
    """One move, about the last event of kind ``of`` in a case that has the ``where`` values and ``has`` fields.

    ``drop`` are kinds of events left out (``any``: every event of the case; ``of`` itself: only the event
    the move is about), ``drop_later`` leaves out all that follows, ``delay`` is in days (nothing stands
    before the delayed event, what did is dated then), ``set`` are fields stated otherwise (empty: left
    out), ``put`` events added; ``second_number`` files what follows under a new number ``also`` or
    ``instead``. ``found`` is what stands on record beside it once the move is found out.
    """

    name: str
    title: str
    of: str
    where: Mapping[str, tuple[str, ...]]
    has: tuple[str, ...]
    drop: tuple[str, ...]
    drop_later: bool
    delay: int
    set: Mapping[str, str]
    put: tuple[Put, ...]
    second_number: Literal["also", "instead"] | None
    found: tuple[Put, ...]
