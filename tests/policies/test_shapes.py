"""Every way of scoring that published schemes use is used by a shipped policy, and by the clause named here."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache

import pytest

from kaohe.rules.expression.tree import Apply, Expression, History, Literal_, Tree
from kaohe.rules.library import load_policy
from kaohe.rules.policy import (
    Appraisal,
    Bands,
    Checklist,
    Clause,
    Deadline,
    Each,
    Frequency,
    On,
    Policy,
    Rank,
    Rate,
    Ratio,
    Scorecard,
    Section,
    Slope,
)
from kaohe.rules.shelf import SHIPPED
from kaohe.workbench.suppression.lifting import lifted


@cache
def policy(name: str) -> Policy:
    found = load_policy(SHIPPED / name).policy
    assert found is not None, name
    return found


def section_of(found: Clause, rules: Policy) -> Section:
    """The section of a unit's card that the clause counts in."""
    return next(s for card in rules.scorecards if card.of == "unit" for s in card.sections if s.name == found.section)


def card_of(found: Clause, rules: Policy) -> Scorecard:
    return next(card for card in rules.scorecards if any(s.name == found.section for s in card.sections))


def amount(points: Expression | None) -> Fraction:
    """The greatest number of points that a literal or a choice between literals names, as a magnitude."""
    assert points is not None
    return max(abs(value) for value in literals(points.tree))


def literals(tree: Tree) -> list[Fraction]:
    if isinstance(tree, Literal_):
        return [tree.value] if isinstance(tree.value, Fraction) else []
    return [value for part in tree.operands for value in literals(part)] if isinstance(tree, Apply) else []


def branches(points: Expression | None) -> bool:
    return points is not None and isinstance(points.tree, Apply) and points.tree.name == "if"


def all_or_nothing(found: Clause) -> bool:
    shape = found.score.shape if found.score else None
    return isinstance(shape, Bands) and sorted(band.points > 0 for band in shape.bands) == [False, True]


def slope(found: Clause) -> Slope:
    assert found.score is not None
    assert isinstance(found.score.shape, Slope)
    return found.score.shape


Proof = Callable[[Clause, Policy], bool]

