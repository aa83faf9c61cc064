"""The 离石 policy over its sample year: what it prints as of 30 September is what the source published.

The year is invented and seeded, with traps for whoever counts rows: records sent twice, false records
voided later, figures doubled by one amendment and restored by the next, closings that fail a gate,
closings after the day, new cases listed as backlog within the year. The figures below stand in the
source text; none of them is read from the generator.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from kaohe.engine.event import Event
from kaohe.engine.event_file import read_events
from kaohe.engine.ledger import Tally
from kaohe.engine.reference import replay
from kaohe.engine.roster import Roster
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.library import load_policy, load_roster_document
from kaohe.rules.policy import Policy
from kaohe.rules.shelf import SHIPPED
from kaohe.workbench.sample.year import write_sample

AS_OF = date(2021, 9, 30)
SEEDS = (1, 7, 2021)
SHANGHAI = timedelta(hours=8)
PRINTED = {
    # 中央交办重复信访 246 件，已化解 243件
    ("clear-old.central", "bureau"): (243, 246),
    # 区委书记包案26件，全部化解；区长包案28件，全部化解
    ("leaders.case-solved", "d01"): (26, 26),
    ("leaders.case-solved", "d02"): (28, 28),
    # 全区1月—9月份四级登记信访总量1823批2580人次
    ("monitor.batches", "bureau"): 1823,
    ("monitor.people", "bureau"): 2580,
    # 区委书记带案下访62批次88人次，区长带案下访60批次90人次
    ("monitor.visit-batches", "d01"): 62,
    ("monitor.visit-people", "d01"): 88,
    ("monitor.visit-batches", "d02"): 60,
    ("monitor.visit-people", "d02"): 90,
    # 设立42个信访工作站
    ("monitor.stations", "district"): 42,
}
"""Ratios as (hits, rows), the others as sums or counts."""
CLAUSES = frozenset(clause for clause, _ in PRINTED)


@cache
def policy(clauses: Collection[str] = CLAUSES) -> Policy:
    """The shipped policy with only those clauses: counting needs no others."""
    whole = load_policy(SHIPPED / "lishi").policy
    assert whole is not None
    return replace(whole, clauses=tuple(clause for clause in whole.clauses if clause.id in clauses))


@cache
def roster() -> Roster:
    document, problems = load_roster_document(SHIPPED / "lishi/roster.yaml")
    assert document is not None, problems
    return roster_from_document(document, policy().vocabulary)[0]


@dataclass(frozen=True)
class Year:
    """A sample year as rows, and what the policy counts in it as of 30 September."""

    rows: Sequence[Event]
    tallies: Sequence[Tally]

    def printed(self) -> dict[tuple[str, str | None], object]:
        return {(t.clause, t.subject): figure(t) for t in self.tallies if (t.clause, t.subject) in PRINTED}


def figure(tally: Tally) -> object:
    """A ratio's hits and rows; what else was summed or counted."""
    if tally.clause.startswith("monitor."):
        return tally.value
    return (tally.numerator, tally.denominator)


def year(folder: Path, seed: int, cases: int = 0) -> Year:
    scheme = policy()
    file = folder / f"events-{seed}-{cases}.parquet"
    write_sample(file, scheme.vocabulary, scheme.calendar, scheme.timezone, cases, seed)
    read = read_events([file], scheme.vocabulary, scheme.timezone)
    assert read.problems == ()
    return Year(read.events, counted(read.events))


def counted(rows: Iterable[Event], clauses: Collection[str] = CLAUSES) -> Sequence[Tally]:
    return replay(policy(frozenset(clauses)), roster(), list(rows), AS_OF).tallies


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Year]:
    folder = tmp_path_factory.mktemp("years")
    return {seed: year(folder, seed) for seed in SEEDS}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_year_prints_the_published_figures(years: dict[int, Year], seed: int) -> None:
    assert years[seed].printed() == PRINTED


def test_the_central_rate_is_printed_as_99_per_cent(years: dict[int, Year]) -> None:
    """243 / 246 = 98.78 %: half up to whole per cents is 99, cut off it would be 98."""
    rate = next(t.value for t in years[1].tallies if t.clause == "clear-old.central" and t.subject == "bureau")
    assert rate == Fraction(243, 246)
    exact = 100 * Decimal(243) / Decimal(246)
    assert exact.quantize(Decimal(1), ROUND_HALF_UP) == 99
    assert exact.quantize(Decimal(1), ROUND_FLOOR) == 98


def test_a_larger_year_prints_the_same_figures(tmp_path: Path, years: dict[int, Year]) -> None:
    larger = year(tmp_path, 7, cases=4500)
    assert len(larger.rows) > len(years[7].rows) * 5 / 4
    assert larger.printed() == PRINTED


def test_the_years_are_different_years(years: dict[int, Year]) -> None:
    contents = [{(row.id, row.at) for row in each.rows} for each in years.values()]
    assert len(contents) == len(SEEDS) > 1
    assert all(one != other for place, one in enumerate(contents) for other in contents[:place])


