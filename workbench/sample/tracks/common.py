"""Steps that the lives of petitions have in common, whatever the policy."""

from __future__ import annotations

from datetime import date

from kaohe.workbench.sample.track import Code, Days, DueIn, Fields, Flag, IdOf, InTurn, Life, Pick, Step, Unit

MATTERS = ("not_accepted", "delay", "rude", "false_report", "coerced_signature", "retaliation")


def registered(origin: str, channel: object, class_: object, **fields: object) -> Step:
    """Registered at the bureau's desk. Without an hour: what is handed on the same day comes after it."""
    said: Fields = {"unit": Unit(("bureau",)), "origin": origin, "channel": channel, "class": class_, **fields}
    return Step("registered", fields=said)


def assigned(limit: int, *, days: Days = (1, 5), slow: Days | None = (16, 24), **fields: object) -> Step:
    """Handed to the unit that answers, with so many days."""
    said: Fields = {"unit": Unit(), "due_on": DueIn(limit), **fields}
    return Step("assigned", days, said, after="registered", slow=slow)


def extension() -> Step:
    """Asked for in some slow cases; not always by the right hand."""
    said: Fields = {"days": 30, "by": Pick({"head": 0.9, "other": 0.1}), "notice_given": Flag(0.9)}
    return Step("extension_approved", (30, 55), said, after="accepted", likely=0.07)


def repeats(after: str, likely: float = 0.06) -> tuple[Step, ...]:
    """Raised again after the close, or while it is being handled."""
    return (
        Step("repeat_petition", (8, 70), after=after, likely=likely, name="again"),
        Step("repeat_petition", (5, 40), after="assigned", likely=0.05, name="again-early"),
    )


def review(by: tuple[str, ...], likely: float = 0.05) -> tuple[Step, ...]:
    """Reviewed, and sometimes reviewed again, by units of these kinds."""
    said: Fields = {"result": Pick({"upheld": 0.8, "changed": 0.14, "revoked": 0.06})}
    return (
        Step("review_requested", (8, 28), {"unit": Unit(by)}, after="closed", likely=likely),
        Step("review_decided", (12, 30), said, after="review_requested", slow=(31, 44)),
        Step("rereview_requested", (5, 25), {"unit": Unit(by)}, after="review_decided", likely=0.6),
        Step("rereview_decided", (10, 29), said, after="rereview_requested", slow=(31, 50)),
    )


def notified(days: Days = (1, 10), slow: Days = (14, 24)) -> Step:
    """Told in writing that the matter was taken on; a few only by word of mouth."""
    return Step("acceptance_notified", days, {"written": Flag(0.98)}, after="assigned", slow=slow)


def disputes() -> tuple[Step, ...]:
    """An assignment disputed, decided, and sometimes handed back without waiting for that."""
    return (
        Step("assignment_disputed", (2, 9), {"reasons_given": Flag(0.8)}, after="assigned", likely=0.05),
        Step("returned", (1, 4), after="assignment_disputed", likely=0.3),
        Step("dispute_decided", (1, 3), {"agreed": Flag(0.5)}, after="assignment_disputed"),
    )


def opinion_checks() -> Step:
    """One part of some written opinions looked at."""
    items = Pick(dict.fromkeys(("claim", "facts", "reasons", "decision", "basis"), 1))
    return Step("opinion_checked", (1, 4), {"item": items, "present": Flag(0.93)}, after="opinion_issued", likely=0.4)


def direct(answers: tuple[str, ...]) -> Life:
    """Letters that an office other than the bureau received itself."""
    steps = (
        registered("new", "letter", "report", unit=Unit()),
        Step("acceptance_notified", (2, 14), {"written": Flag(0.97)}, after="registered", slow=(15, 24)),
    )
    return Life("u", 0.08, "case", answers, steps)


def advice(share: float = 0.04) -> Life:
    """Advice of the bureau to departments, answered in writing or not in time."""
    answered: Fields = {"advice": Code("J"), "in_writing": Flag(0.95)}
    steps = (
        Step("advice_issued", fields={"advice": Code("J")}),
        Step("advice_answered", (5, 28), answered, after="advice_issued", slow=(31, 50)),
    )
    return Life("advice", share, "unit", ("department",), steps)


def found_missing(answers: tuple[str, ...]) -> Life:
    """Visits registered only after an inspection found that they had not been."""
    steps = (
        registered("new", "visit", "report"),
        Step("assigned", (0, 1), {"unit": Unit()}, after="registered"),
        Step("accepted", (0, 2), after="assigned"),
        Step("acceptance_notified", (1, 6), {"written": True}, after="assigned"),
        Step("registration_missing", (5, 30), {"unit": Unit()}, after="registered"),
    )
    return Life("missed", 0.01, "case", answers, steps)


def violations(answers: tuple[str, ...], share: float = 0.012) -> Life:
    """Confirmed by another body on evidence, and told; most are past appeal at the year's end."""
    said: Fields = {
        "matter": InTurn(MATTERS), "proposer": "supervision",
        "confirmer": Pick({"discipline": 0.9, "supervision": 0.1}), "evidence": "DOC-17",
    }  # fmt: skip
    steps = (
        Step("violation_confirmed", fields=said),
        Step("veto_notified", (1, 3), {"of": IdOf("violation_confirmed")}, after="violation_confirmed"),
    )
    return Life("wrong", share, "unit", answers, steps)


def years_ago(first: int, last: int) -> tuple[date, date]:
    """Between two years, for cases that were old before the period."""
    return date(first, 1, 1), date(last, 11, 30)
