"""The casework of 51 council offices: what the policy prints is what plain SQL over the same rows prints.

Two sources go the same way (import through the shipped mapping, replay, cards): a small extract of
invented rows with the traps of the real one, everywhere; and the real public file where it is at hand.
Every figure expected here is computed by SQL from the rows, or stands in the published tables below.

The batch engine replays every office. The reference engine, which takes about 100 s for all 341,299 cases, replays
those of up to 2,000 cases and must say the same of them; ``KAOHE_OFFICES=all`` has it replay every office.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from kaohe.engine.event_file import read_events
from kaohe.engine.form import form_streams
from kaohe.engine.intake.import_rows import import_rows
from kaohe.engine.intake.report import ImportReport
from kaohe.engine.roster_from_events import roster_from_events
from kaohe.rules.library import load_mapping, load_policy
from kaohe.rules.policy import Policy
from kaohe.rules.shelf import SHIPPED
from kaohe.scoring.job import prepare_for
from kaohe.scoring.run import Run, run

ROOT = Path(__file__).parents[2]
EXTRACT = Path(__file__).parent / "extract.csv"
REAL = ROOT / "../shared/data/nyc_council_casework.csv.gz"
FOLDER = SHIPPED / "council-casework"
ALL = os.environ.get("KAOHE_OFFICES") == "all"
REPLAYED = 10

LOAD = """
create table n as select unique_key as id, account as unit, opendate::date as o, closedate::date as c,
  complaint_type as ctype from read_csv($file, all_varchar = true, nullstr = '')
"""
BY_OFFICE = """
select unit, count(*) as n, count(c) as closed, count(*) filter (where date_diff('day', o, c) <= 30) as within_30,
  coalesce(sum(date_diff('day', o, c)), 0)::bigint as days, median(date_diff('day', o, c)) as median_days,
  count(*) filter (where c is null and date_diff('day', o, date '2025-01-09') > 60) as open_over_60,
  count(c) filter (where o between date '2023-01-01' and date '2023-03-31') as quarter_closed,
  count(*) filter (where o between date '2023-01-01' and date '2023-03-31' and date_diff('day', o, c) <= 30)
    as quarter_within_30
from n group by unit order by unit
"""
IMPORTED = """
select unit, count(*), count(c.day), count(*) filter (where date_diff('day', o.day, c.day) <= 30)
from (select "case", unit, ("at" at time zone 'America/New_York')::date as day
      from read_parquet($events) where kind = 'opened') o
left join (select "case", ("at" at time zone 'America/New_York')::date as day
      from read_parquet($events) where kind = 'closed') c using ("case")
