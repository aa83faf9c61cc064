"""What a card keeps of a clause stays within its cap times the line's share, per case and per subject."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import ceil

from scored_ledgers import END, OFFICE, ledgers, policies
from worlds import said, worlds

from kaohe.rules.policy import Cap, Clause, Policy
from kaohe.scoring.card import Scored
from kaohe.scoring.from_replay import score

MILLION = 10**6
"""An entry's points are whole millionths."""


def _lines(rule: Clause) -> list[tuple[str, Fraction, Cap]]:
    """For each role of the clause its share of the points and the cap that holds it."""
    return [(line.role, line.share, rule.unit_cap if line.kind == "unit" else rule.leader_cap) for line in rule.lines]


def _held(limit: Fraction) -> Fraction:
    """A cap that a share like 2/7 cuts below a millionth is held to the millionth above: entries know nothing smaller."""
    return Fraction(ceil(limit * MILLION), MILLION)


def _is_within(seen: Counter[str], result: Scored, rules: Policy) -> None:
    """Per subject and card, and per case of it: the sum stays within cap × share."""
    for rule in rules.clauses:
        for role, share, limit in _lines(rule):
            mine = [each for each in result.entries if (each.clause, each.role) == (rule.id, role) and each.card]
            times = share if limit.times_share else 1
            for who, card in {(each.subject, each.card) for each in mine}:
                of_card = [each for each in mine if (each.subject, each.card) == (who, card)]
                if limit.per_subject is not None:
                    assert abs(sum(each.points for each in of_card)) <= _held(limit.per_subject * times)
                if limit.per_case is not None:
                    for case in {each.case for each in of_card} - {None}:
                        assert abs(sum(each.points for each in of_card if each.case == case)) <= _held(limit.per_case * times)
                seen["groups"] += 1
                seen["held per subject"] += any(each.part == "cap" for each in of_card)
                seen["held per case"] += any(each.part == "cap_case" for each in of_card)


def test_no_clause_exceeds_its_cap_in_made_up_worlds(holds) -> None:
    def law(seen, world) -> None:
        _is_within(seen, said(world).scored, world.policy)

    holds(law, worlds(known=True), cases=60, groups=30, **{"held per subject": 1, "held per case": 1})


def test_no_clause_exceeds_its_cap(holds) -> None:
    def law(seen, rules, happened) -> None:
        _is_within(seen, score(rules, OFFICE, happened, END), rules)

    holds(law, policies(), ledgers(), cases=60, groups=100, **{"held per subject": 10, "held per case": 5})


def test_a_cap_takes_only_what_is_beyond_it(holds) -> None:
    """A group that a cap held stands exactly at the cap, not below it."""

    def law(seen, rules, happened) -> None:
        result = score(rules, OFFICE, happened, END)
        for cap in (each for each in result.entries if each.part == "cap"):
            ((share, limit),) = ((share, limit) for role, share, limit in _lines(rules.clause(cap.clause)) if role == cap.role)
            group = (cap.clause, cap.role, cap.subject, cap.card)
            left = sum(e.points for e in result.entries if (e.clause, e.role, e.subject, e.card) == group)
            assert abs(left) == limit.per_subject * (share if limit.times_share else 1)
            seen["caps"] += 1

    holds(law, policies(exclusive=False, cycles=False), ledgers(), cases=60, caps=10)
