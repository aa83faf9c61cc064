"""Events are read back from every format exactly as they were written."""

from __future__ import annotations

import gc
import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.event import Event
from kaohe.engine.event_file import (
    ROWS,
    event_files,
    event_tables,
    is_ours,
    read_events,
    row_groups,
    write_events,
)
from kaohe.engine.event_table import event_columns
from kaohe.engine.event_value import encoded
from kaohe.rules.clock import EARLIEST, LATEST, zone
from kaohe.rules.value import Duration

ZONES = ("Asia/Shanghai", "UTC", "Europe/Amsterdam")
FORMATS = ("parquet", "jsonl", "csv")

ids = st.text("abXY09甲乙 /:%._-", min_size=1, max_size=5).map(encoded)
instants = st.integers(EARLIEST, LATEST - 1)
numbers = st.integers(-(10**12), 10**12).map(Fraction)
decimals = st.integers(-(10**20), 10**20).map(lambda n: Fraction(n, 10**9))
days = st.dates(date(1901, 1, 1), date(2099, 12, 30))
VALUES = {
    "channel": st.sampled_from(["letter", "online"]), "repeat_of": ids, "due_on": st.dates(), "co_units": st.lists(ids, min_size=1, max_size=3).map(tuple),
    "within": st.builds(Duration, st.integers(-99, 999), st.sampled_from(["d", "wd", "h", "wh"])), "pages": numbers,
    "passed": st.booleans(), "item": ids, "file": st.from_regex(r"[0-9]{2} [0-9]{18}", fullmatch=True), "seen_at": instants,
    "merged_into": ids, "tags": st.lists(ids, min_size=1, max_size=3).map(tuple), "with": ids, "of": ids,
    "effect": st.sampled_from(["reverse", "adjust"]), "clause": ids, "event": ids, "points": decimals, "approver": ids, "basis": ids,
}  # fmt: skip
REQUIRED = {"assigned": {"unit"}, "checked": {"passed"}, "merged": {"merged_into"}, "notified": {"of"}, "ruled": {"effect", "approver", "basis"}}


@st.composite
def histories(draw, desk, timezone: str) -> list[Event]:
    here = zone(timezone)
    assert here is not None
    return draw(st.lists(an_event(desk, here), max_size=6, unique_by=lambda event: event.id))


@st.composite
def an_event(draw, desk, here) -> Event:
    kind = desk.kinds[draw(st.sampled_from(list(desk.kinds)))]
    dated = kind.at == "date" or (kind.at == "any" and draw(st.booleans()))
    day = draw(days)
    at = (here.end(day) if kind.whole_day == "end" else here.start(day)) if dated else draw(instants)
    heads = {name: draw(st.one_of(st.none(), ids)) for name in ("case", "unit", "leader")}
    heads[kind.about[0]] = draw(ids)
    for name in ("case", "unit", "leader"):
        if name in REQUIRED.get(kind.name, ()):
            heads[name] = draw(ids)
    fields = {}
    for name in kind.fields:
        if name in ("case", "unit", "leader"):
            continue
        value = VALUES.get(name, decimals if kind.name == "assigned" else numbers)
        if name in REQUIRED.get(kind.name, ()) or draw(st.booleans()):
            fields[name] = draw(value)
    correction = draw(st.sampled_from([{}, {}, {"amends": "e0"}, {"voids": "e0"}]))
    return Event(
        id=draw(ids), kind=kind.name, at=at, dated=dated, recorded_at=draw(st.one_of(st.none(), instants)),
        seq=draw(st.integers(-5, 10**12)), **heads, fields=fields, **correction,
    )  # fmt: skip


def opened(number: int, here, **more) -> Event:
    return Event(id=f"e{number}", kind="opened", at=here.start(date(2021, 3, 1)), dated=True, case=f"A{number}", **more)


@pytest.mark.parametrize("ending", FORMATS)
@settings(max_examples=25)
@given(data=st.data(), timezone=st.sampled_from(ZONES))
def test_every_event_comes_back_as_it_was(desk, ending: str, data, timezone: str) -> None:
    events = data.draw(histories(desk, timezone))
    with TemporaryDirectory() as folder:
        path = Path(folder, f"events.{ending}")
        write_events(events, path, desk, timezone)
        read = read_events([path], desk, timezone)
        assert read.problems == ()
        assert read.events == tuple(events)


