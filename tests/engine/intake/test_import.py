"""Rows of an export become events, or are set aside with a reason; every row is accounted for."""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kaohe.engine.event_file import read_events
from kaohe.engine.intake.import_rows import import_events
from kaohe.engine.intake.log import check_log
from kaohe.engine.intake.reading_from_mapping import CANONICAL
from kaohe.engine.intake.source import open_tables
from kaohe.engine.intake.unreadable import UnreadableError
from kaohe.reports.import_text import import_text
from kaohe.rules.clock import zone

OPENED = """\
events:
  - {kind: opened, id: no, case: no, at: opened}
"""
WHOLE = """\
file: {null: ["", "-"]}
tables:
  channels: {"01": letter, "02": online}
  kinds: {交办: assigned, 核查: checked}
discard: [remark]
events:
  - kind: opened
    case: no
    at: {column: opened, format: ["%Y/%m/%d", "%Y-%m-%d"]}
    fields:
      channel: {column: way, table: channels, default: "02"}
      repeat_of: {join: ["=N", former]}
  - kind: assigned
    when: {filled: [unit], differs: {state: [void, test]}}
    case: no
    at: {column: given, format: "%Y/%m/%d %H:%M"}
    unit: {column: unit}
    fields:
      score: {column: score, format: "1,234.5"}
      co_units: {column: with, split: ";"}
  - kind: closed
    when: {filled: [closed], equals: {state: [done, archived]}, empty: [given]}
    case: no
    at: {column: closed, format: "%Y/%m/%d"}
"""
HEADING = "no,opened,way,former,unit,state,given,score,with,closed,remark\n"


def sorted_ids(events) -> list[str]:
    return sorted(event.id for event in events)


def balanced(report) -> bool:
    return report.rows == report.taken + report.quarantined + report.silent


# --- what a mapping can say ---------------------------------------------------------------------


def test_a_row_becomes_the_events_whose_conditions_hold(office) -> None:
    rows = [
        '1,2021/3/1,01,-, u1 ,open,2021/3/2 9:30,"1,234.5",u2; u3,,text',
        "2,2021-03-01,,7,,done,,,,2021/3/9,text",
        "3,2021/3/3,02,,u1,void,,,,2021/3/9,text",
    ]
    report = office.imports(WHOLE, office.file("rows.csv", HEADING + "\n".join(rows) + "\n"))
    assert (report.problems, report.refused, report.kinds) == ((), (), {"assigned": 1, "closed": 1, "opened": 3})
    assert (report.rows, report.taken, report.silent) == (3, 3, 0)
    events = {(event.case, event.kind): event for event in office.read()}
    assert events["1", "opened"].fields == {"channel": "letter"}
    assert events["2", "opened"].fields == {"channel": "online", "repeat_of": "N7"}
    assigned = events["1", "assigned"]
    assert (assigned.unit, assigned.dated) == ("u1", False)
    assert assigned.fields == {"score": Fraction(2469, 2), "co_units": ("u2", "u3")}
    here = zone("Asia/Shanghai")
    assert (events["2", "closed"].at, events["2", "closed"].dated) == (here.end(date(2021, 3, 9)), True)


def test_a_column_may_tell_the_kind(office, refused) -> None:
    mapping = """\
tables: {kinds: {交办: assigned, 核查: checked}}
events:
  - kind: {column: act, table: kinds}
    id: {join: [no, "=-", act]}
    case: no
    at: at
    unit: unit
    fields: {passed: {column: passed, format: 是/否}, pages: pages}
"""
    rows = "no,act,at,unit,passed,pages\n1,交办,2021-03-01T09:00,u1,,3\n1,核查,2021-03-02T09:00,,是,\n"
    bad = "2,核查,2021-03-02T09:00,,是,3\n3,接访,2021-03-02T09:00,,,\n4,,2021-03-02T09:00,,,\n"
    report = office.imports(mapping, office.file("rows.csv", rows + bad))
    assert [(e.id, e.kind, dict(e.fields)) for e in office.read()] == [
        ("1-交办", "assigned", {"pages": 3}), ("1-核查", "checked", {"passed": True}),
    ]  # fmt: skip
    assert refused(report) == [
        ("act", "missing-value", (6,)), ("act", "not-in-table", (5,)), ("pages", "undeclared-field", (4,)),
    ]  # fmt: skip