DOMAIN: dict[str, tuple[str, str, Proof]] = {
    "rate × weight": ("rates", "solve.accepted", lambda c, _: c.score is not None and isinstance(c.score.shape, Rate)),
    "all or nothing at a threshold": ("township", "results.first", lambda c, _: all_or_nothing(c)),
    "−k per percentage point below target, to zero": (
        "township", "results.on-time", lambda c, _: slope(c).below is not None and slope(c).above is None and slope(c).floor == 0,
    ),
    "baseline ± k per percentage point": ("township", "results.changed", lambda c, _: None not in (slope(c).below, slope(c).above)),
    "per-event deduction with a cap": ("lishi", "control-new.second-report", lambda c, _: isinstance(c.form, On) and c.unit_cap.per_subject is not None),
    "per missing occurrence": (
        "lishi", "bodies.joint-conference", lambda c, _: isinstance(c.form, Frequency) and c.form.short is not None and c.form.short.per == "missing",
    ),
    "+k per occurrence up to a cap": ("rates", "duty.meetings", lambda c, _: c.score is not None and isinstance(c.score.shape, Each) and c.score.shape.at_most is not None),
    "time decay per period late": (
        "township", "centre.built", lambda c, _: isinstance(c.form, Deadline) and c.form.late is not None and c.form.late.per == "month",
    ),
    "multiplier: repeated × 2": (
        "hotline", "tickets.redone",
        lambda c, _: branches(c.points) and min(map(abs, literals(c.points.tree))) * 2 == amount(c.points) and History in [type(p) for p in c.points.tree.operands],  # type: ignore[union-attr]
    ),
    "tiered by severity": ("statute", "statute.opinion-changed", lambda c, _: branches(c.points)),
    "checklist": ("tongling", "centre.six-have", lambda c, _: isinstance(c.form, Checklist) and len(c.form.items) == 6),
    "bounded discretionary range": (
        "hotline", "tickets.sampled", lambda c, _: isinstance(c.form, Appraisal) and (c.form.least, c.form.greatest) == (-5, 0) and bool(c.form.reason and c.form.second),
    ),
    "compound: ≥ 1 case and ≥ 60 % solved": (
        "township", "leaders.cases", lambda c, _: isinstance(c.form, Ratio) and (c.form.minimum, c.form.otherwise) == (1, "zero") and all_or_nothing(c),
    ),
    "rank bonus within the peer group": ("hotline", "asked.rank", lambda c, _: c.kind == "bonus" and c.score is not None and isinstance(c.score.shape, Rank)),
    "separate bonus pool with a cap": ("lishi", "clear-old.bonus", lambda c, p: section_of(c, p).bonus and section_of(c, p).cap is not None),
    "unit and leader from one event": ("township", "duty.late", lambda c, _: {line.kind for line in c.lines} == {"unit", "leader"}),
    "weights of several appraisers": ("danfeng", "report.appraisal", lambda c, _: isinstance(c.form, Appraisal) and len(set((c.form.groups or {}).values())) > 1),
    "veto: not the top grade": ("lishi", "veto.violation", lambda c, _: c.veto is not None and c.veto.effects == ("no_top_grade",)),
    "veto: the lowest grade": ("danfeng", "veto.violation", lambda c, _: c.veto is not None and "lowest_grade" in c.veto.effects),
    "veto: ranked last": ("hotline", "veto.false", lambda c, _: c.veto is not None and c.veto.effects == ("ranked_last",)),
    "a total of 100": ("tongling", "results.backlog", lambda c, p: card_of(c, p).out_of == 100),
    "a total of 1000": ("township", "results.backlog", lambda c, p: card_of(c, p).out_of == 1000),
    "months to a year: mean": ("hotline", "solved.rate", lambda c, p: (card_of(c, p).cycle, card_of(c, p).roll_up) == ("month", "mean")),
    "months to a year: sum": ("hotline", "centre.bulletin", lambda c, p: (card_of(c, p).cycle, card_of(c, p).roll_up) == ("month", "sum")),
    "periods to a year: the last": ("township", "leaders.cases", lambda c, p: card_of(c, p).roll_up == "last" and card_of(c, p).cycle is not None),
    "periods to a year: the least": (
        "hotline", "tickets.finish", lambda c, p: any(k.roll_up == "min" and k.cycle for k in p.scorecards if any(s.name == c.section for s in k.sections)),
    ),
}  # fmt: skip
"""The shapes of the schemes in use (totals and roll-ups by the card that a clause counts in)."""

