"""Who answers and with how much: shares, division, holders, mergers (P6, P16, P33)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine.meaning.accountable import attribute, charged, divided
from kaohe.engine.meaning.position import after_day
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import ALWAYS, FOREVER, Roster, Tenure, UnitRow
from kaohe.engine.stream import Stream, Streams
from kaohe.rules.card_span import whole
from kaohe.rules.expression.tree import Expression, ListTree, Literal_, Type, constant
from kaohe.rules.policy import Line, Span

ROSTER = """\
units:
  - {id: u1, title: 一单位, to: 2021-06-30, merged_into: u2}
  - {id: u2, title: 二单位}
  - {id: u3, title: 三单位, to: 2021-06-30}
leaders:
  - {leader: L1, unit: u1, post: principal, to: 2021-06-30}
  - {leader: L2, unit: u2, post: principal, to: 2021-03-10}
  - {leader: L3, unit: u2, post: principal, from: 2021-03-10}
  - {leader: L4, unit: u2, post: deputy}
  - {leader: L5, unit: u2, post: deputy}
"""
FAULT = """\
  - id: fault
    kind: deduction
    on: fault
    points: -1
    accountable: [{}]
"""


def fault(lines: str) -> str:
    return FAULT.replace("[{}]", f"[{lines}]")


def test_a_post_is_charged_to_its_holder_on_the_entrys_date(office):
    events = "2021-03-09 fault case=A unit=u2\n2021-03-11 fault case=A unit=u2"
    run = office(fault("{post: principal, of: unit, share: 0.5}"), ROSTER, "2021-01-01 opened case=A\n" + events)
    assert run.points() == {"fault/principal:L2/e2": "-0.5", "fault/principal:L3/e3": "-0.5"}


def test_on_a_handover_day_both_holders_share_the_line(office):
    run = office(
        fault("{post: principal, of: unit}"), ROSTER, "2021-01-01 opened case=A\n2021-03-10 fault case=A unit=u2"
    )
    assert run.points() == {"fault/principal:L2/e2": "-0.5", "fault/principal:L3/e2": "-0.5"}


def test_each_charges_every_deputy_in_full_and_equal_divides(office):
    event = "2021-01-01 opened case=A\n2021-05-01 fault case=A unit=u2"
    assert list(office(fault("{post: deputy, of: unit}"), ROSTER, event).points().values()) == ["-0.5", "-0.5"]
    each = office(fault("{post: deputy, of: unit, split: each}"), ROSTER, event)
    assert list(each.points().values()) == ["-1", "-1"]


def test_a_subject_of_several_lines_is_charged_once_by_the_largest_share(office):
    lines = "{leaders: leaders, role: named, share: 0.3}, {post: principal, of: unit, share: 0.5}"
    run = office(fault(lines), ROSTER, "2021-01-01 opened case=A\n2021-05-01 fault case=A unit=u2 leaders=L3,L4")
    # L3 is the principal: half of it; named beside L4 he would bear 0.15, which falls on nobody else
    assert run.points() == {"fault/named:L4/e2": "-0.15", "fault/principal:L3/e2": "-0.5"}


def test_of_equal_shares_the_first_line_charges(office):
    lines = "{leaders: leaders, role: named}, {post: principal, of: unit}"
    run = office(fault(lines), ROSTER, "2021-01-01 opened case=A\n2021-05-01 fault case=A unit=u2 leaders=L3")
    assert run.points() == {"fault/named:L3/e2": "-1"}


def test_an_overruled_dissenters_part_lapses_and_is_told(office):
    run = office(
        fault("{leaders: leaders, except: dissenters}"), ROSTER,
        "2021-01-01 opened case=A\n2021-05-01 fault case=A leaders=L3,L4 dissenters=L4",
    )  # fmt: skip
    assert run.points() == {"fault/leader:L3/e2": "-0.5"}
    assert "run.share-lapsed" in run.codes()


def test_a_line_that_reached_nobody_is_told_with_its_clause_and_event(office):
    run = office(
        fault("{unit: unit}, {post: principal, of: unit, share: 0.5}"), ROSTER,
        "2021-01-01 opened case=A\n2021-05-01 fault case=A unit=u3\n2021-05-02 fault case=A",
    )  # fmt: skip
    assert run.points() == {"fault/unit:u3/e2": "-1"}
    told = [dict(p.facts) for p in run.replay.notices if p.code == "run.line-reached-nobody"]
    assert [(each["event"], each["role"]) for each in told] == [("e2", "principal"), ("e3", "unit"), ("e3", "principal")]
    assert all(p.place.line for p in run.replay.notices if p.code == "run.line-reached-nobody")


def test_a_merged_units_entries_of_any_date_pass_to_its_successor(office):
    clause, events = fault("{unit: unit}"), "2021-01-01 opened case=A\n2021-03-01 fault case=A unit=u1"
    assert office(clause, ROSTER, events).points() == {"fault/unit:u2:u1/e2": "-1"}
    assert office(clause, ROSTER, events, as_of="2021-06-30").points() == {"fault/unit:u1/e2": "-1"}
    assert office(clause, ROSTER, events, as_of="2021-07-01").points() == {"fault/unit:u2:u1/e2": "-1"}


def test_before_a_merger_its_own_principal_answers_and_after_it_the_successors(office):
    clause = fault("{post: principal, of: unit}")
    events = "2021-01-01 opened case=A\n2021-05-01 fault case=A unit=u1\n2021-08-01 fault case=A unit=u1"
    assert office(clause, ROSTER, events).points() == {"fault/principal:L1/e2": "-1", "fault/principal:L3/e3": "-1"}


def test_both_parts_of_a_merged_unit_and_its_successor_stand_apart(office):
    run = office(
        fault("{units: units}"), ROSTER, "2021-01-01 opened case=A\n2021-05-01 fault case=A units=u1,u2"
    )
    assert run.points() == {"fault/unit:u2/e2": "-0.5", "fault/unit:u2:u1/e2": "-0.5"}


def test_a_split_unit_keeps_its_entries_and_is_told(office):
    run = office(fault("{unit: unit}"), ROSTER, "2021-01-01 opened case=A\n2021-08-01 fault case=A unit=u3")
    assert run.points() == {"fault/unit:u3/e2": "-1"}
    assert "run.unit-has-ended" in run.codes()


@pytest.mark.parametrize(("kind", "points"), [("deduction", "hours"), ("bonus", "-hours")])
def test_points_of_the_wrong_sign_are_written_as_nothing_and_told(office, kind, points):
    clause = fault("{unit: unit}").replace("deduction", kind).replace("points: -1", f"when: has(hours)\n    points: {points}")
    run = office(clause, ROSTER, "2021-01-01 opened case=A\n2021-05-01 fault case=A unit=u2 hours=3")
    assert run.points() == {"fault/unit:u2/e2": "0"}
    assert run.codes() == ["run.wrong-sign"]


def test_computed_points_are_rounded_as_the_clause_says_before_they_are_shared(office):
    clause = fault("{leaders: leaders}").replace("points: -1", "points: 'default(-hours / 3, 0)'\n    round: {places: 1}")
    clause = clause.replace("on: fault", "on: fault\n    when: has(hours)")
    run = office(clause, ROSTER, "2021-01-01 opened case=A\n2021-05-01 fault case=A hours=4 leaders=L4,L5")
    # 4 / 3 = 1.333… is 1.3, and half of that 0.65
    assert list(run.points().values()) == ["-0.65", "-0.65"]


RATE = """\
  - id: rate
    kind: indicator
    section: work
    ratio: {over: fault, hit: has(hours), by: unit, minimum: 1, otherwise: zero}
    score: {rate: {points: 100}}
    accountable: [{unit: subject}, {post: principal, of: subject, share: 0.5}]
