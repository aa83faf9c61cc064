"""However a line is divided, its parts add up to it, to the millionth; and nobody pays twice for one event."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path

from histories import END, day, event
from hypothesis import strategies as st
from worlds import said, worlds

from kaohe.engine.event import Event
from kaohe.engine.ledger import PLACES, Entry
from kaohe.engine.reference import replay
from kaohe.engine.roster import ALWAYS, FOREVER, Roster, Tenure, UnitRow
from kaohe.rules.expression.tree import constant
from kaohe.rules.library import check_text
from kaohe.rules.policy import Deadline, Line, Policy
from kaohe.rules.value import rounded
from kaohe.scoring.exact import on_grid

POLICY = """\
kaohe: 1
policy: shares
title: shares
version: "1"
period: {{from: 2021-01-01, to: 2021-12-31}}
timezone: Asia/Shanghai
vocabulary: petition
calendar: cn
sources: {{law: {{title: law}}}}
clauses:
  - id: missing
    title: missing
    kind: deduction
    basis: {{source: law, article: a}}
    points_from: example
    on: registration_missing
    points: "-1"
    accountable:
      - {{unit: unit}}
      - {{post: principal, of: unit, share: "0.5", split: {split}}}
      - {{post: deputy, of: unit, share: "0.5"}}
  - id: late
    title: late
    kind: deduction
    basis: {{source: law, article: b}}
    points_from: example
    deadline: {{start: assigned, finish: closed, within: 90d}}
    late: {{points: "-1"}}
    accountable:
      - {{post: member, of: case.unit, share: "0.5", responsible_at: by_days}}
