"""A sample year as data: what happens to a case, and what offices do at every turn of the calendar.

    Life     one history: steps that follow each other, some of them late, some left out
    Routine  an act that falls due each day, week, month … for each unit or leader of some sort
    Track    the lives and routines of one policy

A step is left out, or late, as often as the office that answers is careless; that makes cards differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Days = tuple[int, int]
"""From this many days to that many, both included."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One of several values, by weight."""

    weights: Mapping[object, float]


@dataclass(frozen=True, slots=True)
class Flag:
    """True as often as said; None: as often as the office is diligent."""

    likely: float | None = None


@dataclass(frozen=True, slots=True)
class DueIn:
    """The date that many days after the event."""

    days: int


@dataclass(frozen=True, slots=True)
class Code:
    """A code of this history's own, such as ``H-17``."""

    prefix: str


@dataclass(frozen=True, slots=True)
class InTurn:
    """The first value in the first history, the second in the second, and round again."""

    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class IdOf:
    """The id of an earlier step of this history."""

    step: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of one of these kinds. None: the one that answers in this history; else another is drawn."""

    kinds: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader at this level."""

    level: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A whole mark within these bounds, higher where the office is diligent."""

    least: int
    greatest: int


Fields = Mapping[str, object]
"""Field (or header) -> a constant, or one of the records above."""


@dataclass(frozen=True, slots=True)
class Step:
    """``days`` after the step called ``after`` (empty: the beginning); ``slow`` instead, as often as the
    office is careless. ``likely`` None: as often as it is diligent. ``minutes`` of the day make the event an
    instant.
    """

    kind: str
    days: Days = (0, 0)
    fields: Fields = field(default_factory=dict)
    after: str = ""
    slow: Days | None = None
    likely: float | None = 1.0
    name: str = ""
    minutes: Days | None = None

    @property
    def called(self) -> str:
        return self.name or self.kind


@dataclass(frozen=True, slots=True)
class Life:
    """``share``: histories of this sort for each case of the year. They begin between ``first`` and ``last``
    (None: within the policy's period). ``answers``: kinds of units that may answer.
    """

    name: str
    share: float
    about: Literal["case", "unit"]
    answers: tuple[str, ...]
    steps: Sequence[Step]
    first: date | None = None
    last: date | None = None


Turn = Literal["workday", "wednesday", "week", "month", "quarter", "half_year", "year"]


@dataclass(frozen=True, slots=True)
class Routine:
    """``units`` or ``leaders``: whose routine it is, by kind of unit, or by level, post or ``post@level`` of
    leader. ``each``: one event for each of these values of a field.
    """

    kind: str
    per: Turn
    units: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    likely: float | None = 0.95
    fields: Fields = field(default_factory=dict)
    each: tuple[str, tuple[object, ...]] | None = None
    minutes: Days | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """``cases``: how many of a default year."""

    lives: tuple[Life, ...]
    routines: tuple[Routine, ...]
    cases: int
