"""Petition histories for laws: small ones that Hypothesis makes up, and an eighth of a sample year.

Both are replayed under the shipped 离石 policy. Small histories are about cases only and leave out the
clauses about frequencies, which ask day by day and would find nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from kaohe.engine.event import Event
from kaohe.engine.event_file import read_events
from kaohe.engine.event_row import event_from_row
from kaohe.engine.ledger_file import LEDGER
from kaohe.engine.root import ledger_root
from kaohe.engine.roster import Roster
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.library import load_policy, load_roster_document
from kaohe.rules.policy import Frequency, Policy
from kaohe.rules.shelf import SHIPPED
from kaohe.scoring.run import run
from kaohe.workbench.sample.year import write_sample

END = date(2021, 12, 31)
DAY = 86_400_000_000
"""Microseconds."""


# --- the policy and its people ------------------------------------------------------------------------


@cache
def whole_policy() -> Policy:
    found = load_policy(SHIPPED / "lishi").policy
    assert found is not None
    return found


@cache
def case_policy() -> Policy:
    """The policy without what is asked of leaders and bodies week by week."""
    clauses = tuple(clause for clause in whole_policy().clauses if not isinstance(clause.form, Frequency))
    return replace(whole_policy(), clauses=clauses)


@cache
def roster() -> Roster:
    document, problems = load_roster_document(SHIPPED / "lishi/roster.yaml")
    assert document is not None, problems
    return roster_from_document(document, whole_policy().vocabulary)[0]


def root(events: Sequence[Event], policy: Policy, known_at: int | None = None) -> str:
    """The root of the whole ledger, cards included: two runs said the same iff their roots are equal."""
    result = run(policy, roster(), events, as_of=END, known_at=known_at)
    return ledger_root(LEDGER.table(result.scored.entries))


# --- small histories ----------------------------------------------------------------------------------

UNITS = ("street01", "town01", "land")
LATER: tuple[dict[str, str], ...] = (
    {"kind": "repeat_petition"},
    {"kind": "closed"},
    {"kind": "reopened"},
    {"kind": "followup", "result": "satisfied"},
    {"kind": "review_decided", "result": "changed"},
    {"kind": "rereview_decided", "result": "revoked"},
    {"kind": "extension_approved", "days": "20", "by": "head", "notice_given": "true"},
    {"kind": "assignment_disputed", "reasons_given": "true"},
    {"kind": "dispute_decided", "agreed": "false"},
    {"kind": "checked", "item": "facts", "passed": "false"},
    {"kind": "outcome", "result": "dissatisfied"},
    {"kind": "assigned", "unit": "housing", "due_on": "2021-09-30"},
    {"kind": "exempted", "clauses": "control-new.finish", "approver": "office", "basis": "KH-1"},
)
SOUND: tuple[dict[str, str], ...] = (
    *({"kind": "hearing_step", "step": s} for s in ("statement", "policy", "inquiry", "expert", "deliberation")),
    *({"kind": "checked", "item": item, "passed": "true"} for item in ("facts", "evidence", "conclusion")),
    {"kind": "opinion_executed"},
    {"kind": "outcome", "result": "satisfied"},
)


def event(recorded_after: int = 0, **row: str) -> Event:
    """An event written as a row, recorded so many days after its day."""
    found, problems = event_from_row(row, whole_policy().vocabulary, whole_policy().timezone)
    assert found is not None, problems
    return replace(found, recorded_at=found.at + recorded_after * DAY)


def day(number: int) -> str:
    return (date(2021, 1, 1) + timedelta(days=number)).isoformat()


@st.composite
def histories(draw: st.DrawFn, most: int = 3) -> tuple[Event, ...]:
    """One to ``most`` cases: registered, assigned, most of them soundly closed, and what came later."""
    found: list[Event] = []
    for number in range(draw(st.integers(1, most))):
        found += draw(lives(f"A{number}"))
    return tuple(found)


@st.composite
def lives(draw: st.DrawFn, case: str) -> list[Event]:
    first = draw(st.integers(0, 120))
    rows = [(first, {
        "kind": "registered", "unit": "bureau", "origin": draw(st.sampled_from(["new", "old"])),
        "channel": draw(st.sampled_from(["visit", "online"])), "class": "general",
    })]  # fmt: skip
    if draw(st.booleans()):
        rows.append((first - 200, rows.pop()[1]))
        rows.append((-30, {"kind": "backlog_listed", "batch": "district-2020"}))
    given = first + draw(st.integers(0, 20))
    rows.append((given, {"kind": "assigned", "unit": draw(st.sampled_from(UNITS)), "due_on": day(given + 30)}))
    if draw(st.booleans()):
        closed = given + draw(st.integers(10, 60))
        rows += [(closed - 1, row) for row in SOUND]
        rows.append((closed, {"kind": "closed"}))
        rows.append((closed + draw(st.integers(1, 30)), {"kind": "followup", "result": "satisfied"}))
    for row in draw(st.lists(st.sampled_from(LATER), max_size=4)):
        rows.append((given + draw(st.integers(0, 180)), row))
    slow = draw(st.sampled_from([0, 1, 40]))
    return [
        event(slow, id=f"{case}-{place}", at=day(when), case=case, **row) for place, (when, row) in enumerate(rows)
    ]


# --- a sample year ------------------------------------------------------------------------------------


@cache
def sample() -> tuple[Event, ...]:
    """Every eighth case of a seeded year, with its traps, and all that leaders and bodies did."""
    scheme = whole_policy()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "events.parquet"
        write_sample(file, scheme.vocabulary, scheme.calendar, scheme.timezone, 0, 11)
        read = read_events([file], scheme.vocabulary, scheme.timezone)
    assert read.problems == ()
    return tuple(kept(read.events))


def kept(events: Iterable[Event]) -> Iterable[Event]:
    for each in events:
        if each.case is None or each.case.removesuffix("-false")[-3:] in EIGHTH:
            yield each


EIGHTH = frozenset(f"{number:03d}" for number in range(0, 1000, 8))


@cache
def sample_root() -> str:
    return root(sample(), whole_policy())
