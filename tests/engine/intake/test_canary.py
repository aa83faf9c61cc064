"""What is refused is never repeated: not in a file, not in a report, not in a word that is said about it."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kaohe.rules.say import render

CANARIES = {
    "identity_card": "11010519491231002X",
    "mobile": "13900000000",
    "plate": "京A66666",
    "mail": "canary@example.org",
    "text": "金丝雀在这里叫了三声，没有人听见。",
    "word": "CANARYWORD",
}
MAPPING = """\
discard: [unread]
repeats: [again]
events:
  - kind: checked
    id: no
    case: case
    at: at
    unit: {column: unit, table: units}
    fields: {passed: passed, item: item, file: file, seen_at: seen}
tables: {units: {甲: u1}}
"""
GOOD = {
    "no": "1", "case": "A", "at": "2021-03-01T09:00", "unit": "甲", "passed": "true", "item": "x", "file": "01 110105194912310021",
    "seen": "2021-03-01T09:00", "again": "x", "unread": "",
}  # fmt: skip
COLUMNS = [name for name in GOOD if name not in ("unread", "again")]


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    if path.suffix == ".csv":
        text = "\n".join(",".join(f'"{row[name]}"' for name in GOOD) for row in ({name: name for name in GOOD}, *rows))
        path.write_text(text + "\n", encoding="utf-8")
    elif path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    else:
        pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def everything_said(report) -> str:
    problems = [*report.problems, *(one.why for one in report.refused)]
    return repr(report) + render(problems, {}, "zh") + render(problems, {}, "en") + render(problems, {}, "zh", "json")


def assert_silent(office, report) -> None:
    said = everything_said(report)
    written = office.written()
    for canary in CANARIES.values():
        assert canary not in said
        for path in written:
            content = path.read_bytes()
            for encoding in ("utf-8", "utf-16-le", "gb18030"):
                assert canary.encode(encoding) not in content, path.name


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_every_byte_that_is_written_is_free_of_what_was_refused(office, ending: str) -> None:
    """Each canary in each column, one row each; the columns that are not read hold one in every row."""
    rows = [
        {**GOOD, column: canary, "unread": canary, "no": canary if column == "no" else f"n{number}"}
        for number, (column, canary) in enumerate((column, canary) for column in COLUMNS for canary in CANARIES.values())
    ]
    rows += [{**GOOD, "no": "good", "unread": canary, "again": canary} for canary in CANARIES.values()]
    report = office.imports(MAPPING, write(office.home / f"rows.{ending}", rows))
    taken = {(column, name) for column in ("no", "case", "item") for name in ("word",)}
    assert report.problems == ()
    assert report.rows == len(rows)
    assert report.quarantined == len(COLUMNS) * len(CANARIES) - len(taken)
    assert (report.batch / "events.parquet").stat().st_size > 0
    words = CANARIES.pop("word")
    try:
        assert_silent(office, report)
    finally:
        CANARIES["word"] = words


def test_the_canary_would_be_found_where_it_is_allowed(office) -> None:
    """The search itself can find something: an id that may be taken is there."""
    report = office.imports(MAPPING, write(office.home / "rows.csv", [{**GOOD, "no": "CANARYWORD"}]))
    assert any(b"CANARYWORD" in path.read_bytes() for path in office.written())
    assert report.events == 1


@pytest.mark.parametrize(
    "content",
    [
        "{c},2021-03-01\n",
        "{c},{c},x\n1,2,3\n",
        "no,opened,{c}\n1,2021-03-01,x\n",
        'no,opened\n"{c},2021-03-01\n',
        'no,opened\n"{c}"{c},2021-03-01\n',
        "no,opened\n{c},{c},{c}\n",
    ],
)
@pytest.mark.parametrize("what", [name for name in CANARIES if name != "word"])
def test_a_broken_file_repeats_nothing_either(office, what: str, content: str) -> None:
    mapping = "events: [{kind: opened, id: no, case: no, at: opened}]"
    path = office.file("rows.csv", content.replace("{c}", CANARIES[what]))
    for strict in (True, False):
        report = office.imports(mapping, path, strict=strict)
        assert report.problems or report.quarantined
        assert_silent(office, report)


@pytest.mark.parametrize("what", list(CANARIES))
def test_a_broken_line_of_jsonl_repeats_nothing_either(office, what: str) -> None:
    mapping = "events: [{kind: opened, id: no, case: no, at: opened}]"
    canary = CANARIES[what]
    lines = [f'{{"no": "{canary}"', f'["{canary}"]', f'{{"no": {{"{canary}": 1}}}}', f'{{"{canary}": 1}}']
    for number, line in enumerate(lines):
        report = office.imports(mapping, office.file(f"r{number}.jsonl", line + "\n"))
        assert report.problems or report.quarantined
        assert_silent(office, report)