def test_a_row_for_which_no_rule_holds_is_counted_as_silent(office) -> None:
    mapping = "events: [{kind: opened, when: {filled: [opened]}, id: no, case: no, at: opened}]"
    report = office.imports(mapping, office.file("rows.csv", "no,opened\n1,2021-03-01\n2,\n3,  \n"))
    assert (report.rows, report.taken, report.silent, report.quarantined) == (3, 1, 2, 0)


def test_corrections_can_be_imported(office) -> None:
    mapping = "events: [{kind: opened, id: no, case: case, at: opened, recorded_at: seen, amends: amends, voids: voids}]"
    rows = "no,case,opened,seen,amends,voids\n1,A,2021-03-01,2021-03-02,,\n2,B,2021-03-01,2021-03-05,1,\n3,,2021-03-01,2021-03-06,,2\n4,A,2021-03-01,2021-03-06,1,2\n"
    report = office.imports(mapping, office.file("rows.csv", rows))
    assert [(e.id, e.case, e.amends, e.voids) for e in office.read()] == [("1", "A", None, None), ("2", "B", "1", None), ("3", None, None, "2")]
    assert [(one.code, one.first) for one in report.refused] == [("intake.two-corrections", (5,))]


# --- how a file may be written ------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_encoding_and_separator(office, encoding: str, separator: str, mark: str) -> None:
    """With or without a byte order mark."""
    said = {"\t": "tab"}.get(separator, separator)
    text = f"{mark}编号{separator}受理\n信访一{separator}2021-03-01\n"
    mapping = f'file: {{encoding: {encoding}, separator: "{said}"}}\nevents: [{{kind: opened, id: 编号, case: 编号, at: 受理}}]'
    report = office.imports(mapping, office.file("rows.csv", text.encode(encoding)))
    assert (report.problems, [event.id for event in office.read()]) == ((), ["信访一"])


def test_packed_files_headings_below_and_quoted_cells(office, refused) -> None:
    text = '2021年办件\n"no","opened"\n"a, ""b""","2021-03-01"\n"c\nd","2021-03-01"\n'
    mapping = "file: {format: csv, header_row: 2}\n" + OPENED
    report = office.imports(mapping, office.file("rows.csv.gz", gzip.compress(text.encode())))
    assert [event.id for event in office.read()] == ['a,%20"b"']
    assert refused(report) == [("no", "bad-encoding", (4,))]


