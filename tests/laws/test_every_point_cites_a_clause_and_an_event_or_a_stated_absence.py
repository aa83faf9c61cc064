"""No point without a ground: a clause of the policy, and an event that happened or an absence that is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from busy import busy_histories
from hard import World
from histories import END, case_policy, roster, sample, whole_policy
from scored_ledgers import OFFICE, ledgers, policies
from worlds import said, worlds

from kaohe.engine.ledger import Entry
from kaohe.rules.policy import Checklist, Clause, Policy
from kaohe.scoring.card import Scored
from kaohe.scoring.from_replay import score
from kaohe.scoring.why import why

MADE_BY_CARDS = frozenset({"start", "section", "reweigh", "base", "inherit", "roll_up", "round", "veto"})


def _ground(entry: Entry, policy: Policy, scored: Scored, happened: frozenset[str]) -> str:
    """What an entry rests on: ``event``, ``absence``, ``entry`` (about others), ``card``, ``ruling``; empty: nothing."""
    if entry.part in MADE_BY_CARDS:
        return "card" if entry.clause in {f"card.{card.name}" for card in policy.scorecards} else ""
    if entry.part == "adjust":
        return "ruling" if entry.event in happened else ""
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
    """A tally of the clause over the entry's span says how little there was, or that there was no row at all.

    Of a checklist the entry itself names the item that is missing.
    """
    if isinstance(clause.form, Checklist):
        return (entry.of or "").partition(":")[0] in {item.name for item in clause.form.items}
    rows = [each for each in scored.tallies if (each.clause, each.period) == (entry.clause, entry.span)]
    mine = [each for each in rows if each.subject in (entry.subject, entry.of, entry.instead_of)]
    if entry.part == "short":
        return any(each.numerator < each.denominator for each in mine)
    return entry.part == "score" and (bool(mine) or getattr(clause.form, "otherwise", None) is not None)


def _looked_at(world: World, scored: Scored) -> Counter[str]:
    happened = frozenset(event.id for event in world.events)
    seen: Counter[str] = Counter()
    for entry in scored.entries:
        if entry.points:
            ground = _ground(entry, world.policy, scored, happened)
            assert ground, f"{entry.id} rests on nothing"
            seen[ground] += 1
    return seen


def test_in_made_up_worlds(holds) -> None:
    def law(seen, world) -> None:
        seen.update(_looked_at(world, said(world).scored))

    holds(law, worlds(known=True), cases=60, event=20, card=20, entry=1, absence=3)


def test_in_busy_histories(holds) -> None:
    """Under the shipped policy."""

    def law(seen, events) -> None:
        world = World(case_policy(), roster(), events, END, None)
        seen.update(_looked_at(world, said(world).scored))

    holds(law, busy_histories(), event=20, card=20, entry=1)


def test_in_the_sample_year() -> None:
    world = World(whole_policy(), roster(), sample(), END, None)
    seen = _looked_at(world, said(world).scored)
    assert min(seen["event"], seen["absence"], seen["entry"], seen["card"]) >= 5, seen


def test_every_point_of_a_card_is_explained_once(holds) -> None:
    """From the card back to its entries: each once."""

    def law(seen, rules, happened) -> None:
        result = score(rules, OFFICE, happened, END)
        for card in result.cards:
            told = why(rules, result, card)
            mine = [each.id for each in result.entries
                    if (each.subject_kind, each.subject, each.card) == (card.subject_kind, card.subject, card.key)]  # fmt: skip
            assert sorted(each.id for each in told.entries) == sorted(mine)
            seen["explained"] += len(mine)

    holds(law, policies(), ledgers(), cases=60, explained=100)
