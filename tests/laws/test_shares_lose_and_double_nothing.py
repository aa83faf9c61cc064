"""However a line is divided, its parts add up to it, to the millionth; and nobody pays twice for one event."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from histories import END, day, event, few
from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine.event import Event
from kaohe.engine.ledger import PLACES, Entry
from kaohe.engine.reference import replay
from kaohe.engine.roster import Roster
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.document.load import load
from kaohe.rules.document.roster import RosterDocument
from kaohe.rules.library import check_text
from kaohe.rules.policy import Policy
from kaohe.rules.value import plain, rounded
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
    points: "-{points}"
    accountable:
      - {{unit: unit}}
      - {{post: principal, of: unit, share: "{share}", split: {split}}}
      - {{post: deputy, of: unit, share: "{other}"}}
  - id: late
    title: late
    kind: deduction
    basis: {{source: law, article: b}}
    points_from: example
    deadline: {{start: assigned, finish: closed, within: 90d}}
    late: {{points: "-{points}"}}
    accountable:
      - {{post: member, of: case.unit, share: "{share}", responsible_at: by_days}}
"""


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


@st.composite
def offices(draw: st.DrawFn) -> Office:
    points = Fraction(draw(st.integers(1, 20_000)), 1000)
    share, other = (Fraction(draw(st.integers(1, 1000)), 1000) for _ in range(2))
    split = draw(st.sampled_from(["equal", "each"]))
    text = POLICY.format(points=plain(points), share=plain(share), other=plain(other), split=split)
    policy = check_text(text, Path("shares/policy.yaml")).policy
    assert policy is not None
    holders = draw(st.integers(1, 7))
    both = draw(st.booleans())
    rows = [*_together(holders, "principal", "p"), *_together(draw(st.integers(0, 3)), "deputy", "d")]
    rows += _together(1, "deputy", "p") if both else []
    rows += _one_after_another(draw(st.lists(st.integers(1, 60), max_size=5)))
    events = (
        event(id="m", kind="registration_missing", at="2021-05-05", unit="u", case="A1"),
        event(id="r", kind="registered", at="2021-01-05", case="A1", origin="new", channel="visit", **{"class": "general"}),
        event(id="a", kind="assigned", at="2021-01-10", case="A1", unit="u"),
    )
    return Office(policy, _roster(policy, rows), events, points, share, other, split, holders)


def _together(count: int, post: str, prefix: str) -> list[str]:
    return [f"{{leader: {prefix}{number}, title: t, unit: u, post: {post}, from: 2020-01-01}}" for number in range(count)]


def _one_after_another(lengths: list[int]) -> list[str]:
    """Members of whom each takes over on the day after the one before him."""
    rows, first = [], date(2021, 1, 1)
    for number, length in enumerate([*lengths, 400]):
        last = first + timedelta(days=length - 1)
        rows.append(f"{{leader: m{number}, title: t, unit: u, post: member, from: {first}, to: {last}}}")
        first = last + timedelta(days=1)
    return rows


def _roster(policy: Policy, rows: list[str]) -> Roster:
    text = "kaohe: 1\nroster: shares\nunits: [{id: u, title: u, kind: town, level: township, from: 2020-01-01}]\nleaders:\n"
    document = load(text + "".join(f"  - {row}\n" for row in rows), "roster.yaml", RosterDocument).document
    assert document is not None
    return roster_from_document(document, policy.vocabulary)[0]


def _entries(office: Office, clause: str) -> list[Entry]:
    written = replay(office.policy, office.roster, office.events, END).entries
    return [entry for entry in written if entry.clause == clause]


def _sum(entries: list[Entry], role: str) -> Fraction:
    return sum((entry.points for entry in entries if entry.role == role), Fraction(0))


def test_an_equal_split_adds_up_and_each_is_the_whole_for_everyone() -> None:
    seen: Counter[str] = Counter()

    @few
    @given(offices())
    def law(office) -> None:
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

    law()
    assert min(seen["equal"], seen["each"]) >= 5, seen


def test_nobody_is_charged_twice_for_one_event() -> None:
    """Not even who holds two of the posts: the larger share counts."""
    seen: Counter[str] = Counter()

    @few
    @given(offices())
    def law(office) -> None:
        entries = _entries(office, "missing")
        charged = Counter((entry.subject_kind, entry.subject, entry.event) for entry in entries)
        assert set(charged.values()) == {1}
        two_posts = any(row.post == "deputy" for row in office.roster.posts_of("p0"))
        seen["two posts"] += two_posts
        if two_posts and office.holders == 1 and office.share != office.other:
            (mine,) = (entry for entry in entries if entry.subject == "p0")
            assert mine.role == _larger(office)

    law()
    assert seen["two posts"] >= 5, seen


def _larger(office: Office) -> str:
    """The role that costs one who is the only principal more: as deputy he shares with the other deputies."""
    deputies = len(office.roster.holders("deputy", "u", date(2021, 5, 5)))
    return "principal" if office.share >= office.other / deputies else "deputy"


def test_parts_by_days_add_up_to_the_line_however_often_the_post_changed_hands() -> None:
    seen: Counter[str] = Counter()

    @few
    @given(offices())
    def law(office) -> None:
        entries = _entries(office, "late")
        assert _sum(entries, "member") == rounded(-office.points * office.share, PLACES)
        assert len({entry.subject for entry in entries}) == len(entries)
        assert [entry.due for entry in entries] == [date.fromisoformat(day(99))] * len(entries)
        seen["divided"] += len(entries) > 1

    law()
    assert seen["divided"] >= 5, seen


def test_parts_on_the_grid_add_up_to_the_rounded_sum() -> None:
    seen: Counter[str] = Counter()

    @few
    @given(st.lists(st.fractions(-5, 5, max_denominator=97), min_size=1, max_size=9))
    def law(parts) -> None:
        shared = on_grid(parts)
        assert all((each * 10**6).denominator == 1 for each in shared)
        assert abs(sum(shared) - sum(parts)) <= Fraction(1, 2 * 10**6)
        assert all(abs(one - other) < Fraction(1, 10**6) for one, other in zip(shared, parts, strict=True))
        seen["off the grid"] += any((each * 10**6).denominator != 1 for each in parts)

    law()
    assert seen["off the grid"] >= 10, seen


def test_units_that_are_missing_go_to_the_largest_remainders_of_equals_to_the_first() -> None:
    """P8: three parts of a point that leave .43, .29 and .29 of a millionth, and three thirds."""
    thirds, sevenths = [Fraction(1, 3)] * 3, [Fraction(each, 7) for each in (3, 2, 2)]
    assert [each * 10**6 for each in on_grid(thirds)] == [333_334, 333_333, 333_333]
    assert [each * 10**6 for each in on_grid(sevenths)] == [428_572, 285_714, 285_714]
    assert [each * 10**6 for each in on_grid(sevenths[::-1])] == [285_714, 285_714, 428_572]
