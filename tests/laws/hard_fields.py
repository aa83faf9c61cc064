"""What the events of hard histories say: a table of kinds, fields and what each may be.

A *pick* chooses a field's text, or None: the field is left out.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta

UNITS = ("east", "west", "north", "south", "idle")
"""``idle`` is in no event of its own; ``south`` is merged into ``north`` in the middle of the year."""
ACTIVE = UNITS[:4]
LEADERS = ("p-east", "p-west-a", "p-west-b", "p-north", "d-one", "d-two")
CASES = ("A1", "A2", "A3")

Pick = Callable[[random.Random, date], str | None]


def _one_of(*values: str | None) -> Pick:
    return lambda chance, _: chance.choice(values)


def _days_later(*numbers: int, missing: int = 0) -> Pick:
    """The event's day and so many days; ``missing`` times as likely to be left out as to be one of them."""
    choices = (*numbers, *[None] * missing)

    def pick(chance: random.Random, day: date) -> str | None:
        number = chance.choice(choices)
        return None if number is None else str(day + timedelta(days=number))

    return pick


UNIT, ANY_UNIT, LEADER = _one_of(*ACTIVE), _one_of(*UNITS, None), _one_of(*LEADERS)
FLAG, CODE, CODE_OR_NONE = _one_of("true", "false"), _one_of("a", "a", "b"), _one_of(None, "a", "a", "b")
WHOLE = _one_of("0", "1", "2", "7", "10", "-3", "999999999", "999999999999")
NUMBER = _one_of("0", "1", "2", "7", "10", "-3", "999999999", "0.125", "33.333333", "999999999999")
SIGNED = {"approver": _one_of("o1"), "basis": _one_of("b1")}

FIELDS: Mapping[str, Mapping[str, Pick]] = {
    "registered": {"origin": _one_of("new", "backlog"), "class": _one_of("consult", "general", "art31_6"),
                   "unit": ANY_UNIT, "repeat_of": _one_of(*[None] * 6, *CASES)},
    "assigned": {"unit": UNIT, "request": CODE_OR_NONE},
    "accepted": {"unit": ANY_UNIT},
    "assignment_disputed": {"reasons_given": FLAG},
    "returned": {"request": CODE},
    "dispute_decided": {"agreed": FLAG, "request": CODE_OR_NONE},
    "extension_approved": {"days": _one_of("0", "1", "5", "10", "30", "-2", "400"), "by": _one_of("head", "head", "other"), "notice_given": FLAG},
    "hearing_step": {"step": CODE},
    "rereview_requested": {"unit": UNIT, "request": CODE},
    "rereview_decided": {"request": CODE_OR_NONE, "result": _one_of("upheld", "changed", "revoked")},
    "opinion_issued": {"unit": UNIT},
    "checked": {"item": _one_of("facts", "evidence"), "passed": FLAG},
    "followup": {"outcome": _one_of("satisfied", "dissatisfied", "declined")},
    "reminded": {"level": _one_of("1", "2")},
    "case_taken": {"leader": LEADER},
    "instructed": {"by_post": _one_of(None, "principal")},
    "misfiled": {"unit": UNIT, "leader": _one_of(None, *LEADERS), "severity": _one_of(None, "light", "grave"), "times": NUMBER},
    "praised": {"unit": UNIT},
    "exempted": {**SIGNED, "clauses": _one_of("c0", "c1 c2", "c3", "c2"), "from": _days_later(0, -90, missing=1), "to": _days_later(0, 30, missing=1)},
    "merged_case": {"merged_into": _one_of(*CASES)},
    "task_set": {"task": CODE, "due_on": _days_later(-1, 0, 1, 31, 90)},
    "centre_opened": {"task": CODE_OR_NONE},
    "advice_issued": {"advice": CODE},
    "advice_answered": {"advice": CODE_OR_NONE, "in_writing": FLAG},
    "risk_assessed": {"decision": CODE},
    "major_decision": {"decision": CODE, "co_unit": ANY_UNIT, "dissenters": _one_of(None, "p-east", "p-east d-one")},
    "violation_confirmed": {"matter": _one_of("coerced_signature", "falsified"), "proposer": _one_of(None, "o1", "o1"),
                            "confirmer": _one_of(None, "o1", "o2", "o2"), "evidence": _one_of(None, "e", "e")},
    "established": {"item": _one_of("site", "staff", "rules")},
    "inspected": {"item": CODE_OR_NONE, "units": _one_of(None, "east", "east west", "east east idle"),
                  "leaders": _one_of(None, "p-east", "p-east p-north"), "dissenters": _one_of(None, "p-east"),
                  "score": NUMBER, "part": _one_of(None, "0", "3"), "whole": _one_of(None, "0", "7"),
                  "number": WHOLE, "persons": _one_of(None, "5")},
    "bulletin": {"items": WHOLE},
    "meeting_held": {"body": UNIT, "key_cases": FLAG},
    "mark_given": {"item": _one_of("c4", "x"), "mark": NUMBER, "document": _one_of("d-1")},
    "panel_mark": {"mark": _one_of("0", "60", "99.5", "100", "101"), "reviewer": CODE, "second": _one_of(None, "a", "z"), "reason": _one_of(None, "r")},
    "ruled": {**SIGNED, "effect": _one_of("reverse", "adjust"), "clause": _one_of(None, "c0", "c1", "c2", "zz"),
              "event": _one_of(None, "A1x0", "A1x1", "A1g", "zz"), "points": _one_of(None, "-1.5", "2")},
    "veto_notified": {"of": _one_of("u0", "u1", "zz")},
    "appealed": {"against": _one_of("u0", "u1"), "step": _one_of("filed", "decided"), "outcome": _one_of(None, "upheld", "revoked", "changed")},
    "duty_day": {"body": UNIT},
    "absent": {"from": _days_later(0), "to": _days_later(0, 1, 6, 40)},
    "appraised": {"mark": _one_of("0", "75.5", "100"), "topic": CODE, "reviewer": CODE, "reviewer_group": _one_of("superior", "peers", "staff", "public")},
}  # fmt: skip


def fields(chance: random.Random, kind: str, day: date) -> dict[str, str]:
    """The fields of an event of that kind and day, some of them left out."""
    picked = {name: pick(chance, day) for name, pick in FIELDS.get(kind, {}).items()}
    return {name: text for name, text in picked.items() if text is not None}