# --- naive counts -----------------------------------------------------------------------------------


def within(rows: Iterable[Event], kind: str, **headers: str) -> list[Event]:
    """Rows of a kind from January to September, as a spreadsheet would filter them."""
    first, last = micros(date(2021, 1, 1)), micros(date(2021, 10, 1))
    return [
        row for row in rows
        if row.kind == kind and first <= row.at < last
        and all(getattr(row, name) == value for name, value in headers.items())
    ]  # fmt: skip


def micros(day: date) -> int:
    """The first microsecond of a day in Shanghai."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - SHANGHAI
    return int(midnight.timestamp()) * 1_000_000


def total(rows: Iterable[Event], field: str) -> int:
    return sum(int(value) for row in rows if isinstance(value := row.fields.get(field), Fraction))


def rows_of(rows: Iterable[Event], kind: str, leader: str) -> list[Event]:
    return [row for row in rows if row.kind == kind and row.leader == leader]


def closed_at_all(rows: Sequence[Event]) -> object:
    """Central cases with a closing by the day, of all central cases: gates are not asked."""
    central = {row.case for row in rows if row.kind == "backlog_listed" and row.fields.get("batch") == "central"}
    last = micros(date(2021, 10, 1))
    return (len({row.case for row in rows if row.kind == "closed" and row.at < last} & central), len(central))


NAIVE: dict[tuple[str, str], Callable[[Sequence[Event]], object]] = {
    ("monitor.batches", "bureau"): lambda rows: total(within(rows, "registered"), "batches"),
    ("monitor.people", "bureau"): lambda rows: total(within(rows, "registered"), "people"),
    ("monitor.visit-batches", "d01"): lambda rows: len(within(rows, "field_visit", leader="d01")),
    ("monitor.visit-people", "d01"): lambda rows: total(rows_of(rows, "field_visit", "d01"), "people"),
    ("monitor.visit-batches", "d02"): lambda rows: total(rows_of(rows, "field_visit", "d02"), "batches"),
    ("monitor.visit-people", "d02"): lambda rows: total(rows_of(rows, "field_visit", "d02"), "people"),
    ("monitor.stations", "district"): lambda rows: len(within(rows, "station_opened")),
    ("clear-old.central", "bureau"): closed_at_all,
}
"""For each trapped figure a count of raw rows that looks right: corrections, deliveries, the day or a gate forgotten."""


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("which", NAIVE, ids="/".join)
def test_counting_rows_gives_another_figure(years: dict[int, Year], seed: int, which: tuple[str, str]) -> None:
    assert NAIVE[which](years[seed].rows) != PRINTED[which]


def test_every_figure_but_the_leaders_cases_is_trapped() -> None:
    assert set(PRINTED) - set(NAIVE) == {("leaders.case-solved", "d01"), ("leaders.case-solved", "d02")}


# --- what moves a figure ------------------------------------------------------------------------------


@pytest.mark.parametrize("k", [1, 54])
def test_flipping_outcomes_moves_the_figure_by_as_many(years: dict[int, Year], k: int) -> None:
    """Of the 54 solved cases of two leaders, ``k`` end in dissatisfaction: that many fewer are resolved."""
    rows = years[1].rows
    taken = [row.case for row in rows if row.kind == "case_taken" and row.leader in ("d01", "d02")]
    chosen = sorted(case for case in taken if case)[:k]
    assert len(taken) == 54
    bad = [replace(row, fields={"result": "dissatisfied"}) if is_outcome(row, chosen) else row for row in rows]
    assert sum(is_outcome(row, chosen) for row in rows) == k
    after = counted(bad, ("clear-old.central", "leaders.case-solved"))
    central = next(t for t in after if t.clause == "clear-old.central" and t.subject == "bureau")
    solved = [t for t in after if t.clause == "leaders.case-solved" and t.subject in ("d01", "d02")]
    assert (central.numerator, central.denominator) == (243 - k, 246)
    assert sum(t.numerator for t in solved) == 54 - k
    assert sum(t.denominator for t in solved) == 54


def is_outcome(row: Event, cases: Collection[str]) -> bool:
    return row.kind == "outcome" and row.case in cases


def test_removing_registrations_moves_batches_by_as_many(years: dict[int, Year]) -> None:
    """Voiding three counted registrations takes three batches away."""
    rows = years[7].rows
    corrected = {row.amends for row in rows} | {row.voids for row in rows}
    plain = [
        row for row in within(rows, "registered")
        if row.fields.get("batches") and not (row.amends or row.voids or row.id in corrected)
    ][:3]  # fmt: skip
    voids = [replace(row, id=f"{row.id}-void", voids=row.id, recorded_at=row.at + 1) for row in plain]
    after = counted([*rows, *voids], ("monitor.batches",))
    assert [t.value for t in after if t.subject == "bureau"] == [1823 - 3]
