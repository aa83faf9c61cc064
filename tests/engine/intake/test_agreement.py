"""Columns and single rows are judged alike: the import says of every row what ``event_from_row`` says."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.event_file import read_events
from kaohe.engine.event_row import event_from_row

texts = st.sampled_from([
    "", "A1", "2021-03-01", "2021-03-01T09:00", "2021-03-28T02:30", "2021-13-01", "true", "3", "1.5", "15wd", "letter", "13900000000",
    "u 1", "T-0001", "opened", "他说。", "x" * 70, "01 110105194912310021", "e0", "2021-03-01 00:00:00", "-7", "1899-01-01", "é\u200b/:",
])  # fmt: skip
COLUMNS = [
    "id", "at", "recorded_at", "seq", "case", "unit", "leader", "amends", "voids", "channel", "repeat_of", "due_on", "co_units", "within",
    "score", "pages", "passed", "item", "file", "seen_at", "merged_into", "tags", "with", "of",
]  # fmt: skip
kinds = ["opened", "assigned", "checked", "closed", "merged", "visited", "answered", "notified", "opned", ""]
likely = {"id": st.sampled_from(["e1", "e2", ""]), "at": texts, "case": st.sampled_from(["A1", "", "A 2"])}


@st.composite
def rows(draw) -> dict[str, str]:
    row = {"kind": draw(st.sampled_from(kinds)), "id": draw(st.sampled_from(["e1", "e2", "e 3"])), "case": "A1"}
    row["at"] = draw(st.sampled_from(["2021-03-01", "2021-03-01T09:00", ""]))
    for name in draw(st.lists(st.sampled_from(COLUMNS), max_size=5)):
        row[name] = draw(texts)
    return row


@pytest.mark.parametrize("ending", ["jsonl", "csv"])
@settings(max_examples=50)
@given(there=st.lists(rows(), min_size=1, max_size=8), timezone=st.sampled_from(["Asia/Shanghai", "Europe/Amsterdam"]))
def test_a_file_says_of_each_row_what_the_row_alone_would_say(desk, ending: str, there, timezone: str) -> None:
    expected, codes = [], set()
    for number, row in enumerate(there, 1 if ending == "jsonl" else 2):
        event, problems = event_from_row(row, desk, timezone)
        expected += [event] if event else []
        codes |= {(number, dict(problem.facts)["column"], problem.code) for problem in problems}
    with TemporaryDirectory() as folder:
        path = Path(folder, f"rows.{ending}")
        if ending == "jsonl":
            path.write_text("".join(json.dumps(row) + "\n" for row in there), encoding="utf-8")
        else:
            heading = ["kind", *COLUMNS]
            lines = [",".join(row.get(name, "") for name in heading) for row in there]
            path.write_text("\n".join([",".join(heading), *lines]) + "\n", encoding="utf-8")
        read = read_events([path], desk, timezone)
    assert read.events == tuple(expected)
    assert {(p.place.line, p.place.path, p.code) for p in read.problems} == codes
