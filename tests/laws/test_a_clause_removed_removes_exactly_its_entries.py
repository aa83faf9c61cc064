"""Without a clause the ledger lacks that clause's entries and the caps they used, and nothing else of a clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from busy import busy_histories
from hard import World
from histories import END, case_policy, roster
from hypothesis import strategies as st
from scored_ledgers import OFFICE, ledgers, policies
from worlds import said, without, worlds

from kaohe.engine.ledger import Entry
from kaohe.rules.policy import Cap, Clause, Deadline, Policy
from kaohe.scoring.card import Scored
from kaohe.scoring.from_replay import score

MADE_BY_CARDS = frozenset({"start", "section", "reweigh", "base", "inherit", "roll_up", "round", "veto"})
ALONE = ("control-new.second-report", "control-new.reply", "control-new.failed-gate", "control-new.review-changed")
"""Clauses that no other one asks about (``overdue``) or competes with (``exclusive``)."""


def _of_clauses(world: World, policy: Policy) -> list[Entry]:
    return _by_clauses(said(world, policy=policy).scored)


def _by_clauses(scored: Scored) -> list[Entry]:
    return [entry for entry in scored.entries if entry.part not in MADE_BY_CARDS]


def test_what_is_left_is_what_the_others_wrote_in_made_up_worlds(holds) -> None:
    """Asked of clauses that no other asks about or competes with. What no card counts any more still stands.

    A ruling adjusts a total by an act of its own, whatever clause it names: it stays.
    """

    def law(seen, world, number) -> None:
        if not (alone := _alone(world.policy)):
            return
        clause = alone[number % len(alone)]
        whole, rest = (said(world, policy=policy).scored for policy in (world.policy, without(world.policy, clause)))
        stay = [entry for entry in _by_clauses(whole) if entry.clause != clause or entry.role == "ruling"]
        assert _uncounted(_by_clauses(rest)) == _uncounted(_of_the_known(stay, rest))
        seen["gone"] += len(_by_clauses(whole)) - len(stay)
        seen["stay"] += len(stay)

    holds(law, worlds(known=True), st.integers(0, 100), cases=60, gone=10, stay=50)


def _alone(policy: Policy) -> list[str]:
    """The clauses of a made-up policy that stand in no other's text and in no exclusive group."""
    asked = {each.id for each in policy.clauses for other in policy.clauses if other is not each and _speaks_of(other, each.id)}
    return [each.id for each in policy.clauses if each.id not in asked and each.exclusive is None]


def _speaks_of(clause: Clause, id_: str) -> bool:
    before = clause.form.before if isinstance(clause.form, Deadline) else None
    return (before is not None and before.clause == id_) or f"'{id_}'" in repr(replace(clause, id="", title=""))


def _of_the_known(entries: Sequence[Entry], rest: Scored) -> list[Entry]:
    """Without the marks of cards of which nothing is known any more: who has no row gets them on a card with data only (P25)."""
    unknown = {(card.subject, card.key) for card in rest.cards if not card.data}
    return [each for each in entries if each.part != "score" or each.because or (each.subject, each.card) not in unknown]


def _uncounted(entries: Sequence[Entry]) -> list[Entry]:
    """Without which card counts them: a subject of whom nothing else is known has no card with data."""
    return [replace(entry, card=None) for entry in entries]


def test_what_is_left_is_what_the_others_wrote(holds) -> None:
    def law(seen, events, clause) -> None:
        world = World(case_policy(), roster(), events, END, None)
        whole = _of_clauses(world, case_policy())
        assert _of_clauses(world, without(case_policy(), clause)) == [entry for entry in whole if entry.clause != clause]
        seen["gone"] += sum(entry.clause == clause for entry in whole)
        seen["stay"] += sum(entry.clause != clause for entry in whole)

    holds(law, busy_histories(), st.sampled_from(ALONE), cases=50, gone=10, stay=20)


def test_the_caps_of_the_clause_go_with_it_and_those_of_others_stay(holds) -> None:
    """Caps so small that every busy history is beyond several of them at once."""

    def law(seen, events, clause) -> None:
        world = World(case_policy(), roster(), events, END, None)
        rest, whole = _of_clauses(world, _tight(without(case_policy(), clause))), _of_clauses(world, _tight(case_policy()))
        assert rest == [entry for entry in whole if entry.clause != clause]
        seen["gone"] += sum(entry.clause == clause and entry.part == "cap" for entry in whole)
        seen["stay"] += sum(entry.clause != clause and entry.part == "cap" for entry in whole)

    holds(law, busy_histories(), st.sampled_from(ALONE), cases=50, gone=3, stay=5)


def _tight(policy: Policy) -> Policy:
    """The policy with a cap of 0.3 per subject on each of the clauses: short histories reach them."""
    cap = Cap(None, Fraction(3, 10), times_share=True)
    return replace(policy, clauses=tuple(
        replace(clause, unit_cap=cap, leader_cap=cap) if clause.id in ALONE else clause for clause in policy.clauses
    ))  # fmt: skip


def test_scoring_gives_the_others_what_it_gave_them(holds) -> None:
    """What the other clauses and their caps give a subject does not change."""

    def law(seen, rules, happened) -> None:
        left = replace(happened, entries=tuple(each for each in happened.entries if each.clause != "c0"))
        whole, rest = score(rules, OFFICE, happened, END), score(without(rules, "c0"), OFFICE, left, END)
        others = [(each.id, each.points) for each in whole.entries if each.clause in {"c1", "c2"}]
        assert others == [(each.id, each.points) for each in rest.entries if each.clause in {"c1", "c2"}]
        seen["gone"] += len(happened.entries) - len(left.entries)
        seen["caps"] += any(each.part == "cap" and each.clause in {"c1", "c2"} for each in whole.entries)

    holds(law, policies(exclusive=False, cycles=False), ledgers(), cases=60, gone=20, caps=5)
