"""A clause that looks back says at once what it will ever say: later events change no entry it has written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from busy import busy_histories
from histories import END, case_policy, few, roster
from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine.event import Event
from kaohe.engine.ledger import Entry
from kaohe.engine.meaning.localtime import last_instant
from kaohe.engine.reference import replay
from kaohe.rules.policy import Deadline, On, Policy


@cache
def _looking_back() -> Policy:
    """The clauses at events that wait for nothing, with the deadlines they ask about."""
    clauses = case_policy().clauses
    kept = [each for each in clauses if isinstance(each.form, Deadline) or (isinstance(each.form, On) and each.form.vest is None)]
    return replace(case_policy(), clauses=tuple(kept))


def _written(events: Sequence[Event], as_of: date) -> list[Entry]:
    """What the clauses at events wrote by then; what later events take back is an entry of its own."""
    entries = replay(_looking_back(), roster(), events, as_of).entries
    at_events = {clause.id for clause in _looking_back().clauses if isinstance(clause.form, On)}
    return [entry for entry in entries if entry.clause in at_events and entry.part != "reverse"]


def test_a_prefix_of_the_year_has_the_prefix_of_its_entries() -> None:
    seen: Counter[str] = Counter()

    @few
    @given(busy_histories(), st.integers(30, 360))
    def law(events, days) -> None:
        day = date(2021, 1, 1) + timedelta(days=days)
        prefix = [event for event in events if event.at <= last_instant(day, _looking_back().timezone)]
        whole = _written(events, END)
        assert _written(prefix, day) == [entry for entry in whole if entry.at <= day]
        assert _written(events, day) == _written(prefix, day), "as-of cuts like the events themselves"
        seen["before"] += sum(entry.at <= day for entry in whole)
        seen["after"] += sum(entry.at > day for entry in whole)

    law()
    assert min(seen["before"], seen["after"]) >= 10, seen


def test_a_clause_that_looks_forward_does_not_obey() -> None:
    """The law could fail: a delay that is not over is counted on, and a bonus waits for its day."""
    waiting = [clause.id for clause in case_policy().clauses if isinstance(clause.form, On) and clause.form.vest is not None]
    assert waiting, "the policy has clauses that the law leaves out"
    assert {clause.id for clause in _looking_back().clauses}.isdisjoint(waiting)
