"""Without a clause the ledger lacks that clause's entries and the caps they used, and nothing else of a clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from busy import busy_histories
from histories import END, case_policy, few, roster
from hypothesis import given
from hypothesis import strategies as st
from scored_ledgers import OFFICE, ledgers, many, policies

from kaohe.engine.event import Event
from kaohe.engine.ledger import Entry
from kaohe.rules.policy import Cap, Policy
from kaohe.scoring.from_replay import score
from kaohe.scoring.run import run

MADE_BY_CARDS = frozenset({"start", "section", "reweigh", "base", "inherit", "roll_up", "round", "veto"})
ALONE = ("control-new.second-report", "control-new.reply", "control-new.failed-gate", "control-new.review-changed")
"""Clauses that no other one asks about (``overdue``) or competes with (``exclusive``)."""


def _of_clauses(events: Sequence[Event], policy: Policy) -> list[Entry]:
    entries = run(policy, roster(), events, as_of=END).scored.entries
    return [entry for entry in entries if entry.part not in MADE_BY_CARDS]


def _without(clause: str) -> Policy:
    return replace(case_policy(), clauses=tuple(each for each in case_policy().clauses if each.id != clause))


def test_what_is_left_is_what_the_others_wrote() -> None:
    seen: Counter[str] = Counter()

    @few
    @given(busy_histories(), st.sampled_from(ALONE))
    def law(events, clause) -> None:
        whole = _of_clauses(events, case_policy())
        assert _of_clauses(events, _without(clause)) == [entry for entry in whole if entry.clause != clause]
        seen["gone"] += sum(entry.clause == clause for entry in whole)
        seen["stay"] += sum(entry.clause != clause for entry in whole)

    law()
    assert min(seen["gone"], seen["stay"]) >= 20, seen


def test_the_caps_of_the_clause_go_with_it_and_those_of_others_stay() -> None:
    """Caps so small that every busy history is beyond several of them at once."""
    seen: Counter[str] = Counter()

    @few
    @given(busy_histories(), st.sampled_from(ALONE))
    def law(events, clause) -> None:
        rest, whole = _of_clauses(events, _tight(_without(clause))), _of_clauses(events, _tight(case_policy()))
        assert rest == [entry for entry in whole if entry.clause != clause]
        seen["gone"] += sum(entry.clause == clause and entry.part == "cap" for entry in whole)
        seen["stay"] += sum(entry.clause != clause and entry.part == "cap" for entry in whole)

    law()
    assert min(seen["gone"], seen["stay"]) >= 5, seen


def _tight(policy: Policy) -> Policy:
    """The policy with a cap of 0.3 per subject on each of the clauses: short histories reach them."""
    cap = Cap(None, Fraction(3, 10), times_share=True)
    return replace(policy, clauses=tuple(
        replace(clause, unit_cap=cap, leader_cap=cap) if clause.id in ALONE else clause for clause in policy.clauses
    ))  # fmt: skip


def test_scoring_gives_the_others_what_it_gave_them() -> None:
    """What the other clauses and their caps give a subject does not change."""
    seen: Counter[str] = Counter()

    @many
    @given(policies(exclusive=False, cycles=False), ledgers())
    def law(rules, happened) -> None:
        without = replace(rules, clauses=tuple(each for each in rules.clauses if each.id != "c0"))
        left = replace(happened, entries=tuple(each for each in happened.entries if each.clause != "c0"))
        whole, rest = score(rules, OFFICE, happened, END), score(without, OFFICE, left, END)
        others = [(each.id, each.points) for each in whole.entries if each.clause in {"c1", "c2"}]
        assert others == [(each.id, each.points) for each in rest.entries if each.clause in {"c1", "c2"}]
        seen["gone"] += len(happened.entries) - len(left.entries)
        seen["caps"] += any(each.part == "cap" and each.clause in {"c1", "c2"} for each in whole.entries)

    law()
    assert seen["gone"] >= 20, seen
    assert seen["caps"] >= 5, seen