def test_the_same_rows_mean_the_same_in_every_format(office) -> None:
    mapping = """\
events:
  - kind: assigned
    case: no
    at: at
    unit: unit
    fields: {pages: pages, score: score, co_units: with}
"""
    rows = [
        {"no": "A1", "at": "2021-03-01T09:00:00+08:00", "unit": "u1", "pages": 3, "score": 0.5, "with": ["a", "b"]},
        {"no": "A2", "at": "2021-03-01T01:00:00Z", "unit": "u1", "pages": None, "score": None, "with": None},
    ]
    texts = [[str(row[name] or "") if name != "with" else json.dumps(row[name] or []) for name in row] for row in rows]
    table = pa.Table.from_pylist(rows).set_column(
        1, "at", pa.array([1614560400_000_000, 1614560400_000_000], pa.timestamp("us", "America/New_York"))
    )
    pq.write_table(table, office.home / "rows.parquet")
    office.file("rows.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    office.file("rows.csv", ",".join(rows[0]) + "\n" + "\n".join(",".join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row) for row in texts))
    found = []
    for name in ("rows.csv", "rows.jsonl", "rows.parquet"):
        report = office.imports(mapping, office.home / name)
        assert report.problems == ()
        assert report.refused == ()
        found.append(read_events([report.batch], office.vocabulary, "Asia/Shanghai").events)
    assert len(found[0]) == 2
    assert found[0] == found[1] == found[2]


# --- rows that cannot be taken ------------------------------------------------------------------

BAD = "no,opened\n1,2021-03-01\n2,2021-13-01\n,2021-03-01\n4,2021-03-01,x\n5,\n6,1650-03-01\n7,2021-03-07\n"


def test_what_cannot_be_taken_is_set_aside_by_row_and_reason(office, refused) -> None:
    report = office.imports(OPENED, office.file("rows.csv", BAD))
    assert [event.id for event in office.read()] == ["1", "7"]
    assert (report.rows, report.taken, report.quarantined) == (7, 2, 5)
    assert balanced(report)
    assert sorted(refused(report)) == [
        ("", "ragged-row", (5,)), ("no", "missing-value", (4,)), ("opened", "bad-date", (3,)),
        ("opened", "far-date", (7,)), ("opened", "missing-value", (6,)),
    ]  # fmt: skip
    assert (report.batch / "quarantine.csv").read_bytes().startswith("\ufeff".encode())  # spreadsheets need it
    with (report.batch / "quarantine.csv").open(encoding="utf-8-sig", newline="") as file:
        kept = list(csv.DictReader(file))
    assert [(row["file"], row["row"], row["column"], row["code"]) for row in kept] == [
        ("rows.csv", "3", "opened", "intake.bad-date"), ("rows.csv", "4", "no", "intake.missing-value"), ("rows.csv", "5", "", "intake.ragged-row"),
        ("rows.csv", "6", "opened", "intake.missing-value"), ("rows.csv", "7", "opened", "intake.far-date"),
    ]  # fmt: skip
    assert all(row["reason"] for row in kept)


CLOSED = "  - {kind: closed, when: {filled: [closed]}, case: no, at: closed}\n"


def test_events_stand_in_the_order_of_rows_then_of_rules(office) -> None:
    rows = "no,opened,closed\n2,2021-03-01,2021-03-02\n1,2021-03-01,\n3,2021-02-01,2021-03-02\n"
    office.imports(OPENED + CLOSED, office.file("rows.csv", rows))
    there = [(event.case, event.kind) for event in office.read()]
    assert there == [("2", "opened"), ("2", "closed"), ("1", "opened"), ("3", "opened"), ("3", "closed")]


def test_a_row_of_which_one_event_is_bad_gives_none(office) -> None:
    mapping = OPENED + CLOSED
    report = office.imports(mapping, office.file("rows.csv", "no,opened,closed\n1,2021-03-01,soon\n2,2021-03-01,2021-03-02\n"))
    assert [(event.case, event.kind) for event in office.read()] == [("2", "opened"), ("2", "closed")]
    assert (report.taken, report.quarantined) == (1, 1)


def test_strict_refuses_instead_and_writes_nothing(office) -> None:
    report = office.imports(OPENED, office.file("rows.csv", BAD), strict=True)
    assert [(p.code, dict(p.facts)["rows"]) for p in report.problems] == [("intake.strict", "5")]
    assert (report.batch, report.quarantined, office.written()) == (None, 5, [])
    assert len(report.refused) == 5
    assert office.imports(OPENED, office.file("good.csv", "no,opened\n1,2021-03-01\n"), strict=True).problems == ()


def test_text_that_cannot_be_decoded_is_set_aside(office, refused) -> None:
    mapping = "file: {encoding: gb18030}\n" + OPENED
    content = b"no,opened\n" + "甲,2021-03-01\n".encode("gb18030") + b"\xff\xff,2021-03-01\n"
    report = office.imports(mapping, office.file("rows.csv", content))
    assert refused(report) == [("no", "bad-encoding", (3,))]
    assert [event.id for event in office.read()] == ["甲"]


@pytest.mark.parametrize("patterns", [{}, {"ticket": "T-[0-9]{4}"}])
def test_one_telephone_number_among_many_plain_numbers_is_found(office, refused, patterns) -> None:
    """Plain ids are looked at as a column, unless the vocabulary forbids patterns of its own."""
    office = replace(office, vocabulary=replace(office.vocabulary, forbidden_patterns=patterns))
    lines = [f"N{number},2021-03-01" for number in range(1000)]
    report = office.imports(OPENED, office.file("rows.csv", "\n".join(["no,opened", *lines, "13800000000,2021-03-01"])))
    assert refused(report) == [("no", "personal-value", (1002,))]


# --- what stops an import -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "code", "facts"),
    [
        ("r.csv", "no,opened,note\n1,2021-03-01,x\n", "undeclared-column", {"columns": "note"}),
        ("r.csv", "no\n1\n", "column-missing", {"columns": "opened"}),
        ("r.csv", "no,no,opened\n1,1,2021-03-01\n", "double-column", {"columns": "no"}),
        ("r.csv", "1,2021-03-01\n", "no-heading", {}),
        ("r.csv", "", "empty-file", {}),
        ("r.csv", 'no,opened\n1,"2021-03-01\n2,2021-03-01\n', "open-quote", {}),
        ("r.csv", 'no,opened\n"1"x,2021-03-01\n', "open-quote", {}),
        ("r.jsonl", '{"no": "1", "opened": "2021-03-01"}\n{"no": "2", "opened": "2021-03-01", "note": 1}\n', "undeclared-column", {"columns": "note"}),
        ("r.parquet", "no parquet", "unreadable", {"format": "parquet"}),
        ("r.docx", "no", "file-format", {"format": "docx"}),
    ],
)
def test_a_file_that_is_not_as_declared_stops_the_import(office, name: str, content: str, code: str, facts) -> None:
    report = office.imports(OPENED, office.file(name, content))
    assert [(p.code, p.place.file.endswith(name)) for p in report.problems] == [(f"intake.{code}", True)]
    assert report.problems[0].place.line == (2 if "quote" in code or name.endswith("jsonl") else 1)
    assert facts.items() <= dict(report.problems[0].facts).items()
    assert (report.batch, office.written()) == (None, [])


