"""Made-up policies with sections, caps, shares, grades and inheritance, and ledgers for them to be scored."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from hypothesis import strategies as st

from kaohe.rules.policy import Exclusive, Inherit, Rate

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

__all__ = ["END", "OFFICE", "UNITS", "clause", "entry", "exact", "ledgers", "policies", "policy", "replay", "scorecard", "vetoed"]

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
