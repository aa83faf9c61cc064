"""Hard histories: what offices did, as rows, and who was in office.

Ties at one instant, leap days, make-up working days, year ends, handovers on the day, reopening chains,
appeals and rulings about what was written, corrections of corrections, deliveries twice, links in circles,
numbers at the edge of what is allowed.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from hard_fields import ACTIVE, CASES, LEADERS, fields

Row = dict[str, str]
HANDOVERS = (0, 58, 59, 60, 120, 180, 181, 273, 365)
"""Days of the year on which a post may change hands: year ends, the end of February, the merger."""


# --- who is in office ----------------------------------------------------------------------------------


def offices(chance: random.Random, year: int) -> dict[str, Any]:
    """Five units and their posts: handovers that overlap by a day, leave a gap, or fall on an empty unit."""
    posts = _posts(chance, year)
    return {"kaohe": 1, "roster": "hard", "units": _units(chance, year), "leaders": chance.sample(posts, len(posts))}


def _units(chance: random.Random, year: int) -> list[dict[str, Any]]:
    lasting = [
        {"id": "east", "title": "东", "kind": "street", "level": "township", "parent": "north", "population": 40_000},
        {"id": "west", "title": "西", "kind": "street", "level": "township", "parent": "north"},
        {"id": "north", "title": "北", "kind": "town", "level": "county", "population": 0},
        {"id": "idle", "title": "空", "kind": "centre", "level": "township", "parent": "north"},
    ]
    south = {"id": "south", "title": "南", "kind": "town", "level": "township"}
    merged = {"to": f"{year}-06-30", "merged_into": "north"}
    return [*lasting, {**south, **(merged if chance.random() < 0.7 else {"from": f"{year}-03-01"})}]


def _posts(chance: random.Random, year: int) -> list[dict[str, Any]]:
    """The principals of west hand over somewhere in the year; the deputies of east perhaps on the same day."""
    handover = date(year, 1, 1) + timedelta(days=chance.choice(HANDOVERS))
    gap = timedelta(days=chance.choice([0, 0, 1, 2, 40]))
    posts = [
        _post("p-east", "east", "principal"),
        _post("p-west-a", "west", "principal", to=handover),
        _post("p-west-b", "west", "principal", from_=handover + gap),
        _post("p-north", "north", "principal"),
        _post("p-north", "east", "deputy"),
        _post("d-one", "east", "deputy", from_=date(year, 2, 1), to=chance.choice([handover, date(year, 10, 31)])),
        _post("d-two", "west", "deputy"),
    ]
    if chance.random() < 0.3:
        posts.append({**_post("d-two", "south", "principal"), "acting": "true"})
    return [row for row in posts if row.get("from", "") <= row.get("to", "9")]


def _post(leader: str, unit: str, post: str, from_: date | None = None, to: date | None = None) -> dict[str, Any]:
    days = {"from": from_, "to": to}
    return {"leader": leader, "title": "职务", "unit": unit, "post": post, "level": "district",
            **{key: str(day) for key, day in days.items() if day is not None}}  # fmt: skip


# --- events --------------------------------------------------------------------------------------------


def history(chance: random.Random, year: int, heard: Collection[str] = (), *, short: bool = False) -> dict[str, Any]:
    """``events``, ``as_of`` and perhaps ``known_at`` of one case document.

    ``heard`` are kinds that the policy listens to: they happen more often. ``short``: one matter, few acts.
    """
    rows: list[Row] = []
    dull = chance.random() < 0.3
    for case in CASES[: 1 if short else chance.randint(1, 3)]:
        rows += _life(chance, year, case, heard, (3, 9) if short else (0, 18))
    acts = _more_of(chance.choice(OFFICE_MOODS), heard, OFFICE_ACTS)
    for number in range(chance.randint(0, 3 if short else 8)):
        rows.append(_row(chance, f"u{number}", _day(chance, year if chance.random() < 0.85 else year - 1), chance.choice(acts)))
    rows += [answer for row in rows[:] for answer in _answers(chance, row)]
    if not dull:
        rows += [row for place, each in enumerate(rows[:]) for row in _bent(chance, year, rows, each, f"b{place}")]
    chance.shuffle(rows)
    last = date(year, 12, 31)
    found: dict[str, Any] = {"events": rows, "as_of": str(last if chance.random() < 0.75 else _near(chance, year))}
    if chance.random() < 0.1:
        found["known_at"] = str(_near(chance, year))
    return found


def _life(chance: random.Random, year: int, case: str, heard: Collection[str], acts_in_all: tuple[int, int]) -> list[Row]:
    """One case: most are registered and given to a unit; some begin the year before, some out of order."""
    day = _beginning(chance, year)
    rows: list[Row] = []
    if chance.random() < 0.93:
        rows.append(_row(chance, f"{case}r", day, "registered", case))
    rows.append(_row(chance, f"{case}g", day + timedelta(days=chance.choice([0, 0, 1, 3])), "assigned", case))
    acts = _more_of(chance.choice(MOODS), heard, CASE_ACTS)
    for number in range(chance.randint(*acts_in_all)):
        day += timedelta(days=_pause(chance))
        rows.append(_row(chance, f"{case}x{number}", day, chance.choice(acts), case))
    return rows


def _more_of(acts: tuple[str, ...], heard: Collection[str], among: tuple[str, ...]) -> tuple[str, ...]:
    return acts + 2 * tuple(kind for kind in dict.fromkeys(among) if kind in heard)


def _beginning(chance: random.Random, year: int) -> date:
    """Half in the first two thirds of the year; some on a day that turns; some in the year before."""
    which = chance.random()
    if which < 0.5:
        return date(year, 1, 1) + timedelta(days=chance.randint(0, 200))
    if which < 0.8:
        return _day(chance, year)
    return date(year - 1, 12, chance.choice([1, 30, 31])) if which < 0.92 else date(year - 1, 1, 1) + timedelta(days=chance.randint(0, 300))


LIMITS = (5, 10, 15, 30, 60, 90)
"""Days that clauses wait for."""


def _pause(chance: random.Random) -> int:
    """Days until the next act: few, or about as many as some limit, the day before, on it or after it."""
    if chance.random() < 0.65:
        return chance.choice([0, 0, 0, 1, 1, 2, 5, 9])
    return chance.choice(LIMITS) + chance.choice([-1, 0, 0, 1])


CASE_ACTS = (
    "assigned", "accepted", "assignment_disputed", "dispute_decided", "returned", "extension_approved", "extension_approved",
    "hearing_ordered", "hearing_ended", "hearing_step", "rereview_requested", "rereview_decided", "opinion_issued", "checked",
    "checked", "followup", "reminded", "replied", "case_taken", "flagged", "instructed", "repeat_petition", "repeat_petition",
    "misfiled", "misfiled", "praised", "exempted", "withdrawn", "reopened", "reopened", "closed", "closed", "closed",
    "backlog_listed", "registered", "merged_case",
)  # fmt: skip
MOODS = (
    CASE_ACTS,
    ("accepted", "extension_approved", "extension_approved", "assignment_disputed", "dispute_decided", "assigned", "closed"),
    ("assigned", "extension_approved", "extension_approved", "hearing_ordered", "hearing_ended", "replied", "reopened"),
    ("hearing_ordered", "hearing_ended", "extension_approved", "assignment_disputed", "dispute_decided", "accepted", "checked", "reopened"),
    ("closed", "reopened", "checked", "checked", "repeat_petition", "closed", "reopened", "followup", "praised"),
    ("registered", "accepted", "assigned", "withdrawn", "returned", "reminded", "closed", "replied", "reopened"),
    ("misfiled", "misfiled", "misfiled", "case_taken", "closed", "exempted", "followup", "assigned", "checked"),
    ("closed", "followup", "praised", "reopened", "closed", "checked"),
)
"""Acts that meddle with one another, drawn from again and again."""
OFFICE_ACTS = (
    "task_set", "centre_opened", "advice_issued", "advice_answered", "major_decision", "risk_assessed", "violation_confirmed",
    "established", "inspected", "inspected", "commended", "bulletin", "meeting_held", "meeting_held", "mark_given", "panel_mark",
    "ruled", "ruled", "veto_notified", "appealed", "duty_day", "duty_day", "field_visit", "absent", "appraised",
)  # fmt: skip
OFFICE_MOODS = (
    OFFICE_ACTS, OFFICE_ACTS, OFFICE_ACTS,
    ("violation_confirmed", "violation_confirmed", "inspected", "ruled"),
    ("appraised", "appraised", "panel_mark", "absent", "duty_day", "bulletin"),
)  # fmt: skip
ABOUT_LEADERS = ("duty_day", "field_visit", "absent", "appraised")


def _row(chance: random.Random, id_: str, day: date, kind: str, case: str | None = None) -> Row:
    row = {"id": id_, "kind": kind, "at": _moment(chance, day)}
    if case is not None:
        row["case"] = case
    elif kind in ABOUT_LEADERS:
        row["leader"] = chance.choice(LEADERS)
    else:
        row["unit"] = chance.choice(ACTIVE)
    row |= fields(chance, kind, day)
    if chance.random() < 0.1:
        row["recorded_at"] = f"{day + timedelta(days=chance.choice([0, 1, 30, 200]))}T10:00"
    if chance.random() < 0.05:
        row["seq"] = str(chance.randint(-1, 2))
    return row


def _moment(chance: random.Random, day: date) -> str:
    """A date, or one of few times of it, so that many events fall on one instant."""
    return chance.choice([str(day)] * 4 + [f"{day}T09:00", f"{day}T09:00", f"{day}T00:00", f"{day}T12:00", f"{day}T23:59:59.999999", f"{day}T18:30"])


def _day(chance: random.Random, year: int) -> date:
    if chance.random() < 0.5:
        return date(year, 1, 1) + timedelta(days=chance.randint(0, 365))
    return _near(chance, year)


TURNS = ((1, 1), (1, 31), (2, 28), (4, 25), (4, 26), (5, 1), (6, 29), (6, 30), (7, 1), (9, 26), (10, 1), (10, 9), (12, 30), (12, 31))


def _near(chance: random.Random, year: int) -> date:
    """A day on which something turns: year ends, the leap day, a make-up Sunday, a holiday, a handover, a merger."""
    day = date(year, *chance.choice(TURNS))
    leap = date(year, 2, 28) + timedelta(days=1)
    handover = date(year, 1, 1) + timedelta(days=chance.choice(HANDOVERS))
    return chance.choice([day, day, leap, handover, day + timedelta(days=chance.choice([-1, 1]))])


# --- what answers a row --------------------------------------------------------------------------------


def _answers(chance: random.Random, row: Row) -> Iterator[Row]:
    """A violation may be told of and appealed against; an act may be exempted or ruled about."""
    day = date.fromisoformat(row["at"][:10])
    if row["kind"] == "violation_confirmed" and chance.random() < 0.8:
        yield from _appeal(chance, row, day)
    if row["kind"] in ("repeat_petition", "closed", "misfiled", "checked", "followup") and chance.random() < 0.15:
        yield _exemption(chance, row, day) if chance.random() < 0.5 else _ruling(chance, row, day)


def _appeal(chance: random.Random, row: Row, day: date) -> Iterator[Row]:
    """Told, filed in time, on the last day or too late, decided this way or that; broken off anywhere."""
    told = day + timedelta(days=chance.choice([0, 1, 5]))
    filed = told + timedelta(days=chance.choice([1, 14, 20, 21, 22, 40]))
    decided = filed + timedelta(days=chance.choice([0, 10, 14, 30]))
    about = {"unit": row["unit"]}
    steps = [
        {**about, "id": f"{row['id']}n", "kind": "veto_notified", "at": str(told), "of": row["id"]},
        {**about, "id": f"{row['id']}f", "kind": "appealed", "at": str(filed), "against": row["id"], "step": "filed"},
        {**about, "id": f"{row['id']}d", "kind": "appealed", "at": str(decided), "against": row["id"], "step": "decided",
         "outcome": chance.choice(["upheld", "revoked", "changed"])},
    ]  # fmt: skip
    yield from steps[chance.choice([0, 0, 0, 1]) : chance.choice([1, 2, 3, 3, 3])]


def _exemption(chance: random.Random, row: Row, day: date) -> Row:
    clauses = " ".join(chance.sample([f"c{number}" for number in range(8)], 4))
    found = {"id": f"{row['id']}q", "kind": "exempted", "case": row["case"], "at": str(day + timedelta(days=chance.choice([0, 1, 100]))),
             "clauses": clauses, "approver": "o1", "basis": "b1"}  # fmt: skip
    return {**found, "from": str(day), "to": str(day)} if chance.random() < 0.4 else found


def _ruling(chance: random.Random, row: Row, day: date) -> Row:
    return {"id": f"{row['id']}j", "kind": "ruled", "unit": chance.choice(ACTIVE), "at": str(day + timedelta(days=chance.choice([0, 1, 100]))),
            "effect": "reverse", "clause": f"c{chance.randint(0, 7)}", "event": row["id"], "approver": "o1", "basis": "b1"}  # fmt: skip


# --- how deliveries are bent ---------------------------------------------------------------------------


def _bent(chance: random.Random, year: int, rows: list[Row], row: Row, id_: str) -> list[Row]:
    """What else arrives for a row: the same again, the same id with other content, a correction, one of that."""
    which = chance.random()
    if which < 0.04:
        return [dict(row)]
    if which < 0.07:
        return [{**row, "at": str(_day(chance, year))}]
    if which < 0.11:
        row["at"] = chance.choice(rows)["at"]
        return []
    if which < 0.17:
        amended = {**row, "id": id_, "amends": row["id"], "at": str(_day(chance, year)), "recorded_at": f"{year}-11-11T10:00"}
        again = {**amended, "id": f"{id_}b", "amends": id_, "at": row["at"], "recorded_at": f"{year}-11-{chance.choice(['11', '12'])}T10:00"}
        void = _void(row, f"{id_}c", chance.choice([id_, f"{id_}b"]), f"{year}-11-20T10:00")
        return [amended, again, void][: chance.randint(1, 3)]
    if which < 0.20:
        void = _void(row, id_, row["id"], f"{year}-08-08T10:00")
        return [void, _void(row, f"{id_}b", id_, f"{year}-09-09T10:00")][: chance.randint(1, 2)]
    return []


def _void(row: Row, id_: str, target: str, recorded: str) -> Row:
    return {**{key: row[key] for key in ("kind", "at", "case", "unit", "leader") if key in row}, "id": id_, "voids": target, "recorded_at": recorded}
