"""No point without a ground: a clause of the policy, and an event that happened or an absence that is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from busy import busy_histories
from histories import END, case_policy, few, roster, sample, whole_policy
from hypothesis import given
from scored_ledgers import OFFICE, ledgers, many, policies

from kaohe.engine.event import Event
from kaohe.engine.ledger import Entry
from kaohe.rules.policy import Clause, Policy
from kaohe.scoring.card import Scored
from kaohe.scoring.from_replay import score
from kaohe.scoring.run import run
from kaohe.scoring.why import why

MADE_BY_CARDS = frozenset({"start", "section", "reweigh", "base", "inherit", "roll_up", "round", "veto"})


def _ground(entry: Entry, policy: Policy, scored: Scored, happened: frozenset[str]) -> str:
    """What an entry rests on: ``event``, ``absence``, ``entry`` (about others), ``card``; empty: nothing."""
    if entry.part in MADE_BY_CARDS:
        return "card" if entry.clause in {f"card.{card.name}" for card in policy.scorecards} else ""
    if not policy.clause(entry.clause).basis:
        return ""
    if entry.part in ("reverse", "zero"):
        return "entry" if entry.of in {each.id for each in scored.entries} else ""
    if entry.part in ("cap", "cap_case"):
        return "entry" if _limits_something(entry, scored.entries) else ""
    if entry.because:
        return "event" if set(entry.because) <= happened else ""
    return "absence" if _is_counted(policy.clause(entry.clause), entry, scored) else ""


def _limits_something(cap: Entry, entries: Sequence[Entry]) -> bool:
    """A limit is about at least one entry of its clause, line, subject and card, on the other side of nought."""
    group = (cap.clause, cap.role, cap.subject, cap.card)
    return any((e.clause, e.role, e.subject, e.card) == group and e.points * cap.points < 0 for e in entries)


def _is_counted(clause: Clause, entry: Entry, scored: Scored) -> bool:
    """A tally of the clause over the entry's span says how little there was, or that there was no row at all."""
    rows = [each for each in scored.tallies if (each.clause, each.period) == (entry.clause, entry.span)]
    mine = [each for each in rows if each.subject in (entry.subject, entry.of, entry.instead_of)]
    if entry.part == "short":
        return any(each.numerator < each.denominator for each in mine)
    return entry.part == "score" and (bool(mine) or getattr(clause.form, "otherwise", None) is not None)


def _looked_at(events: Sequence[Event], policy: Policy) -> Counter[str]:
    scored = run(policy, roster(), events, as_of=END).scored
    happened = frozenset(event.id for event in events)
    seen = Counter({"points": 0})
    for entry in scored.entries:
        if entry.points:
            ground = _ground(entry, policy, scored, happened)
            assert ground, f"{entry.id} rests on nothing"
            seen[ground] += 1
    return seen


def test_in_small_histories() -> None:
    seen: Counter[str] = Counter()

    @few
    @given(busy_histories())
    def law(events) -> None:
        seen.update(_looked_at(events, case_policy()))

    law()
    assert min(seen["event"], seen["card"]) >= 20, seen
    assert seen["entry"] >= 1, seen


def test_in_the_sample_year() -> None:
    seen = _looked_at(sample(), whole_policy())
    assert min(seen["event"], seen["absence"], seen["entry"], seen["card"]) >= 5, seen


def test_every_point_of_a_card_is_explained_once() -> None:
    """From the card back to its entries: each once."""
    seen: Counter[str] = Counter()

    @many
    @given(policies(), ledgers())
    def law(rules, happened) -> None:
        result = score(rules, OFFICE, happened, END)
        for card in result.cards:
            told = why(rules, result, card)
            mine = [each.id for each in result.entries
                    if (each.subject_kind, each.subject, each.card) == (card.subject_kind, card.subject, card.key)]  # fmt: skip
            assert sorted(each.id for each in told.entries) == sorted(mine)
            seen["explained"] += len(mine)

    law()
    assert seen["explained"] >= 100, seen
