"""A clause that looks back says at once what it will ever say: later events change no entry it has written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from busy import busy_histories
from hard import World
from histories import END, case_policy, roster
from hypothesis import strategies as st
from worlds import one_of, worlds

from kaohe.engine.correct import standing
from kaohe.engine.event import Event
from kaohe.engine.ledger import Entry
from kaohe.engine.meaning.localtime import day_of, last_instant
from kaohe.engine.reference import replay
from kaohe.rules.expression.tree import Apply, Expression, Type
from kaohe.rules.policy import Clause, Deadline, On, Policy


def _looking_back(policy: Policy) -> Policy:
    """The clauses at events that wait for nothing, with the deadlines they ask about."""
    kept = [each for each in policy.clauses if isinstance(each.form, Deadline) or (isinstance(each.form, On) and each.form.vest is None)]
    return replace(policy, clauses=tuple(kept))


def _written(world: World, events: Sequence[Event], as_of: date) -> list[Entry]:
    """What the clauses at events wrote by then, to whom it was first laid; what later events take back is an
    entry of its own, and so is the passing of a merged unit's entries to another unit a fact of its own.
    """
    policy = _looking_back(world.policy)
    at_events = {clause.id for clause in policy.clauses if isinstance(clause.form, On)}
    entries = [entry for entry in replay(policy, world.roster, events, as_of).entries if entry.clause in at_events and entry.part != "reverse"]
    return sorted((replace(entry, subject=entry.instead_of or entry.subject, instead_of=None) for entry in entries), key=lambda entry: entry.id)


def _obeys(seen, world: World, day: date) -> None:
    policy = _looking_back(world.policy)
    prefix = [event for event in world.events if event.at <= last_instant(day, policy.timezone)]
    whole = _written(world, world.events, world.as_of)
    assert _written(world, prefix, day) == [entry for entry in whole if entry.at <= day]
    assert _written(world, world.events, day) == _written(world, prefix, day), "as-of cuts like the events themselves"
    seen["before"] += sum(entry.at <= day for entry in whole)
    seen["after"] += sum(entry.at > day for entry in whole)


def test_a_prefix_of_a_made_up_world_has_the_prefix_of_its_entries(holds) -> None:
    """Of what stands in the end: a correction or a link that arrives later changes what happened before.

    Half of the cases turn every condition into its contrary, so that clauses of narrow conditions speak too.
    """

    def law(seen, world, number, contrary) -> None:
        stands = tuple(event for event in standing(world.events, world.policy.vocabulary, None).events if not _links(event))
        if stands:
            policy = _contrary(world.policy) if contrary else world.policy
            day = day_of(one_of(stands, number).at, policy.timezone)
            _obeys(seen, replace(world, policy=policy, events=stands), min(max(day, policy.period.from_), world.as_of))

    holds(law, worlds(where=_looks_back), st.integers(0, 100), st.booleans(), cases=100, before=3, after=1)


def _contrary(policy: Policy) -> Policy:
    return replace(policy, clauses=tuple(map(_negated, policy.clauses)))


def _negated(clause: Clause) -> Clause:
    if not isinstance(clause.form, On) or (when := clause.form.at.when) is None:
        return clause
    contrary = Expression(Apply("!", (when.tree,), Type("bool")), f"!({when.text})")
    return replace(clause, form=replace(clause.form, at=replace(clause.form.at, when=contrary)))


def _looks_back(policy: Policy) -> bool:
    return any(isinstance(clause.form, On) for clause in _looking_back(policy).clauses)


def _links(event: Event) -> bool:
    return "repeat_of" in event.fields or "merged_into" in event.fields


def test_a_prefix_of_the_year_has_the_prefix_of_its_entries(holds) -> None:
    """Under the shipped policy."""

    def law(seen, events, days) -> None:
        _obeys(seen, World(case_policy(), roster(), events, END, None), date(2021, 1, 1) + timedelta(days=days))

    holds(law, busy_histories(), st.integers(30, 360), before=10, after=10)


def test_a_clause_that_looks_forward_does_not_obey() -> None:
    """The law could fail: a delay that is not over is counted on, and a bonus waits for its day."""
    waiting = [clause.id for clause in case_policy().clauses if isinstance(clause.form, On) and clause.form.vest is not None]
    assert waiting, "the policy has clauses that the law leaves out"
    assert {clause.id for clause in _looking_back(case_policy()).clauses}.isdisjoint(waiting)
