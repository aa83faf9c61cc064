"""What one unit or leader can lose or gain in a year under each clause of the 离石 policy: its cap, no more.

Too many events for a page of worked examples, so they are made here: each clause is driven well past
its cap, and the ledger must add up to the cap exactly, with the line's share of it for leaders.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest

from kaohe.engine.event import Event
from kaohe.engine.event_row import event_from_row
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.library import load_policy, load_roster_document
from kaohe.rules.policy import Policy
from kaohe.rules.shelf import SHIPPED
from kaohe.scoring.run import Run, run

Row = dict[str, str]
HEARD = ("statement", "policy", "inquiry", "expert", "deliberation")


def late_and_raised_again(case: str) -> Iterator[Row]:
    """An online case of one street that goes wrong in every way the policy knows."""
    yield {"kind": "registered", "at": "2021-03-01", "case": case, "unit": "bureau", "origin": "new", "channel": "online", "class": "general"}
    yield {"kind": "assigned", "at": "2021-03-02", "case": case, "unit": "street01", "due_on": "2021-03-31"}
    yield {"kind": "closed", "at": "2021-04-10", "case": case}
    yield {"kind": "repeat_petition", "at": "2021-04-20", "case": case}
    yield {"kind": "review_decided", "at": "2021-04-25", "case": case, "result": "revoked"}


def undispatched(case: str, tier: str) -> Iterator[Row]:
    yield {"kind": "registered", "at": "2021-05-01", "case": case, "unit": "bureau", "origin": "new", "channel": "visit", "class": "general", "tier": tier}


def cleared(case: str, unit: str, *, hard: bool) -> Iterator[Row]:
    """A case heard in five steps, soundly closed and well received: backlog, or hard and new."""
    registered = "2021-02-01" if hard else "2019-05-06"
    yield {"kind": "registered", "at": registered, "case": case, "unit": "bureau", "origin": "new" if hard else "old", "channel": "visit", "class": "general"}
    if hard:
        yield {"kind": "hard_listed", "at": "2021-02-02", "case": case}
    else:
        yield {"kind": "backlog_listed", "at": "2020-12-15", "case": case, "batch": "district-2020"}
        yield {"kind": "case_taken", "at": "2021-01-08", "case": case, "leader": "d05"}
    yield {"kind": "assigned", "at": "2021-02-03", "case": case, "unit": unit, "due_on": "2021-04-03"}
    for step in HEARD:
        yield {"kind": "hearing_step", "at": "2021-02-22", "case": case, "step": step}
    for item in ("facts", "evidence", "conclusion"):
        yield {"kind": "checked", "at": "2021-03-15", "case": case, "item": item, "passed": "true"}
    yield {"kind": "opinion_executed", "at": "2021-03-16", "case": case}
    yield {"kind": "outcome", "at": "2021-03-17", "case": case, "result": "satisfied"}
    yield {"kind": "closed", "at": "2021-03-20", "case": case}
    yield {"kind": "followup", "at": "2021-03-25", "case": case, "result": "satisfied"}


def nothing_done(month: int) -> Iterator[Row]:
    """Reports of a month that say that nothing was done: silence would be no data."""
    for kind in ("duty_day", "field_visit", "daily_check"):
        yield {"kind": "leader_zero_report", "at": f"2021-{month:02d}-15", "leader": "d01", "of": kind}
    yield {"kind": "zero_report", "at": f"2021-{month:02d}-15", "unit": "four", "of": "rota_day"}


def rows() -> Iterator[Row]:
    for number in range(26):
        yield from late_and_raised_again(f"L{number:02d}")
    for number in range(12):
        yield from undispatched(f"C{number:02d}", "cross")
        yield from undispatched(f"D{number:02d}", "district")
    for number in range(11):
        yield from cleared(f"B{number:02d}", "town01", hard=False)
    for number in range(6):
        yield from cleared(f"H{number:02d}", "town03", hard=True)
    for number in range(9):
        yield {"kind": "advice_issued", "at": "2021-06-01", "unit": "land", "advice": f"J{number}"}
    for month in range(1, 13):
        yield from nothing_done(month)


@pytest.fixture(scope="module")
def policy() -> Policy:
    found = load_policy(SHIPPED / "lishi").policy
    assert found is not None
    return found


@pytest.fixture(scope="module")
def year(policy: Policy) -> Run:
    document, problems = load_roster_document(SHIPPED / "lishi/roster.yaml")
    assert document is not None, problems
    roster, _ = roster_from_document(document, policy.vocabulary)
    events = [event(policy, f"e{place}", row) for place, row in enumerate(rows())]
    return run(policy, roster, events, as_of=date(2021, 12, 31))


def event(policy: Policy, ident: str, row: Row) -> Event:
    found, problems = event_from_row({"id": ident, **row}, policy.vocabulary, policy.timezone)
    assert found is not None, problems
    return found


CAPPED = [
    # clause, subject, before the cap, after it
    ("statute-2005.advice", "land", "-4.5", "-4"),  # 9 x 0.5
    ("control-new.dispatch", "bureau", "-12", "-10"),  # 24 x 0.5
    ("control-new.finish", "street01", "-26", "-15"),  # 26 x 1
    ("control-new.finish", "v-street01", "-13", "-7.5"),  # half of each, half of the cap
    ("control-new.second-report", "street01", "-52", "-20"),  # 26 x 2
    ("control-new.second-report", "p-street01", "-26", "-10"),
    ("control-new.reply", "street01", "-5.2", "-5"),  # 26 x 0.2
    ("control-new.failed-gate", "street01", "-13", "-10"),  # 26 x 0.5
    ("control-new.review-changed", "street01", "-78", "-12"),  # 26 x 3
    ("clear-old.bonus", "town01", "22", "20"),  # 11 x 2
    ("clear-old.bonus", "d05", "11", "10"),
    ("clear-old.hard-new", "town03", "6", "5"),  # 6 x 1
    ("leaders.duty-day", "d01", "-10.4", "-6"),  # 52 weeks x 0.2: 2021-W01 to W52
    ("leaders.field-visits", "d01", "-10.4", "-6"),  # 52 weeks x 0.2, itself held from 0.3
    ("leaders.daily-check", "d01", "-12.5", "-3"),  # 250 working days x 0.05
    ("leaders.cross-domain", "d03", "-6", "-4"),  # 12 x 0.5
    ("leaders.cross-domain", "d04", "-6", "-4"),
    ("leaders.district-level", "d01", "-6", "-4"),
    ("leaders.district-level", "d02", "-6", "-4"),
    ("bodies.daily-rota", "four", "-25", "-10"),  # 250 x 0.1
]


@pytest.mark.parametrize(("clause", "subject", "before", "after"), CAPPED, ids=lambda part: part)
def test_the_year_stops_at_the_cap(year: Run, clause: str, subject: str, before: str, after: str) -> None:
    """One entry brings the sum to the cap."""
    mine = [entry for entry in year.scored.entries if (entry.clause, entry.subject) == (clause, subject)]
    caps = [entry for entry in mine if entry.part.startswith("cap")]
    assert sum(entry.points for entry in mine if entry not in caps) == Fraction(before)
    assert [entry.points for entry in caps] == [Fraction(after) - Fraction(before)]


def test_every_capped_line_was_driven_past_its_cap(policy: Policy) -> None:
    capped = {clause.id for clause in policy.clauses if clause.unit_cap.per_subject is not None}
    capped |= {clause.id for clause in policy.clauses if clause.leader_cap.per_subject is not None}
    assert capped == {clause for clause, *_ in CAPPED}


def test_sections_stop_at_their_floor_and_their_pool(year: Run) -> None:
    """Clauses at their caps may still add up to more than a section holds."""
    cards = {card.subject: {line.name: line for line in card.sections} for card in year.scored.cards}
    losses = Fraction(-15 - 20 - 5 - 10 - 12)
    assert (cards["street01"]["control_new"].sum, cards["street01"]["control_new"].total) == (losses, -60)
    assert cards["town01"]["clear_old"].total == 20
    assert cards["d05"]["clear_old"].total == 10
    # 6 + 6 + 3 + 4
    assert cards["d01"]["duty"].total == -19
    totals = {card.subject: card.total for card in year.scored.cards}
    # (85 - 60) x 100 / 85: there is no stock to judge; two places
    assert totals["street01"] == Fraction("29.41")
    # Of 11 cases of stock all are resolved: 85 + 15 + 20
    assert totals["town01"] == 120
    assert totals["p-street01"] == 90
