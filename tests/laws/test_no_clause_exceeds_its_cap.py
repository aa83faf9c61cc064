"""What a card keeps of a clause stays within its cap times the line's share, per case and per subject."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from scored_ledgers import END, OFFICE, exact, ledgers, many, policies

from kaohe.scoring.from_replay import score


def test_no_clause_exceeds_its_cap() -> None:
    """Per subject and card, and per case of it: the sum stays within cap × share."""
    seen: Counter[str] = Counter()

    @many
    @given(policies(), ledgers())
    def law(rules, happened) -> None:
        result = score(rules, OFFICE, happened, END)
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
                    seen["groups"] += 1
                    seen["held per subject"] += any(each.part == "cap" for each in of_card)
                    seen["held per case"] += any(each.part == "cap_case" for each in of_card)

    law()
    assert seen["groups"] >= 100, seen
    assert min(seen["held per subject"], seen["held per case"]) >= 10, seen


def test_a_cap_takes_only_what_is_beyond_it() -> None:
    """A group that a cap held stands exactly at the cap, not below it."""
    seen: Counter[str] = Counter()

    @many
    @given(policies(exclusive=False, cycles=False), ledgers())
    def law(rules, happened) -> None:
        result = score(rules, OFFICE, happened, END)
        for cap in (each for each in result.entries if each.part == "cap"):
            rule = rules.clause(cap.clause)
            limit, share = (rule.unit_cap, 1) if cap.role == "unit" else (rule.leader_cap, exact("0.5"))
            group = (cap.clause, cap.role, cap.subject, cap.card)
            left = sum(e.points for e in result.entries if (e.clause, e.role, e.subject, e.card) == group)
            assert abs(left) == limit.per_subject * (share if limit.times_share else 1)
            seen["caps"] += 1

    law()
    assert seen["caps"] >= 10, seen
