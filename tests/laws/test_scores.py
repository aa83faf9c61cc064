"""Laws about scores, over generated policies and ledgers.

Each law says how many things it looked at where it might have looked at none.
"""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.ledger import Replay
from kaohe.rules.policy import Exclusive, Inherit, Rate
from kaohe.scoring.check import Unbalanced, balanced
from kaohe.scoring.exact import on_grid
from kaohe.scoring.from_replay import score
from kaohe.scoring.why import why

sys.path.insert(0, str(Path(__file__).parent.parent / "scoring"))

from building import (
    END,
    PRINCIPAL,
    attribute,
    cap,
    clause,
    entry,
    exact,
    grade,
    indicator,
    line,
    named,
    policy,
    post,
    ratio,
    replay,
    roster,
    scorecard,
    section,
    tally,
    unit,
    veto,
    vetoed,
)  # fmt: skip

UNITS = ("a", "b", "c", "d")
OFFICE = roster(
    unit("county"), *(unit(each, parent="county", peer_group="gh"[number % 2]) for number, each in enumerate(UNITS)),
    post("L1", "a"), post("L1", "b", date(2021, 5, 1)), post("L2", "c", to=date(2021, 8, 31)),
)  # fmt: skip
CLAUSES = ("c0", "c1", "c2")
tenths = st.integers(-60, -1).map(lambda tenth: Fraction(tenth, 10))
maybe = st.one_of(st.none(), st.integers(1, 8))


@st.composite
def clauses(draw: st.DrawFn, *, exclusive: bool = True):
    """Three deductions with caps, perhaps in one exclusive group, and two indicators."""
    rules = []
    for name in CLAUSES:
        held = cap(draw(maybe), draw(maybe), times_share=draw(st.booleans()))
        one_stays = draw(st.booleans()) and exclusive
        group = Exclusive("g", draw(st.sampled_from(["case", "event", "subject"])), "largest") if one_stays else None
        rules.append(clause(name, cap=held, exclusive=group, lines=(line(), PRINCIPAL)))
    if len({each.exclusive.per for each in rules if each.exclusive}) > 1:
        rules = [replace(each, exclusive=None) for each in rules]
    for name in ("i0", "i1"):
        form = ratio(minimum=draw(st.integers(1, 5)), otherwise=draw(st.sampled_from(["full", "zero", "omit"])))
        rules.append(indicator(name, Rate(Fraction(15)), 15, "rates", form=form, lines=(line(), PRINCIPAL)))
    return tuple(rules)


@st.composite
def policies(draw: st.DrawFn, *, exclusive: bool = True, cycles: bool = True):
    cycle = draw(st.sampled_from([None, None, "month", "quarter"])) if cycles else None
    sections = (section("work", floor=draw(st.sampled_from([None, -5]))), section("rates"))
    share = exact(draw(st.sampled_from(["0.3", "0.5", "1/3"])))
    shares = (grade("top", 60, "0.3", least=draw(st.integers(0, 1))), grade("good", 40), grade("low"))
    units = scorecard(
        "unit", *sections, base=70, cycle=cycle, roll_up=draw(st.sampled_from(["mean", "sum", "last", "min"])),
        groups=draw(st.sampled_from([None, attribute("peer_group")])), grades=shares,
        inherit=draw(st.sampled_from([None, Inherit("children", share, None, None)])),
    )  # fmt: skip
    leaders = scorecard(
        "leader", *sections, of="leader", base=70, grades=shares,
        inherit=draw(st.sampled_from([None, Inherit("unit", share, None, None)])),
    )  # fmt: skip
    cards = draw(st.sampled_from([(units, leaders), (units,), (leaders, units)]))
    return policy(*draw(clauses(exclusive=exclusive)), veto("v", "lowest_grade", "ranked_last"), cards=cards)


