"""Track -> events: one seeded generator for every policy that has its sample year as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from kaohe.engine.roster import Roster
from kaohe.rules.policy import Policy
from kaohe.workbench.sample.frame import Frame
from kaohe.workbench.sample.track import (
    Code,
    Days,
    DueIn,
    Flag,
    IdOf,
    InTurn,
    Leader,
    Life,
    Mark,
    Pick,
    Routine,
    Step,
    Track,
    Turn,
    Unit,
)

_DAY = timedelta(days=1)
LEAST, MOST = 0.78, 0.985
"""The chance that the least and the most diligent unit does a step well and in time."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event before it is written into columns."""

    kind: str
    id: str
    day: date
    minute: int | None
    fields: Mapping[str, object]


@dataclass(slots=True)
class _Place:
    """Where a history stands: who answers, and when each step so far was taken."""

    history: str
    number: int
    office: str
    case: str | None
    began: date
    taken: dict[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Maker:
    """The year of one policy. The same seed gives the same events in the same order."""

    policy: Policy
    roster: Roster
    rng: np.random.Generator

    # --- chance -----------------------------------------------------------------------------------

    def happens(self, likely: float | None, office: str) -> bool:
        return bool(self.rng.random() < (self.diligence(office) if likely is None else likely))

    def diligence(self, office: str) -> float:
        """Fixed for each subject by its place in the roster, not by the seed: the same unit is always the same."""
        units = self.units_of(None)
        place = units.index(office) if office in units else len(units) // 2
        return LEAST + (MOST - LEAST) * ((place * 7) % len(units)) / max(len(units) - 1, 1)

    def between(self, days: Days) -> int:
        return int(self.rng.integers(days[0], days[1] + 1))

    def units_of(self, kinds: tuple[str, ...] | None) -> list[str]:
        """Units of these kinds on the period's first day; None: all."""
        day = self.policy.period.from_
        there = [id_ for id_ in self.roster.subjects("unit") if self.roster.unit(id_, day) is not None]
        return [id_ for id_ in there if kinds is None or self.roster.attribute("unit", id_, "kind", day) in kinds]

    def leaders_of(self, sorts: tuple[str, ...]) -> list[str]:
        """Leaders whose level, post or ``post@level`` is among ``sorts``, on the period's first day."""
        day = self.policy.period.from_
        found = []
        for id_ in self.roster.subjects("leader"):
            level, post = (self.roster.attribute("leader", id_, name, day) for name in ("level", "post"))
            if {level, post, f"{post}@{level}"} & set(sorts):
                found.append(id_)
        return sorted(found)

    def one_of(self, ids: list[str]) -> str:
        return ids[int(self.rng.integers(len(ids)))]

    # --- values -----------------------------------------------------------------------------------

    def value(self, given: object, day: date, place: _Place) -> object:
        match given:
            case Pick(weights):
                chances = np.array(list(weights.values()), dtype=float)
                return list(weights)[int(self.rng.choice(len(chances), p=chances / chances.sum()))]
            case Flag(likely):
                return self.happens(likely, place.office)
            case DueIn(days):
                return day + timedelta(days=days)
            case InTurn(values):
                return values[place.number % len(values)]
            case IdOf(step):
                return f"{place.history}-{step}"
            case Code(prefix):
                return f"{prefix}-{place.number}"
            case Unit(kinds):
                return place.office if kinds is None else self.one_of(self.units_of(kinds))
            case Leader(level):
                return self.one_of(self.leaders_of((level,)))
            case Mark(least, greatest):
                return self._mark(least, greatest, place)
        return given

    def _mark(self, least: int, greatest: int, place: _Place) -> Decimal:
        middle = least + (greatest - least) * self.diligence(place.office)
        spread = (greatest - least) / 12
        return Decimal(int(np.clip(round(float(self.rng.normal(middle, spread))), least, greatest)))

    # --- lives ------------------------------------------------------------------------------------

    def lived(self, life: Life, count: int) -> Iterator[Told]:
        """``count`` histories of one sort."""
        first, last = life.first or self.policy.period.from_, life.last or self.policy.period.to
        offices = self.units_of(life.answers)
        for number in range(count):
            began = first + self.between((0, (last - first).days)) * _DAY
            case = f"{life.name.upper()}{number:05d}" if life.about == "case" else None
            yield from self._steps(life, _Place(f"{life.name}-{number:05d}", number, self.one_of(offices), case, began))

    def _steps(self, life: Life, place: _Place) -> Iterator[Told]:
        for step in life.steps:
            from_ = place.taken.get(step.after) if step.after else place.began
            if from_ is None or not self.happens(step.likely, place.office):
                continue
            late = step.slow is not None and not self.happens(None, place.office)
            day = from_ + self.between(step.slow if late and step.slow else step.days) * _DAY
            place.taken[step.called] = day
            yield self._told(step, day, place)

    def _told(self, step: Step, day: date, place: _Place) -> Told:
        fields = {name: self.value(given, day, place) for name, given in step.fields.items()}
        head: dict[str, object] = {"case": place.case} if place.case is not None else {"unit": place.office}
        return Told(step.kind, f"{place.history}-{step.called}", day, None if step.minutes is None else self.between(step.minutes), {**head, **fields})

    # --- routines ---------------------------------------------------------------------------------

    def done(self, place: int, routine: Routine) -> Iterator[Told]:
        """What each subject did at each turn of the calendar. ``place`` of the routine keeps its ids apart."""
        who = [("unit", id_) for id_ in (self.units_of(routine.units) if routine.units else [])]
        who += [("leader", id_) for id_ in (self.leaders_of(routine.leaders) if routine.leaders else [])]
        for header, subject in who:
            for number, day in enumerate(self._turns(routine.per)):
                if self.happens(routine.likely, subject):
                    yield from self._acts(routine, (header, subject), _Place(f"r{place}", number, subject, None, day))

    def _acts(self, routine: Routine, who: tuple[str, str], place: _Place) -> Iterator[Told]:
        (header, subject), day = who, place.began
        name, values = routine.each or ("", (None,))
        for value in values:
            fields = {key: self.value(given, day, place) for key, given in routine.fields.items()}
            if name:
                fields[name] = value
            minute = None if routine.minutes is None else self.between(routine.minutes)
            id_ = "-".join(filter(None, (place.history, routine.kind, subject, day.isoformat(), str(value or ""))))
            yield Told(routine.kind, id_, day, minute, {header: subject, **fields})

    def _turns(self, per: Turn) -> list[date]:
        """One day in each stretch of the period: its own day for days, a working day in it for longer ones."""
        first, last = self.policy.period.from_, self.policy.period.to
        days = [first + number * _DAY for number in range((last - first).days + 1)]
        work = [day for day in days if self.policy.calendar.is_workday(day)]
        if per == "workday":
            return work
        if per == "wednesday":
            return [day for day in work if day.weekday() == 2]
        stretches: dict[object, list[date]] = {}
        for day in work:
            stretches.setdefault(_STRETCH[per](day), []).append(day)
        return [stretch[int(self.rng.integers(len(stretch)))] for stretch in stretches.values()]


_STRETCH = {
    "week": lambda day: day.isocalendar()[:2],
    "month": lambda day: day.month,
    "quarter": lambda day: (day.month - 1) // 3,
    "half_year": lambda day: day.month > 6,
    "year": lambda day: day.year,
}


def unrolled(track: Track, policy: Policy, roster: Roster, cases: int, seed: int) -> Iterator[Frame]:
    """The year's events up to the period's last day, a frame for each kind, in the order of the vocabulary."""
    maker = Maker(policy, roster, np.random.default_rng(seed))
    told = [event for life in track.lives for event in maker.lived(life, round(life.share * cases))]
    told += [event for place, routine in enumerate(track.routines) for event in maker.done(place, routine)]
    last = policy.period.to
    for kind in policy.vocabulary.kinds:
        of_kind = [event for event in told if event.kind == kind and event.day <= last]
        for timed in (False, True):
            rows = [event for event in of_kind if (event.minute is not None) is timed]
            if rows:
                yield _framed(kind, rows, policy, timed=timed)


def _framed(kind: str, rows: list[Told], policy: Policy, *, timed: bool) -> Frame:
    names = dict.fromkeys(name for event in rows for name in event.fields)
    columns = {name: _texts([event.fields.get(name) for event in rows]) for name in names}
    minutes = np.array([event.minute for event in rows], dtype=np.int64) if timed else None
    days = np.array([event.day for event in rows], dtype="datetime64[D]")
    ends = policy.vocabulary.kinds[kind].whole_day == "end"
    return Frame(kind, _texts([event.id for event in rows]), days, columns, minutes, ends=ends)


def _texts(values: list[object]) -> np.ndarray:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made