def test_what_a_library_says_about_a_broken_file_goes_no_further(office) -> None:
    """Arrow's messages repeat the row that it stumbled over; not even a traceback may show them."""
    with pytest.raises(UnreadableError) as caught:
        open_tables(office.file("r.parquet", "canary"), CANONICAL)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_several_files_are_one_batch_and_one_bad_file_stops_all(office) -> None:
    one, two = office.file("a.csv", "no,opened\n1,2021-03-01\n"), office.file("b.csv", "no,opened\n2,2021-03-01\n")
    bad = office.file("c.csv", 'no,opened\n3,2021-03-01\n4,"2021\n')
    report = office.imports(OPENED, one, bad, two)
    assert [(p.code, p.place.file) for p in report.problems] == [("intake.open-quote", str(bad))]
    assert office.written() == []
    report = office.imports(OPENED, one, two)
    assert [(source.name, source.rows) for source in report.sources] == [("a.csv", 1), ("b.csv", 1)]
    assert sorted_ids(office.read()) == ["1", "2"]


def test_row_numbers_name_rows_of_one_file_only(office) -> None:
    mapping = "events: [{kind: opened, id: {row_number: true}, case: {row_number: true}, at: opened}]"
    one, two = office.file("a.csv", "opened\n2021-03-01\n\n2021-03-02\n"), office.file("b.csv", "opened\n2021-03-01\n")
    assert [p.code for p in office.imports(mapping, one, two).problems] == ["intake.row-numbers"]
    assert office.imports(mapping, one).problems == ()
    assert [event.id for event in office.read()] == ["2", "4"]  # as a spreadsheet numbers them


# --- importing again ----------------------------------------------------------------------------

MADE = "events: [{kind: opened, case: no, at: opened, fields: {channel: way}}]"


def test_importing_twice_changes_nothing(office) -> None:
    rows = office.file("rows.csv", "no,opened,way\n1,2021-03-01,letter\n2,bad,\n")
    first = office.imports(MADE, rows)
    before = {path: path.read_bytes() for path in office.written()}
    again = office.imports(MADE, rows)
    assert again.already
    assert not first.already
    assert {path: path.read_bytes() for path in office.written()} == before
    assert (again.batch, again.rows, again.refused, again.kinds) == (first.batch, first.rows, first.refused, first.kinds)