group by unit order by unit
"""


@dataclass(frozen=True)
class Office:
    """What SQL says of one office."""

    unit: str
    n: int
    closed: int
    within_30: int
    days: int
    median_days: float | None
    open_over_60: int
    quarter_closed: int
    quarter_within_30: int


@dataclass(frozen=True)
class Imported:
    """A file, what SQL says of it, and what the import made of it."""

    file: Path
    offices: Mapping[str, Office]
    report: ImportReport

    @property
    def events(self) -> Path:
        assert self.report.batch is not None
        return self.report.batch / "events.parquet"


@cache
def policy() -> Policy:
    found = load_policy(FOLDER).policy
    assert found is not None
    return found


def by_office(file: Path) -> dict[str, Office]:
    with duckdb.connect() as desk:
        desk.execute(LOAD, {"file": str(file)})
        return {row[0]: Office(*row) for row in desk.execute(BY_OFFICE).fetchall()}


def imported(file: Path, out: Path, mapping: Path = FOLDER / "mapping.yaml") -> Imported:
    document, problems = load_mapping(mapping)
    assert document is not None, problems
    report = import_rows(document, [file], policy().vocabulary, out)
    assert report.problems == ()
    return Imported(file, by_office(file), report)


def replayed(source: Imported) -> Run:
    """The shipped policy over all cases by the batch engine, as of the last day of the data."""
    ready = prepare_for(policy(), (source.events,), None)
    assert ready.policy is not None, ready.problems
    return run(policy(), ready.roster, ready.events, engine_name="batch")


def replayed_again(source: Imported, offices: Sequence[str]) -> Run:
    """The same by the reference engine, over the cases of those offices only."""
    every = pq.read_table(source.events)
    theirs = every.filter(pc.is_in(every["unit"], pa.array(offices)))["case"]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "events.parquet"
        pq.write_table(every.filter(pc.is_in(every["case"], theirs)), file)
        read = read_events([file], policy().vocabulary, policy().timezone)
    assert read.problems == ()
    streams, _ = form_streams(read.events, policy().vocabulary)
    return run(policy(), roster_from_events(streams, policy().vocabulary), read.events)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    if not REAL.exists():
        pytest.skip("optional data: ../shared/data/nyc_council_casework.csv.gz is not here")
    return imported(REAL, tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module")
def real_run(real: Imported) -> Run:
    return replayed(real)


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return imported(EXTRACT, tmp_path_factory.mktemp("extract"))


@pytest.fixture(scope="module")
def extract_run(extract: Imported) -> Run:
    return replayed(extract)


def chosen(source: Imported) -> list[str]:
    """The offices that the reference replays too: all, or those of up to 2,000 cases."""
    return [name for name, each in source.offices.items() if ALL or each.n <= 2000]


# --- comparing ------------------------------------------------------------------------------------


def misses(source: Imported, result: Run, offices: Sequence[str]) -> Iterator[str]:
    """Each figure of each office in which the run and SQL differ, in words."""
    said = {(tally.clause, tally.subject): tally for tally in result.scored.tallies}
    cards = {card.subject: card for card in result.scored.cards}
    for name in offices:
        sql = source.offices[name]
        for clause, numerator, denominator in ratios(sql):
            tally = said.get((clause, name))
            got = (tally.numerator, tally.denominator) if tally else (0, 0)
            if got != (numerator, denominator):
                yield f"{name} {clause}: {got} instead of {(numerator, denominator)}"
        for clause, value in values(sql):
            tally = said.get((clause, name))
            got_value = tally.value if tally else None
            if got_value != value:
                yield f"{name} {clause}: {got_value} instead of {value}"
        card = cards[name]
        wanted = percentage(sql.within_30, sql.closed) if sql.closed else None
        if (Decimal(card.total.numerator) / card.total.denominator if card.data else None) != wanted:
            yield f"{name} card: {card.total} instead of {wanted}"


def ratios(sql: Office) -> Iterator[tuple[str, int, int]]:
    yield "within-30", sql.within_30, sql.closed
    yield "first-quarter-2023", sql.quarter_within_30, sql.quarter_closed
    yield "mean-days", sql.days, sql.closed


def values(sql: Office) -> Iterator[tuple[str, Fraction | None]]:
    yield "opened", Fraction(sql.n)
    yield "open-over-60", Fraction(sql.open_over_60) if sql.open_over_60 else None
    if sql.closed:
        yield "mean-days", Fraction(sql.days, sql.closed)
        yield "median-days", Fraction(sql.median_days or 0)


def percentage(part: int, whole: int) -> Decimal:
    """To three places, halves away from zero: what a card prints."""
    return (100 * Decimal(part) / whole).quantize(Decimal("0.001"), ROUND_HALF_UP)


def test_the_comparison_can_fail(extract: Imported, extract_run: Run) -> None:
    other = {name: Office(**{**vars(each), "within_30": each.within_30 + 1}) for name, each in extract.offices.items()}
    found = list(misses(Imported(extract.file, other, extract.report), extract_run, list(other)))
    assert len(found) == 2 * len(other), "a count off by one shows in the tally and on the card of every office"


# --- the extract: everywhere ------------------------------------------------------------------------


def test_the_extract_has_the_traps_of_the_real_file() -> None:
    with duckdb.connect() as desk:
        desk.execute(LOAD, {"file": str(EXTRACT)})
        rows, ids, units, still_open, same_day, no_type, thirty, thirty_one, sixty = desk.execute("""
            select count(*), count(distinct id), count(distinct unit), count(*) - count(c),
              count(*) filter (where c = o), count(*) filter (where ctype is null),
              count(*) filter (where date_diff('day', o, c) = 30), count(*) filter (where date_diff('day', o, c) = 31),
              count(*) filter (where c is null and date_diff('day', o, date '2025-01-09') = 60) from n
        """).fetchall()[0]
    assert (rows, rows - ids, units) == (200, 3, 5)
    assert min(still_open, same_day, no_type, thirty, thirty_one, sixty) >= 1


def test_every_row_of_the_extract_is_taken_and_repeats_are_reported(extract: Imported) -> None:
    report = extract.report
    assert (report.rows, report.taken, report.quarantined) == (200, 200, 0)
    assert [(r.column, r.values, r.rows) for r in report.repeated_values] == [("unique_key", 3, 6)]
    assert report.kinds == {"closed": 163, "opened": 200}


def test_the_extract_prints_what_sql_prints(extract: Imported, extract_run: Run) -> None:
    assert len(extract.offices) == 5
    assert list(misses(extract, extract_run, list(extract.offices))) == []


def test_nothing_that_the_mapping_discards_is_kept(extract: Imported) -> None:
    """No zip code, no board, no place reaches the events."""
    with duckdb.connect() as desk:
        rows = desk.execute("select columns(*)::varchar from read_parquet($f)", {"f": str(extract.events)}).fetchall()
    cells = {str(cell) for row in rows for cell in row}
    assert "OFF01" in cells
    assert cells.isdisjoint({"10000", "Borough", "City", "00 Board"})


# --- the real file: where it is at hand ---------------------------------------------------------------


@pytest.mark.optional_data
def test_the_import_counts_what_is_published(real: Imported) -> None:
    """S1-1, S1-2: 341,299 rows, 14,142 of them open; 105 numbers stand in 210 rows and are reported."""
    report = real.report
    assert (report.rows, report.taken, report.quarantined, report.silent) == (341299, 341299, 0, 0)
    assert report.kinds == {"closed": 341299 - 14142, "opened": 341299}
    assert [(r.column, r.values, r.rows) for r in report.repeated_values] == [("unique_key", 105, 210)]
    assert len(real.offices) == 51


@pytest.mark.optional_data
def test_the_imported_events_of_all_offices_are_the_rows(real: Imported) -> None:
    """Opened, closed and closed within 30 days, for each of the 51 offices, counted over the events."""
    with duckdb.connect() as desk:
        rows = desk.execute(IMPORTED, {"events": str(real.events)}).fetchall()
    assert rows == [(each.unit, each.n, each.closed, each.within_30) for each in real.offices.values()]
    assert len(rows) == 51
    # S1-4
    closed, within = sum(row[2] for row in rows), sum(row[3] for row in rows)
    assert round(100 * within / closed, 4) == 65.0516
    assert round(100 * closed / 341299, 4) == 95.8564


TEN_LARGEST = """
NYCC50 30263 30001 22256 74.1842 40.7284 0
NYCC48 29443 29440 23765 80.7235 30.2019 2
NYCC06 25748 25231 11051 43.7993 429.7697 77
NYCC26 21603 21306 15507 72.7823 34.4031 6
NYCC02 14354 14316 9404 65.6887 44.0096 15
NYCC05 12694 12480 5669 45.4247 148.2323 43
NYCC03 12171 12107 10320 85.2399 19.3479 7
NYCC40 11064 9615 7878 81.9345 151.9445 0
NYCC15 11042 10775 8379 77.7633 29.8329 0
NYCC46 9172 8771 7825 89.2145 44.1675 0
"""
"""S1-3: office, cases, closed, within 30, per cent, mean, median."""
QUARTER = """
NYCC06 896 783 524
NYCC48 869 869 762
NYCC14 809 809 627
NYCC08 500 497 449
NYCC10 493 481 445
"""
"""S1-6: opened 2023-01-01 to 2023-03-31: office, cases, closed, within 30."""
STILL_OPEN = {"NYCC04": 1484, "NYCC40": 1449, "NYCC51": 856, "NYCC42": 811, "NYCC30": 735}
"""S1-7: open for more than 60 days on 2025-01-09."""


@pytest.mark.optional_data
def test_sql_prints_the_published_tables(real: Imported) -> None:
    """What the run is compared with below is what was published."""
    for line in TEN_LARGEST.split("\n")[1:-1]:
        name, *figures = line.split()
        sql = real.offices[name]
        assert [sql.n, sql.closed, sql.within_30] == [int(figure) for figure in figures[:3]]
        assert round(100 * sql.within_30 / sql.closed, 4) == float(figures[3])
        assert round(sql.days / sql.closed, 4) == float(figures[4])
        assert sql.median_days == float(figures[5])
    for line in QUARTER.split("\n")[1:-1]:
        name, _, closed, within = line.split()
        assert (real.offices[name].quarter_closed, real.offices[name].quarter_within_30) == (int(closed), int(within))
    assert {name: real.offices[name].open_over_60 for name in STILL_OPEN} == STILL_OPEN


@pytest.mark.optional_data
def test_the_offices_print_what_sql_prints(real: Imported, real_run: Run) -> None:
    """Six tallies and the card of each of the 51 offices, exactly."""
    assert len(real.offices) == 51
    assert list(misses(real, real_run, list(real.offices))) == []


@pytest.mark.optional_data
def test_the_reference_engine_says_the_same_of_whole_offices(real: Imported, real_run: Run) -> None:
    """Entries, tallies and cards of those it replays; neither engine knows what the other wrote."""
    offices = chosen(real)
    assert len(offices) == (51 if ALL else REPLAYED)
    again = replayed_again(real, offices)
    of_these = {(entry.id, entry) for entry in real_run.scored.entries if entry.subject in offices}
    assert of_these == {(entry.id, entry) for entry in again.scored.entries}
    assert {tally for tally in real_run.scored.tallies if tally.subject in offices} == set(again.scored.tallies)
    cards = {card.subject: card.total for card in real_run.scored.cards}
    assert len(of_these) > 0
    assert all(cards[card.subject] == card.total for card in again.scored.cards)


def test_the_reference_engine_says_the_same_of_the_extract(extract: Imported, extract_run: Run) -> None:
    again = replayed_again(extract, list(extract.offices))
    assert again.scored.entries == tuple(extract_run.scored.entries)
    assert set(again.scored.tallies) == set(extract_run.scored.tallies)


@pytest.mark.optional_data
def test_the_published_percentages_stand_on_the_cards(real_run: Run) -> None:
    """Literally, to the card's three places; of the ten largest offices."""
    cards = {card.subject: card for card in real_run.scored.cards}
    looked_at = 0
    for line in TEN_LARGEST.split("\n")[1:-1]:
        name, _, _, _, printed, *_ = line.split()
        if name in cards:
            assert abs(cards[name].total - Fraction(printed)) <= Fraction("0.00055")
            looked_at += 1
    assert looked_at == 10
    tallies = {(tally.clause, tally.subject): tally for tally in real_run.scored.tallies}
    seen = [name for name in STILL_OPEN if name in cards]
    assert [tallies["open-over-60", name].value for name in seen] == [STILL_OPEN[name] for name in seen]
    assert len(seen) == 5


@pytest.mark.optional_data
@pytest.mark.usefixtures("real")
def test_one_case_per_number_gives_the_other_published_totals(tmp_path: Path) -> None:
    """S1-10: read by its number instead of its row, a repeated row is the same case: 12 and 5 fewer."""
    text = (FOLDER / "mapping.yaml").read_text(encoding="utf-8")
    by_number = tmp_path / "mapping.yaml"
    by_number.write_text(text.replace("case: {row_number: true}", "case: unique_key"), encoding="utf-8")
    assert text.count("case: {row_number: true}") == 2
    few = tmp_path / "few.csv"
    with duckdb.connect() as desk:
        rows = desk.read_csv(str(REAL), all_varchar=True, na_values="")
        rows.filter("account in ('NYCC04', 'NYCC29')").write_csv(str(few))
    result = replayed(imported(few, tmp_path / "out", by_number))
    opened = {tally.subject: tally.value for tally in result.scored.tallies if tally.clause == "opened"}
    assert opened == {"NYCC04": 2915, "NYCC29": 3470}