PEERS: dict[int, tuple[str, str, str, Proof]] = {
    1: ("single or batch", "hotline", "tickets.unregistered", lambda c, _: branches(c.points) and len({*map(abs, literals(c.points.tree))}) == 2),  # type: ignore[union-attr]
    2: ("repeated doubles, new demand exempt", "hotline", "tickets.redone", lambda c, _: isinstance(c.form, On) and c.form.at.when is not None and "new_demand" in c.form.at.when.text),
    3: ("one event costs more than its section holds", "township", "quality.revoked", lambda c, p: amount(c.points) > section_of(c, p).start > 0 == section_of(c, p).floor),
    4: ("thresholds", "township", "results.backlog", lambda c, _: all_or_nothing(c)),
    5: ("ladder down to zero", "township", "results.on-time", lambda c, _: slope(c).steps == "started" and slope(c).floor == 0),
    6: ("two-sided ladder around a baseline", "township", "results.changed", lambda c, _: 0 < slope(c).at < 1 and slope(c).above is not None),
    7: ("rank bonus 5 … 1", "township", "results.rank", lambda c, _: c.score is not None and isinstance(c.score.shape, Rank) and list(c.score.shape.places) == [1, 2, 3, 4, 5]),
    8: ("veto: placed last", "township", "veto.delay", lambda c, _: c.veto is not None and "ranked_last" in c.veto.effects),
    9: ("bonus per cleared case", "township", "extra.backlog", lambda c, _: c.kind == "bonus" and isinstance(c.form, On)),
    10: ("quota per period", "township", "duty.meetings", lambda c, _: isinstance(c.form, Frequency) and c.form.per == "year" and c.form.at_least.text == "4"),
    11: ("ladder by months late", "township", "centre.built", lambda c, _: isinstance(c.form, Deadline) and c.form.late is not None and c.form.late.at_most == 50),
    12: ("mitigation", "lgsco", "code.departure", lambda c, _: branches(c.points) and sorted(map(abs, literals(c.points.tree))) == [2, 5]),  # type: ignore[union-attr]
    13: ("discretionary", "hotline", "tickets.sampled", lambda c, _: isinstance(c.form, Appraisal)),
    14: ("person and unit from one event", "township", "duty.late", lambda c, _: sum(line.kind == "leader" and line.split == "each" for line in c.lines) == 2),
    15: ("thousand points, monthly to the year", "hotline", "response.rate", lambda c, p: (card_of(c, p).out_of, card_of(c, p).cycle) == (1000, "month")),
    16: (
        "base, deductions and bonus with limits of their own", "hotline", "tickets.sign",
        lambda c, p: section_of(c, p).floor is not None and any(s.bonus and s.cap is not None for s in card_of(c, p).sections),
    ),
    17: (
        "weighted composite 30/35/35 with sub-components", "hotline", "satisfied.phone",
        lambda c, p: c.section == "satisfied" and [sum(x.score.full for x in p.clauses if x.section == n and x.score) for n in ("response", "solved", "satisfied")] == [300, 350, 350],
    ),
}  # fmt: skip
"""The seventeen shapes of public assessment texts."""


@pytest.mark.parametrize("shape", DOMAIN)
def test_each_way_of_scoring_in_use_is_used_by_the_clause_named(shape: str) -> None:
    name, clause, proof = DOMAIN[shape]
    assert proof(policy(name).clause(clause), policy(name)), f"{name} {clause} is not: {shape}"


@pytest.mark.parametrize("number", PEERS)
def test_each_shape_of_public_texts_is_used_by_the_clause_named(number: int) -> None:
    what, name, clause, proof = PEERS[number]
    assert proof(policy(name).clause(clause), policy(name)), f"{name} {clause} is not: {what}"


def test_none_of_them_is_left_out() -> None:
    """Seventeen shapes, three effects of a veto, two totals and four roll-ups on one side; seventeen on the other."""
    assert len(DOMAIN) == 17 + 3 + 2 + 4
    assert sorted(PEERS) == list(range(1, 18))


def test_the_proofs_do_not_hold_of_just_any_clause() -> None:
    other = policy("library-fines").clause("overdue")
    rules = policy("library-fines")
    held = []
    for shape, (_, _, proof) in DOMAIN.items():
        try:
            held += [shape] if proof(other, rules) else []
        except (AssertionError, StopIteration, AttributeError):
            continue
    assert held == ["a total of 100"]


def test_policies_from_elsewhere_say_where_their_numbers_come_from() -> None:
    looked_at = 0
    for name in ("rates", "two-rates", "hotline", "township", "spso", "lgsco"):
        for clause in policy(name).clauses:
            if clause.points_from is not None:
                looked_at += 1
                assert clause.points_from in ("external", "example"), f"{name} {clause.id}"
            assert all(basis.article for basis in clause.basis), f"{name} {clause.id}"
    assert looked_at > 50


@pytest.mark.parametrize("name", ["rates", "township", "hotline", "lgsco", "spso"])
def test_the_gate_keeps_the_clocks_that_a_rate_counts_over(name: str) -> None:
    """A clock that is only watched writes nothing, but rates and conditions read it."""
    kept = {clause.id for clause in lifted(policy(name)).clauses}
    over = {clause.form.over.clause for clause in policy(name).clauses if isinstance(clause.form, Ratio) and clause.form.over.what == "deadline"}
    assert over
    assert over <= kept