@st.composite
def ledgers(draw: st.DrawFn):
    """Charges to units and leaders, some taken back; counts behind the indicators; who was named."""
    found = []
    for number in range(draw(st.integers(0, 14))):
        who = draw(st.sampled_from([*UNITS, "L1", "L2"]))
        leader = who.startswith("L")
        charged = entry(
            draw(st.sampled_from(CLAUSES)), who, draw(tenths), f"e{number}", case=draw(st.sampled_from(["A", "B", None])),
            role="principal" if leader else "unit", subject_kind="leader" if leader else "unit",
            at=date(2021, 1, 1) + timedelta(days=draw(st.integers(0, 364))),
        )  # fmt: skip
        found.append(charged)
        if draw(st.integers(0, 4)) == 0:
            found.append(replace(charged, part="reverse", points=-charged.points, of=charged.id))
    for who in draw(st.lists(st.sampled_from(UNITS), unique=True)):
        rows = draw(st.integers(0, 8))
        hits = draw(st.integers(0, rows))
        found.append(tally("i0", who, hits, rows))
        if draw(st.booleans()):
            found.append(tally("i1", who, rows - hits, rows, value=None))
    found.sort(key=lambda each: (each.subject_kind, each.subject, each.at) if hasattr(each, "at") else ("", "", END))
    return replay(*found, *named(*draw(st.lists(st.sampled_from(UNITS), unique=True))))


many = settings(max_examples=40, deadline=None)


@many
@given(policies(), ledgers())
def test_entries_sum_to_score(rules, happened):
    """Whoever adds up the ledger by subject and card has every card's total, and every section's."""
    result = score(rules, OFFICE, happened, END)
    assert result.cards
    for card in result.cards:
        mine = [each for each in result.entries if (each.subject_kind, each.subject, each.card) == (card.subject_kind, card.subject, card.key)]
        assert sum(each.points for each in mine) == card.total
        assert sum(each.points for each in mine if each.part != "round") == card.exact
        for shown in card.sections:
            assert sum(each.points for each in mine if each.section == shown.name) == shown.total


@many
@given(policies(), ledgers())
def test_every_entry_has_an_id_of_its_own(rules, happened):
    ids = [each.id for each in score(rules, OFFICE, happened, END).entries]
    assert len(ids) == len(set(ids))


@many
@given(policies(), ledgers())
def test_no_clause_exceeds_its_cap(rules, happened):
    """Per subject and card, and per case of it: the sum stays within cap × share."""
    result = score(rules, OFFICE, happened, END)
    looked_at = 0
    for rule in rules.clauses:
        for role, share, limit in (("unit", 1, rule.unit_cap), ("principal", exact("0.5"), rule.leader_cap)):
            mine = [each for each in result.entries if (each.clause, each.role) == (rule.id, role)]
            times = share if limit.times_share else 1
            for who, card in {(each.subject, each.card) for each in mine}:
                of_card = [each for each in mine if (each.subject, each.card) == (who, card)]
                if limit.per_subject is not None:
                    assert abs(sum(each.points for each in of_card)) <= limit.per_subject * times
                if limit.per_case is not None:
                    for case in {each.case for each in of_card} - {None}:
                        assert abs(sum(each.points for each in of_card if each.case == case)) <= limit.per_case * times
                looked_at += 1
    assert looked_at or not happened.entries


@many
@given(policies(), ledgers())
def test_nothing_that_happened_is_lost_or_changed(rules, happened):
    """Scoring adds entries; of the engine's it only says which card counts them, in which section."""
    result = score(rules, OFFICE, happened, END)
    kept = {each.id: each for each in result.entries}
    for each in happened.entries:
        assert replace(kept[each.id], card=None, section=None) == each


@many
@given(policies(exclusive=False), ledgers(), st.randoms(use_true_random=False))
def test_order_of_arrival_changes_no_card(rules, happened, shuffler: random.Random):
    other = list(happened.entries)
    shuffler.shuffle(other)
    rows = list(happened.tallies)
    shuffler.shuffle(rows)
    shuffled = replace(happened, entries=tuple(other), tallies=tuple(rows))
    one, two = score(rules, OFFICE, happened, END), score(rules, OFFICE, shuffled, END)
    assert one.cards == two.cards


