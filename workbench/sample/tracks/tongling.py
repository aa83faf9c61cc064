"""铜陵, 2022: short limits, reminders before the day, five gates, strict striking-off."""

from __future__ import annotations

from datetime import date

from kaohe.workbench.sample.track import (
    Code,
    DueIn,
    Flag,
    Leader,
    Life,
    Mark,
    Pick,
    Routine,
    Step,
    Track,
    Unit,
)
from kaohe.workbench.sample.tracks.common import (
    advice,
    direct,
    disputes,
    extension,
    found_missing,
    notified,
    opinion_checks,
    registered,
    repeats,
    review,
    violations,
    years_ago,
)

HANDLERS = ("county", "town", "street", "department")
CHANNELS = Pick({"visit": 0.5, "online": 0.25, "letter": 0.15, "phone": 0.1})
OUTCOMES = Pick({"satisfied": 0.5, "basic": 0.25, "signed": 0.1, "declined": 0.08, "dissatisfied": 0.07})
OPINIONS = Pick({"support": 0.6, "explain": 0.3, "reject": 0.1})
GATES = (
    Step("checked", (0, 1), {"item": "facts", "passed": Flag()}, after="opinion_issued", name="facts"),
    Step("checked", (0, 1), {"item": "evidence", "passed": Flag()}, after="opinion_issued", name="evidence"),
    Step("checked", (0, 1), {"item": "conclusion", "passed": Flag()}, after="opinion_issued", name="conclusion"),
    Step("opinion_executed", (0, 1), after="opinion_issued", likely=None),
    Step("outcome", (0, 1), {"result": OUTCOMES}, after="opinion_issued", likely=0.97),
    Step("explained", (0, 1), after="outcome", likely=None),
    Step("verified", (0, 1), {"passed": Flag()}, after="outcome", likely=0.9),
)
NOTICES = tuple(
    Step("notice_given", (0, 4), {"notice": notice}, after="accepted", likely=None, name=f"notice-{notice}")
    for notice in ("opinion", "limit", "contact")
)
NEW = Life(
    "n", 0.8, "case", HANDLERS,
    (
        registered("new", CHANNELS, Pick({"general": 0.6, "simple": 0.22, "consult": 0.1, "suggestion": 0.08}), batches=1, people=Pick({1: 0.8, 2: 0.15, 6: 0.05})),
        Step("complex_marked", after="registered", likely=0.2),
        Step("assigned", (0, 0), {"unit": Unit(), "due_on": DueIn(45), "roles": Pick({4: 0.9, 3: 0.1})}, after="registered", slow=(1, 18)),
        Step("accepted", (0, 1), after="assigned", slow=(2, 6)),
        notified(),
        *NOTICES,
        Step("plan_made", (0, 2), {"basis": Flag(), "by_when": Flag(), "responsible": Flag()}, after="accepted", likely=0.5),
        Step("replied", (0, 0), {"by_role": "other"}, after="accepted", slow=(1, 3)),
        *(Step("reminded", (day, day), {"level": level}, after="assigned", likely=0.93, name=f"remind-{level}") for day, level in ((30, "staff"), (35, "deputy"), (40, "letter"))),
        *disputes(),
        Step("refusal_approved", (1, 2), {"level": Pick({"higher": 0.9, "same": 0.1})}, after="accepted", likely=0.9),
        Step("flagged", (0, 3), {"class": Pick({"crowd": 1, "hard": 2, "decision": 1, "emergency": 1, "submitted": 2})}, after="assigned", likely=0.07),
        Step("instructed", (1, 6), {"by_post": Pick({"main": 0.9, "other": 0.1})}, after="flagged", likely=0.9),
        extension(),
        Step("opinion_issued", (3, 8), {"result": OPINIONS}, after="accepted", slow=(18, 70)),
        opinion_checks(),
        *GATES,
        Step("closed", (1, 2), {"manner": Pick({"transferred": 0.7, "on_site": 0.3})}, after="opinion_issued", likely=0.97),
        Step("reopened", (10, 60), after="closed", likely=0.04),
        Step("followup", (5, 15), {"result": Pick({"satisfied": 0.7, "basic": 0.2, "dissatisfied": 0.1})}, after="closed", likely=0.6),
        *repeats("closed"),
        *review(("county",)),
    ),
)  # fmt: skip
OLD = Life(
    "o", 0.15, "case", HANDLERS,
    (
        registered("old", CHANNELS, "general"),
        Step("backlog_listed", (5, 20), {"batch": Pick({"national": 0.6, "city-2021": 0.4})}, after="registered"),
        Step("assigned", (30, 60), {"unit": Unit(), "due_on": DueIn(240)}, after="backlog_listed"),
        Step("case_taken", (1, 20), {"leader": Leader("city")}, after="assigned", likely=0.4),
        Step("opinion_issued", (80, 300), {"result": OPINIONS}, after="assigned"),
        *GATES,
        Step("closed", (1, 3), after="opinion_issued", likely=0.98),
    ),
    date(2021, 11, 1), date(2021, 12, 1),
)  # fmt: skip
REFERRED = Life(
    "d", 0.02, "case", HANDLERS,
    (
        registered("old", CHANNELS, "general"),
        Step("assigned", (1, 5), {"unit": Unit()}, after="registered"),
        Step("discipline_referred", (200, 420), {"type": Pick({"typical": 0.7, "general": 0.3})}, after="assigned"),
        Step("discipline_reported", (30, 80), after="discipline_referred", likely=0.9),
        Step("followup", (1, 10), {"result": "satisfied"}, after="discipline_reported", likely=0.85),
        Step("verified", (1, 12), {"passed": Flag(0.9)}, after="discipline_reported", likely=0.9),
        Step("struck_off", (13, 30), after="discipline_reported", likely=0.7),
    ),
    *years_ago(2021, 2021),
)  # fmt: skip
PROXY = Life(
    "p", 0.15, "case", ("town", "street"),
    (
        registered("new", "visit", "consult"),
        Step("assigned", (0, 0), {"unit": Unit()}, after="registered"),
        Step("accepted", (0, 1), after="assigned"),
        Step("acceptance_notified", (0, 5), {"written": True}, after="assigned"),
        Step("replied", (0, 0), after="accepted", slow=(1, 2)),
        Step("proxy_taken", (0, 2), {"unit": Unit()}, after="assigned"),
        Step("proxy_done", (3, 30), after="proxy_taken", likely=None),
    ),
)  # fmt: skip
ALERTS = Life(
    "alert", 0.03, "unit", HANDLERS,
    (
        Step("alert_sent", fields={"alert": Code("T")}),
        Step("alert_answered", (1, 6), {"alert": Code("T")}, after="alert_sent", slow=(8, 20)),
    ),
)  # fmt: skip
ZERO = ((("joint_conference",), "meeting_held"), (("bureau",), "window_duty"), (("bureau",), "digest_sent"))
CENTRE = ("organisation", "staff", "site", "funds", "facilities", "rules")
SERVICE = ("smile", "greeting", "chair", "water", "sincerity", "hearing", "farewell", "solving")

TONGLING = Track(
    (NEW, OLD, REFERRED, PROXY, direct(HANDLERS), ALERTS, advice(0.03), found_missing(HANDLERS), violations(HANDLERS)),
    (
        Routine("system_patrolled", "workday", units=("bureau",), likely=0.97),
        Routine("window_duty", "month", units=("bureau",), likely=0.9),
        Routine("digest_sent", "month", units=("bureau",), likely=0.92),
        Routine("typical_reported", "quarter", units=("bureau",), fields={"approved": Flag(0.85)}),
        Routine("meeting_held", "quarter", units=("joint_conference",), likely=0.85),
        *(Routine("zero_report", "month", units=units, likely=1.0, fields={"of": kind}) for units, kind in ZERO),
        Routine("centre_checked", "year", units=("county", "town", "street"), likely=1.0, fields={"present": Flag(0.93)}, each=("item", CENTRE)),
        Routine("service_marked", "half_year", units=HANDLERS, likely=1.0, fields={"mark": Mark(5, 10), "reviewer": Pick({"r1": 1, "r2": 1})}, each=("item", SERVICE)),
    ),
    500,
)  # fmt: skip
