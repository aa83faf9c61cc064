"""Each form's own rules, and shapes that must cover every figure."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kaohe.rules.check.bands import bands_from
from kaohe.rules.check.cycles import ordered
from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.document.load import load
from kaohe.rules.document.policy import Band, PolicyDocument

LINE = "\naccountable: [{unit: case.branch}]"
LATE = f"deadline: {{start: lent, finish: returned, within: 30d}}\nlate: {{points: -1}}{LINE}"
RATIO = "ratio: {over: returned, hit: seen(renewed), by: case.branch, minimum: 5, otherwise: zero}\nscore: {rate: {points: 5}}"
FREQUENCY = "frequency: {of: inventory, per: week, at_least: 1, who: 'true'}\nshort: {points: -1}"


# --- bands --------------------------------------------------------------------------------------

NOWHERE = Spot(load("", "nowhere.yaml", PolicyDocument))


def spans(edges: list[int | None]) -> list[Band]:
    pairs = list(zip(edges[::2], edges[1::2], strict=True))
    return [
        Band.model_construct(
            from_=None if low is None else Fraction(low, 10), to=None if high is None else Fraction(high, 10),
            points=Fraction(index), at_least=None, at_most=None,
        )
        for index, (low, high) in enumerate(pairs)
    ]


edge = st.one_of(st.none(), st.integers(0, 10))


@given(st.lists(st.tuples(edge, edge), min_size=2, max_size=4))
def test_bands_are_accepted_when_every_share_falls_into_exactly_one(drawn: list[tuple[int | None, int | None]]) -> None:
    """A band holds its start and not its end, but for the highest one, which holds 100 %."""
    flat = [value for pair in drawn for value in pair]
    shapes = spans(flat)
    # Bands that hold no share at all (up to 0, beyond 100 %) are not what this is about.
    assume(all(low is not None or high not in {None, 0} for low, high in drawn))
    assume(all(high is not None or low != 10 for low, high in drawn))
    findings = Findings()
    bands_from(shapes, NOWHERE, findings, lowest=Fraction(0), highest=Fraction(1))
    sound = all(low is None or high is None or low < high for low, high in drawn)
    shares = [Fraction(step, 20) for step in range(21)]
    once = all(len(_held(shapes, share)) == 1 for share in shares)
    if sound:
        assert (findings.problems == []) is once
    else:
        assert findings.problems != [] or once


def _held(shapes: list[Band], share: Fraction) -> list[Band]:
    top = max(shapes, key=lambda band: (band.from_ is not None, band.from_ or 0))
    return [
        band for band in shapes
        if (band.from_ is None or band.from_ <= share)
        and (band.to is None or share < band.to or (band is top and share == band.to))
    ]


@pytest.mark.parametrize(
    ("bands", "codes"),
    [
        ("[{at_least: 90%, points: 5}, {at_least: 50%, points: 2}, {points: 1}]", []),
        ("[{at_least: 90%, points: 5}, {at_least: 50%, points: 2}, {at_least: 0, points: 1}]", []),
        ("[{at_most: 10%, points: 5}, {at_most: 50%, points: 2}, {at_most: 100%, points: 1}]", []),
        ("[{at_most: 10%, points: 5}, {at_most: 50%, points: 2}, {at_most: 90%, points: 1}]", ["score.bands-gap"]),
        ("[{from: 90%, points: 5}, {from: 50%, to: 90%, points: 2}, {to: 50%, points: 1}]", []),
        ("[{to: 50%, points: 1}, {from: 90%, to: 100%, points: 5}, {from: 50%, to: 90%, points: 2}]", []),
        ("[{at_least: 90%, points: 5}, {at_least: 90%, points: 2}, {points: 1}]", ["score.bands-order"]),
        ("[{at_least: 90%, points: 5}, {points: 2}, {at_least: 10%, points: 1}]", ["score.bands-order"]),
        ("[{at_least: 90%, at_most: 95%, points: 5}, {points: 2}]", ["score.bands-mixed"]),
    ],
)
def test_bands_cover_every_share_once(fines_desk, written, bands: str, codes: list[str]) -> None:
    assert fines_desk.codes(written(RATIO.replace("rate: {points: 5}", f"bands: {bands}"), kind="bonus")) == codes


def test_days_have_no_highest_figure(fines_desk, written) -> None:
    """A mean of days may be any number, so the last band of ``at_most`` takes the rest."""
    mean = "measure: {over: renewed, value: days, statistic: mean, by: case.branch, minimum: 5, otherwise: zero}\nscore: {bands: BANDS}"
    capped = mean.replace("BANDS", "[{at_most: 5, points: 5}, {at_most: 30, points: 2}]")
    open_ended = mean.replace("BANDS", "[{at_most: 5, points: 5}, {at_most: 30, points: 2}, {points: 1}]")
    assert fines_desk.codes(written(capped, kind="bonus")) == ["score.bands-gap"]
    assert fines_desk.codes(written(open_ended, kind="bonus")) == []


# --- signs, places, sources of numbers ----------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "points", "refused"),
    [
        ("deduction", "-1", False), ("deduction", "1", True), ("deduction", "case.rare ? -1 : 1", True),
        ("deduction", "case.rare ? -1 : -2", False), ("deduction", "-1 * count(renewed)", False),
        ("deduction", "count(renewed) - 3", False), ("deduction", "-min(count(renewed), 3)", False),
        ("deduction", "abs(count(renewed) - 3) + 1", False), ("deduction", "max(1, 2) - 1", True),
        ("bonus", "-1", True), ("bonus", "0.5", False), ("bonus", "1 - count(renewed)", False),
    ],
)
def test_a_clause_s_points_have_one_sign(fines_desk, written, kind: str, points: str, refused: bool) -> None:
    """What the text alone decides is refused; what depends on events is watched at run time."""
    found = fines_desk.codes(written(f"on: returned\npoints: '{points}'{LINE}", kind=kind))
    assert found == (["clause.wrong-sign"] if refused else [])


@pytest.mark.parametrize(("points", "fine"), [("-0.125", True), ("-0.0625", False), ("case.rare ? -1 : -0.0001", False)])
def test_points_have_at_most_three_decimals(fines_desk, written, points: str, fine: bool) -> None:
    assert fines_desk.codes(written(f"on: returned\npoints: '{points}'{LINE}")) == ([] if fine else ["clause.points-too-fine"])


def test_points_of_parameters_say_there_where_they_come_from(fines_desk, written) -> None:
    names = "parameters: {fine: {values: {2021-01-01: 1}, points_from: source}}\n"
    clause = written(f"on: returned\npoints: -param.fine{LINE}").replace("    points_from: example\n", "")
    assert fines_desk.codes(clause, head=names) == []
    assert fines_desk.codes(clause.replace("-param.fine", "-2 * param.fine"), head=names) == ["clause.no-points-from"]


# --- keys, roles, caps --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind", "codes"),
    [
        (LATE + "\npoints: -1", "deduction", ["clause.key-elsewhere"]),
        (LATE.replace("late: {points: -1}", "vest: 30d"), "deduction", ["clause.no-points", "clause.key-elsewhere"]),
        (RATIO + "\nrevoke: {on: lent}", "bonus", ["clause.key-elsewhere"]),
        (FREQUENCY + "\nlate: {points: -1}", "deduction", ["clause.key-elsewhere"]),
        (LATE, "indicator", ["clause.kind-form"]),
        (LATE.replace("\nlate: {points: -1}", ""), "monitored", []),
        (FREQUENCY.replace("\nshort: {points: -1}", ""), "deduction", ["clause.no-points"]),
        (LATE + "\ncap: {per_case: 2}", "deduction", []),
        (FREQUENCY + "\ncap: {per_case: 2}", "deduction", ["clause.cap-no-case"]),
        (RATIO.replace("minimum: 5, otherwise: zero", "minimum: 0, otherwise: zero"), "bonus", ["clause.magnitude"]),
        (RATIO.replace(", minimum: 5, otherwise: zero", "").split("\n")[0], "monitored", []),
    ],
)
def test_keys_go_with_their_trigger_and_kind(fines_desk, written, body: str, kind: str, codes: list[str]) -> None:
    assert sorted(fines_desk.codes(written(body, kind=kind))) == sorted(codes)


def test_two_units_in_one_clause_need_names_of_their_own(fines_desk, written) -> None:
    two = "on: reshelved\npoints: -1\naccountable: [{unit: unit}, {unit: case.branch, share: 0.5}]"
    assert fines_desk.codes(written(two)) == ["clause.same-role"]
    assert fines_desk.codes(written(two.replace("share: 0.5", "share: 0.5, role: lender"))) == []


def test_kinds_of_a_clause_share_one_stream(fines_desk) -> None:
    clause = fines_desk.clause("on: opened_hall\npoints: -1\naccountable: [{unit: unit}]")
    assert clause.form.stream == "unit"
    clause = fines_desk.clause("on: opened_hall\nstream: leader\npoints: -1\naccountable: [{leader: leader}]")
    assert clause.form.stream == "leader"


# --- circles ------------------------------------------------------------------------------------

graphs = st.integers(1, 6).flatmap(
    lambda size: st.lists(st.lists(st.integers(0, size - 1), max_size=3, unique=True), min_size=size, max_size=size)
).map(lambda rows: {f"n{row}": tuple(f"n{needed}" for needed in needs) for row, needs in enumerate(rows)})


@given(graphs)
def test_a_circle_is_printed_hop_by_hop_and_the_rest_is_in_order(graph: dict[str, tuple[str, ...]]) -> None:
    order, cycles = ordered(graph)
    for cycle in cycles:
        assert cycle[0] == cycle[-1]
        assert all(after in graph[before] for before, after in pairwise(cycle))
    looped = {name for cycle in cycles for name in cycle}
    assert looped.isdisjoint(order)
    assert looped | set(order) == set(graph)
    for place, name in enumerate(order):
        assert set(graph[name]) - looped <= set(order[:place])


@pytest.mark.parametrize(
    ("names", "hops"),
    [
        ("define: {a: '!b', b: '!c', c: a}\n", "a → b → c → a"),
        ("define: {a: s}\nstates: {s: {begins: {on: lent, when: a}}}\n", "a → s → a"),
        ("states: {s: {begins: {on: returned, when: g}}}\ngates: {g: {at: returned, all: {i: {title: 项, pass: '!s'}}}}\n", "s → g → s"),
        ("define: {a: 'overdue(\"x\")'}\n", 'a → due("x") → a'),
    ],
)
def test_definitions_in_a_circle_are_refused(fines_desk, written, names: str, hops: str) -> None:
    limit = LATE.replace("within: 30d", "within: 30d, when: a") if "overdue" in names else LATE
    found = [one for one in fines_desk.check(written(limit), head=names).problems if one.severity == "problem"]
    assert [one.code for one in found] == ["policy.cycle"]
    assert dict(found[0].facts)["hops"] == hops


# --- words of deadlines -------------------------------------------------------------------------

def test_a_deadlines_word_that_the_policy_also_declares_has_two_meanings_there_and_one_elsewhere(fines_desk, written) -> None:
    """``finished`` of a deadline and a state ``finished``: neither is guessed where both could be meant."""
    head = "states: {finished: {begins: {on: returned}}}\n"
    limit = written(LATE, name="late")
    clocks, events = (
        written(RATIO.replace("over: returned, hit: seen(renewed)", f"over: {over}, hit: finished"), kind="bonus")
        for over in ("late", "returned")
    )
    assert fines_desk.codes(limit, clocks) == []
    (found,) = fines_desk.check(limit, clocks, head=head).problems
    assert (found.code, dict(found.facts)) == ("expression.two-meanings", {"found": "finished"})
    assert fines_desk.codes(limit, events, head=head) == []
    assert fines_desk.codes(limit, events) == ["clause.hit-deadline"]


@pytest.mark.parametrize(
    ("ends", "field", "fits"),
    [
        ("start: evening, finish: opened_hall", "leader", True),
        ("start: evening, finish: opened_hall", "unit", False),
        ("start: lent, finish: returned", "leader", False),
    ],
)
def test_a_deadline_can_be_matched_by_whom_both_ends_are_about(fines_desk, written, ends, field, fits) -> None:
    """``leader`` is a column of what is about a leader, though no kind declares it as a field."""
    found = fines_desk.codes(written(f"deadline: {{{ends}, within: 30d, match: [{field}]}}\nlate: {{points: -1}}{LINE}"))
    assert ("clause.match-field" not in found) is fits