def test_the_strategy_reaches_every_kind_and_field(desk) -> None:
    declared = {name for kind in desk.kinds.values() for name in kind.fields} - {"unit"}
    assert set(VALUES) | {"score"} == declared


@pytest.mark.parametrize("ending", FORMATS)
def test_a_date_is_a_date_in_every_timezone(desk, tmp_path: Path, ending: str) -> None:
    shanghai, amsterdam = zone("Asia/Shanghai"), zone("Europe/Amsterdam")
    closed = Event(id="c", kind="closed", at=shanghai.end(date(2021, 3, 1)), dated=True, case="A1")
    timed = Event(id="t", kind="opened", at=shanghai.start(date(2021, 3, 1)), case="A1")
    write_events([opened(1, shanghai), closed, timed], tmp_path / f"e.{ending}", desk, "Asia/Shanghai")
    there = read_events([tmp_path / f"e.{ending}"], desk, "Europe/Amsterdam").events
    assert [event.at for event in there] == [amsterdam.start(date(2021, 3, 1)), amsterdam.end(date(2021, 3, 1)), timed.at]


def test_a_file_larger_than_a_row_group_is_read_in_pieces(desk, tmp_path: Path) -> None:
    here = zone("UTC")
    events = [opened(number, here) for number in range(ROWS + 10)]
    write_events(events, tmp_path / "e.parquet", desk, "UTC")
    sizes = [table.num_rows for table, problems in event_tables([tmp_path / "e.parquet"], desk, "UTC") if problems == ()]
    assert sizes == [ROWS, 10]
    assert read_events([tmp_path / "e.parquet"], desk, "UTC").events == tuple(events)


def test_who_reads_a_file_a_share_at_a_time_keeps_no_footer_of_it(desk, tmp_path: Path) -> None:
    """A footer and its schema would hold each other until somebody looks for such pairs: at a hundred million events 58 MB each."""
    path = tmp_path / "e.parquet"
    write_events([opened(number, zone("UTC")) for number in range(9)], path, desk, "UTC")
    gc.collect()
    gc.disable()
    try:
        rows = sum(table.num_rows for _ in range(3) for table, _ in row_groups(path, desk, "UTC", [0]))
        footers = [each for each in gc.get_objects() if isinstance(each, (pq.FileMetaData, pq.ParquetSchema))]
    finally:
        gc.enable()
    assert (rows, footers) == (27, [])


def test_no_events_are_a_file_too(desk, tmp_path: Path) -> None:
    for ending in FORMATS:
        write_events([], tmp_path / f"e.{ending}", desk, "UTC")
        assert read_events([tmp_path / f"e.{ending}"], desk, "UTC") == read_events([], desk, "UTC")


def test_where_two_kinds_keep_a_field_differently_each_has_its_column(desk) -> None:
    types = {one.name: str(one.type) for one in event_columns(desk).schema}
    assert types["assigned.score"] == "decimal128(27, 9)"
    assert types["visited.score"] == "int64"
    assert "score" not in types


def test_a_folder_means_the_batches_in_it_by_name(desk, tmp_path: Path) -> None:
    for name in ("b", "a", ".half.part"):
        (tmp_path / name).mkdir()
        write_events([opened(ord(name[0]), zone("UTC"))], tmp_path / name / "events.parquet", desk, "UTC")
    (tmp_path / "log.jsonl").write_text("")
    assert [path.parent.name for path in event_files([tmp_path])] == ["a", "b"]
    assert [event.id for event in read_events([tmp_path], desk, "UTC").events] == ["e97", "e98"]
    assert [path.parent.name for path in event_files([tmp_path / "b"])] == ["b"]


# --- files written by hand or by others ---------------------------------------------------------


def found(desk, path: Path) -> list[tuple[str, int, str]]:
    read = read_events([path], desk, "Asia/Shanghai")
    return [(problem.code, problem.place.line, problem.place.path) for problem in read.problems]


