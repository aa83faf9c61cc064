"""Twelve files of one year, as offices export them, are imported month by month, as an office would.

The hidden history and its files come from ``generator``, which shares no code with the importer. Accepted
is an import after which the standing events are the truth, at every month and as known at every cut;
which reports what is new, changed, gone and given to another unit, exactly; which accounts for every row
of the file; and which writes and prints no word about a person.

One history by default; ``DIRTY_SEEDS=n`` plays n of them.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from kaohe import cli

HERE = Path(__file__).parent
MAPPING = HERE / "mapping.yaml"
SEEDS = range(1, 1 + int(os.environ.get("DIRTY_SEEDS", "1")))
HERE_AND_NOW = timezone(timedelta(hours=8))
"""The office's time zone: it has known no summer time since 1991."""


def _generator() -> Any:
    spec = spec_from_file_location("dirty_generator", HERE / "generator.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


g = _generator()


# --- the commands, and what they leave ------------------------------------------------------------------


def kaohe(*arguments: object) -> tuple[int, str]:
    """The command line as it is, in this process: its exit code and all that it printed."""
    printed = io.StringIO()
    before = sys.argv
    sys.argv = ["kaohe", *map(str, arguments)]
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            cli.main()
    except SystemExit as end:
        return int(end.code or 0), printed.getvalue()
    finally:
        sys.argv = before
    return 0, printed.getvalue()


def batches(events: Path) -> list[Path]:
    return (
        sorted(path for path in events.iterdir() if (path / "events.parquet").exists())
        if events.exists()
        else []
    )


@dataclass(frozen=True)
class Record:
    """One record of the event log: what it says, which event it corrects, when it became known."""

    id: str
    about: str
    void: bool
    recorded: int
    event: Any


def records(events: Path) -> list[Record]:
    return [record for batch in batches(events) for record in _records(batch / "events.parquet")]


@cache
def _records(file: Path) -> list[Record]:
    table = pq.read_table(file)
    moments = {name: table.column(name).cast(pa.int64()).to_pylist() for name in ("at", "recorded_at")}
    filled = [name for name in table.column_names if table.column(name).null_count < table.num_rows]
    rows = table.select(filled).to_pylist()
    return [
        _record(row, at, known)
        for row, at, known in zip(rows, moments["at"], moments["recorded_at"], strict=True)
    ]


HEADS = {"id", "kind", "at", "dated", "recorded_at", "seq", "case", "amends", "voids"}


def _record(row: Mapping[str, Any], at: int, known: int) -> Record:
    day = (datetime.fromtimestamp(at // 10**6, UTC)).astimezone(HERE_AND_NOW).date()
    said = {
        name.rpartition(".")[2]: str(cell)
        for name, cell in row.items()
        if name not in HEADS and cell is not None
    }
    event = g.Happened(row["kind"], row["case"], day, tuple(sorted(said.items())))
    about = row.get("voids") or row.get("amends") or row["id"]
    return Record(row["id"], about, bool(row.get("voids")), known, event)


def standing(found: list[Record], known_at: date | None = None) -> dict[str, Any]:
    """What stands by the words of docs/events.md: the last recorded of an event's records decides."""
    limit = end_of(known_at) if known_at else None
    last: dict[str, Record] = {}
    for record in sorted(found, key=lambda record: (record.recorded, record.id)):
        if limit is None or record.recorded <= limit:
            last[record.about] = record
    return {about: record.event for about, record in last.items() if not record.void}


def end_of(day: date) -> int:
    """The last microsecond of that day, since 1970."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=HERE_AND_NOW) + timedelta(days=1)
    return int(midnight.timestamp()) * 10**6 - 1


@dataclass(frozen=True)
class Attempt:
    """One import: its exit code, all that it printed, and the batch that it added."""

    code: int
    printed: str
    wrote: Path | None

    @property
    def report(self) -> Mapping[str, Any]:
        assert self.wrote is not None, self.printed
        return json.loads((self.wrote / "import.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Delivery:
    """One file as it was delivered: how it was received and what stood afterwards."""

    month: int
    against: int | None
    """The latest month that had been delivered before."""
    before: Attempt | None
    """What came of it with the mapping and roster of the month before, where these do not fit any more."""
    taken: Attempt
    stood: Mapping[str, Any]


@dataclass(frozen=True)
class Played:
    """A year, delivered."""

    year: Any
    folder: Path
    deliveries: tuple[Delivery, ...]

    @property
    def events(self) -> Path:
        return self.folder / "events"

    def of(self, month: int) -> Delivery:
        return next(each for each in self.deliveries if each.month == month)


@pytest.fixture(scope="module", params=SEEDS)
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp(f"seed{request.param}")
    year = g.Year(request.param)
    return Played(year, folder, tuple(delivered(year, folder)))


NEWS = {5: "承办单位", 7: g.RENAMED[1], 8: g.ADDED_COLUMN[1]}
"""What is new in the file of a month: a column's name, a unit's, an added column."""


def delivered(year: Any, folder: Path) -> Iterator[Delivery]:
    """Month by month: what is new is met with last month's mapping and roster first, then these are amended."""
    latest: int | None = None
    for month in g.DELIVERED:
        file = g.write(year, month, folder)
        before = attempt(folder, file, month, month - 1) if month in NEWS else None
        taken = attempt(folder, file, month, max(month, latest or 0))
        yield Delivery(month, latest, before, taken, standing(records(folder / "events")))
        latest = max(month, latest or 0)


def attempt(folder: Path, file: Path, month: int, learnt: int) -> Attempt:
    """Imports a month's file with the mapping and the roster as they were by the month ``learnt``."""
    events, mapping, roster = (
        folder / "events",
        folder / f"mapping{learnt}.yaml",
        folder / f"roster{learnt}.yaml",
    )
    mapping.write_text(mapped(learnt), encoding="utf-8")
    roster.write_text(g.roster(renamed=learnt >= 7), encoding="utf-8")
    before = batches(events)
    code, printed = kaohe(
        "import",
        "--mapping",
        mapping,
        "--roster",
        roster,
        file,
        "--out",
        events,
        "--recorded-at",
        g.cut(month),
    )
    added = [batch for batch in batches(events) if batch not in before]
    return Attempt(code, printed, added[0] if added else None)


def mapped(learnt: int) -> str:
    """The mapping as the office has it by that month: without what it has not met yet."""
    text = MAPPING.read_text(encoding="utf-8")
    if learnt < 5:
        text = text.replace(", 承办单位", "")
    if learnt < 8:
        text = text.replace("optional: [群众评价]\n", "")
        text = text[: text.index("  - kind: outcome")]
    return text


# --- what is asked ----------------------------------------------------------------------------------------


def differences(stood: Mapping[str, Any], truth: Mapping[str, Any]) -> list[str]:
    """Each event that is missing, too many or different, in words."""
    return [
        f"{name}: {stood.get(name)} instead of {truth.get(name)}"
        for name in sorted({*stood, *truth})
        if stood.get(name) != truth.get(name)
    ]


def test_the_history_has_what_it_is_meant_to_have(played: Played) -> None:
    """Three rows gone, five given to another unit, three closings taken back, entries put right, three entered late."""
    year = played.year
    changes = [year.changes(month, month - 1) for month in range(2, 13)]
    assert sum(len(each.vanished) for each in changes) == 3
    assert sum(len(each.reattributed) for each in changes) == 5
    assert sum(len(each.voided) for each in changes) >= 3
    assert sum(len(each.amended) for each in changes) >= 20
    assert (
        sum(
            row.registered.month < month
            for month in g.MONTHS
            for number, row in year.rows[month].items()
            if number not in year.last_seen(month - 1)
        )
        >= 3
    )
    assert len({row.unit for row in year.rows[12].values()}) == 20
    assert [len(year.rows[month]) for month in g.MONTHS] == sorted(
        len(year.rows[month]) for month in g.MONTHS
    )


def test_every_file_is_taken(played: Played) -> None:
    assert [
        (each.month, each.taken.code, each.taken.printed) for each in played.deliveries if each.taken.code
    ] == []
    assert len(played.deliveries) == 13


def test_the_standing_events_are_the_truth_after_every_file(played: Played) -> None:
    looked_at = 0
    for each in played.deliveries:
        truth = played.year.truth(max(each.month, each.against or 0))
        assert differences(each.stood, truth) == [], each.month
        looked_at += len(truth)
    assert looked_at > 5000


def test_every_month_can_be_seen_as_it_was_known(played: Played) -> None:
    """Also April, whose file came after that of May."""
    found = records(played.events)
    for month in g.MONTHS:
        assert differences(standing(found, g.cut(month)), played.year.truth(month)) == [], month


def test_what_changed_is_reported_exactly(played: Played) -> None:
    """New, amended and voided events of every file but the late one, whose neighbours are both known."""
    looked_at = 0
    for each in played.deliveries:
        if each.taken.wrote is None or each.month == g.LATE:
            continue
        expected = played.year.changes(each.month, each.against)
        said = each.taken.report["changes"]
        assert (said["new"], said["amended"], said["voided"]) == tuple(
            map(len, (expected.new, expected.amended, expected.voided))
        ), each.month
        wrote = _records(each.taken.wrote / "events.parquet")
        assert {record.about for record in wrote if not record.void} == expected.new | expected.amended
        assert {record.about for record in wrote if record.void} == expected.voided
        looked_at += 1
    assert looked_at == 11


def test_rows_that_are_gone_and_cases_given_to_another_unit_are_named(played: Played) -> None:
    """By their numbers, in the file's own report, and no other case is; the three that are gone still stand."""
    looked_at = 0
    for each in played.deliveries:
        expected = played.year.changes(each.month, each.against)
        if each.month == g.LATE or each.taken.wrote is None:
            continue
        named = {word for word in re.findall(r"\d+", each.taken.printed) if word in played.year.last_seen(12)}
        assert named == expected.vanished | expected.reattributed.keys(), each.month
        for units in expected.reattributed.values():
            assert all(unit in each.taken.printed for unit in units)
        assert expected.vanished <= {event.case for event in each.stood.values()}
        looked_at += len(named)
    assert looked_at == 8


@pytest.mark.parametrize("month", NEWS)
def test_what_is_new_in_a_file_is_told_and_nothing_of_it_is_taken(played: Played, month: int) -> None:
    """A renamed column, a unit of another name, an added column: named in the refusal, which writes nothing."""
    before = played.of(month).before
    assert before is not None
    assert before.code != 0
    assert before.wrote is None
    assert NEWS[month] in before.printed


def test_the_same_file_twice_changes_nothing(played: Played) -> None:
    first, second = [each for each in played.deliveries if each.month == g.TWICE]
    assert first.taken.wrote is not None
    assert second.taken.wrote is None
    assert second.stood == first.stood
    lines = (played.events / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(batches(played.events)) == 12


def test_no_row_is_silent(played: Played) -> None:
    """Rows of the file = headings + cases taken + rows that are told to be no cases."""
    looked_at = 0
    for each in played.deliveries:
        if each.taken.wrote is None:
            continue
        looked_at += 1
        sheet, look, report = g.grid(played.year, each.month), g.LOOKS[each.month], each.taken.report
        assert (report["rows"], report["taken"], report["quarantined"], report["silent"]) == (
            sheet.cases,
            sheet.cases,
            0,
            0,
        )
        passed = {one["reason"]: one["rows"] for one in report["passed"]}
        below = len(sheet.cells) - sheet.heading - (2 if look.two_rows else 1)
        assert sheet.cases + passed.get("total", 0) + passed.get("note", 0) == below, each.month
        assert report["unread_sheets"] == (["填表说明"] if look.first_sheet else [])
    assert looked_at == 12


def words(table: pa.Table) -> set[str]:
    """Every text that stands in a cell of the table."""
    columns = [
        table.column(name)
        for name in table.column_names
        if pa.types.is_string(
            table.column(name).type.value_type
            if pa.types.is_dictionary(table.column(name).type)
            else table.column(name).type
        )
    ]
    return {word for column in columns for word in pc.unique(column.cast(pa.string())).to_pylist() if word}


def test_no_word_about_a_person_is_kept_or_printed(played: Played) -> None:
    """Not in any file that was written, nor in what was printed: as bytes, and as cells of every Parquet file."""
    canaries = played.year.canaries
    assert len(canaries) > 1500
    sources = {g.write(played.year, month, played.folder) for month in g.MONTHS}
    written = [path for path in played.folder.rglob("*") if path.is_file() and path not in sources]
    texts = [path.read_bytes().decode("utf-8", "replace") for path in written]
    texts += [word for path in written if path.suffix == ".parquet" for word in words(pq.read_table(path))]
    for each in played.deliveries:
        texts += [tried.printed for tried in (each.before, each.taken) if tried]
    everything = "\n".join(texts)
    assert [word for word in canaries if word in everything] == []
    assert len(written) > 36
    assert all(unit in everything for unit in g.UNITS)


def test_looking_at_a_file_shows_its_shape_and_nobody(played: Played, tmp_path: Path) -> None:
    """``look`` at each of the twelve, ``map suggest`` for three of them: rows are counted, no word of a person is repeated."""
    everything = ""
    for month in g.MONTHS:
        sheet = g.grid(played.year, month)
        code, printed = kaohe("look", g.write(played.year, month, tmp_path))
        assert code == 0, printed
        assert f" {sheet.cases} " in printed, month
        everything += printed
    for month in (1, 9, 12):
        out = tmp_path / f"suggested{month}.yaml"
        code, printed = kaohe("map", "suggest", g.write(played.year, month, tmp_path), "--out", out)
        asked = ["mode: snapshot", "origin", *(name for added, name in [g.ADDED_COLUMN] if month >= added)]
        assert (code, printed.count("  # ? ")) == (1, len(asked)), "what no file says is asked"
        assert all(name in printed for name in asked)
        everything += printed + out.read_text(encoding="utf-8")
        assert "信访件编号" in everything
    assert [word for word in played.year.canaries if word in everything] == []
