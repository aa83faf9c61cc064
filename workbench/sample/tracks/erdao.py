"""二道, 2023: front shop and back factory, three lists, advice and supervision."""

from __future__ import annotations

from datetime import date

from kaohe.workbench.sample.track import Code, DueIn, Leader, Life, Pick, Routine, Step, Track
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

HANDLERS = ("street", "town", "department")
CHANNELS = Pick({"visit": 0.5, "online": 0.3, "letter": 0.2})
OPINIONS = Pick({"support": 0.6, "explain": 0.3, "reject": 0.1})
NEW = Life(
    "n", 0.8, "case", HANDLERS,
    (
        registered("new", CHANNELS, Pick({"general": 0.8, "simple": 0.15, "consult": 0.05})),
        assigned(75),
        Step("increment_listed", (0, 5), after="assigned", likely=0.5),
        Step("accepted", (1, 12), after="assigned", slow=(14, 26)),
        notified(),
        *disputes(),
        extension(),
        Step("opinion_issued", (10, 55), {"result": OPINIONS}, after="accepted", slow=(58, 110), likely=0.97),
        opinion_checks(),
        Step("opinion_executed", (1, 4), after="opinion_issued", likely=None),
        Step("explained", (1, 4), after="opinion_issued", likely=None),
        Step("closed", (4, 8), after="opinion_issued", likely=0.97),
        Step("reopened", (10, 60), after="closed", likely=0.05),
        *repeats("closed", 0.12),
        *review(("district",)),
    ),
)  # fmt: skip
STOCK = Life(
    "s", 0.2, "case", HANDLERS,
    (
        registered("old", CHANNELS, "general"),
        Step("backlog_listed", (3, 15), {"batch": "stock-2022"}, after="registered"),
        assigned(300, days=(20, 30), slow=None, territory=Pick({"street01": 1, "street02": 1, "town01": 1})),
        Step("case_taken", (1, 10), {"leader": Leader("district")}, after="assigned", likely=0.93),
        Step("accepted", (1, 10), after="assigned"),
        notified(),
        Step("opinion_issued", (20, 55), {"result": OPINIONS}, after="accepted", slow=(70, 150)),
        Step("opinion_executed", (1, 20), after="opinion_issued", likely=None),
        Step("explained", (1, 20), after="opinion_issued", likely=None),
        Step("closed", (20, 160), after="opinion_issued", likely=0.92),
        Step("reopened", (20, 60), after="closed", likely=0.06),
    ),
    date(2022, 11, 1), date(2022, 12, 10),
)  # fmt: skip
DECISIONS = Life(
    "decision", 0.05, "unit", ("department", "street"),
    (
        Step("risk_assessed", fields={"decision": Code("D")}, likely=None),
        Step("decision_made", (5, 20), {"decision": Code("D")}),
    ),
)  # fmt: skip
HAZARDS = Life(
    "hazard", 0.06, "unit", HANDLERS,
    (
        Step("hazard_listed", fields={"hazard": Code("Y")}),
        Step("hazard_handled", (3, 29), {"hazard": Code("Y")}, after="hazard_listed", slow=(31, 60)),
    ),
)  # fmt: skip
LOOPS = Life(
    "loop", 0.03, "unit", HANDLERS,
    (
        Step("supervision_opened", fields={"issue": Code("C"), "due_on": DueIn(45)}),
        Step("supervision_closed", (15, 44), {"issue": Code("C")}, after="supervision_opened", slow=(46, 130)),
    ),
)  # fmt: skip

ERDAO = Track(
    (NEW, STOCK, DECISIONS, HAZARDS, advice(0.05), LOOPS, direct(HANDLERS), found_missing(HANDLERS), violations(HANDLERS)),
    (Routine("disputes_screened", "month", units=("street", "town"), likely=None),),
    600,
)