def test_rows_that_are_wrong_are_named_and_the_others_read(desk, tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("id,kind,at,case,channel\ne1,opened,2021-03-01,A1,letter\ne2,opened,2021-3-1,A2,fax\ne3,opned,,A3,\n")
    assert found(desk, path) == [
        ("intake.bad-date", 3, "at"), ("intake.not-a-value", 3, "channel"), ("intake.unknown-kind", 4, "kind"),
    ]  # fmt: skip
    assert [event.id for event in read_events([path], desk, "Asia/Shanghai").events] == ["e1"]


def test_a_field_of_another_kind_must_be_empty(desk, tmp_path: Path) -> None:
    path = tmp_path / "e.jsonl"
    rows = [
        {"id": "e1", "kind": "assigned", "at": "2021-03-01T09:00", "case": "A", "unit": "u", "pages": 3, "score": 0.5, "co_units": ["a", "b"]},
        {"id": "e2", "kind": "opened", "at": "2021-03-01", "case": "A", "pages": "3"},
        {"id": "e3", "kind": "checked", "at": "2021-03-01T09:00:00.5+01:00", "case": "A", "passed": True},
    ]  # fmt: skip
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n")
    assert found(desk, path) == [("intake.undeclared-field", 2, "pages")]
    events = read_events([path], desk, "Asia/Shanghai").events
    assert [event.fields for event in events] == [
        {"pages": Fraction(3), "score": Fraction(1, 2), "co_units": ("a", "b")}, {"passed": True},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("e.csv", b"id,kind,at,case,colour\ne,opened,2021-03-01,A,red\n", "intake.no-such-field"),
        ("e.csv", b"e,opened,2021-03-01,A\n", "intake.not-events"),
        ("e.csv", b"id,kind,at,at,case\ne,opened,2021-03-01,,A\n", "intake.double-column"),
        ("e.csv", b'id,kind,at,case\ne,opened,"2021-03-01,A\n', "intake.open-quote"),
        ("e.csv", b"", "intake.empty-file"),
        ("e.jsonl", b'{"id": "e", "color": 1}\n', "intake.no-such-field"),
        ("e.parquet", b"PAR1 no", "intake.unreadable"),
        ("e.docx", b"words", "intake.file-format"),
        ("e.csv.gz", b"no gzip", "intake.unreadable"),
    ],
)
def test_a_file_that_is_not_one_of_events_is_one_problem(desk, tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert [problem[0] for problem in found(desk, tmp_path / name)] == [code]


@pytest.mark.parametrize(
    ("line", "code"),
    [("[1]", "intake.bad-json"), ("{", "intake.bad-json"), ('{"id": {"a": 1}}', "intake.nested"), ('{"id": [[1]]}', "intake.nested")],
)
def test_a_line_that_is_no_row_is_refused_alone(desk, tmp_path: Path, line: str, code: str) -> None:
    good = '{"id": "e", "kind": "opened", "at": "2021-03-01", "case": "A"}'
    (tmp_path / "e.jsonl").write_text(f"{good}\n{line}\n")
    assert found(desk, tmp_path / "e.jsonl") == [(code, 2, "")]
    assert len(read_events([tmp_path / "e.jsonl"], desk, "UTC").events) == 1


def test_a_parquet_file_of_others_is_judged_like_any_other_row(desk, tmp_path: Path) -> None:
    path = tmp_path / "e.parquet"
    table = pa.table({
        "id": ["e1", "e2"], "kind": pa.array(["assigned", "assigned"]).dictionary_encode(), "case": ["A", "A"], "unit": ["u", "u"],
        "at": pa.array([date(2021, 3, 1), None], pa.date32()), "pages": [3, 4], "co_units": [["x", "y"], None],
    })  # fmt: skip
    pq.write_table(table, path)
    assert not is_ours(path)
    assert found(desk, path) == [("intake.missing-value", 2, "at")]
    (event,) = read_events([path], desk, "UTC").events
    assert (event.dated, event.fields) == (True, {"pages": Fraction(3), "co_units": ("x", "y")})


def test_events_of_a_vocabulary_that_has_changed_are_refused_by_name(desk, tmp_path: Path) -> None:
    from dataclasses import replace

    here = zone("UTC")
    write_events([opened(1, here, fields={"channel": "letter"})], tmp_path / "e.parquet", desk, "UTC")
    without_kind = replace(desk, kinds={name: kind for name, kind in desk.kinds.items() if name != "opened"})
    assert [p.code for p in read_events([tmp_path / "e.parquet"], without_kind, "UTC").problems] == ["intake.file-kind", "intake.file-column"]
    fields = {name: field for name, field in desk.kinds["opened"].fields.items() if name != "channel"}
    without_field = replace(desk, kinds={**desk.kinds, "opened": replace(desk.kinds["opened"], fields=fields)})
    assert [p.code for p in read_events([tmp_path / "e.parquet"], without_field, "UTC").problems] == ["intake.file-column"]
