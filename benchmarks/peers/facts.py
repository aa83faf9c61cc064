"""Facts for rule engines that keep no history: what a case's past says at each event that a clause asks about.

    streams ──plain Python, event by event──► one fact for each event of the kinds in ASKED

A rule engine is handed facts, not the past: it has no "last before", no working days, no due days. Which clause
fires at the event is left to it, the five gates item by item included.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Fact = dict[str, object]
Row = Mapping[str, Any]
ASKED = (
    "repeat_petition", "closed", "review_decided", "rereview_decided", "followup", "registration_missing", "violation_confirmed",
)  # fmt: skip
FIRST, LAST = 18628, 18992
"""The period in days since 1970."""
GOOD, REFUSED = ("satisfied", "basic", "signed"), ("declined", "unreachable")


def due_day(start: int, n: int, pauses: Sequence[tuple[int, int | None]]) -> int | None:
    """The n-th day after ``start`` that no pause takes; None: a pause lasts."""
    taken = 0
    for begin, end in pauses:
        first = max(begin, start + 1)
        if first - (start + 1) - taken >= n:
            break
        if end is None:
            return None
        taken += max(end - first, 0)
    return start + n + taken


@dataclass
class Clock:
    """The newest clock of control-new.finish."""

    start: int
    n: int
    days: int = 0
    valid: bool = True

    def due(self, pauses: Sequence[tuple[int, int | None]]) -> int | None:
        return due_day(self.start, self.n + min(self.days, 30), pauses)


@dataclass
class Case:
    """What is known of a case so far."""

    origin: str
    unit: object = None
    limited: str = "reopened"
    checks: dict[str, bool] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    said: str = "none"
    verified: bool = False
    resolved: bool = False
    steps: set[str] = field(default_factory=set)
    backlog: bool = False
    clock: Clock | None = None
    pauses: list[tuple[int, int | None]] = field(default_factory=list)

    def sound(self) -> bool:
        """Whether all five gates let a closing pass (for the state, which every engine is told)."""
        content = self.said in GOOD or (self.said in REFUSED and "explained" in self.seen and self.verified)
        return all(self.checks.get(item, False) for item in ("facts", "evidence", "conclusion")) and "opinion_executed" in self.seen and content

    def take(self, row: Row) -> None:
        """The event joins the past."""
        kind = str(row["kind"])
        change = getattr(self, f"_{kind}", None)
        if change is not None:
            change(row, int(row["day"]))
        self.seen.add(kind)

    def _assigned(self, row: Row, day: int) -> None:
        unit, due_on = row["unit"], row["due_on"]
        moves = self.unit is not None and self.unit != unit
        if due_on is not None and (moves or self.limited == "reopened"):
            self.clock = Clock(day, int(due_on) - day)
        elif moves and self.clock is not None:
            self.clock = Clock(day, self.clock.n)
        self.unit = unit
        if due_on is not None:
            self.limited = "assigned"

    def _checked(self, row: Row, _: int) -> None:
        self.checks[str(row["item"])] = bool(row["passed"])

    def _outcome(self, row: Row, _: int) -> None:
        self.said = str(row["result"])

    def _verified(self, row: Row, _: int) -> None:
        self.verified = bool(row["passed"])

    def _hearing_step(self, row: Row, _: int) -> None:
        self.steps.add(str(row["step"]))

    def _backlog_listed(self, _: Row, day: int) -> None:
        self.backlog |= day < FIRST

    def _closed(self, _: Row, __: int) -> None:
        if self.sound():
            self.resolved, self.clock = True, None

    def _withdrawn(self, _: Row, __: int) -> None:
        self.clock = None

    def _reopened(self, _: Row, __: int) -> None:
        self.resolved, self.limited = False, "reopened"

    def _extension_approved(self, row: Row, day: int) -> None:
        if self.clock is None or row["by"] != "head" or not row["notice_given"]:
            return
        due = self.clock.due(self.pauses)
        self.clock.valid &= due is None or day <= due
        if self.clock.valid:
            self.clock.days += int(row["days"])

    def _assignment_disputed(self, row: Row, day: int) -> None:
        if row["reasons_given"] and not (self.pauses and self.pauses[-1][1] is None):
            self.pauses.append((day, None))

    def _dispute_decided(self, _: Row, day: int) -> None:
        if self.pauses and self.pauses[-1][1] is None:
            self.pauses[-1] = (self.pauses[-1][0], day)

    def fact(self, row: Row, *, vested: bool) -> Fact:
        """What a rule engine is told of this event. Missing values are left out or said by a word."""
        day, unit = int(row["day"]), self.unit
        due = self.clock.due(self.pauses) if self.clock is not None else None
        return {
            "kind": row["kind"], "id": row["id"], "held": unit is not None, "in_period": day >= FIRST, "origin": self.origin,
            "result": row["result"] or "none", "resolved": self.resolved, "overdue": due is not None and due < day,
            "closed_before": "closed" in self.seen, "rereviewed": "rereview_decided" in self.seen,
            "facts": self.checks.get("facts", False), "evidence": self.checks.get("evidence", False),
            "conclusion": self.checks.get("conclusion", False), "executed": "opinion_executed" in self.seen,
            "said": self.said, "explained": "explained" in self.seen, "verified": self.verified,
            "backlog": self.backlog, "hard": "hard_listed" in self.seen, "steps": len(self.steps), "vested": vested,
        }  # fmt: skip


def facts_of(cases: Sequence[Row], others: Sequence[Row]) -> Iterator[Fact]:
    """Facts of all events that clauses ask about. ``cases`` in the order of their streams (``m``), all scored."""
    begin = 0
    while begin < len(cases):
        end = begin
        while end < len(cases) and cases[end]["m"] == cases[begin]["m"]:
            end += 1
        yield from _case_facts(cases[begin:end])
        begin = end
    for row in others:
        if row["kind"] in ASKED:
            fault = {name: row[name] or "none" for name in ("matter", "proposer", "confirmer")}
            day = int(row["day"])
            yield {"kind": row["kind"], "id": row["id"], "in_period": day >= FIRST, "evidenced": row["evidence"] is not None, **fault}


def _case_facts(rows: Sequence[Row]) -> Iterator[Fact]:
    case = Case(str(rows[0]["origin"]))
    for place, row in enumerate(rows):
        if row["kind"] in ASKED:
            yield case.fact(row, vested=row["kind"] == "followup" and _vested(row, rows[place + 1 :]))
        case.take(row)


def _vested(row: Row, later: Sequence[Row]) -> bool:
    """Whether nothing took the bonus back before the vesting day, and that day lies before the period's end."""
    day = int(row["day"]) + 91
    back = (one for one in later if one["kind"] in ("reopened", "repeat_petition"))
    return FIRST <= day <= LAST and all(int(one["day"]) >= day for one in back)


def read_facts(folder: Path) -> tuple[int, list[Fact]]:
    """How many events stand in a folder's year, and the facts of those that clauses ask about."""
    from lishi_polars import stood, streams
    from small import small_tables

    cases, others = stood(folder / "events.parquet", small_tables(folder / "roster.yaml"))
    ordered = streams(cases)
    return ordered.height + others.height, list(facts_of(ordered.to_dicts(), others.to_dicts()))


Fired = set[tuple[str, str]]
"""Clause and event."""


def told(name: str, seconds: float, events: int, facts: int, fired: Fired, out: Path) -> None:
    """Writes what an engine fired and says how long the matching took."""
    out.write_text("".join(f"{clause}\t{event}\n" for clause, event in sorted(fired)), encoding="utf-8")
    sys.stdout.write(f"{name}\t{seconds:.6f}\t{events}\t{facts}\t{len(fired)}\n")
