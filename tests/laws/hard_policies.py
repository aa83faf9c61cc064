"""Made-up policies: every form × who answers × shares × caps × exclusive groups × vesting × states × pauses.

Clauses are ``c0`` … ``c9`` (now and then forty of them at one event); deadlines are asked about by others.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

Clause = dict[str, Any]
HEAD = {
    "kaohe": 1, "policy": "hard", "title": "难题", "version": "1", "timezone": "Asia/Shanghai", "vocabulary": "petition-test",
    "sources": {"s": {"title": "来源"}},
    "parameters": {
        "two": {"points_from": "example", "values": {"2019-01-01": 2}},
        "rate": {"points_from": "example", "values": {"2019-01-01": "0.125", "2020-07-01": "0.5", "2021-07-01": "1.333"}},
        "limit": {"type": "duration", "by": "class", "points_from": "example",
                  "values": {"2019-01-01": {"consult": "0d", "general": "10d", "simple": "5wd", "art31_6": "60d"}}},
    },
    "states": {
        "resolved": {"begins": {"on": "closed", "when": "five_gates"}, "ends": {"on": "reopened"}},
        "disputed": {"begins": {"on": "assignment_disputed", "when": "reasons_given"}, "ends": {"on": "dispute_decided"}},
        "hearing": {"begins": {"on": "hearing_ordered"}, "ends": {"on": "hearing_ended | closed"}},
    },
    "gates": {
        "five_gates": {"title": "关口", "at": "closed", "all": {
            "facts": {"title": "事实", "pass": 'default(last(checked, item == "facts").passed, false)'},
            "twice": {"title": "两次", "pass": "count(checked) >= 1 || seen(replied)"},
        }},
    },
    "sections": {"work": "办理", "rates": "比率", "bonus": "加分"},
}  # fmt: skip
APPEALS = {"notified": "veto_notified", "file_within": "15wd", "decide_within": "10wd"}
CASE_CONDITIONS = (
    "!resolved", "resolved", "disputed || hearing", "seen(closed)", "count(repeat_petition) >= 2", "count(any) > 3",
    "default(days_since(assigned), 0) > 9", "default(workdays_since(registered), 99) <= 5", 'case.origin == "new"',
    "has(case.unit)", "default(last(checked).passed, false)", 'default(last(closed | reopened).kind, "closed") == "reopened"',
    'seen(checked, item == "facts" && passed)', "weekday(day(at)) == 3", "is_workday(day(at))", "!is_workday(day(at))", "param.rate > 0.4",
    'default(first(any).kind, "closed") == "registered"', "count(repeat_petition, day(at) >= day(this.at) - 30) > 0",
    "distinct(checked, item) == 2", "seen(repeat_petition, seen(closed))", "hour(at) >= 9", 'day(at) > date("2020-02-29")',
    "count(checked, passed) * 2 > count(checked)", "has(case.leader) ? resolved : seen(flagged)", "year(at) == year(period.from)",
    "default(count(checked, passed) / count(checked), 0) >= 0.5", "workhours_between(case.opened_at, at) > 8",
)  # fmt: skip
ASKING = ('overdue("{}")', '!overdue("{}")', 'has(due("{0}")) && due("{0}") >= day(at)', 'has(due("{}"))', 'overdue("{}") && !resolved')
SHARES = ("0.5", "1/3", "0.001", "1", "0.333", "2/7")
STARTS = ("registered", "registered", "assigned", "assigned", "accepted", "reopened", "repeat_petition", "assigned | reopened")


def policy_of(chance: random.Random, year: int, most: int = 8) -> dict[str, Any]:
    """A policy document over the year, or over part of it: two deadlines (of few clauses: one) and up to ``most`` others."""
    calendar = "office" if year == 2021 and chance.random() < 0.3 else "cn"
    last = chance.choice([f"{year}-12-31"] * 3 + [f"{year}-06-30", f"{year}-02-{29 if year % 4 == 0 else 28}"])
    first = chance.choice([f"{year}-01-01"] * 3 + [f"{year}-01-10"])
    clauses = _clauses(chance, year, most)
    appeals = {"appeals": APPEALS} if chance.random() < 0.7 else {}
    key = {"key": [{"from": f"{year}-01-20", "to": f"{year}-02-29" if year % 4 == 0 else f"{year}-03-01"}, {"from": f"{year}-09-25", "to": f"{year}-10-09"}]}
    return {**HEAD, "period": {"from": first, "to": last}, "calendar": calendar, "periods": key, "clauses": clauses, "scorecards": _cards(chance), **appeals}


def _clauses(chance: random.Random, year: int, most: int) -> list[Clause]:
    if chance.random() < 0.06 and most > 3:
        return [_named(f"c{number}", _at_closings(chance), chance, year) for number in range(40)]
    forms = [_deadline, _deadline if most > 3 else _on_case, *chance.choices(FORMS, k=chance.randint(1, most))]
    found: list[Clause] = []
    for number, form in enumerate(forms):
        deadlines = tuple(each["id"] for each in found if each.get("deadline", {}).get("start") in STARTS)
        found.append(_named(f"c{number}", form(chance, deadlines), chance, year))
    return found


def _named(id_: str, body: Clause, chance: random.Random, year: int) -> Clause:
    clause = {"id": id_, "title": id_, "basis": {"source": "s", "article": "一"}, **body}
    if body["kind"] not in ("monitored", "veto"):
        clause = {"section": {"indicator": "rates", "bonus": "bonus"}.get(body["kind"], "work"), "points_from": "example", **clause}
    if chance.random() < 0.12:
        clause |= {"from": f"{year}-03-01", "to": f"{year}-11-30"}
    if body["kind"] in ("deduction", "bonus") and chance.random() < 0.6:
        clause["cap"] = _cap(chance, of_cases="case.unit" in str(body))
    return {key: value for key, value in clause.items() if value is not None}


def _cap(chance: random.Random, *, of_cases: bool) -> Clause:
    if not of_cases:
        return {"per_subject": chance.choice(["0.5", "1", "4.5", "20"])}
    cap = chance.choice([{"per_case": 3}, {"per_subject": "4.5"}, {"per_subject": "0.3"}, {"per_subject": 1},  {"per_case": "0.5", "per_subject": 1}, {"per_case": 2, "per_subject": 20}])
    return chance.choice([cap, cap, {"unit": cap, "leader": {"per_subject": 1}}])


def _points(chance: random.Random, sign: str) -> str:
    return sign + chance.choice(["0.1", "0.125", "1", "2", "3", "0.333", "param.rate", "999999999.999", "0"])


def _lines(chance: random.Random, unit: str, leader: str | None = None, *, days: bool = False) -> list[Clause]:
    """The unit; often the holders of a post of it; perhaps a leader named by the event; perhaps by days held."""
    lines: list[Clause] = [{"unit": unit}]
    at = {"responsible_at": chance.choice(["start", "due", "entry", "by_days"])} if days and chance.random() < 0.6 else {}
    if chance.random() < 0.6:
        lines.append({"post": "principal", "of": unit, "share": chance.choice(SHARES), **at, **chance.choice([{}, {"split": "each"}])})
    if chance.random() < 0.4:
        lines.append({"post": "deputy", "of": unit, "share": chance.choice(SHARES), **at})
    if leader is not None and chance.random() < 0.5:
        lines.append({"leader": leader, "share": chance.choice(SHARES)})
    if chance.random() < 0.1:
        lines[0]["share"] = "0.7"
    return lines


def _condition(chance: random.Random, deadlines: tuple[str, ...]) -> str | None:
    pool = [*CASE_CONDITIONS, *(text.format(each) for each in deadlines for text in ASKING)]
    parts = chance.sample(pool, chance.choice([0, 0, 1, 1, 2, 3]))
    if not parts:
        return None
    return f" {chance.choice(['&&', '||'])} ".join(f"({part})" if " " in part else part for part in parts)


# --- forms -----------------------------------------------------------------------------------------------


GROUPS = (("case", "largest"), ("case", "largest"), ("event", "largest"), ("subject", "first"), ("case", "latest"))


def _on_case(chance: random.Random, deadlines: tuple[str, ...], of: str | None = None) -> Clause:
    kind = of or chance.choice(["repeat_petition", "closed", "checked", "followup", "reopened", "closed | reopened", "assigned", "misfiled"])
    sign = chance.choice(["-", "-", ""])
    unit, leader = ("unit", None) if kind == "misfiled" else ("case.unit", "case.leader")
    clause: Clause = {"kind": "bonus" if sign == "" else "deduction", "on": kind, "when": _condition(chance, deadlines),
                      "points": _points(chance, sign), "accountable": _lines(chance, unit, leader)}  # fmt: skip
    if kind == "repeat_petition":
        clause["when"] = _with_breach(chance, clause["when"], deadlines)
    if chance.random() < 0.4:
        per, keep = chance.choice(GROUPS)
        clause["exclusive"] = {"group": f"{per}-{keep}", "per": per, "keep": keep}
    if chance.random() < 0.3:
        clause["revoke"] = chance.choice([{"on": "reopened", "within": "90d"}, {"on": "reopened"}, {"on": "checked", "when": "!passed", "within": "5d"}])
        if sign == "":
            clause["vest"] = chance.choice([None, "0d", "10d", "90d"])
    if kind == "closed" and chance.random() < 0.3:
        clause["when"] = chance.choice(["five_gates", "!five_gates", "five_gates.facts && !five_gates.twice"])
    return clause


def _at_closings(chance: random.Random) -> Clause:
    """One of forty clauses at one event; most have no condition, so that most speak."""
    clause = _on_case(chance, (), of=chance.choice(["closed", "closed | reopened"]))
    return {**clause, "when": None} if chance.random() < 0.7 else clause


def _watched(chance: random.Random, deadlines: tuple[str, ...]) -> Clause:
    """What is only looked at: no points, but an entry."""
    kind = chance.choice(["registered", "repeat_petition", "closed", "flagged"])
    return {"kind": "monitored", "on": kind, "when": _condition(chance, deadlines), "accountable": [{"unit": "case.unit"}]}


def _with_breach(chance: random.Random, condition: str | None, deadlines: tuple[str, ...]) -> str:
    """The condition and a breach of duty: by petitions alone nobody is charged, the checker refuses it."""
    breach = chance.choice(["seen(closed)", "seen(reopened)", *(f'overdue("{each}")' for each in deadlines)])
    return breach if condition is None else f"({condition}) && {breach}"


def _vesting(chance: random.Random, deadlines: tuple[str, ...]) -> Clause:
    """A bonus that must last; what takes it back comes before its day, on it or after it."""
    kind, revoke = chance.choice([("closed", "reopened"), ("followup", "reopened"), ("praised", "repeat_petition"), ("checked", "reopened")])
    unit, leader = ("unit", None) if kind == "praised" else ("case.unit", "case.leader")
    return {"kind": "bonus", "on": kind, "when": None if chance.random() < 0.7 else _condition(chance, deadlines), "points": _points(chance, ""),
            "vest": chance.choice(["0d", "5d", "10d", "30d", "90d"]), "revoke": {"on": revoke, **chance.choice([{}, {"within": "90d"}])},
            "accountable": _lines(chance, unit, leader)}  # fmt: skip


def _on_unit(chance: random.Random, _: tuple[str, ...]) -> Clause:
    which = chance.choice(["decision", "inspected", "many", "computed"])
    if which == "decision":
        return {"kind": "deduction", "on": "major_decision", "when": "!seen(risk_assessed, decision == this.decision)",
                "points": "seen(major_decision, decision == this.decision) ? -2 : -0.5",
                "accountable": [{"units": ["unit", "co_unit"], "split": chance.choice(["equal", "each"])},
                                {"post": "deputy", "of": "unit", "share": "1/3", "except": "dissenters"}]}  # fmt: skip
    if which == "inspected":
        return {"kind": "deduction", "on": "inspected", "when": "default(score, 0) < 60", "points": "-1",
                "accountable": [{"unit": "unit"}, {"leaders": "leaders", "share": "0.5", "except": "dissenters"}]}  # fmt: skip
    if which == "many":
        return {"kind": "deduction", "on": "inspected", "points": "-0.7", "accountable": [{"units": "units"}]}
    return {"kind": "bonus", "on": "inspected", "points": "default(part / whole, 0) * 3", "round": {"places": 3, "mode": chance.choice(["half_up", "half_even", "down"])},
            "accountable": [{"unit": "unit"}]}  # fmt: skip


def _deadline(chance: random.Random, deadlines: tuple[str, ...]) -> Clause:
    if deadlines and chance.random() < 0.2:
        shape: Clause = {"due": {"of": chance.choice(deadlines), "minus": chance.choice(["1d", "5d", "15d"])}, "finish": "reminded", "where": "level == 1"}
        return {"kind": "deduction", "deadline": shape, "late": {"points": "-0.2"}, "accountable": _lines(chance, "case.unit")}
    start = chance.choice(STARTS)
    shape = {
        "start": start, "when": None if chance.random() < 0.7 else _condition(chance, ()),
        "finish": chance.choice(["closed", "closed", "replied", "followup | closed", "checked"]),
        "where": chance.choice([None, None, "days_between(start.at, at) >= 0", "is_workday(day(at))"]),
        "lapse": chance.choice([None, "withdrawn", ["withdrawn", {"on": "returned"}]]),
        "within": chance.choice(["0d", "0wd", "0h", "1d", "10d", "15wd", "5wd", "30d", "24h", "8wh", "40wh", "60d", "365d", "param.limit[case.class]"]),
        "pause": chance.choice([None, ["disputed"], ["hearing"], ["disputed", "hearing"]]),
        "roll": chance.choice([None, "next_workday"]),
    }  # fmt: skip
    if chance.random() < 0.5:
        shape["extend"] = {"on": "extension_approved", "when": chance.choice([None, 'by == "head"', "notice_given"]), "add": "days",
                           "at_most": chance.choice([None, None, "30d", "10d"]), "times": chance.choice([None, None, 1, 2])}  # fmt: skip
        shape["extend"] = {key: value for key, value in shape["extend"].items() if value is not None}
        if shape["within"].endswith(("h", "wd")):
            shape["within"] = "10d"
    if chance.random() < 0.35:
        shape["restart"] = {"on": "assigned", "when": "default(last(assigned).unit, unit) != unit", "carry": chance.choice(["whole", "rest"])}
        if start == "registered":
            shape["restart"] = {"on": "reopened"}
    result = {"points": _points(chance, "-"), "per": chance.choice(["occurrence", "day", "workday", "week", "month"])}
    if chance.random() < 0.4:
        result["at_most"] = "3"
    given: Clause = {"kind": "deduction", "late": result} if chance.random() < 0.85 else {"kind": "bonus", "on_time": {"points": _points(chance, "")}}
    body: Clause = {**given, "deadline": {key: value for key, value in shape.items() if value is not None}}
    return {**body, "accountable": _lines(chance, "case.unit", "case.leader", days=True)}


def _unit_deadline(chance: random.Random, _: tuple[str, ...]) -> Clause:
    if chance.random() < 0.5:
        shape: Clause = {"start": "task_set", "finish": "centre_opened", "match": ["task"], "due": "due_on"}
    else:
        shape = {"start": "advice_issued", "finish": "advice_answered", "where": "in_writing", "match": ["advice"],
                 "within": chance.choice(["0d", "30d", "10wd"])}  # fmt: skip
    return {"kind": "deduction", "deadline": shape, "late": {"points": "-1.5", "per": chance.choice(["occurrence", "month", "week"]), "at_most": 5},
            "accountable": _lines(chance, "start.unit", days=True)}  # fmt: skip


def _frequency(chance: random.Random, _: tuple[str, ...]) -> Clause:
    per = chance.choice(["week", "half_month", "month", "quarter", "half_year", "year", "day", "key"])
    shape: Clause = {"per": per, "at_least": chance.choice([1, 1, 2, 3])}
    which = chance.random()
    if which < 0.2:
        shape |= {"of": "bulletin", "who": 'subject.kind == "street"', "silent": chance.choice(["zero", "no_data"])}
        lines = _lines(chance, "subject")
    elif which < 0.55:
        shape |= {"of": "meeting_held", "where": "key_cases", "by": "body", "who": chance.choice(['subject.kind == "street"', "true"])}
        lines = _lines(chance, "subject")
    else:
        shape |= {"of": chance.choice(["duty_day", "field_visit", "duty_day | field_visit"]), "who": chance.choice(['subject.post == "principal"', 'subject.level == "district"']),
                  "count": chance.choice(["events", "days"])}  # fmt: skip
        lines = [{"leader": "subject"}]
    if per == "day":
        shape["days"] = "weekday(day) == 3 && is_workday(day)"
    elif chance.random() < 0.4:
        shape["working"] = True
    return {"kind": "deduction", "frequency": shape, "accountable": lines,
            "short": {"points": "-0.1", "per": chance.choice(["missing", "period"])}}  # fmt: skip


SCORES: tuple[Clause, ...] = (
    {"rate": {"points": 10}, "round": {"places": 3}},
    {"bands": [{"at_least": "90%", "points": 10}, {"at_least": "50%", "points": 5}, {"at_least": "0%", "points": 0}]},
    {"slope": {"at": "100%", "full": 9, "below": {"per": "1%", "points": -1}, "steps": "started", "floor": 0, "ceiling": 9}},
    {"slope": {"at": "50%", "full": 9, "below": {"per": "3%", "points": -1}, "above": {"per": "3%", "points": 1}, "steps": "exact", "floor": 0, "ceiling": 12}, "round": {"places": 3}},
    {"rank": {"points": [5, 3, 1], "best": "highest", "ties": "mean"}}, {"min_max": {"points": 10, "base": 4, "best": "highest"}, "round": {"places": 3}},
    {"share_of_best": {"points": 10, "best": "highest"}, "round": {"places": 3}},
)  # fmt: skip


def _ratio(chance: random.Random, deadlines: tuple[str, ...]) -> Clause:
    over = chance.choice(["cases", "cases", "repeat_petition", *deadlines])
    shape: Clause = {"over": over, "by": "case.unit", "minimum": chance.choice([1, 1, 2]), "otherwise": chance.choice(["full", "zero", "omit"]),
                     "hit": chance.choice(["resolved", "seen(repeat_petition)", "!seen(closed)"])}  # fmt: skip
    if over == "cases":
        shape |= chance.choice([{"where": "has(case.unit)", "all_time": True}, {"where": "has(case.unit) && case.registered_on >= period.from"}])
    if over in deadlines:
        shape["hit"] = chance.choice(["on_time", "finished"])
    if chance.random() < 0.3:
        return {"kind": "monitored", "ratio": {**shape, "against": "previous_year"}}
    return {"kind": "indicator", "ratio": shape, "score": chance.choice(SCORES)}


def _measure(chance: random.Random, _: tuple[str, ...]) -> Clause:
    statistic = chance.choice(["mean", "median", "p80", "p90", "sum", "max", "min", "count"])
    if chance.random() < 0.5:
        shape: Clause = {"over": "cases", "where": "has(case.closed_at)", "all_time": True, "by": "case.unit",
                         "value": "default(days_between(case.opened_at, case.closed_at), 0)"}  # fmt: skip
    else:
        shape = {"over": "bulletin", "by": "unit", "value": "items"}
    if statistic == "count":
        shape.pop("value")
    if chance.random() < 0.3:
        shape["divide_by"] = "default(subject.population, 0) / 10000"
    if chance.random() < 0.5:
        shape["against"] = "previous_year"
    return {"kind": "monitored", "measure": {**shape, "statistic": statistic}}


def _appraisal(chance: random.Random, _: tuple[str, ...]) -> Clause:
    if chance.random() < 0.5:
        shape: Clause = {"of": "panel_mark", "field": "mark", "range": [0, 100], "by": "unit", "reviewer": "reviewer", "second": "second", "reason": "reason",
                         "minimum": 1, "otherwise": "omit"}  # fmt: skip
    else:
        shape = {"of": "appraised", "field": "mark", "range": [0, 100], "item": "topic", "by": "leader", "reviewer": "reviewer", "trim": chance.choice([0, 1]),
                 "groups": {"by": "reviewer_group", "weights": {"superior": 3, "peers": 6, "staff": 3, "public": 3}}, "minimum": 1, "otherwise": "zero"}  # fmt: skip
    return {"kind": "indicator", "appraisal": shape, "score": {"rate": {"points": 10}, "round": {"places": 3}}}


def _checklist(chance: random.Random, _: tuple[str, ...]) -> Clause:
    if chance.random() < 0.5:
        shape: Clause = {"over": "units", "where": 'subject.level == "township"',
                         "items": {"site": 'seen(established, item == "site")', "staff": 'seen(established, item == "staff")'}}  # fmt: skip
        return {"kind": "deduction", "checklist": {**shape, "missing": {"points": -1}}}
    shape = {"over": "cases", "where": "has(case.unit)", "all_time": True, "items": {"facts": "seen(checked)", "reply": "seen(replied)"}}
    return {"kind": "deduction", "checklist": {**shape, "missing": {"points": "-0.3"}}, "accountable": _lines(chance, "case.unit")}


def _veto(chance: random.Random, _: tuple[str, ...]) -> Clause:
    return {"kind": "veto", "on": "violation_confirmed", "when": chance.choice([None, None, 'matter == "falsified"']),
            "effect": chance.choice(["lowest_grade", "no_top_grade", ["lowest_grade", "ranked_last"]]),
            "confirm": {"proposer": "proposer", "confirmer": "confirmer", "evidence": "evidence"},
            "accountable": [{"unit": "unit"}, {"post": "principal", "of": "unit"}]}  # fmt: skip


Form = Callable[[random.Random, tuple[str, ...]], Clause]
FORMS: tuple[Form, ...] = (
    _on_case, _on_case, _on_case, _on_unit, _watched, _vesting, _vesting, _vesting, _deadline, _deadline, _deadline, _unit_deadline, _frequency, _ratio, _ratio,
    _measure, _appraisal, _checklist, _veto, _veto,
)  # fmt: skip


GRADES = [{"id": "top", "title": "优", "at_least": 80, "share": "0.3", "at_least_places": 1}, {"id": "good", "title": "良", "at_least": 40},
          {"id": "low", "title": "差"}]  # fmt: skip


def _cards(chance: random.Random) -> dict[str, Clause]:
    sections = {"work": {"title": "办理", "points_from": "example"}, "rates": {"title": "比率", "points_from": "example"},
                "bonus": {"title": "加分", "bonus": True, "cap": 5, "points_from": "example"}}  # fmt: skip
    if chance.random() < 0.3:
        sections["work"]["floor"] = -5
    units: Clause = {"of": "unit", "who": "true", "out_of": 100, "base": 80, "points_from": "example", "sections": sections, "grades": GRADES}
    if chance.random() < 0.3:
        units |= {"per": "month", "roll_up": chance.choice(["mean", "sum", "last"])}
    if chance.random() < 0.2:
        units["inherit"] = {"from": "children", "share": chance.choice(["0.3", "1/3"])}
    leaders: Clause = {"of": "leader", "who": "true", "out_of": 100, "base": 80, "points_from": "example", "sections": sections, "grades": GRADES}
    return {"unit": units, "leader": leaders}
