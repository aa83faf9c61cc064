"""Hard histories: what offices did, as rows, and who was in office.

Ties at one instant, leap days, make-up working days, year ends, handovers on the day, reopening chains,
corrections of corrections, deliveries twice, links in circles, numbers at the edge of what is allowed.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

UNITS = ("east", "west", "north", "south", "idle")
"""``idle`` is in no event; ``south`` is merged into ``north`` in the middle of the year."""
LEADERS = ("p-east", "p-west-a", "p-west-b", "p-north", "d-one", "d-two")
CASES = ("A1", "A2", "A3")
Row = dict[str, str]


def offices(chance: random.Random, year: int) -> dict[str, Any]:
    """Five units and their posts: handovers that overlap by a day, leave a gap, or fall on an empty unit."""
    handover = date(year, 1, 1) + timedelta(days=chance.choice([0, 58, 59, 60, 180, 273, 365]))
    gap = timedelta(days=chance.choice([0, 1, 2, 40]))
    merged = date(year, 6, 30)
    units = [
        {"id": "east", "title": "东", "kind": "street", "level": "township", "parent": "north", "population": 40_000},
        {"id": "west", "title": "西", "kind": "street", "level": "township", "parent": "north"},
        {"id": "north", "title": "北", "kind": "town", "level": "county", "population": 0},
        {"id": "idle", "title": "空", "kind": "centre", "level": "township", "parent": "north"},
    ]
    if chance.random() < 0.7:
        units.append({"id": "south", "title": "南", "kind": "town", "level": "township", "to": str(merged), "merged_into": "north"})
    else:
        units.append({"id": "south", "title": "南", "kind": "town", "level": "township", "from": f"{year}-03-01"})
    posts = [
        _post("p-east", "east", "principal"),
        _post("p-west-a", "west", "principal", to=handover),
        _post("p-west-b", "west", "principal", from_=handover + gap),
        _post("p-north", "north", "principal"),
        _post("p-north", "east", "deputy"),
        _post("d-one", "east", "deputy", from_=date(year, 2, 1), to=date(year, 10, 31)),
        _post("d-two", "west", "deputy"),
    ]
    if chance.random() < 0.3:
        posts.append({**_post("d-two", "south", "principal"), "acting": "true"})
    return {"kaohe": 1, "roster": "hard", "units": units, "leaders": chance.sample(posts, len(posts))}


def _post(leader: str, unit: str, post: str, from_: date | None = None, to: date | None = None) -> dict[str, Any]:
    days = {"from": from_, "to": to}
    return {"leader": leader, "title": "职务", "unit": unit, "post": post, "level": "district",
            **{key: str(day) for key, day in days.items() if day is not None}}  # fmt: skip


# --- events --------------------------------------------------------------------------------------------


def history(chance: random.Random, year: int) -> dict[str, Any]:
    """``events``, ``as_of`` and perhaps ``known_at`` of one case document."""
    rows: list[Row] = []
    dull = chance.random() < 0.3
    for case in CASES[: chance.randint(1, 3)]:
        rows += _life(chance, year, case)
    for number in range(chance.randint(0, 8)):
        rows.append(_row(chance, f"u{number}", _day(chance, year), chance.choice(OFFICE_ACTS)))
    if not dull:
        rows += [row for place, each in enumerate(rows[:]) for row in _bent(chance, year, rows, each, f"b{place}")]
    chance.shuffle(rows)
    last = date(year, 12, 31)
    found: dict[str, Any] = {"events": rows, "as_of": str(last if chance.random() < 0.75 else _near(chance, year))}
    if chance.random() < 0.1:
        found["known_at"] = str(_near(chance, year))
    return found


def _life(chance: random.Random, year: int, case: str) -> list[Row]:
    """One case: most are registered and given to a unit; some begin in the year before, some out of order."""
    first = date(year, 1, 1) + timedelta(days=chance.randint(0, 200)) if chance.random() < 0.5 else _day(chance, year) if chance.random() < 0.8 else date(year - 1, 12, chance.choice([1, 30, 31]))
    rows: list[Row] = []
    if chance.random() < 0.93:
        rows.append(_row(chance, f"{case}r", first, "registered", case))
    rows.append(_row(chance, f"{case}g", first + timedelta(days=chance.choice([0, 0, 1, 3])), "assigned", case))
    day, acts = first, chance.choice(MOODS)
    for number in range(chance.randint(0, 18)):
        day += timedelta(days=chance.choice([0, 0, 0, 1, 1, 2, 5, 9, 10, 11, 15, 30]))
        rows.append(_row(chance, f"{case}x{number}", day, chance.choice(acts), case))
    return rows


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
)
"""Acts that meddle with one another, drawn from again and again."""
OFFICE_ACTS = (
    "task_set", "centre_opened", "advice_issued", "advice_answered", "major_decision", "risk_assessed", "violation_confirmed",
    "established", "inspected", "inspected", "commended", "bulletin", "meeting_held", "meeting_held", "mark_given", "panel_mark",
    "ruled", "ruled", "veto_notified", "appealed", "duty_day", "duty_day", "field_visit", "absent", "appraised",
)  # fmt: skip
ABOUT_LEADERS = ("duty_day", "field_visit", "absent", "appraised")


def _row(chance: random.Random, id_: str, day: date, kind: str, case: str | None = None) -> Row:
    row = {"id": id_, "kind": kind, "at": _moment(chance, day)}
    if case is not None:
        row["case"] = case
    elif kind in ABOUT_LEADERS:
        row["leader"] = chance.choice(LEADERS)
    else:
        row["unit"] = chance.choice(UNITS[:4])
    row |= {key: value for key, value in _fields(chance, kind, day).items() if value is not None}
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


def _near(chance: random.Random, year: int) -> date:
    """A day on which something turns: year ends, the leap day, a make-up Sunday, a holiday, a merger."""
    named = [(1, 1), (1, 31), (2, 28), (4, 25), (4, 26), (5, 1), (6, 29), (6, 30), (7, 1), (9, 26), (10, 1), (10, 9), (12, 30), (12, 31)]
    day = date(year, *chance.choice(named))
    leap = date(year, 2, 28) + timedelta(days=1)
    return chance.choice([day, day, leap, day + timedelta(days=chance.choice([-1, 1]))])


def _fields(chance: random.Random, kind: str, day: date) -> Mapping[str, str | None]:
    """The fields of that kind, some of them left out."""
    unit, other = chance.choice(UNITS[:4]), chance.choice([*UNITS, None])
    flag, code = chance.choice(["true", "false"]), chance.choice(["a", "a", "b"])
    number = chance.choice(["0", "1", "2", "7", "10", "-3", "999999999", "0.125", "33.333333", "999999999999"])
    whole = number if "." not in number else "3"
    table: dict[str, dict[str, str | None]] = {
        "registered": {"origin": chance.choice(["new", "backlog"]), "class": chance.choice(["consult", "general", "art31_6"]),
                       "unit": other, "repeat_of": chance.choice([None] * 6 + [*CASES])},
        "assigned": {"unit": unit, "request": chance.choice([None, code])},
        "accepted": {"unit": other},
        "assignment_disputed": {"reasons_given": flag},
        "returned": {"request": code},
        "dispute_decided": {"agreed": flag, "request": chance.choice([None, code])},
        "extension_approved": {"days": chance.choice(["0", "1", "5", "10", "30", "-2", "400"]), "by": chance.choice(["head", "head", "other"]),
                               "notice_given": flag},
        "hearing_step": {"step": code},
        "rereview_requested": {"unit": unit, "request": code},
        "rereview_decided": {"request": chance.choice([None, code]), "result": chance.choice(["upheld", "changed", "revoked"])},
        "opinion_issued": {"unit": unit},
        "checked": {"item": chance.choice(["facts", "evidence"]), "passed": flag},
        "followup": {"outcome": chance.choice(["satisfied", "dissatisfied", "declined"])},
        "reminded": {"level": chance.choice(["1", "2"])},
        "case_taken": {"leader": chance.choice(LEADERS)},
        "instructed": {"by_post": chance.choice([None, "principal"])},
        "misfiled": {"unit": unit, "leader": chance.choice([None, *LEADERS]), "severity": chance.choice([None, "light", "grave"]),
                     "times": chance.choice([None, number])},
        "praised": {"unit": unit},
        "exempted": {"clauses": chance.choice(["c0", "c1 c2", "c3"]), "approver": "o1", "basis": "b1",
                     "from": chance.choice([None, str(day)]), "to": chance.choice([None, str(day + timedelta(days=30))])},
        "merged_case": {"merged_into": chance.choice(CASES)},
        "task_set": {"task": code, "due_on": str(day + timedelta(days=chance.choice([-1, 0, 1, 31, 90])))},
        "centre_opened": {"task": chance.choice([None, code])},
        "advice_issued": {"advice": code},
        "advice_answered": {"advice": chance.choice([None, code]), "in_writing": flag},
        "risk_assessed": {"decision": code},
        "major_decision": {"decision": code, "co_unit": other, "dissenters": chance.choice([None, "p-east", "p-east d-one"])},
        "violation_confirmed": {"matter": chance.choice(["coerced_signature", "falsified"]), "proposer": chance.choice([None, "o1"]),
                                "confirmer": chance.choice([None, "o1", "o2"]), "evidence": chance.choice([None, "e"])},
        "established": {"item": chance.choice(["site", "staff", "rules"])},
        "inspected": {"item": chance.choice([None, code]), "units": chance.choice([None, "east", "east west", "east east idle"]),
                      "leaders": chance.choice([None, "p-east", "p-east p-north"]), "dissenters": chance.choice([None, "p-east"]),
                      "score": chance.choice([None, number]), "part": chance.choice([None, "0", "3"]), "whole": chance.choice([None, "0", "7"]),
                      "number": chance.choice([None, whole]), "persons": chance.choice([None, "5"])},
        "bulletin": {"items": whole},
        "meeting_held": {"body": unit, "key_cases": flag},
        "mark_given": {"item": chance.choice(["c4", "x"]), "mark": number, "document": "d-1"},
        "panel_mark": {"mark": chance.choice(["0", "60", "99.5", "100", "101"]), "reviewer": code, "second": chance.choice([None, "a", "z"]),
                       "reason": chance.choice([None, "r"])},
        "ruled": {"effect": chance.choice(["reverse", "adjust"]), "clause": chance.choice([None, "c0", "c1", "zz"]),
                  "event": chance.choice([None, "A1x0", "A1x1", "A1g", "zz"]), "points": chance.choice([None, "-1.5", "2"]),
                  "approver": "o1", "basis": "b1"},
        "veto_notified": {"of": chance.choice(["u0", "u1", "zz"])},
        "appealed": {"against": chance.choice(["u0", "u1"]), "step": chance.choice(["filed", "decided"]),
                     "outcome": chance.choice([None, "upheld", "revoked", "changed"])},
        "duty_day": {"body": unit},
        "absent": {"from": str(day), "to": str(day + timedelta(days=chance.choice([0, 1, 6, 40])))},
        "appraised": {"mark": chance.choice(["0", "75.5", "100"]), "topic": code, "reviewer": code,
                      "reviewer_group": chance.choice(["superior", "peers", "staff", "public"])},
    }  # fmt: skip
    return table.get(kind, {})


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
