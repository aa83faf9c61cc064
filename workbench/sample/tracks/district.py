"""003 区, 2023: meetings at four frequencies, six stages from acceptance to the archive, leaders who follow up."""

from __future__ import annotations

from kaohe.workbench.sample.track import Flag, Leader, Life, Pick, Routine, Step, Track
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
    repeats,
    review,
    violations,
)

HANDLERS = ("town", "street", "department")
NEW = Life(
    "n", 1.0, "case", HANDLERS,
    (
        registered("new", Pick({"visit": 0.7, "letter": 0.3}), Pick({"general": 0.85, "simple": 0.15})),
        assigned(60, slow=(16, 20)),
        Step("leader_received", (0, 3), {"leader": Leader("district")}, after="registered", likely=0.12),
        Step("case_taken", (1, 8), {"leader": Leader("district")}, after="assigned", likely=0.12),
        Step("accepted", (1, 6), after="assigned"),
        notified(),
        *disputes(),
        extension(),
        Step("hearing_held", (10, 30), after="accepted", likely=0.08),
        Step("opinion_issued", (15, 50), {"result": Pick({"support": 0.6, "explain": 0.3, "reject": 0.1})}, after="accepted", slow=(55, 100), likely=0.97),
        opinion_checks(),
        Step("self_corrected", (2, 8), after="opinion_issued", likely=0.04),
        Step("closed", (3, 8), after="opinion_issued", likely=0.98),
        Step("replied", (0, 5), {"by_role": "other"}, after="closed", slow=(6, 15)),
        Step("archived", (6, 29), after="closed", slow=(31, 60)),
        Step("result_published", (5, 20), after="closed", likely=None),
        Step("reopened", (15, 50), after="closed", likely=0.04),
        *repeats("closed"),
        *review(("district",)),
    ),
)  # fmt: skip
FOLLOWED = Life(
    "f", 0.1, "case", HANDLERS,
    (
        registered("new", "visit", "consult"),
        assigned(30, slow=None),
        notified(),
        *(
            step
            for leader in ("d01", "d02", "d03")
            for step in (
                Step("leader_received", (1, 3), {"leader": leader}, after="registered", likely=0.33, name=f"received-{leader}"),
                Step("leader_enquired", (10, 29), {"leader": leader}, after=f"received-{leader}", slow=(32, 60), likely=0.95, name=f"enquired-{leader}"),
            )
        ),
        Step("replied", (2, 20), {"by_role": "other"}, after="assigned"),
    ),
)  # fmt: skip

DISTRICT = Track(
    (NEW, FOLLOWED, direct(HANDLERS), advice(), found_missing(HANDLERS), violations(HANDLERS)),
    (
        Routine("meeting_held", "year", units=("district",), likely=1.0),
        Routine("meeting_held", "half_year", units=("joint_conference",), likely=0.8),
        Routine("meeting_held", "quarter", units=("standing_committee",), likely=0.95, fields={"report_heard": Flag(0.85)}),
        Routine("meeting_held", "month", units=("leading_group",), likely=0.9),
        Routine("target_letter_signed", "year", units=HANDLERS, likely=0.9),
        Routine("circular_issued", "month", units=("bureau",), likely=0.9),
        Routine("disputes_screened", "month", units=("town", "street"), likely=0.75),
        Routine("zero_report", "month", units=("town", "street"), likely=0.3, fields={"of": "disputes_screened"}),
        Routine("leader_zero_report", "month", leaders=("district",), likely=1.0, fields={"of": "field_visit"}),
        Routine("field_visit", "quarter", leaders=("district",), likely=0.85),
    ),
    600,
)  # fmt: skip