scorecards:
  unit: {of: unit, who: 'true', out_of: 100, sections: {work: {title: 办理}}, points_from: example}
"""


def test_the_points_of_a_rate_are_shared_by_the_days_held_up_to_as_of(office):
    world = office(RATE, ROSTER, "", as_of="2021-03-31").world
    entries, told = attribute(world.policy.clause("rate"), "unit", "u2", Fraction(90), whole(world.policy), world)
    # 90 days: L2 held 68 and half of 10 March, L3 half of it and 21
    assert {e.subject: (e.points, e.at.isoformat(), e.span) for e in entries} == {
        "u2": (90, "2021-03-31", "2021"),
        "L2": (Fraction(137, 4), "2021-03-31", "2021"),
        "L3": (Fraction(43, 4), "2021-03-31", "2021"),
    }
    assert [e.of for e in entries] == [None, "u2", "u2"]
    assert told == []


LATE = """\
  - id: late
    kind: deduction
    deadline: {start: accepted, finish: answered, within: 30d}
    late: {points: -1}
    accountable: [{post: principal, of: case.unit, responsible_at: AT}]
"""


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("start", {"L2": "-1"}),
        ("due", {"L3": "-1"}),
        ("entry", {"L3": "-1"}),
        # 15 February to 17 March are 31 days: L2 holds 23 and half of the 10th, L3 half of it and 7
        ("by_days", {"L2": "-0.758065", "L3": "-0.241935"}),
    ],
)
def test_a_line_says_whose_turn_it_was(office, at, expected):
    events = "2021-01-01 opened case=A unit=u2\n2021-02-15 accepted case=A"
    run = office(LATE.replace("AT", at), ROSTER, events)
    assert {entry.subject: run.points()[entry.id] for entry in run.entries()} == expected


# --- laws -------------------------------------------------------------------------------------------

POINTS = st.integers(-10_000_000, 0).map(lambda n: Fraction(n, 1_000))
SHARES = st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(3, 10), Fraction(1, 1000)])
LEADERS = ("A", "B", "C", "D", "E")
FIRST = date(2021, 1, 1)


@pytest.fixture(scope="session")
def clause(office):
    run = office(fault("{unit: unit}"), ROSTER, "2021-01-01 opened case=A\n2021-05-01 fault case=A unit=u2")
    return run.world.policy.clause("fault")


@pytest.fixture(scope="session")
def position(office):
    world = office(fault("{unit: unit}"), ROSTER, "").world

    def at(roster: Roster):
        made = World(world.policy, roster, Streams({}, {}, {}), date(2021, 12, 31), world.span)
        return after_day(made, Stream("unit", "u", ()), date(2021, 12, 31))

    return at


def listed(names) -> Expression:
    items = tuple(Literal_(name, Type("leader")) for name in names)
    return Expression(ListTree(items, Type("list", of=Type("leader"))), "names")


def line(number=0, names=LEADERS, share=Fraction(1), split="equal", except_=()):
    return Line(number, f"r{number}", "leader", (listed(names),), None, None, share, split, listed(except_), "entry")


def post(share=Fraction(1), split="equal"):
    return Line(0, "head", "leader", (), "head", constant("u"), share, split, None, "entry")


def entries(clause, position, lines, points, when=FIRST, roster=None):
    made, told = charged(
        replace(clause, lines=tuple(lines)), points, position(roster or Roster()), {"entry": when}, part="charge", at=FIRST
    )
    return made, told


@given(points=POINTS, share=SHARES, names=st.sets(st.sampled_from(LEADERS), min_size=1))
def test_the_parts_of_a_split_line_add_up_to_the_line_exactly(clause, position, points, share, names):
    made, _ = entries(clause, position, [line(names=names, share=share)], points)
    line_points = Fraction(round(points * share * 10**6), 10**6)
    assert abs(sum(entry.points for entry in made) - line_points) <= Fraction(1, 2 * 10**6)
    assert len({entry.subject for entry in made}) == len(made) == len(names)
    whole = entries(clause, position, [line(names=["A"], share=share)], points)[0][0].points
    assert sum(entry.points for entry in made) == whole


@given(points=POINTS, names=st.permutations(LEADERS))
def test_the_order_in_which_subjects_are_named_changes_nothing(clause, position, points, names):
    assert entries(clause, position, [line(names=names)], points) == entries(clause, position, [line()], points)


@given(points=POINTS, dissent=st.sets(st.sampled_from(LEADERS)))
def test_nobody_pays_more_because_somebody_dissents(clause, position, points, dissent):
    without = {e.subject: e.points for e in entries(clause, position, [line()], points)[0]}
    made, told = entries(clause, position, [line(except_=sorted(dissent))], points)
    assert {e.subject: e.points for e in made} == {s: p for s, p in without.items() if s not in dissent}
    assert sorted(dict(p.facts)["subject"] for p in told) == sorted(dissent)


@given(
    points=POINTS,
    named=st.lists(st.sets(st.sampled_from(LEADERS)), min_size=1, max_size=4),
    shares=st.lists(SHARES, min_size=4, max_size=4),
    split=st.sampled_from(["equal", "each"]),
)
def test_no_subject_is_charged_twice_nor_less_than_by_any_one_line(clause, position, points, named, shares, split):
    lines = [line(n, sorted(names), shares[n], split) for n, names in enumerate(named)]
    made, told = entries(clause, position, lines, points)
    assert len({e.subject for e in made}) == len(made)
    assert {e.subject for e in made} == set().union(*named)
    for each in lines:
        for alone in entries(clause, position, [each], points)[0]:
            charge = next(e.points for e in made if e.subject == alone.subject)
            assert charge <= alone.points + Fraction(1, 10**6)
    assert sum(p.code == "run.line-reached-nobody" for p in told) == sum(not names for names in named)


@st.composite
def tenures(draw):
    first, last = sorted(FIRST + timedelta(days=draw(st.integers(0, 40))) for _ in "ab")
    return Tenure(draw(st.sampled_from(LEADERS)), "u", "head", first, last, {})


@given(points=POINTS, rows=st.lists(tenures(), max_size=5), length=st.integers(1, 31), share=SHARES)
def test_a_span_is_borne_by_days_and_what_lapses_are_the_vacant_days(clause, position, points, rows, length, share):
    roster = Roster({"u": (UnitRow("u", ALWAYS, FOREVER, {}),)}, tuple(rows))
    span = Span(FIRST, FIRST + timedelta(days=length - 1))
    made, told = entries(clause, position, [post(share)], points, span, roster)
    held = [d for d in range(length) if roster.holders("head", "u", FIRST + timedelta(days=d))]
    whole = divided(Fraction(round(points * share * 10**6), 10**6), {"x": Fraction(len(held), length)})["x"]
    assert abs(sum(e.points for e in made) - whole) <= Fraction(1, 10**6)
    assert sum((e.share for e in made), Fraction(0)) == Fraction(len(held), length)
    codes = [p.code for p in told]
    assert codes == ([] if len(held) == length else ["run.post-vacant" if held else "run.line-reached-nobody"])


@given(points=POINTS, cut=st.integers(0, 30))
def test_two_who_follow_each_other_bear_what_one_who_stayed_would_bear(clause, position, points, cut):
    day = FIRST + timedelta(days=cut)
    rows = (Tenure("A", "u", "head", ALWAYS, day, {}), Tenure("B", "u", "head", day + timedelta(days=1), FOREVER, {}))
    span = Span(FIRST, FIRST + timedelta(days=30))
    made, _ = entries(clause, position, [post()], points, span, Roster({"u": (UnitRow("u", ALWAYS, FOREVER, {}),)}, rows))
    assert sum(e.points for e in made) == points
    assert {e.subject: e.share for e in made} == (
        {"A": Fraction(1)} if cut == 30 else {"A": Fraction(cut + 1, 31), "B": Fraction(30 - cut, 31)}
    )


@given(points=st.fractions(-1000, 1000), weights=st.lists(st.integers(0, 9), min_size=1, max_size=7).filter(any))
def test_no_part_is_more_than_a_millionth_from_its_exact_share(points, weights):
    parts = {f"s{n}": Fraction(weight, sum(weights)) for n, weight in enumerate(weights)}
    points = Fraction(round(points * 10**6), 10**6)
    amounts = divided(points, parts)
    assert sum(amounts.values()) == points
    assert all(abs(amounts[s] - points * parts[s]) < Fraction(1, 10**6) for s in parts)


@pytest.mark.parametrize(
    ("weights", "millionths"),
    [
        ((3, 4), (428_571, 571_429)),  # of 3/7 and 4/7 of a point .43 and .57 are left over
        ((4, 3), (571_429, 428_571)),
        ((1, 1, 1), (333_334, 333_333, 333_333)),  # equal remainders: the first by id
        ((2, 2, 2, 1), (285_715, 285_714, 285_714, 142_857)),  # .29, .29, .29 and .14
        ((1, 2, 3), (166_667, 333_333, 500_000)),
    ],
)
def test_the_last_places_that_are_missing_go_to_the_largest_remainders_ties_by_id(weights, millionths):
    """P8, on one point: whoever is nearest to the next millionth gets it."""
    parts = {f"s{n}": Fraction(weight, sum(weights)) for n, weight in enumerate(weights)}
    for sign in (1, -1):
        amounts = divided(Fraction(sign), dict(reversed(parts.items())))
        assert [amounts[f"s{n}"] * 10**6 * sign for n in range(len(weights))] == list(millionths)


@given(
    points=POINTS,
    into=st.dictionaries(st.sampled_from("abcd"), st.sampled_from("abcdz"), max_size=4),
    named=st.sets(st.sampled_from("abcd"), min_size=1),
)
def test_mergers_pass_points_on_and_neither_lose_nor_double_them(clause, position, points, into, named):
    rows = {u: (UnitRow(u, ALWAYS, date(2021, 6, 30), {}, merged_into=v),) for u, v in into.items()}
    one = Line(0, "unit", "unit", (listed(sorted(named)),), None, None, Fraction(1), "equal", None, "entry")
    before, _ = entries(clause, position, [one], points)
    after, _ = entries(clause, position, [one], points, roster=Roster(rows))
    assert sum(e.points for e in after) == sum(e.points for e in before)
    assert sorted(e.instead_of or e.subject for e in after) == sorted(named)
    assert len({e.id for e in after}) == len(after)