def test_made_ids_depend_on_what_a_row_says_and_on_nothing_else(office) -> None:
    one = office.imports(MADE, office.file("a.csv", "no,opened,way\n1,2021-03-01,letter\n2,2021-03-01,\n"))
    two = office.imports(MADE, office.file("b.csv", "way,no,opened\n,2,2021-03-01\nletter,1,2021-03-01\nonline,1,2021-03-01\n"))
    ids = [sorted_ids(read_events([r.batch], office.vocabulary, "Asia/Shanghai").events) for r in (one, two)]
    assert len(ids[0]) == 2
    assert set(ids[0]) < set(ids[1])
    assert all(id_.startswith(("office.1.opened.", "office.2.opened.")) for id_ in ids[1])
    assert not any(character.isdigit() for id_ in ids[1] for character in id_.split(".")[-1])


def test_a_made_id_is_the_same_whenever_the_row_became_known(office) -> None:
    known = MADE.replace("at: opened", "at: opened, recorded_at: known")
    files = [office.file(f"{day}.csv", f"no,opened,way,known\n1,2021-03-01,letter,{day}\n") for day in ("2021-03-02", "2021-03-09")]
    reports = [office.imports(known, file) for file in files]
    one, two = (read_events([report.batch], office.vocabulary, "Asia/Shanghai").events[0] for report in reports)
    assert one.id == two.id
    assert one.recorded_at != two.recorded_at


def test_rows_that_repeat_are_counted_and_reported(office) -> None:
    rows = "no,opened,way\n1,2021-03-01,letter\n1,2021-03-01,letter\n2,2021-03-01,letter\n2,2021-03-01,online\n,2021-03-01,\n"
    given = "repeats: [no]\nevents: [{kind: opened, id: no, case: no, at: opened, fields: {channel: way}}]"
    report = office.imports(given, office.file("rows.csv", rows))
    assert [(one.column, one.values, one.rows) for one in report.repeated_values] == [("no", 2, 4)]
    assert [(one.kind, one.ids, one.events, one.unequal) for one in report.repeated_ids] == [("opened", 2, 4, 1)]
    made = office.imports("repeats: [no]\n" + MADE, office.home / "rows.csv")
    assert [(one.kind, one.ids, one.events, one.unequal) for one in made.repeated_ids] == [("opened", 1, 2, 0)]


def test_a_number_used_for_two_cases_is_told_with_the_rows_it_stands_in(office) -> None:
    """Rows that are alike, and a number that was withdrawn once, are no second case."""
    one = office.file("a.csv", "no,opened,way\n1,2021-03-01,letter\n2,2021-03-01,letter\n1,2021-03-02,letter\n3,2021-03-01,letter\n2,bad,\n")
    two = office.file("b.csv", "no,opened,way\n3,2021-03-01,letter\n1,2021-03-01,online\n4,2021-03-05,letter\n4,2021-03-06,letter\n")
    report = office.imports(MADE, one, two)
    assert report.opened_twice == 2
    assert [(each.case, each.rows, each.first) for each in report.opened_first] == [
        ("1", 3, ("a.csv:2", "a.csv:4", "b.csv:3")), ("4", 2, ("b.csv:4", "b.csv:5")),
    ]  # fmt: skip
    assert office.imports(MADE, one, two) == replace(report, already=True)  # read back
    for lang, said in (("zh", "2 个编号各立了不止一件事项"), ("en", "2 numbers open more than one case")):
        told = import_text(report, office.vocabulary, lang)
        assert said in told
        assert "a.csv:2, a.csv:4, b.csv:3" in told


def test_many_numbers_used_twice_are_counted_and_ten_are_named(office) -> None:
    numbers = [f"n{number:02}" for number in range(12)]
    rows = "".join(f"{no},2021-03-{day:02},letter\n" for no in numbers for day in range(1, 13))
    report = office.imports(MADE, office.file("a.csv", "no,opened,way\n" + rows))
    assert report.opened_twice == 12
    assert [each.case for each in report.opened_first] == numbers[:10]
    assert {(each.rows, len(each.first)) for each in report.opened_first} == {(12, 10)}
    told = import_text(report, office.vocabulary, "en")
    assert "… 2 more numbers" in told
    assert "a.csv:11…" in told


