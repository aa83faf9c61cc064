"""What leaders and bodies did: duty days, visits, checks, rotas, meetings, stations."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from kaohe.rules.calendar import Calendar
from kaohe.workbench.sample import figures
from kaohe.workbench.sample.frame import Days, Frame, Texts
from kaohe.workbench.sample.plan import UNITS

LEADERS = tuple(f"d{n:02d}" for n in range(1, 10))
YEAR = np.arange(np.datetime64("2021-01-01"), np.datetime64("2022-01-01"))
OCTOBER = np.datetime64("2021-10-01", "D")


def office_frames(calendar: Calendar, rng: np.random.Generator) -> Iterator[Frame]:
    """All events about leaders and units."""
    work = np.array([calendar.is_workday(day) for day in YEAR.astype(object)])
    days = YEAR[work]
    yield _duty(days, rng)
    yield from _visits(days, rng)
    yield _daily(days, rng)
    yield _rota(days, rng)
    yield from _meetings(days, rng)
    yield _stations(days, rng)
    yield from _violations()


def _texts(size: int, value: object) -> Texts:
    made = np.empty(size, dtype=object)
    made[:] = value
    return made


def _about(kind: str, who: str, header: str, days: Days, **columns: npt.NDArray[np.object_]) -> Frame:
    ids = np.array([f"{kind}-{who}-{day}-{n}" for n, day in enumerate(days.tolist())], dtype=object)
    return Frame(kind, ids, days, {header: _texts(len(days), who), **columns})


def _joined(frames: list[Frame]) -> Frame:
    first = frames[0]
    columns = {name: np.concatenate([f.columns[name] for f in frames]) for name in first.columns}
    ids = np.concatenate([f.ids for f in frames])
    return Frame(first.kind, ids, np.concatenate([f.days for f in frames]), columns)


def _weeks(days: Days) -> npt.NDArray[np.int64]:
    """The number of the Monday-to-Sunday week of each day."""
    return (days.astype("datetime64[D]").astype(np.int64) + 3) // 7


def _duty(days: Days, rng: np.random.Generator) -> Frame:
    """One duty day in most weeks."""
    frames = []
    for number, leader in enumerate(LEADERS):
        order = rng.permutation(len(days))
        _, first = np.unique(_weeks(days)[order], return_index=True)
        chosen = np.sort(days[order[first]])
        kept = rng.random(len(chosen)) < 0.97 - 0.03 * number
        frames.append(_about("duty_day", leader, "leader", chosen[kept]))
    return _joined(frames)


def _visits(days: Days, rng: np.random.Generator) -> Iterator[Frame]:
    """Visits with a case. Of the two whose figures are published, exactly those before October.

    Units of count differ on purpose: a visit meets batches (批) and persons (人次); visits without a
    case carry neither and do not count.
    """
    frames = []
    for number, leader in enumerate(LEADERS):
        batches, people = figures.VISITS.get(leader, (120 - 9 * number, 170 - 9 * number))
        early = np.sort(rng.choice(days[days < OCTOBER], batches, replace=True))
        late = np.sort(rng.choice(days[days >= OCTOBER], batches // 3, replace=True))
        extra = rng.multinomial(people - batches, np.full(batches, 1 / batches))
        persons = np.concatenate([1 + extra, np.ones(len(late), dtype=np.int64)])
        chosen = np.concatenate([early, late])
        cases = np.array([f"K{n % 97:03d}" for n in range(len(chosen))], dtype=object)
        ones = _texts(len(chosen), 1)
        frames.append(_about("field_visit", leader, "leader", chosen, with_case=cases, batches=ones, people=persons.astype(object)))
    yield _joined(frames)
    idle = np.sort(rng.choice(days, 40, replace=False))
    bare = _about("field_visit", "d01", "leader", idle)
    yield Frame(bare.kind, np.array([f"{i}-bare" for i in bare.ids], dtype=object), bare.days, bare.columns)


def _daily(days: Days, rng: np.random.Generator) -> Frame:
    return _about("daily_check", "d01", "leader", days[rng.random(len(days)) < 0.96])


def _rota(days: Days, rng: np.random.Generator) -> Frame:
    return _about("rota_day", "four", "unit", days[rng.random(len(days)) < 0.95])


def _meetings(days: Days, rng: np.random.Generator) -> Iterator[Frame]:
    halves = np.array([f"{day:%Y-%m}-{1 if day.day <= 15 else 2}" for day in days.astype(object)])
    _, first = np.unique(halves, return_index=True)
    held = days[first + 2]
    kept = rng.random(len(held)) < 0.9
    yield _about("meeting_held", "conference", "unit", held[kept], key_cases=_texts(int(kept.sum()), 3))
    # A meeting that studied no key case does not count.
    idle = held[~kept]
    yield _about("meeting_held", "conference", "unit", idle + np.timedelta64(1, "D"), key_cases=_texts(len(idle), 0))
    weekly = days[::5]
    first_item = np.where(rng.random(len(weekly)) < 0.93, True, False).astype(object)
    yield _about("meeting_held", "committee", "unit", weekly, item_first=first_item)


def _stations(days: Days, rng: np.random.Generator) -> Frame:
    early = np.sort(rng.choice(days[days < OCTOBER], figures.STATIONS, replace=True))
    late = days[days >= OCTOBER][[20, 30, 40]]
    chosen = np.concatenate([early, late])
    owner = np.array([UNITS[n % 12] for n in range(len(chosen))], dtype=object)
    ids = np.array([f"station-{n:02d}" for n in range(len(chosen))], dtype=object)
    return Frame("station_opened", ids, chosen, {"unit": owner})


def _violations() -> Iterator[Frame]:
    """One veto that is confirmed and past appeal, one whose appeal still runs at the year's end."""
    units = np.array(["street06", "police"], dtype=object)
    days = np.array(["2021-05-12", "2021-12-20"], dtype="datetime64[D]")
    ids = np.array(["violation-1", "violation-2"], dtype=object)
    columns = {
        "unit": units,
        "matter": np.array(["false_report", "coerced_signature"], dtype=object),
        "proposer": _texts(2, "supervision"),
        "confirmer": _texts(2, "discipline"),
        "evidence": np.array(["DOC-2021-017", "DOC-2021-044"], dtype=object),
    }
    yield Frame("violation_confirmed", ids, days, columns)
    told = {"unit": units, "of": ids}
    next_day = np.array(["2021-05-13", "2021-12-21"], dtype="datetime64[D]")
    yield Frame("veto_notified", np.array(["notified-1", "notified-2"], dtype=object), next_day, told)
