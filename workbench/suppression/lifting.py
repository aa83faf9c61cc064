"""The policy as the gate replays it: the clauses that a move can reach, without the limits that hide a gain."""

from __future__ import annotations

from dataclasses import replace

from kaohe.rules.policy import (
    Appraisal,
    Checklist,
    Clause,
    Deadline,
    Frequency,
    Manual,
    Measure,
    Policy,
    Ratio,
)


def lifted(policy: Policy) -> Policy:
    """``policy`` with the clauses that cases and findings can change, and no limit per subject.

    Left out are what no event of a case can move (frequencies, appraisals, marks by hand, checklists of units
    and leaders) and what is only monitored, but for clocks. Limits per case stay: they are what a case is worth.
    """
    return replace(policy, clauses=tuple(_unlimited(clause) for clause in policy.clauses if reached(clause)))


def reached(clause: Clause) -> bool:
    """Whether a change in a case's events, or a finding about a unit, can change what the clause writes."""
    form = clause.form
    if isinstance(form, Deadline):
        return True  # a clock that is only watched may be what a rate counts over, or a condition asks for
    if clause.kind == "monitored" or isinstance(form, Frequency | Appraisal | Manual):
        return False
    return not (isinstance(form, Checklist | Ratio | Measure) and form.over.what in ("units", "leaders"))


def _unlimited(clause: Clause) -> Clause:
    exclusive = None if clause.exclusive is None or clause.exclusive.per == "subject" else clause.exclusive
    return replace(
        clause, exclusive=exclusive,
        unit_cap=replace(clause.unit_cap, per_subject=None), leader_cap=replace(clause.leader_cap, per_subject=None),
    )  # fmt: skip
