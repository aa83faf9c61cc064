"""Published figures come out of events at the printed rounding, whatever stands around them; and they move as they must."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest
from making import Row, events, growth, policy, printed, reports, share, smallest, table

from kaohe.engine.event import Event
from kaohe.engine.roster import ALWAYS, FOREVER, Roster, UnitRow
from kaohe.rules.library import load_policy
from kaohe.rules.policy import Ratio
from kaohe.rules.shelf import SHIPPED
from kaohe.rules.value import shown
from kaohe.scoring.rows import printed_value
from kaohe.scoring.run import run

AS_OF = date(2021, 12, 31)


def of(figure: Mapping[str, object]) -> tuple[int, int]:
    one, two = figure["of"]  # type: ignore[misc]
    return int(one), int(two)


@cache
def roster() -> Roster:
    """A unit for each figure that is per unit; the given bases are attributes of units (P21)."""
    known: dict[str, dict[str, Fraction | str]] = {"desk": {"kind": "desk"}}
    for figure in table()["per_1000"]:
        known[str(figure["id"])] = {"kind": "council", "population": Fraction(of(figure)[1])}
    for figure in table()["truncated"]:
        known[str(figure["id"])] = {"kind": "city", "received": Fraction(of(figure)[1])}
    for figure in table()["scores"]:
        known[str(figure["id"])] = {"kind": "hotline"}
    units = {name: (UnitRow(name, ALWAYS, FOREVER, {"title": name, **attributes}),) for name, attributes in known.items()}
    return Roster(units)


def tallied(clauses: Iterable[str], rows: Iterable[Event]) -> dict[tuple[str, str], str]:
    """What each clause prints for each figure: per cent where it is a share or a growth."""
    wanted = set(clauses)
    only = replace(policy(), clauses=tuple(clause for clause in policy().clauses if clause.id in wanted))
    found = run(only, roster(), list(rows), as_of=AS_OF, engine_name="batch").scored.tallies
    return {(tally.clause, str(tally.subject)): said(tally.clause, tally.value) for tally in found if tally.value is not None}


def said(clause: str, value: Fraction) -> str:
    rule = policy().clause(clause).form.round  # type: ignore[union-attr]
    exact = printed_value(policy().clause(clause), value)
    return shown(exact, rule.places) if clause == "per-1000" else shown(100 * exact, rule.places - 2)


# --- shares ---------------------------------------------------------------------------------------


def shares(flips: int = 0) -> Iterator[Row]:
    for figure in table()["shares"]:
        hits, whole = of(figure)
        if not flips or (flips <= hits and whole < 400):
            yield from share(str(figure["id"]), hits - flips, whole)


@cache
def share_tallies(flips: int = 0) -> Mapping[tuple[str, str], str]:
    return tallied(("share.0", "share.1", "share.2"), events(shares(flips)))


@pytest.mark.parametrize("figure", table()["shares"], ids=lambda figure: str(figure["id"]))
def test_the_share_is_printed_as_published(figure: Mapping[str, object]) -> None:
    assert share_tallies()[f"share.{figure['places']}", str(figure["id"])] == figure["printed"]


@pytest.mark.parametrize("flips", [1, 3])
def test_flipping_outcomes_moves_the_printed_share_as_predicted(flips: int) -> None:
    looked_at = moved = 0
    for figure in table()["shares"]:
        hits, whole = of(figure)
        key = (f"share.{figure['places']}", str(figure["id"]))
        if key in share_tallies(flips):
            predicted = printed(100 * Decimal(hits - flips) / whole, int(str(figure["places"])))
            assert share_tallies(flips)[key] == predicted, figure["id"]
            looked_at, moved = looked_at + 1, moved + (predicted != figure["printed"])
    assert looked_at >= 10
    assert moved >= 8


def test_counting_rows_gives_other_shares() -> None:
    """Results over matters taken in, as rows: the distractors are not for nothing."""
    shares = table()["shares"]
    assert len(shares) >= 20
    for figure in shares:
        rows = list(share(str(figure["id"]), *of(figure)))
        hits = sum(row["kind"] == "ended" and row["counts"] == "true" for row in rows)
        taken_in = sum(row["kind"] == "opened" for row in rows)
        assert (hits, taken_in) != of(figure)
        assert hits > of(figure)[0]
        assert taken_in > of(figure)[1]


# --- growth, per 1000, truncated ------------------------------------------------------------------


@cache
def growth_tallies(more: int = 0) -> Mapping[tuple[str, str], str]:
    rows = (
        row for figure in table()["growths"]
        for row in growth(str(figure["id"]), str(figure["unit"]), of(figure)[0] + more, of(figure)[1])
    )  # fmt: skip
    return tallied([f"growth.{unit}.{places}" for unit in ("batches", "people") for places in (1, 2)], events(rows))


@pytest.mark.parametrize("more", [0, 2])
@pytest.mark.parametrize("figure", table()["growths"], ids=lambda figure: str(figure["id"]))
def test_growth_over_the_year_before_is_printed_as_published_and_moves_as_predicted(figure: Mapping[str, object], more: int) -> None:
    now, before = of(figure)
    places = int(str(figure["places"]))
    found = growth_tallies(more)[f"growth.{figure['unit']}.{places}", str(figure["id"])]
    assert found == printed(100 * Decimal(now + more - before) / before, places)
    if not more:
        assert found == figure["printed"]


def test_figures_in_the_other_unit_of_count_are_another_growth() -> None:
    growths = table()["growths"]
    assert len(growths) >= 5
    for figure in growths:
        other = "people" if figure["unit"] == "batches" else "batches"
        assert growth_tallies()[f"growth.{other}.{figure['places']}", str(figure["id"])] != figure["printed"]


@pytest.mark.parametrize("figure", table()["per_1000"], ids=lambda figure: str(figure["id"]))
def test_matters_per_thousand_inhabitants(figure: Mapping[str, object]) -> None:
    unit = str(figure["id"])
    rows = list(events(share(unit, 0, of(figure)[0], unit)))
    assert tallied(("per-1000",), rows)["per-1000", unit] == figure["printed"]
    fewer = list(events(share(unit, 0, of(figure)[0] - 40, unit)))
    assert tallied(("per-1000",), fewer)["per-1000", unit] == printed(1000 * Decimal(of(figure)[0] - 40) / of(figure)[1], 1)


@pytest.mark.parametrize("missed", [0, 230, 231])
def test_a_share_that_is_cut_off_never_prints_a_hundred(missed: int) -> None:
    (figure,) = table()["truncated"]
    unit, (on_time, received) = str(figure["id"]), of(figure)
    found = tallied(("truncated",), events(reports(unit, on_time - missed)))["truncated", unit]
    assert found == printed(100 * Decimal(on_time - missed) / received, 1, cut=True)
    if not missed:
        assert found == figure["printed"]
        assert printed(100 * Decimal(on_time) / received, 1) == "100.0"


# --- a score of two printed rates -----------------------------------------------------------------


@cache
def scores(missed: int = 0) -> Mapping[str, str]:
    rows = [
        row for figure in table()["scores"]
        for name, rate in zip(("finished", "satisfied"), figure["rates"], strict=True)  # type: ignore[call-overload]
        for row in named(name, str(figure["id"]), *counts(rate, missed))
    ]  # fmt: skip
    only = replace(policy(), clauses=tuple(clause for clause in policy().clauses if clause.score is not None))
    cards = run(only, roster(), events(iter(rows)), as_of=AS_OF, engine_name="batch").scored.cards
    return {card.subject: shown(card.total, 1) for card in cards if card.data}


def counts(rate: str, missed: int) -> tuple[int, int]:
    hits, of_ = smallest(rate)
    return hits - missed, of_


def named(figure: str, unit: str, hits: int, of_: int) -> Iterator[Row]:
    """The share's rows under names of the unit's own."""
    for row in share(figure, hits, of_, unit):
        told = {key: f"{unit}.{row[key]}" for key in ("id", "case", "voids") if key in row}
        yield {**row, **told}


@pytest.mark.parametrize("missed", [0, 2])
@pytest.mark.parametrize("figure", table()["scores"], ids=lambda figure: str(figure["id"]))
def test_the_score_is_printed_as_published_and_moves_as_predicted(figure: Mapping[str, object], missed: int) -> None:
    finished, satisfied = (
        Decimal(printed(100 * Decimal(hits) / of_, 2)) for hits, of_ in (counts(rate, missed) for rate in figure["rates"])  # type: ignore[attr-defined]
    )
    exact = 100 - Decimal("0.2") * (100 - finished) - Decimal("0.3") * (100 - satisfied)
    assert scores(missed)[str(figure["id"])] == printed(exact, 1)
    if not missed:
        assert printed(exact, 1) == figure["printed"]


# --- nothing is left out in silence ---------------------------------------------------------------

def test_where_a_shipped_clause_prints_the_figure_it_is_there() -> None:
    named = [str(figure["shipped"]) for figure in table()["shares"] if "shipped" in figure]
    assert len(named) >= 8
    for name in named:
        home, clause = name.split("/")
        found = load_policy(SHIPPED / home).policy
        assert found is not None
        assert isinstance(found.clause(clause).form, Ratio)


S_NAMES = {*(f"S-{n:02}" for n in range(1, 14)), "S-20", "S-21"}
X_NAMES = {f"X-{n:02}" for n in range(1, 21)}


def test_every_published_figure_is_reproduced_or_says_why_not() -> None:
    made = {str(figure["id"])[:4] for kind in ("shares", "growths", "per_1000", "truncated", "scores") for figure in table()[kind]}
    left: Mapping[str, str] = table()["not_reproduced"]  # type: ignore[assignment]
    assert made.isdisjoint(left)
    assert made | set(left) == S_NAMES | X_NAMES
    assert (len(made), len(left)) == (31, 4)
    assert all(reason.strip() for reason in left.values())
