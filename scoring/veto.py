"""Vetoes: when one takes effect, and what it denies (P19).

    unconfirmed   not confirmed by another than the proposer, or without evidence
    revoked       an appeal, a ruling or the clause's own revocation took it back
    pending       the office was not yet told, may still appeal, or has appealed in time
    effective     otherwise

A late appeal does not hold a veto up; if it succeeds, the veto is revoked all the same. An appeal that is
not decided in time stays open: the deciding office's delay is not the appellant's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from kaohe.engine.ledger import AppealStep, VetoEvent
from kaohe.engine.meaning.unscored import judged
from kaohe.rules.calendar import Calendar
from kaohe.rules.policy import Appeals, Clause, Policy
from kaohe.rules.problem import Problem, notice
from kaohe.rules.value import Duration
from kaohe.scoring.card import SubjectKind, VetoLine, VetoStatus
from kaohe.scoring.sheet import Sheets

_DAY = timedelta(days=1)
Verdict = tuple[VetoStatus, date | None, bool]
"""Status, the last day of the window that runs, whether the decision is overdue."""


def veto_lines(
    policy: Policy, events: Iterable[VetoEvent], as_of: date
) -> tuple[dict[tuple[SubjectKind, str], tuple[VetoLine, ...]], tuple[Problem, ...]]:
    """The vetoes of every subject, each with its status on ``as_of``.

    A window that runs into a year the calendar does not know is a problem; the veto stays pending.
    """
    clauses = {clause.id: clause for clause in policy.clauses if clause.veto is not None}
    lines: dict[tuple[SubjectKind, str], list[VetoLine]] = {}
    problems: list[Problem] = []
    for event in events:
        line, flaws = _line(clauses[event.clause], event, policy, as_of)
        lines.setdefault((event.subject_kind, event.subject), []).append(line)
        problems += flaws
    return {key: tuple(found) for key, found in lines.items()}, tuple(problems)


def _line(
    clause: Clause, event: VetoEvent, policy: Policy, as_of: date
) -> tuple[VetoLine, tuple[Problem, ...]]:
    ruled, flaws = judged(clause, event.event, lambda: verdict(event, policy.appeals, policy.calendar, as_of))
    status, until, overdue = ruled or ("pending", None, False)
    shown = None if until is None else until.isoformat()
    effects = clause.veto.effects if clause.veto is not None else ()
    return VetoLine(event.clause, event.event, effects, status, shown, overdue), flaws


def unjudged(policy: Policy, events: Iterable[VetoEvent], sheets: Sheets) -> tuple[Problem, ...]:
    """A veto on a subject that no card admits denies nothing; it is told."""
    if not policy.scorecards:
        return ()
    return tuple(
        notice("run.veto-without-card", subject=event.subject, clause=event.clause, event=event.event)
        for event in events
        if not any(sheet.graded for sheet in sheets.of(event.subject_kind, event.subject))
    )


def verdict(event: VetoEvent, appeals: Appeals | None, calendar: Calendar, as_of: date) -> Verdict:
    """What a veto is on ``as_of``. ``UnknownYear`` when a window runs into a year without data."""
    steps = [step for step in event.steps if step.day <= as_of]
    if not confirmed(event):
        return "unconfirmed", None, False
    if any(step.step == "revoked" or step.outcome in ("revoked", "changed") for step in steps):
        return "revoked", None, False
    if appeals is None:
        return "effective", None, False
    return _in_appeal(steps, appeals, calendar, as_of)


def confirmed(event: VetoEvent) -> bool:
    """Confirmed by another than its proposer, with evidence."""
    return event.evidence is not None and event.confirmer not in (None, event.proposer)


def _in_appeal(steps: list[AppealStep], appeals: Appeals, calendar: Calendar, as_of: date) -> Verdict:
    told = next((step.day for step in steps if step.step == "notified"), None)
    if told is None:
        return "pending", None, False
    file_by = end_of(told, appeals.file_within, calendar)
    filed = next((step.day for step in steps if step.step == "filed" and step.day <= file_by), None)
    if filed is None:
        return ("effective", None, False) if as_of > file_by else ("pending", file_by, False)
    if any(step.step == "decided" and step.day >= filed for step in steps):
        return "effective", None, False
    decide_by = end_of(filed, appeals.decide_within, calendar)
    return "pending", decide_by, as_of > decide_by


def end_of(first: date, window: Duration, calendar: Calendar) -> date:
    """The last day of a window that opens the day after ``first``, in days or working days."""
    if window.unit != "wd":
        return first + window.count * _DAY
    day, left = first, window.count
    while left > 0:
        day += _DAY
        left -= calendar.is_workday(day)
    return day
