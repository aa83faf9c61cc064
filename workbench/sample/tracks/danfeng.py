"""丹凤, 2023: a hotline on Wednesday evenings, duty at key times, reporting-and-appraisal twice a year."""

from __future__ import annotations

from datetime import date

from kaohe.workbench.sample.track import Code, DueIn, Flag, Leader, Life, Mark, Pick, Routine, Step, Track
from kaohe.workbench.sample.tracks.common import (
    advice,
    assigned,
    direct,
    disputes,
    extension,
    found_missing,
    notified,
    opinion_checks,
    registered,
    review,
    violations,
)

HANDLERS = ("town", "street", "department")
HOTLINE = Life(
    "h", 0.6, "case", HANDLERS,
    (
        registered("new", "phone", "general"),
        assigned(30, slow=None),
        Step("accepted", (0, 3), after="assigned"),
        notified(),
        *disputes(),
        extension(),
        Step("replied", (4, 20), {"by_role": Pick({"principal": 0.9, "other": 0.1})}, after="assigned", likely=0.97),
        Step("opinion_issued", (10, 20), {"result": Pick({"support": 0.6, "explain": 0.3, "reject": 0.1})}, after="accepted", likely=0.98),
        opinion_checks(),
        Step("closed", (21, 30), after="assigned", slow=(31, 75), likely=0.95),
        Step("reopened", (10, 40), after="closed", likely=0.04),
        *review(("county_government",), 0.12),
    ),
)  # fmt: skip
DISPUTES = Life(
    "m", 0.25, "case", HANDLERS,
    (
        registered("new", "visit", "general"),
        assigned(60, slow=None),
        notified(),
        Step("mediated", (5, 30), {"by": Pick({"people": 5, "administrative": 3, "judicial": 2}), "agreed": Flag()}, after="assigned"),
        Step("closed", (10, 50), after="mediated", likely=0.9),
    ),
)  # fmt: skip
BACKLOG = Life(
    "b", 0.15, "case", HANDLERS,
    (
        registered("old", "visit", "general"),
        Step("backlog_listed", (5, 20), {"batch": "county-2022"}, after="registered"),
        assigned(300, days=(40, 60), slow=None),
        notified(),
        Step("case_taken", (1, 10), {"leader": Leader("county"), "force": Pick({"force-01": 1, "force-02": 1, "force-03": 1})}, after="assigned", likely=0.9),
        Step("closed", (60, 300), after="assigned", likely=None),
        Step("reopened", (20, 60), after="closed", likely=0.05),
    ),
    date(2022, 11, 1), date(2022, 12, 5),
)  # fmt: skip
ISSUES = Life(
    "issue", 0.04, "unit", HANDLERS,
    (
        Step("issue_listed", fields={"issue": Code("Q"), "due_on": DueIn(60), "supervised": Flag(0.3)}),
        Step("issue_struck_off", (20, 58), {"issue": Code("Q")}, after="issue_listed", slow=(61, 120)),
    ),
)  # fmt: skip
ITEMS = ("regulation", "sources", "repeats", "backlog", "conference")

DANFENG = Track(
    (HOTLINE, DISPUTES, BACKLOG, ISSUES, direct(HANDLERS), advice(), found_missing(HANDLERS), violations(HANDLERS)),
    (
        Routine("hotline_shift", "wednesday", units=("county_government",), likely=0.94, minutes=(19 * 60, 19 * 60 + 20), fields={"leader": Leader("county"), "calls": Pick({2: 2, 3: 3, 4: 2, 5: 1})}),
        Routine("duty_day", "workday", leaders=("county",), likely=0.3),
        *(Routine("place_visited", "month", leaders=("county",), likely=0.3, fields={"place": place}) for place in ("street01", "town01", "town02", "town03")),
        Routine("leader_zero_report", "month", leaders=("county",), likely=1.0, fields={"of": "place_visited"}),
        Routine("training_done", "year", units=HANDLERS, likely=0.9, each=("item", ("study_group", "cadres", "law"))),
        Routine("work_reported", "half_year", leaders=("secretary",), likely=0.93),
        *(
            Routine("report_marked", "half_year", leaders=("secretary@township", "secretary@department"), likely=1.0, each=("item", ITEMS), fields={"mark": Mark(60, 100), "reviewer_group": group, "reviewer": f"{group}-{seat}"})
            for group in ("leaders", "peers", "staff") for seat in range(1, 5)
        ),
    ),
    600,
)  # fmt: skip