"""
UNIT = {"u": (UnitRow("u", ALWAYS, FOREVER, {}),)}


@dataclass(frozen=True, slots=True)
class Office:
    """A policy with two divided lines and one by days; who holds which post; one event for each clause."""

    policy: Policy
    roster: Roster
    events: tuple[Event, ...]
    points: Fraction
    share: Fraction
    other: Fraction
    split: str
    holders: int


@cache
def _checked(split: str) -> Policy:
    policy = check_text(POLICY.format(split=split), Path("shares/policy.yaml")).policy
    assert policy is not None
    return policy


def _policy(split: str, points: Fraction, share: Fraction, other: Fraction) -> Policy:
    """The policy read once, with other points and shares put in."""
    policy, worth = _checked(split), constant(-points)
    missing, late = policy.clauses
    unit, principal, deputy = missing.lines
    assert isinstance(late.form, Deadline)
    assert late.form.late is not None
    return replace(policy, clauses=(
        replace(missing, points=worth, lines=(unit, replace(principal, share=share), replace(deputy, share=other))),
        replace(late, form=replace(late.form, late=replace(late.form.late, points=worth)), lines=(replace(late.lines[0], share=share),)),
    ))  # fmt: skip


@st.composite
def offices(draw: st.DrawFn) -> Office:
    points = Fraction(draw(st.integers(1, 20_000)), 1000)
    share, other = (Fraction(draw(st.integers(1, 1000)), 1000) for _ in range(2))
    split = draw(st.sampled_from(["equal", "each"]))
    policy = _policy(split, points, share, other)
    holders = draw(st.integers(1, 7))
    rows = [*_together(holders, "principal", "p"), *_together(draw(st.integers(0, 3)), "deputy", "d")]
    rows += _together(1, "deputy", "p") if draw(st.booleans()) else []
    rows += _one_after_another(draw(st.lists(st.integers(1, 60), max_size=5)))
    return Office(policy, Roster(UNIT, tuple(rows)), _happened(), points, share, other, split, holders)


@cache
def _happened() -> tuple[Event, ...]:
    return (
        event(id="m", kind="registration_missing", at="2021-05-05", unit="u", case="A1"),
        event(id="r", kind="registered", at="2021-01-05", case="A1", origin="new", channel="visit", **{"class": "general"}),
        event(id="a", kind="assigned", at="2021-01-10", case="A1", unit="u"),
    )


def _together(count: int, post: str, prefix: str) -> list[Tenure]:
    return [Tenure(f"{prefix}{number}", "u", post, date(2020, 1, 1), FOREVER, {}) for number in range(count)]


def _one_after_another(lengths: list[int]) -> list[Tenure]:
    """Members of whom each takes over on the day after the one before him."""
    rows, first = [], date(2021, 1, 1)
    for number, length in enumerate([*lengths, 400]):
        last = first + timedelta(days=length - 1)
        rows.append(Tenure(f"m{number}", "u", "member", first, last, {}))
        first = last + timedelta(days=1)
    return rows


def _entries(office: Office, clause: str) -> list[Entry]:
    written = replay(office.policy, office.roster, office.events, END).entries
    return [entry for entry in written if entry.clause == clause]


def _sum(entries: list[Entry], role: str) -> Fraction:
    return sum((entry.points for entry in entries if entry.role == role), Fraction(0))


def test_an_equal_split_adds_up_and_each_is_the_whole_for_everyone(holds) -> None:
    def law(seen, office) -> None:
        entries = _entries(office, "missing")
        line = -office.points * office.share
        theirs = [entry for entry in entries if entry.role == "principal"]
        assert _sum(entries, "unit") == -office.points
        if len(theirs) == office.holders:
            everyone = office.holders if office.split == "each" else 1
            assert _sum(entries, "principal") == rounded(line, PLACES) * everyone
            seen[office.split] += office.holders > 1
        assert all(abs(entry.points) <= abs(line) for entry in theirs)
        assert max((e.points for e in theirs), default=0) - min((e.points for e in theirs), default=0) <= Fraction(1, 10**PLACES)

    holds(law, offices(), cases=150, equal=5, each=5)


def test_nobody_is_charged_twice_for_one_event(holds) -> None:
    """Not even who holds two of the posts: the larger share counts."""

    def law(seen, office) -> None:
        entries = _entries(office, "missing")
        charged = Counter((entry.subject_kind, entry.subject, entry.event) for entry in entries)
        assert set(charged.values()) == {1}
        two_posts = any(row.post == "deputy" for row in office.roster.posts_of("p0"))
        seen["two posts"] += two_posts
        if two_posts and office.holders == 1 and office.share != office.other:
            (mine,) = (entry for entry in entries if entry.subject == "p0")
            assert mine.role == _larger(office)

    holds(law, offices(), **{"two posts": 5})


def _larger(office: Office) -> str:
    """The role that costs one who is the only principal more: as deputy he shares with the other deputies."""
    deputies = len(office.roster.holders("deputy", "u", date(2021, 5, 5)))
    return "principal" if office.share >= office.other / deputies else "deputy"


def test_parts_by_days_add_up_to_the_line_however_often_the_post_changed_hands(holds) -> None:
    def law(seen, office) -> None:
        entries = _entries(office, "late")
        assert _sum(entries, "member") == rounded(-office.points * office.share, PLACES)
        assert len({entry.subject for entry in entries}) == len(entries)
        assert [entry.due for entry in entries] == [date.fromisoformat(day(99))] * len(entries)
        seen["divided"] += len(entries) > 1

    holds(law, offices(), divided=5)


def test_parts_on_the_grid_add_up_to_the_rounded_sum(holds) -> None:
    def law(seen, parts) -> None:
        shared = on_grid(parts)
        assert all((each * 10**6).denominator == 1 for each in shared)
        assert abs(sum(shared) - sum(parts)) <= Fraction(1, 2 * 10**6)
        assert all(abs(one - other) < Fraction(1, 10**6) for one, other in zip(shared, parts, strict=True))
        seen["off the grid"] += any((each * 10**6).denominator != 1 for each in parts)

    holds(law, st.lists(st.fractions(-5, 5, max_denominator=97), min_size=1, max_size=9), **{"off the grid": 10})


def test_in_made_up_worlds_a_line_charges_no_more_than_its_share_and_nobody_twice(holds) -> None:
    """Where the unit bears a line in full its entry says the points: all that others bear for the same is known."""

    def law(seen, world) -> None:
        entries = [entry for entry in said(world).replay.entries if entry.part in ("charge", "late", "on_time")]
        for clause in world.policy.clauses:
            for same in _about_one_thing([entry for entry in entries if entry.clause == clause.id]):
                who = [(entry.subject_kind, entry.instead_of or entry.subject) for entry in same]
                assert len(set(who)) == len(who)
                seen["charged"] += len(who)
                if [line.share for line in clause.lines if line.role == "unit"] == [1] and _one_cycle(world.policy):
                    seen["lines"] += sum(_is_whole(same, line) for line in clause.lines if line.kind == "leader")

    holds(law, worlds(), cases=60, charged=20, lines=5)


def _one_cycle(policy: Policy) -> bool:
    """Whether units and leaders have cards over the same spans: a delay grows from span to span, and only then in step."""
    return len({card.cycle for card in policy.scorecards}) == 1


def _about_one_thing(entries: list[Entry]) -> list[list[Entry]]:
    """The entries of one clause about one event, and, of a delay that grew, one span."""
    found: dict[object, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.event, entry.part, entry.span].append(entry)
    return list(found.values())


def _is_whole(same: list[Entry], line: Line) -> bool:
    """Whether the parts of a leader's line are known to be all there; then they add up to it."""
    units = [entry for entry in same if entry.role == "unit" and entry.share == 1]
    mine = [entry for entry in same if entry.role == line.role]
    if len(units) != 1 or not mine or line.split != "equal":
        return False
    whole = rounded(units[0].points * line.share, PLACES)
    parts = sum(entry.share for entry in mine)
    assert parts <= 1
    assert abs(sum(entry.points for entry in mine)) <= abs(whole)
    assert parts != 1 or sum(entry.points for entry in mine) == whole
    return parts == 1


def test_units_that_are_missing_go_to_the_largest_remainders_of_equals_to_the_first() -> None:
    """P8: three parts of a point that leave .43, .29 and .29 of a millionth, and three thirds."""
    thirds, sevenths = [Fraction(1, 3)] * 3, [Fraction(each, 7) for each in (3, 2, 2)]
    assert [each * 10**6 for each in on_grid(thirds)] == [333_334, 333_333, 333_333]
    assert [each * 10**6 for each in on_grid(sevenths)] == [428_572, 285_714, 285_714]
    assert [each * 10**6 for each in on_grid(sevenths[::-1])] == [285_714, 285_714, 428_572]
