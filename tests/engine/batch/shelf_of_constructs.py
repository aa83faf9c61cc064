"""One policy for each construct that clocks, reversals and lists can be made of, and hard histories to try it on.

Events lie on a few days only, so that ties, pauses across due days, extensions on and after them and restarts
within a pause come of themselves: about 1 October, with a week of rest and make-up days, and the turn of the year.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kaohe.engine.event import Event
from kaohe.engine.event_row import event_from_row
from kaohe.engine.roster import Roster
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.document.load import load
from kaohe.rules.document.roster import RosterDocument
from kaohe.rules.library import check_text
from kaohe.rules.policy import Policy

VOCABULARIES = Path(__file__).parents[2] / "acceptance/vocabulary"
LATE = {"points": "-0.3", "per": "day", "at_most": "4"}
WHO = [{"unit": "case.unit"}, {"post": "principal", "of": "case.unit", "share": "0.5", "responsible_at": "by_days"}]
UNIT = [{"unit": "case.unit"}]
PAUSE, EXTEND = ["disputed", "hearing"], {"on": "extension_approved", "when": "notice_given", "add": "days", "at_most": "9d", "times": 2}
RESTART = {"on": "assigned", "when": "default(last(assigned).unit, unit) != unit"}


def _deadline(late: Mapping[str, Any] = LATE, who: list[dict[str, str]] = UNIT, **limit: Any) -> dict[str, Any]:
    return {"kind": "deduction", "deadline": {"start": "assigned", "finish": "closed", **limit}, "late": dict(late), "accountable": who}


def _on(kind: str, **more: Any) -> dict[str, Any]:
    return {"kind": "deduction", "on": kind, "points": "-1", "accountable": UNIT, **more}


CONSTRUCTS: Mapping[str, list[dict[str, Any]]] = {
    "office hours": [_deadline(within="10wh", pause=PAUSE), _deadline(within="0wh"), _deadline(within="35wh", extend={**EXTEND, "at_most": "9wh"})],
    "hours that pause": [_deadline(within="30h", pause=PAUSE), _deadline(within="72h", pause=PAUSE, extend={**EXTEND, "at_most": "50h"})],
    "days past pauses": [_deadline(within="5d", pause=PAUSE, roll="next_workday"), _deadline(within="4wd", pause=PAUSE), _deadline(within="0d", pause=PAUSE)],
    "extensions": [_deadline(within="5d", pause=PAUSE, extend=EXTEND), _deadline(within="3wd", extend={**EXTEND, "when": 'by == "head"', "at_most": "9wd"}, roll="next_workday")],
    "the rest carried on": [
        _deadline(start="accepted | assigned", within=within, pause=PAUSE, restart={**RESTART, "carry": "rest"}, extend={**EXTEND, "at_most": most})
        for within, most in (("6d", "9d"), ("5wd", "9wd"), ("20wh", "9wh"), ("60h", "9h"))
    ],
    "counted back": [
        _deadline(within="8d", pause=PAUSE, extend=EXTEND),
        {**_deadline(), "deadline": {"due": {"of": "c0", "minus": "2d"}, "finish": "reminded", "where": "level == 1"}},
        {**_deadline(), "deadline": {"due": {"of": "c0", "minus": "3wd"}, "finish": "reminded", "roll": "next_workday"}},
    ],
    "ends that look at the start": [
        _deadline(within="3d", where="days_between(start.at, at) >= 2"),
        _deadline(within="2d", finish="replied | closed", where="day(at) > day(start.at)", lapse=["withdrawn"]),
    ],
    "by month": [_deadline({"points": "-1", "per": "month", "at_most": "5"}, within="2d"), _deadline({"points": "-1", "per": "month"}, WHO, within="1wd", pause=PAUSE)],
    "over several cards": [
        _deadline(within="2d", pause=PAUSE), _deadline({"points": "-1", "per": "week"}, WHO, within="1wd"), _deadline({"points": "-1"}, within="4d"),
    ],
    "known at a position": [
        _deadline(within="4d", pause=PAUSE, extend=EXTEND), _deadline(within="4d", pause=PAUSE, restart={**RESTART, "carry": "rest"}),
        _deadline(within="20wh", pause=PAUSE),
        *(_on("checked", when=f'overdue("{each}")') for each in ("c0", "c1", "c2")), _on("replied", when='has(due("c0")) && due("c0") >= day(at)'),
    ],
    "reversals": [
        _on("checked", revoke={"on": "reopened", "within": "3d"}), _on("replied", revoke={"on": "checked", "when": "!passed"}),
        {**_on("closed", vest="3d", revoke={"on": "reopened", "within": "9d"}), "kind": "bonus", "points": "1"}, {**_deadline(within="2d"), "revoke": {"on": "reopened"}},
    ],
    "vetoes": [
        {"kind": "veto", "on": "violation_confirmed", "effect": "no_top_grade", "accountable": [{"unit": "unit"}, {"post": "principal", "of": "unit"}]},
    ],
    "checklists": [
        {"kind": "deduction", "checklist": {"over": "cases", "where": 'case.origin == "new"', "all_time": True, "items": _items, "missing": {"points": points}},
         "accountable": [*UNIT, {"post": "principal", "of": "case.unit", "share": "0.5"}]}
        for _items in ({"check": {"title": "核查", "pass": "seen(checked)"}, "good": {"title": "通过", "pass": "count(checked, passed) > 1"}},)
        for points in ("-0.5", "resolved ? -0.2 : -0.4")
    ] + [{"kind": "deduction", "checklist": {"over": "units", "where": 'subject.level == "township"', "missing": {"points": "-1"},
          "items": {"site": {"title": "场所", "pass": 'seen(established, item == "site")'}}}}],
    "rates of units": [
        {"kind": "indicator", "score": {"rate": {"points": 10}},
         "ratio": {"over": "units", "where": 'subject.level == "township"', "hit": "seen(violation_confirmed)", "by": "subject", "minimum": 1, "otherwise": "omit"}},
    ],
    "office hours between": [
        _on("closed", when="workhours_between(case.opened_at, at) > 20"), _on("checked", when="hour(at) >= 14 && default(count(checked) % 2, 0) == 1"),
        _on("replied", when='default(last(assigned | dispute_decided, kind == "assigned" || default(agreed, false)).kind, "assigned") == "assigned"'),
    ],
}  # fmt: skip
KINDS: Mapping[str, tuple[str, ...]] = {
    "assigned": ("unit=west", "unit=east"), "accepted": ("",), "closed": ("",), "replied": ("",), "reopened": ("",), "withdrawn": ("",),
    "assignment_disputed": ("reasons_given=true",), "dispute_decided": ("agreed=false",), "hearing_ordered": ("",), "hearing_ended": ("",),
    "extension_approved": ("days=3 by=head notice_given=true", "days=30 by=other notice_given=true", "days=2 by=head notice_given=false"),
    "reminded": ("level=1", "level=2"), "checked": ("item=facts passed=true", "item=facts passed=false"), "repeat_petition": ("",),
    "exempted": ("clauses=c0,c1 approver=a basis=b", "clauses=c0 approver=a basis=b from=2021-10-01"),
}  # fmt: skip


@dataclass(frozen=True)
class Tried:
    """A construct with the policy that is made of it."""

    name: str
    policy: Policy
    roster: Roster


@cache
def tried(name: str) -> Tried:
    clauses = [
        {"id": f"c{number}", "title": f"c{number}", "basis": {"source": "s", "article": "一"}, "points_from": "example", "section": "work", **body}
        for number, body in enumerate(CONSTRUCTS[name])
    ]
    for clause in clauses:
        if clause["kind"] == "veto":
            del clause["points_from"], clause["section"]
            clause["confirm"] = {"proposer": "proposer", "confirmer": "confirmer", "evidence": "evidence"}
    states = {
        "disputed": {"begins": {"on": "assignment_disputed"}, "ends": {"on": "dispute_decided"}},
        "hearing": {"begins": {"on": "hearing_ordered"}, "ends": {"on": "hearing_ended | closed"}},
        "resolved": {"begins": {"on": "closed"}, "ends": {"on": "reopened"}},
    }
    cards = {kind: _card(kind, name) for kind in ("unit", "leader")}
    document = {
        "kaohe": 1, "policy": "tried", "title": name, "version": "1", "timezone": "Asia/Shanghai", "vocabulary": "petition-test", "calendar": "office",
        "period": {"from": "2021-01-01", "to": "2021-12-31"}, "sources": {"s": {"title": "来源"}}, "states": states, "sections": {"work": "办理"},
        "clauses": clauses, "scorecards": cards,
    }  # fmt: skip
    checked = check_text(_text(document), Path("tried/policy.yaml"), roots=(VOCABULARIES,))
    assert checked.policy is not None, [(each.severity, each.code, dict(each.facts), each.place.line) for each in checked.problems]
    return Tried(name, checked.policy, _roster(checked.policy))


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, _: object) -> bool:
        """The language knows no anchors: what is said twice is written twice."""
        return True


def _text(document: dict[str, Any]) -> str:
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False)


def _card(kind: str, name: str) -> dict[str, Any]:
    """Units' cards are settled each month where that matters, leaders' never: two ways to cut a delay."""
    per = {"per": "month", "roll_up": "mean"} if kind == "unit" and name in ("over several cards", "checklists") else {}
    base = 90 if kind == "unit" and name == "rates of units" else 100
    return {"of": kind, "who": "true", "out_of": 100, "base": base, "points_from": "example", "sections": {"work": {"title": "办理", "points_from": "example"}}, **per}


def _roster(policy: Policy) -> Roster:
    rows = [{"id": each, "title": each, "kind": "street", "level": "township"} for each in ("east", "west", "north")]
    posts = [
        {"leader": "old", "title": "主任", "unit": "west", "post": "principal", "to": "2021-10-03"}, {"leader": "new", "unit": "west", "post": "principal", "from": "2021-10-03"},
        {"leader": "one", "title": "主任", "unit": "east", "post": "principal"},
    ]  # fmt: skip
    loaded = load(_text({"kaohe": 1, "roster": "tried", "units": rows, "leaders": posts}), "roster.yaml", RosterDocument)
    assert loaded.document is not None, loaded.problems
    return roster_from_document(loaded.document, policy.vocabulary)[0]


# --- histories -----------------------------------------------------------------------------------------


def history(policy: Policy, seed: int) -> tuple[Event, ...]:
    """What three cases and two units lived through within a few days."""
    chance = random.Random(seed)
    first = date(2021, *chance.choice([(9, 17), (9, 28), (12, 27), (2, 5), (10, 29)]))
    rows = [row for case in ("A1", "A2", "A3") for row in _case(chance, case, first)] + list(_offices(chance, first))
    events = [event_from_row({"id": f"e{number}", **row}, policy.vocabulary, policy.timezone) for number, row in enumerate(rows)]
    assert all(event is not None for event, _ in events), events
    return tuple(event for event, _ in events if event is not None)


def _case(chance: random.Random, case: str, first: date) -> list[dict[str, str]]:
    rows = [{"kind": "registered", "case": case, "at": f"{first - timedelta(days=1)}", "origin": "new", "class": "general"}]
    rows.append({"kind": "assigned", "case": case, "at": _when(chance, first), "unit": "west"})
    for _ in range(chance.randint(3, 14)):
        kind = chance.choice(list(KINDS))
        said = dict(part.split("=") for part in chance.choice(KINDS[kind]).split())
        rows.append({"kind": kind, "case": case, "at": _when(chance, first), **said})
    return rows


def _when(chance: random.Random, first: date) -> str:
    """A day alone, or one of a few instants of it: opening and closing time among them."""
    day = first + timedelta(days=chance.choice([0, 0, 1, 1, 2, 3, 4, 5, 6, 8, 10, 14, 40, 70]))
    return str(day) if chance.random() < 0.3 else f"{day} {chance.choice(['08:00', '09:00', '11:59', '12:00', '15:30', '18:00', '23:59'])}"


def _offices(chance: random.Random, first: date) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for number in range(chance.randint(0, 4)):
        named = {"unit": chance.choice(["west", "east"]), "at": _when(chance, first)}
        rows.append({"kind": "violation_confirmed", "matter": "falsified", "proposer": "p", "confirmer": f"q{number}", "evidence": "d", **named})
    for row in tuple(rows):
        about = {"unit": row["unit"], "at": _when(chance, first)}
        rows += chance.sample([
            {"kind": "veto_notified", "of": "e{}", **about}, {"kind": "appealed", "against": "e{}", "step": "filed", **about},
            {"kind": "appealed", "against": "e{}", "step": "decided", "outcome": "upheld", **about},
            {"kind": "ruled", "effect": "reverse", "clause": "c0", "event": "e{}", "approver": "a", "basis": "b", **about},
            {"kind": "established", "item": "site", **about},
        ], chance.randint(1, 4))  # fmt: skip
    return rows