@many
@given(policies(), ledgers())
def test_the_same_input_gives_the_same_ledger(rules, happened):
    assert score(rules, OFFICE, happened, END) == score(rules, OFFICE, happened, END)


@many
@given(policies(exclusive=False, cycles=False), ledgers())
def test_removing_a_clause_removes_its_entries_and_only_its_caps(rules, happened):
    """What the other clauses and their caps give a subject does not change."""
    without = replace(rules, clauses=tuple(each for each in rules.clauses if each.id != "c0"))
    left = replace(happened, entries=tuple(each for each in happened.entries if each.clause != "c0"))
    whole, rest = score(rules, OFFICE, happened, END), score(without, OFFICE, left, END)
    others = {"c1", "c2"}
    assert [(each.id, each.points) for each in whole.entries if each.clause in others] == [
        (each.id, each.points) for each in rest.entries if each.clause in others
    ]


@many
@given(policies(cycles=False), ledgers(), st.sampled_from(UNITS))
def test_a_veto_outranks_any_sum(rules, happened, who: str):
    """Lowest grade and last place, whatever the points."""
    result = score(rules, OFFICE, replace(happened, vetoes=(vetoed(who),)), END)
    cards = [card for card in result.cards if card.subject == who and card.data]
    for card in cards:
        peers = [each for each in result.cards if (each.card, each.group, each.data) == (card.card, card.group, True)]
        assert card.grade == "low"
        assert all(each.rank < card.rank for each in peers if each is not card and each.rank is not None)


@many
@given(policies(), ledgers())
def test_every_point_of_a_card_is_explained_once(rules, happened):
    """From the card back to its entries: each once, and what caps left of them adds up to the clause."""
    result = score(rules, OFFICE, happened, END)
    for card in result.cards:
        told = why(rules, result, card)
        assert sorted(each.id for each in told.entries) == sorted(
            each.id for each in result.entries
            if (each.subject_kind, each.subject, each.card) == (card.subject_kind, card.subject, card.key)
        )  # fmt: skip


@many
@given(st.lists(st.fractions(-5, 5, max_denominator=97), min_size=1, max_size=9))
def test_parts_on_the_grid_add_up_to_the_rounded_sum(parts: list[Fraction]):
    shared = on_grid(parts)
    assert all((each * 10**6).denominator == 1 for each in shared)
    assert abs(sum(shared) - sum(parts)) <= Fraction(1, 2 * 10**6)
    assert all(abs(one - other) < Fraction(1, 10**6) for one, other in zip(shared, parts, strict=True))


@pytest.mark.parametrize("fault", ["points", "twice", "orphan"])
def test_a_ledger_that_does_not_add_up_stops_the_run(fault: str):
    """The check can fail: a changed point, an entry twice, an entry on a card that is not there."""
    rules = policy(clause("c0"), cards=[scorecard(base=100)])
    result = score(rules, OFFICE, replay(entry("c0", "a", -2, "e")), END)
    first = next(each for each in result.entries if each.card)
    changed = {
        "points": [replace(first, points=first.points - 1), *result.entries[1:]],
        "twice": [*result.entries, first],
        "orphan": [*result.entries, replace(first, event="other", card="unit@1999")],
    }[fault]
    assert balanced(result.entries, result.cards) > len(result.cards)
    with pytest.raises(Unbalanced):
        balanced(changed, result.cards)


def test_an_empty_replay_scores_nobody():
    result = score(policy(clause("c0"), cards=[scorecard(base=100)]), OFFICE, Replay((), (), (), (), (), (), (), ()), END)
    assert [card.data for card in result.cards] == [False] * 5
    assert result.entries == ()