def test_every_batch_has_its_line_in_the_log_and_the_lines_hang_together(office) -> None:
    office.imports(MADE, office.file("a.csv", "no,opened,way\n1,2021-03-01,letter\n"))
    office.imports(MADE, office.file("b.csv", "no,opened,way\n2,2021-03-01,letter\n"))
    assert check_log(office.events) == (2, ())
    lines = (office.events / "log.jsonl").read_text().splitlines()
    assert [json.loads(line)["sources"][0]["name"] for line in lines] == ["a.csv", "b.csv"]


def test_a_batch_that_was_not_logged_before_a_crash_is_logged_by_the_next_import(office) -> None:
    rows = office.file("a.csv", "no,opened,way\n1,2021-03-01,letter\n")
    report = office.imports(MADE, rows)
    (office.events / "log.jsonl").unlink()
    assert [p.code for p in check_log(office.events)[1]] == ["intake.batch-unlogged"]
    assert office.imports(MADE, rows).batch == report.batch
    assert check_log(office.events) == (1, ())


@pytest.mark.parametrize(
    ("harm", "codes"),
    [
        (lambda events: (events / "log.jsonl").write_text("".join((events / "log.jsonl").read_text().splitlines(True)[1:])), ["log-broken", "batch-unlogged"]),
        (lambda events: (events / "log.jsonl").write_text((events / "log.jsonl").read_text().replace('"rows":1', '"rows":2', 1)), ["log-broken"]),
        (lambda events: (events / "log.jsonl").write_text("no json\n"), ["log-broken", "batch-unlogged", "batch-unlogged"]),
        (lambda events: min(events.glob("*/events.parquet")).write_bytes(b""), ["batch-changed"]),
        (lambda events: min(events.glob("*/quarantine.csv")).unlink(), ["batch-missing"]),
    ],
)
def test_whoever_alters_a_batch_or_a_line_breaks_the_log(office, harm, codes: list[str]) -> None:
    for name in ("a", "b"):
        office.imports(MADE, office.file(f"{name}.csv", f"no,opened,way\n{name},2021-03-01,letter\n"))
    harm(office.events)
    assert sorted(p.code.removeprefix("intake.") for p in check_log(office.events)[1]) == sorted(codes)


# --- the rest -----------------------------------------------------------------------------------


def test_progress_tells_rows_done_and_all_where_the_file_says_so(office) -> None:
    told: list[tuple[int, int | None]] = []
    office.imports(OPENED, office.file("a.csv", "no,opened\n1,2021-03-01\n2,2021-03-01\n"), progress=lambda *one: told.append(one))
    assert told[-1] == (2, None)
    pq.write_table(pa.table({"no": ["1"] * 70_000, "opened": ["2021-03-01"] * 70_000}), office.home / "a.parquet")
    told.clear()
    office.imports(OPENED, office.home / "a.parquet", progress=lambda *one: told.append(one))
    assert told == [(65_536, 70_000), (70_000, 70_000)]


def test_events_that_are_canonical_already_are_imported_without_a_mapping(office, refused) -> None:
    rows = office.file("e.csv", "id,kind,at,case,channel\nA%2F1,opened,2021-03-01,A,letter\n,opened,2021-03-01,A,\n3,opned,2021-03-01,A,\n")
    report = import_events([rows], office.vocabulary, "Asia/Shanghai", office.events)
    assert [event.id for event in office.read()] == ["A%2F1"]
    assert refused(report) == [("id", "missing-value", (3,)), ("kind", "unknown-kind", (4,))]
    assert [p.code for p in import_events([rows], office.vocabulary, "Mars/X", office.events).problems] == ["intake.mapping-timezone"]


def test_ids_of_another_system_are_encoded_so_that_none_meet(office) -> None:
    office.imports(OPENED, office.file("a.csv", "no,opened\nA/1,2021-03-01\nA%2F1,2021-03-01\n"))
    assert [event.id for event in office.read()] == ["A%2F1", "A%252F1"]
